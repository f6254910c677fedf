package web

import (
	"crypto/rand"
	"errors"
	"net/http"
	"regexp"
	"strconv"
	"strings"
	"time"

	"danloi/bot/dispatch"
	"danloi/learn"
	"danloi/locales"
	"danloi/store"
)

// Service days and classes are entered by coordinators and trainers. Whoever asked to be reminded of one hears of it
// when it is moved or cancelled; see dispatch.PutVisit.

// What the audit trail says of service days.
const (
	AuditVisit       = "put_visit"
	AuditVisitCancel = "cancelled_visit"
)

var visitID = regexp.MustCompile(`^[a-z0-9]{8,20}$`)

// visitForm is a visit as it is typed.
type visitForm struct {
	ID, Kind, What, Areas, Place, Day, From, To, Note string
	Seen                                              string // At of the state that is changed
}

type visitsView struct {
	Form    visitForm
	Field   string // that is wrong
	Kinds   []option
	Areas   []string // names of all communes, to choose from
	Visits  []visitRow
	Most    map[string]int
	CSVHelp string
}

type visitRow struct {
	visitView
	Asked int
	Seen  string
}

// outreachOnly hides a page from those who neither coordinate nor train.
func (s *site) outreachOnly(next staffHandler) staffHandler {
	return func(w http.ResponseWriter, r *http.Request, v visit) {
		if v.staff.Role != RoleCoordinator && v.staff.Role != RoleTrainer {
			s.notThere(w, r, v)
			return
		}
		next(w, r, v)
	}
}

func (s *site) visitsPage(w http.ResponseWriter, r *http.Request, v visit) {
	s.showVisits(w, r, v, http.StatusOK, visitForm{Kind: string(learn.ServiceDay)}, "", "")
}

