package web

import (
	"fmt"
	"maps"
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"danloi/feedback"
	"danloi/leaflet"
	"danloi/learn"
	"danloi/store"
)

// TestEveryPage renders every page in every language of its readers and fails on a missing text.
func TestEveryPage(t *testing.T) {
	h := newHouse(t).fill()
	chief := h.staff("chief")
	held := h.held("1", "sender", "")
	h.do("lamp", feedback.Action{Kind: feedback.DoPublish, By: feedback.ByCitizen})
	class, member := h.openClass("chief")
	for i, lang := range consoleLangs {
		paths := []string{"/console/", "/console/new", "/console/people", "/console/learn", "/console/learn/tra-loi-nguoi-dan", "/console/learn/tra-loi-nguoi-dan/end", "/console/events", "/console/news", "/console/password", "/console/audit", "/console/questions", "/console/content", "/console/none",
			"/console/classes", "/console/classes/figures"}
		for _, p := range []string{"", "/register", "/sign", "/paper", "/paper/" + member, "/report"} {
			paths = append(paths, classBase+class.ID+p)
		}
		paths = append(paths, "/console/board", "/console/publish", "/console/publish?state=approved", publishURL(h.refs["lamp"]), "/console/pen", "/console/pen/"+held, "/console/reach")
		for _, g := range slices.Concat(h.Library().Drafts(), h.Library().Guides()[:5]) {
			paths = append(paths, "/console/content/guides/"+g.Slug)
		}
		for _, m := range h.Library().Modules() {
			paths = append(paths, "/console/content/modules/"+m.Slug)
		}
		for _, tab := range tabs {
			paths = append(paths, "/console/?tab="+string(tab.id))
		}
		for _, ref := range h.refs {
			paths = append(paths, caseURL(ref))
		}
		for _, p := range paths {
			status := http.StatusOK
			if p == "/console/none" {
				status = http.StatusNotFound
			}
			chief.get(withLang(p, lang)).wants(t, status, `<html lang="`+lang+`">`)
		}
		chief.fileAtCounter(url.Values{"lang": {lang}, "nonce": {fmt.Sprintf("%032x", len(h.refs)+i)}}).wants(t, http.StatusOK, "<svg", `<html lang="`+lang+`">`)
		chosen := url.Values{"do": {"accept"}, "case": h.picks("lamp", "flood")}
		chief.post("/console/batch", chosen).wants(t, http.StatusOK, `<html lang="`+lang+`">`)
		chief.post("/console/batch/do", chosen).wants(t, http.StatusOK, `<html lang="`+lang+`">`)
		h.browser().get("/console/login?lang="+lang).wants(t, http.StatusOK, `<html lang="`+lang+`">`)
	}
	for _, l := range h.Texts.Languages() {
		for _, g := range h.Library().Guides() {
			h.browser().get("/g/"+g.Slug+"?lang="+l.Tag).wants(t, http.StatusOK, `<html lang="`+l.Tag+`">`)
		}
		h.browser().get("/g/?lang="+l.Tag).wants(t, http.StatusOK, `<html lang="`+l.Tag+`">`)
		h.browser().get("/events?lang="+l.Tag).wants(t, http.StatusOK)
		h.browser().get("/certificate?lang="+l.Tag).wants(t, http.StatusOK)
		h.browser().get("/g/none?lang="+l.Tag).wants(t, http.StatusNotFound)
		h.browser().get("/track?lang="+l.Tag).wants(t, http.StatusOK)
		h.browser().get("/class/?lang="+l.Tag).wants(t, http.StatusOK)
		h.browser().get("/class/"+class.Code+"/in?lang="+l.Tag).wants(t, http.StatusOK)
		h.browser().get("/board?lang="+l.Tag).wants(t, http.StatusOK)
		h.browser().get("/board/cases?lang="+l.Tag).wants(t, http.StatusOK)
		for name := range h.refs {
			h.follow(name, l.Tag).wants(t, http.StatusOK, h.refs[name])
		}
	}
	h.browser().get("/class/"+class.Code).wants(t, http.StatusOK, class.Code)
	want := strings.Join(slices.Sorted(slices.Values(strings.Fields(`
		class-screen
		console-audit
		console-batch
		console-batch-done
		console-board
		console-case
		console-class
		console-classes
		console-content
		console-events
		console-figures
		console-inbox
		console-learn
		console-learned
		console-lesson
		console-login
		console-message
		console-moderate
		console-new
		console-news
		console-paper
		console-paperform
		console-password
		console-pen
		console-penned
		console-people
		console-publish
		console-questions
		console-reach
		console-register
		console-report
		console-sign
		console-slip
		pages-board
		pages-case
		pages-cases
		pages-certificate
		pages-class
		pages-events
		pages-guide
		pages-guides
		pages-message
		pages-preview
		pages-sign
		pages-track`))), " ")
	if got := strings.Join(slices.Sorted(maps.Keys(h.pages)), " "); got != want {
		t.Errorf("the templates are %s: is each of them rendered here?", got)
	}
}

