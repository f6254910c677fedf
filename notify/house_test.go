package notify_test

import (
	"bytes"
	"context"
	"fmt"
	"log/slog"
	netmail "net/mail"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"danloi/bot"
	"danloi/bot/bottest"
	"danloi/bot/dispatch"
	"danloi/feedback"
	"danloi/mail"
	"danloi/mail/mailtest"
	"danloi/notify"
	"danloi/store"
	"danloi/store/bolt"
	"danloi/web"
)

const (
	domain = "danloi.example.vn"
	ours   = feedback.Unit("so_xay_dung")
	secret = "bí mật của người dân"
)

// house is the whole way of a case to its officers and back, over a real store and a real mail server.
type house struct {
	*notify.Notifier
	t        *testing.T
	store    *store.Store
	dispatch *dispatch.Dispatcher
	conf     notify.Config
	smtp     *mailtest.SMTP
	log      *lockedBuffer
	parts    bot.Config
	cases    int
	readers  []string // of the feed, besides the usual ones
	live     bool     // everything runs all the time

	mu  sync.Mutex
	now time.Time
}

type lockedBuffer struct {
	mu sync.Mutex
	b  bytes.Buffer
}

func (l *lockedBuffer) Write(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.b.Write(p)
}

func (l *lockedBuffer) String() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.b.String()
}

// newHouse begins on Monday, 16 November 2026, at eight in the morning.
func newHouse(t *testing.T, change ...func(*notify.Config)) *house {
	t.Helper()
	h := &house{t: t, smtp: mailtest.NewSMTP(t), log: &lockedBuffer{}, parts: bottest.Config(t, "19"), now: time.Date(2026, 11, 16, 1, 0, 0, 0, time.UTC)}
	db, err := bolt.Open(filepath.Join(t.TempDir(), "danloi.db"), bolt.Options{})
	h.must(err)
	t.Cleanup(func() { _ = db.Close() })
	keys, err := store.NewKeys(bytes.Repeat([]byte{7}, 32))
	h.must(err)
	h.store, err = store.New(db, keys)
	h.must(err)
	server, err := mail.ParseSMTP(h.smtp.URL)
	h.must(err)
	h.conf = notify.Config{
		Store: h.store, Wake: func() { h.dispatch.Wake() }, Texts: h.parts.Texts, Directory: h.parts.Directory, Areas: h.parts.Areas,
		Calendar: h.parts.Calendar, Now: h.clock, Log: slog.New(slog.NewTextHandler(h.log, nil)), FileType: web.AttachmentType,
		Sees: func(m store.Staff, c feedback.Case) bool { return web.Sees(m, c, h.parts.Directory.Office()) },
		Act: func(ctx context.Context, by store.Staff, ref string, a feedback.Action, files []store.File, first func(*store.Tx) error) (feedback.Case, error) {
			return h.dispatch.ActOnce(ctx, by, ref, a, files, first)
		},
		BaseURL: "https://danloi.example.vn",
		Mail: &notify.Mail{Domain: domain, Digest: 7*time.Hour + 30*time.Minute, Send: func(ctx context.Context, l mail.Letter) error {
			return server.Send(ctx, netmail.Address{Name: "Dẫn Lối", Address: "danloi@" + domain}, l, h.clock())
		}},
	}
	for _, c := range change {
		c(&h.conf)
	}
	h.restart()
	return h
}

// restart makes notifier and dispatcher anew, as a process that was killed does.
func (h *house) restart() {
	h.t.Helper()
	n, err := notify.New(h.conf)
	h.must(err)
	h.Notifier = n
	engine := bottest.New(h.t, "19")
	carriers := map[string]dispatch.Carrier{}
	for name, carry := range n.Carriers() {
		carriers[name] = carry
	}
	h.dispatch = dispatch.New(dispatch.Config{
		Store: h.store, Bot: func() *bot.Bot { return engine }, Carriers: carriers, Now: h.clock, Log: h.conf.Log,
	})
}

func (h *house) must(err error) {
	h.t.Helper()
	if err != nil {
		h.t.Fatal(err)
	}
}

func (h *house) clock() time.Time {
	h.mu.Lock()
	defer h.mu.Unlock()
	return h.now
}

// at sets the clock to a time in Việt Nam.
func (h *house) at(s string) {
	h.t.Helper()
	t, err := time.ParseInLocation("2006-01-02 15:04", s, h.parts.Calendar.Zone())
	h.must(err)
	h.mu.Lock()
	defer h.mu.Unlock()
	h.now = t
}

func (h *house) update(fn func(*store.Tx) error) {
	h.t.Helper()
	h.must(h.store.Update(h.t.Context(), fn))
}

func (h *house) view(fn func(*store.Tx) error) {
	h.t.Helper()
	h.must(h.store.View(h.t.Context(), fn))
}

// staff adds somebody with the mail address LOGIN@example.vn.
func (h *house) staff(login string, change ...func(*store.Staff)) store.Staff {
	h.t.Helper()
	m := store.Staff{ID: "id-" + login, Login: login, Name: login, Role: store.RoleOfficer, Units: []string{string(ours)}, Email: login + "@example.vn", Created: h.clock()}
	for _, c := range change {
		c(&m)
	}
	h.update(func(tx *store.Tx) error { return tx.PutStaff(m) })
	return m
}

