package dispatch_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"danloi/bot"
	"danloi/bot/bottest"
	"danloi/bot/dispatch"
	"danloi/feedback"
	"danloi/store"
	"danloi/store/bolt"
)

// desk is a dispatcher on a store of its own.
type desk struct {
	*dispatch.Dispatcher
	t     testing.TB
	store *store.Store
	db    *bolt.DB
	file  string
	log   bytes.Buffer
	mu    sync.Mutex
	now   time.Time
	bot   func() *bot.Bot
}

func newDesk(t testing.TB, senders ...dispatch.Sender) *desk {
	t.Helper()
	d := &desk{t: t, file: filepath.Join(t.TempDir(), "danloi.db"), now: time.Date(2026, 11, 23, 2, 0, 0, 0, time.UTC)}
	db, err := bolt.Open(d.file, bolt.Options{})
	if err != nil {
		t.Fatal(err)
	}
	d.db = db
	t.Cleanup(func() { _ = db.Close() })
	keys, err := store.NewKeys(bytes.Repeat([]byte{7}, 32))
	if err != nil {
		t.Fatal(err)
	}
	if d.store, err = store.New(db, keys); err != nil {
		t.Fatal(err)
	}
	engine := bottest.New(t, "19")
	d.bot = func() *bot.Bot { return engine }
	d.Dispatcher = dispatch.New(dispatch.Config{
		Store: d.store, Bot: func() *bot.Bot { return d.bot() }, Senders: senders, Now: d.clock,
		Log: slog.New(slog.NewTextHandler(&d.log, nil)),
	})
	return d
}

func (d *desk) clock() time.Time {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.now
}

func (d *desk) event(id, channel string, in bot.Input) error {
	return d.Handle(context.Background(), bot.Event{ID: id, Channel: channel, Address: "42", Input: in})
}

func (d *desk) must(err error) {
	d.t.Helper()
	if err != nil {
		d.t.Fatal(err)
	}
}

// welcomed brings a contact past language and consent.
func (d *desk) welcomed(channel string) {
	d.t.Helper()
	d.must(d.event(channel+":a", channel, bot.Start{Lang: "vi"}))
	d.must(d.event(channel+":b", channel, bot.Tap{Data: "agree"}))
}

// said returns what the bot said on a channel with a log.
func (d *desk) said() []bot.Line {
	d.t.Helper()
	lines, err := d.Lines(context.Background(), "web", "42", 0, 1000)
	d.must(err)
	return lines
}

// remembering is a channel that remembers what it was given, or refuses it.
type remembering struct {
	mu     sync.Mutex
	texts  []string
	refuse error
}

func (*remembering) Name() string { return "telegram" }

func (r *remembering) Send(_ context.Context, d bot.Delivery) error {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.refuse != nil {
		return r.refuse
	}
	r.texts = append(r.texts, d.Message.Title+d.Message.Text)
	return nil
}

func (r *remembering) sent() []string {
	r.mu.Lock()
	defer r.mu.Unlock()
	return append([]string(nil), r.texts...)
}

// run sends the outbox until cond holds, ten seconds at most.
func (d *desk) run(cond func() bool) {
	d.t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), 10*time.Second)
	done := make(chan error, 1)
	go func() { done <- d.Run(ctx) }()
	for ctx.Err() == nil && !cond() {
		time.Sleep(5 * time.Millisecond)
	}
	timely := ctx.Err() == nil
	cancel()
	d.must(<-done)
	if !timely {
		d.t.Fatal("the outbox did not get there within ten seconds")
	}
}

// An event that a channel delivers again, even at the same moment, counts once.
func TestEventCountsOnce(t *testing.T) {
	d := newDesk(t)
	d.welcomed("web")
	before := len(d.said())
	var wg sync.WaitGroup
	for range 8 {
		wg.Go(func() { d.must(d.event("web:again", "web", bot.Text{Words: "menu"})) })
	}
	wg.Wait()
	if got := len(d.said()) - before; got != 2 {
		t.Errorf("eight deliveries of one event led to %d lines, want the citizen's and one answer", got)
	}
}

