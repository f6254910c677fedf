package web

import (
	"bytes"
	"context"
	"encoding/json"
	"mime/multipart"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"

	ics "github.com/arran4/golang-ical"

	"danloi/bot/dispatch"
	"danloi/learn"
	"danloi/store"
)

// certify stores a certificate as the chat does, and returns its code.
func (h *house) certify(contact, name, lang string) string {
	h.t.Helper()
	c := learn.Certificate{
		Code: learn.NewCode([16]byte{byte(len(name))}), Module: "mat-khau-otp", Titles: learn.Titles{"vi": "Mật khẩu và mã OTP"}, Name: name,
		Lang: lang, Province: "tỉnh Thái Nguyên", Issued: h.clock, Right: 8, Of: 9,
	}
	must(h.t, h.Store.Update(context.Background(), func(tx *store.Tx) error {
		if err := tx.PutContact(store.Contact{ID: contact, Channel: "web"}); err != nil {
			return err
		}
		return tx.PutDocOf(contact, "certificate", c.Code, c)
	}))
	return c.Code
}

// Anyone who has the code sees the certificate, in the holder's language; search engines and caches do not.
func TestCertificate(t *testing.T) {
	h := newHouse(t)
	code := h.certify("c1", "Nguyễn Thị Hòa", "en")
	b := h.browser()
	a := b.get("/certificate/" + code)
	a.wants(t, http.StatusOK, "Nguyễn Thị Hòa", "Mật khẩu và mã OTP", "26/11/2026", "tỉnh Thái Nguyên", code, "8 of 9", `lang="en"`, "<svg", "noindex", "✓ Valid")
	if a.header.Get("Cache-Control") != "no-store" {
		t.Error("a certificate may be kept in caches")
	}
	b.get("/certificate/"+code+"?lang=vi").wants(t, http.StatusOK, "Còn hiệu lực")
	b.get("/certificate?code="+url.QueryEscape(strings.ToLower(strings.ReplaceAll(code, "-", " ")))).wants(t, http.StatusOK, "Nguyễn Thị Hòa")
	b.get("/certificate").wants(t, http.StatusOK, "Kiểm tra giấy chứng nhận")
}

// A code that was mistyped, never was, or whose holder is forgotten all look the same; guessing is slowed down.
func TestCertificateNotFound(t *testing.T) {
	h := newHouse(t)
	code := h.certify("c1", "Hòa", "vi")
	other := learn.NewCode([16]byte{9})
	b := h.browser()
	must(t, h.Store.Update(context.Background(), func(tx *store.Tx) error { return tx.Forget("c1", h.clock) }))
	gone, never, mistyped := b.get("/certificate/"+code), b.get("/certificate/"+other), b.get("/certificate/abc")
	gone.wants(t, http.StatusNotFound, "Không có giấy chứng nhận nào")
	gone.lacks(t, "Hòa")
	if gone.body != never.body || never.body != mistyped.body {
		t.Error("codes that find nothing can be told apart")
	}
	for range freeTriesGuesser {
		a := b.get("/certificate/" + other)
		if a.status == http.StatusTooManyRequests {
			if a.header.Get("Retry-After") == "" {
				t.Error("it is not said how long to wait")
			}
			return
		}
	}
	t.Error("codes can be guessed as fast as one likes")
}

func visitForms(day string) url.Values {
	return url.Values{"kind": {"service"}, "what": {"Làm căn cước lưu động"}, "areas": {"Chợ Rã"}, "place": {"Nhà văn hóa"}, "day": {day}, "from": {"08:00"}, "to": {"11:00"}, "note": {""}}
}

