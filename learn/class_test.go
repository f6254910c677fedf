package learn_test

import (
	"errors"
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"

	"danloi/content"
	"danloi/learn"
)

func classLessons(t testing.TB) []content.Lesson {
	t.Helper()
	lib, err := content.Embedded()
	if err != nil {
		t.Fatal(err)
	}
	m, ok := lib.Module("mat-khau-otp")
	if !ok {
		t.Fatal("module is missing")
	}
	return m.Words["vi"].Lessons
}

func opened(t testing.TB, lessons []content.Lesson, test bool) learn.Class {
	t.Helper()
	var chance [32]byte
	for i := range chance {
		chance[i] = byte(i)
	}
	c, err := learn.OpenClass(learn.Spec{Trainer: "t", Module: "mat-khau-otp", Lang: "vi", Test: test, Chance: chance}, "1234", lessons, evening)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

var evening = time.Date(2026, 11, 23, 19, 0, 0, 0, time.UTC)

func TestNextWalksThePlanToTheEnd(t *testing.T) {
	lessons := classLessons(t)
	c := opened(t, lessons, true)
	plan := c.Plan(lessons)
	for i, want := range plan[1:] {
		var err error
		if c, err = c.Move(learn.Move{Kind: learn.MoveNext}, lessons, evening.Add(time.Duration(i)*time.Minute)); err != nil {
			t.Fatalf("step %d: %v", i, err)
		}
		if c.At != want {
			t.Fatalf("step %d is at %+v, the plan says %+v", i, c.At, want)
		}
	}
	if c.Live() {
		t.Error("the class lives after its last step")
	}
	if len(c.Runs) != 9+2*3 {
		t.Errorf("%d questions were asked, 9 of the lessons and the test of 3 twice are expected", len(c.Runs))
	}
	for _, r := range c.Runs {
		if r.Open() {
			t.Errorf("%s/%s still takes answers", r.Phase, r.Exercise)
		}
		if shown := r.Phase != learn.Before; r.Shown != shown {
			t.Errorf("%s/%s shown %v: the test at the start must not give its answers away", r.Phase, r.Exercise, r.Shown)
		}
	}
	if _, err := c.Move(learn.Move{Kind: learn.MoveNext}, lessons, evening); !errors.Is(err, learn.ErrClassEnded) {
		t.Errorf("a move after the end gives %v", err)
	}
}

// Whatever a trainer taps: at most one question is open, only when the class stands at it, and a question that was
// shown never opens by itself.
func TestMovesKeepQuestionsInOrder(t *testing.T) {
	lessons := classLessons(t)
	screens := learn.Screens(lessons)
	kinds := []learn.MoveKind{learn.MoveNext, learn.MoveBack, learn.MoveGoto, learn.MoveShut, learn.MoveReopen, learn.MoveShow, learn.MoveEnd, learn.MoveResume, learn.MoveHands}
	rapid.Check(t, func(t *rapid.T) {
		c := opened(&testing.T{}, lessons, rapid.Bool().Draw(t, "test"))
		now := evening
		for range rapid.IntRange(1, 60).Draw(t, "moves") {
			now = now.Add(time.Minute)
			m := learn.Move{Kind: rapid.SampledFrom(kinds).Draw(t, "kind")}
			switch m.Kind {
			case learn.MoveGoto:
				m.Screen = rapid.SampledFrom(screens).Draw(t, "screen").ID
			case learn.MoveHands:
				m.Run = rapid.IntRange(-1, 3).Draw(t, "run")
				m.Counts = rapid.SliceOfN(rapid.IntRange(-1, 40), 0, 4).Draw(t, "counts")
			}
			before := c
			runs := slices.Clone(c.Runs)
			next, err := c.Move(m, lessons, now)
			if !slices.EqualFunc(runs, before.Runs, func(a, b learn.Run) bool {
				return a.Exercise == b.Exercise && a.Opened.Equal(b.Opened) && a.Shut.Equal(b.Shut) && a.Shown == b.Shown && slices.Equal(a.Hands, b.Hands)
			}) {
				t.Fatalf("%s changed the class it was called on", m.Kind)
			}
			if err != nil && next.At != before.At {
				t.Fatalf("%s failed (%v) and moved the class", m.Kind, err)
			}
			c = next
			open := 0
			for i, r := range c.Runs {
				if !r.Open() {
					continue
				}
				open++
				if c.At.Stage != learn.Question || c.Current() != i {
					t.Fatalf("after %s question %d is open while the class stands at %+v", m.Kind, i, c.At)
				}
				if i < len(before.Runs) && before.Runs[i].Shown && m.Kind != learn.MoveReopen && !before.Runs[i].Open() {
					t.Fatalf("%s opened a question again that was shown", m.Kind)
				}
			}
			if open > 1 || c.At.Stage == learn.Question && open != 1 {
				t.Fatalf("after %s %d questions are open at %+v", m.Kind, open, c.At)
			}
			if c.At != before.At && c.Steps == before.Steps {
				t.Fatalf("%s moved the class and did not count it", m.Kind)
			}
			if (c.At.Stage == learn.Ended) == c.Live() {
				t.Fatalf("after %s the class stands at %+v and lives: %v", m.Kind, c.At, c.Live())
			}
		}
	})
}

// However answers come in, changed and late ones among them: each person counts once, with the last choice before the
// question was shut.
func TestAnswersCountOnce(t *testing.T) {
	lessons := classLessons(t)
	rapid.Check(t, func(t *rapid.T) {
		c := opened(&testing.T{}, lessons, true)
		c, err := c.Move(learn.Move{Kind: learn.MoveNext}, lessons, evening)
		if err != nil {
			t.Fatal(err)
		}
		kept := map[string]learn.ClassAnswer{}
		want := map[string]int{}
		shut := false
		for i := range rapid.IntRange(1, 50).Draw(t, "answers") {
			if !shut && rapid.IntRange(0, 20).Draw(t, "shut") == 0 {
				if c, err = c.Move(learn.Move{Kind: learn.MoveShut}, lessons, evening.Add(time.Minute)); err != nil {
					t.Fatal(err)
				}
				shut = true
			}
			member := rapid.SampledFrom([]string{"a", "b", "c", "d"}).Draw(t, "member")
			a := learn.ClassAnswer{
				Class: c.ID, Member: member, Choice: rapid.IntRange(-1, 4).Draw(t, "choice"), Source: learn.FromPhone, At: evening.Add(time.Duration(i) * time.Second),
			}
			var had *learn.ClassAnswer
			if k, ok := kept[member]; ok {
				had = &k
			}
			taken, err := c.Take(a, had)
			right := a.Choice >= 0 && a.Choice < c.Runs[0].Choices
			if ok := err == nil; ok != (right && !shut) {
				t.Fatalf("answer %d, shut %v: %v", a.Choice, shut, err)
			}
			if err == nil {
				kept[member], want[member] = taken, a.Choice
			}
		}
		var all []learn.ClassAnswer
		for _, a := range kept {
			all = append(all, a)
		}
		tally, err := c.Tally(0, all)
		if err != nil {
			t.Fatal(err)
		}
		sum := 0
		for choice, n := range tally.Counts {
			sum += n
			for _, w := range want {
				if w == choice {
					n--
				}
			}
			if n != 0 {
				t.Fatalf("choice %d is counted wrongly", choice)
			}
		}
		if sum != len(want) || tally.Answered != len(want) {
			t.Fatalf("%d answers are counted of %d people", sum, len(want))
		}
	})
}

func TestReportHoldsTheTestsAgainstEachOther(t *testing.T) {
	lessons := classLessons(t)
	c := opened(t, lessons, true)
	for c.Live() {
		var err error
		if c, err = c.Move(learn.Move{Kind: learn.MoveNext}, lessons, evening); err != nil {
			t.Fatal(err)
		}
	}
	members := []learn.Member{
		{ID: "lan", Contact: "p1", Source: learn.ByPhone, Joined: evening, Gender: learn.Woman, Lang: "vi"},
		{ID: "minh", Contact: "p1", Source: learn.ByPhone, Joined: evening, Gender: learn.Man, Lang: "vi"},
		{ID: "late", Contact: "p2", Source: learn.ByPhone, Joined: evening.Add(time.Hour), Late: true},
		{ID: "absent", Source: learn.ByList},
	}
	var answers []learn.ClassAnswer
	for i, r := range c.Runs {
		wrong := (r.Right + 1) % r.Choices
		for _, who := range []string{"lan", "minh", "late"} {
			choice := r.Right
			if r.Phase == learn.Before && (who == "late" || who == "minh") || r.Phase == learn.Lesson && i == 4 && who != "lan" {
				choice = wrong
			}
			if r.Phase == learn.Before && who == "late" {
				continue // was not there yet
			}
			answers = append(answers, learn.ClassAnswer{Class: c.ID, Member: who, Run: i, Choice: choice, Source: learn.FromPhone})
		}
	}
	r := c.Report(members, answers, []learn.ClassNote{
		{ID: "1", Kind: learn.OpenQuestion}, {ID: "2", Kind: learn.OpenQuestion, Done: true}, {ID: "3", Kind: learn.ClassProblem, Done: true},
	})
	if r.People != 3 || r.Women != 1 || r.Men != 1 || r.Late != 1 || r.Phones != 2 {
		t.Errorf("people: %+v", r)
	}
	if want := (learn.Paired{People: 2, Before: learn.Score{Right: 3, All: 6}, After: learn.Score{Right: 6, All: 6}}); r.Both != want {
		t.Errorf("pairs %+v, want %+v", r.Both, want)
	}
	if r.Before.Percent() != 50 || r.After.Percent() != 100 {
		t.Errorf("before %d %%, after %d %%", r.Before.Percent(), r.After.Percent())
	}
	if len(r.Hardest) != 1 || r.Hardest[0].Run.Exercise != c.Runs[4].Exercise || r.Hardest[0].Percent() != 33 {
		t.Errorf("hardest: %+v", r.Hardest)
	}
	if len(r.Open) != 1 || len(r.Problems) != 1 || len(r.Register) != 4 || r.Register[3].ID != "absent" {
		t.Errorf("notes %d %d, register %v", len(r.Open), len(r.Problems), r.Register)
	}
	both := learn.ClassFigures{}.Add(r).Add(r)
	if both.Classes != 2 || both.People != 6 || both.Both.After != (learn.Score{Right: 12, All: 12}) || both.Right[c.Runs[4].Exercise] != 2 {
		t.Errorf("figures together: %+v", both)
	}
}

func TestRegisterTokenChanges(t *testing.T) {
	c := opened(t, classLessons(t), false)
	token := c.RegisterToken(evening)
	if !c.Fits(token, evening.Add(59*time.Second)) {
		t.Error("the code is refused within the minute")
	}
	if c.Fits(token, evening.Add(80*time.Second)) {
		t.Error("an old code still fits")
	}
	if c.RegisterToken(evening.Add(20*time.Second)) == token {
		t.Error("the code does not change")
	}
}

func TestClassEndsAndClosesByItself(t *testing.T) {
	c := opened(t, classLessons(t), false)
	if _, changed := c.Tidy(evening.Add(11 * time.Hour)); changed {
		t.Error("a class of the same evening was ended")
	}
	ended, changed := c.Tidy(evening.Add(13 * time.Hour))
	if !changed || ended.Live() {
		t.Fatal("a class that was forgotten open lives on")
	}
	closed, changed := ended.Tidy(evening.Add(40 * 24 * time.Hour))
	if !changed || closed.Closed.IsZero() {
		t.Fatal("the report stays open for ever")
	}
	if closed.NamesDue(180*24*time.Hour, evening.Add(200*24*time.Hour)) || !closed.NamesDue(180*24*time.Hour, evening.Add(230*24*time.Hour)) {
		t.Error("names are not due 180 days after the report was closed")
	}
	if _, err := closed.Tick(learn.Member{}, true, evening); !errors.Is(err, learn.ErrClassClosed) {
		t.Errorf("a closed register can be changed: %v", err)
	}
}

func TestNames(t *testing.T) {
	for in, want := range map[string]string{"  chị   Lan ": "chị Lan", "Hai\nBền": "Hai Bền", "": "", "Út 2": "Út 2"} {
		if got, err := learn.CleanName(in); err != nil || got != want {
			t.Errorf("%q becomes %q, %v", in, got, err)
		}
	}
	if !learn.SameName("Lò Thị Hoa", "lo thi  hoa") || learn.SameName("Hoa", "Hòa Bình") {
		t.Error("names are not compared as people do")
	}
	for _, in := range []string{"0912345678", "Lan 001099012345"} {
		if _, err := learn.CleanName(in); !errors.Is(err, learn.ErrMember) {
			t.Errorf("%q is taken for a name", in)
		}
	}
}