// TestEveryText: all that a page may say by way of a rule's id is there.
func TestEveryText(t *testing.T) {
	h := newHouse(t)
	var ids []string
	for _, f := range append(forms, formSpec{kind: feedback.DoAccept}) {
		ids = append(ids, "console.do."+string(f.kind), "console.done."+string(f.kind), "console.audit.did."+string(f.kind), "console.entry."+string(f.kind))
	}
	for _, f := range classFaults {
		ids = append(ids, "classpage.fault."+f.id)
	}
	for _, m := range []learn.MoveKind{learn.MoveNext, learn.MoveBack, learn.MoveShut, learn.MoveReopen, learn.MoveShow, learn.MoveEnd, learn.MoveResume} {
		ids = append(ids, "classpage.move."+string(m))
	}
	for _, p := range []learn.Phase{learn.Before, learn.Lesson, learn.After} {
		ids = append(ids, "classpage.phase."+string(p))
	}
	for _, by := range []learn.MemberSource{learn.ByPhone, learn.ByList, learn.ByQR} {
		ids = append(ids, "classpage.by."+string(by))
	}
	for _, r := range refusals {
		ids = append(ids, "console.error."+r.id)
	}
	for _, k := range []feedback.ActionKind{
		feedback.DoFile, feedback.DoAccept, feedback.DoUpdate, feedback.DoAnswer, feedback.DoPassOn, feedback.DoAsk, feedback.DoReply,
		feedback.DoDecline, feedback.DoAdd, feedback.DoRate, feedback.DoReopen, feedback.DoClose, feedback.DoDuplicate, feedback.DoExtend,
	} {
		ids = append(ids, "console.entry."+string(k), "pages.entry."+string(k))
	}
	for _, st := range []feedback.Status{
		feedback.Received, feedback.Accepted, feedback.InProgress, feedback.Waiting, feedback.PassedOn, feedback.Answered,
		feedback.Closed, feedback.Declined, feedback.Duplicate,
	} {
		ids = append(ids, "console.status."+string(st), "pages.status."+string(st))
	}
	for _, r := range h.Directory.Reasons() {
		ids = append(ids, "reason."+r.ID, "console.reason."+r.ID)
		if r.Door != "" {
			ids = append(ids, "door."+r.Door)
		}
	}
	for kind := range citizenActions {
		ids = append(ids, "pages.track.done."+string(kind))
	}
	for _, id := range ids {
		for _, lang := range consoleLangs {
			if !h.Texts.Has(lang, id) {
				t.Errorf("%s has no text %s", lang, id)
			}
		}
	}
}

func withLang(path, lang string) string {
	if strings.Contains(path, "?") {
		return path + "&lang=" + lang
	}
	return path + "?lang=" + lang
}

// follow opens a case as its citizen.
func (h *house) follow(name, lang string) answer {
	h.t.Helper()
	return h.browser().post("/track", url.Values{"ref": {h.refs[name]}, "pin": {h.pins[name]}, "lang": {lang}})
}

func TestGuidePage(t *testing.T) {
	h := newHouse(t)
	g, ok := h.Library().Guide("dang-ky-tam-tru")
	if !ok {
		t.Fatal("the library has no such guide")
	}
	words, _ := g.In("vi")
	a := h.browser().get("/g/dang-ky-tam-tru")
	a.wants(t, http.StatusOK, words.Title, words.Get, words.Steps[0].Title, "/?start=g-dang-ky-tam-tru&amp;lang=vi",
		h.Texts.Text("vi", "pages.guide.checked", "date", leaflet.Day(g.Verified)), g.Link)
	for _, f := range h.frame("vi").Fees(g) {
		a.wants(t, http.StatusOK, f.Amount, f.Until)
	}
	a.lacks(t, "noindex")
	h.clock = g.ReviewBy.Time().AddDate(0, 0, 2)
	h.browser().get("/g/dang-ky-tam-tru").wants(t, http.StatusOK, `content="noindex"`, h.Texts.Text("vi", "pages.guide.stale", "date", leaflet.Day(g.Verified)))
}

func TestFollowWithoutData(t *testing.T) {
	h := newHouse(t).fill()
	a := h.follow("answered", "en")
	a.wants(t, http.StatusOK, "Answered", "Đã thay bóng đèn", "answered in time")
	a.lacks(t, "Cán bộ ours", h.pins["answered"], "citizen5")
	if a.url != "/track" {
		t.Errorf("the address tells %s", a.url)
	}
	h.follow("lamp", "vi").lacks(t, "Hoàng Văn Páo", "0987654321")
}

// TestFollowLocks: wrong PINs lock a reference, one that exists and one that does not alike.
func TestFollowLocks(t *testing.T) {
	h := newHouse(t).fill()
	for _, ref := range []string{h.refs["lamp"], feedback.NewRef([16]byte{1, 2, 3})} {
		form := url.Values{"ref": {ref}, "pin": {"000000"}}
		for range 4 {
			h.browser().post("/track", form).wants(t, http.StatusUnprocessableEntity, h.Texts.Text("vi", "pages.track.wrong"))
		}
		h.browser().post("/track", form).wants(t, http.StatusTooManyRequests, h.Texts.Text("vi", "pages.track.locked"))
	}
	h.follow("lamp", "vi").wants(t, http.StatusTooManyRequests)
	h.clock = h.clock.Add(20 * time.Minute)
	h.follow("lamp", "vi").wants(t, http.StatusOK)
	h.browser().post("/track", url.Values{"ref": {"K7F-4HM4"}, "pin": {"1"}}).wants(t, http.StatusUnprocessableEntity)
}

