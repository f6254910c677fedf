package dispatch_test

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"time"

	"golang.org/x/text/unicode/norm"

	"danloi/bot"
	"danloi/bot/dispatch"
	"danloi/learn"
	"danloi/store"
)

// How fast people are who are not used to it: a tap with finding what to tap, a key on a telephone (a tone mark is a key
// of its own), a look at the screen after each message.
const (
	tapTime  = 2 * time.Second
	keyTime  = 300 * time.Millisecond
	lookTime = 1500 * time.Millisecond
	within   = 3 * time.Minute
)

// hand is a trainer with a phone, whose every action takes as long as it takes a person.
type hand struct {
	*hall
	n     int
	spent time.Duration
}

func (h *hand) do(in bot.Input, cost time.Duration) {
	h.t.Helper()
	h.n++
	h.spent += cost + lookTime
	h.must(h.Handle(context.Background(), bot.Event{ID: fmt.Sprintf("hand:%d", h.n), Channel: "web", Address: "42", Input: in}))
}

func (h *hand) types(words string) {
	h.t.Helper()
	h.do(bot.Text{Words: words}, time.Duration(len([]rune(norm.NFD.String(words))))*keyTime)
}

// taps presses the first button of the last message whose data begins so, and tells whether there was one.
func (h *hand) taps(prefix string, not ...string) bool {
	h.t.Helper()
	for _, b := range h.last().Buttons {
		if strings.HasPrefix(b.Data, prefix) && !(len(not) > 0 && strings.HasSuffix(b.Data, not[0])) {
			h.do(bot.Tap{Data: b.Data}, tapTime-lookTime) // the look is part of finding the next one
			return true
		}
	}
	return false
}

func (h *hand) last() bot.Message {
	lines := h.said()
	return lines[len(lines)-1].Message
}

func newHand(t *testing.T) *hand {
	h := &hand{hall: newHall(t)}
	h.welcomed("web")
	var code string
	h.must(h.store.Update(t.Context(), func(tx *store.Tx) (err error) {
		code, err = dispatch.IssueTrainerCode(tx, h.trainer, [8]byte{1}, h.now)
		return err
	}))
	h.types(code)
	if !h.taps("lead:" + h.class.ID) {
		t.Fatalf("the trainer is not shown the class: %+v", h.last())
	}
	h.spent = 0
	if !h.taps("lead.people:") {
		t.Fatal("there is no register")
	}
	return h
}

func (h *hand) present() int {
	h.t.Helper()
	r, err := h.ClassReport(context.Background(), h.trainer, h.class.ID)
	h.must(err)
	return r.People
}

func names35() []string {
	var names []string
	for _, title := range []string{"chị", "anh", "bà", "ông", "cô"} {
		for _, name := range []string{"Hoa", "Bền", "Tư", "Lan", "Mẩy", "Páo", "Sính"} {
			names = append(names, title+" "+name)
		}
	}
	return names
}

// A register of 35 people takes less than three minutes at the speed of people: by ticking a list, and by typing what
// people are called. Signing in by the QR code takes no time of the trainer's.
func TestRegisterOf35InThreeMinutes(t *testing.T) {
	ticking := newHand(t)
	listed, err := ticking.AddMembers(t.Context(), ticking.trainer, ticking.class.ID, names35(), false)
	ticking.must(err)
	ticking.taps("lead.people:" + ticking.class.ID) // what was opened before the list was there
	ticking.do(bot.Tap{Data: "lead.people:" + ticking.class.ID}, tapTime)
	page := 0
	for range 2 * len(listed) {
		if ticking.taps("lead.tick:", ":0") {
			continue
		}
		if page++; !ticking.taps(fmt.Sprintf("lead.people:%s:%d", ticking.class.ID, page)) {
			break
		}
	}
	if got := ticking.present(); got != 35 || ticking.spent > within {
		t.Errorf("ticking: %d are present after %s", got, ticking.spent)
	}

	typing := newHand(t)
	for names := range chunks(names35(), 7) {
		typing.types(strings.Join(names, ", "))
	}
	if got := typing.present(); got != 35 || typing.spent > within {
		t.Errorf("typing: %d are present after %s", got, typing.spent)
	}

	scanning := newHall(t)
	for i, name := range names35() {
		token, err := scanning.RegisterToken(t.Context(), scanning.trainer, scanning.class.ID)
		scanning.must(err)
		_, err = scanning.SignIn(t.Context(), scanning.class.Code, token, fmt.Sprint("form", i), learn.Member{Name: name})
		scanning.must(err)
		scanning.now = scanning.now.Add(5 * time.Second) // one after the other
	}
	r, err := scanning.ClassReport(t.Context(), scanning.trainer, scanning.class.ID)
	scanning.must(err)
	if r.People != 35 || 35*5*time.Second > within {
		t.Errorf("scanning: %d are present", r.People)
	}
	t.Logf("register of 35: ticking %s, typing %s, scanning one after the other %s", ticking.spent, typing.spent, 35*5*time.Second)
}

func chunks(all []string, n int) func(func([]string) bool) {
	return func(yield func([]string) bool) {
		for len(all) > 0 {
			k := min(n, len(all))
			if !yield(all[:k]) {
				return
			}
			all = all[k:]
		}
	}
}