// A trainer enters a service day; people see it on the page and in a calendar; it is moved and cancelled.
func TestServiceDays(t *testing.T) {
	h := newHouse(t).fill()
	h.addStaff("trainer", RoleTrainer)
	b, public := h.staff("trainer"), h.browser()
	public.get("/events").wants(t, http.StatusOK, h.Texts.Text("vi", "events.none"))
	b.post("/console/events", visitForms("2026-12-05")).wants(t, http.StatusOK, "Làm căn cước lưu động", h.Texts.Text("vi", "console.events.done"))
	public.get("/events").wants(t, http.StatusOK, "Làm căn cước lưu động", "Thứ bảy, ngày 5/12/2026, từ 08:00 đến 11:00", "xã Chợ Rã")
	public.get("/events?area=01912&lang=en").wants(t, http.StatusOK, "Saturday 5/12/2026")
	public.get("/events?area=nowhere").wants(t, http.StatusOK, "Làm căn cước lưu động")
	id := regexp.MustCompile(`/events/([a-z0-9]+)\.ics`).FindStringSubmatch(public.get("/events").body)[1]
	calendar := func(path string) *ics.VEvent {
		t.Helper()
		a := public.get(path)
		a.wants(t, http.StatusOK)
		cal, err := ics.ParseCalendar(strings.NewReader(a.body))
		must(t, err)
		if len(cal.Events()) != 1 || !strings.HasPrefix(a.header.Get("Content-Type"), "text/calendar") {
			t.Fatalf("%s: %d events as %s", path, len(cal.Events()), a.header.Get("Content-Type"))
		}
		return cal.Events()[0]
	}
	e := calendar("/events/" + id + ".ics")
	if at, err := e.GetStartAt(); err != nil || !at.Equal(time.Date(2026, 12, 5, 1, 0, 0, 0, time.UTC)) {
		t.Errorf("begins at %v, %v", at, err)
	}
	if got := e.Alarms()[0].GetProperty(ics.ComponentPropertyTrigger).Value; got != "-PT14H0M" {
		t.Errorf("the calendar reminds %s before, want at 18:00 the day before", got)
	}
	edit := b.get("/console/events/" + id)
	edit.wants(t, http.StatusOK, `value="Làm căn cước lưu động"`, `value="2026-12-05"`)
	seen := regexp.MustCompile(`name="seen" value="([^"]+)"`).FindStringSubmatch(edit.body)[1]
	moved := visitForms("2026-12-06")
	moved.Set("seen", seen)
	h.clock = h.clock.Add(time.Minute)
	b.post("/console/events/"+id, moved).wants(t, http.StatusOK, "6/12/2026")
	b.post("/console/events/"+id, moved).wants(t, http.StatusConflict, h.Texts.Text("vi", "console.events.changed"))
	b.post("/console/events/"+id+"/cancel", url.Values{"seen": {seen}}).wants(t, http.StatusConflict)
	seen = regexp.MustCompile(`name="seen" value="([^"]+)"`).FindStringSubmatch(b.get("/console/events/" + id).body)[1]
	b.post("/console/events/"+id+"/cancel", url.Values{"seen": {seen}}).wants(t, http.StatusOK, h.Texts.Text("vi", "console.events.none"))
	b.post("/console/events/"+id+"/cancel", url.Values{"seen": {seen}}).wants(t, http.StatusOK)
	public.get("/events").lacks(t, "Làm căn cước")
	if got := calendar("/events.ics").GetProperty(ics.ComponentPropertyStatus).Value; got != "CANCELLED" {
		t.Errorf("calendars hear %s of a cancelled day", got)
	}
	public.get("/events/none.ics").wants(t, http.StatusNotFound)
	public.get("/events/"+id).wants(t, http.StatusNotFound)
}

// What is wrong is named, and nothing is stored; officers do not enter service days.
func TestServiceDaysRefused(t *testing.T) {
	h := newHouse(t).fill()
	chief := h.staff("chief")
	for field, value := range map[string]string{
		"kind": "party", "what": " ", "areas": "Chợ Rã, Nơi Không Có", "place": "", "day": "2025-01-01", "from": "25:00", "to": "07:00",
		"note": strings.Repeat("dài ", 100),
	} {
		form := visitForms("2026-12-05")
		form.Set(field, value)
		a := chief.post("/console/events", form)
		a.wants(t, http.StatusUnprocessableEntity, `role="alert"`, `aria-describedby`)
	}
	h.browser().get("/events").wants(t, http.StatusOK, h.Texts.Text("vi", "events.none"))
	h.addStaff("clerk", RoleOfficer, "so_xay_dung")
	h.staff("clerk").post("/console/events", visitForms("2026-12-05")).wants(t, http.StatusNotFound)
}

func (b *browser) upload(path, name, data string) answer {
	b.h.t.Helper()
	var body bytes.Buffer
	w := multipart.NewWriter(&body)
	part, err := w.CreateFormFile("file", name)
	must(b.h.t, err)
	_, err = part.Write([]byte(data))
	must(b.h.t, err)
	must(b.h.t, w.Close())
	res, err := b.Client.Post(b.h.server.URL+path, w.FormDataContentType(), &body)
	must(b.h.t, err)
	return read(b.h.t, res)
}

// A file of service days is imported as a whole, or the line that is wrong is named.
func TestServiceDaysFromFile(t *testing.T) {
	h := newHouse(t).fill()
	chief := h.staff("chief")
	const head = "kind,what,areas,place,day,from,to,note\n"
	const good = "service,Căn cước,01912,Nhà văn hóa,2026-12-05,08:00,11:00,\nclass,Lớp OTP,\"Chợ Rã; 01912\",UBND,2026-12-06,19:00,20:30,Mang điện thoại\n"
	chief.upload("/console/events/import", "a.csv", head+good+"service,Sai ngày,01912,UBND,2020-01-01,08:00,11:00,\n").
		wants(t, http.StatusUnprocessableEntity, "Dòng 4", "start")
	chief.upload("/console/events/import", "a.csv", "kind,what\n").wants(t, http.StatusUnprocessableEntity, "Dòng 1")
	chief.upload("/console/events/import", "a.csv", "").wants(t, http.StatusUnprocessableEntity)
	h.browser().get("/events").lacks(t, "Căn cước")
	chief.upload("/console/events/import", "a.csv", "\ufeff"+head+good).wants(t, http.StatusOK, "Đã nhập 2 buổi")
	h.browser().get("/events").wants(t, http.StatusOK, "Lớp OTP", "Mang điện thoại")
}

