package main

import (
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"os"
	"path/filepath"
	"sync"
	"sync/atomic"

	"golang.org/x/sync/errgroup"

	"danloi/bot"
	"danloi/content"
	"danloi/feedback"
	"danloi/feedback/area"
	"danloi/locales"
	"danloi/search"
	"danloi/store"
	"danloi/store/bolt"
)

// knowledge is everything the program knows without its store: texts, places, departments, guides and their index.
type knowledge struct {
	place     place
	texts     *locales.Catalog
	areas     *area.Areas
	directory *feedback.Directory
	templates *feedback.Templates
	router    *feedback.Router
	signs     *feedback.Signs
	calendar  *feedback.Calendar
	now       atomic.Pointer[shelf]
	ready     chan struct{}              // closed when the first shelf is complete, or cannot be
	voices    atomic.Pointer[bot.Voices] // approved in the chat; see readVoices
	renewing  sync.Mutex
	links     bot.Links // set before the first index is built
}

// shelf is what changes as a whole when the library changes. The first one is in use before it is indexed: index and
// bot are nil until ready is closed.
type shelf struct {
	library   *content.Library
	catalogue *content.Catalogue
	index     *search.Index
	bot       *bot.Bot
}

// know reads and indexes everything. Errors name the file and the line that is wrong.
func know(p place) (*knowledge, error) {
	k, err := begin(p)
	if err != nil {
		return nil, err
	}
	if err := k.finish(); err != nil {
		return nil, err
	}
	return k, nil
}

// begin reads everything, as much as possible at once, and leaves the index for finish: a server can show its pages
// meanwhile.
func begin(p place) (*knowledge, error) {
	k := &knowledge{place: p, ready: make(chan struct{})}
	var config fs.FS
	if p.Config != "" {
		config = os.DirFS(p.Config)
	}
	var s *shelf
	var g errgroup.Group
	g.Go(func() (err error) { s, err = k.stock(); return err })
	g.Go(func() (err error) { k.areas, err = area.Load(); return err })
	g.Go(func() (err error) {
		if k.texts, err = locales.Embedded(); err != nil {
			return err
		}
		if k.directory, err = feedback.LoadDirectory(config); err != nil {
			return err
		}
		if k.templates, err = feedback.LoadTemplates(config, k.directory); err != nil {
			return err
		}
		if k.signs, err = feedback.LoadSigns(config); err != nil {
			return err
		}
		k.calendar, err = feedback.LoadCalendar(config)
		return err
	})
	if err := g.Wait(); err != nil {
		return nil, err
	}
	province, ok := k.areas.Province(p.Province)
	if !ok {
		return nil, hinted{fmt.Errorf("no province has the code %q", p.Province), "DANLOI_PROVINCE is the two-digit code of one of the 34 provinces, such as 19"}
	}
	k.directory = k.directory.In(province)
	k.router = feedback.NewRouter(k.directory)
	k.now.Store(s)
	return k, nil
}

// finish indexes what begin has read. Call it once.
func (k *knowledge) finish() error {
	defer close(k.ready)
	return k.open(*k.now.Load())
}

// files is the folder of guides and modules in use.
func (k *knowledge) files() fs.FS {
	if k.place.Content != "" {
		return os.DirFS(k.place.Content)
	}
	return content.EmbeddedFiles()
}

// stock reads the library and the catalogue.
func (k *knowledge) stock() (*shelf, error) {
	lib, err := k.library()
	if err != nil {
		return nil, err
	}
	catalogue, err := k.catalogue()
	if err != nil {
		return nil, err
	}
	return &shelf{library: lib, catalogue: catalogue}, nil
}

// open indexes a shelf and puts it into use.
func (k *knowledge) open(s shelf) (err error) {
	if s.index, err = k.index(s.library, s.catalogue); err != nil {
		return fmt.Errorf("index the library: %w", err)
	}
	s.bot, err = bot.New(bot.Config{
		Texts: k.texts, Library: s.library, Catalogue: s.catalogue, Index: s.index, Areas: k.areas, Directory: k.directory,
		Signs: k.signs, Calendar: k.calendar, Province: k.place.Province, Links: k.links,
	})
	if err != nil {
		return fmt.Errorf("make the bot: %w", err)
	}
	k.now.Store(&s)
	return nil
}

