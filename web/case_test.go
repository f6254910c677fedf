package web

import (
	"bytes"
	"context"
	"mime/multipart"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"danloi/feedback"
	"danloi/store"
)

// TestInboxOrder: what is due first stands first, urgent before all, and each tab holds its own.
func TestInboxOrder(t *testing.T) {
	h := newHouse(t).fill()
	b := h.staff("ours")
	a := b.get("/console/")
	a.wants(t, http.StatusOK, "Tiếp nhận: còn 4 giờ làm việc", "Tiếp nhận: quá hạn 12 ngày làm việc", "Khẩn")
	last := -1
	for _, name := range []string{"manhole", "flood", "lamp", "stuck"} {
		i := strings.Index(a.body, h.refs[name])
		if i < last {
			t.Errorf("%s stands too early", name)
		}
		last = i
	}
	for tab, name := range map[string]string{
		"accept": "lamp", "waiting": "asked", "late": "flood", "answered": "answered", "closed": "declined",
	} {
		b.get("/console/?tab="+tab).wants(t, http.StatusOK, h.refs[name])
	}
	b.get("/console/?topic=ngap_thoat_nuoc").lacks(t, h.refs["lamp"])
	b.get("/console/?area=01843").wants(t, http.StatusOK, h.Texts.Text("vi", "console.inbox.none_filtered"))
	b.post("/console/find", url.Values{"ref": {strings.ToLower(h.refs["lamp"])}}).wants(t, http.StatusOK, "Đèn đường đoạn")
}

func TestInboxPages(t *testing.T) {
	h := newHouse(t)
	h.addStaff("ours", RoleOfficer, unitOurs)
	h.crowd(inboxPage + 7)
	b := h.staff("ours")
	seen, path := map[string]bool{}, "/console/"
	for pages := 0; path != "" && pages < 4; pages++ {
		a := b.get(path)
		a.wants(t, http.StatusOK)
		for name, ref := range h.refs {
			if strings.Contains(a.body, ">"+ref+"<") {
				if seen[name] {
					t.Errorf("%s stands on two pages", name)
				}
				seen[name] = true
			}
		}
		path = strings.ReplaceAll(between(a.body, `<a class="button second" href="`, `" rel="next"`), "&amp;", "&")
	}
	if len(seen) != inboxPage+7 {
		t.Errorf("the pages show %d cases, want %d", len(seen), inboxPage+7)
	}
}

func between(s, from, to string) string {
	_, rest, _ := strings.Cut(s, from)
	mid, _, ok := strings.Cut(rest, to)
	if !ok {
		return ""
	}
	return mid
}

func TestCasePage(t *testing.T) {
	h := newHouse(t).fill()
	b := h.staff("ours")
	a := b.get(caseURL(h.refs["lamp"]))
	a.wants(t, http.StatusOK, "nhà văn hoá tổ 4", `src="`+caseURL(h.refs["lamp"])+`/files/lampphoto"`, "<audio", "22.16580, 105.84980",
		"phường Đức Xuân", h.Texts.Text("vi", "console.case.next", "ref", h.refs["manhole"]))
	a.lacks(t, "Hoàng Văn Páo", "0987654321")
	b.get(caseURL(h.refs["answered"])).wants(t, http.StatusOK, "tiếng Khmer", "Đã thay bóng đèn", "Cán bộ ours")
	b.get(caseURL(h.refs["stuck"])).wants(t, http.StatusOK, "/g/dang-ky-tam-tru?lang=vi#mo-vneid")
	b.get("/console/cases/AAA-AAAA").wants(t, http.StatusNotFound)
}

// TestContactIsAudited: name and number are shown on request only, and each look leaves a line.
func TestContactIsAudited(t *testing.T) {
	h := newHouse(t).fill()
	b := h.staff("ours")
	b.post(caseURL(h.refs["lamp"])+"/contact", nil).wants(t, http.StatusOK, "Hoàng Văn Páo", "0987654321")
	b.get(caseURL(h.refs["lamp"]) + "/files/lampphoto")
	var did []string
	must(t, h.Store.View(context.Background(), func(tx *store.Tx) error {
		lines, err := tx.AuditLines(h.clock.AddDate(1, 0, 0), 10)
		for _, l := range lines {
			did = append(did, l.Who+" "+l.Did+" "+l.What)
		}
		return err
	}))
	got := strings.Join(did, "\n")
	for _, want := range []string{"ours " + AuditContact + " " + h.refs["lamp"], "ours " + AuditFile + " " + h.refs["lamp"], "ours " + AuditLogin + " ours"} {
		if !strings.Contains(got, want) {
			t.Errorf("the trail lacks %q:\n%s", want, got)
		}
	}
	h.staff("chief").get("/console/audit").wants(t, http.StatusOK, h.refs["lamp"], h.Texts.Text("vi", "console.audit.did.saw_contact"))
}

