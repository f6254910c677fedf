package web

import (
	"bytes"
	"context"
	"errors"
	"html/template"
	"net"
	"net/http"
	"net/url"
	"strings"
	"time"

	qrcode "github.com/skip2/go-qrcode"

	"danloi/bot/dispatch"
	"danloi/content"
	"danloi/leaflet"
	"danloi/learn"
	"danloi/store"
)

// screenView is what the class screen shows to the whole room: the way in, where the class is, and numbers.
type screenView struct {
	Code, Host, Picture          string // the way in; Picture is the address of its QR code
	Here                         bool   // the address can be opened on this machine only
	Place, Module, WordsLang     string
	Stage, Phase                 string
	Slide                        *leaflet.Screen // nil in the lobby, at the end, and when the module has lost the screen
	Bars                         []barOf
	There, Present, Answered     int
	Waiting, Step, Steps, Number int // Number is the question's, counted from 1
	All                          int // answers with hands
}

// barOf is one choice of a question. N and Percent are told only with the result.
type barOf struct {
	Letter, Text, Why string
	Right             bool
	N, Percent        int
}

// Tenths is the length of the bar in steps of five per cent, for the style sheet.
func (b barOf) Length() int { return (b.Percent + 2) / 5 }

// classScreen shows the class with a code, live where scripts run, else anew every few seconds.
func (s *site) classScreen(w http.ResponseWriter, r *http.Request) {
	p, err := s.screenPage(r.Context(), r)
	switch {
	case errors.Is(err, store.ErrNotFound):
		s.classDoor(w, r, http.StatusNotFound, "classpage.door.none")
	case err != nil:
		s.fail(w, r, err)
	default:
		s.render(w, r, http.StatusOK, "class-screen", p)
	}
}

// classDoor asks for a class's code.
func (s *site) classDoor(w http.ResponseWriter, r *http.Request, status int, fault string) {
	lang := s.langOf(r)
	p := page{Lang: lang, Title: s.Texts.Text(lang, "classpage.door.title"), Others: s.langChoices(lang, "/class/")}
	if fault != "" {
		p.Fault = s.Texts.Text(lang, fault)
	}
	s.render(w, r, status, "pages-class", p)
}

// classEnter leads from the form with the code to the class's screen.
func (s *site) classEnter(w http.ResponseWriter, r *http.Request) {
	code := strings.Join(strings.Fields(r.FormValue("code")), "")
	switch {
	case code == "":
		s.classDoor(w, r, http.StatusOK, "")
	case !learn.IsClassCode(code):
		s.classDoor(w, r, http.StatusUnprocessableEntity, "classpage.door.digits")
	default:
		http.Redirect(w, r, "/class/"+code, http.StatusSeeOther)
	}
}

// screenPage is the class screen as it stands now, in the language of the class.
func (s *site) screenPage(ctx context.Context, r *http.Request) (page, error) {
	seen, err := s.Classes.ClassScreen(ctx, r.PathValue("code"))
	if err != nil {
		return page{}, err
	}
	c := seen.Class
	join, here := s.joinAddress(r, c.Code)
	v := screenView{
		Code: c.Code, Host: hostPart(join), Here: here, Picture: "/class/" + c.Code + "/qr.png", Place: c.Place,
		Stage: string(c.At.Stage), Phase: string(c.At.Phase), There: seen.There, Present: seen.Present, Answered: seen.Answered,
		Waiting: seen.Waiting, Step: seen.Step, Steps: seen.Steps, Number: seen.Run + 1,
	}
	s.fillScreen(&v, seen)
	return page{Lang: c.Lang, Title: s.Texts.Text(c.Lang, "classpage.screen.title", "code", c.Code), Data: v, texts: s.Texts, ver: s.assets.version}, nil
}