// catalogue reads what was imported, nil when nothing was.
func (k *knowledge) catalogue() (*content.Catalogue, error) {
	f, err := os.Open(catalogueFile(k.place))
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, fmt.Errorf("read catalogue: %w", err)
	}
	defer f.Close()
	c, err := content.LoadCatalogue(f)
	if err != nil {
		return nil, hinted{fmt.Errorf("read catalogue %s: %w", f.Name(), err), "import the catalogue again"}
	}
	return c, nil
}

// index is kept on disk where there is a catalogue, which takes long to index. The guides alone are indexed in memory
// in less time than files take to write.
func (k *knowledge) index(lib *content.Library, c *content.Catalogue) (*search.Index, error) {
	o := bot.SearchOptions(k.areas, k.place.Province)
	if c == nil {
		return search.Build(bot.Documents(lib, nil), o)
	}
	docs := func() ([]search.Document, error) { return bot.Documents(lib, c), nil }
	return search.Open(filepath.Join(k.place.Data, "index"), lib.Fingerprint()+c.Fingerprint(), docs, o)
}

func (k *knowledge) library() (*content.Library, error) {
	if k.place.Content == "" {
		return content.Embedded()
	}
	lib, problems, err := content.Load(k.files())
	if err == nil && content.HasErrors(problems) {
		err = errors.New("the library has errors")
	}
	if err != nil {
		for _, p := range problems {
			if p.Severity == content.Error {
				err = fmt.Errorf("%w\n%s", err, p)
			}
		}
		return nil, fmt.Errorf("read content %s: %w", k.place.Content, err)
	}
	return lib, nil
}

// bot waits until the first index is built. It is nil only when that failed and the program is ending.
func (k *knowledge) bot() *bot.Bot {
	<-k.ready
	b := k.now.Load().bot
	if b == nil {
		return nil
	}
	return b.WithVoices(k.voices.Load())
}

// isReady tells whether questions can be answered.
func (k *knowledge) isReady() bool {
	select {
	case <-k.ready:
		return k.now.Load().bot != nil
	default:
		return false
	}
}

func (k *knowledge) lib() *content.Library { return k.now.Load().library }
func (k *knowledge) asset(path string) ([]byte, string, error) {
	a, ok := k.lib().Asset(path)
	if !ok {
		return nil, "", fmt.Errorf("asset %s: %w", path, fs.ErrNotExist)
	}
	return a.Bytes(), a.Type, nil
}

// openStore opens the data folder, making it at first start.
func openStore(p place) (*store.Store, *bolt.DB, error) {
	if err := os.MkdirAll(p.Data, 0o700); err != nil {
		return nil, nil, fmt.Errorf("make data folder: %w", err)
	}
	keyFile := p.KeyFile
	if keyFile == "" {
		keyFile = filepath.Join(p.Data, "master.key")
	}
	keys, err := openKeys(p, keyFile)
	if err != nil {
		return nil, nil, err
	}
	engine, err := bolt.Open(storeFile(p), bolt.Options{})
	if errors.Is(err, store.ErrLocked) {
		return nil, nil, hinted{fmt.Errorf("open data folder %s: %w", p.Data, err), "another danloi uses it; stop it or give another --data"}
	}
	if err != nil {
		return nil, nil, err
	}
	s, err := store.New(engine, keys)
	if errors.Is(err, store.ErrWrongKey) {
		err = hinted{err, "give the key file that the store was made with by --key-file or DANLOI_KEY_FILE"}
	}
	if err != nil {
		return nil, nil, errors.Join(err, engine.Close())
	}
	return s, engine, nil
}

// openKeys reads the key file. A new one is made only before there is a store: beside a store, a new key would open
// nothing and hide that the right one is missing.
func openKeys(p place, keyFile string) (*store.Keys, error) {
	if _, err := os.Stat(storeFile(p)); err == nil {
		if _, err := os.Stat(keyFile); errors.Is(err, fs.ErrNotExist) {
			return nil, hinted{fmt.Errorf("open data folder %s: the key file is missing: %w", p.Data, err),
				"put the key file there that the store was made with, or name it by --key-file or DANLOI_KEY_FILE"}
		}
	}
	return store.LoadOrCreateKeys(keyFile)
}

func storeFile(p place) string { return filepath.Join(p.Data, "danloi.db") }

func newLog(std streams) *slog.Logger {
	return slog.New(slog.NewTextHandler(std.err, &slog.HandlerOptions{Level: slog.LevelInfo}))
}
