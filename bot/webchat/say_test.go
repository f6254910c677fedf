package webchat

import (
	"bytes"
	"encoding/json"
	"fmt"
	"mime/multipart"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"danloi/bot"
)

// post sends a plain form, as a page without JavaScript does.
func (b *browser) post(path string, form url.Values) (*http.Response, string) {
	b.t.Helper()
	req := b.request(http.MethodPost, path, strings.NewReader(form.Encode()))
	req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	return b.do(req)
}

// ask sends a form as chat.js does and returns the answer.
func (b *browser) ask(form url.Values) (int, logAnswer, failure) {
	b.t.Helper()
	req := b.request(http.MethodPost, "/say", strings.NewReader(form.Encode()))
	req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	req.Header.Set("Accept", "application/json")
	res, body := b.do(req)
	var a struct {
		logAnswer
		failure
	}
	if err := json.Unmarshal([]byte(body), &a); err != nil {
		b.t.Fatalf("answer is no JSON: %v: %s", err, body)
	}
	return res.StatusCode, a.logAnswer, a.failure
}

// upload sends a form with a file.
func (b *browser) upload(id, field string, data []byte, caption string) *http.Response {
	b.t.Helper()
	var body bytes.Buffer
	m := multipart.NewWriter(&body)
	_ = m.WriteField("id", id)
	_ = m.WriteField("text", caption)
	part, err := m.CreateFormFile(field, `C:\phone\tep.bin`)
	if err != nil {
		b.t.Fatal(err)
	}
	part.Write(data)
	m.Close()
	req := b.request(http.MethodPost, "/say", &body)
	req.Header.Set("Content-Type", m.FormDataContentType())
	res, _ := b.do(req)
	return res
}

func TestPostWithoutJavaScript(t *testing.T) {
	c := newConversation()
	b := open(t, c)

	_, page := b.get("/?start=g-dang-ky-tam-tru")
	if b.cookie() != "" {
		t.Fatal("a cookie was set before anything was done")
	}
	id := regexp.MustCompile(`name="id" value="([^"]+-start)"`).FindStringSubmatch(page)
	if id == nil || !strings.Contains(page, `value="g-dang-ky-tam-tru"`) {
		t.Fatalf("no start form with the code on the first page:\n%s", page)
	}
	res, _ := b.post("/say", url.Values{"id": {id[1]}, "start": {"g-dang-ky-tam-tru"}})
	if res.StatusCode != http.StatusSeeOther || res.Header.Get("Location") != "/#last" {
		t.Fatalf("got %d to %q, want 303 to /#last", res.StatusCode, res.Header.Get("Location"))
	}
	cookie := res.Cookies()[0]
	if len(b.cookie()) != 22 || !cookie.HttpOnly || cookie.SameSite != http.SameSiteLaxMode || cookie.MaxAge != 180*24*3600 {
		t.Errorf("cookie is %v", cookie)
	}
	_, page = b.get("/")
	for _, want := range []string{"Nghe: start g-dang-ky-tam-tru", `role="log"`, `name="tap" value="yes"`, `id="last"`} {
		if !strings.Contains(page, want) {
			t.Errorf("the page lacks %q", want)
		}
	}
	b.post("/say", url.Values{"id": {"form-2222"}, "tap": {"yes"}})
	b.post("/say", url.Values{"id": {"form-3333"}, "text": {"  xin <b>chào</b>\r\nbạn "}})
	heard := c.heard()
	if len(heard) != 3 || heard[1].Input != (bot.Tap{Data: "yes"}) || heard[2].Input != (bot.Text{Words: "xin <b>chào</b>\nbạn"}) {
		t.Fatalf("heard %+v", heard)
	}
	if ev := heard[2]; ev.Channel != "web" || ev.Address != b.cookie() || strings.Contains(ev.ID, ev.Address) || ev.At.IsZero() {
		t.Errorf("event is %+v", ev)
	}
	if _, page = b.get("/"); strings.Contains(page, "<b>chào") || !strings.Contains(page, "&lt;b&gt;chào&lt;/b&gt;<br>bạn") {
		t.Error("what was typed is not escaped on the page")
	}
}

func TestDoubleSubmitCountsOnce(t *testing.T) {
	c := newConversation()
	b := open(t, c)
	form := url.Values{"id": {"form-1111"}, "text": {"một"}}
	b.post("/say", form)
	first := b.cookie()
	other := newBrowser(t, b.base) // the same form again, before the cookie arrived
	other.post("/say", form)
	b.post("/say", form)
	if got := len(c.heard()); got != 1 || other.cookie() != first {
		t.Errorf("heard %d events, want 1; same person: %t", got, other.cookie() == first)
	}
	stranger := newBrowser(t, b.base)
	stranger.post("/say", url.Values{"id": {"form-9999"}, "text": {"một"}})
	if stranger.cookie() == first {
		t.Error("another form was taken for the same person")
	}
}

