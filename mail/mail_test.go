package mail_test

import (
	"context"
	"encoding/base64"
	"errors"
	netmail "net/mail"
	"strings"
	"testing"
	"time"

	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/unicode/norm"

	"danloi/mail"
	"danloi/mail/mailtest"
)

func wordings(t testing.TB) *mail.Wordings {
	t.Helper()
	w, err := mail.LoadWordings()
	if err != nil {
		t.Fatal(err)
	}
	return w
}

const marker = "— Viết trả lời phía trên dòng này —"

// What mail programs of many makes put around an answer is taken away, and nothing of the answer.
func TestOwnWords(t *testing.T) {
	for _, c := range []struct{ name, text, want string }{
		{"nothing around", "Đã sửa xong.\n\nXin cảm ơn bà con.", "Đã sửa xong.\n\nXin cảm ơn bà con."},
		{"gmail vietnamese", "Đã sửa.\n\nVào Th 2, 23 thg 11, 2026 vào lúc 08:12 Dẫn Lối <case@x.vn> đã viết:\n\n> cũ", "Đã sửa."},
		{"gmail english", "Done.\n\nOn Mon, Nov 23, 2026 at 8:12 AM X <case@x.vn> wrote:\n> old", "Done."},
		{"broken header line", "Đã sửa.\n\nOn Mon, Nov 23, 2026 at 8:12 AM Dan Loi\n<case+abc@x.vn> wrote:\n\n> old", "Đã sửa."},
		{"broken header line vietnamese", "Đã sửa.\n\nVào Th 2, 23 thg 11, 2026 vào lúc 08:12 Dẫn Lối <\ncase+abc@x.vn> đã viết:\n", "Đã sửa."},
		{"outlook vietnamese", "Đã sửa.\r\n\r\nTừ: Dẫn Lối <case@x.vn>\r\nĐã gửi: 23/11/2026\r\nTới: Lan\r\nChủ đề: x", "Đã sửa."},
		{"outlook english", "Done.\n\nFrom: X\nSent: Monday\nTo: Y\nSubject: z\n\nold", "Done."},
		{"original message", "Đã sửa.\n-----Original Message-----\nold", "Đã sửa."},
		{"thư gốc", "Đã sửa.\n----- Thư gốc -----\ncũ", "Đã sửa."},
		{"marker", "Đã sửa.\n\n" + marker + "\nPhản ánh mới", "Đã sửa."},
		{"marker quoted", "Đã sửa.\n> " + marker + "\n> Phản ánh mới\ndư", "Đã sửa."},
		{"signature", "Đã sửa.\n-- \nLan\n0912", "Đã sửa."},
		{"phone", "Đã sửa.\n\nĐã gửi từ iPhone của tôi", "Đã sửa."},
		{"phone english", "Đã sửa.\n\nSent from my Galaxy", "Đã sửa."},
		{"answer below", "> cũ\n> cũ\nĐã sửa.", "Đã sửa."},
		{"a colon is no header", "Trả lời: đã sửa.\nNgày: 23/11 thợ đến.\n\nMọi việc xong.", "Trả lời: đã sửa.\nNgày: 23/11 thợ đến.\n\nMọi việc xong."},
		{"on is a word", "On that day the road was mended.\nFine.", "On that day the road was mended.\nFine."},
		{"decomposed, invisible", norm.NFD.String("Đã sửa.") + "\u200b\u202e", "Đã sửa."},
		{"empty", "\n \n> x\n", ""},
	} {
		if got, _ := wordings(t).Own(c.text, marker); got != c.want {
			t.Errorf("%s: got %q, want %q", c.name, got, c.want)
		}
	}
}

func TestCommands(t *testing.T) {
	for _, c := range []struct{ own, kind, text, why string }{
		{"Trả lời: đã sửa xong", "answer", "đã sửa xong", ""},
		{"TRA LOI\nđã sửa\nxong", "answer", "đã sửa\nxong", ""},
		{"hỏi lại: ở cột số mấy?", "ask_citizen", "ở cột số mấy?", ""},
		{"Ghi chú:\nchờ vật tư", "note", "chờ vật tư", ""},
		{"nhận", "accept", "", ""},
		{"Tiếp nhận.", "accept", "", ""},
		{"Nhận xét: đường hỏng", "", "Nhận xét: đường hỏng", ""},
		{"Đã sửa lúc 8:30", "", "Đã sửa lúc 8:30", ""},
		{"Đã sửa xong.\nKhông có ảnh: trời tối", "", "Đã sửa xong.", "trời tối"},
		{"trả lời:\nĐã sửa\nLý do không có ảnh: trời tối", "answer", "Đã sửa", "trời tối"},
		{"", "", "", ""},
	} {
		got := wordings(t).Command(c.own)
		if got != (mail.Command{Kind: c.kind, Text: c.text, Why: c.why}) {
			t.Errorf("%q: got %+v", c.own, got)
		}
	}
	for text, want := range map[string]bool{
		"Đã thay bóng đèn rồi": true, "ok": false, "Cảm ơn!": false, "đã xem": false, "": false, "Xin cảm ơn.": false,
	} {
		if got := wordings(t).Says(text); got != want {
			t.Errorf("Says(%q) = %t", text, got)
		}
	}
}