// TestFollowFiles: the citizen sees the files of public entries and no others.
func TestFollowFiles(t *testing.T) {
	h := newHouse(t).fill()
	note := store.File{ID: "notefile", Contact: "citizen1", Type: "image/png", Data: samplePhoto(t)}
	_, err := h.act(t.Context(), store.Staff{}, h.refs["lamp"], 0, feedback.Action{
		Kind: feedback.DoNote, By: "ours", Files: []feedback.File{{ID: "notefile", Kind: "photo", Type: "image/png"}},
	}, []store.File{note})
	must(t, err)
	a := h.follow("lamp", "vi")
	a.wants(t, http.StatusOK, "lampphoto", h.Texts.Text("vi", "pages.track.file_audio", "n", 2))
	a.lacks(t, "notefile")
	form := url.Values{"ref": {h.refs["lamp"]}, "ticket": {ticketField.FindStringSubmatch(a.body)[1]}, "file": {"lampphoto"}}
	if got := h.browser().post("/track/file", form); got.status != http.StatusOK || got.body != string(samplePhoto(t)) {
		t.Errorf("photo: status %d, %d bytes", got.status, len(got.body))
	}
	for _, id := range []string{"notefile", "theirphoto", "none"} {
		form.Set("file", id)
		h.browser().post("/track/file", form).wants(t, http.StatusNotFound)
	}
	form.Set("ticket", "x")
	h.browser().post("/track/file", form).wants(t, http.StatusForbidden)
}

var ticketField = regexp.MustCompile(`name="ticket" value="([^"]+)"`)

// TestFollowActs: words, a rating and a reopening reach the case; without a good ticket nothing does.
func TestFollowActs(t *testing.T) {
	h := newHouse(t).fill()
	b := h.browser()
	act := func(name, kind string, form url.Values) answer {
		t.Helper()
		if form.Get("ticket") == "" {
			form.Set("ticket", ticketField.FindStringSubmatch(h.follow(name, "vi").body)[1])
		}
		form.Set("ref", h.refs[name])
		return b.post("/track/"+kind, form)
	}
	act("lamp", "add", url.Values{"text": {"Hôm qua lại có người ngã."}}).wants(t, http.StatusOK, "lại có người ngã", h.Texts.Text("vi", "pages.track.done.add"))
	act("asked", "citizen_replied", url.Values{"text": {"Cột số 14."}}).wants(t, http.StatusOK, "Cột số 14.")
	if c := h.load("asked"); c.Status != feedback.InProgress || !c.Answer.Running() {
		t.Errorf("after the reply: %s", c.Status)
	}
	act("answered", "rate", url.Values{"stars": {"9"}}).wants(t, http.StatusUnprocessableEntity, h.Texts.Text("vi", "pages.track.error.stars"))
	act("answered", "rate", url.Values{"stars": {"4"}}).wants(t, http.StatusOK)
	act("answered", "reopen", url.Values{"text": {"Vẫn tối."}}).wants(t, http.StatusOK)
	if c := h.load("answered"); c.Rating != 4 || c.Reopened != 1 {
		t.Errorf("rating %d, reopened %d", c.Rating, c.Reopened)
	}
	act("lamp", "add", url.Values{"text": {" "}}).wants(t, http.StatusUnprocessableEntity, h.Texts.Text("vi", "pages.track.error.text"))
	act("lamp", "accept", url.Values{}).wants(t, http.StatusNotFound)
	foreign := ticketField.FindStringSubmatch(h.follow("manhole", "vi").body)[1]
	act("lamp", "add", url.Values{"text": {"x"}, "ticket": {foreign}}).wants(t, http.StatusForbidden)
	own := ticketField.FindStringSubmatch(h.follow("lamp", "vi").body)[1]
	h.clock = h.clock.Add(ticketLife + time.Second)
	act("lamp", "add", url.Values{"text": {"x"}, "ticket": {own}}).wants(t, http.StatusForbidden)
}

// TestNothingInTheLog: no words, names, numbers or PINs are logged.
func TestNothingInTheLog(t *testing.T) {
	h := newHouse(t).fill()
	b := h.staff("ours")
	b.post(caseURL(h.refs["lamp"])+"/contact", nil)
	h.browser().post("/console/login", url.Values{"login": {"ours"}, "password": {"secret words"}})
	h.follow("lamp", "vi")
	for _, bad := range []string{"Páo", "0987", "secret", h.pins["lamp"], "Đèn"} {
		if strings.Contains(h.lastLog.String(), bad) {
			t.Errorf("the log holds %q", bad)
		}
	}
}
