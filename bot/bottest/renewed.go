package bottest

import (
	"embed"
	"io/fs"
	"sync"
	"testing"
	"testing/fstest"

	"danloi/bot"
	"danloi/content"
	"danloi/search"
)

// later is a guide that an editor adds while the program runs: about keeping bees, which the library is silent on.
//
//go:embed later
var later embed.FS

var renewed = sync.OnceValues(readRenewed)

func readRenewed() (bot.Config, error) {
	c, err := known()
	if err != nil {
		return c, err
	}
	files := fstest.MapFS{}
	added, err := fs.Sub(later, "later")
	if err != nil {
		return c, err
	}
	for _, from := range []fs.FS{content.EmbeddedFiles(), added} {
		if err := copyInto(files, from); err != nil {
			return c, err
		}
	}
	if c.Library, _, err = content.Load(files); err != nil {
		return c, err
	}
	c.Index, err = search.Build(bot.Documents(c.Library, c.Catalogue), search.Options{})
	return c, err
}

func copyInto(to fstest.MapFS, from fs.FS) error {
	return fs.WalkDir(from, ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		data, err := fs.ReadFile(from, name)
		to[name] = &fstest.MapFile{Data: data}
		return err
	})
}

// Renewed returns the engine for one province after a guide about keeping bees was added to the library.
func Renewed(tb testing.TB, province string) *bot.Bot {
	tb.Helper()
	with, err := renewed()
	if err != nil {
		tb.Fatal(err)
	}
	c := Config(tb, province)
	c.Library, c.Index = with.Library, with.Index
	b, err := bot.New(c)
	if err != nil {
		tb.Fatal(err)
	}
	return b
}
