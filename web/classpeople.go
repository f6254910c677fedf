package web

import (
	"errors"
	"net/http"
	"net/url"
	"strings"

	"danloi/learn"
	"danloi/store"
)

// registerView is the register: who is on it, who came, and what was said of them.
type registerView struct {
	ID, Code  string
	People    []personRow
	Present   int
	Open      bool // may still be changed
	Dropped   bool // the names are gone
	MaxName   int
	SignToken string // address of the picture that opens the register's form
}

type personRow struct {
	ID, Name, How string
	Present, Late bool
	Genders, Ages []option
}

// registerPage shows the register with a box to tick for each person.
func (s *site) registerPage(w http.ResponseWriter, r *http.Request, v visit) {
	c, ok := s.classOf(w, r, v)
	if !ok {
		return
	}
	view := registerView{ID: c.ID, Code: c.Code, Present: c.report.People, Open: c.Editable() == nil, Dropped: !c.Dropped.IsZero(), MaxName: learn.MaxMemberName}
	for i, m := range c.report.Register {
		row := personRow{
			ID: m.ID, Name: m.Name, How: s.Texts.Text(v.lang, "classpage.by."+string(m.Source)), Present: m.Present(), Late: m.Late,
			Genders: s.genders(v.lang, m.Gender), Ages: s.ages(v.lang, m.Age),
		}
		if row.Name == "" {
			row.Name = s.Texts.Text(v.lang, "classpage.no_name", "n", i+1)
		}
		view.People = append(view.People, row)
	}
	s.console(w, r, v, http.StatusOK, "console-register", page{
		Title: s.Texts.Text(v.lang, "classpage.register.title", "code", c.Code), Nav: "classes", Data: view,
	})
}

// addPeople puts names on the register, one a line.
func (s *site) addPeople(w http.ResponseWriter, r *http.Request, v visit) {
	if !s.readForm(w, r, v) {
		return
	}
	names := strings.FieldsFunc(r.PostFormValue("names"), func(c rune) bool { return c == '\n' || c == '\r' || c == ';' })
	_, err := s.Classes.AddMembers(r.Context(), v.staff, r.PathValue("id"), names, r.PostFormValue("present") != "")
	s.afterClass(w, r, v, "/register", "classpage.register.added", err)
}

// tickPeople stores the whole register as it was ticked. Who is not in the form, such as somebody who joined since,
// stays as they are.
func (s *site) tickPeople(w http.ResponseWriter, r *http.Request, v visit) {
	if !s.readForm(w, r, v) {
		return
	}
	c, ok := s.classOf(w, r, v)
	if !ok {
		return
	}
	var err error
	for _, m := range c.report.Register {
		next, present, changed := ticked(m, r.PostForm)
		if !changed {
			continue
		}
		if err = s.Classes.ChangeMember(r.Context(), v.staff, c.ID, next, present); err != nil {
			break
		}
	}
	s.afterClass(w, r, v, "/register", "classpage.register.kept", err)
}

// ticked reads what the form says of a member, and whether that is anything new.
func ticked(m learn.Member, form url.Values) (next learn.Member, present, changed bool) {
	if !form.Has("on-" + m.ID) {
		return m, m.Present(), false
	}
	next = m
	next.Gender, next.Age = learn.Gender(form.Get("gender-"+m.ID)), learn.AgeGroup(form.Get("age-"+m.ID))
	present = form.Get("present-"+m.ID) != ""
	return next, present, next != m || present != m.Present()
}

// signPage shows the register's changing QR code to the room.
func (s *site) signPage(w http.ResponseWriter, r *http.Request, v visit) {
	c, ok := s.classOf(w, r, v)
	if !ok {
		return
	}
	join, here := s.joinAddress(r, c.Code)
	token, err := s.Classes.RegisterToken(r.Context(), v.staff, c.ID)
	if err != nil {
		s.fail(w, r, err)
		return
	}
	s.console(w, r, v, http.StatusOK, "console-sign", page{
		Title: s.Texts.Text(v.lang, "classpage.signpage.title", "code", c.Code), Nav: "classes",
		Data: leadView{ID: c.ID, Code: c.Code, Live: c.Live(), Here: here, Host: hostPart(join), Token: token, Counts: s.counts(c)},
	})
}

// registerToken reads the register's present code; errors are answered.
func (s *site) registerToken(w http.ResponseWriter, r *http.Request, v visit) (string, bool) {
	token, err := s.Classes.RegisterToken(r.Context(), v.staff, r.PathValue("id"))
	switch {
	case errors.Is(err, store.ErrNotFound):
		s.notThere(w, r, v)
	case err != nil:
		s.fail(w, r, err)
	}
	return token, err == nil
}

// signText is the register's present code, for the page that shows it.
func (s *site) signText(w http.ResponseWriter, r *http.Request, v visit) {
	if token, ok := s.registerToken(w, r, v); ok {
		w.Header().Set("Content-Type", "text/plain; charset=utf-8")
		w.Write([]byte(token))
	}
}

// signQR is the register's present code as a picture.
func (s *site) signQR(w http.ResponseWriter, r *http.Request, v visit) {
	token, ok := s.registerToken(w, r, v)
	if !ok {
		return
	}
	c, ok := s.classOf(w, r, v)
	if !ok {
		return
	}
	join, _ := s.joinAddress(r, c.Code)
	u, err := url.Parse(join)
	if err != nil {
		s.fail(w, r, err)
		return
	}
	u.Path, u.RawQuery = "/class/"+c.Code+"/in", url.Values{"t": {token}}.Encode()
	s.qr(w, r, u.String())
}
