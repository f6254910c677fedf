package tgtest

import (
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"
)

// answer is what the Bot API says.
type answer struct {
	OK          bool
	Result      json.RawMessage
	Code        int `json:"error_code"`
	Description string
	Parameters  struct {
		RetryAfter int `json:"retry_after"`
	}
}

func start(t *testing.T, cfg Config) *Server {
	t.Helper()
	s, err := New(cfg)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(s.Close)
	return s
}

// call makes a call with a form, as a client that is not the product's.
func call(t *testing.T, s *Server, method string, fields ...string) answer {
	t.Helper()
	form := url.Values{}
	for i := 0; i < len(fields); i += 2 {
		form.Set(fields[i], fields[i+1])
	}
	resp, err := http.PostForm(s.URL()+"/bot"+s.Token()+"/"+method, form)
	if err != nil {
		t.Fatal(err)
	}
	return read(t, resp)
}

func read(t *testing.T, resp *http.Response) answer {
	t.Helper()
	defer func() { _ = resp.Body.Close() }()
	var a answer
	if err := json.NewDecoder(resp.Body).Decode(&a); err != nil {
		t.Fatal(err)
	}
	if !a.OK && a.Code != resp.StatusCode {
		t.Errorf("error_code %d with status %d", a.Code, resp.StatusCode)
	}
	return a
}

func TestRefusals(t *testing.T) {
	s := start(t, Config{Limits: Limits{Off: true}})
	c := s.Chat(5)
	if a := call(t, s, "sendMessage", "chat_id", "5", "text", "một", "reply_markup", `{"inline_keyboard":[[{"text":"A","callback_data":"a","copy_text":{"text":""}}]]}`); !a.OK {
		t.Fatalf("sendMessage: %+v", a)
	}
	c.Say("hai")
	s.Chat(6).Block()
	s.Chat(7).Deactivate()
	keyboard := func(button string) string { return `{"inline_keyboard":[[` + button + `]]}` }
	tests := []struct {
		method string
		fields []string
		code   int
		says   string
	}{
		{"sendNothing", nil, 404, "not found"},
		{"sendMessage", []string{"text", "a"}, 400, "chat_id is empty"},
		{"sendMessage", []string{"chat_id", "5"}, 400, "message text is empty"},
		{"sendMessage", []string{"chat_id", "5", "text", " \n"}, 400, "message text is empty"},
		{"sendMessage", []string{"chat_id", "99", "text", "a"}, 400, "chat not found"},
		{"sendMessage", []string{"chat_id", "6", "text", "a"}, 403, "blocked by the user"},
		{"sendMessage", []string{"chat_id", "7", "text", "a"}, 403, "deactivated"},
		{"sendMessage", []string{"chat_id", "5", "text", strings.Repeat("😀", 2049)}, 400, "message is too long"},
		{"sendMessage", []string{"chat_id", "5", "text", "a\xff"}, 400, "UTF-8"},
		{"sendMessage", []string{"chat_id", "5", "text", "abc", "entities", `[{"type":"bold","offset":1,"length":3}]`}, 400, "outside"},
		{"sendMessage", []string{"chat_id", "5", "text", "a😀", "entities", `[{"type":"bold","offset":0,"length":2}]`}, 400, "surrogate"},
		{"sendMessage", []string{"chat_id", "5", "text", "abc", "entities", `[{"type":"loud","offset":0,"length":3}]`}, 400, "unsupported type"},
		{"sendMessage", []string{"chat_id", "5", "text", "abc", "entities", `{`}, 400, "can't parse"},
		{"sendMessage", []string{"chat_id", "5", "text", "a", "reply_markup", keyboard(`{"text":"A","callback_data":"` + strings.Repeat("ă", 33) + `"}`)}, 400, "BUTTON_DATA_INVALID"},
		{"sendMessage", []string{"chat_id", "5", "text", "a", "reply_markup", keyboard(`{"text":"A"}`)}, 400, "exactly one"},
		{"sendMessage", []string{"chat_id", "5", "text", "a", "reply_markup", keyboard(`{"text":"","callback_data":"a"}`)}, 400, "non-empty"},
		{"sendMessage", []string{"chat_id", "5", "text", "a", "reply_markup", keyboard(`{"text":"A","url":"tel:112"}`)}, 400, "Wrong HTTP URL"},
		{"editMessageText", []string{"chat_id", "5", "message_id", "77", "text", "a"}, 400, "message to edit not found"},
		{"editMessageText", []string{"chat_id", "5", "message_id", "2", "text", "a"}, 400, "message can't be edited"},
		{"editMessageText", []string{"chat_id", "5", "message_id", "1", "text", "một", "reply_markup", keyboard(`{"text":"A","callback_data":"a"}`)}, 400, "message is not modified"},
		{"editMessageReplyMarkup", []string{"chat_id", "5", "message_id", "1", "reply_markup", keyboard(`{"text":"A","callback_data":"a"}`)}, 400, "message is not modified"},
		{"sendPhoto", []string{"chat_id", "5"}, 400, "there is no photo"},
		{"sendPhoto", []string{"chat_id", "5", "photo", "xyz"}, 400, "wrong file identifier"},
		{"sendPhoto", []string{"chat_id", "5", "photo", "xyz", "caption", strings.Repeat("a", 1025)}, 400, "caption is too long"},
		{"sendChatAction", []string{"chat_id", "5", "action", "dance"}, 400, "wrong parameter action"},
		{"answerCallbackQuery", []string{"callback_query_id", "1"}, 400, "query is too old"},
		{"getFile", nil, 400, "file_id"},
		{"getFile", []string{"file_id", "xyz"}, 400, "wrong file_id"},
		{"setWebhook", []string{"url", "nowhere"}, 400, "bad webhook"},
		{"setWebhook", []string{"url", "https://a.vn/", "secret_token", "a b"}, 400, "unallowed characters"},
	}
	for _, tt := range tests {
		a := call(t, s, tt.method, tt.fields...)
		if a.OK || a.Code != tt.code || !strings.Contains(a.Description, tt.says) {
			t.Errorf("%s %.80q: %d %s; want %d with %q", tt.method, tt.fields, a.Code, a.Description, tt.code, tt.says)
		}
	}
	resp, err := http.Get(s.URL() + "/bot1:wrong/getMe")
	if err != nil {
		t.Fatal(err)
	}
	if a := read(t, resp); a.Code != http.StatusUnauthorized {
		t.Errorf("wrong token: %+v", a)
	}
	if n := len(c.Messages()); n != 1 {
		t.Errorf("%d messages were sent, want 1", n)
	}
}