func (s *site) showVisits(w http.ResponseWriter, r *http.Request, v visit, status int, form visitForm, field, fault string) {
	view := visitsView{Form: form, Field: field, Most: map[string]int{"what": learn.MaxVisitWhat, "place": learn.MaxVisitPlace, "note": learn.MaxVisitNote}}
	for _, k := range []learn.VisitKind{learn.ServiceDay, learn.ClassDay} {
		view.Kinds = append(view.Kinds, option{Value: string(k), Name: s.Texts.Text(v.lang, "events.kind_"+string(k)), Chosen: string(k) == form.Kind})
	}
	for _, a := range s.Areas.Communes(s.Province) {
		view.Areas = append(view.Areas, a.Full())
	}
	var all []learn.Visit
	asked := map[string]int{}
	err := s.Store.View(r.Context(), func(tx *store.Tx) (err error) {
		if all, err = dispatch.Visits(tx); err != nil {
			return err
		}
		for _, visit := range all {
			if asked[visit.ID], err = dispatch.AskedOf(tx, visit.ID); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		s.fail(w, r, err)
		return
	}
	for _, visit := range learn.VisitsIn(all, "", s.Now()) {
		view.Visits = append(view.Visits, visitRow{s.visitView(v.lang, visit), asked[visit.ID], seenAt(visit)})
	}
	s.console(w, r, v, status, "console-events", page{
		Title: s.Texts.Text(v.lang, "console.events.title"), Nav: "events", Fault: fault, Data: view,
	})
}

func seenAt(v learn.Visit) string { return strconv.FormatInt(v.At.UnixNano(), 36) }

// editVisit shows the form with what is stored.
func (s *site) editVisit(w http.ResponseWriter, r *http.Request, v visit) {
	old, ok := s.visitOf(w, r, v)
	if !ok {
		return
	}
	start, end := old.Start.In(locales.Zone), old.End.In(locales.Zone)
	s.showVisits(w, r, v, http.StatusOK, visitForm{
		ID: old.ID, Kind: string(old.Kind), What: old.What, Areas: s.areaNames(old.Areas), Place: old.Place, Note: old.Note,
		Day: start.Format(time.DateOnly), From: start.Format("15:04"), To: end.Format("15:04"), Seen: seenAt(old),
	}, "", "")
}

// visitOf reads the visit that the address names.
func (s *site) visitOf(w http.ResponseWriter, r *http.Request, v visit) (old learn.Visit, ok bool) {
	id := r.PathValue("id")
	if !visitID.MatchString(id) {
		s.notThere(w, r, v)
		return old, false
	}
	err := s.Store.View(r.Context(), func(tx *store.Tx) (err error) {
		old, err = dispatch.Visit(tx, id)
		return err
	})
	switch {
	case isNotFound(err):
		s.notThere(w, r, v)
	case err != nil:
		s.fail(w, r, err)
	}
	return old, err == nil
}

// errSeen says that somebody else changed what the form shows.
var errSeen = errors.New("changed by somebody else")

// putVisit enters a new visit, or changes the one that {id} names.
func (s *site) putVisit(w http.ResponseWriter, r *http.Request, v visit) {
	form := visitForm{
		ID: r.PathValue("id"), Kind: r.PostFormValue("kind"), What: r.PostFormValue("what"), Areas: r.PostFormValue("areas"),
		Place: r.PostFormValue("place"), Day: r.PostFormValue("day"), From: r.PostFormValue("from"), To: r.PostFormValue("to"),
		Note: r.PostFormValue("note"), Seen: r.PostFormValue("seen"),
	}
	next, field := s.readVisit(form, v.staff.ID)
	if field != "" {
		s.showVisits(w, r, v, http.StatusUnprocessableEntity, form, field, s.Texts.Text(v.lang, "console.events.bad_"+field))
		return
	}
	if form.ID == "" {
		next.ID = newVisitID()
	} else if next.ID = form.ID; !visitID.MatchString(form.ID) {
		s.notThere(w, r, v)
		return
	}
	err := s.Store.Update(r.Context(), func(tx *store.Tx) error {
		if form.ID != "" {
			old, err := dispatch.Visit(tx, form.ID)
			if err != nil {
				return err
			}
			if seenAt(old) != form.Seen || old.State != learn.Planned {
				return errSeen
			}
		}
		return s.storeVisit(tx, next, AuditVisit)
	})
	s.visitDone(w, r, v, err, form, "console.events.done")
}

// storeVisit puts a visit with its line in the trail.
func (s *site) storeVisit(tx *store.Tx, v learn.Visit, did string) error {
	if err := dispatch.PutVisit(tx, v); err != nil {
		return err
	}
	return tx.Audit(store.AuditLine{At: s.Now(), Who: v.By, Did: did, What: v.ID})
}

func (s *site) visitDone(w http.ResponseWriter, r *http.Request, v visit, err error, form visitForm, done string) {
	switch {
	case errors.Is(err, errSeen):
		s.showVisits(w, r, v, http.StatusConflict, form, "", s.Texts.Text(v.lang, "console.events.changed"))
	case isNotFound(err):
		s.notThere(w, r, v)
	case err != nil:
		s.fail(w, r, err)
	default:
		s.flash(r, s.Texts.Text(v.lang, done))
		http.Redirect(w, r, "/console/events", http.StatusSeeOther)
	}
}

func (s *site) cancelVisit(w http.ResponseWriter, r *http.Request, v visit) {
	old, ok := s.visitOf(w, r, v)
	if !ok {
		return
	}
	err := s.Store.Update(r.Context(), func(tx *store.Tx) error {
		now, err := dispatch.Visit(tx, old.ID)
		if err != nil {
			return err
		}
		if now.State == learn.Cancelled { // a second click
			return nil
		}
		if seenAt(now) != r.PostFormValue("seen") {
			return errSeen
		}
		now.State, now.By, now.At = learn.Cancelled, v.staff.ID, s.Now()
		return s.storeVisit(tx, now, AuditVisitCancel)
	})
	s.visitDone(w, r, v, err, visitForm{Kind: string(old.Kind)}, "console.events.cancelled")
}

// newVisitID names a visit by chance.
func newVisitID() string { return strings.ToLower(rand.Text()[:12]) }

// readVisit makes a visit of a form; field names the first that is wrong.
func (s *site) readVisit(f visitForm, by string) (v learn.Visit, field string) {
	v = learn.Visit{
		Kind: learn.VisitKind(strings.TrimSpace(f.Kind)), What: oneLine(f.What), Place: oneLine(f.Place), Note: oneLine(f.Note),
		State: learn.Planned, By: by, At: s.Now(),
	}
	var ok bool
	if v.Areas, ok = s.readAreas(f.Areas); !ok {
		return v, "areas"
	}
	var err error
	if v.Start, err = time.ParseInLocation("2006-01-02 15:04", strings.TrimSpace(f.Day)+" "+strings.TrimSpace(f.From), locales.Zone); err != nil {
		return v, "start"
	}
	if v.End, err = time.ParseInLocation("2006-01-02 15:04", strings.TrimSpace(f.Day)+" "+strings.TrimSpace(f.To), locales.Zone); err != nil {
		return v, "end"
	}
	err = v.Check(s.Now())
	for _, known := range []struct {
		err   error
		field string
	}{
		{learn.ErrVisitKind, "kind"}, {learn.ErrVisitWhat, "what"}, {learn.ErrVisitAreas, "areas"}, {learn.ErrVisitPlace, "place"},
		{learn.ErrVisitTimes, "end"}, {learn.ErrVisitPast, "start"}, {learn.ErrVisitNote, "note"},
	} {
		if errors.Is(err, known.err) {
			return v, known.field
		}
	}
	return v, ""
}

func oneLine(s string) string { return strings.Join(strings.Fields(s), " ") }

// readAreas reads communes of the province, by name or code, parted by commas or semicolons. Each must be sure.
func (s *site) readAreas(text string) (codes []string, ok bool) {
	for part := range strings.FieldsFuncSeq(text, func(r rune) bool { return r == ',' || r == ';' || r == '\n' }) {
		part = strings.TrimSpace(part)
		if part == "" {
			continue
		}
		code, found := s.readArea(part)
		if !found {
			return nil, false
		}
		codes = append(codes, code)
	}
	return codes, len(codes) > 0
}

func (s *site) readArea(text string) (code string, ok bool) {
	if a, ok := s.Areas.Commune(text); ok {
		return a.Code, a.Province == s.Province
	}
	const sure = 0.9
	found := s.Areas.Find(text, s.Province)
	if len(found) == 0 || found[0].Elsewhere || found[0].Score < sure || len(found) > 1 && found[1].Score == found[0].Score {
		return "", false
	}
	return found[0].Area.Code, found[0].Area.Code != ""
}
