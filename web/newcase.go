package web

import (
	"context"
	"crypto/rand"
	"encoding/hex"
	"errors"
	"net/http"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"danloi/bot/dispatch"
	"danloi/feedback"
	"danloi/locales"
	"danloi/store"
)

// Staff file for somebody who stands before them and has no telephone. The doors come before filing here as in the
// chat: what is a denunciation is never filed and nothing of it is kept, an emergency gets its numbers first. Nothing
// is stored before the person has agreed and the last button is pressed.

const (
	channelCounter = "counter"
	maxName        = 80 // runes
	maxPhone       = 20
)

// draftCase is the form for somebody else's case.
type draftCase struct {
	nonce                                 [16]byte
	words, area, topic, lang, name, phone string
	proposed                              string // the topic that was proposed when the form was made
	kind                                  feedback.Kind
	consent, agree                        bool
	past                                  []feedback.Kind // doors that were shown and do not fit
}

func (s *site) readDraft(r *http.Request) draftCase {
	d := draftCase{
		words: strings.TrimSpace(r.PostFormValue("words")), area: r.PostFormValue("area"), topic: r.PostFormValue("topic"),
		proposed: r.PostFormValue("proposed"), lang: r.PostFormValue("lang"), kind: feedback.Kind(r.PostFormValue("kind")),
		name: strings.TrimSpace(r.PostFormValue("name")), phone: strings.TrimSpace(r.PostFormValue("phone")),
		consent: r.PostFormValue("consent") != "", agree: r.PostFormValue("agree") != "",
	}
	for _, k := range r.PostForm["past"] {
		if kind := feedback.Kind(k); kind != feedback.Denunciation {
			d.past = append(d.past, kind)
		}
	}
	if raw, err := hex.DecodeString(r.PostFormValue("nonce")); err == nil && len(raw) == len(d.nonce) {
		copy(d.nonce[:], raw)
	} else {
		rand.Read(d.nonce[:])
	}
	if _, ok := s.Texts.Language(d.lang); !ok {
		d.lang = locales.Default
	}
	if !slices.Contains(s.areaCodes(), d.area) {
		d.area = ""
	}
	return d
}

// newCase shows an empty form.
func (s *site) newCase(w http.ResponseWriter, r *http.Request, v visit) {
	d := draftCase{lang: locales.Default, kind: feedback.Feedback}
	rand.Read(d.nonce[:])
	if len(v.scope.units) == 1 {
		d.area = v.scope.units[0].Commune()
	}
	s.showDraft(w, r, v, http.StatusOK, d, draftNotice{})
}

// fileCase looks at what was typed and shows what would be filed; with the last button it files.
func (s *site) fileCase(w http.ResponseWriter, r *http.Request, v visit) {
	if err := parseUpload(r); err != nil {
		s.showDraft(w, r, v, formStatus(err), draftCase{lang: locales.Default, kind: feedback.Feedback}, draftNotice{fault: "file_size", field: "files"})
		return
	}
	d := s.readDraft(r)
	files, err := readFiles(r, "")
	if n, ok := s.draftRefusal(err); ok {
		s.showDraft(w, r, v, http.StatusUnprocessableEntity, d, n)
		return
	}
	if d.words == "" && len(files) == 0 {
		s.showDraft(w, r, v, http.StatusUnprocessableEntity, d, draftNotice{fault: "no_text", field: "words"})
		return
	}
	proposals := s.Router.Propose(d.words, d.area)
	triage := s.Signs.Triage(d.words).With(proposals)
	if n, shut := d.door(triage); shut {
		if triage.Kind == feedback.Denunciation {
			d.words = ""
		}
		s.showDraft(w, r, v, http.StatusOK, d, n)
		return
	}
	d.choose(s.Directory, proposals)
	if r.PostFormValue("step") != "send" {
		s.showDraft(w, r, v, http.StatusOK, d, draftNotice{proposals: proposals, checked: true})
		return
	}
	s.sendDraft(w, r, v, d, files, proposals)
}

// door returns what to show instead of going on, and whether there is such a thing.
func (d draftCase) door(t feedback.Triage) (draftNotice, bool) {
	if slices.Contains(d.past, t.Kind) || t.Kind != feedback.Emergency && !t.Elsewhere() {
		return draftNotice{}, false
	}
	n := draftNotice{door: t.Door, doorKind: t.Kind, numbers: t.Numbers}
	if n.door == "" {
		n.door = string(t.Kind)
	}
	return n, true
}

// choose takes the topic that fits best, unless another was chosen by hand.
func (d *draftCase) choose(dir *feedback.Directory, proposals []feedback.Proposal) {
	best := dir.Unclear()
	for _, p := range proposals {
		if p.Topic.Fileable() {
			best = p.Topic.ID
			break
		}
	}
	if t, ok := dir.Topic(d.topic); !ok || !t.Fileable() || d.topic == d.proposed {
		d.topic = best
	}
	d.proposed = best
	if !d.kind.Fileable() {
		d.kind = feedback.Feedback
	}
}

