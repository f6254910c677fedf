package e2e

import (
	"fmt"
	"html"
	"io"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"regexp"
	"strings"
	"time"
)

// visitor is a citizen at the web chat without JavaScript, as plain HTTP. A post that gets no answer is sent again as
// it was, as a person does who presses the button again. It is for one goroutine.
type visitor struct {
	url      string
	client   *http.Client
	page     string
	patience time.Duration
	ref, pin string
}

func newVisitor(url string) (*visitor, error) {
	jar, err := cookiejar.New(nil)
	if err != nil {
		return nil, err
	}
	return &visitor{url: url, patience: 45 * time.Second, client: &http.Client{Jar: jar, Timeout: 20 * time.Second}}, nil
}

// open loads the page.
func (v *visitor) open() error {
	return v.try(func() (*http.Response, error) { return v.client.Get(v.url + "/") })
}

// post sends one form and reads the page that it leads to.
func (v *visitor) post(form url.Values) error {
	return v.try(func() (*http.Response, error) { return v.client.PostForm(v.url+"/say", form) })
}

// try asks until there is an answer. A server that is busy or gone is asked again.
func (v *visitor) try(ask func() (*http.Response, error)) error {
	for end := time.Now().Add(v.patience); ; time.Sleep(100 * time.Millisecond) {
		status, body, err := answerOf(ask())
		if err == nil && status == http.StatusOK {
			v.page = body
			return nil
		}
		if err == nil && status != http.StatusServiceUnavailable || time.Now().After(end) {
			return fmt.Errorf("status %d, %w", status, err)
		}
	}
}

func answerOf(res *http.Response, err error) (int, string, error) {
	if err != nil {
		return 0, "", err
	}
	defer res.Body.Close()
	body, err := io.ReadAll(res.Body)
	return res.StatusCode, string(body), err
}

var (
	formID    = regexp.MustCompile(`name="id" value="([^"]+)"`)
	tapButton = regexp.MustCompile(`<button class="reply" name="tap" value="([^"]*)">([^<]*)</button>`)
	anyTag    = regexp.MustCompile(`<[^>]*>`)
)

// begin presses the first button.
func (v *visitor) begin() error {
	_, form, ok := strings.Cut(v.page, `<form class="begin"`)
	if !ok {
		return fmt.Errorf("no first button on the page")
	}
	return v.post(url.Values{"id": {firstMatch(formID, form)}, "start": {""}})
}

// says sends words by the form at the foot of the page.
func (v *visitor) says(words string) error {
	_, form, _ := strings.Cut(v.page, `<form id="say"`)
	return v.post(url.Values{"id": {firstMatch(formID, form)}, "text": {words}})
}

// taps presses a button of the newest message that has buttons, by a part of its label.
func (v *visitor) taps(part string) error {
	form := v.page[max(0, strings.LastIndex(v.page, `<form class="quick"`)):]
	for _, m := range tapButton.FindAllStringSubmatch(form, -1) {
		if strings.Contains(html.UnescapeString(m[2]), part) {
			return v.post(url.Values{"id": {firstMatch(formID, form)}, "tap": {html.UnescapeString(m[1])}})
		}
	}
	return fmt.Errorf("no button with %q", part)
}

// reads is the text of the page.
func (v *visitor) reads() string { return html.UnescapeString(anyTag.ReplaceAllString(v.page, " ")) }

// newest is the text from the visitor's last line on.
func (v *visitor) newest() string {
	log, _, _ := strings.Cut(v.page, `<form id="say"`)
	at := max(0, strings.LastIndex(log, `<div class="msg mine"`))
	return strings.Join(strings.Fields(html.UnescapeString(anyTag.ReplaceAllString(log[at:], " "))), " ")
}

func firstMatch(re *regexp.Regexp, text string) string {
	if m := re.FindStringSubmatch(text); m != nil {
		return m[1]
	}
	return ""
}

// step is one thing a visitor does, and what the page must say then.
type step struct {
	do   func(string) error
	with string
	hear string
}

// files sends a case with words of its own and keeps the reference that it is shown.
func (v *visitor) files(words string) error {
	if err := v.open(); err != nil {
		return fmt.Errorf("open the page: %w", err)
	}
	begin := func(string) error { return v.begin() }
	for _, s := range []step{
		{begin, "first button", "Bạn muốn dùng tiếng nào?"},
		{v.taps, "Tiếng Việt", "Bạn đồng ý không?"},
		{v.taps, "Tôi đồng ý", "Tôi giúp gì được cho bạn?"},
		{v.taps, "Phản ánh, góp ý", "Bạn muốn gửi gì?"},
		{v.taps, "Báo một việc cần sửa", "Có chuyện gì"},
		{v.says, words, "Đã ghi: 1 đoạn lời"},
		{v.taps, "Đủ rồi", "xã, phường nào?"},
		{v.says, "xa Cho Ra", ""},
	} {
		if err := s.do(s.with); err != nil {
			return fmt.Errorf("%s: %w", s.with, err)
		}
		if !strings.Contains(v.newest(), s.hear) {
			return fmt.Errorf("%s: want %q, the page says: %s", s.with, s.hear, v.newest())
		}
	}
	if strings.Contains(v.newest(), "Việc này thuộc loại nào?") {
		if err := v.taps(""); err != nil {
			return fmt.Errorf("choose a topic: %w", err)
		}
	}
	if err := v.taps("📨 Gửi"); err != nil {
		return fmt.Errorf("send: %w", err)
	}
	for range 3 { // others have told of the like
		if !strings.Contains(v.newest(), "Có phải việc này không?") {
			break
		}
		if err := v.taps("Không phải việc này"); err != nil {
			return fmt.Errorf("another matter: %w", err)
		}
	}
	v.ref, v.pin = firstMatch(shownRef, v.reads()), firstMatch(shownPIN, v.reads())
	if v.ref == "" || v.pin == "" {
		return fmt.Errorf("no reference is shown, the page says: %s", v.newest())
	}
	return nil
}
