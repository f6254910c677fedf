package learn_test

import (
	"testing"
	"time"

	"danloi/content"
	"danloi/learn"
)

var monday = time.Date(2026, 11, 23, 2, 0, 0, 0, time.UTC)

func question(id, version string) content.Screen {
	return content.Screen{ID: id, Kind: content.Exercise, Version: version, Choices: []content.Choice{{Text: "a"}, {Text: "b", Right: true}}}
}

func lessons() []content.Lesson {
	return []content.Lesson{
		{ID: "one", Screens: []content.Screen{{ID: "idea", Kind: content.Idea}, question("q1", "v1"), {ID: "t", Kind: content.Trainer}}},
		{ID: "two", Screens: []content.Screen{{ID: "try", Kind: content.Practice}, question("q2", "v1")}},
	}
}

// answered returns r after a choice that the exercise has.
func answered(t *testing.T, r learn.Record, s content.Screen, choice int) learn.Record {
	t.Helper()
	next, ok := r.Answer(s, choice, monday)
	if !ok {
		t.Fatalf("choice %d of %s was not taken", choice, s.ID)
	}
	return next
}

// The first try counts: trying again teaches and does not change the score.
func TestFirstTryCounts(t *testing.T) {
	q := question("q1", "v1")
	r := answered(t, learn.Record{}, q, 0)
	r = answered(t, r, q, 1)
	p := r.Progress(lessons())
	if p.Right != 0 || p.Answered != 1 || p.Exercises != 2 {
		t.Errorf("wrong first, right then: got %+v, want none right of one answered of two", p)
	}
	if !r.Solved(q) {
		t.Error("a right second try does not solve the exercise")
	}
}

// A changed exercise counts as not yet answered.
func TestChangedExerciseIsOpenAgain(t *testing.T) {
	r := answered(t, learn.Record{}, question("q1", "v1"), 1)
	if _, tried := r.First(question("q1", "v2")); tried {
		t.Error("an answer to the old version counts for the new one")
	}
	if p := r.Progress([]content.Lesson{{Screens: []content.Screen{question("q1", "v2")}}}); p.Answered != 0 {
		t.Errorf("answered %d of the new version, want 0", p.Answered)
	}
}

func TestChoiceThatDoesNotExist(t *testing.T) {
	for _, choice := range []int{-1, 2} {
		if r, ok := (learn.Record{}).Answer(question("q1", "v1"), choice, monday); ok || len(r.Tries) > 0 {
			t.Errorf("choice %d was taken", choice)
		}
	}
}

// What is for the trainer is neither shown nor counted.
func TestTrainerScreensDoNotCount(t *testing.T) {
	var ids []string
	for _, s := range learn.Screens(lessons()) {
		ids = append(ids, s.ID)
	}
	if len(ids) != 4 {
		t.Errorf("a learner walks through %v, want four screens without the trainer's", ids)
	}
}

// A lesson is done when all its screens were seen and its exercises answered; resuming goes to the last screen.
func TestLessonDone(t *testing.T) {
	l := lessons()[0]
	r := learn.Record{Module: "m"}.See("idea", monday).See("q1", monday.Add(time.Minute))
	if r.LessonDone(l) {
		t.Error("done before the exercise was answered")
	}
	r = answered(t, r, l.Screens[1], 0)
	if !r.LessonDone(l) {
		t.Error("not done after everything was seen and answered")
	}
	if r.At != "q1" || !r.Begun.Equal(monday) {
		t.Errorf("resumes at %q, begun %v", r.At, r.Begun)
	}
	if again := r.See("idea", monday.Add(time.Hour)); len(again.Seen) != 2 || again.At != "idea" {
		t.Errorf("seeing a screen twice: %v at %q", again.Seen, again.At)
	}
}

func TestFinishKeepsTheFirstTime(t *testing.T) {
	r := learn.Record{}.Finish(monday).Finish(monday.AddDate(0, 0, 1))
	if !r.Done.Equal(monday) {
		t.Errorf("done at %v, want %v", r.Done, monday)
	}
}

func TestPercent(t *testing.T) {
	for _, c := range []struct{ right, exercises, want int }{{0, 0, 0}, {0, 3, 0}, {2, 3, 66}, {3, 3, 100}} {
		if got := (learn.Progress{Right: c.right, Exercises: c.exercises}).Percent(); got != c.want {
			t.Errorf("%d of %d: got %d %%, want %d", c.right, c.exercises, got, c.want)
		}
	}
}

// Records are values: nothing done to a copy shows in the original.
func TestRecordIsAValue(t *testing.T) {
	r := learn.Record{}.See("a", monday)
	_ = r.See("b", monday)
	_ = answered(t, r, question("q1", "v1"), 0)
	if len(r.Seen) != 1 || len(r.Tries) != 0 {
		t.Errorf("the original changed: %+v", r)
	}
}