// sendDraft files the case and shows the slip. A form that is sent twice files once and shows the same slip.
func (s *site) sendDraft(w http.ResponseWriter, r *http.Request, v visit, d draftCase, files []store.File, proposals []feedback.Proposal) {
	notice := draftNotice{proposals: proposals, checked: true}
	switch {
	case !d.consent:
		notice.fault, notice.field = "new_consent", "consent"
	case (d.name != "" || d.phone != "") && !d.agree:
		notice.fault, notice.field = "new_agree", "agree"
	case utf8.RuneCountInString(d.name) > maxName || !plausiblePhone(d.phone):
		notice.fault, notice.field = "new_contact", "phone"
	}
	if notice.fault != "" {
		s.showDraft(w, r, v, http.StatusUnprocessableEntity, d, notice)
		return
	}
	c, pin, err := s.fileFor(r.Context(), v.staff, d, files)
	if n, ok := s.draftRefusal(err); ok {
		notice.fault, notice.field = n.fault, n.field
		s.showDraft(w, r, v, http.StatusUnprocessableEntity, d, notice)
		return
	}
	if err != nil {
		s.fail(w, r, err)
		return
	}
	s.showSlip(w, r, v, c, pin)
}

// plausiblePhone takes an empty number, or digits with what people put between them.
func plausiblePhone(phone string) bool {
	return len(phone) <= maxPhone && strings.Trim(phone, "0123456789 +.-()") == "" && (phone == "" || strings.ContainsAny(phone, "0123456789"))
}

// draftRefusal words an error that is about what was filled in.
func (s *site) draftRefusal(err error) (draftNotice, bool) {
	if err == nil {
		return draftNotice{}, false
	}
	for _, known := range refusals {
		if errors.Is(err, known.err) {
			return draftNotice{fault: known.id, field: strings.Replace(known.field, "text", "words", 1)}, true
		}
	}
	return draftNotice{}, false
}

// fileFor stores the case with its files and an audit line, in one transaction. When another case has the reference it
// tries with another nonce; when it is this very case, which was sent before, it returns that.
func (s *site) fileFor(ctx context.Context, by store.Staff, d draftCase, files []store.File) (c feedback.Case, pin string, err error) {
	f := feedback.Filing{
		Nonce: d.nonce, Kind: d.kind, Topic: d.topic, Area: d.area, Lang: d.lang, Channel: channelCounter,
		Anonymous: d.name == "" && d.phone == "", Urgent: slices.Contains(d.past, feedback.Emergency),
		Person: feedback.Person{Words: d.words, Name: d.name, Phone: d.phone},
	}
	for _, file := range files {
		f.Person.Files = append(f.Person.Files, feedback.File{ID: file.ID, Kind: fileKind(file.Type), Type: file.Type, Size: len(file.Data)})
	}
	for range 5 {
		pin = feedback.NewPIN(f.Nonce)
		c, err = feedback.Open(f, feedback.World{Now: s.Now(), Calendar: s.Calendar, Directory: s.Directory})
		if err != nil {
			return c, "", err
		}
		err = s.Store.Update(ctx, func(tx *store.Tx) error { return s.putFiled(tx, by, c, files) })
		if !errors.Is(err, store.ErrConflict) {
			return c, pin, err
		}
		before, ok, readErr := s.filedBefore(ctx, c.Ref, pin)
		if readErr != nil || ok {
			return before, pin, readErr
		}
		rand.Read(f.Nonce[:])
	}
	return c, "", err
}

func (s *site) putFiled(tx *store.Tx, by store.Staff, c feedback.Case, files []store.File) error {
	if err := tx.PutCase(c); err != nil {
		return err
	}
	for _, f := range files {
		f.Contact = store.CaseOwner(c)
		if err := tx.PutFile(f); err != nil {
			return err
		}
	}
	return tx.Audit(store.AuditLine{At: s.Now(), Who: by.ID, Did: AuditFiledFor, What: c.Ref, Unit: string(c.Unit)})
}

// filedBefore returns the stored case if this is its PIN.
func (s *site) filedBefore(ctx context.Context, ref, pin string) (c feedback.Case, same bool, err error) {
	err = s.Store.View(ctx, func(tx *store.Tx) (err error) {
		c, err = tx.Case(ref)
		return err
	})
	return c, err == nil && c.Contact == "" && c.PIN.Matches(pin), err
}