func head(m *store.Staff)        { m.Head = true }
func coordinator(m *store.Staff) { m.Role, m.Units = store.RoleCoordinator, nil }

// file opens a case of a citizen in the web chat and returns its reference.
func (h *house) file(topic string, change ...func(*feedback.Filing)) string {
	h.t.Helper()
	h.cases++
	address := fmt.Sprint("citizen", h.cases)
	contact := h.store.ContactID("web:" + address)
	f := feedback.Filing{
		Nonce: [16]byte{byte(h.cases), 3}, Kind: feedback.Feedback, Topic: topic, Unit: ours, Area: "01912", Lang: "vi", Channel: "web", Contact: contact,
		Person: feedback.Person{Words: secret, Name: "Lò Thị Mai", Phone: "0912345678"},
	}
	for _, c := range change {
		c(&f)
	}
	c, err := feedback.Open(f, feedback.World{Now: h.clock(), Calendar: h.parts.Calendar, Directory: h.parts.Directory})
	h.must(err)
	h.must(h.dispatch.Handle(h.t.Context(), bot.Event{ID: address + "a", Channel: "web", Address: address, Input: bot.Start{Lang: "vi"}}))
	h.must(h.dispatch.Handle(h.t.Context(), bot.Event{ID: address + "b", Channel: "web", Address: address, Input: bot.Tap{Data: "agree"}}))
	h.update(func(tx *store.Tx) error { return tx.PutCase(c) })
	return c.Ref
}

func (h *house) get(ref string) (c feedback.Case) {
	h.t.Helper()
	h.view(func(tx *store.Tx) (err error) {
		c, err = tx.Case(ref)
		return err
	})
	return c
}

// do acts on a case as in the console.
func (h *house) do(by store.Staff, ref string, a feedback.Action) {
	h.t.Helper()
	_, err := h.dispatch.Act(h.t.Context(), by, ref, 0, a, nil)
	h.must(err)
}

// run runs everything until what is waited for is true.
func (h *house) run(until func() bool) {
	h.t.Helper()
	stop := func() {}
	if !h.live {
		stop = h.start()
	}
	defer stop()
	limit := time.After(30 * time.Second)
	tick := time.NewTicker(5 * time.Millisecond)
	defer tick.Stop()
	for !until() {
		select {
		case <-tick.C:
		case <-limit:
			h.t.Fatalf("it does not happen; the log says:\n%s", h.log.String())
		}
	}
}

// start runs everything until stop is called, which waits for its end.
func (h *house) start() (stop func()) {
	ctx, cancel := context.WithCancel(context.Background())
	var wg sync.WaitGroup
	wg.Go(func() { _ = h.Notifier.Run(ctx) })
	wg.Go(func() { _ = h.dispatch.Run(ctx) })
	return func() {
		cancel()
		wg.Wait()
	}
}

// settled runs everything until all readers of the feed are at its end, nothing is due and the outbox is empty.
func (h *house) settled() {
	h.t.Helper()
	quiet := 0
	h.run(func() bool {
		idle := true
		h.view(func(tx *store.Tx) error {
			last, err := tx.FeedLast()
			if err != nil {
				return err
			}
			names := append([]string{"reminders"}, h.readers...)
			if h.conf.Mail != nil {
				names = append(names, "mail")
			}
			for _, name := range names {
				seq, err := tx.Cursor(name)
				idle = idle && err == nil && seq == last
			}
			if at, ok, err := tx.NextWatch(); err != nil || ok && !at.After(h.clock()) {
				idle = false
			}
			_, waiting, err := tx.NextOut()
			idle = idle && !waiting
			return err
		})
		if quiet++; !idle {
			quiet = 0
		}
		return quiet > 8
	})
}

// box returns the letters that somebody got, read.
func (h *house) box(email string) (out []mail.Received) {
	h.t.Helper()
	w, err := mail.LoadWordings()
	h.must(err)
	for _, l := range h.smtp.Letters() {
		if l.To[0] == email {
			r, err := w.Read([]byte(l.Raw))
			h.must(err)
			r.Text = strings.ReplaceAll(r.Text, "\r\n", "\n")
			r.To = append(r.To, l.Raw)
			out = append(out, r)
		}
	}
	return out
}

// replyTo is the address to which somebody answers their last letter.
func (h *house) replyTo(email string) string {
	h.t.Helper()
	all := h.smtp.Letters()
	for i := len(all) - 1; i >= 0; i-- {
		if all[i].To[0] != email {
			continue
		}
		for line := range strings.Lines(strings.ReplaceAll(all[i].Raw, "\r\n ", " ")) {
			if rest, ok := strings.CutPrefix(line, "Reply-To:"); ok {
				a, err := netmail.ParseAddress(strings.TrimSpace(rest))
				h.must(err)
				return a.Address
			}
		}
	}
	h.t.Fatalf("%s has no letter that can be answered", email)
	return ""
}

// subjects are those of somebody's letters without what stands behind a colon.
func (h *house) subjects(email string) []string {
	var out []string
	for _, l := range h.box(email) {
		s, _, _ := strings.Cut(l.Subject, ":")
		out = append(out, s)
	}
	return out
}

func wantLines(t *testing.T, what string, got []string, want ...string) {
	t.Helper()
	if strings.Join(got, "\n") != strings.Join(want, "\n") {
		t.Errorf("%s:\n%s\nwant:\n%s", what, strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
}
