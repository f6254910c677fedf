package main

import (
	"bufio"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"strings"
	"time"

	"danloi/feedback"
)

// routeCmd shows what the report flow would propose.
type routeCmd struct {
	place
	Lang     string   `help:"Language of the labels." default:"vi"`
	Commune  string   `help:"Code of the commune where it happened."`
	JSON     bool     `help:"One JSON object."`
	File     string   `help:"JSON lines with id and text; one JSON line out for each line in." type:"existingfile"`
	Sentence []string `arg:"" optional:"" help:"What the citizen says."`
}

type topicJSON struct {
	ID         string        `json:"id"`
	Label      string        `json:"label"`
	Score      float64       `json:"score"`
	Department string        `json:"department"`
	Unit       feedback.Unit `json:"unit"`
}

type routeJSON struct {
	ID         string        `json:"id,omitempty"`
	Kind       feedback.Kind `json:"kind"`
	Sign       string        `json:"sign,omitempty"`
	Door       string        `json:"door,omitempty"`
	Numbers    []string      `json:"numbers,omitempty"`
	Urgent     bool          `json:"urgent,omitempty"`
	Topics     []topicJSON   `json:"topics"`
	Department string        `json:"department"`
}

// Run routes one sentence, or each line of a file.
func (c *routeCmd) Run(std streams) error {
	if (c.File == "") == (len(c.Sentence) == 0) {
		return fmt.Errorf("%w: give a sentence, or --file", errUsage)
	}
	k, err := know(c.place)
	if err != nil {
		return err
	}
	router := feedback.NewRouter(k.directory)
	if c.File != "" {
		return c.each(std, k, router)
	}
	r := c.route(k, router, strings.Join(c.Sentence, " "))
	if c.JSON {
		return json.NewEncoder(std.out).Encode(r)
	}
	fmt.Fprintf(std.out, "kind: %s\n", r.Kind)
	if r.Door != "" {
		fmt.Fprintf(std.out, "door: %s\n", r.Door)
	}
	for i, t := range r.Topics {
		fmt.Fprintf(std.out, "%d  %.3f  %-24s %-45s %s\n", i+1, t.Score, t.ID, t.Label, t.Unit)
	}
	return nil
}

func (c *routeCmd) each(std streams, k *knowledge, router *feedback.Router) (err error) {
	f, err := os.Open(c.File)
	if err != nil {
		return fmt.Errorf("read sentences: %w", err)
	}
	defer func() { err = errors.Join(err, f.Close()) }()
	out := json.NewEncoder(std.out)
	in := bufio.NewScanner(f)
	in.Buffer(nil, 1<<20)
	for n := 1; in.Scan(); n++ {
		if strings.TrimSpace(in.Text()) == "" {
			continue
		}
		var line struct {
			ID   string `json:"id"`
			Text string `json:"text"`
		}
		if err := json.Unmarshal(in.Bytes(), &line); err != nil {
			return hinted{fmt.Errorf("%s:%d: not a JSON object", c.File, n), `each line is {"id": "…", "text": "…"}`}
		}
		r := c.route(k, router, line.Text)
		r.ID = line.ID
		if err := out.Encode(r); err != nil {
			return err
		}
	}
	return in.Err()
}

func (c *routeCmd) route(k *knowledge, router *feedback.Router, text string) routeJSON {
	t := k.signs.Triage(text).With(router.Propose(text, c.Commune))
	proposals := router.ProposeFor(t, text, c.Commune)
	now := time.Now()
	r := routeJSON{Kind: t.Kind, Sign: t.Sign, Door: t.Door, Numbers: t.Numbers, Topics: []topicJSON{}}
	for _, p := range proposals {
		department, unit := p.Topic.First, k.directory.UnitAt(p.Topic.ID, c.Commune, now)
		if rule, ok := k.directory.RouteAt(p.Topic.ID, c.Commune, now); ok {
			department = rule.Department
		}
		r.Topics = append(r.Topics, topicJSON{ID: p.Topic.ID, Label: p.Topic.Label(c.Lang), Score: p.Score, Department: department, Unit: unit})
	}
	if len(r.Topics) > 0 {
		r.Department = r.Topics[0].Department
		topic, _ := k.directory.Topic(r.Topics[0].ID)
		r.Urgent = topic.Urgent()
	}
	return r
}
