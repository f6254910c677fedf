package main

import (
	"crypto/rand"
	"fmt"
	"time"

	"danloi/learn"
	"danloi/store"
)

// demoClass is a sample class: of so many days ago (0: it waits in its lobby), in the n-th commune of the province.
type demoClass struct {
	Days    int
	Module  string
	Commune int
	Place   string
	People  int
	Women   int // how many of them
	// Before and After are how many of a hundred answers are right in the test at the start, and afterwards.
	Before, After     int
	Question, Problem string
	Closed            bool
}

// put holds the class by the same rules as any other.
func (s demoClass) put(tx *store.Tx, k *knowledge, trainer, commune string, names []string, n int, now time.Time) error {
	m, ok := k.lib().Module(s.Module)
	if !ok {
		return fmt.Errorf("demo class: no module %q", s.Module)
	}
	words, _ := m.In("vi")
	opened := now.AddDate(0, 0, -s.Days)
	spec := learn.Spec{Trainer: trainer, Module: s.Module, Area: commune, Place: s.Place, Lang: "vi", Test: true}
	_, _ = rand.Read(spec.Chance[:]) // never fails
	c, err := learn.OpenClass(spec, fmt.Sprintf("%04d", 1000+n), words.Lessons, opened)
	if err != nil {
		return fmt.Errorf("demo class: %w", err)
	}
	if s.Days == 0 {
		return tx.PutClass(c, true)
	}
	var members []learn.Member
	for i := range s.People {
		member := learn.Member{ID: demoID(), Class: c.ID, Name: names[i%len(names)], Source: learn.ByPhone, Lang: "vi", Gender: learn.Man, Age: learn.AgeGroups()[i%3]}
		if i < s.Women {
			member.Gender = learn.Woman
		}
		member.Joined = opened.Add(time.Duration(i) * 20 * time.Second)
		members = append(members, member)
	}
	var answers []learn.ClassAnswer
	for at := opened.Add(15 * time.Minute); c.Live(); at = at.Add(90 * time.Second) {
		if c, err = c.Move(learn.Move{Kind: learn.MoveNext}, words.Lessons, at); err != nil {
			return fmt.Errorf("demo class: %w", err)
		}
		if c.At.Stage == learn.Question {
			answers = append(answers, s.answers(c, members, at)...)
		}
	}
	if s.Closed {
		if c, err = c.Close(c.Ended.Add(24 * time.Hour)); err != nil {
			return fmt.Errorf("demo class: %w", err)
		}
	}
	if err := tx.PutClass(c, false); err != nil {
		return err
	}
	return s.putPeople(tx, c, members, answers)
}

// answers are those to the question that is open: as many of a hundred right as the sample says, evenly spread.
func (s demoClass) answers(c learn.Class, members []learn.Member, at time.Time) []learn.ClassAnswer {
	share, run := s.After, c.Current()
	switch c.Runs[run].Phase {
	case learn.Before:
		share = s.Before
	case learn.Lesson:
		share = (s.Before+s.After)/2 - 5*(run%4)
	}
	var out []learn.ClassAnswer
	for i, m := range members {
		right := c.Runs[run].Right
		choice := right
		if (i*37+run*53)%100 >= share {
			choice = (right + 1 + i%(c.Runs[run].Choices-1)) % c.Runs[run].Choices
		}
		out = append(out, learn.ClassAnswer{Class: c.ID, Member: m.ID, Run: run, Choice: choice, First: choice, At: at.Add(time.Duration(i) * time.Second), Source: learn.FromPhone})
	}
	return out
}

func (s demoClass) putPeople(tx *store.Tx, c learn.Class, members []learn.Member, answers []learn.ClassAnswer) error {
	for _, m := range members {
		if err := tx.PutClassMember(m); err != nil {
			return err
		}
	}
	for _, a := range answers {
		if err := tx.PutClassAnswer(a); err != nil {
			return err
		}
	}
	for kind, text := range map[learn.NoteKind]string{learn.OpenQuestion: s.Question, learn.ClassProblem: s.Problem} {
		if text == "" {
			continue
		}
		note := learn.ClassNote{ID: demoID(), Class: c.ID, Kind: kind, Words: text, At: c.Ended.Add(-time.Minute)}
		if err := tx.PutClassNote("", note); err != nil {
			return err
		}
	}
	return nil
}

func demoID() string {
	var chance [10]byte
	_, _ = rand.Read(chance[:]) // never fails
	return learn.NewID(chance)
}
