// Package bottest gives tests the real engine over everything that is embedded, read once a process.
package bottest

import (
	"bytes"
	_ "embed"
	"sync"
	"testing"

	"danloi/bot"
	"danloi/content"
	"danloi/feedback"
	"danloi/feedback/area"
	"danloi/locales"
	"danloi/search"
)

var known = sync.OnceValues(read)

func read() (bot.Config, error) {
	var c bot.Config
	var err error
	if c.Texts, err = locales.Embedded(); err != nil {
		return c, err
	}
	if c.Areas, err = area.Load(); err != nil {
		return c, err
	}
	if c.Directory, err = feedback.LoadDirectory(nil); err != nil {
		return c, err
	}
	if c.Signs, err = feedback.LoadSigns(nil); err != nil {
		return c, err
	}
	if c.Calendar, err = feedback.LoadCalendar(nil); err != nil {
		return c, err
	}
	if c.Library, err = content.Embedded(); err != nil {
		return c, err
	}
	if c.Catalogue, err = catalogue(); err != nil {
		return c, err
	}
	c.Index, err = search.Build(bot.Documents(c.Library, c.Catalogue), bot.SearchOptions(c.Areas, "19"))
	return c, err
}

// catalogue is a small one of our own, as an operator may import it.
func catalogue() (*content.Catalogue, error) {
	return content.LoadCatalogue(bytes.NewReader(procedures))
}

//go:embed catalogue.jsonl
var procedures []byte

// Config returns what the engine is made of, for one province.
func Config(tb testing.TB, province string) bot.Config {
	tb.Helper()
	c, err := known()
	if err != nil {
		tb.Fatal(err)
	}
	p, ok := c.Areas.Province(province)
	if !ok {
		tb.Fatalf("no province has the code %q", province)
	}
	c.Links.Base = "https://danloi.example"
	c.Province, c.Directory = province, c.Directory.In(p)
	return c
}

// New returns the engine for one province.
func New(tb testing.TB, province string) *bot.Bot {
	tb.Helper()
	b, err := bot.New(Config(tb, province))
	if err != nil {
		tb.Fatal(err)
	}
	return b
}
