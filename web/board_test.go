package web

import (
	"encoding/csv"
	"encoding/json"
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"danloi/feedback"
	"danloi/store"
)

// many files n cases of a topic and answers them.
func (h *house) many(prefix string, n int, topic, area string, answered bool) {
	h.t.Helper()
	for i := range n {
		name := fmt.Sprint(prefix, i)
		h.back(10*24*time.Hour, func() {
			h.open(name, feedback.Filing{Topic: topic, Area: area, Contact: name, Person: feedback.Person{Words: "Lời của " + name, Phone: "0912345678"}})
		})
		if answered {
			h.back(8*24*time.Hour, func() {
				h.do(name, feedback.Action{Kind: feedback.DoAnswer, By: "ours", Text: "Xong.", Why: "Tối."})
			})
		}
	}
}

// public returns the id by which everybody knows a case.
func (h *house) public(name string) string { return publicID(h.Store, h.refs[name]) }

// publish lets everybody see a case, in words of the moderator's.
func (h *house) publish(name, words string) {
	h.t.Helper()
	h.do(name, feedback.Action{Kind: feedback.DoPublish, By: feedback.ByCitizen})
	h.do(name, feedback.Action{Kind: feedback.DoApprove, By: "chief", Text: words})
}

func TestBoard(t *testing.T) {
	h := newHouse(t)
	h.many("lamp", 20, "chieu_sang", "01840", true)
	h.many("flood", 9, "ngap_thoat_nuoc", "01843", false)
	h.many("tree", 6, "cay_xanh", "01840", false)
	b := h.browser()
	for _, l := range h.Texts.Languages() {
		b.get("/board?lang="+l.Tag).wants(t, http.StatusOK, `<html lang="`+l.Tag+`">`)
	}
	page := b.get("/board")
	page.wants(t, http.StatusOK, "<dd>35</dd>", h.topicName("chieu_sang", "vi"), "<svg class=\"trend\"", "100 %", `rel="license"`)
	page.lacks(t, "noindex", "Lời của", "0912345678")
	b.get("/board?topic=chieu_sang").wants(t, http.StatusOK, "<dd>20</dd>", "Bạn đang xem riêng", "noindex", h.Texts.Text("vi", "board.note_rounded", "n", 5))
	b.get("/board?period=2026").wants(t, http.StatusOK, "<dd>35</dd>")
	b.get("/board?period=2026-11").wants(t, http.StatusOK, h.Texts.Text("vi", "board.trend_week"))
	b.get("/board?period=2025-01").wants(t, http.StatusOK, h.Texts.Text("vi", "board.empty"))
	b.get("/board?all=topic&lang=en").wants(t, http.StatusOK, "By topic")
	for _, bad := range []string{"period=26", "period=2026-13", "topic=x", "area=99999", "area=00001", "department=x", "all=x"} {
		b.get("/board?"+bad).wants(t, http.StatusNotFound)
		b.get("/board.json?"+bad).wants(t, http.StatusBadRequest, "openapi")
		b.get("/board/cases?"+bad).wants(t, http.StatusNotFound)
	}
	b.get("/board/cases?page=0").wants(t, http.StatusNotFound)
	b.get("/board/cases.csv?state=x").wants(t, http.StatusBadRequest)
}

// TestBoardFollows: what happened a moment ago is in the figures.
func TestBoardFollows(t *testing.T) {
	h := newHouse(t)
	h.many("lamp", 5, "chieu_sang", "01840", false)
	h.browser().get("/board").wants(t, http.StatusOK, "<dd>5</dd>")
	h.many("more", 2, "chieu_sang", "01840", false)
	h.browser().get("/board").wants(t, http.StatusOK, "<dd>7</dd>")
}

func TestBoardBeforeItIsCounted(t *testing.T) {
	h := newHouse(t)
	h.Figures.ready.Store(false)
	for _, path := range []string{"/board", "/board.json", "/board/cases.csv"} {
		a := h.browser().get(path)
		a.wants(t, http.StatusServiceUnavailable, h.Texts.Text("vi", "board.soon"))
		if a.header.Get("Retry-After") == "" {
			t.Errorf("%s does not say when to come again", path)
		}
	}
}

