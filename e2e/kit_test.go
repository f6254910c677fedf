package e2e

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"testing"

	"danloi/internal/browser"
)

// TestKitOpensFromAFolder is the trainer with a memory stick: the pages open from files, without a server.
func TestKitOpensFromAFolder(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "so-tay")
	out, err := exec.Command(program, "kit", "--lang", "vi", "--out", dir, "--base-url", "https://danloi.example.vn").CombinedOutput()
	if err != nil {
		t.Fatalf("danloi kit: %v\n%s", err, out)
	}
	at := func(page string) string { return "file://" + filepath.Join(dir, filepath.FromSlash(page)) }

	t.Run("finding", func(t *testing.T) {
		b := browser.Start(t, phone)
		b.Open(at("index.html"))
		b.Type("#find", "lam khai sinh")
		b.Press("Đăng ký khai sinh")
		b.WaitFor("Các bước")
		picture(t, b, "kit-guide-360")
	})
	t.Run("self-test", func(t *testing.T) {
		b := browser.Start(t, phone)
		b.Open(at("modules/mat-khau-otp.html"))
		b.Press("B. 0912345678")
		b.WaitFor("nhiều người biết")
		b.WaitFor("Bạn đã trả lời 1 trên")
		b.Press("C. Lua3Vu-TroiMua-Ga9Con") // the first answer counts
		b.WaitFor("đúng ngay 0 câu")
		b.Open(at("modules/mat-khau-otp.html")) // the page was closed, and what was answered is still there
		b.WaitFor("Bạn đã trả lời 1 trên")
		b.Press("Làm lại từ đầu")
		if b.Has("Bạn đã trả lời 1 trên") {
			t.Error("after beginning again the old result is still there")
		}
		picture(t, b, "kit-module-360")
	})
	t.Run("without scripts", func(t *testing.T) {
		b := browser.Start(t, browser.Options{Width: 360, Height: 740, NoScript: true})
		b.Open(at("modules/mat-khau-otp.html"))
		b.Press("C. Lua3Vu-TroiMua-Ga9Con")
		b.WaitFor("Chủ nhân vẫn dễ nhớ")
	})
	t.Run("accessibility", func(t *testing.T) {
		axe, err := os.ReadFile(axeFile)
		if err != nil {
			t.Fatalf("axe-core is not there; scripts/setup fetches it: %v", err)
		}
		for _, o := range []browser.Options{phone, {Width: 360, Height: 740, FontSize: 32}, {}} {
			b := browser.Start(t, o)
			for _, page := range []string{"index.html", "guides/dang-ky-khai-sinh.html", "modules/mat-khau-otp.html", "sheets/mat-khau-otp-mk-1.html"} {
				b.Open(at(page))
				inspect(t, b, string(axe), fmt.Sprintf("%s at %d", page, o.Width), o.Width)
			}
		}
	})
}