func message(headers, body string) string {
	return strings.ReplaceAll("From: Lan <LAN@example.vn>\nTo: case+x@example.vn\nSubject: =?UTF-8?B?xJDDoyBz4butYQ==?=\nMessage-ID: <1@example.vn>\n"+headers+"\n"+body, "\n", "\r\n")
}

func TestReadLetters(t *testing.T) {
	old, err := charmap.Windows1258.NewEncoder().String(to1258("Đã sửa đường"))
	if err != nil {
		t.Fatal(err)
	}
	photo := base64.StdEncoding.EncodeToString([]byte("\xff\xd8\xff\xe0" + strings.Repeat("p", 100)))
	multipart := "--b\nContent-Type: multipart/alternative; boundary=c\n\n--c\nContent-Type: text/plain; charset=utf-8\n\nĐã sửa đường\n--c\nContent-Type: text/html; charset=utf-8\n\n<p>khác</p><img src=\"cid:logo\">\n--c--\n" +
		"--b\nContent-Type: image/jpeg; name=\"anh.jpg\"\nContent-Disposition: attachment; filename=\"../anh.jpg\"\nContent-Transfer-Encoding: base64\n\n" + photo + "\n" +
		"--b\nContent-Type: image/png\nContent-Id: <logo>\nContent-Disposition: inline\nContent-Transfer-Encoding: base64\n\n" + photo + "\n--b--\n"
	for _, c := range []struct {
		name, raw, text string
		files           int
	}{
		{"plain", message("Content-Type: text/plain; charset=utf-8\n", "Đã sửa đường"), "Đã sửa đường", 0},
		{"no type", message("", "Da sua duong"), "Da sua duong", 0},
		{"quoted-printable", message("Content-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: quoted-printable\n", "=C4=90=C3=A3 s=E1=BB=ADa =C4=91=C6=B0=E1=BB=9Dng"), "Đã sửa đường", 0},
		{"base64", message("Content-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: base64\n", base64.StdEncoding.EncodeToString([]byte("Đã sửa đường"))), "Đã sửa đường", 0},
		{"windows-1258", message("Content-Type: text/plain; charset=windows-1258\nContent-Transfer-Encoding: 8bit\n", old), "Đã sửa đường", 0},
		{"unknown charset", message("Content-Type: text/plain; charset=x-none\n", "Da sua duong"), "Da sua duong", 0},
		{"html only", message("Content-Type: text/html; charset=utf-8\n", "<style>p{}</style><div>Đã sửa&nbsp;đường</div><blockquote>cũ</blockquote>"), "Đã sửa đường", 0},
		{"multipart with a photo and a logo", message("Content-Type: multipart/mixed; boundary=b\n", multipart), "Đã sửa đường", 1},
		{"cut short", message("Content-Type: multipart/mixed; boundary=b\n", multipart[:200]), "Đã sửa đường", 0},
	} {
		r, err := wordings(t).Read([]byte(c.raw))
		if err != nil {
			t.Errorf("%s: %v", c.name, err)
			continue
		}
		own, _ := wordings(t).Own(r.Text)
		if own != c.text || len(r.Files) != c.files || r.Auto != "" {
			t.Errorf("%s: got %q, %d files, auto %q", c.name, own, len(r.Files), r.Auto)
		}
		if r.From != "lan@example.vn" || r.ID != "1@example.vn" || r.Subject != "Đã sửa" || r.To[0] != "case+x@example.vn" {
			t.Errorf("%s: header %+v", c.name, r)
		}
		if c.files == 1 && r.Files[0].Name != "anh.jpg" {
			t.Errorf("%s: file %q", c.name, r.Files[0].Name)
		}
	}
}

