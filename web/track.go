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
	c, who, ok, locked, err := s.openByPIN(r.Context(), ref, r.PostFormValue("pin"))
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
	s.showPublic(w, r, http.StatusOK, c, who, publicNotice{})
}

func (s *site) trackWait(w http.ResponseWriter, r *http.Request, wait time.Duration, text string) {
	w.Header().Set("Retry-After", strconv.Itoa(int(math.Ceil(wait.Seconds()))))
	s.showTrack(w, r, http.StatusTooManyRequests, text, "")
}

// openByPIN returns the case of a reference if the PIN is right, and whose it is: that of the one who filed the case
// (who is empty), or of one who joined it. A reference that does not exist has a PIN that nobody knows. The PIN is
// compared before the transaction that counts the try, because hashing is slow.
func (s *site) openByPIN(ctx context.Context, ref, pin string) (c feedback.Case, who string, ok, locked bool, err error) {
	err = s.Store.View(ctx, func(tx *store.Tx) error {
		c, err = tx.Case(ref)
		return err
	})
	absent := isNotFound(err)
	if absent {
		c.PIN = s.nobody
	} else if err != nil {
		return c, "", false, false, err
	}
	who, matches := dispatch.MatchPIN(c, pin)
	err = s.Store.Update(ctx, func(tx *store.Tx) error {
		ok, locked, err = dispatch.TryPIN(tx, ref, s.Now(), matches && !absent)
		return err
	})
	return c, who, ok, locked, err
}

// citizenActions are what can be done on the tracking page.
var citizenActions = map[feedback.ActionKind]bool{
	feedback.DoAdd: true, feedback.DoReply: true, feedback.DoRate: true, feedback.DoReopen: true, feedback.DoNotDone: true,
	feedback.DoClose: true, feedback.DoPublish: true, feedback.DoUnpublish: true, feedback.DoAskVoice: true, feedback.DoLeave: true,
}

// trackAct does something to a case for the citizen, whose ticket shows that the PIN was known.
func (s *site) trackAct(w http.ResponseWriter, r *http.Request) {
	lang := s.langOf(r)
	kind := feedback.ActionKind(r.PathValue("action"))
	if !citizenActions[kind] {
		s.missing(w, r, lang)
		return
	}
	ref, who, ok := s.ticketed(r)
	if !ok {
		s.showTrack(w, r, http.StatusForbidden, s.Texts.Text(lang, "pages.track.expired"), "")
		return
	}
	stars, err := strconv.Atoi(r.PostFormValue("stars"))
	if err != nil {
		stars = 0
	}
	a := feedback.Action{Kind: kind, By: feedback.ByCitizen, Contact: who, Text: r.PostFormValue("text"), Stars: stars}
	if kind == feedback.DoAskVoice {
		a.Lang = lang
	}
	c, err := s.doForCitizen(r.Context(), ref, a)
	fault := s.citizenFault(lang, err)
	switch {
	case err == nil && kind == feedback.DoLeave:
		s.render(w, r, http.StatusOK, "pages-track", page{
			Lang: lang, Title: s.Texts.Text(lang, "pages.track.title"), Nav: "track", Flash: s.Texts.Text(lang, "pages.track.done.leave"),
			Others: s.langChoices(lang, "/track"), Data: trackView{},
		})
	case err == nil:
		s.showPublic(w, r, http.StatusOK, c, who, publicNotice{Flash: s.Texts.Text(lang, "pages.track.done."+string(kind))})
	case fault != "":
		s.showPublic(w, r, http.StatusUnprocessableEntity, c, who, publicNotice{Fault: fault, Kind: kind, Text: r.PostFormValue("text")})
	default:
		s.fail(w, r, err)
	}
}

// ticketed returns the case that a form is about, and which citizen sent it: who is empty for the one who filed the
// case. ok is false when the ticket is not good (any more).
func (s *site) ticketed(r *http.Request) (ref, who string, ok bool) {
	ref, err := feedback.ParseRef(r.PostFormValue("ref"))
	who = r.PostFormValue("as")
	return ref, who, err == nil && s.tickets.valid(r.PostFormValue("ticket"), ticketFor(ref, who), s.Now())
}

// ticketFor is what a ticket is issued for.
func ticketFor(ref, who string) string { return ref + "/" + who }

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
		{feedback.ErrClosed, "refused"}, {feedback.ErrNotAllowed, "refused"}, {feedback.ErrTooMany, "refused"}, {feedback.ErrNotYours, "refused"},
	} {
		if errors.Is(err, f.err) {
			return s.Texts.Text(lang, "pages.track.error."+f.id, "n", feedback.MaxText)
		}
	}
	return ""
}