func TestBodies(t *testing.T) {
	s := start(t, Config{})
	s.Chat(5)
	at := s.URL() + "/bot" + s.Token() + "/"
	tests := []struct{ name, method, kind, body string }{
		{"json", "sendMessage", "application/json", `{"chat_id":5,"text":"một","link_preview_options":{"is_disabled":true}}`},
		{"multipart", "sendMessage", "multipart/form-data; boundary=x", "--x\r\nContent-Disposition: form-data; name=\"chat_id\"\r\n\r\n5\r\n--x\r\nContent-Disposition: form-data; name=\"text\"\r\n\r\nhai\r\n--x--\r\n"},
		{"multipart with an attached file", "sendPhoto", "multipart/form-data; boundary=x", "--x\r\nContent-Disposition: form-data; name=\"chat_id\"\r\n\r\n5\r\n--x\r\nContent-Disposition: form-data; name=\"photo\"\r\n\r\nattach://f1\r\n--x\r\nContent-Disposition: form-data; name=\"f1\"; filename=\"a.jpg\"\r\n\r\n\xff\xd8\xff\xe0\r\n--x--\r\n"},
		{"multipart without a part", "getMe", "multipart/form-data; boundary=x", "--x--\r\n"},
		{"multipart without anything", "getMe", "multipart/form-data; boundary=x", ""},
		{"any case", "GETME", "", ""},
	}
	for _, tt := range tests {
		resp, err := http.Post(at+tt.method, tt.kind, io.NopCloser(strings.NewReader(tt.body)))
		if err != nil {
			t.Fatal(err)
		}
		if a := read(t, resp); !a.OK {
			t.Errorf("%s: %+v", tt.name, a)
		}
	}
	resp, err := http.Post(at+"sendMessage", "multipart/form-data; boundary=x", strings.NewReader("--x\r\nContent-Disposition: form-data; name=\"chat_id\"\r\n\r\n5"))
	if err != nil {
		t.Fatal(err)
	}
	if a := read(t, resp); a.Code != 400 {
		t.Errorf("cut multipart: %+v", a)
	}
}

func ids(t *testing.T, a answer) (out []int64) {
	t.Helper()
	var us []struct {
		ID int64 `json:"update_id"`
	}
	if err := json.Unmarshal(a.Result, &us); err != nil {
		t.Fatalf("%v in %+v", err, a)
	}
	for _, u := range us {
		out = append(out, u.ID)
	}
	return out
}