// to1258 writes text as windows-1258 has it: tone marks after their letter.
func to1258(s string) string {
	var out strings.Builder
	for _, r := range s {
		if _, ok := charmap.Windows1258.EncodeRune(r); ok {
			out.WriteRune(r)
			continue
		}
		d := []rune(norm.NFD.String(string(r)))
		base := norm.NFC.String(string(d[:len(d)-1]))
		if _, ok := charmap.Windows1258.EncodeRune([]rune(base)[0]); !ok || len([]rune(base)) > 1 { // the tone stands before the other mark
			base = norm.NFC.String(string([]rune{d[0], d[2]}))
			out.WriteString(base + string(d[1]))
			continue
		}
		out.WriteString(base + string(d[len(d)-1]))
	}
	return out.String()
}

// Letters that no person wrote are known, in whatever way they say so.
func TestAutomaticLetters(t *testing.T) {
	for header, want := range map[string]string{
		"Auto-Submitted: auto-replied\n":                              "auto",
		"Auto-Submitted: no\n":                                        "",
		"Precedence: bulk\n":                                          "list",
		"Precedence: auto_reply\n":                                    "auto",
		"X-Auto-Response-Suppress: All\n":                             "auto",
		"X-Autoreply: yes\n":                                          "auto",
		"Return-Path: <>\n":                                           "bounce",
		"Return-Path: <lan@example.vn>\n":                             "",
		"List-Id: <a.example.vn>\n":                                   "list",
		"Content-Type: multipart/report; boundary=b\n":                "bounce",
		"X-Failed-Recipients: a@example.vn\n":                         "bounce",
		"Content-Type: text/plain; charset=utf-8\nImportance: high\n": "",
	} {
		r, err := wordings(t).Read([]byte(message(header, "x")))
		if err != nil || r.Auto != want {
			t.Errorf("%q: got %q, %v", header, r.Auto, err)
		}
	}
	for _, subject := range []string{"Automatic reply: x", "Trả lời tự động: vắng mặt", "Undeliverable: x"} {
		r, err := wordings(t).Read([]byte("From: a@b.vn\r\nSubject: " + subject + "\r\n\r\nx"))
		if err != nil || r.Auto != "auto" {
			t.Errorf("%q: got %q, %v", subject, r.Auto, err)
		}
	}
}

func FuzzRead(f *testing.F) {
	f.Add([]byte(message("Content-Type: multipart/mixed; boundary=b\n", "--b\n\nx\n--b--\n")), "x\n> y")
	w, err := mail.LoadWordings()
	if err != nil {
		f.Fatal(err)
	}
	f.Fuzz(func(t *testing.T, raw []byte, text string) {
		r, err := w.Read(raw)
		if err != nil && !errors.Is(err, mail.ErrUnreadable) {
			t.Errorf("error %v", err)
		}
		for _, s := range []string{r.Text, text} {
			own, _ := w.Own(s, marker)
			if again, _ := w.Own(own, marker); len(again) > len(own) {
				t.Errorf("%q grows to %q", own, again)
			}
			w.Command(own)
		}
	})
}

var from = netmail.Address{Name: "Dẫn Lối", Address: "danloi@example.vn"}

func letter() mail.Letter {
	return mail.Letter{
		To: "lan@example.vn", Subject: "Phản ánh mới", ReplyTo: "case+x.y@example.vn", ID: "a@example.vn", Thread: "t@example.vn",
		Marker: marker, Lead: []string{"Có việc."}, Facts: []mail.Fact{{Name: "Mã", Value: "K7F-4HM"}}, Words: "<b>cầu hỏng</b>\nhai dòng",
		Groups: []mail.Group{{Name: "Quá hạn", Items: []mail.Item{{Text: "một", URL: "https://x.vn/1"}, {Text: "hai"}}}},
		Link:   "https://x.vn/", LinkText: "Mở", Foot: []string{"Hết."},
	}
}

