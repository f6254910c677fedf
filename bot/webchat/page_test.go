package webchat

import (
	"bytes"
	"compress/gzip"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"reflect"
	"regexp"
	"strings"
	"testing"

	"danloi/bot"
)

// zipped gets a path as a browser does and returns the bytes that went over the wire, headers not counted.
func (b *browser) zipped(path string) (*http.Response, []byte) {
	b.t.Helper()
	req := b.request(http.MethodGet, path, nil)
	req.Header.Set("Accept-Encoding", "gzip, deflate")
	res, body := b.do(req)
	if res.StatusCode != http.StatusOK || res.Header.Get("Content-Encoding") != "gzip" ||
		!strings.Contains(strings.Join(res.Header.Values("Vary"), ","), "Accept-Encoding") {
		b.t.Errorf("%s: status %d, headers %v", path, res.StatusCode, res.Header)
	}
	return res, []byte(body)
}

func TestFirstLoadIsSmall(t *testing.T) {
	const most = 25_000
	b := open(t, newConversation())
	_, wire := b.zipped("/")
	total := len(wire)
	z, err := gzip.NewReader(bytes.NewReader(wire))
	if err != nil {
		t.Fatal(err)
	}
	page, err := io.ReadAll(z)
	if err != nil {
		t.Fatal(err)
	}
	loaded := regexp.MustCompile(`(?:src|href)="(/assets/[^"]+)"`).FindAllSubmatch(page, -1)
	if len(loaded) != 4 {
		t.Errorf("the page loads %d files", len(loaded))
	}
	for _, m := range loaded {
		res, wire := b.zipped(string(m[1]))
		if !strings.Contains(res.Header.Get("Cache-Control"), "immutable") {
			t.Errorf("%s is not kept by the browser", m[1])
		}
		total += len(wire)
	}
	t.Logf("first load: %d bytes", total)
	if total > most {
		t.Errorf("first load is %d bytes, want at most %d", total, most)
	}
	if regexp.MustCompile(`(?:src|href)="(?:https?:)?//`).Match(page) {
		t.Error("the page loads something from elsewhere")
	}
}

func TestHeaders(t *testing.T) {
	b := open(t, newConversation())
	for _, path := range []string{"/", "/leave", "/none", "/media/none", "/log.json", "/assets/none"} {
		res, _ := b.get(path)
		csp := res.Header.Get("Content-Security-Policy")
		if !strings.Contains(csp, "default-src 'none'") || !strings.Contains(csp, "frame-ancestors 'none'") || strings.Contains(csp, "unsafe") {
			t.Errorf("%s: policy %q", path, csp)
		}
		if res.Header.Get("X-Content-Type-Options") != "nosniff" || res.Header.Get("Referrer-Policy") != "no-referrer" {
			t.Errorf("%s: headers %v", path, res.Header)
		}
	}
	_, page := b.get("/")
	if regexp.MustCompile(`<[^>]+ (on[a-z]+|style)=`).MatchString(page) {
		t.Error("the page has inline scripts or styles")
	}
}

func TestNotFound(t *testing.T) {
	b := open(t, newConversation())
	for _, path := range []string{"/none", "/media/none.webp", "/media/a/%2e%2e/b"} {
		if res, body := b.get(path); res.StatusCode != http.StatusNotFound || !strings.Contains(body, "Không có trang này") {
			t.Errorf("%s: got %d", path, res.StatusCode)
		}
	}
}

func TestMedia(t *testing.T) {
	b := open(t, newConversation())
	res, body := b.get("/media/guides/a/media/mot.webp")
	if res.StatusCode != 200 || res.Header.Get("Content-Type") != "image/webp" || len(body) != 16 {
		t.Errorf("got %d %v", res.StatusCode, res.Header)
	}
	req := b.request(http.MethodGet, "/media/guides/a/media/mot.webp", nil)
	req.Header.Set("If-None-Match", res.Header.Get("ETag"))
	if res, _ := b.do(req); res.StatusCode != http.StatusNotModified {
		t.Errorf("asked again: got %d", res.StatusCode)
	}
}

// A file of a case is for the conversation it was sent to: without one there is none, and no cache keeps it.
func TestPrivateMedia(t *testing.T) {
	b := open(t, newConversation())
	const path = "/media/cases/K7F-4HM3/f1"
	if res, _ := b.get(path); res.StatusCode != http.StatusNotFound {
		t.Errorf("without a conversation: got %d", res.StatusCode)
	}
	b.post("/say", url.Values{"id": {"form-1111"}, "text": {"chào"}})
	res, body := b.get(path)
	if res.StatusCode != 200 || body != "OggS" || res.Header.Get("Cache-Control") != "private, no-store" {
		t.Errorf("got %d %q %v", res.StatusCode, body, res.Header)
	}
}

