package dispatch_test

import (
	"context"
	"errors"
	"fmt"
	"testing"
	"time"

	"danloi/bot/dispatch"
	"danloi/learn"
	"danloi/store"
)

// hall is a desk with a trainer and a class in its lobby.
type hall struct {
	*desk
	trainer store.Staff
	class   learn.Class
}

func newHall(t testing.TB, senders ...dispatch.Sender) *hall {
	t.Helper()
	h := &hall{desk: newDesk(t, senders...), trainer: store.Staff{ID: "t1", Login: "lan", Name: "Lan", Role: store.RoleTrainer}}
	h.must(h.store.Update(t.Context(), func(tx *store.Tx) error { return tx.PutStaff(h.trainer) }))
	var err error
	h.class, err = h.OpenClass(t.Context(), h.trainer, learn.Spec{Module: "mat-khau-otp", Test: true, Place: "Thôn 3"})
	h.must(err)
	return h
}

func (h *hall) move(m learn.Move) learn.Class {
	h.t.Helper()
	c, err := h.MoveClass(context.Background(), h.trainer, h.class.ID, 0, m)
	h.must(err)
	h.class = c
	return c
}

func (h *hall) screen() dispatch.ClassScreen {
	h.t.Helper()
	s, err := h.ClassScreen(context.Background(), h.class.Code)
	h.must(err)
	return s
}

func TestOnlyTrainersHoldClasses(t *testing.T) {
	h := newHall(t)
	officer := store.Staff{ID: "o", Login: "o", Role: store.RoleOfficer}
	if _, err := h.OpenClass(t.Context(), officer, learn.Spec{Module: "mat-khau-otp"}); !errors.Is(err, dispatch.ErrNotTrainer) {
		t.Errorf("an officer opens a class: %v", err)
	}
	other := store.Staff{ID: "t2", Login: "t2", Role: store.RoleTrainer}
	for name, err := range map[string]error{
		"report": second(h.ClassReport(t.Context(), other, h.class.ID)),
		"move":   second(h.MoveClass(t.Context(), other, h.class.ID, 0, learn.Move{Kind: learn.MoveNext})),
		"close":  second(h.CloseClass(t.Context(), other, h.class.ID)),
		"names":  second(h.AddMembers(t.Context(), other, h.class.ID, []string{"Hoa"}, true)),
		"file":   second(h.FileProblems(t.Context(), other, h.class.ID)),
		"token":  second(h.RegisterToken(t.Context(), other, h.class.ID)),
	} {
		if !errors.Is(err, store.ErrNotFound) {
			t.Errorf("another trainer's %s: %v", name, err)
		}
	}
	coordinator := store.Staff{ID: "c", Login: "c", Role: store.RoleCoordinator}
	if _, err := h.ClassReport(t.Context(), coordinator, h.class.ID); err != nil {
		t.Errorf("the coordinator does not see the report: %v", err)
	}
}

func second[T any](_ T, err error) error { return err }

func TestEveryLiveClassHasItsOwnCode(t *testing.T) {
	h := newHall(t)
	codes := map[string]bool{h.class.Code: true}
	for range 60 {
		c, err := h.OpenClass(t.Context(), h.trainer, learn.Spec{Module: "mat-khau-otp"})
		h.must(err)
		if codes[c.Code] || len(c.Code) != 4 {
			t.Fatalf("code %s twice or malformed", c.Code)
		}
		codes[c.Code] = true
	}
}

func TestTwoTapsOnNextCountOnce(t *testing.T) {
	h := newHall(t)
	if _, err := h.MoveClass(t.Context(), h.trainer, h.class.ID, h.class.Version, learn.Move{Kind: learn.MoveNext}); err != nil {
		t.Fatal(err)
	}
	c, err := h.MoveClass(t.Context(), h.trainer, h.class.ID, h.class.Version, learn.Move{Kind: learn.MoveNext})
	if !errors.Is(err, learn.ErrStale) || c.Steps != 1 {
		t.Errorf("the second tap: %d steps, %v", c.Steps, err)
	}
}