// Many events of one contact at once: none is lost, none doubled.
func TestEventsOfOneContact(t *testing.T) {
	d := newDesk(t)
	d.welcomed("web")
	d.must(d.event("k", "web", bot.Tap{Data: "report.kind:feedback"}))
	const n = 40
	var wg sync.WaitGroup
	for i := range n {
		wg.Go(func() {
			d.must(d.event(fmt.Sprint("w", i), "web", bot.Text{Words: fmt.Sprintf("đoạn đường số %d hỏng", i)}))
		})
	}
	wg.Wait()
	all := ""
	for _, l := range d.said() {
		if !l.Mine {
			all = l.Message.Text
		}
	}
	if !strings.Contains(all, fmt.Sprintf("%d đoạn lời", n)) {
		t.Errorf("after %d texts at once the draft says: %s", n, all)
	}
}

// An event that keeps failing is parked after three tries, the citizen hears an apology, and the next event is
// worked as ever. Nothing of what was written stands in the log.
func TestFailingEventIsParked(t *testing.T) {
	d := newDesk(t)
	d.welcomed("web")
	good := d.bot
	calls := 0
	d.bot = func() *bot.Bot { // a faulty engine for the three tries
		if calls++; calls <= 3 {
			return nil
		}
		return good()
	}
	for try := 1; try <= 3; try++ {
		err := d.event("bad", "web", bot.Text{Words: "bimatkhongduoclo"})
		if (err == nil) != (try == 3) {
			t.Fatalf("try %d: err = %v", try, err)
		}
	}
	lines := d.said()
	if last := lines[len(lines)-1].Message.Text; !strings.Contains(last, "Xin lỗi") {
		t.Errorf("no apology, the last line is %q", last)
	}
	d.must(d.event("next", "web", bot.Text{Words: "menu"}))
	d.must(d.store.View(context.Background(), func(tx *store.Tx) error {
		parked, err := tx.Parked(10)
		if len(parked) != 1 {
			t.Errorf("%d events are parked, want 1", len(parked))
		}
		return err
	}))
	if strings.Contains(d.log.String(), "bimatkhongduoclo") {
		t.Error("the log quotes the citizen")
	}
}

// Messages of one contact arrive in order, each once.
func TestOutboxKeepsOrder(t *testing.T) {
	ch := &remembering{}
	d := newDesk(t, ch)
	d.welcomed("telegram")
	d.must(d.event("1", "telegram", bot.Tap{Data: "settings"}))
	d.must(d.event("2", "telegram", bot.Tap{Data: "guides"}))
	d.must(d.event("3", "telegram", bot.Tap{Data: "learn"}))
	d.run(func() bool { return len(ch.sent()) >= 5 })
	got := ch.sent()
	for i, want := range []string{"Dẫn Lối", "Cảm ơn", "Cài đặt", "Bạn cần làm việc gì", "Học kỹ năng số"} {
		if !strings.Contains(got[i], want) {
			t.Errorf("message %d is %q, want %q", i, got[i], want)
		}
	}
}

// A citizen who blocked the bot is marked and left alone, and welcome when writing again.
func TestBlockedIsLeftAlone(t *testing.T) {
	ch := &remembering{refuse: &bot.SendError{Kind: bot.SendGone, Err: errors.New("blocked")}}
	d := newDesk(t, ch)
	d.welcomed("telegram")
	d.run(func() bool { return d.contact("telegram").Blocked })
	ch.mu.Lock()
	ch.refuse = nil
	ch.mu.Unlock()
	d.must(d.event("back", "telegram", bot.Text{Words: "menu"}))
	d.run(func() bool { return len(ch.sent()) == 1 })
	if d.contact("telegram").Blocked {
		t.Error("still marked as blocked after writing again")
	}
}

func (d *desk) contact(channel string) (c store.Contact) {
	d.t.Helper()
	d.must(d.store.View(context.Background(), func(tx *store.Tx) (err error) {
		c, err = tx.Contact(d.store.ContactID(channel + ":42"))
		return err
	}))
	return c
}

// retry_after is obeyed: nothing goes out before, everything after.
func TestRetryAfter(t *testing.T) {
	ch := &remembering{refuse: &bot.SendError{Kind: bot.SendLater, RetryAfter: time.Minute}}
	d := newDesk(t, ch)
	d.must(d.event("s", "telegram", bot.Start{}))
	d.run(func() bool { return d.Stats.SendFailures.Load() >= 1 })
	ch.mu.Lock()
	ch.refuse = nil
	ch.mu.Unlock()
	failures := d.Stats.SendFailures.Load()
	time.Sleep(50 * time.Millisecond)
	if len(ch.sent()) > 0 || d.Stats.SendFailures.Load() != failures {
		t.Fatal("sent before retry_after was over")
	}
	d.mu.Lock()
	d.now = d.now.Add(time.Minute)
	d.mu.Unlock()
	d.run(func() bool { return len(ch.sent()) == 1 })
}