// An announcement is previewed with the number of people, sent once, and refused the second time.
func TestAnnounce(t *testing.T) {
	h := newHouse(t).fill()
	must(t, h.Store.Update(context.Background(), func(tx *store.Tx) error {
		for _, c := range []string{"a", "b"} {
			if err := tx.PutContact(store.Contact{ID: c, Channel: "web"}); err != nil {
				return err
			}
			if err := tx.PutDocOf(c, "follow", "topic:land/"+c, json.RawMessage("{}")); err != nil {
				return err
			}
		}
		return tx.PutDocOf("a", "follow", "area:01912/a", json.RawMessage("{}"))
	}))
	chief := h.staff("chief")
	form := url.Values{"areas": {"Chợ Rã"}, "topic": {"land"}, "words": {"Từ 1/12 nhận hồ sơ đất tại xã."}, "step": {"preview"}}
	chief.post("/console/news", form).wants(t, http.StatusOK, "2 người sẽ nhận tin này", "xã Chợ Rã, Đất đai")
	form.Set("step", "send")
	chief.post("/console/news", form).wants(t, http.StatusOK, h.Texts.Text("vi", "console.news.sent"), "0/2")
	chief.post("/console/news", form).wants(t, http.StatusConflict, h.Texts.Text("vi", "console.news.twice"))
	var all []dispatch.Announcement
	must(t, h.Store.View(context.Background(), func(tx *store.Tx) (err error) {
		all, err = dispatch.Announcements(tx)
		return err
	}))
	if len(all) != 1 || all[0].Total != 2 {
		t.Fatalf("stored %+v", all)
	}
	chief.post("/console/news/"+all[0].ID+"/stop", nil).wants(t, http.StatusOK, h.Texts.Text("vi", "console.news.stopped"))
	chief.post("/console/news/none/stop", nil).wants(t, http.StatusNotFound)
	for field, value := range map[string]string{"areas": "Nơi Không Có", "words": "", "topic": ""} {
		bad := url.Values{"areas": {""}, "topic": {"land"}, "words": {"Lời"}, "step": {"send"}}
		bad.Set(field, value)
		chief.post("/console/news", bad).wants(t, http.StatusUnprocessableEntity, `role="alert"`)
	}
	h.addStaff("clerk", RoleOfficer, "so_xay_dung")
	h.staff("clerk").get("/console/news").wants(t, http.StatusNotFound)
}

// An officer learns in the console, passes, and gets a certificate; the coordinator sees it.
func TestOfficersLearn(t *testing.T) {
	h := newHouse(t).fill()
	h.addStaff("clerk", RoleOfficer, "so_xay_dung")
	clerk, chief := h.staff("clerk"), h.staff("chief")
	const base = "/console/learn/tra-loi-nguoi-dan"
	clerk.get("/console/learn").wants(t, http.StatusOK, "Trả lời người dân cho dễ hiểu", "Giữ dữ liệu của người dân", "Chưa học")
	clerk.get("/console/learn").lacks(t, "Cán bộ chief", "Mật khẩu và mã OTP")
	clerk.get(base).wants(t, http.StatusOK, "Trả lời điều người ta hỏi")
	clerk.post(base+"/certificate", nil).wants(t, http.StatusOK, h.Texts.Text("vi", "learn.to_open"))
	m, _ := testLibrary(t).Module("tra-loi-nguoi-dan")
	answerAll := func(right bool) {
		for _, s := range m.Words["vi"].Exercises() {
			choice := s.Right()
			if !right {
				choice = (choice + 1) % len(s.Choices)
			}
			clerk.post(base+"/"+s.ID, url.Values{"choice": {string(rune('0' + choice))}}).wants(t, http.StatusOK, `role="status"`)
		}
	}
	answerAll(false)
	clerk.get(base+"/end").wants(t, http.StatusOK, h.Texts.Text("vi", "learn.retake"))
	clerk.post(base+"/retake", nil).wants(t, http.StatusOK, "Chọn một câu trả lời")
	answerAll(true)
	clerk.get(base+"/end").wants(t, http.StatusOK, h.Texts.Text("vi", "cert.get"))
	a := clerk.post(base+"/certificate", nil)
	a.wants(t, http.StatusOK, "Cán bộ clerk", "Trả lời người dân cho dễ hiểu")
	if again := clerk.post(base+"/certificate", nil); again.url != a.url {
		t.Errorf("a second certificate at %s after %s", again.url, a.url)
	}
	chief.get("/console/learn").wants(t, http.StatusOK, "Cán bộ clerk", "Đạt, 4/4 câu")
	clerk.get("/console/learn/mat-khau-otp").wants(t, http.StatusNotFound)
	clerk.get(base+"/none").wants(t, http.StatusNotFound)
	clerk.post(base+"/"+m.Words["vi"].Exercises()[0].ID, url.Values{"choice": {"99"}}).wants(t, http.StatusOK)
}
