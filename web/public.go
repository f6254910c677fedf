package web

import (
	"context"
	"errors"
	"net/http"
	"slices"
	"strconv"

	"danloi/feedback"
	"danloi/locales"
	"danloi/store"
)

// publicView is a case as its citizen sees it.
type publicView struct {
	Ref, Ticket, As, Status, Topic, Unit, Area, Opened, Due string
	Late, Forgotten                                         bool
	Together, Promised, Public                              string // empty when there is nothing to say
	Asked, Shared, Stop, Hear                               bool   // the promise was asked about; somebody else filed it
	Parts                                                   []partView
	Preview                                                 *publicPreview
	PassedOn                                                int
	Words, WordsLang                                        string
	Files                                                   []publicFile
	Story                                                   []publicEntry
	Add, Reply, Rate, Reopen                                bool
	Stars                                                   []option
	Most                                                    int
	Notice                                                  publicNotice
}

// publicPreview is how others would see a case, for the citizen who may let them.
type publicPreview struct {
	Words string
	Point bool
}

type publicEntry struct {
	At, Title, Text, Why, Reason, Class, Lang string
	Files                                     []publicFile
}

type publicFile struct{ ID, Name string }

// publicNotice is what the page says about an action that was tried.
type publicNotice struct {
	Flash, Fault string
	Kind         feedback.ActionKind // the form to show again as it was typed
	Text         string
}

func (s *site) showPublic(w http.ResponseWriter, r *http.Request, status int, c feedback.Case, who string, n publicNotice) {
	lang := s.langOf(r)
	s.render(w, r, status, "pages-case", page{
		Lang: lang, Title: s.Texts.Text(lang, "pages.track.case", "ref", c.Ref), Nav: "track",
		Flash: n.Flash, Fault: n.Fault, Data: s.publicView(lang, c, who, n),
	})
}

// seenBy returns a case as one of its citizens may see it: the one who filed it (who is empty), or one who joined.
func seenBy(c feedback.Case, who string) feedback.Case {
	if who == "" {
		return c.ForOwner()
	}
	return c.ForFollower(who)
}

