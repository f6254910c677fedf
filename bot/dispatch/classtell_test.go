package dispatch_test

import (
	"context"
	"fmt"
	"io"
	"log/slog"
	"strings"
	"sync"
	"testing"
	"time"

	"danloi/bot"
	"danloi/bot/dispatch"
	"danloi/learn"
)

// joins brings a phone of the web chat into the class.
func (h *hall) joins(address string) {
	h.t.Helper()
	h.does(address, "join", bot.Text{Words: h.class.Code})
	h.does(address, "name", bot.Tap{Data: "class.share:1"})
}

func (h *hall) does(address, id string, in bot.Input) {
	h.t.Helper()
	h.must(h.Handle(context.Background(), bot.Event{ID: address + ":" + id, Channel: "web", Address: address, Input: in}))
}

// reads counts the lines of a phone that hold a text.
func (h *hall) reads(address, text string) int {
	h.t.Helper()
	lines, err := h.Lines(context.Background(), "web", address, 0, 1000)
	h.must(err)
	n := 0
	for _, l := range lines {
		if !l.Mine && strings.Contains(l.Message.Title+l.Message.Text+fmt.Sprint(l.Message.Buttons), text) {
			n++
		}
	}
	return n
}

// The process dies after the trainer's tap, before anybody was shown the step: the next one shows it, to each phone once.
func TestStepSurvivesADeath(t *testing.T) {
	h := newHall(t)
	for i := range 5 {
		h.joins(fmt.Sprint("phone", i))
	}
	h.must(h.TellClasses(t.Context()))
	h.move(learn.Move{Kind: learn.MoveNext}) // and nobody tells
	next := dispatch.New(dispatch.Config{
		Store: h.store, Bot: func() *bot.Bot { return h.bot() }, Now: h.clock, Log: slog.New(slog.NewTextHandler(io.Discard, nil)),
	})
	ctx, stop := context.WithCancel(t.Context())
	var run sync.WaitGroup
	run.Go(func() { _ = next.Run(ctx) })
	for i := range 5 {
		changed, end := next.Watch("web", fmt.Sprint("phone", i))
		for h.reads(fmt.Sprint("phone", i), "class.pick:0:0") == 0 {
			select {
			case <-changed:
			case <-time.After(10 * time.Second):
				t.Fatal("a phone is not shown the question")
			}
		}
		end()
	}
	stop()
	run.Wait()
	h.must(h.TellClasses(t.Context())) // the first process was not dead after all
	for i := range 5 {
		if n := h.reads(fmt.Sprint("phone", i), "class.pick:0:0"); n != 1 {
			t.Errorf("phone %d is shown the question %d times", i, n)
		}
	}
}

// What a phone sends twice counts once, and what it sends after the question was shut does not count.
func TestAnswersOfPhones(t *testing.T) {
	h := newHall(t)
	h.joins("a")
	h.joins("b")
	h.move(learn.Move{Kind: learn.MoveNext})
	h.must(h.TellClasses(t.Context()))
	h.does("a", "answer", bot.Tap{Data: "class.pick:0:1"})
	h.does("a", "answer", bot.Tap{Data: "class.pick:0:1"})
	h.does("a", "again", bot.Tap{Data: "class.pick:0:2"})
	h.does("a", "wild", bot.Tap{Data: "class.pick:0:77"})
	h.does("a", "wilder", bot.Tap{Data: "class.pick:-1:x"})
	h.move(learn.Move{Kind: learn.MoveShow})
	h.does("b", "late", bot.Tap{Data: "class.pick:0:0"})
	s := h.screen()
	if s.Answered != 1 || s.Tally.Counts[2] != 1 || s.Tally.All() != 1 || s.There != 2 {
		t.Errorf("screen: %+v %+v", s, s.Tally)
	}
}

// Whoever watches the class screen is told of every answer, and of nothing when there is nothing.
func TestScreenIsTold(t *testing.T) {
	h := newHall(t)
	h.joins("a")
	h.move(learn.Move{Kind: learn.MoveNext})
	h.must(h.TellClasses(t.Context()))
	changed, stop := h.WatchClass(h.class.ID)
	defer stop()
	h.does("a", "answer", bot.Tap{Data: "class.pick:0:1"})
	select {
	case <-changed:
	default:
		t.Error("an answer is not told")
	}
	h.does("a", "look", bot.Tap{Data: "class"})
	select {
	case <-changed:
		t.Error("a look is told as a change")
	default:
	}
}

// Somebody who says "forget me" is out of the class, and their answer still counts.
func TestForgottenLearner(t *testing.T) {
	h := newHall(t)
	h.does("a", "start", bot.Start{Lang: "vi"})
	h.does("a", "agree", bot.Tap{Data: "agree"})
	h.does("a", "join", bot.Text{Words: h.class.Code})
	h.does("a", "name", bot.Text{Words: "Hoa"})
	h.move(learn.Move{Kind: learn.MoveNext})
	h.must(h.TellClasses(t.Context()))
	h.does("a", "answer", bot.Tap{Data: "class.pick:0:1"})
	h.does("a", "forget", bot.Tap{Data: "forget"})
	h.does("a", "yes", bot.Tap{Data: "forgotten"})
	r, err := h.ClassReport(t.Context(), h.trainer, h.class.ID)
	h.must(err)
	if r.People != 1 || r.Register[0].Name != "" || r.Register[0].Contact != "" || r.Questions[0].Answered != 1 {
		t.Errorf("report: %+v", r)
	}
	h.move(learn.Move{Kind: learn.MoveShow})
	h.must(h.TellClasses(t.Context()))
	if n := h.reads("a", "class.return"); n != 0 {
		t.Error("somebody forgotten is shown the class")
	}
}

// The figures of several classes are counted in groups, without anybody's name.
func TestFiguresOfClasses(t *testing.T) {
	h := newHall(t)
	_, err := h.AddMembers(t.Context(), h.trainer, h.class.ID, []string{"Hoa", "Bền"}, true)
	h.must(err)
	_, err = h.PlaceClass(t.Context(), h.trainer, h.class.ID, "", "01840")
	h.must(err)
	h.move(learn.Move{Kind: learn.MoveEnd})
	_, err = h.OpenClass(t.Context(), h.trainer, learn.Spec{Module: "mat-khau-otp"}) // still going on
	h.must(err)
	by, err := h.ClassFigures(t.Context(), h.now.Add(-time.Hour), h.now.Add(time.Hour), func(c learn.Class) string { return c.Area })
	h.must(err)
	if len(by) != 1 || by["01840"].Classes != 1 || by["01840"].People != 2 {
		t.Errorf("figures: %+v", by)
	}
}