// TestActions does each action once through its form.
func TestActions(t *testing.T) {
	for _, c := range []struct {
		kind   feedback.ActionKind
		form   url.Values
		status feedback.Status
	}{
		{feedback.DoAccept, nil, feedback.Accepted},
		{feedback.DoAnswer, url.Values{"text": {"Đã thay bóng."}, "why": {"Trời tối."}}, feedback.Answered},
		{feedback.DoUpdate, url.Values{"text": {"Đang chờ vật tư."}}, feedback.InProgress},
		{feedback.DoAsk, url.Values{"text": {"Cột số mấy?"}}, feedback.Waiting},
		{feedback.DoPassOn, url.Values{"department": {unitTheirs}, "why": {"Đường tỉnh."}}, feedback.PassedOn},
		{feedback.DoPassOn, url.Values{"department": {"phong_kinh_te"}, "commune": {"01843"}, "why": {"Ở phường bên."}}, feedback.PassedOn},
		{feedback.DoDecline, url.Values{"reason": {"elsewhere"}}, feedback.Declined},
		{feedback.DoExtend, url.Values{"until": {"2026-12-26"}, "why": {"Chờ vật tư."}}, feedback.Received},
		{feedback.DoNote, url.Values{"text": {"Hỏi anh Nam."}}, feedback.Received},
		{feedback.DoReclassify, url.Values{"topic": {"cay_xanh"}}, feedback.Received},
	} {
		t.Run(string(c.kind), func(t *testing.T) {
			h := newHouse(t).fill()
			h.t = t
			b := h.staff("ours")
			form := url.Values{"version": {version(h.load("lamp"))}}
			for k, v := range c.form {
				form[k] = v
			}
			b.post(caseURL(h.refs["lamp"])+"/do/"+string(c.kind), form).wants(t, http.StatusOK, `class="flash"`)
			got := h.load("lamp")
			if got.Status != c.status || got.Version != 2 || got.Story[1].Kind != c.kind || got.Story[1].By != "ours" {
				t.Errorf("status %s, version %d, entry %+v", got.Status, got.Version, got.Story[len(got.Story)-1])
			}
		})
	}
}

func TestExtendEndsOnAWorkingDay(t *testing.T) {
	h := newHouse(t).fill()
	c := h.load("lamp")
	h.staff("ours").post(caseURL(c.Ref)+"/do/extend", url.Values{"version": {"1"}, "until": {"2026-12-26"}, "why": {"Chờ vật tư."}})
	if got := h.load("lamp").Answer.Due.Format("2006-01-02 15:04"); got != "2026-12-28 17:00" {
		t.Errorf("a Saturday was taken as %s", got)
	}
}

// TestRefusals: a refused form is shown again with what was typed and what is wrong.
func TestRefusals(t *testing.T) {
	h := newHouse(t).fill()
	b := h.staff("ours")
	for _, c := range []struct {
		kind feedback.ActionKind
		form url.Values
		id   string
	}{
		{feedback.DoAnswer, url.Values{"text": {"Đã thay <b>bóng</b>."}}, "no_proof"},
		{feedback.DoAnswer, url.Values{"why": {"Giữ lại lời này."}}, "no_text"},
		{feedback.DoPassOn, url.Values{"department": {"phong_kinh_te"}, "why": {"Giữ lại lời này."}}, "no_unit"},
		{feedback.DoPassOn, url.Values{"department": {"phong_kinh_te"}, "commune": {"01840"}, "why": {"Giữ lại lời này."}}, "same_unit"},
		{feedback.DoPassOn, url.Values{"department": {unitTheirs}}, "no_reason"},
		{feedback.DoDecline, url.Values{"text": {"Giữ lại lời này."}}, "no_reason"},
		{feedback.DoExtend, url.Values{"until": {"2026-11-25"}, "why": {"Giữ lại lời này."}}, "bad_date"},
		{feedback.DoDuplicate, url.Values{"of": {"AAA-AAAA"}}, "bad_original"},
		{feedback.DoClose, url.Values{}, "not_allowed"},
		{feedback.DoNote, url.Values{"text": {strings.Repeat("a", feedback.MaxText+1)}}, "too_long"},
	} {
		form := url.Values{"version": {"1"}}
		for k, v := range c.form {
			form[k] = v
		}
		a := b.post(caseURL(h.refs["lamp"])+"/do/"+string(c.kind), form)
		a.wants(t, http.StatusUnprocessableEntity, h.Texts.Text("vi", "console.error."+c.id))
		for _, field := range []string{"why", "text"} {
			if s := c.form.Get(field); s != "" && !strings.ContainsAny(s, "<") {
				a.wants(t, http.StatusUnprocessableEntity, s)
			}
		}
		a.lacks(t, "<b>bóng")
	}
	if c := h.load("lamp"); c.Version != 1 {
		t.Errorf("a refused action changed the case to version %d", c.Version)
	}
}