func (s *site) publicView(lang string, c feedback.Case, who string, n publicNotice) publicView {
	c = seenBy(c, who)
	v := publicView{
		Ref: c.Ref, As: who, Ticket: s.tickets.issue(ticketFor(c.Ref, who), s.Now()), Shared: who != "", Status: s.Texts.Text(lang, "pages.status."+string(c.Status)),
		Topic: s.topicName(c.Topic, lang), Unit: s.unitName(c.Unit, lang), Area: areaName(s, c.Area), Opened: moment(c.Opened),
		Late: c.Working() && c.Answer.Late(s.Now()), Forgotten: forgotten(c), PassedOn: c.PassedOn,
		Words: c.Person.Words, WordsLang: c.Lang, Files: s.publicFiles(lang, c, c.Story[0]), Most: feedback.MaxText, Notice: n,
		Reply: c.Can(feedback.DoReply, feedback.ByCitizen), Rate: c.Can(feedback.DoRate, feedback.ByCitizen),
		Reopen: c.Can(feedback.DoReopen, feedback.ByCitizen),
	}
	v.Add = !v.Reply && c.Can(feedback.DoAdd, feedback.ByCitizen)
	v.Due = s.publicDue(lang, c)
	s.publicExtras(lang, c, &v)
	v.Parts = s.partViews(lang, c)
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

// publicExtras says who else reported it, what was promised, and who may see it.
func (s *site) publicExtras(lang string, c feedback.Case, v *publicView) {
	if len(c.Joined) > 0 {
		v.Together = s.Texts.Text(lang, "pages.track.together_n", "n", c.Together())
	}
	if !c.Promised.IsZero() && c.Open() {
		v.Promised, v.Asked = locales.Date(c.Promised), !c.PromiseAsked.IsZero()
	}
	v.Hear = lang != locales.Default && c.Can(feedback.DoAskVoice, feedback.ByCitizen) && slices.ContainsFunc(c.Story, func(e feedback.Entry) bool {
		return e.Kind == feedback.DoAnswer
	})
	if v.Shared {
		return
	}
	if state := c.Publication.State; state != feedback.NotPublic {
		v.Public = s.Texts.Text(lang, "pages.track.public_"+string(state))
	}
	v.Stop = c.Can(feedback.DoUnpublish, feedback.ByCitizen)
	if c.Can(feedback.DoPublish, feedback.ByCitizen) && !v.Forgotten {
		words, _ := feedback.Redact(c.Person.Words)
		v.Preview = &publicPreview{Words: words, Point: c.ShownPlace(s.Directory) != nil}
	}
}

// publicEntry words one entry; unit is who had the case then. Members of staff are not named to the citizen.
func (s *site) publicEntry(lang string, c feedback.Case, i int, unit feedback.Unit) publicEntry {
	e, words := c.Story[i], c.Text(i)
	text, own := words.In(lang)
	if e.To != "" {
		unit = e.To
	}
	p := publicEntry{
		At: moment(e.At), Text: text, Why: words.Why, Class: entryClass(e), Files: s.publicFiles(lang, c, e), Lang: locales.Default,
		Title: s.Texts.Text(lang, entryText(e), "unit", s.unitName(unit, lang), "stars", e.Stars, "date", locales.Date(e.Due), "state", s.partState(lang, e.Part)),
	}
	switch {
	case e.By == feedback.ByCitizen:
		p.Lang = c.Lang
	case own:
		p.Lang = lang
	}
	if !e.Promised.IsZero() && e.By != feedback.ByCitizen && e.By != feedback.BySystem {
		p.Reason = s.Texts.Text(lang, "pages.entry.promised", "date", locales.Date(e.Promised))
	}
	if reason, ok := s.Directory.Reason(e.Reason); ok {
		p.Reason = s.Texts.Text(lang, "reason."+reason.ID)
		if reason.Door != "" {
			p.Reason += "\n" + s.Texts.Text(lang, "door."+reason.Door)
		}
	}
	return p
}

// entryText names the text of an entry.
func entryText(e feedback.Entry) string {
	if e.Contact == feedback.Another {
		return "pages.entry.other_" + string(e.Kind)
	}
	return "pages.entry." + string(e.Kind)
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

func (s *site) publicFiles(lang string, c feedback.Case, e feedback.Entry) []publicFile {
	var out []publicFile
	for _, id := range e.Files {
		if kind, n, ok := fileOf(c, id); ok {
			out = append(out, publicFile{ID: id, Name: s.Texts.Text(lang, "pages.track.file_"+kind, "n", n)})
		}
	}
	return out
}

// trackFile gives the citizen a file of an entry that they may see.
func (s *site) trackFile(w http.ResponseWriter, r *http.Request) {
	ref, who, ok := s.ticketed(r)
	if !ok {
		s.showTrack(w, r, http.StatusForbidden, s.Texts.Text(s.langOf(r), "pages.track.expired"), "")
		return
	}
	f, err := s.publicFile(r.Context(), ref, who, r.PostFormValue("file"))
	switch {
	case isNotFound(err) || errors.Is(err, store.ErrForgotten):
		s.missing(w, r, s.langOf(r))
	case err != nil:
		s.fail(w, r, err)
	default:
		serveFile(w, r, f)
	}
}

// publicFile returns a file of an entry that this citizen may see, or store.ErrNotFound.
func (s *site) publicFile(ctx context.Context, ref, who, id string) (f store.File, err error) {
	err = s.Store.View(ctx, func(tx *store.Tx) error {
		c, err := tx.Case(ref)
		if err != nil {
			return err
		}
		c = seenBy(c, who)
		for _, i := range c.Public() {
			if slices.Contains(c.Story[i].Files, id) {
				f, err = tx.File(id)
				return err
			}
		}
		return store.ErrNotFound
	})
	return f, err
}
