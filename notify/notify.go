// Package notify lets those hear of cases who have to answer them, where they are: by mail, in the group of their department, and
// other programs by webhooks. It follows the feed of cases, so that nothing of it holds up a citizen, and takes
// answers back into the case under the rules that hold in the console. What goes out passes the outbox of the store:
// it survives a crash, is tried again, and stands in order for each receiver.
//
// Nothing that goes out holds what a citizen wrote or is called, unless the operator allows the words in mails.
package notify

import (
	"context"
	"errors"
	"log/slog"
	"net/http"
	netmail "net/mail"
	"sync"
	"time"

	"danloi/feedback"
	"danloi/feedback/area"
	"danloi/locales"
	"danloi/mail"
	"danloi/store"
)

// Channels of the outbox that this package carries; see Notifier.Carriers.
const (
	ChannelMail  = "mail"
	ChannelGroup = "telegram-group"
	ChannelHook  = "webhook"
)

// Act applies an action of a member of staff to a case once; see dispatch.Dispatcher.ActOnce.
type Act func(ctx context.Context, by store.Staff, ref string, a feedback.Action, files []store.File, first func(*store.Tx) error) (feedback.Case, error)

// Config is what a Notifier is made of. All fields are needed but Mail, Post, Hooks, Client and BaseURL.
type Config struct {
	Store     *store.Store
	Act       Act
	Wake      func() // something was put into the outbox
	Texts     *locales.Catalog
	Directory *feedback.Directory
	Areas     *area.Areas
	Calendar  *feedback.Calendar
	Now       func() time.Time
	Log       *slog.Logger
	// Sees reports whether a member of staff may see and work a case.
	Sees func(store.Staff, feedback.Case) bool
	// FileType returns the type of an attachment from its bytes, and an error for one that is not taken.
	FileType func(data []byte) (string, error)
	BaseURL  string // public address of the console without a slash at its end; without it letters have no links
	Mail     *Mail  // nil: no mail
	// Post sends or edits one message on Telegram and returns its number; its error is a *Moved or a *bot.SendError. Nil: no groups.
	Post   func(ctx context.Context, p Post) (int, error)
	Hooks  []Hook       // receivers of webhooks
	Client *http.Client // carries webhooks; see HookClient
}

// Mail is how letters go out.
type Mail struct {
	Send func(ctx context.Context, l mail.Letter) error
	// Domain is what stands behind the @ of the signed addresses to which officers answer. Empty: letters cannot be
	// answered.
	Domain string
	// Words lets the citizen's words stand in letters about a case. Mail is read by others on its way: off unless the operator knows
	// that all of it stays inside.
	Words bool
	// Digest is when the daily digest goes, since midnight of a working day.
	Digest time.Duration
}

// ParseFrom reads the sender of letters: an address, with a name if wished.
func ParseFrom(s string) (netmail.Address, error) {
	a, err := netmail.ParseAddress(s)
	if err != nil {
		return netmail.Address{}, err
	}
	return *a, nil
}

// Notifier does all this. Make it with New. It is safe for concurrent use.
type Notifier struct {
	c        Config
	wordings *mail.Wordings
	markers  []string
	failures failures
}

// New returns a Notifier. Call Run.
func New(c Config) (*Notifier, error) {
	w, err := mail.LoadWordings()
	if err != nil {
		return nil, err
	}
	n := &Notifier{c: c, wordings: w, failures: failures{count: map[string]int{}}}
	for _, lang := range []string{locales.Default, "en"} {
		n.markers = append(n.markers, c.Texts.Text(lang, "mail.marker"))
	}
	return n, nil
}

const (
	lookMost = time.Minute // also finds what another process wrote, and follows a clock that was set
	backward = 30 * time.Second
)

// Run works until ctx is done.
func (n *Notifier) Run(ctx context.Context) error {
	if err := n.seedWatches(ctx); err != nil && ctx.Err() == nil {
		return err
	}
	jobs := []func(context.Context){n.followWatches, n.remindLoop}
	if n.c.Mail != nil {
		jobs = append(jobs, n.followMail, n.digestLoop)
	}
	if n.c.Post != nil {
		jobs = append(jobs, n.followGroups)
	}
	if len(n.c.Hooks) > 0 {
		jobs = append(jobs, n.followHooks)
	}
	var wg sync.WaitGroup
	for _, job := range jobs {
		wg.Go(func() { job(ctx) })
	}
	wg.Wait()
	return nil
}

// follow reads the feed under a name; work runs in the transaction that moves the cursor on.
func (n *Notifier) follow(ctx context.Context, name string, work func(*store.Tx, []store.FeedLine) error) {
	n.c.Store.Follow(ctx, store.Follower{
		Name: name, Now: n.c.Now, Poll: backward, Work: work, Worked: n.c.Wake,
		Failed: func(err error) { n.c.Log.Error("feed cannot be worked", "reader", name, "err", err) },
	})
}

// load returns a case that something is to be done about; ok is false when it is not there, or its record is damaged: one damaged
// record must not stop the line for all others.
func (n *Notifier) load(tx *store.Tx, ref string) (c feedback.Case, ok bool, err error) {
	c, err = tx.Case(ref)
	switch {
	case errors.Is(err, store.ErrCorrupt):
		n.c.Log.Error("a case cannot be read and nobody is told of it", "case", ref, "err", err)
		return c, false, nil
	case errors.Is(err, store.ErrNotFound):
		return c, false, nil
	}
	return c, err == nil, err
}

func pause(ctx context.Context, wake <-chan struct{}, d time.Duration) {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-ctx.Done():
	case <-wake:
	case <-timer.C:
	}
}

// text says something in Vietnamese, the language of the offices.
func (n *Notifier) text(id string, pairs ...any) string {
	return n.c.Texts.Text(locales.Default, id, pairs...)
}

// place is the commune of a case for people.
func (n *Notifier) place(c feedback.Case) string {
	if a, ok := n.c.Areas.Commune(c.Area); ok {
		return a.Full()
	}
	return n.text("mail.no_place")
}

func (n *Notifier) topic(c feedback.Case) string {
	t, ok := n.c.Directory.Topic(c.Topic)
	if !ok {
		return c.Topic
	}
	return t.Label(locales.Default)
}

func (n *Notifier) unit(u feedback.Unit) string {
	return n.c.Directory.UnitLabel(u, locales.Default, n.c.Areas)
}

// caseURL is the page of a case, or empty when the public address is not known.
func (n *Notifier) caseURL(ref string) string {
	if n.c.BaseURL == "" {
		return ""
	}
	return n.c.BaseURL + "/console/cases/" + ref
}

// failures counts how often something could not be worked. It is bounded: what never comes again would stay.
type failures struct {
	mu    sync.Mutex
	count map[string]int
}

func (f *failures) add(id string) int {
	const most = 1000
	f.mu.Lock()
	defer f.mu.Unlock()
	if len(f.count) >= most {
		clear(f.count)
	}
	f.count[id]++
	return f.count[id]
}