func TestOffset(t *testing.T) {
	s := start(t, Config{})
	c := s.Chat(5)
	first, second, third := c.Say("1"), c.Say("2"), c.Say("3")
	steps := []struct {
		offset int64
		limit  int
		want   []int64
	}{
		{0, 100, []int64{first, second, third}},
		{0, 2, []int64{first, second}},
		{second, 100, []int64{second, third}},
		{0, 100, []int64{second, third}},
		{-1, 100, []int64{third}},
		{third + 1, 100, nil},
		{-5, 100, nil},
	}
	for _, st := range steps {
		got := ids(t, call(t, s, "getUpdates", "offset", fmt.Sprint(st.offset), "limit", fmt.Sprint(st.limit)))
		if fmt.Sprint(got) != fmt.Sprint(st.want) {
			t.Errorf("offset %d, limit %d: got %v, want %v", st.offset, st.limit, got, st.want)
		}
	}
	s.Redeliver(second)
	if got := ids(t, call(t, s, "getUpdates", "offset", fmt.Sprint(third+1))); fmt.Sprint(got) != fmt.Sprint([]int64{second}) {
		t.Errorf("redelivered: got %v", got)
	}
	if got := ids(t, call(t, s, "getUpdates", "offset", fmt.Sprint(third+1))); got != nil {
		t.Errorf("once more: got %v", got)
	}
}

func TestLongPoll(t *testing.T) {
	s := start(t, Config{})
	c := s.Chat(5)
	begun := time.Now()
	go func() {
		time.Sleep(100 * time.Millisecond)
		c.Say("xin chào")
	}()
	if got := ids(t, call(t, s, "getUpdates", "timeout", "10")); len(got) != 1 || time.Since(begun) > 5*time.Second {
		t.Errorf("got %v after %v", got, time.Since(begun))
	}
	if got := ids(t, call(t, s, "getUpdates", "timeout", "1", "offset", "999999999999", "allowed_updates", `["callback_query"]`)); got != nil {
		t.Errorf("got %v", got)
	}
	if id := c.Say("không nhận"); id != 0 {
		t.Errorf("an update of a kind that is not wanted was made")
	}
}

func TestTwoPollers(t *testing.T) {
	s := start(t, Config{})
	ended := make(chan answer)
	go func() { ended <- call(t, s, "getUpdates", "timeout", "20") }()
	for s.Stats().Calls["getUpdates"] == 0 {
		time.Sleep(time.Millisecond)
	}
	time.Sleep(50 * time.Millisecond)
	call(t, s, "getUpdates")
	if a := <-ended; a.Code != http.StatusConflict || !strings.Contains(a.Description, "terminated by other getUpdates") {
		t.Errorf("first poll: %+v", a)
	}
	call(t, s, "setWebhook", "url", "http://127.0.0.1:9/")
	if a := call(t, s, "getUpdates"); a.Code != http.StatusConflict || !strings.Contains(a.Description, "webhook is active") {
		t.Errorf("poll beside a webhook: %+v", a)
	}
}

func TestLimiter(t *testing.T) {
	l := newLimiter(Limits{PerSecond: 3, PerChat: 1, ChatBurst: 2})
	at := time.Unix(0, 0)
	steps := []struct {
		after   time.Duration
		chat    int64
		wait    time.Duration
		tooSoon bool
	}{
		{0, 1, 0, false},
		{0, 1, 0, false},
		{0, 1, time.Second, false}, // over the chat's burst
		{0, 2, 0, false},
		{0, 3, time.Second, false}, // over the limit of all
		{500 * time.Millisecond, 4, 500 * time.Millisecond, true},
		{500 * time.Millisecond, 4, 0, false},
		{0, 1, 0, false},
		{0, 1, time.Second, false},
	}
	for i, st := range steps {
		at = at.Add(st.after)
		if wait, tooSoon := l.take(st.chat, at); wait != st.wait || tooSoon != st.tooSoon {
			t.Errorf("step %d: wait %v, too soon %v; want %v, %v", i, wait, tooSoon, st.wait, st.tooSoon)
		}
	}
}

func TestWaitFor(t *testing.T) {
	s := start(t, Config{Limits: Limits{Off: true}})
	c := s.Chat(5)
	call(t, s, "sendMessage", "chat_id", "5", "text", "chào bạn", "reply_markup", `{"inline_keyboard":[[{"text":"A","callback_data":"a"}]]}`)
	if _, err := c.WaitFor("chào", time.Second); err != nil {
		t.Error(err)
	}
	if _, err := c.Tap("A"); err != nil {
		t.Fatal(err)
	}
	if m, err := c.WaitFor("chào", 20*time.Millisecond); err == nil {
		t.Errorf("found %+v from before the tap", m)
	}
	call(t, s, "editMessageText", "chat_id", "5", "message_id", "1", "text", "chào lại")
	if m, err := c.WaitFor("chào", time.Second); err != nil || m.Edits != 1 || len(m.Buttons) != 0 {
		t.Errorf("got %+v, %v", m, err)
	}
	if s.Unanswered() != 1 {
		t.Error("the tap counts as answered")
	}
}
