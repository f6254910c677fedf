package web

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"danloi/feedback"
)

// TestScope walks every route that names a case, as an officer of another unit: nothing may be there, nothing may
// change, and nobody outside the log-in may come anywhere.
func TestScope(t *testing.T) {
	h := newHouse(t).fill()
	before := h.load("lamp")
	theirs, nobody := h.staff("theirs"), h.browser()
	nobody.CheckRedirect = func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
	named := 0
	for _, route := range h.consoleRoutes() {
		for _, call := range h.calls(route.pattern) {
			a := nobody.do(call.method, call.path)
			if a.status != http.StatusSeeOther || !strings.HasPrefix(a.header.Get("Location"), "/console/login") {
				t.Errorf("%s %s without log-in: status %d", call.method, call.path, a.status)
			}
			if !strings.Contains(route.pattern, "{ref}") {
				continue
			}
			named++
			a = theirs.do(call.method, call.path)
			a.wants(t, http.StatusNotFound)
			a.lacks(t, "Hoàng Văn Páo", "0987654321", "Đèn đường đoạn")
		}
	}
	if named < 10 {
		t.Errorf("only %d calls named a case", named)
	}
	if after := h.load("lamp"); after.Version != before.Version {
		t.Errorf("the case changed from version %d to %d", before.Version, after.Version)
	}
}

// TestTheOfficeSeesWhatWasBroughtBeforeIt: at 150 % of the time the provincial office may work a case, not before.
func TestTheOfficeSeesWhatWasBroughtBeforeIt(t *testing.T) {
	h := newHouse(t).fill()
	h.addStaff("office", RoleOfficer, string(h.Directory.Office()))
	office := h.staff("office")
	page := caseURL(h.refs["lamp"])
	office.get(page).wants(t, http.StatusNotFound)
	h.do("lamp", feedback.Action{Kind: feedback.DoRemind, By: feedback.BySystem, Reminder: feedback.Reminder{Clock: feedback.AnswerClock, Step: feedback.RemindLate}})
	office.get(page).wants(t, http.StatusNotFound)
	h.do("lamp", feedback.Action{Kind: feedback.DoRemind, By: feedback.BySystem, Reminder: feedback.Reminder{Clock: feedback.AnswerClock, Step: feedback.RemindOffice}})
	office.get(page).wants(t, http.StatusOK, h.refs["lamp"])
}

// TestScopeOfLists looks for foreign cases where no case is named.
func TestScopeOfLists(t *testing.T) {
	h := newHouse(t).fill()
	theirs := h.staff("theirs")
	for _, tab := range tabs {
		theirs.get("/console/?tab="+string(tab.id)).lacks(t, h.refs["lamp"], h.refs["declined"], h.refs["answered"], h.refs["asked"])
	}
	theirs.get("/console/?unit="+url.QueryEscape(unitOurs)).lacks(t, h.refs["lamp"])
	theirs.get("/console/").wants(t, http.StatusOK, h.refs["foreign"])
	theirs.post("/console/find", url.Values{"ref": {h.refs["lamp"]}}).wants(t, http.StatusOK, h.Texts.Text("vi", "console.find.none"))
	theirs.get("/console/cases/"+h.refs["foreign"]).lacks(t, h.refs["lamp"])
	for _, page := range []string{"/console/people", "/console/audit", "/console/questions", "/console/content", "/console/classes", "/console/classes/figures", "/console/classes/abc/report",
		"/console/content/guides/dang-ky-tam-tru", "/console/content/modules/mat-khau", "/console/content/guides/x/media/y.webp"} {
		theirs.get(page).wants(t, http.StatusNotFound)
	}
}

// TestScopeOfFiles asks for a foreign file under a case of one's own.
func TestScopeOfFiles(t *testing.T) {
	h := newHouse(t).fill()
	h.staff("theirs").get("/console/cases/"+h.refs["foreign"]+"/files/lampphoto").wants(t, http.StatusNotFound)
	ours := h.staff("ours").get("/console/cases/" + h.refs["lamp"] + "/files/lampphoto")
	if ours.status != http.StatusOK || ours.header.Get("Content-Type") != "image/png" {
		t.Errorf("own photo: status %d, %s", ours.status, ours.header.Get("Content-Type"))
	}
}

// TestDuplicateOfForeign must not tell whether a foreign case exists.
func TestDuplicateOfForeign(t *testing.T) {
	h := newHouse(t).fill()
	c := h.load("lamp")
	a := h.staff("ours").post(caseURL(c.Ref)+"/do/duplicate", url.Values{"version": {version(c)}, "of": {h.refs["foreign"]}})
	a.wants(t, http.StatusUnprocessableEntity, h.Texts.Text("vi", "console.error.bad_original"))
}

func TestCoordinatorSeesAll(t *testing.T) {
	h := newHouse(t).fill()
	chief := h.staff("chief")
	chief.get("/console/").wants(t, http.StatusOK, h.refs["lamp"], h.refs["foreign"])
	chief.get("/console/?unit="+unitTheirs).lacks(t, h.refs["lamp"])
	chief.get("/console/people").wants(t, http.StatusOK, "Cán bộ theirs")
}

type call struct{ method, path string }

// calls fills in a pattern of consoleRoutes: one call for each action where it has one.
func (h *house) calls(pattern string) []call {
	method, path, ok := strings.Cut(pattern, " ")
	if !ok {
		method, path = http.MethodGet, pattern
	}
	path = strings.NewReplacer("{ref}", h.refs["lamp"], "{id}", "lampphoto", "{$}", "").Replace(path)
	if !strings.Contains(path, "{action}") {
		return []call{{method, path}}
	}
	out := []call{{method, strings.Replace(path, "{action}", "accept", 1)}}
	for _, f := range forms {
		out = append(out, call{method, strings.Replace(path, "{action}", string(f.kind), 1)})
	}
	return out
}

func (b *browser) do(method, path string) answer {
	b.h.t.Helper()
	req, err := http.NewRequest(method, b.h.server.URL+path, strings.NewReader("version=1&text=x&why=x"))
	must(b.h.t, err)
	if method == http.MethodPost {
		req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	}
	res, err := b.Do(req)
	must(b.h.t, err)
	return read(b.h.t, res)
}
