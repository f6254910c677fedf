package web

import (
	"context"
	"errors"
	"math"
	"net/http"
	"strconv"
	"time"

	"danloi/bot/dispatch"
	"danloi/feedback"
	"danloi/locales"
	"danloi/store"
)

// freeTriesGuesser is how many PINs may be tried from one address before the waiting begins. How many may be tried
// for one reference, on whatever channel, is for dispatch to say.
const freeTriesGuesser = 20

type trackView struct{ Ref, Field string }

// trackForm asks for reference and PIN.
func (s *site) trackForm(w http.ResponseWriter, r *http.Request) {
	s.showTrack(w, r, http.StatusOK, "", "")
}

func (s *site) showTrack(w http.ResponseWriter, r *http.Request, status int, fault, field string) {
	lang := s.langOf(r)
	s.render(w, r, status, "pages-track", page{
		Lang: lang, Title: s.Texts.Text(lang, "pages.track.title"), Nav: "track", Fault: fault,
		Others: s.langChoices(lang, "/track"), Data: trackView{Ref: r.PostFormValue("ref"), Field: field},
	})
}

// track shows a case to whoever has its reference and PIN. A reference that does not exist answers as slowly, and
// locks as soon, as one that does.
func (s *site) track(w http.ResponseWriter, r *http.Request) {
	lang, now := s.langOf(r), s.Now()
	ref, err := feedback.ParseRef(r.PostFormValue("ref"))
	if err != nil {
		id := "pages.track.wrong"
		if errors.Is(err, feedback.ErrMistyped) {
			id = "pages.track.mistyped"
		}
		s.showTrack(w, r, http.StatusUnprocessableEntity, s.Texts.Text(lang, id), "ref")
		return
	}
	address := clientAddress(r)
	if wait := s.guessers.begin(address, now); wait > 0 {
		s.trackWait(w, r, wait, s.Texts.Text(lang, "pages.error.slow", "n", int(math.Ceil(wait.Minutes()))))
		return
	}
	c, ok, locked, err := s.openByPIN(r.Context(), ref, r.PostFormValue("pin"))
	if err != nil {
		s.fail(w, r, err)
		return
	}
	if locked {
		s.showTrack(w, r, http.StatusTooManyRequests, s.Texts.Text(lang, "pages.track.locked"), "")
		return
	}
	if !ok {
		s.showTrack(w, r, http.StatusUnprocessableEntity, s.Texts.Text(lang, "pages.track.wrong"), "pin")
		return
	}
	s.guessers.refund(address)
	s.showPublic(w, r, http.StatusOK, c, publicNotice{})
}

func (s *site) trackWait(w http.ResponseWriter, r *http.Request, wait time.Duration, text string) {
	w.Header().Set("Retry-After", strconv.Itoa(int(math.Ceil(wait.Seconds()))))
	s.showTrack(w, r, http.StatusTooManyRequests, text, "")
}

// openByPIN returns the case of a reference if the PIN is right. A reference that does not exist has a PIN that nobody
// knows. The PIN is compared before the transaction that counts the try, because hashing is slow.
func (s *site) openByPIN(ctx context.Context, ref, pin string) (c feedback.Case, ok, locked bool, err error) {
	err = s.Store.View(ctx, func(tx *store.Tx) error {
		c, err = tx.Case(ref)
		return err
	})
	absent := isNotFound(err)
	if absent {
		c.PIN = s.nobody
	} else if err != nil {
		return c, false, false, err
	}
	matches := c.PIN.Matches(pin) && !absent
	err = s.Store.Update(ctx, func(tx *store.Tx) error {
		ok, locked, err = dispatch.TryPIN(tx, ref, s.Now(), matches)
		return err
	})
	return c, ok, locked, err
}

// citizenActions are what can be done on the tracking page.
var citizenActions = map[feedback.ActionKind]bool{
	feedback.DoAdd: true, feedback.DoReply: true, feedback.DoRate: true, feedback.DoReopen: true,
}

// trackAct does something to a case for the citizen, whose ticket shows that the PIN was known.
func (s *site) trackAct(w http.ResponseWriter, r *http.Request) {
	lang := s.langOf(r)
	kind := feedback.ActionKind(r.PathValue("action"))
	if !citizenActions[kind] {
		s.missing(w, r, lang)
		return
	}
	ref, err := feedback.ParseRef(r.PostFormValue("ref"))
	if err != nil || !s.tickets.valid(r.PostFormValue("ticket"), ref, s.Now()) {
		s.showTrack(w, r, http.StatusForbidden, s.Texts.Text(lang, "pages.track.expired"), "")
		return
	}
	stars, err := strconv.Atoi(r.PostFormValue("stars"))
	if err != nil {
		stars = 0
	}
	c, err := s.doForCitizen(r.Context(), ref, feedback.Action{
		Kind: kind, By: feedback.ByCitizen, Text: r.PostFormValue("text"), Stars: stars,
	})
	fault := s.citizenFault(lang, err)
	switch {
	case err == nil:
		s.showPublic(w, r, http.StatusOK, c, publicNotice{Flash: s.Texts.Text(lang, "pages.track.done."+string(kind))})
	case fault != "":
		s.showPublic(w, r, http.StatusUnprocessableEntity, c, publicNotice{Fault: fault, Kind: kind, Text: r.PostFormValue("text")})
	default:
		s.fail(w, r, err)
	}
}