// TestStaleForm: somebody else was faster. The new state is shown, the words are kept, nothing is done.
func TestStaleForm(t *testing.T) {
	h := newHouse(t).fill()
	b := h.staff("ours")
	h.do("lamp", feedback.Action{Kind: feedback.DoAccept, By: "ours"})
	a := b.post(caseURL(h.refs["lamp"])+"/do/answer", url.Values{"version": {"1"}, "text": {"Câu trả lời dài đã gõ."}, "why": {"x"}})
	a.wants(t, http.StatusConflict, h.Texts.Text("vi", "console.error.stale"), "Câu trả lời dài đã gõ.", `name="version" value="2"`, "Cán bộ ours tiếp nhận")
	if c := h.load("lamp"); c.Status != feedback.Accepted {
		t.Errorf("status %s", c.Status)
	}
}

func TestAnswerWithProof(t *testing.T) {
	h := newHouse(t).fill()
	b := h.staff("ours")
	post := func(name string, data []byte) answer {
		t.Helper()
		var body bytes.Buffer
		w := multipart.NewWriter(&body)
		must(t, w.WriteField("version", "1"))
		must(t, w.WriteField("text", "Đã thay bóng, ảnh kèm theo."))
		part, err := w.CreateFormFile("files", name)
		must(t, err)
		part.Write(data)
		must(t, w.Close())
		res, err := b.Client.Post(h.server.URL+caseURL(h.refs["lamp"])+"/do/answer", w.FormDataContentType(), &body)
		must(t, err)
		return read(t, res)
	}
	post("a.html", []byte("<html><script>")).wants(t, http.StatusUnprocessableEntity, h.Texts.Text("vi", "console.error.file_type"), "Đã thay bóng")
	post("big.png", append(samplePhoto(t), make([]byte, maxFile)...)).wants(t, http.StatusUnprocessableEntity, h.Texts.Text("vi", "console.error.file_size"))
	post("a.png", samplePhoto(t)).wants(t, http.StatusOK, h.Texts.Text("vi", "console.done.answer", "ref", h.refs["lamp"]))
	c := h.load("lamp")
	if len(c.Person.Files) != 3 || c.Status != feedback.Answered {
		t.Fatalf("files %v, status %s", c.Person.Files, c.Status)
	}
	a := b.get(caseURL(c.Ref) + "/files/" + c.Person.Files[2].ID)
	if a.status != http.StatusOK || a.body != string(samplePhoto(t)) {
		t.Errorf("the proof came back with status %d and %d bytes", a.status, len(a.body))
	}
}

// TestFormTooLarge: what is read of a form has a bound, and the officer is told so.
func TestFormTooLarge(t *testing.T) {
	h := newHouse(t).fill()
	b := h.staff("ours")
	var body bytes.Buffer
	w := multipart.NewWriter(&body)
	must(t, w.WriteField("version", "1"))
	part, err := w.CreateFormFile("files", "a.png")
	must(t, err)
	part.Write(make([]byte, maxUpload+1))
	must(t, w.Close())
	res, err := b.Client.Post(h.server.URL+caseURL(h.refs["lamp"])+"/do/answer", w.FormDataContentType(), &body)
	if err != nil {
		t.Skip("the connection was cut before the answer was read")
	}
	read(t, res).wants(t, http.StatusRequestEntityTooLarge, h.Texts.Text("vi", "console.error.file_size"))
}

// TestForgotten: a case whose citizen was forgotten can still be worked, without words and files.
func TestForgotten(t *testing.T) {
	h := newHouse(t).fill()
	must(t, h.Store.Update(context.Background(), func(tx *store.Tx) error { return tx.Forget("citizen1", h.clock) }))
	b := h.staff("ours")
	c := h.load("lamp")
	b.get(caseURL(c.Ref)).wants(t, http.StatusOK, h.Texts.Text("vi", "console.case.forgotten"))
	b.get(caseURL(c.Ref)+"/files/lampphoto").wants(t, http.StatusNotFound)
	b.post(caseURL(c.Ref)+"/do/accept", url.Values{"version": {version(c)}}).wants(t, http.StatusOK, `class="flash"`)
	b.get("/console/").wants(t, http.StatusOK, c.Ref)
}
