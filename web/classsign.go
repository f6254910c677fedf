package web

import (
	"crypto/rand"
	"encoding/hex"
	"errors"
	"net/http"
	"strings"

	"danloi/bot/dispatch"
	"danloi/learn"
	"danloi/store"
)

// signView is the form by which somebody in the room signs the register.
type signView struct {
	Code, Token, Form, Name string
	Genders, Ages           []option
	Most                    int
	Done                    bool
	Scanned                 bool // the register's code came with the address
	Join                    string
}

// signForm is what the register's QR code opens. Its token tells that somebody is in the room.
func (s *site) signForm(w http.ResponseWriter, r *http.Request) {
	var form [8]byte
	rand.Read(form[:])
	s.showSign(w, r, http.StatusOK, "", signView{
		Token: r.URL.Query().Get("t"), Scanned: r.URL.Query().Get("t") != "", Form: hex.EncodeToString(form[:]),
	})
}

func (s *site) showSign(w http.ResponseWriter, r *http.Request, status int, fault string, v signView) {
	lang := s.langOf(r)
	v.Code, v.Most = r.PathValue("code"), learn.MaxMemberName
	v.Genders, v.Ages = s.genders(lang, learn.Gender(r.PostFormValue("gender"))), s.ages(lang, learn.AgeGroup(r.PostFormValue("age")))
	v.Join = "/?start=class-" + v.Code + "&lang=" + lang
	p := page{Lang: lang, Title: s.Texts.Text(lang, "classpage.sign.title"), Data: v}
	if fault != "" {
		p.Fault = s.Texts.Text(lang, fault)
	}
	s.render(w, r, status, "pages-sign", p)
}

// sign puts somebody on the register. The same form counts once, however often it is sent.
func (s *site) sign(w http.ResponseWriter, r *http.Request) {
	v := signView{Token: strings.ToLower(strings.Join(strings.Fields(r.PostFormValue("t")), "")), Form: r.PostFormValue("form"), Name: r.PostFormValue("name")}
	given := learn.Member{
		Name: v.Name, Gender: learn.Gender(r.PostFormValue("gender")), Age: learn.AgeGroup(r.PostFormValue("age")), Lang: s.langOf(r),
	}
	if len(v.Form) > 64 || v.Form == "" {
		http.Error(w, http.StatusText(http.StatusBadRequest), http.StatusBadRequest)
		return
	}
	_, err := s.Classes.SignIn(r.Context(), r.PathValue("code"), v.Token, v.Form, given)
	faults := map[error]string{
		dispatch.ErrToken: "classpage.sign.old", learn.ErrMember: "classpage.sign.name", learn.ErrClassFull: "classpage.fault.full",
		learn.ErrClassEnded: "classpage.fault.ended", store.ErrNotFound: "classpage.door.none",
	}
	for known, text := range faults {
		if errors.Is(err, known) {
			s.showSign(w, r, http.StatusUnprocessableEntity, text, v)
			return
		}
	}
	if err != nil {
		s.fail(w, r, err)
		return
	}
	v.Done = true
	s.showSign(w, r, http.StatusOK, "", v)
}

func (s *site) genders(lang string, chosen learn.Gender) []option {
	out := []option{{Name: s.Texts.Text(lang, "classpage.not_given"), Chosen: chosen == ""}}
	for _, g := range []learn.Gender{learn.Woman, learn.Man} {
		out = append(out, option{Value: string(g), Name: s.Texts.Text(lang, "classpage.gender."+string(g)), Chosen: g == chosen})
	}
	return out
}

func (s *site) ages(lang string, chosen learn.AgeGroup) []option {
	out := []option{{Name: s.Texts.Text(lang, "classpage.not_given"), Chosen: chosen == ""}}
	for _, a := range learn.AgeGroups() {
		out = append(out, option{Value: string(a), Name: s.Texts.Text(lang, "classpage.age."+string(a)), Chosen: a == chosen})
	}
	return out
}