// A letter arrives with its headers, in both forms, and is read back as an answer to it would be.
func TestSend(t *testing.T) {
	s := mailtest.NewSMTP(t)
	server, err := mail.ParseSMTP(s.URL)
	if err != nil {
		t.Fatal(err)
	}
	if err := server.Send(t.Context(), from, letter(), time.Now()); err != nil {
		t.Fatal(err)
	}
	got := s.Letters()[0]
	for _, want := range []string{"Reply-To: ", "<case+x.y@example.vn>", "Message-ID: <a@example.vn>", "References: <t@example.vn>", "Auto-Submitted: auto-generated", "multipart/alternative"} {
		if !strings.Contains(got.Raw, want) {
			t.Errorf("the letter lacks %q:\n%s", want, got.Raw)
		}
	}
	r, err := wordings(t).Read([]byte(got.Raw))
	if err != nil || r.Auto != "auto" || r.Subject != "Phản ánh mới" {
		t.Errorf("read back: %+v, %v", r, err)
	}
	if strings.ReplaceAll(r.Text, "\r\n", "\n") != letter().Text() {
		t.Errorf("text:\n%s\nwant:\n%s", r.Text, letter().Text())
	}
	html, err := letter().HTML()
	if err != nil || !strings.Contains(html, "&lt;b&gt;cầu hỏng") || !strings.Contains(html, `<a href="https://x.vn/1">một</a>`) {
		t.Errorf("HTML %s, %v", html, err)
	}
}

// A server that is away is waited for; an address that does not exist is not. No error tells the address.
func TestSendErrors(t *testing.T) {
	s := mailtest.NewSMTP(t)
	server, err := mail.ParseSMTP(s.URL)
	if err != nil {
		t.Fatal(err)
	}
	check := func(name string, refused bool) {
		t.Helper()
		err := server.Send(t.Context(), from, letter(), time.Now())
		if err == nil || errors.Is(err, mail.ErrRefused) != refused || strings.Contains(err.Error(), "lan@") {
			t.Errorf("%s: %v", name, err)
		}
	}
	s.Refuse("lan@example.vn", 550)
	check("no such person", true)
	s.Refuse("lan@example.vn", 450)
	check("try later", false)
	s.Refuse("lan@example.vn", 0)
	s.Down(true)
	check("down", false)
	gone, err := mail.ParseSMTP("smtp+plain://127.0.0.1:1")
	if err != nil {
		t.Fatal(err)
	}
	server = gone
	check("no server", false)
}

func TestAddresses(t *testing.T) {
	for address, ok := range map[string]bool{
		"smtps://u:p@mail.example.vn": true, "smtp://mail.example.vn:2525": true, "smtp+plain://localhost:25": true,
		"smtp+plain://mail.example.vn": false, "http://mail.example.vn": false, "mail.example.vn": false, "smtp://h:99999": false, "": false,
	} {
		_, err := mail.ParseSMTP(address)
		if (err == nil) != ok {
			t.Errorf("%s: %v", address, err)
		}
	}
	for address, ok := range map[string]bool{
		"imaps://u:p@mail.example.vn/INBOX": true, "imap+plain://u:p@127.0.0.1:143": true, "imap+plain://u:p@mail.example.vn": false,
		"imaps://mail.example.vn": false, "smtps://u:p@mail.example.vn": false,
	} {
		_, err := mail.ParseIMAP(address)
		if (err == nil) != ok {
			t.Errorf("%s: %v", address, err)
		}
		if err != nil && strings.Contains(err.Error(), "u:p") {
			t.Errorf("the error quotes the password: %v", err)
		}
	}
}

// What comes into the mailbox is handed over at once, marked when it was taken, and comes again when it was not.
func TestInbox(t *testing.T) {
	s := mailtest.NewIMAP(t)
	inbox, err := mail.ParseIMAP(s.URL)
	if err != nil {
		t.Fatal(err)
	}
	s.Put(t, message("", "first"))
	taken, fail := make(chan string, 9), true
	ctx, stop := context.WithCancel(t.Context())
	done := make(chan struct{})
	failed := make(chan error, 9)
	go func() {
		defer close(done)
		inbox.Watch(ctx, func(_ context.Context, raw []byte) error {
			_, body, _ := strings.Cut(string(raw), "\r\n\r\n")
			taken <- strings.TrimSpace(body)
			if fail {
				fail = false
				return errors.New("boom")
			}
			return nil
		}, func(err error) { failed <- err })
	}()
	want := func(text string) {
		t.Helper()
		select {
		case got := <-taken:
			if got != text {
				t.Fatalf("got %q, want %q", got, text)
			}
		case <-time.After(20 * time.Second):
			t.Fatalf("no %q", text)
		}
	}
	want("first")
	if err := <-failed; err == nil {
		t.Error("the failure was not told")
	}
	want("first")
	s.Put(t, message("", "second"))
	want("second")
	for s.Unseen(t) > 0 {
		select {
		case err := <-failed:
			t.Fatal(err)
		case <-time.After(10 * time.Millisecond):
		}
	}
	stop()
	<-done
}
