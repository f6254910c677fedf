package e2e

import (
	"fmt"
	"os"
	"strings"
	"testing"

	"danloi/internal/browser"
)

// TestDesk follows an officer through a morning: going down the list by keys, filing for somebody at the counter, the slip
// and where its code leads, and several cases in one go. axe looks at each page on the way.
func TestDesk(t *testing.T) {
	axe, err := os.ReadFile(axeFile)
	if err != nil {
		t.Fatalf("axe-core is not there; scripts/setup fetches it: %v", err)
	}
	s := serve(t)
	for _, o := range []struct {
		name string
		browser.Options
	}{{"360", phone}, {"360 with large text", browser.Options{Width: 360, Height: 740, FontSize: 32}}, {"1280", browser.Options{}}} {
		t.Run(o.name, func(t *testing.T) {
			b := browser.Start(t, o.Options)
			d := desk{t: t, b: b, base: s.URL, look: func(page string) {
				t.Helper()
				inspect(t, b, string(axe), page, o.Width)
				picture(t, b, fmt.Sprint("desk-", page, "-", strings.ReplaceAll(o.name, " ", "-")))
			}}
			login(b, s.URL, "dieuphoi")
			d.keys()
			d.counter()
			d.several()
		})
	}
}

type desk struct {
	t    *testing.T
	b    *browser.Browser
	base string
	look func(page string)
}

// keys goes down the list and opens a case without a mouse.
func (d desk) keys() {
	d.b.Open(d.base + "/console/")
	d.look("inbox")
	d.b.Eval(`for (const k of ["j", "j", "x"]) document.activeElement.dispatchEvent(new KeyboardEvent("keydown", {key: k, bubbles: true}))`)
	second, chosen := d.b.Eval(`return document.querySelectorAll(".cases a.ref")[1].textContent`), d.b.Eval(`
		return [document.activeElement.textContent, document.querySelectorAll("input[name=case]:checked").length].join()`)
	if chosen != fmt.Sprint(second, ",1") {
		d.t.Errorf("two steps down and a tick lead to %v, want %v", chosen, second)
	}
	d.b.Eval(`document.activeElement.dispatchEvent(new KeyboardEvent("keydown", {key: "?", bubbles: true}))`)
	d.b.WaitFor("viết câu trả lời")
	d.b.Eval(`document.querySelectorAll(".cases a.ref")[1].click()`)
	d.b.WaitFor("Việc có thể làm")
	d.look("case")
}

// counter files for somebody, and follows the code on the slip.
func (d desk) counter() {
	d.b.Open(d.base + "/console/new")
	d.look("new")
	d.b.Type("#words", "Den duong truoc nha van hoa to 4 hong hai tuan nay, toi di lai rat nguy hiem")
	d.b.Eval(`const a = document.getElementById("area"); a.value = a.options[1].value`)
	d.b.Press("Xem nơi nhận")
	d.b.WaitFor("Ai trả lời, khi nào")
	d.look("new-checked")
	d.b.Click("input[name=consent]")
	d.b.Press("Gửi và in phiếu")
	d.b.WaitFor("Mã PIN chỉ hiện một lần")
	d.look("slip")
	big, _ := d.b.Eval(`return [...document.querySelectorAll(".slip .big")].map(e => e.textContent)`).([]any)
	if len(big) != 2 || strings.Contains(d.b.URL(), strings.ReplaceAll(fmt.Sprint(big[1]), " ", "")) {
		d.t.Fatalf("the slip says %v at %s", big, d.b.URL())
	}
	d.b.Open(d.base + "/track#" + fmt.Sprint(big[0]))
	if ref := d.b.Value("#ref"); ref != big[0] {
		d.t.Errorf("the code on the slip fills in %q, want %v", ref, big[0])
	}
	d.b.Type("#pin", fmt.Sprint(big[1]))
	d.b.Click("main form button")
	d.b.WaitFor("nha van hoa to 4")
}

// several accepts two cases in one go.
func (d desk) several() {
	d.b.Open(d.base + "/console/?tab=accept")
	d.b.Eval(`document.querySelectorAll("input[name=case]").forEach((e, i) => e.checked = i < 2); document.getElementById("do").value = "update"`)
	d.b.Press("Tiếp")
	d.b.WaitFor("Cùng một lời")
	d.look("batch")
	d.b.Type("#update-text", "Đang xếp lịch làm trong tuần này.")
	d.b.Click("main form button")
	d.b.WaitFor("Đã làm xong 2 trên 2")
	d.look("batch-done")
}
