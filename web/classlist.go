package web

import (
	"errors"
	"net/http"
	"net/url"
	"strings"

	"danloi/bot/dispatch"
	"danloi/content"
	"danloi/learn"
	"danloi/store"
)

// classBase is where a trainer's pages of a class lie.
const classBase = "/console/classes/"

// teachersOnly hides a page from whoever may not hold classes.
func (s *site) teachersOnly(next staffHandler) staffHandler {
	return func(w http.ResponseWriter, r *http.Request, v visit) {
		if !teaches(v.staff) {
			s.notThere(w, r, v)
			return
		}
		next(w, r, v)
	}
}

func teaches(m store.Staff) bool { return m.Role == RoleTrainer || m.Role == RoleCoordinator }

// classRow is a class in a list.
type classRow struct {
	URL, Code, Module, Place, Opened, State string
	Live                                    bool
}

type classesView struct {
	Rows             []classRow
	Modules, Areas   []option
	Langs            []option
	Place            string
	MaxPlace         int
	Officer, Figures bool
}

// classesPage lists a trainer's classes, the newest first, below the form that opens one.
func (s *site) classesPage(w http.ResponseWriter, r *http.Request, v visit) {
	s.showClasses(w, r, v, http.StatusOK, "")
}

func (s *site) showClasses(w http.ResponseWriter, r *http.Request, v visit, status int, fault string) {
	all, err := s.Classes.Classes(r.Context(), v.staff)
	if err != nil {
		s.fail(w, r, err)
		return
	}
	view := classesView{
		Modules: s.moduleOptions(v.lang, r.PostFormValue("module")), Areas: s.communes(r.PostFormValue("area")),
		Langs: s.langOptions(r.PostFormValue("words")), Place: r.PostFormValue("place"), MaxPlace: learn.MaxPlace, Figures: v.scope.all,
	}
	for _, c := range all {
		view.Rows = append(view.Rows, s.classRow(v.lang, c))
	}
	s.console(w, r, v, status, "console-classes", page{
		Title: s.Texts.Text(v.lang, "classpage.list.title"), Nav: "classes", Fault: fault, Data: view,
	})
}

func (s *site) classRow(lang string, c learn.Class) classRow {
	row := classRow{
		URL: classBase + c.ID, Code: c.Code, Module: s.moduleTitle(c.Module, lang), Place: s.placeOf(c), Opened: moment(c.Opened), Live: c.Live(),
		State: s.Texts.Text(lang, "classpage.state.live"),
	}
	switch {
	case !c.Closed.IsZero():
		row.State = s.Texts.Text(lang, "classpage.state.closed")
	case !c.Live():
		row.State = s.Texts.Text(lang, "classpage.state.ended")
	}
	return row
}

// placeOf is where a class is held, as far as the trainer said.
func (s *site) placeOf(c learn.Class) string {
	var parts []string
	if c.Place != "" {
		parts = append(parts, c.Place)
	}
	if a, ok := s.Areas.Commune(c.Area); ok {
		parts = append(parts, a.Full())
	}
	return strings.Join(parts, ", ")
}

// moduleTitle is the title of a module, or its slug when it is gone.
func (s *site) moduleTitle(slug, lang string) string {
	m, ok := s.Library().DraftModule(slug)
	if !ok {
		return slug
	}
	w, _ := m.In(lang)
	return w.Title
}

func (s *site) moduleOptions(lang, chosen string) []option {
	var out []option
	for _, m := range s.Library().Modules() {
		if m.Audience != content.Citizen {
			continue
		}
		w, _ := m.In(lang)
		out = append(out, option{Value: m.Slug, Name: w.Title, Chosen: m.Slug == chosen})
	}
	return out
}

func (s *site) langOptions(chosen string) []option {
	var out []option
	for _, l := range s.Texts.Written() {
		out = append(out, option{Value: l.Tag, Name: l.Endonym, Chosen: l.Tag == chosen})
	}
	return out
}

// openClass opens a class and leads to its page.
func (s *site) openClass(w http.ResponseWriter, r *http.Request, v visit) {
	if !s.readForm(w, r, v) {
		return
	}
	c, err := s.Classes.OpenClass(r.Context(), v.staff, learn.Spec{
		Module: r.PostFormValue("module"), Area: r.PostFormValue("area"), Place: r.PostFormValue("place"),
		Lang: r.PostFormValue("words"), Test: r.PostFormValue("test") != "",
	})
	if text, ok := s.classFault(v.lang, err); ok {
		s.showClasses(w, r, v, http.StatusUnprocessableEntity, text)
		return
	}
	if err != nil {
		s.fail(w, r, err)
		return
	}
	http.Redirect(w, r, classBase+c.ID, http.StatusSeeOther)
}

// readForm reads a small form, or answers that it cannot be read.
func (s *site) readForm(w http.ResponseWriter, r *http.Request, v visit) bool {
	r.Body = http.MaxBytesReader(w, r.Body, maxForm)
	if err := r.ParseForm(); err != nil {
		s.console(w, r, v, formStatus(err), "console-message", page{
			Title: s.Texts.Text(v.lang, "classpage.list.title"), Data: s.Texts.Text(v.lang, "pages.error.large"),
		})
		return false
	}
	return true
}

// classFaults are the refusals that a trainer reads.
var classFaults = []struct {
	err error
	id  string
}{
	{learn.ErrClassEnded, "ended"}, {learn.ErrClassClosed, "closed"}, {learn.ErrClassLives, "lives"}, {learn.ErrNoScreen, "moved"},
	{learn.ErrNoQuestion, "question"}, {learn.ErrShut, "shut"}, {learn.ErrNoChoice, "choice"}, {learn.ErrCounts, "counts"}, {learn.ErrClassSpec, "spec"},
	{learn.ErrMember, "member"}, {learn.ErrClassFull, "full"}, {learn.ErrMove, "moved"},
	{dispatch.ErrNotTrainer, "trainer"}, {dispatch.ErrNoCode, "code"}, {dispatch.ErrNoModule, "module"}, {learn.ErrStale, "stale"},
}

// classFault words a refusal; ok is false for an error that is none.
func (s *site) classFault(lang string, err error) (text string, ok bool) {
	for _, f := range classFaults {
		if errors.Is(err, f.err) {
			return s.Texts.Text(lang, "classpage.fault."+f.id), true
		}
	}
	return "", false
}

// afterClass leads back to a page of the class with a word about what happened: good when err is nil, else the refusal.
func (s *site) afterClass(w http.ResponseWriter, r *http.Request, v visit, page, good string, err error) {
	text, refused := s.classFault(v.lang, err)
	switch {
	case errors.Is(err, store.ErrNotFound):
		s.notThere(w, r, v)
		return
	case err != nil && !refused:
		s.fail(w, r, err)
		return
	case err == nil && good != "":
		text = s.Texts.Text(v.lang, good)
	}
	if text != "" {
		s.flash(r, text)
	}
	http.Redirect(w, r, classBase+url.PathEscape(r.PathValue("id"))+page, http.StatusSeeOther)
}
