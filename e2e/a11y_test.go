package e2e

import (
	"cmp"
	"fmt"
	"net/url"
	"os"
	"strings"
	"testing"

	"danloi/internal/browser"
)

// axeFile is where scripts/setup puts the checker of accessibility.
const axeFile = "../.tools/axe/node_modules/axe-core/axe.min.js"

// axeTags are the rules that are asked for: WCAG 2.2, levels A and AA, and good practice.
var axeTags = []string{"wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"}

// TestAccessibility lets axe-core look at every kind of page, on a telephone and on a desk, and sees that none is wider
// than the telephone's screen, also with text of double size.
func TestAccessibility(t *testing.T) {
	axe, err := os.ReadFile(axeFile)
	if err != nil {
		t.Fatalf("axe-core is not there; scripts/setup fetches it: %v", err)
	}
	s := serve(t)
	for _, o := range []struct {
		name string
		browser.Options
	}{
		{"360", phone},
		{"360 with large text", browser.Options{Width: 360, Height: 740, FontSize: 32}},
		{"1280", browser.Options{}},
	} {
		t.Run(o.name, func(t *testing.T) {
			t.Parallel()
			look := func(b *browser.Browser, page string) {
				t.Helper()
				inspect(t, b, string(axe), page, o.Width)
			}
			lookAtChat(t, browser.Start(t, o.Options), s.URL, cmp.Or(o.FontSize, 16), look)
			lookAtConsole(browser.Start(t, o.Options), s.URL, look)
		})
	}
}

// lookAtChat walks through the citizen's pages.
func lookAtChat(t *testing.T, b *browser.Browser, base string, textSize int, look func(*browser.Browser, string)) {
	t.Helper()
	b.Open(base + "/")
	if size := b.Eval("return getComputedStyle(document.documentElement).fontSize"); size != fmt.Sprintf("%dpx", textSize) {
		t.Errorf("text has %v, want %dpx", size, textSize)
	}
	look(b, "/")
	ref, pin := askAndGetStuck(t, b, base)
	look(b, "/ with a conversation")
	b.Open(base + "/leave")
	look(b, "/leave")
	for _, page := range []string{"/g/", "/g/dang-ky-tam-tru", "/g/?lang=km", "/events", "/certificate", "/board", "/board?topic=chieu_sang&lang=en", "/board/cases", "/track"} {
		b.Open(base + page)
		look(b, page)
	}
	b.Type("#ref", ref)
	b.Type("#pin", pin)
	b.Click("main form button")
	b.WaitFor("chu nha khong cho dang ky")
	look(b, "/track with a case")
	b.Open(base + "/no-such-page")
	look(b, "a page that is not there")
}

// lookAtConsole walks through the pages of staff.
func lookAtConsole(b *browser.Browser, base string, look func(*browser.Browser, string)) {
	b.Open(base + "/console/login")
	look(b, "/console/login")
	login(b, base, "dieuphoi")
	for _, page := range []string{"/console/", "/console/people", "/console/audit", "/console/password", "/console/questions", "/console/content", "/console/pen", "/console/reach",
		"/console/content/guides/dang-ky-tam-tru", "/console/content/modules/mat-khau-otp"} {
		b.Open(base + page)
		look(b, page)
	}
	for _, page := range []string{"/console/board", "/console/publish"} {
		b.Open(base + page)
		look(b, page)
	}
	b.Click("a.ref")
	b.WaitFor("Mọi người sẽ đọc thế này")
	b.Eval("document.querySelectorAll('details').forEach(d => d.open = true)")
	look(b, "/console/publish/REF")
	b.Open(base + "/console/")
	b.Click("a.ref")
	b.WaitFor("Việc có thể làm")
	b.Eval("document.querySelectorAll('details').forEach(d => d.open = true)")
	look(b, "/console/cases/REF")
}

// inspect fails for every finding of axe on the page as it stands, and when the page is wider than width.
func inspect(t *testing.T, b *browser.Browser, axe, page string, width int) {
	t.Helper()
	if width > 0 {
		if over, what := b.Overflow(width); over > 0 {
			t.Errorf("%s is %d pixels wider than %d: %s", page, over, width, what)
		}
	}
	b.Eval(axe + "; window.axe = axe")
	answer, ok := b.EvalLater(`const done = arguments[arguments.length - 1];
		axe.run(document, {runOnly: {type: 'tag', values: arguments[0]}, resultTypes: ['violations']}).then(
			r => done([r.passes.length, ...r.violations.map(v => v.id + ': ' + v.help + '\n    ' + v.nodes.slice(0, 3).map(n => n.html.slice(0, 200) + ' ' + n.any.map(a => a.message).join('; ')).join('\n    '))]),
			e => done([0, 'axe failed: ' + e]));`, axeTags).([]any)
	if !ok || len(answer) == 0 {
		t.Fatalf("%s: axe gave no answer", page)
	}
	if passed, _ := answer[0].(float64); passed < 10 {
		t.Errorf("%s: axe looked at %v rules only", page, passed)
	}
	for _, f := range answer[1:] {
		t.Errorf("%s: %v", page, f)
	}
}

// TestNothingFromElsewhere sees that a first page loads nothing from another machine.
func TestNothingFromElsewhere(t *testing.T) {
	s := serve(t)
	here, err := url.Parse(s.URL)
	if err != nil {
		t.Fatal(err)
	}
	b := browser.Start(t, phone)
	for _, page := range []string{"/", "/g/", "/g/dang-ky-tam-tru", "/track", "/events", "/certificate", "/board", "/console/login"} {
		b.Open(s.URL + page)
		names, _ := b.Eval("return performance.getEntriesByType('resource').map(e => e.name)").([]any)
		for _, n := range names {
			if u, err := url.Parse(fmt.Sprint(n)); err != nil || u.Host != here.Host {
				t.Errorf("%s loads %v", page, n)
			}
		}
		if html := get(t, noFollow(), s.URL+page); strings.Contains(html, "<script>") {
			t.Errorf("%s has a script in the page, which the policy forbids", page)
		}
	}
}
