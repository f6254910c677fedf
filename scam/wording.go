package scam

import (
	"errors"
	"fmt"
	"slices"
	"strings"
)

// wording is the file scams.yaml.
type wording struct {
	Denials      []string    `yaml:"denials"`
	CloseDenials []string    `yaml:"close_denials"`
	NotDenials   []string    `yaml:"not_denials"`
	Told         []string    `yaml:"told"`
	Doubts       []string    `yaml:"doubts"`
	Asks         []askData   `yaml:"asks"`
	Scams        []knownData `yaml:"scams"`
}

type askData struct {
	ID      string   `yaml:"id"`
	Never   bool     `yaml:"never"`
	Denied  bool     `yaml:"denied"` // the denial belongs to the phrase
	Say     []string `yaml:"say"`
	Sources []string `yaml:"sources"`
}

// knownData is a known scam: it is found when one of its ways is, and a way when each of its groups is.
type knownData struct {
	ID      string       `yaml:"id"`
	Ways    [][][]string `yaml:"ways"`
	Sources []string     `yaml:"sources"`
}

// denialReach is how many words before a phrase a denial is looked for, closeReach the same for the doubtful ones.
const (
	denialReach = 6
	closeReach  = 2
)

// check finds what would never match or cannot be told.
func (w wording) check() error {
	var all []string
	for _, a := range w.Asks {
		if a.ID == "" || len(a.Sources) == 0 {
			return fmt.Errorf("ask %q has no id or no source", a.ID)
		}
		all = append(all, a.Say...)
	}
	for _, s := range w.Scams {
		if s.ID == "" || len(s.Sources) == 0 || len(s.Ways) == 0 {
			return fmt.Errorf("scam %q has no id, no source or no way", s.ID)
		}
		for _, way := range s.Ways {
			if len(way) < 2 {
				return fmt.Errorf("scam %q has a way of one group, which would match too much", s.ID)
			}
			all = append(all, slices.Concat(way...)...)
		}
	}
	all = slices.Concat(all, w.Denials, w.CloseDenials, w.NotDenials, w.Told, w.Doubts)
	for _, p := range all {
		if strings.TrimSpace(plain(p)) != p {
			return fmt.Errorf("phrase %q is not in plain form", p)
		}
	}
	if len(w.Scams) == 0 || len(w.Asks) == 0 {
		return errors.New("no scams or no asks")
	}
	return nil
}

// scams lists the known scams whose wording a plain text has, and those of which only the demand, the last group
// of a way, is missing.
func (w wording) scams(plain string) (whole, near []Known) {
	for _, s := range w.Scams {
		known := Known{ID: s.ID, Sources: s.Sources}
		switch {
		case slices.ContainsFunc(s.Ways, func(way [][]string) bool { return w.holds(plain, way) }):
			whole = append(whole, known)
		case slices.ContainsFunc(s.Ways, func(way [][]string) bool { return w.holds(plain, way[:len(way)-1]) }):
			near = append(near, known)
		}
	}
	return whole, near
}

func (w wording) holds(plain string, way [][]string) bool {
	for _, group := range way {
		if !slices.ContainsFunc(group, func(phrase string) bool { return w.says(plain, phrase) }) {
			return false
		}
	}
	return true
}

func (w wording) asks(plain string) []Ask {
	var found []Ask
	for _, a := range w.Asks {
		says := func(phrase string) bool { return w.says(plain, phrase) }
		if a.Denied {
			says = func(phrase string) bool { return contains(plain, phrase) }
		}
		if slices.ContainsFunc(a.Say, says) {
			found = append(found, Ask{ID: a.ID, Never: a.Never})
		}
	}
	return found
}

// says tells whether a phrase stands in a plain text where no denial goes before it.
func (w wording) says(plain, phrase string) bool {
	for from := 0; ; {
		i := strings.Index(plain[from:], " "+phrase+" ")
		if i < 0 {
			return false
		}
		if i += from; !w.denied(plain[:i+1]) {
			return true
		}
		from = i + 1
	}
}

// denied tells whether the sentence that ends in before denies what follows.
func (w wording) denied(before string) bool {
	sentence := before[strings.LastIndex(before, stop)+1:]
	words := strings.Fields(sentence)
	near := " " + strings.Join(words[max(0, len(words)-denialReach):], " ") + " "
	closest := " " + strings.Join(words[max(0, len(words)-closeReach):], " ") + " "
	for _, undo := range w.NotDenials {
		near = strings.ReplaceAll(near, " "+undo+" ", " ")
	}
	return containsAny(near, w.Denials) || containsAny(closest, w.CloseDenials)
}

func contains(plain, phrase string) bool { return strings.Contains(plain, " "+phrase+" ") }

func containsAny(plain string, phrases []string) bool {
	return slices.ContainsFunc(phrases, func(p string) bool { return contains(plain, p) })
}