// doForCitizen applies an action to the case as it is now. The case comes back also when the action is refused.
func (s *site) doForCitizen(ctx context.Context, ref string, a feedback.Action) (c feedback.Case, err error) {
	world := feedback.World{Now: s.Now(), Calendar: s.Calendar, Directory: s.Directory}
	err = s.Store.Update(ctx, func(tx *store.Tx) error {
		if c, err = tx.Case(ref); err != nil {
			return err
		}
		if c, err = c.Do(a, world); err != nil {
			return err
		}
		return tx.PutCase(c)
	})
	return c, err
}

// citizenFault words a refusal, and is empty for a fault of ours.
func (s *site) citizenFault(lang string, err error) string {
	for _, f := range []struct {
		err error
		id  string
	}{
		{feedback.ErrNoText, "text"}, {feedback.ErrTooLong, "long"}, {feedback.ErrBadRating, "stars"},
		{feedback.ErrClosed, "refused"}, {feedback.ErrNotAllowed, "refused"}, {feedback.ErrTooMany, "refused"},
	} {
		if errors.Is(err, f.err) {
			return s.Texts.Text(lang, "pages.track.error."+f.id, "n", feedback.MaxText)
		}
	}
	return ""
}

// publicView is a case as its citizen sees it.
type publicView struct {
	Ref, Ticket, Status, Topic, Unit, Area, Opened, Due string
	Late, Forgotten                                     bool
	PassedOn                                            int
	Words, WordsLang                                    string
	Files                                               int
	Story                                               []publicEntry
	Add, Reply, Rate, Reopen                            bool
	Stars                                               []option
	Most                                                int
	Notice                                              publicNotice
}

type publicEntry struct {
	At, Title, Text, Why, Reason, Class, Lang string
	Files                                     int
}

// publicNotice is what the page says about an action that was tried.
type publicNotice struct {
	Flash, Fault string
	Kind         feedback.ActionKind // the form to show again as it was typed
	Text         string
}

func (s *site) showPublic(w http.ResponseWriter, r *http.Request, status int, c feedback.Case, n publicNotice) {
	lang := s.langOf(r)
	s.render(w, r, status, "pages-case", page{
		Lang: lang, Title: s.Texts.Text(lang, "pages.track.case", "ref", c.Ref), Nav: "track",
		Flash: n.Flash, Fault: n.Fault, Data: s.publicView(lang, c, n),
	})
}

func (s *site) publicView(lang string, c feedback.Case, n publicNotice) publicView {
	v := publicView{
		Ref: c.Ref, Ticket: s.tickets.issue(c.Ref, s.Now()), Status: s.Texts.Text(lang, "pages.status."+string(c.Status)),
		Topic: s.topicName(c.Topic, lang), Unit: s.unitName(c.Unit, lang), Area: areaName(s, c.Area), Opened: moment(c.Opened),
		Late: c.Working() && c.Answer.Late(s.Now()), Forgotten: forgotten(c), PassedOn: c.PassedOn,
		Words: c.Person.Words, WordsLang: c.Lang, Files: len(c.Story[0].Files), Most: feedback.MaxText, Notice: n,
		Reply: c.Can(feedback.DoReply, feedback.ByCitizen), Rate: c.Can(feedback.DoRate, feedback.ByCitizen),
		Reopen: c.Can(feedback.DoReopen, feedback.ByCitizen),
	}
	v.Add = !v.Reply && c.Can(feedback.DoAdd, feedback.ByCitizen)
	v.Due = s.publicDue(lang, c)
	for i := 1; i <= 5; i++ {
		v.Stars = append(v.Stars, option{
			Value: strconv.Itoa(i), Name: s.Texts.Text(lang, "pages.track.stars_"+strconv.Itoa(i)), Chosen: c.Rating == i,
		})
	}
	unit := c.Story[0].To
	for _, i := range c.Public() {
		if e := c.Story[i]; i > 0 {
			v.Story = append(v.Story, s.publicEntry(lang, c, i, unit))
			if e.To != "" {
				unit = e.To
			}
		}
	}
	return v
}

// publicEntry words one entry; unit is who had the case then. Members of staff are not named to the citizen.
func (s *site) publicEntry(lang string, c feedback.Case, i int, unit feedback.Unit) publicEntry {
	e, words := c.Story[i], c.Text(i)
	if e.To != "" {
		unit = e.To
	}
	p := publicEntry{
		At: moment(e.At), Text: words.Text, Why: words.Why, Class: entryClass(e), Files: len(e.Files), Lang: locales.Default,
		Title: s.Texts.Text(lang, "pages.entry."+string(e.Kind), "unit", s.unitName(unit, lang), "stars", e.Stars, "date", locales.Date(e.Due)),
	}
	if e.By == feedback.ByCitizen {
		p.Lang = c.Lang
	}
	if reason, ok := s.Directory.Reason(e.Reason); ok {
		p.Reason = s.Texts.Text(lang, "reason."+reason.ID)
		if reason.Door != "" {
			p.Reason += "\n" + s.Texts.Text(lang, "door."+reason.Door)
		}
	}
	return p
}

func (s *site) publicDue(lang string, c feedback.Case) string {
	date, now := locales.Date(c.Answer.Due), s.Now()
	id := "due_on"
	switch {
	case c.Answer.Stopped():
		id = "due_stopped"
	case c.Status == feedback.Answered && c.Answer.Late(now):
		id = "due_missed"
	case c.Status == feedback.Answered:
		id = "due_kept"
	case !c.Working():
		return ""
	case c.Answer.Late(now):
		id = "due_late"
	}
	return s.Texts.Text(lang, "pages.track."+id, "date", date)
}
