package web

import (
	"context"
	"crypto/sha256"
	"io"
	"log/slog"
	"net/http"
	"net/http/cookiejar"
	"net/http/httptest"
	"net/url"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"danloi/bot"
	"danloi/bot/bottest"
	"danloi/bot/dispatch"
	"danloi/content"
	"danloi/feedback"
	"danloi/feedback/area"
	"danloi/locales"
	"danloi/store"
	"danloi/store/bolt"
)

// A Thursday afternoon. Two days before was Culture Day, on which offices were closed.
var testNow = time.Date(2026, 11, 26, 14, 0, 0, 0, locales.Zone)

const (
	testProvince = "19"
	testPassword = "ba con meo ngu"
)

// house is a site on a real store, with staff and cases.
type house struct {
	*site
	t       testing.TB
	server  *httptest.Server
	clock   time.Time
	refs    map[string]string // case by name
	pins    map[string]string
	lastLog *strings.Builder
}

func newHouse(t testing.TB) *house {
	t.Helper()
	h := &house{t: t, clock: testNow, refs: map[string]string{}, pins: map[string]string{}, lastLog: &strings.Builder{}}
	engine, err := bolt.Open(filepath.Join(t.TempDir(), "danloi.db"), bolt.Options{})
	must(t, err)
	t.Cleanup(func() { engine.Close() })
	keys, err := store.NewKeys(make([]byte, 32))
	must(t, err)
	st, err := store.New(engine, keys)
	must(t, err)
	texts, err := locales.Embedded()
	must(t, err)
	lib := testLibrary(t)
	areas, err := area.Load()
	must(t, err)
	dir, err := feedback.LoadDirectory(nil)
	must(t, err)
	templates, err := feedback.LoadTemplates(nil, dir)
	must(t, err)
	signs, err := feedback.LoadSigns(nil)
	must(t, err)
	cal, err := feedback.LoadCalendar(nil)
	must(t, err)
	h.site, err = newSite(Config{
		BaseURL: "https://danloi.example.vn",
		Store:   st, Act: h.act, ActOnce: h.actOnce, Texts: texts, Library: func() *content.Library { return lib }, ContentFiles: content.EmbeddedFiles, Areas: areas, Directory: dir,
		Calendar: cal, Province: testProvince, Figures: NewFigures(st, cal, slog.New(slog.DiscardHandler)), Licence: "CC BY 4.0", Now: func() time.Time { return h.clock },
		Templates: templates, Router: feedback.NewRouter(dir), Signs: signs,
		Log: slog.New(slog.NewTextHandler(h.lastLog, nil)),
	})
	must(t, err)
	h.Classes = dispatch.New(dispatch.Config{
		Store: st, Bot: func() *bot.Bot { return bottest.New(t, testProvince) }, Now: func() time.Time { return h.clock },
		Log: slog.New(slog.NewTextHandler(h.lastLog, nil)),
	})
	must(t, h.Figures.build(t.Context()))
	h.server = httptest.NewServer(h.handler())
	t.Cleanup(h.server.Close)
	return h
}

// testLibrary is the library the program is built with.
func testLibrary(t testing.TB) *content.Library {
	lib, err := content.Embedded()
	must(t, err)
	return lib
}

func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// act does what the dispatcher does, without telling anyone.
func (h *house) act(ctx context.Context, _ store.Staff, ref string, want int, a feedback.Action, files []store.File) (c feedback.Case, err error) {
	err = h.Store.Update(ctx, func(tx *store.Tx) error {
		if c, err = tx.Case(ref); err != nil {
			return err
		}
		if want != 0 && c.Version != want {
			return store.ErrConflict
		}
		if a.Kind == feedback.DoSplit {
			sum := sha256.Sum256([]byte(c.Ref + string(a.To)))
			part, err := feedback.OpenPart(c, a, [16]byte(sum[:16]), h.world())
			if err != nil {
				return err
			}
			part.KeyOf, a.Of = store.CaseOwner(c), part.Ref
			if err := tx.PutCase(part); err != nil {
				return err
			}
		}
		if c, err = c.Do(a, h.world()); err != nil {
			return err
		}
		if c.Parent != "" {
			whole, err := tx.Case(c.Parent)
			if err != nil {
				return err
			}
			if whole, err = whole.Do(c.PartNews(), h.world()); err != nil {
				return err
			}
			if err := tx.PutCase(whole); err != nil {
				return err
			}
		}
		for _, f := range files {
			if err := tx.PutFile(f); err != nil {
				return err
			}
		}
		return tx.PutCase(c)
	})
	return c, err
}

func (h *house) world() feedback.World {
	return feedback.World{Now: h.clock, Calendar: h.Calendar, Directory: h.Directory}
}

// testHash hashes the password once for all tests: it is made to take long.
var testHash = sync.OnceValues(func() (string, error) { return HashPassword(testPassword) })

