package web

import (
	"errors"
	"net/http"
	"slices"
	"strings"
	"unicode/utf8"

	"danloi/bot/dispatch"
	"danloi/store"
)

// Announcements go to citizens who asked for an area or a topic, and to nobody else.

// What the audit trail says of announcements.
const (
	AuditAnnounce     = "sent_announcement"
	AuditAnnounceStop = "stopped_announcement"
)

// maxAnnouncement is the longest announcement in characters: one screen of a small phone.
const maxAnnouncement = 1000

type announceView struct {
	Areas, Words string
	Topics       []option
	Known        []string // names of all communes
	Most         int
	Field        string
	Preview      bool
	To           string // whom it goes to, in words
	Count        int
	Sent         []announcementRow
}

type announcementRow struct {
	ID, At, To, Words, State string
	Total, Reached           int
	Running                  bool
}

func (s *site) announcePage(w http.ResponseWriter, r *http.Request, v visit) {
	s.showAnnounce(w, r, v, http.StatusOK, announceView{Topics: s.topicOptions(v.lang, nil)}, "")
}

func (s *site) topicOptions(lang string, chosen []string) []option {
	var out []option
	for _, g := range s.Library().Groups() {
		out = append(out, option{Value: g, Name: s.Texts.Text(lang, "group."+g), Chosen: slices.Contains(chosen, g)})
	}
	return out
}

func (s *site) showAnnounce(w http.ResponseWriter, r *http.Request, v visit, status int, view announceView, fault string) {
	view.Most = maxAnnouncement
	for _, a := range s.Areas.Communes(s.Province) {
		view.Known = append(view.Known, a.Full())
	}
	var all []dispatch.Announcement
	err := s.Store.View(r.Context(), func(tx *store.Tx) (err error) {
		all, err = dispatch.Announcements(tx)
		return err
	})
	if err != nil {
		s.fail(w, r, err)
		return
	}
	for _, a := range all {
		state := "running"
		switch {
		case a.Stopped:
			state = "stopped"
		case !a.Done.IsZero():
			state = "done"
		}
		view.Sent = append(view.Sent, announcementRow{
			ID: a.ID, At: moment(a.At), To: s.keyNames(v.lang, a.Keys), Words: a.Words, State: s.Texts.Text(v.lang, "console.news."+state),
			Total: a.Total, Reached: a.Reached, Running: state == "running",
		})
	}
	s.console(w, r, v, status, "console-news", page{Title: s.Texts.Text(v.lang, "console.news.title"), Nav: "news", Fault: fault, Data: view})
}

// keyNames words whom an announcement goes to.
func (s *site) keyNames(lang string, keys []string) string {
	var names []string
	for _, key := range keys {
		kind, id, _ := strings.Cut(key, ":")
		if kind == "area" {
			names = append(names, areaName(s, id))
		} else {
			names = append(names, s.Texts.Text(lang, "group."+id))
		}
	}
	return strings.Join(names, ", ")
}

// announce shows what would go to how many, and sends it off when that was confirmed.
func (s *site) announce(w http.ResponseWriter, r *http.Request, v visit) {
	view := announceView{
		Areas: r.PostFormValue("areas"), Words: strings.TrimSpace(strings.ReplaceAll(r.PostFormValue("words"), "\r\n", "\n")),
		Topics: s.topicOptions(v.lang, r.PostForm["topic"]),
	}
	keys, field := s.announceKeys(view)
	if n := utf8.RuneCountInString(view.Words); field == "" && (n == 0 || n > maxAnnouncement) {
		field = "words"
	}
	if field != "" {
		view.Field = field
		s.showAnnounce(w, r, v, http.StatusUnprocessableEntity, view, s.Texts.Text(v.lang, "console.news.bad_"+field, "n", maxAnnouncement))
		return
	}
	if r.PostFormValue("step") != "send" {
		s.previewAnnouncement(w, r, v, view, keys)
		return
	}
	a := dispatch.Announcement{Keys: keys, Words: view.Words, By: v.staff.ID, At: s.Now()}
	err := s.Store.Update(r.Context(), func(tx *store.Tx) error {
		if err := dispatch.Announce(tx, a); err != nil {
			return err
		}
		return tx.Audit(store.AuditLine{At: a.At, Who: v.staff.ID, Did: AuditAnnounce, What: dispatch.AnnouncementID(keys, a.Words)})
	})
	switch {
	case errors.Is(err, dispatch.ErrSent):
		s.showAnnounce(w, r, v, http.StatusConflict, view, s.Texts.Text(v.lang, "console.news.twice"))
	case err != nil:
		s.fail(w, r, err)
	default:
		s.flash(r, s.Texts.Text(v.lang, "console.news.sent"))
		http.Redirect(w, r, "/console/news", http.StatusSeeOther)
	}
}

// announceKeys are what the form chose, or the field that is wrong.
func (s *site) announceKeys(view announceView) (keys []string, field string) {
	if strings.TrimSpace(view.Areas) != "" {
		codes, ok := s.readAreas(view.Areas)
		if !ok {
			return nil, "areas"
		}
		for _, c := range codes {
			keys = append(keys, "area:"+c)
		}
	}
	for _, t := range view.Topics {
		if t.Chosen {
			keys = append(keys, "topic:"+t.Value)
		}
	}
	if len(keys) == 0 {
		return nil, "nobody"
	}
	return slices.Compact(slices.Sorted(slices.Values(keys))), ""
}

func (s *site) previewAnnouncement(w http.ResponseWriter, r *http.Request, v visit, view announceView, keys []string) {
	err := s.Store.View(r.Context(), func(tx *store.Tx) error {
		to, err := dispatch.Followers(tx, keys)
		view.Count = len(to)
		return err
	})
	if err != nil {
		s.fail(w, r, err)
		return
	}
	view.Preview, view.To = true, s.keyNames(v.lang, keys)
	s.showAnnounce(w, r, v, http.StatusOK, view, "")
}

func (s *site) stopAnnouncement(w http.ResponseWriter, r *http.Request, v visit) {
	id := r.PathValue("id")
	err := s.Store.Update(r.Context(), func(tx *store.Tx) error {
		if err := dispatch.StopAnnouncement(tx, id); err != nil {
			return err
		}
		return tx.Audit(store.AuditLine{At: s.Now(), Who: v.staff.ID, Did: AuditAnnounceStop, What: id})
	})
	switch {
	case isNotFound(err) || errors.Is(err, store.ErrKey):
		s.notThere(w, r, v)
	case err != nil:
		s.fail(w, r, err)
	default:
		http.Redirect(w, r, "/console/news", http.StatusSeeOther)
	}
}
