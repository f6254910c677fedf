package main

import (
	"context"
	"crypto/rand"
	_ "embed"
	"fmt"
	"strings"
	"time"

	"github.com/oklog/ulid/v2"
	"go.yaml.in/yaml/v3"

	"danloi/feedback"
	"danloi/store"
	"danloi/web"
)

//go:embed demo.yaml
var demoData []byte

// demo is what demo.yaml holds.
type demo struct {
	Province string
	Password string
	Staff    []struct {
		Login, Name, Role string
		Units             []string
	}
	Cases []demoCase
	Past  []demoPast
	// Learners are the names of the people in the sample classes.
	Learners []string
	Classes  []demoClass
}

type demoCase struct {
	Days  int // ago
	Kind  feedback.Kind
	Topic string
	Words string
	Unit  string
	Act   string // "accept" or "ask", or empty
	Text  string
}

func readDemo() (demo, error) {
	var d demo
	if err := yaml.Unmarshal(demoData, &d); err != nil {
		return d, fmt.Errorf("read demo samples: %w", err)
	}
	return d, nil
}

// demoLogins lists what the samples can be looked at with.
func demoLogins() string {
	d, err := readDemo()
	if err != nil {
		return ""
	}
	var b strings.Builder
	fmt.Fprintf(&b, "demo log-ins (password %s):\n", d.Password)
	for _, m := range d.Staff {
		fmt.Fprintf(&b, "  %-10s %s\n", m.Login, m.Name)
	}
	return b.String()
}

// fillDemo puts the samples into a store without staff; any other is left alone.
func fillDemo(ctx context.Context, k *knowledge, s *store.Store) error {
	d, err := readDemo()
	if err != nil {
		return err
	}
	staff, err := listStaff(ctx, s)
	if err != nil || len(staff) > 0 {
		return err
	}
	communes := k.areas.Communes(k.place.Province)
	if len(communes) == 0 {
		return fmt.Errorf("demo: province %s has no communes", k.place.Province)
	}
	commune := communes[0].Code
	hash, err := web.HashPassword(d.Password)
	if err != nil {
		return err
	}
	now := time.Now()
	return s.Update(ctx, func(tx *store.Tx) error {
		trainer := ""
		for _, m := range d.Staff {
			for i, u := range m.Units {
				m.Units[i] = at(u, commune)
			}
			member := store.Staff{ID: ulid.Make().String(), Login: m.Login, Name: m.Name, Role: m.Role, Units: m.Units, PasswordHash: hash, Created: now}
			if err := tx.PutStaff(member); err != nil {
				return err
			}
			if m.Role == store.RoleTrainer {
				trainer = member.ID
			}
		}
		for n, c := range d.Classes {
			if err := c.put(tx, k, trainer, communes[c.Commune%len(communes)].Code, d.Learners, n, now); err != nil {
				return err
			}
		}
		for _, p := range d.Past {
			if err := p.put(tx, k, communes, now); err != nil {
				return err
			}
		}
		for _, c := range d.Cases {
			if err := c.put(tx, k, commune, now); err != nil {
				return fmt.Errorf("demo case: %w", err)
			}
		}
		return nil
	})
}

func at(unit, commune string) string { return strings.ReplaceAll(unit, "{commune}", commune) }

// put files a sample by the same rules as any case, dated back.
func (c demoCase) put(tx *store.Tx, k *knowledge, commune string, now time.Time) error {
	opened := now.AddDate(0, 0, -c.Days)
	w := feedback.World{Now: opened, Calendar: k.calendar, Directory: k.directory}
	var nonce [16]byte
	_, _ = rand.Read(nonce[:]) // never fails
	filed, err := feedback.Open(feedback.Filing{
		Nonce: nonce, Kind: c.Kind, Topic: c.Topic, Unit: feedback.Unit(at(c.Unit, commune)), Area: commune, Lang: "vi", Channel: "demo",
		Person: feedback.Person{Words: c.Words},
	}, w)
	if err != nil {
		return err
	}
	if err := tx.PutCase(filed); err != nil {
		return err
	}
	a := feedback.Action{By: feedback.BySystem}
	switch c.Act {
	case "accept":
		a.Kind = feedback.DoAccept
	case "ask":
		a.Kind, a.Text = feedback.DoAsk, c.Text
	default:
		return nil
	}
	a.By = "demo"
	w.Now = opened.Add(time.Hour)
	next, err := filed.Do(a, w)
	if err != nil {
		return err
	}
	return tx.PutCase(next)
}