func (h *house) addStaff(id, role string, units ...string) {
	h.t.Helper()
	hash, err := testHash()
	must(h.t, err)
	must(h.t, h.Store.Update(context.Background(), func(tx *store.Tx) error {
		return tx.PutStaff(store.Staff{ID: id, Login: id, Name: "Cán bộ " + id, Role: role, Units: units, PasswordHash: hash, Created: h.clock})
	}))
}

// open files a case under a name of the test's own.
func (h *house) open(name string, f feedback.Filing, files ...store.File) feedback.Case {
	h.t.Helper()
	sum := sha256.Sum256([]byte(name))
	copy(f.Nonce[:], sum[:])
	if f.Kind == "" {
		f.Kind = feedback.Feedback
	}
	if f.Lang == "" {
		f.Lang = "vi"
	}
	f.Channel = "web"
	c, err := feedback.Open(f, h.world())
	must(h.t, err)
	must(h.t, h.Store.Update(context.Background(), func(tx *store.Tx) error {
		if f.Contact != "" {
			if _, err := tx.Contact(f.Contact); isNotFound(err) {
				if err := tx.PutContact(store.Contact{ID: f.Contact, Channel: "web", Lang: f.Lang}); err != nil {
					return err
				}
			}
		}
		if err := tx.PutCase(c); err != nil {
			return err
		}
		for _, f := range files {
			f.Contact = store.CaseOwner(c)
			if err := tx.PutFile(f); err != nil {
				return err
			}
		}
		return nil
	}))
	h.refs[name], h.pins[name] = c.Ref, feedback.NewPIN(f.Nonce)
	return c
}

// do applies an action to a case of open.
func (h *house) do(name string, a feedback.Action) {
	h.t.Helper()
	if _, err := h.act(context.Background(), store.Staff{}, h.refs[name], 0, a, nil); err != nil {
		h.t.Fatal(err)
	}
}

func (h *house) load(name string) feedback.Case {
	h.t.Helper()
	var c feedback.Case
	must(h.t, h.Store.View(context.Background(), func(tx *store.Tx) (err error) {
		c, err = tx.Case(h.refs[name])
		return err
	}))
	return c
}

// browser is somebody with a cookie jar.
type browser struct {
	*http.Client
	h *house
}

func (h *house) browser() *browser {
	jar, err := cookiejar.New(nil)
	must(h.t, err)
	return &browser{Client: &http.Client{Jar: jar}, h: h}
}

// staff returns a browser in which somebody is logged in.
func (h *house) staff(login string) *browser {
	h.t.Helper()
	b := h.browser()
	p := b.post("/console/login", url.Values{"login": {login}, "password": {testPassword}})
	if p.status != http.StatusOK || !strings.HasPrefix(p.url, "/console/?") && p.url != "/console/" && p.url != "/console/classes" {
		h.t.Fatalf("log in as %s: status %d at %s", login, p.status, p.url)
	}
	return b
}

// answer is what a browser got in the end.
type answer struct {
	status int
	url    string
	body   string
	header http.Header
}

func (b *browser) get(path string) answer {
	b.h.t.Helper()
	res, err := b.Client.Get(b.h.server.URL + path)
	must(b.h.t, err)
	return read(b.h.t, res)
}

func (b *browser) post(path string, form url.Values) answer {
	b.h.t.Helper()
	res, err := b.PostForm(b.h.server.URL+path, form)
	must(b.h.t, err)
	return read(b.h.t, res)
}

func read(t testing.TB, res *http.Response) answer {
	t.Helper()
	defer res.Body.Close()
	body, err := io.ReadAll(res.Body)
	must(t, err)
	return answer{status: res.StatusCode, url: res.Request.URL.RequestURI(), body: string(body), header: res.Header}
}

// missingText finds ids that no language has a text for.
var missingText = regexp.MustCompile(`&lt;(console|pages|events|certificate|learn|cert|visits|weekday|board|moderate|desk_board|reason|door)\.[a-z0-9_.]*&gt;|&lt;no value&gt;|ZgotmplZ|%!`)

// wants fails unless the answer has the status and holds all the words.
func (a answer) wants(t testing.TB, status int, words ...string) answer {
	t.Helper()
	if a.status != status {
		t.Errorf("status %d at %s, want %d: %.300s", a.status, a.url, status, a.body)
	}
	for _, w := range words {
		if !strings.Contains(a.body, w) {
			t.Errorf("%s does not say %q", a.url, w)
		}
	}
	if bad := missingText.FindString(a.body); bad != "" {
		t.Errorf("%s shows %s", a.url, bad)
	}
	return a
}

func (a answer) lacks(t testing.TB, words ...string) {
	t.Helper()
	for _, w := range words {
		if strings.Contains(a.body, w) {
			t.Errorf("%s says %q", a.url, w)
		}
	}
}

func version(c feedback.Case) string { return strconv.Itoa(c.Version) }