func TestLeave(t *testing.T) {
	c := newConversation()
	b := open(t, c)
	form := url.Values{"id": {"form-1111"}, "text": {"chuyện riêng"}}
	b.post("/say", form)
	before := b.cookie()
	if _, page := b.get("/leave"); !strings.Contains(page, "mã PIN") || b.cookie() == "" {
		t.Error("the question does not say what stays, or did not wait for the answer")
	}
	if res, _ := b.post("/leave", nil); res.StatusCode != http.StatusSeeOther || b.cookie() != "" {
		t.Errorf("got %d, cookie %q", res.StatusCode, b.cookie())
	}
	if _, page := b.get("/"); strings.Contains(page, "chuyện riêng") {
		t.Error("the conversation is still on the phone")
	}
	if b.post("/say", form); b.cookie() == before {
		t.Error("the first page's form led the next person into the conversation")
	}
}

func TestSecureCookie(t *testing.T) {
	cfg := testConfig(t, newConversation())
	cfg.Secure = true
	h, err := New(cfg)
	if err != nil {
		t.Fatal(err)
	}
	res, _ := serve(t, h).post("/say", url.Values{"id": {"form-1111"}, "text": {"x"}})
	if !res.Cookies()[0].Secure {
		t.Error("the cookie is not marked Secure")
	}
}

func TestConfigIsChecked(t *testing.T) {
	if _, err := New(Config{}); err == nil {
		t.Error("an empty config was taken")
	}
}

func TestPageRendersInEveryLanguage(t *testing.T) {
	c := newConversation()
	c.answer = func(bot.Event) []bot.Message {
		return []bot.Message{{
			Title: "Tiêu đề", Text: "Một\nhai\n\n• ba\n• bốn https://example.vn/a?b=c.", Lang: "km", Wants: bot.WantsStory,
			Media:   &bot.Media{Kind: bot.Voice, Path: "guides/a/media/mot.ogg", Alt: "Lời đọc"},
			Buttons: []bot.Button{{Label: "Trang", URL: "https://example.vn"}, {Label: "Xấu", URL: "javascript:alert(1)"}},
		}, {Media: &bot.Media{Kind: bot.Photo, Path: "guides/a/media/mot.webp", Alt: "Màn hình"}}}
	}
	b := open(t, c)
	b.post("/say", url.Values{"id": {"form-1111"}, "text": {"x"}})
	b.upload("form-2222", "photo", []byte("\xff\xd8\xff"), "")
	texts := testConfig(t, c).Texts
	for _, l := range texts.Languages() {
		c.langs[b.cookie()] = l.Tag
		for _, path := range []string{"/", "/?older=1", "/?start=m-x", "/leave", "/none"} {
			_, page := b.get(path)
			if strings.Contains(page, "webchat.") || !strings.Contains(page, `<html lang="`+l.Tag+`"`) {
				t.Errorf("%s in %s lacks a text", path, l.Tag)
			}
		}
	}
	_, page := b.get("/")
	for _, want := range []string{
		`<p class="title"><strong>Tiêu đề</strong></p>`, `<p>Một<br>hai</p><ul><li>ba</li>`, `lang="km"`, `data-wants="story"`,
		`<a href="https://example.vn/a?b=c" target="_blank" rel="noopener">https://example.vn/a?b=c</a>.</li>`,
		`<audio controls preload="none" src="/media/guides/a/media/mot.ogg" aria-label="Lời đọc">`,
		`<img loading="lazy" src="/media/guides/a/media/mot.webp" alt="Màn hình">`,
	} {
		if !strings.Contains(page, want) {
			t.Errorf("the page lacks %s", want)
		}
	}
	if strings.Contains(page, "javascript:") {
		t.Error("a script became a link")
	}
}

func TestSpans(t *testing.T) {
	for line, want := range map[string][]span{
		"không":                     {{Text: "không"}},
		"(xem https://a.vn/x).":     {{Text: "(xem "}, {"https://a.vn/x", "https://a.vn/x"}, {Text: ")."}},
		"https://a.vn/(b), rồi":     {{"https://a.vn/(b)", "https://a.vn/(b)"}, {Text: ", rồi"}},
		"http://a.vn https://b.vn!": {{"http://a.vn", "http://a.vn"}, {Text: " "}, {"https://b.vn", "https://b.vn"}, {Text: "!"}},
	} {
		if got := spans(line); !reflect.DeepEqual(got, want) {
			t.Errorf("%q: got %v, want %v", line, got, want)
		}
	}
}

func TestClientIP(t *testing.T) {
	for _, tc := range []struct{ peer, forwarded, want string }{
		{"127.0.0.1:99", "", ""},
		{"127.0.0.1:99", "6.6.6.6, 203.0.113.7", "203.0.113.7"},
		{"203.0.113.9:99", "6.6.6.6", "203.0.113.9"},
		{"[2001:db8:1:2:3::4]:99", "", "2001:db8:1:2::"},
		{"10.0.0.5:99", "junk", "10.0.0.5"},
	} {
		r := httptest.NewRequest(http.MethodGet, "/", nil)
		r.RemoteAddr = tc.peer
		if tc.forwarded != "" {
			r.Header.Set("X-Forwarded-For", tc.forwarded)
		}
		if got := clientIP(r); got != tc.want {
			t.Errorf("%s for %q: got %q, want %q", tc.peer, tc.forwarded, got, tc.want)
		}
	}
}
