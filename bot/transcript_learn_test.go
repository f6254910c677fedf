package bot_test

import (
	"context"
	"fmt"
	"strings"
	"time"

	"danloi/bot"
	"danloi/bot/dispatch"
	"danloi/learn"
	"danloi/store"
)

// learnLine is an effect of learning and outreach; FindVisits only asks.
func learnLine(e bot.Effect) string {
	switch e := e.(type) {
	case bot.SetAlarm:
		if e.At.IsZero() {
			return "no alarm " + e.What
		}
		return fmt.Sprintf("alarm %s %s", e.What, e.At.UTC().Add(7*time.Hour).Format("2006-01-02 15:04"))
	case bot.IssueCertificate:
		return fmt.Sprintf("issue certificate of %s %d/%d", e.Certificate.Module, e.Certificate.Right, e.Certificate.Of)
	case bot.DropCertificate:
		return "withdraw certificate"
	case bot.AskVisit:
		return fmt.Sprintf("ask of visit %s off=%v", e.ID, e.Off)
	case bot.Follow:
		return fmt.Sprintf("follow %s off=%v", e.Key, e.Off)
	}
	return ""
}

// upkeep does what is due by now.
func (s *stage) upkeep() {
	s.t.Helper()
	if err := s.d.Upkeep(context.Background()); err != nil {
		s.t.Fatal(err)
	}
}

// outreach works a line of what trainers and coordinators do.
func (s *stage) outreach(verb, rest string) {
	s.t.Helper()
	err := s.s.Update(context.Background(), func(tx *store.Tx) error {
		switch verb {
		case "announce":
			key, words, _ := strings.Cut(rest, " ")
			return dispatch.Announce(tx, dispatch.Announcement{Keys: []string{key}, Words: words, By: "coordinator", At: s.now})
		case "cancel":
			v, err := dispatch.Visit(tx, rest)
			if err != nil {
				return err
			}
			v.State = learn.Cancelled
			return dispatch.PutVisit(tx, v)
		}
		parts := strings.SplitN(rest, " ", 5)
		what, place, ok := strings.Cut(parts[len(parts)-1], "; ")
		if len(parts) != 5 || !ok {
			s.t.Fatalf("visit %q: want ID AREA DAY TIME What; Place", rest)
		}
		start := moment(s.t, parts[2]+" "+parts[3])
		return dispatch.PutVisit(tx, learn.Visit{
			ID: parts[0], Kind: learn.ServiceDay, What: what, Areas: []string{parts[1]}, Place: place,
			Start: start, End: start.Add(3 * time.Hour), State: learn.Planned,
		})
	})
	if err != nil {
		s.t.Fatalf("%s %s: %v", verb, rest, err)
	}
	s.upkeep()
}