func TestAnswerForScripts(t *testing.T) {
	c := newConversation()
	b := open(t, c)
	b.post("/say", url.Values{"id": {"form-1111"}, "text": {"một"}})
	status, a, _ := b.ask(url.Values{"id": {"form-2222"}, "text": {"hai"}})
	if status != 200 || len(a.Lines) != 2 || a.Seq != 4 || !a.Lines[0].Mine || a.Lines[1].Message.Text != "Nghe: hai" || a.Lang != "vi" {
		t.Fatalf("got %d %+v", status, a)
	}
	if !strings.Contains(string(a.Lines[1].HTML), `data-seq="4"`) {
		t.Errorf("line looks like %s", a.Lines[1].HTML)
	}
	_, a, _ = b.ask(url.Values{"id": {"form-2222"}, "text": {"hai"}, "after": {"1"}})
	if len(a.Lines) != 3 || a.Seq != 4 || len(c.heard()) != 2 {
		t.Errorf("sent again after line 1: %d lines, seq %d, %d events", len(a.Lines), a.Seq, len(c.heard()))
	}
	_, a, _ = b.ask(url.Values{"id": {"form-3333"}, "lat": {"21.59"}, "lon": {"105.84"}})
	if in := c.heard()[2].Input; in != (bot.Location{Lat: 21.59, Lon: 105.84}) || len(a.Lines) != 2 {
		t.Errorf("heard %+v", in)
	}
}

func TestFiles(t *testing.T) {
	iso := func(brand, rest string) []byte {
		return []byte("\x00\x00\x00\x18ftyp" + brand + "\x00\x00\x00\x00" + rest)
	}
	for i, tc := range []struct {
		name, field string
		data        []byte
		want        bot.File
	}{
		{"jpeg", "photo", []byte("\xff\xd8\xff\xe0 a picture"), bot.File{Kind: bot.Photo, Type: "image/jpeg"}},
		{"png", "photo", []byte("\x89PNG\r\n\x1a\n picture"), bot.File{Kind: bot.Photo, Type: "image/png"}},
		{"webp", "photo", []byte("RIFF\x10\x00\x00\x00WEBPVP8 "), bot.File{Kind: bot.Photo, Type: "image/webp"}},
		{"heic", "photo", iso("heic", ""), bot.File{Kind: bot.Photo, Type: "image/heic"}},
		{"pdf", "photo", []byte("%PDF-1.7 "), bot.File{Kind: bot.Document, Type: "application/pdf"}},
		{"ogg", "voice", []byte("OggS\x00\x02 opus"), bot.File{Kind: bot.Voice, Type: "audio/ogg"}},
		{"webm sound", "voice", []byte("\x1a\x45\xdf\xa3\x9fB\x86\x81\x01\x42\x82\x84webm A_OPUS"), bot.File{Kind: bot.Voice, Type: "audio/webm"}},
		{"webm film", "voice", []byte("\x1a\x45\xdf\xa3\x9fB\x86\x81\x01\x42\x82\x84webm V_VP8"), bot.File{Kind: bot.Voice, Problem: bot.WrongType}},
		{"m4a", "voice", iso("M4A ", ""), bot.File{Kind: bot.Voice, Type: "audio/mp4"}},
		{"mp4 film", "voice", iso("isom", "moov hdlr\x00\x00\x00\x00\x00\x00\x00\x00vide"), bot.File{Kind: bot.Voice, Problem: bot.WrongType}},
		{"3gp", "voice", iso("3gp4", ""), bot.File{Kind: bot.Voice, Type: "audio/3gpp"}},
		{"amr", "voice", []byte("#!AMR\n"), bot.File{Kind: bot.Voice, Type: "audio/amr"}},
		{"aac", "voice", []byte("\xff\xf1\x50\x80"), bot.File{Kind: bot.Voice, Type: "audio/aac"}},
		{"mp3", "voice", []byte("ID3\x03\x00 song"), bot.File{Kind: bot.Voice, Type: "audio/mpeg"}},
		{"mp3 without a tag", "voice", []byte("\xff\xfb\x90\x00 song"), bot.File{Kind: bot.Voice, Type: "audio/mpeg"}},
		{"program", "photo", []byte("MZ\x90\x00 program"), bot.File{Kind: bot.Photo, Problem: bot.WrongType}},
		{"page", "photo", []byte("<html><script>"), bot.File{Kind: bot.Photo, Problem: bot.WrongType}},
		{"too large", "photo", append([]byte("\xff\xd8\xff"), make([]byte, bot.MaxFile)...), bot.File{Kind: bot.Photo, Problem: bot.TooLarge}},
		{"far too large", "voice", make([]byte, maxBody), bot.File{Kind: bot.Voice, Problem: bot.TooLarge}},
	} {
		t.Run(tc.name, func(t *testing.T) {
			c := newConversation()
			b := open(t, c)
			if res := b.upload(fmt.Sprintf("form-%04d", i), tc.field, tc.data, "ổ gà"); res.StatusCode != http.StatusSeeOther {
				t.Fatalf("status %d", res.StatusCode)
			}
			heard := c.heard()
			if len(heard) != 1 {
				t.Fatalf("heard %d events", len(heard))
			}
			got := heard[0].Input.(bot.File)
			if got.Kind != tc.want.Kind || got.Type != tc.want.Type || got.Problem != tc.want.Problem {
				t.Errorf("got %s %q %q", got.Kind, got.Type, got.Problem)
			}
			if got.Caption != "ổ gà" || got.Name != "tep.bin" || (got.Problem == "") != bytes.Equal(got.Data, tc.data) {
				t.Errorf("caption %q, name %q, %d bytes", got.Caption, got.Name, len(got.Data))
			}
			if !regexp.MustCompile(`^[0-9a-f]{32}$`).MatchString(got.ID) {
				t.Errorf("file id %q", got.ID)
			}
		})
	}
}