func TestRegisterByQRAndByTicking(t *testing.T) {
	h := newHall(t)
	token, err := h.RegisterToken(t.Context(), h.trainer, h.class.ID)
	h.must(err)
	_, err = h.SignIn(t.Context(), h.class.Code, token, "form1", learn.Member{Name: "Hoa", Gender: learn.Woman})
	h.must(err)
	_, err = h.SignIn(t.Context(), h.class.Code, token, "form1", learn.Member{Name: "Hoa", Gender: learn.Woman})
	h.must(err)
	h.now = h.now.Add(2 * time.Minute)
	if _, err := h.SignIn(t.Context(), h.class.Code, token, "form2", learn.Member{Name: "Away"}); !errors.Is(err, dispatch.ErrToken) {
		t.Errorf("a code of two minutes ago signs in: %v", err)
	}
	listed, err := h.AddMembers(t.Context(), h.trainer, h.class.ID, []string{"Bền", " ", "Bền"}, false)
	h.must(err)
	if len(listed) != 2 {
		t.Fatalf("%d are on the list", len(listed))
	}
	h.must(h.TickMember(t.Context(), h.trainer, h.class.ID, listed[0].ID, true))
	mistake, err := h.AddMembers(t.Context(), h.trainer, h.class.ID, []string{"Nhầm"}, true)
	h.must(err)
	h.must(h.RemoveMember(t.Context(), h.trainer, h.class.ID, mistake[0].ID))
	r, err := h.ClassReport(t.Context(), h.trainer, h.class.ID)
	h.must(err)
	if r.People != 2 || len(r.Register) != 3 || r.Women != 1 {
		t.Errorf("register: %+v", r.Register)
	}
}

func TestPaperAndHandsStandInTheResult(t *testing.T) {
	h := newHall(t)
	listed, err := h.AddMembers(t.Context(), h.trainer, h.class.ID, []string{"Một", "Hai"}, false)
	h.must(err)
	c := h.move(learn.Move{Kind: learn.MoveNext})
	right := c.Runs[0].Right
	h.must(h.EnterAnswers(t.Context(), h.trainer, c.ID, []learn.ClassAnswer{{Member: listed[0].ID, Run: 0, Choice: right, Source: learn.FromPaper}}))
	if h.screen().Tally != nil {
		t.Error("the counts are shown while the question is open")
	}
	counts := make([]int, c.Runs[0].Choices)
	counts[right] = 7
	h.move(learn.Move{Kind: learn.MoveHands, Run: 0, Counts: counts})
	h.move(learn.Move{Kind: learn.MoveShow})
	if s := h.screen(); s.Tally == nil || s.Tally.Total(right) != 8 || s.Tally.All() != 8 || s.Present != 1 {
		t.Errorf("screen: %+v", s.Tally)
	}
	err = h.EnterAnswers(t.Context(), h.trainer, c.ID, []learn.ClassAnswer{
		{Member: listed[1].ID, Run: 0, Choice: right, Source: learn.FromPaper}, {Member: "nobody", Run: 0, Choice: right, Source: learn.FromPaper},
	})
	if !errors.Is(err, store.ErrNotFound) || h.screen().Tally.All() != 8 {
		t.Errorf("half a paper was kept: %v", err)
	}
}

func TestProblemsBecomeCasesOnce(t *testing.T) {
	h := newHall(t)
	for _, words := range []string{"Đèn đường thôn 3 hỏng cả tháng nay", "Tôi tố cáo ông trưởng thôn nhận hối lộ"} {
		h.must(h.AddNote(t.Context(), h.trainer, h.class.ID, learn.ClassProblem, words))
	}
	filed, err := h.FileProblems(t.Context(), h.trainer, h.class.ID)
	h.must(err)
	cases, doors := 0, 0
	for _, f := range filed {
		if f.Ref != "" && f.PIN != "" {
			cases++
		}
		if f.Door != "" {
			doors++
		}
	}
	if cases != 1 || doors != 1 {
		t.Fatalf("filed: %+v", filed)
	}
	again, err := h.FileProblems(t.Context(), h.trainer, h.class.ID)
	h.must(err)
	for _, f := range again {
		if f.Ref != "" {
			t.Errorf("the problem was filed twice")
		}
	}
}

func TestNamesGoAndFiguresStay(t *testing.T) {
	h := newHall(t)
	_, err := h.AddMembers(t.Context(), h.trainer, h.class.ID, []string{"Hoa"}, true)
	h.must(err)
	h.move(learn.Move{Kind: learn.MoveEnd})
	_, err = h.CloseClass(t.Context(), h.trainer, h.class.ID)
	h.must(err)
	const keep = 180 * 24 * time.Hour
	names := func() string {
		r, err := h.ClassReport(t.Context(), h.trainer, h.class.ID)
		h.must(err)
		return fmt.Sprint(r.People, r.Register[0].Name)
	}
	h.now = h.now.Add(keep - time.Hour)
	h.must(h.TidyClasses(t.Context(), keep))
	if got := names(); got != "1Hoa" && got != "1 Hoa" {
		t.Errorf("before the time: %q", got)
	}
	h.now = h.now.Add(2 * time.Hour)
	h.must(h.TidyClasses(t.Context(), keep))
	h.must(h.TidyClasses(t.Context(), keep))
	if got := names(); got != "1" && got != "1 " {
		t.Errorf("after the time: %q", got)
	}
	if _, err := h.ClassScreen(t.Context(), h.class.Code); !errors.Is(err, store.ErrNotFound) {
		t.Errorf("the code leads to an old class: %v", err)
	}
}
