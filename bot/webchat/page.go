package webchat

import (
	"bytes"
	"context"
	"embed"
	"fmt"
	"html/template"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"

	"danloi/bot"
	"danloi/locales"
)

//go:embed templates
var templateFiles embed.FS

const defaultLang = locales.Default

// pages renders. It is immutable.
type pages struct {
	templates *template.Template
	texts     *locales.Catalog
	assets    assets
}

func parsePages(texts *locales.Catalog, a assets) (pages, error) {
	t, err := template.ParseFS(templateFiles, "templates/*.html")
	if err != nil {
		return pages{}, fmt.Errorf("read templates: %w", err)
	}
	return pages{templates: t, texts: texts, assets: a}, nil
}

// view is what every template sees.
type view struct {
	pages
	Lang string
	now  time.Time
	// nonce makes the one-time ids of the forms of one answer.
	nonce string
}

func (p pages) view(lang string, now time.Time) view {
	return view{pages: p, Lang: lang, now: now, nonce: random(12)}
}

// T is a text of the page in its language.
func (v view) T(id string, pairs ...any) string { return v.texts.Text(v.Lang, "webchat."+id, pairs...) }

// TextLang is the language that T answers in for id: Vietnamese stands in where a text is missing.
func (v view) TextLang(id string) string {
	if v.texts.Has(v.Lang, "webchat."+id) {
		return v.Lang
	}
	return defaultLang
}

// Asset is the address of a file of this package.
func (v view) Asset(name string) string { return v.assets.address(name) }

// FormID is the one-time id of the form called name on this page.
func (v view) FormID(name any) string { return fmt.Sprintf("%s-%v", v.nonce, name) }

// Languages are the languages of the picker by their own names.
func (v view) Languages() []locales.Language { return v.texts.Written() }

func (v view) render(name string, data any) ([]byte, error) {
	var b bytes.Buffer
	if err := v.templates.ExecuteTemplate(&b, name, data); err != nil {
		return nil, fmt.Errorf("render %s: %w", name, err)
	}
	return b.Bytes(), nil
}

// home is the page: a greeting for who has not said anything yet, else the log.
func (s *chat) home(w http.ResponseWriter, r *http.Request) {
	address, known := token(r)
	lang, most := defaultLang, pageLines
	var lines []bot.Line
	var err error
	if known {
		lang = s.lang(r.Context(), address)
		if r.URL.Query().Has("older") {
			most = olderLines
		}
		if lines, err = s.Lines(r.Context(), address, -1, most); err != nil {
			s.broken(w, r, "read log", err, post{})
			return
		}
	}
	page := chatPage{view: s.pages.view(lang, s.Now()), Known: known, lines: lines}
	page.More = len(lines) == pageLines && lines[0].Seq > 1
	if q := r.URL.Query(); q.Has("start") {
		code := q.Get("start")
		code = strings.ToValidUTF8(code[:min(len(code), maxData)], "")
		page.Start = &code
	}
	s.writePage(w, r, http.StatusOK, page.view, "chat.html", page)
}

// chatPage is the data of chat.html.
type chatPage struct {
	view
	Known bool // a person who has been here
	More  bool // older lines exist
	Start *string
	lines []bot.Line
}

// Lines are the lines with their looks. The line to jump to is the citizen's last, so that what they said is in
// view with the answer below it.
func (p chatPage) Lines() []lineView {
	views := make([]lineView, len(p.lines))
	last := len(p.lines) - 1
	for i, l := range p.lines {
		views[i] = p.line(l)
		if l.Mine {
			last = i
		}
	}
	if last >= 0 {
		views[last].Last = true
	}
	return views
}

// MaxFile is the largest file that is taken, in bytes.
func (p chatPage) MaxFile() int { return bot.MaxFile }

// Seq is the number of the newest line.
func (p chatPage) Seq() int64 {
	if len(p.lines) == 0 {
		return 0
	}
	return p.lines[len(p.lines)-1].Seq
}

// Wants is the way of answering that the bot's last line asks for.
func (p chatPage) Wants() bot.Wants {
	for i := len(p.lines) - 1; i >= 0; i-- {
		if !p.lines[i].Mine {
			return p.lines[i].Message.Wants
		}
	}
	return bot.WantsNothing
}

// lineView is the data of the template "line".
type lineView struct {
	view
	bot.Line
	Last bool // the place to jump to
}

func (v view) line(l bot.Line) lineView { return lineView{view: v, Line: l} }

// html is what a line looks like.
func (v view) html(l bot.Line) (template.HTML, error) {
	b, err := v.render("line", v.line(l))
	return template.HTML(bytes.TrimSpace(b)), err
}

// Blocks are the paragraphs and lists of the message.
func (l lineView) Blocks() []block { return blocks(l.Message.Text) }

// MessageLang is the language of the words; a citizen's own are not known, so the page's is taken.
func (l lineView) MessageLang() string {
	if l.Message.Lang != "" {
		return l.Message.Lang
	}
	return l.Lang
}

// Rows are the quick replies in rows.
func (l lineView) Rows() [][]bot.Button {
	var rows [][]bot.Button
	for _, b := range l.Message.Buttons {
		if n := len(rows); b.Beside && n > 0 {
			rows[n-1] = append(rows[n-1], b)
			continue
		}
		rows = append(rows, []bot.Button{b})
	}
	return rows
}

// MediaURL is the address of the picture or voice.
func (l lineView) MediaURL() string {
	return (&url.URL{Path: "/media/" + l.Message.Media.Path}).String()
}

// When is the time of the line: the hour, with the day when it was not today.
func (l lineView) When() string {
	if locales.Date(l.At) == locales.Date(l.now) {
		return l.At.In(locales.Zone).Format("15:04")
	}
	return locales.Moment(l.At)
}

// Stamp is the time of the line for machines.
func (l lineView) Stamp() string { return l.At.UTC().Format(time.RFC3339) }

// SeqText is the number of the line.
func (l lineView) SeqText() string { return strconv.FormatInt(l.Seq, 10) }

// writePage renders a page and sends it.
func (s *chat) writePage(w http.ResponseWriter, r *http.Request, status int, v view, name string, data any) {
	b, err := v.render(name, data)
	if err != nil {
		s.Log.Error("web chat: render", "error", err)
		http.Error(w, http.StatusText(http.StatusInternalServerError), http.StatusInternalServerError)
		return
	}
	write(w, r, status, "text/html; charset=utf-8", b)
}

// viewOf is the view for a request: in the language of its contact.
func (s *chat) viewOf(ctx context.Context, r *http.Request) view {
	lang := defaultLang
	if address, ok := token(r); ok {
		lang = s.lang(ctx, address)
	}
	return s.pages.view(lang, s.Now())
}