// fillScreen adds the words of the slide or question, and the bars of a result.
func (s *site) fillScreen(v *screenView, seen dispatch.ClassScreen) {
	c := seen.Class
	m, ok := s.Library().DraftModule(c.Module)
	if !ok {
		return
	}
	words, lang := m.In(c.Lang)
	v.Module, v.WordsLang = words.Title, lang
	slide, ok := s.slide(m, c, "/class/"+c.Code+"/media/")
	if !ok {
		return
	}
	v.Slide = &slide
	v.Bars = bars(slide.Choices, seen.Tally)
	if seen.Tally != nil {
		v.All = seen.Tally.All()
	}
}

// slide is the screen of the module that a class stands at.
func (s *site) slide(m content.Module, c learn.Class, media string) (leaflet.Screen, bool) {
	frame := s.frame(c.Lang)
	frame.Media = func(a content.Asset) string { return media + a.Path[strings.LastIndexByte(a.Path, '/')+1:] }
	for _, l := range frame.OfModule(s.Library(), m).Lessons {
		for _, screen := range l.Screens {
			if screen.ID == c.At.Screen {
				return screen, true
			}
		}
	}
	return leaflet.Screen{}, false
}

// bars are the choices of a question, with counts when there is a tally.
func bars(choices []content.Choice, t *learn.Tally) []barOf {
	var out []barOf
	for i, choice := range choices {
		b := barOf{Letter: letter(i), Text: choice.Text}
		if t != nil {
			b.Right, b.Why = choice.Right, choice.Why
		}
		if t != nil && i < len(t.Counts) {
			b.N = t.Total(i)
			if all := t.All(); all > 0 {
				b.Percent = (200*b.N + all) / (2 * all)
			}
		}
		out = append(out, b)
	}
	return out
}

// letter names the choice at an index, as it is called out in a class.
func letter(i int) string { return string(rune('A' + i)) }

// joinAddress is where a learner's phone joins a class, and whether nobody but this machine can open it.
func (s *site) joinAddress(r *http.Request, code string) (address string, here bool) {
	base := s.publicBase(r)
	u, err := url.Parse(base)
	return base + "/?start=class-" + code, err == nil && hereOnly(u.Hostname())
}

// hostPart is what somebody types to come to an address.
func hostPart(address string) string {
	u, err := url.Parse(address)
	if err != nil {
		return ""
	}
	if host, port, err := net.SplitHostPort(u.Host); err == nil && (port == "80" || port == "443") {
		return host
	}
	return u.Host
}

// classQR is the way into a class as a picture.
func (s *site) classQR(w http.ResponseWriter, r *http.Request) {
	code := r.PathValue("code")
	if !learn.IsClassCode(code) {
		http.NotFound(w, r)
		return
	}
	address, _ := s.joinAddress(r, code)
	s.qr(w, r, address)
}

// qr answers with an address as a QR code. It is not kept: the address may change with the host.
func (s *site) qr(w http.ResponseWriter, r *http.Request, address string) {
	picture, err := qrcode.Encode(address, qrcode.Medium, 480)
	if err != nil {
		s.fail(w, r, err)
		return
	}
	w.Header().Set("Content-Type", "image/png")
	w.Header().Set("Cache-Control", "no-store")
	if r.Method != http.MethodHead {
		w.Write(picture)
	}
}

// classMedia serves a picture or recording of the module of a class that is held now.
func (s *site) classMedia(w http.ResponseWriter, r *http.Request) {
	seen, err := s.Classes.ClassScreen(r.Context(), r.PathValue("code"))
	if errors.Is(err, store.ErrNotFound) {
		http.NotFound(w, r)
		return
	}
	if err != nil {
		s.fail(w, r, err)
		return
	}
	m, ok := s.Library().DraftModule(seen.Class.Module)
	if !ok {
		http.NotFound(w, r)
		return
	}
	servePublic(w, r, m, time.Hour)
}

// part renders a part of a page that is sent by itself.
func (s *site) part(name, part string, p page) (template.HTML, error) {
	p.texts, p.ver = s.Texts, s.assets.version
	var b bytes.Buffer
	err := s.pages[name].ExecuteTemplate(&b, part, p)
	return template.HTML(b.String()), err
}
