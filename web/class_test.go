package web

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"danloi/learn"
	"danloi/store"
)

// openClass opens a class of somebody who may, asks its first question and puts somebody on its register.
func (h *house) openClass(login string) (learn.Class, string) {
	h.t.Helper()
	var by store.Staff
	must(h.t, h.Store.View(h.t.Context(), func(tx *store.Tx) (err error) {
		by, err = tx.StaffByLogin(login)
		return err
	}))
	c, err := h.Classes.OpenClass(h.t.Context(), by, learn.Spec{Module: "mat-khau-otp", Test: true, Place: "Thôn 3"})
	must(h.t, err)
	people, err := h.Classes.AddMembers(h.t.Context(), by, c.ID, []string{"=HYPERLINK(1)"}, true)
	must(h.t, err)
	c, err = h.Classes.MoveClass(h.t.Context(), by, c.ID, 0, learn.Move{Kind: learn.MoveNext})
	must(h.t, err)
	return c, people[0].ID
}

// TestClassesAreTheirTrainers: officers have no classes, a trainer has no cases and no class of another.
func TestClassesAreTheirTrainers(t *testing.T) {
	h := newHouse(t).fill()
	h.addStaff("lan", RoleTrainer)
	h.addStaff("mai", RoleTrainer)
	class, member := h.openClass("lan")
	mai := h.staff("mai")
	for _, route := range h.classRoutes() {
		method, path, _ := strings.Cut(route.pattern, " ")
		if !strings.Contains(path, "{id}") {
			continue
		}
		path = strings.NewReplacer("{id}", class.ID, "{member}", member, "{note}", "x").Replace(path)
		want := http.StatusNotFound
		if strings.HasSuffix(path, "/live") {
			want = http.StatusNoContent // tells a browser's stream not to come back
		}
		mai.do(method, path).wants(t, want)
	}
	mai.get("/console/").wants(t, http.StatusOK, h.Texts.Text("vi", "classpage.open.title"))
	mai.get("/console/cases/"+h.refs["lamp"]).wants(t, http.StatusNotFound)
	mai.get("/console/classes/figures").wants(t, http.StatusNotFound)
}

// TestTwoTapsOnNextMoveOnce is a trainer with a slow network.
func TestTwoTapsOnNextMoveOnce(t *testing.T) {
	h := newHouse(t).fill()
	h.addStaff("lan", RoleTrainer)
	class, _ := h.openClass("lan")
	lan := h.staff("lan")
	form := url.Values{"move": {"next"}, "version": {"2"}}
	lan.post(classBase+class.ID+"/move", form).wants(t, http.StatusOK)
	lan.post(classBase+class.ID+"/move", form).wants(t, http.StatusOK, h.Texts.Text("vi", "classpage.fault.stale"))
}

// TestWrongEntriesAreRefused: what is typed wrongly says so and changes nothing.
func TestWrongEntriesAreRefused(t *testing.T) {
	h := newHouse(t).fill()
	h.addStaff("lan", RoleTrainer)
	class, member := h.openClass("lan")
	lan := h.staff("lan")
	at := classBase + class.ID
	for _, tt := range []struct {
		path string
		form url.Values
		id   string
	}{
		{"/hands", url.Values{"run": {"0"}, "n": {"-1", "2", "3", "4"}}, "counts"},
		{"/hands", url.Values{"run": {"0"}, "n": {"một", "2", "3", "4"}}, "counts"},
		{"/hands", url.Values{"run": {"9"}, "n": {"1"}}, "question"},
		{"/people", url.Values{"names": {"Hoa 0912345678"}}, "member"},
		{"/notes", url.Values{"words": {"  "}}, "member"},
		{"/paper/" + member, url.Values{"run-0": {"9"}}, "choice"},
		{"/paper/" + member, url.Values{"run-7": {"1"}}, "question"},
		{"/move", url.Values{"move": {"goto"}, "place": {"lesson/none"}}, "moved"},
		{"/close", nil, "lives"},
	} {
		lan.post(at+tt.path, tt.form).wants(t, http.StatusOK, h.Texts.Text("vi", "classpage.fault."+tt.id))
	}
	h.browser().get("/class/12a4").wants(t, http.StatusNotFound)
	h.browser().get("/class/?code=12").wants(t, http.StatusUnprocessableEntity)
	h.browser().get("/class/0000").wants(t, http.StatusNotFound, h.Texts.Text("vi", "classpage.door.none"))
}
