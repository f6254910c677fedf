package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"net"
	"os"
	"slices"
	"time"

	"golang.org/x/sync/errgroup"

	"danloi/bot/dispatch"
	"danloi/bot/telegram/tgtest"
	"danloi/learn"
	"danloi/store"
)

// loadClassCmd holds a class of simulated phones on a store of its own on disk: they join, a question is asked, all
// answer within a moment, some lose the network and come back, some come late, and the result is shown. It fails when an
// answer is lost or counted twice, or when the class screen shows other numbers than were given.
type loadClassCmd struct {
	Phones   int           `help:"Phones in the class, those that come late among them." default:"40"`
	Drop     int           `help:"Phones that lose the network while they answer, and come back." default:"10"`
	Late     int           `help:"Phones that join when the question is being asked." default:"5"`
	Within   time.Duration `help:"How long people take to answer." default:"3s"`
	Telegram bool          `help:"Use a local Telegram with the real limits (30 messages a second) in place of the web chat."`
}

// classLoad is what was measured. Times are from the trainer's tap or the phone's, until it was there.
type classLoad struct {
	Phones, Answers, Members    int
	Asked, Shown, LastReply     time.Duration // until the last phone had question and result; last reply after the last tap
	ReplyHalf, ReplyMost        time.Duration // of the replies to answers
	Screen                      dispatch.ClassScreen
	Wanted                      []int // answers given, by choice
	RepliesMissing, ShownToNone int
}

// Run holds the class and prints what was measured.
func (c *loadClassCmd) Run(ctx context.Context, std streams) error {
	l, err := c.measure(ctx, std.err)
	if err != nil {
		return fmt.Errorf("load class: %w", err)
	}
	fmt.Fprintf(std.out, "phones                      %d (%d dropped and came back, %d came late)\n", l.Phones, c.Drop, c.Late)
	fmt.Fprintf(std.out, "question on the last phone  %s\n", l.Asked.Round(time.Millisecond))
	fmt.Fprintf(std.out, "reply to an answer          half within %s, all within %s\n", l.ReplyHalf.Round(time.Millisecond), l.ReplyMost.Round(time.Millisecond))
	fmt.Fprintf(std.out, "last reply after last tap   %s\n", l.LastReply.Round(time.Millisecond))
	fmt.Fprintf(std.out, "result on the last phone    %s\n", l.Shown.Round(time.Millisecond))
	fmt.Fprintf(std.out, "answers                     %d kept of %d given; screen shows %v, given were %v\n", l.Answers, l.Phones, l.Screen.Tally.Counts, l.Wanted)
	return l.fault()
}

// fault says what went wrong in the class.
func (l classLoad) fault() error {
	switch {
	case l.Answers < l.Phones:
		return fmt.Errorf("%d answers were lost", l.Phones-l.Answers)
	case l.Answers > l.Phones || l.Members > l.Phones:
		return fmt.Errorf("%d answers of %d members for %d phones: something counts twice", l.Answers, l.Members, l.Phones)
	case l.Screen.Tally == nil || !slices.Equal(l.Screen.Tally.Counts, l.Wanted) || l.Screen.Answered != l.Phones || l.Screen.Waiting != 0:
		return errors.New("the class screen shows other numbers than were given")
	case l.RepliesMissing > 0:
		return fmt.Errorf("%d phones got no reply to their answer", l.RepliesMissing)
	case l.ShownToNone > 0:
		return fmt.Errorf("%d phones were not shown the result", l.ShownToNone)
	}
	return nil
}

func (c *loadClassCmd) check() error {
	if c.Phones < 1 || c.Phones > learn.MaxMembers || c.Drop < 0 || c.Late < 0 || c.Drop+c.Late > c.Phones || c.Within < 0 || c.Within > time.Minute {
		return fmt.Errorf("%w: 1 to %d phones, of which some drop and others come late, within a minute", errUsage, learn.MaxMembers)
	}
	return nil
}

// classPhone is one simulated phone.
type classPhone interface {
	// join goes into the class and returns when the phone says so.
	join(ctx context.Context) error
	// watch waits until the question, or the result, is on the phone, and returns when it was.
	watch(ctx context.Context, shown bool) (time.Time, error)
	// answer taps a choice and returns when that was and when the reply was there. With lost the reply gets lost on
	// its way, the phone comes back and sends again what it does not know to have arrived.
	answer(ctx context.Context, choice int, lost bool) (tapped, replied time.Time, err error)
	// away takes the phone off the network until it is back.
	away()
	back(ctx context.Context)
}

