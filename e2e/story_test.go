package e2e

import (
	"bytes"
	"image"
	"image/color"
	"image/png"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"danloi/internal/browser"
)

// phone is a small old telephone.
var phone = browser.Options{Width: 360, Height: 740}

// TestStory tells the whole story in a browser: a citizen asks and gets stuck, a person of the commune answers with a
// picture as proof, the citizen sees it and rates it. Without JavaScript the citizen presses for news.
func TestStory(t *testing.T) {
	for _, c := range []struct {
		name     string
		noScript bool
	}{{"with JavaScript", false}, {"without JavaScript", true}} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			s := serve(t)
			o := phone
			o.NoScript = c.noScript
			citizen := browser.Start(t, o)
			ref, _ := askAndGetStuck(t, citizen, s.URL)
			officer := browser.Start(t, browser.Options{})
			answerWithProof(t, officer, s.URL, ref, !c.noScript)
			if c.noScript {
				citizen.Open(s.URL + "/")
			}
			citizen.WaitFor("Chọn mục Đăng ký tạm trú")
			citizen.Press("5 ★")
			citizen.WaitFor("Bạn chấm 5 trên 5")
			if !c.noScript {
				picture(t, citizen, "chat-vi-360-answered")
			}
			officer.Open(s.URL + "/console/cases/" + ref)
			officer.WaitFor("5/5")
		})
	}
}

// say writes a line in the web chat.
func say(b *browser.Browser, words string) {
	b.Type("#words", words)
	b.Click(".send")
}

// greet goes through language and consent.
func greet(b *browser.Browser, url string) {
	b.Open(url + "/")
	b.Click(".begin button")
	b.Press("Tiếng Việt")
	b.WaitFor("Bạn đồng ý không?")
	b.Press("Tôi đồng ý")
	b.WaitFor("Tôi giúp gì được cho bạn?")
}

// What the bot says to a question: a choice of guides when it is not sure, else the guide.
const (
	whichGuide = "Có phải bạn hỏi"
	guideShown = "3 ngày làm việc"
)

// askForGuide asks without tone marks and comes to the guide.
func askForGuide(b *browser.Browser) {
	say(b, "dang ky tam tru")
	if b.WaitForAny(guideShown, whichGuide) == whichGuide {
		b.Press("Đăng ký tạm trú")
		b.WaitFor(guideShown)
	}
}

var (
	shownRef = regexp.MustCompile(`Mã phản ánh: ([A-Z0-9]{3}-[A-Z0-9]{4})`)
	shownPIN = regexp.MustCompile(`Mã PIN: (\d{6})`)
	anyRef   = regexp.MustCompile(`[A-Z0-9]{3}-[A-Z0-9]{4}`)
)

// askAndGetStuck goes from the first page to a case that a person of the commune must answer.
func askAndGetStuck(t *testing.T, b *browser.Browser, url string) (ref, pin string) {
	t.Helper()
	greet(b, url)
	askForGuide(b)
	b.Press("Chỉ tôi từng bước")
	b.WaitFor("Bước 1/8")
	b.Press("Tiếp →")
	b.WaitFor("Bước 2/8")
	b.Press("Tôi bị vướng ở bước này")
	b.WaitFor("nói cách khác")
	b.Press("Nhờ cán bộ giúp")
	b.WaitFor("Bạn muốn nói thêm gì không?")
	say(b, "chu nha khong cho dang ky")
	b.WaitFor("Đã ghi: 1 đoạn lời")
	b.Press("Đủ rồi")
	b.WaitFor("Bạn ở xã, phường nào?")
	say(b, "cho ra")
	b.WaitFor("Bạn xem lại trước khi gửi")
	b.Press("📨 Gửi")
	b.WaitFor("Mã PIN:")
	page := b.Text("body")
	return submatch(t, shownRef, page), submatch(t, shownPIN, page)
}

func submatch(t *testing.T, re *regexp.Regexp, text string) string {
	t.Helper()
	m := re.FindStringSubmatch(text)
	if m == nil {
		t.Fatalf("no %v in:\n%s", re, text)
	}
	return m[1]
}

// login goes into the console with a demo account that the server printed.
func login(b *browser.Browser, url, account string) {
	b.Open(url + "/console/login")
	b.Type("#login", account)
	b.Type("#password", "dan-loi-demo")
	b.Press("Đăng nhập")
	b.WaitForAny("Chờ tiếp nhận", "Mở lớp mới")
}

// answerWithProof accepts a case in the console and answers it with a picture.
func answerWithProof(t *testing.T, b *browser.Browser, url, ref string, shots bool) {
	t.Helper()
	login(b, url, "dieuphoi")
	if shots {
		picture(t, b, "console-inbox-1280")
	}
	b.Press(ref)
	b.WaitFor("chu nha khong cho dang ky")
	if shots {
		picture(t, b, "console-case-1280")
	}
	b.Click(`form[action$="/do/accept"] button`)
	b.WaitFor("Đã tiếp nhận " + ref)
	b.Type("#answer-text", "Chọn mục Đăng ký tạm trú, rồi chọn Ở trọ.")
	b.Attach("#answer-files", proof(t))
	b.Press("Gửi trả lời")
	b.WaitFor("Đã gửi trả lời cho " + ref)
}

// proof is a picture on disk.
func proof(t *testing.T) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "proof.png")
	if err := os.WriteFile(path, photo(t), 0o644); err != nil {
		t.Fatal(err)
	}
	return path
}

// photo is a picture of 64 by 48 pixels.
func photo(t *testing.T) []byte {
	t.Helper()
	img := image.NewRGBA(image.Rect(0, 0, 64, 48))
	for x := range 64 {
		for y := range 48 {
			img.Set(x, y, color.RGBA{uint8(4 * x), uint8(5 * y), 120, 255})
		}
	}
	var b bytes.Buffer
	if err := png.Encode(&b, img); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// TestScreenshots takes pictures of the first steps in each language of the picker.
func TestScreenshots(t *testing.T) {
	s := serve(t)
	if !strings.Contains(s.out.String(), "dieuphoi") {
		t.Errorf("the server does not print the demo log-ins:\n%s", s.out)
	}
	b := browser.Start(t, phone)
	b.Open(s.URL + "/")
	picture(t, b, "chat-vi-360-first")
	greet(b, s.URL)
	askForGuide(b)
	picture(t, b, "chat-vi-360-guide")

	for _, to := range []struct{ code, title, name string }{
		{"g-dang-ky-khai-sinh", "Đăng ký khai sinh", "chat-vi-360-khai-sinh"},
		{"g-mat-dien-thoai", "Mất điện thoại", "chat-vi-360-mat-dien-thoai"},
		{"g-sang-ten-thua-ke-dat", "Sang tên", "chat-vi-360-sang-ten"},
		{"m-mat-khau-otp", "Mật khẩu và mã OTP", "chat-vi-360-mat-khau-otp"},
	} {
		b.Open(s.URL + "/?start=" + to.code)
		b.Click(".begin button")
		b.WaitFor(to.title)
		if b.Eval("return document.querySelector('main > .begin') !== null") == true {
			t.Errorf("%s: the button of the link is still there after it was followed", to.code)
		}
		picture(t, b, to.name)
	}

	khmer := browser.Start(t, phone)
	khmer.Open(s.URL + "/")
	khmer.Click(".begin button")
	khmer.Press("ភាសាខ្មែរ")
	khmer.WaitFor("ផ្ញើ")
	picture(t, khmer, "chat-km-360-consent")
}