// renewPIN gives a case that nobody holds on a channel a new PIN, after the member of staff has made sure who asks for
// it, and shows the slip anew. The old PIN is of no use any more.
func (s *site) renewPIN(w http.ResponseWriter, r *http.Request, v visit, c feedback.Case) {
	if err := parseUpload(r); err != nil {
		s.refuse(w, r, v, c, feedback.DoNewPIN, err)
		return
	}
	if r.PostFormValue("known") == "" {
		s.showCase(w, r, v, http.StatusUnprocessableEntity, c, typed{kind: feedback.DoNewPIN}, func(p *page, _ *caseView) {
			p.Fault = s.Texts.Text(v.lang, "console.error.new_pin")
		})
		return
	}
	var nonce [16]byte
	rand.Read(nonce[:])
	pin, err := feedback.HashPIN(nonce)
	if err != nil {
		s.fail(w, r, err)
		return
	}
	done, err := s.Act(r.Context(), v.staff, c.Ref, c.Version, feedback.Action{Kind: feedback.DoNewPIN, By: v.staff.ID, PIN: pin}, nil)
	if err == nil {
		err = s.Store.Update(r.Context(), func(tx *store.Tx) error { return dispatch.UnlockPIN(tx, c.Ref) })
	}
	if err != nil {
		s.refuse(w, r, v, c, feedback.DoNewPIN, err)
		return
	}
	s.showSlip(w, r, v, done, feedback.NewPIN(nonce))
}

// draftNotice is what the form says besides what was typed.
type draftNotice struct {
	fault, field string
	door         string // id of the door that is shown instead of going on
	doorKind     feedback.Kind
	numbers      []string
	proposals    []feedback.Proposal
	checked      bool // topic and department are shown, and the last button
}

// draftView is the form as the page shows it.
type draftView struct {
	Nonce, Words, Name, Phone, Proposed string
	Field                               string
	Kinds, Areas, Langs                 []option
	Proposals, Topics                   []option
	Unit, Due                           string
	Consent, Agree, Checked             bool
	Door                                *doorView
	Past                                []string
	Most                                int
}

type doorView struct {
	Title, Text, Past string
	Numbers           []string
	Urgent            bool // an emergency: the case may be filed after the call
}

func (s *site) showDraft(w http.ResponseWriter, r *http.Request, v visit, status int, d draftCase, n draftNotice) {
	p := page{Title: s.Texts.Text(v.lang, "console.new.title"), Nav: "new", Data: s.draftView(v.lang, d, n)}
	if n.fault != "" {
		p.Fault = s.Texts.Text(v.lang, "console.error."+n.fault)
	}
	s.console(w, r, v, status, "console-new", p)
}

func (s *site) draftView(lang string, d draftCase, n draftNotice) draftView {
	view := draftView{
		Nonce: hex.EncodeToString(d.nonce[:]), Words: d.words, Name: d.name, Phone: d.phone, Proposed: d.proposed, Field: n.field,
		Areas: s.communes(d.area), Consent: d.consent, Agree: d.agree, Checked: n.checked, Most: feedback.MaxText, Door: s.doorView(lang, n),
	}
	for _, k := range []feedback.Kind{feedback.Feedback, feedback.Suggestion, feedback.Question, feedback.Praise} {
		view.Kinds = append(view.Kinds, option{Value: string(k), Name: s.Texts.Text(lang, "console.kind."+string(k)), Chosen: k == d.kind})
	}
	for _, l := range s.Texts.Languages() {
		view.Langs = append(view.Langs, option{Value: l.Tag, Name: l.Endonym, Chosen: l.Tag == d.lang})
	}
	for _, k := range d.past {
		view.Past = append(view.Past, string(k))
	}
	if !n.checked {
		return view
	}
	for _, p := range n.proposals {
		if p.Topic.Fileable() {
			unit := s.unitName(s.Directory.UnitFor(p.Topic.ID, d.area), lang)
			view.Proposals = append(view.Proposals, option{Value: p.Topic.ID, Name: p.Topic.Label(lang) + " → " + unit, Chosen: p.Topic.ID == d.topic})
		}
	}
	proposed := slices.ContainsFunc(view.Proposals, func(o option) bool { return o.Chosen })
	for _, o := range s.topics(lang, d.topic) {
		o.Chosen = o.Chosen && !proposed
		view.Topics = append(view.Topics, o)
	}
	urgent := slices.Contains(d.past, feedback.Emergency)
	view.Unit = s.unitName(s.Directory.UnitFor(d.topic, d.area), lang)
	view.Due = locales.Date(s.dueFor(d.topic, urgent))
	return view
}

// dueFor returns when a case that is filed now has to be answered.
func (s *site) dueFor(topic string, urgent bool) time.Time {
	t, _ := s.Directory.Topic(topic)
	return s.Calendar.Deadline(s.Now(), s.Directory.Level(topic, urgent || t.Urgent()).Answer)
}

func (s *site) doorView(lang string, n draftNotice) *doorView {
	if n.door == "" {
		return nil
	}
	v := &doorView{Urgent: n.doorKind == feedback.Emergency}
	if n.doorKind != feedback.Denunciation {
		v.Past = string(n.doorKind)
	}
	if id := "door." + n.door; s.Texts.Has(locales.Default, id) {
		v.Title, v.Text = s.Texts.Text(lang, id+"_title"), s.Texts.Text(lang, id)
	}
	for _, number := range n.numbers {
		if id := "emergency." + number; s.Texts.Has(locales.Default, id) {
			v.Numbers = append(v.Numbers, s.Texts.Text(lang, id))
		}
	}
	return v
}