// measure holds the class in a folder of its own, which it removes.
func (c *loadClassCmd) measure(ctx context.Context, log io.Writer) (l classLoad, err error) {
	if err := c.check(); err != nil {
		return l, err
	}
	dir, err := os.MkdirTemp("", "danloi-load-")
	if err != nil {
		return l, err
	}
	defer func() { err = errors.Join(err, os.RemoveAll(dir)) }()
	ctx, cancel := context.WithTimeout(ctx, 5*time.Minute)
	defer cancel()
	h, err := openHall(ctx, dir, c.Telegram, log)
	if err != nil {
		return l, err
	}
	l, err = c.hold(ctx, h)
	return l, errors.Join(err, h.close())
}

// loadHall is a server with a class.
type loadHall struct {
	sv      *server
	url     string
	tg      *tgtest.Server // nil for the web chat
	trainer store.Staff
	class   learn.Class
	choices []string // labels of the question that is asked
	title   string   // of the module
	close   func() error
}

const loadModule = "mat-khau-otp"

func openHall(ctx context.Context, dir string, tg bool, log io.Writer) (*loadHall, error) {
	h := &loadHall{trainer: store.Staff{ID: "trainer", Login: "trainer", Name: "trainer", Role: store.RoleTrainer}}
	cmd := &serveCmd{ // nothing of the environment: a load never reaches a real Telegram or mailbox
		place: place{Data: dir, Province: "19"}, ClassNamesDays: 180, Licence: "CC BY 4.0", mailFlags: mailFlags{MailDigest: "07:30"},
	}
	var stops []func() error
	h.close = func() (err error) {
		for _, stop := range slices.Backward(stops) {
			err = errors.Join(err, stop())
		}
		return err
	}
	if tg {
		var err error
		if h.tg, err = tgtest.New(tgtest.Config{}); err != nil {
			return nil, err
		}
		stops = append(stops, func() error { h.tg.Close(); return nil })
		cmd.TelegramToken, cmd.TelegramAPI = h.tg.Token(), h.tg.URL()
	}
	s, engine, err := openStore(cmd.place)
	if err != nil {
		return nil, errors.Join(err, h.close())
	}
	stops = append(stops, engine.Close)
	k, err := begin(cmd.place)
	if err != nil {
		return nil, errors.Join(err, h.close())
	}
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return nil, errors.Join(err, h.close())
	}
	h.url = "http://" + listener.Addr().String()
	h.sv = &server{c: cmd, k: k, store: s, log: newLog(streams{err: log}), base: h.url}
	if err := h.sv.wire(); err != nil {
		return nil, errors.Join(err, listener.Close(), h.close())
	}
	run, cancel := context.WithCancel(ctx)
	ended := make(chan error, 1)
	go func() { ended <- h.sv.run(run, listener) }()
	stops = append(stops, func() error { cancel(); return <-ended })
	if err := h.open(ctx); err != nil {
		return nil, errors.Join(err, h.close())
	}
	return h, nil
}

// open opens the class and stops it before its first question.
func (h *loadHall) open(ctx context.Context) error {
	select {
	case <-h.sv.k.ready:
	case <-ctx.Done():
		return ctx.Err()
	}
	err := h.sv.store.Update(ctx, func(tx *store.Tx) error { return tx.PutStaff(h.trainer) })
	if err != nil {
		return err
	}
	if h.class, err = h.sv.dispatch.OpenClass(ctx, h.trainer, learn.Spec{Module: loadModule, Test: true}); err != nil {
		return err
	}
	m, _ := h.sv.k.lib().Module(loadModule)
	w, _ := m.In("vi")
	h.title = w.Title
	for _, s := range w.Exercises() {
		if s.ID == h.class.Test[0] {
			for _, c := range s.Choices {
				h.choices = append(h.choices, c.Text)
			}
		}
	}
	return nil
}

func (h *loadHall) move(ctx context.Context, k learn.MoveKind) (time.Time, error) {
	at := time.Now()
	_, err := h.sv.dispatch.MoveClass(ctx, h.trainer, h.class.ID, 0, learn.Move{Kind: k})
	return at, err
}

func (h *loadHall) phone(n int) classPhone {
	if h.tg != nil {
		return &chatPhone{hall: h, chat: h.tg.Chat(int64(1000 + n))}
	}
	return newWebPhone(h, n)
}