// file puts a case of the contact 42 on file and returns it.
func (d *desk) file42() feedback.Case {
	d.t.Helper()
	for i, in := range []bot.Input{
		bot.Tap{Data: "report.kind:feedback"}, bot.Text{Words: "đèn đường tắt cả tuần nay"}, bot.Tap{Data: "report.done"},
		bot.Text{Words: "xã Chợ Rã"}, bot.Tap{Data: "report.send"},
	} {
		d.must(d.event(fmt.Sprint("file", i), "web", in))
	}
	var cases []feedback.Case
	d.must(d.store.View(context.Background(), func(tx *store.Tx) (err error) {
		cases, err = tx.CasesOf(d.store.ContactID("web:42"))
		return err
	}))
	if len(cases) != 1 {
		d.t.Fatalf("%d cases, want 1", len(cases))
	}
	return cases[0]
}

// What staff do reaches the citizen; a form that was filled in on an older state of the case is refused.
func TestAct(t *testing.T) {
	d := newDesk(t)
	d.welcomed("web")
	c := d.file42()
	by := store.Staff{ID: "officer"}
	changed, stop := d.Watch("web", "42")
	defer stop()
	after, err := d.Act(context.Background(), by, c.Ref, c.Version, feedback.Action{Kind: feedback.DoAccept}, nil)
	d.must(err)
	select {
	case <-changed:
	case <-time.After(5 * time.Second):
		t.Error("nobody was told of the news")
	}
	lines := d.said()
	if last := lines[len(lines)-1].Message; !strings.Contains(last.Title, c.Ref) {
		t.Errorf("the citizen's last message is %q", last.Title)
	}
	if _, err := d.Act(context.Background(), by, c.Ref, c.Version, feedback.Action{Kind: feedback.DoAsk, Text: "?"}, nil); !errors.Is(err, store.ErrConflict) {
		t.Errorf("acting on version %d of %d: %v, want ErrConflict", c.Version, after.Version, err)
	}
	if _, err := d.Act(context.Background(), by, c.Ref, 0, feedback.Action{Kind: feedback.DoAccept}, nil); !errors.Is(err, feedback.ErrNotAllowed) {
		t.Errorf("accepting twice: %v, want ErrNotAllowed", err)
	}
}

// A reference locks after five wrong PINs, also for the right one, until fifteen minutes are over.
func TestPINLocks(t *testing.T) {
	d := newDesk(t)
	at := d.now
	try := func(matches bool) (right, locked bool) {
		d.must(d.store.Update(context.Background(), func(tx *store.Tx) (err error) {
			right, locked, err = dispatch.TryPIN(tx, "K7F-4QM3", at, matches)
			return err
		}))
		return right, locked
	}
	for n := 1; n <= 5; n++ {
		if right, locked := try(false); right || locked != (n == 5) {
			t.Fatalf("wrong PIN %d: right %v, locked %v", n, right, locked)
		}
	}
	if right, locked := try(true); right || !locked {
		t.Error("the right PIN opens a locked reference")
	}
	at = at.Add(16 * time.Minute)
	if right, _ := try(true); !right {
		t.Error("the reference stays locked for ever")
	}
}

// Forgetting leaves nothing that could be read: not in the log of the conversation, not in the case.
func TestForget(t *testing.T) {
	d := newDesk(t)
	d.welcomed("web")
	c := d.file42()
	d.must(d.event("f", "web", bot.Tap{Data: "forgotten"}))
	lines := d.said()
	if len(lines) != 1 || !strings.Contains(lines[0].Message.Text, "Tạm biệt") {
		t.Errorf("after forgetting the log has %d lines", len(lines))
	}
	d.must(d.store.View(context.Background(), func(tx *store.Tx) error {
		left, err := tx.Case(c.Ref)
		if left.Person.Words != "" {
			t.Error("the case still has its words")
		}
		return err
	}))
	data, err := os.ReadFile(d.file)
	d.must(err)
	if bytes.Contains(data, []byte("đèn đường tắt cả tuần")) {
		t.Error("the words stand in the file")
	}
	if strings.Contains(d.log.String(), "đèn đường") {
		t.Error("the log quotes the citizen")
	}
}
