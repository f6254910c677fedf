package main

import (
	"crypto/rand"
	"fmt"
	"time"

	"danloi/feedback"
	"danloi/feedback/area"
	"danloi/store"
)

// demoPast is a row of past samples of demo.yaml, which says what the fields mean.
type demoPast struct {
	Topic                      string
	N                          int
	Days, Wait                 [2]int
	Stars                      []int
	Declined, Reopened, Public int
	Reason                     string
	Words, Answer              string
}

// demoCommunes is how many communes have samples.
const demoCommunes = 12

// put files the samples and brings each to its end, by the same rules as any case.
func (p demoPast) put(tx *store.Tx, k *knowledge, communes []area.Area, now time.Time) error {
	for i := range p.N {
		days := p.Days[0] + (p.Days[1]-p.Days[0])*i/p.N
		wait := p.Wait[0] + i*7%(p.Wait[1]-p.Wait[0]+1)
		w := feedback.World{Now: now.AddDate(0, 0, -days), Calendar: k.calendar, Directory: k.directory}
		var nonce [16]byte
		_, _ = rand.Read(nonce[:]) // never fails
		c, err := feedback.Open(feedback.Filing{
			Nonce: nonce, Kind: feedback.Feedback, Topic: p.Topic, Area: communes[i%min(demoCommunes, len(communes))].Code, Lang: "vi", Channel: "demo",
			Person: feedback.Person{Words: p.Words},
		}, w)
		if err != nil {
			return fmt.Errorf("demo case of the past: %w", err)
		}
		if err := tx.PutCase(c); err != nil {
			return err
		}
		for _, step := range p.life(i, wait) {
			w.Now = now.AddDate(0, 0, step.days-days)
			if w.Now.After(now) {
				break
			}
			if c, err = c.Do(step.Action, w); err != nil {
				return fmt.Errorf("demo case of the past: %w", err)
			}
			if err := tx.PutCase(c); err != nil {
				return err
			}
		}
	}
	return nil
}

// demoStep is something that happens so many days after the filing.
type demoStep struct {
	days int
	feedback.Action
}

// life is what happens to the i-th sample.
func (p demoPast) life(i, wait int) []demoStep {
	by := func(days int, a feedback.Action) demoStep { return demoStep{days, a} }
	every := func(n int) bool { return n > 0 && i%n == n-1 }
	if every(p.Declined) {
		return []demoStep{by(1, feedback.Action{Kind: feedback.DoDecline, By: "demo", Reason: p.Reason})}
	}
	answer := feedback.Action{Kind: feedback.DoAnswer, By: "demo", Text: p.Answer, Why: p.Answer}
	steps := []demoStep{by(0, feedback.Action{Kind: feedback.DoAccept, By: "demo"}), by(wait, answer)}
	if every(p.Reopened) {
		steps = append(steps, by(wait+2, feedback.Action{Kind: feedback.DoReopen, By: feedback.ByCitizen}), by(wait+5, answer))
	}
	if len(p.Stars) > 0 && p.Stars[i%len(p.Stars)] > 0 {
		steps = append(steps, by(wait+5, feedback.Action{Kind: feedback.DoRate, By: feedback.ByCitizen, Stars: p.Stars[i%len(p.Stars)]}))
	}
	if every(p.Public) {
		steps = append(steps, by(wait+5, feedback.Action{Kind: feedback.DoPublish, By: feedback.ByCitizen}))
		if i%2 == 0 || p.Public%2 == 0 {
			steps = append(steps, by(wait+6, feedback.Action{Kind: feedback.DoApprove, By: "demo", Text: p.Words}))
		}
	}
	return append(steps, by(wait+7, feedback.Action{Kind: feedback.DoClose, By: feedback.BySystem}))
}