func TestEmptyFileFieldIsText(t *testing.T) {
	c := newConversation()
	b := open(t, c)
	b.upload("form-1111", "photo", nil, "chỉ có chữ")
	if got := c.heard(); len(got) != 1 || got[0].Input != (bot.Text{Words: "chỉ có chữ"}) {
		t.Errorf("heard %+v", got)
	}
}

func TestNothingSaidIsNoEvent(t *testing.T) {
	c := newConversation()
	b := open(t, c)
	res, _ := b.post("/say", url.Values{"id": {"form-1111"}, "text": {"  "}})
	if res.StatusCode != http.StatusSeeOther || len(c.heard()) != 0 || b.cookie() != "" {
		t.Errorf("got %d, %d events, cookie %q", res.StatusCode, len(c.heard()), b.cookie())
	}
}

func TestBrokenForms(t *testing.T) {
	c := newConversation()
	b := open(t, c)
	for _, tc := range []struct{ contentType, body string }{
		{"text/plain", "hello"},
		{"", ""},
		{"multipart/form-data", "no boundary"},
		{"multipart/form-data; boundary=x", "--x\r\ngarbage"},
		{"application/x-www-form-urlencoded", "id=%zz"},
		{"application/x-www-form-urlencoded", "id=a/b&text=hi"},
	} {
		req := b.request(http.MethodPost, "/say", strings.NewReader(tc.body))
		req.Header.Set("Content-Type", tc.contentType)
		res, body := b.do(req)
		if res.StatusCode != http.StatusBadRequest || !strings.Contains(body, "Mời bạn quay lại") {
			t.Errorf("%q %q: got %d %q", tc.contentType, tc.body, res.StatusCode, body)
		}
	}
	if len(c.heard()) != 0 {
		t.Error("a broken form was heard")
	}
}

func TestFaultIsTriedAgainAndThenTold(t *testing.T) {
	c := newConversation()
	s, err := newChat(testConfig(t, c))
	if err != nil {
		t.Fatal(err)
	}
	s.retries = s.retries[:1]
	b := serve(t, s.handler())
	c.fail = 1
	if res, _ := b.post("/say", url.Values{"id": {"form-1111"}, "text": {"một"}}); res.StatusCode != http.StatusSeeOther {
		t.Errorf("one fault: got %d", res.StatusCode)
	}
	c.fail = 2
	res, page := b.post("/say", url.Values{"id": {"form-2222"}, "text": {"hai & ba"}})
	if res.StatusCode != http.StatusServiceUnavailable || !strings.Contains(page, `value="form-2222"`) || !strings.Contains(page, "hai &amp; ba</textarea>") {
		t.Errorf("got %d and a page that does not keep what was typed:\n%s", res.StatusCode, page)
	}
	c.fail = 2
	status, _, f := b.ask(url.Values{"id": {"form-2222"}, "text": {"hai & ba"}})
	if status != http.StatusServiceUnavailable || !strings.Contains(f.Error, "đang bận") {
		t.Errorf("got %d %q", status, f.Error)
	}
}

func TestCrossSitePostIsRefused(t *testing.T) {
	c := newConversation()
	b := open(t, c)
	for _, path := range []string{"/say", "/leave"} {
		req := b.request(http.MethodPost, path, strings.NewReader("id=form-1111&text=hi"))
		req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		req.Header.Set("Sec-Fetch-Site", "cross-site")
		res, body := b.do(req)
		if res.StatusCode != http.StatusForbidden || !strings.Contains(body, "trang khác") || len(c.heard()) != 0 {
			t.Errorf("%s: got %d", path, res.StatusCode)
		}
	}
}

func TestTooManyPosts(t *testing.T) {
	c := newConversation()
	b := open(t, c)
	for i := range postsPerMinute + 1 {
		b.post("/say", url.Values{"id": {fmt.Sprintf("form-%04d", i)}, "text": {"x"}})
	}
	res, body := b.post("/say", url.Values{"id": {"form-last"}, "text": {"x"}})
	if res.StatusCode != http.StatusTooManyRequests || res.Header.Get("Retry-After") == "" || !strings.Contains(body, "chờ một phút") {
		t.Errorf("got %d, %q", res.StatusCode, body)
	}
	if got := len(c.heard()); got != postsPerMinute+1 { // the first had no cookie yet
		t.Errorf("heard %d", got)
	}
}