func TestOpenData(t *testing.T) {
	h := newHouse(t)
	h.many("lamp", 20, "chieu_sang", "01840", true)
	h.many("flood", 3, "ngap_thoat_nuoc", "01843", false)
	b := h.browser()
	var data struct {
		Licence string
		Total   struct {
			Received *int
			Working  *int
			Hidden   []string
			Median   float64 `json:"median_working_days"`
		}
		Topics []struct {
			Key, Name string
			Received  *int
		} `json:"by_topic"`
	}
	a := b.get("/board.json")
	a.wants(t, http.StatusOK)
	must(t, json.Unmarshal([]byte(a.body), &data))
	if *data.Total.Received != 23 || data.Licence != "CC BY 4.0" || data.Total.Working != nil || len(data.Topics) != 2 || data.Topics[1].Received != nil {
		t.Errorf("data: %s", a.body)
	}
	if a.header.Get("Access-Control-Allow-Origin") != "*" || !strings.Contains(a.header.Get("Link"), "license") || a.header.Get("Last-Modified") == "" {
		t.Errorf("headers: %v", a.header)
	}
	req, err := http.NewRequest(http.MethodGet, h.server.URL+"/board.json", nil)
	must(t, err)
	req.Header.Set("If-None-Match", a.header.Get("ETag"))
	res, err := b.Do(req)
	must(t, err)
	if got := read(t, res); got.status != http.StatusNotModified || got.body != "" {
		t.Errorf("unchanged data: status %d, %d bytes", got.status, len(got.body))
	}
	sheet := b.get("/board.csv")
	rows, err := csv.NewReader(strings.NewReader(strings.TrimPrefix(sheet.body, byteOrderMark))).ReadAll()
	must(t, err)
	if rows[1][0] != "total" || rows[1][3] != "23" || rows[1][5] != hiddenMark {
		t.Errorf("sheet: %v", rows[:2])
	}
}

func TestSafeCell(t *testing.T) {
	for in, want := range map[string]string{
		"=1+1": "'=1+1", "+84": "+84", "-5.5": "-5.5", "-5+x": "'-5+x", "@x": "'@x", "": "", "đường": "đường", "\tx": "'\tx", "+84 9": "'+84 9",
	} {
		if got := safeCell(in); got != want {
			t.Errorf("%q becomes %q, want %q", in, got, want)
		}
	}
}

// TestPublishedCases: a case is for everybody only between approval and withdrawal, and only in the moderator's words.
func TestPublishedCases(t *testing.T) {
	h := newHouse(t).fill()
	b := h.browser()
	paths := []string{"/board/cases", "/board/cases.json", "/board/cases.csv", "/board/cases?state=open", "/board/cases?topic=chieu_sang&lang=en"}
	all := func(check func(answer)) {
		t.Helper()
		for _, p := range paths {
			a := b.get(p)
			a.wants(t, http.StatusOK)
			a.lacks(t, "Hoàng Văn Páo", "0987654321", "Tối các cháu", h.public("flood"), h.refs["flood"], h.refs["lamp"])
			check(a)
		}
	}
	h.do("lamp", feedback.Action{Kind: feedback.DoPublish, By: feedback.ByCitizen})
	all(func(a answer) { a.lacks(t, h.public("lamp")) })
	h.do("lamp", feedback.Action{Kind: feedback.DoApprove, By: "chief", Text: "=Đèn ở tổ 4 không sáng"})
	all(func(a answer) { a.wants(t, http.StatusOK, h.public("lamp"), "Đèn ở tổ 4") })
	b.get("/board/cases.csv").wants(t, http.StatusOK, "'=Đèn")
	b.get("/board/cases?state=closed").lacks(t, h.public("lamp"))
	must(t, h.Store.Update(t.Context(), func(tx *store.Tx) error { return tx.Forget("citizen1", h.clock) }))
	all(func(a answer) { a.lacks(t, h.public("lamp"), "Đèn ở tổ 4") })
	h.publish("manhole", "Mất nắp cống")
	all(func(answer) {})
	b.get("/board/cases").wants(t, http.StatusOK, "Mất nắp cống")
	h.do("manhole", feedback.Action{Kind: feedback.DoUnpublish, By: feedback.ByCitizen})
	b.get("/board/cases").lacks(t, "Mất nắp cống")
}