// hold brings all phones through the question.
func (c *loadClassCmd) hold(ctx context.Context, h *loadHall) (classLoad, error) {
	l := classLoad{Phones: c.Phones, Wanted: make([]int, len(h.choices))}
	phones := make([]classPhone, c.Phones)
	for i := range phones {
		phones[i] = h.phone(i)
		defer phones[i].away()
	}
	early := phones[:c.Phones-c.Late]
	if err := together(early, func(_ int, p classPhone) error { return p.join(ctx) }); err != nil {
		return l, err
	}
	for i := range c.Drop / 2 { // these have no network when the question comes
		phones[i].away()
	}
	asked, err := h.move(ctx, learn.MoveNext)
	if err != nil {
		return l, err
	}
	times := make([]answerTimes, c.Phones)
	err = together(phones, func(i int, p classPhone) error {
		t, err := c.answerOne(ctx, i, p, len(h.choices))
		times[i] = t
		return err
	})
	if err != nil {
		return l, err
	}
	for i := range phones {
		l.Wanted[i%len(h.choices)]++
	}
	l.measure(times, asked, c.Drop/2, len(early))
	return l, c.finish(ctx, h, phones, &l)
}

// answerTimes are the moments of one phone.
type answerTimes struct{ asked, tapped, replied time.Time }

// answerOne waits for the question, thinks for a while and answers. Of those that drop, the first half had no network
// when the question came, and the replies of the others get lost.
func (c *loadClassCmd) answerOne(ctx context.Context, i int, p classPhone, choices int) (t answerTimes, err error) {
	think := time.Duration(rand.Int64N(int64(c.Within) + 1))
	if i >= c.Phones-c.Late {
		wait(ctx, think/2)
		think /= 2
		if err := p.join(ctx); err != nil {
			return t, err
		}
	}
	if i < c.Drop/2 {
		wait(ctx, think/2)
		think /= 2
		p.back(ctx)
	}
	if t.asked, err = p.watch(ctx, false); err != nil {
		return t, fmt.Errorf("phone %d waits for the question: %w", i, err)
	}
	wait(ctx, think)
	t.tapped, t.replied, err = p.answer(ctx, i%choices, i >= c.Drop/2 && i < c.Drop)
	if err != nil {
		return t, fmt.Errorf("phone %d answers: %w", i, err)
	}
	return t, nil
}

// finish shows the result and reads what the class made of the answers.
func (c *loadClassCmd) finish(ctx context.Context, h *loadHall, phones []classPhone, l *classLoad) error {
	shown, err := h.move(ctx, learn.MoveShow)
	if err != nil {
		return err
	}
	seen := make([]time.Time, len(phones))
	err = together(phones, func(i int, p classPhone) (err error) {
		seen[i], err = p.watch(ctx, true)
		return err
	})
	if err != nil {
		return err
	}
	for _, at := range seen {
		if at.IsZero() {
			l.ShownToNone++
		}
		l.Shown = max(l.Shown, at.Sub(shown))
	}
	if l.Screen, err = h.sv.dispatch.ClassScreen(ctx, h.class.Code); err != nil {
		return err
	}
	r, err := h.sv.dispatch.ClassReport(ctx, h.trainer, h.class.ID)
	if err != nil {
		return err
	}
	l.Members, l.Answers = r.People, r.AnsweredByPhones
	return nil
}

// measure makes figures of the moments. A phone that had no network, or was not there yet, does not say how long the
// question took.
func (l *classLoad) measure(times []answerTimes, asked time.Time, dropped, early int) {
	var replies []time.Duration
	var lastTap, lastReply time.Time
	for i, t := range times {
		if t.replied.IsZero() {
			l.RepliesMissing++
			continue
		}
		if i >= dropped && i < early {
			l.Asked = max(l.Asked, t.asked.Sub(asked))
		}
		replies = append(replies, t.replied.Sub(t.tapped))
		if t.tapped.After(lastTap) {
			lastTap = t.tapped
		}
		if t.replied.After(lastReply) {
			lastReply = t.replied
		}
	}
	slices.Sort(replies)
	if len(replies) > 0 {
		l.ReplyHalf, l.ReplyMost, l.LastReply = replies[len(replies)/2], replies[len(replies)-1], lastReply.Sub(lastTap)
	}
}

// together does something with all phones at once.
func together(phones []classPhone, do func(i int, p classPhone) error) error {
	var g errgroup.Group
	for i, p := range phones {
		g.Go(func() error { return do(i, p) })
	}
	return g.Wait()
}

func wait(ctx context.Context, d time.Duration) {
	select {
	case <-ctx.Done():
	case <-time.After(d):
	}
}
