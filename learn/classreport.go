package learn

import (
	"cmp"
	"slices"
	"time"
)

// ClassReport is what the commune files of a class, and what its trainer learns from. It holds names as long as the
// members do.
type ClassReport struct {
	Class    Class
	Register []Member // all members in the order of SortMembers
	// People are the members who were present. Beside them, ByHand are people without a name who raised hands: the most
	// that were counted at one question.
	People, ByHand   int
	Phones           int // different phones
	Late             int
	Women, Men       int // of those present for whom it was given
	Ages             map[AgeGroup]int
	Langs            map[string]int
	Questions        []Tally // of every run, as asked
	Hardest          []Tally // at most three of the lessons, the hardest first
	Before, After    Score
	Both             Paired
	Open             []ClassNote // questions that were not answered in the class, oldest first
	Problems         []ClassNote // oldest first
	Began, Ended     time.Time
	AnsweredByPhones int // answers that came from phones
}

// Score is how a test went: Right of All answers, hands included.
type Score struct{ Right, All int }

// Percent is the share that was right, 0 to 100.
func (s Score) Percent() int { return share(s.Right, s.All) }

// Paired is what those knew who took both tests: of all their answers to questions that they answered both times.
type Paired struct {
	People        int
	Before, After Score
}

// fewAnswers is how many a question needs to be called hard, and passing a share that is not hard at all.
const (
	fewAnswers = 3
	notHard    = 80
)

// Report counts a class. The order of what it is given does not matter.
func (c Class) Report(members []Member, answers []ClassAnswer, notes []ClassNote) ClassReport {
	r := ClassReport{Class: c, Register: slices.Clone(members), Ages: map[AgeGroup]int{}, Langs: map[string]int{}, Began: c.Began, Ended: c.Ended}
	SortMembers(r.Register)
	r.countPeople()
	for i := range c.Runs {
		t, err := c.Tally(i, answers)
		if err != nil {
			continue
		}
		r.Questions = append(r.Questions, t)
		r.ByHand = max(r.ByHand, t.Hands)
		r.score(t)
	}
	r.Hardest = hardest(r.Questions)
	r.Both = c.pair(answers)
	for _, a := range answers {
		if a.Source == FromPhone {
			r.AnsweredByPhones++
		}
	}
	r.sortNotes(notes)
	return r
}

func (r *ClassReport) countPeople() {
	phones := map[string]bool{}
	for _, m := range r.Register {
		if !m.Present() {
			continue
		}
		r.People++
		if m.Late {
			r.Late++
		}
		if m.Contact != "" {
			phones[m.Contact] = true
		}
		switch m.Gender {
		case Woman:
			r.Women++
		case Man:
			r.Men++
		}
		if m.Age != "" {
			r.Ages[m.Age]++
		}
		if m.Lang != "" {
			r.Langs[m.Lang]++
		}
	}
	r.Phones = len(phones)
}

func (r *ClassReport) score(t Tally) {
	into := &r.Before
	switch t.Run.Phase {
	case After:
		into = &r.After
	case Lesson:
		return
	}
	into.All += t.All()
	if t.Run.Right >= 0 {
		into.Right += t.Total(t.Run.Right)
	}
}

func hardest(all []Tally) []Tally {
	hard := slices.DeleteFunc(slices.Clone(all), func(t Tally) bool {
		return t.Run.Phase == Before || t.All() < fewAnswers || t.Percent() >= notHard
	})
	slices.SortStableFunc(hard, func(a, b Tally) int { return cmp.Compare(a.Percent(), b.Percent()) })
	seen := map[string]bool{}
	hard = slices.DeleteFunc(hard, func(t Tally) bool {
		twice := seen[t.Run.Exercise]
		seen[t.Run.Exercise] = true
		return twice
	})
	return hard[:min(len(hard), 3)]
}

// pair holds the two tests against each other, person by person and question by question.
func (c Class) pair(answers []ClassAnswer) Paired {
	type key struct{ member, exercise, version string }
	before := map[key]bool{}
	for _, a := range answers {
		if a.Run >= 0 && a.Run < len(c.Runs) && c.Runs[a.Run].Phase == Before {
			r := c.Runs[a.Run]
			before[key{a.Member, r.Exercise, r.Version}] = a.Choice == r.Right
		}
	}
	var p Paired
	people := map[string]bool{}
	for _, a := range answers {
		if a.Run < 0 || a.Run >= len(c.Runs) || c.Runs[a.Run].Phase != After {
			continue
		}
		r := c.Runs[a.Run]
		was, both := before[key{a.Member, r.Exercise, r.Version}]
		if !both {
			continue
		}
		people[a.Member] = true
		p.Before.All++
		p.After.All++
		if was {
			p.Before.Right++
		}
		if a.Choice == r.Right {
			p.After.Right++
		}
	}
	p.People = len(people)
	return p
}

func (r *ClassReport) sortNotes(notes []ClassNote) {
	for _, n := range notes {
		switch {
		case n.Kind == ClassProblem:
			r.Problems = append(r.Problems, n)
		case !n.Done:
			r.Open = append(r.Open, n)
		}
	}
	byTime := func(a, b ClassNote) int { return cmp.Or(a.At.Compare(b.At), cmp.Compare(a.ID, b.ID)) }
	slices.SortFunc(r.Open, byTime)
	slices.SortFunc(r.Problems, byTime)
}

// ClassFigures are the figures of classes together, for the coordinator: nothing in them is about one person.
type ClassFigures struct {
	Classes, People, ByHand, Women, Men, Late int
	Before, After                             Score
	Both                                      Paired
	// Answers and Right count, for each exercise of the lessons, all answers and the right ones.
	Answers, Right map[string]int
}

// Add returns f with a class added.
func (f ClassFigures) Add(r ClassReport) ClassFigures {
	answers, right := map[string]int{}, map[string]int{}
	for _, pair := range []struct{ to, from map[string]int }{{answers, f.Answers}, {right, f.Right}} {
		for k, n := range pair.from {
			pair.to[k] = n
		}
	}
	for _, t := range r.Questions {
		if t.Run.Phase == Lesson && t.Run.Right >= 0 {
			answers[t.Run.Exercise] += t.All()
			right[t.Run.Exercise] += t.Total(t.Run.Right)
		}
	}
	f.Answers, f.Right = answers, right
	f.Classes++
	f.People += r.People
	f.ByHand += r.ByHand
	f.Women += r.Women
	f.Men += r.Men
	f.Late += r.Late
	f.Before, f.After = f.Before.add(r.Before), f.After.add(r.After)
	f.Both.People += r.Both.People
	f.Both.Before, f.Both.After = f.Both.Before.add(r.Both.Before), f.Both.After.add(r.Both.After)
	return f
}

func (s Score) add(o Score) Score { return Score{s.Right + o.Right, s.All + o.All} }
