// Package browser drives Debian's headless Chromium for tests, over the W3C WebDriver protocol and nothing else. Every
// wait is bounded, and what goes wrong fails the test that asked.
package browser

import (
	"encoding/base64"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"
)

// patience bounds every wait for something to appear on a page.
const patience = 30 * time.Second

// Options say what the browser is like. The zero Options is a window of 1280 by 900 with JavaScript.
type Options struct {
	Width, Height int  // of the viewport, in CSS pixels
	NoScript      bool // JavaScript is switched off
	FontSize      int  // default size of text in pixels; 0 is the browser's own 16
}

// Browser is one window with cookies of its own. It is for the goroutine of its test.
type Browser struct {
	t       testing.TB
	session *session
}

// Start opens a window, which is closed when the test ends. It fails the test when no browser is installed.
func Start(t testing.TB, o Options) *Browser {
	t.Helper()
	if o.Width == 0 {
		o.Width, o.Height = 1280, 900
	}
	driver, err := startDriver(t.Context())
	if err != nil {
		t.Fatalf("start browser: %v", err)
	}
	t.Cleanup(driver.stop)
	b := &Browser{t: t}
	if b.session, err = driver.open(o, t.TempDir()); err != nil {
		t.Fatalf("start browser: %v", err)
	}
	t.Cleanup(b.session.close)
	b.Resize(o.Width, o.Height)
	return b
}

// Resize gives the viewport a size in CSS pixels. Up to 600 pixels it is a phone's.
func (b *Browser) Resize(width, height int) {
	b.t.Helper()
	b.devtools("Emulation.setDeviceMetricsOverride", map[string]any{
		"width": width, "height": height, "deviceScaleFactor": 1, "mobile": width <= 600,
	})
}

// Open loads an address and waits for the page.
func (b *Browser) Open(url string) {
	b.t.Helper()
	b.must("open "+url, b.session.post("/url", map[string]any{"url": url}, nil))
}

// URL is the address of the page.
func (b *Browser) URL() string {
	b.t.Helper()
	var url string
	b.must("read address", b.session.get("/url", &url))
	return url
}

// Text is the text that a person sees in the first element that css names.
func (b *Browser) Text(css string) string {
	b.t.Helper()
	return b.read(css, "/text")
}

// Value is what stands in a field.
func (b *Browser) Value(css string) string {
	b.t.Helper()
	return b.read(css, "/property/value")
}

// read reads something of an element; one that the page replaces meanwhile is looked for again.
func (b *Browser) read(css, what string) string {
	b.t.Helper()
	for end := time.Now().Add(patience); ; {
		var text string
		err := b.session.get("/element/"+b.find(byCSS(css)).ID+what, &text)
		if err == nil {
			return text
		}
		gone := strings.Contains(err.Error(), "stale") || strings.Contains(err.Error(), "does not belong to the document")
		if !gone || time.Now().After(end) {
			b.t.Fatalf("browser: read %s: %v", css, err)
		}
	}
}

// Has reports whether a person sees text on the page now.
func (b *Browser) Has(text string) bool {
	b.t.Helper()
	return strings.Contains(b.Text("body"), text)
}

// WaitFor waits until a person sees text on the page.
func (b *Browser) WaitFor(text string) {
	b.t.Helper()
	b.WaitForAny(text)
}

// WaitForAny waits until a person sees one of texts on the page and returns the one.
func (b *Browser) WaitForAny(texts ...string) string {
	b.t.Helper()
	for end := time.Now().Add(patience); ; time.Sleep(50 * time.Millisecond) {
		page := b.Text("body")
		for _, text := range texts {
			if strings.Contains(page, text) {
				return text
			}
		}
		if time.Now().After(end) {
			b.t.Fatalf("%q does not appear on %s within %v; the page says:\n%s", texts, b.URL(), patience, page)
		}
	}
}

// Click clicks the first element that css names.
func (b *Browser) Click(css string) {
	b.t.Helper()
	b.click(byCSS(css))
}

// Press clicks the last button, link, label or summary that a person sees with this text in it.
func (b *Browser) Press(text string) {
	b.t.Helper()
	b.click(byText(text))
}

// Type writes text into the field that css names.
func (b *Browser) Type(css, text string) {
	b.t.Helper()
	e := b.find(byCSS(css))
	b.must("type into "+css, b.session.post("/element/"+e.ID+"/value", map[string]any{"text": text}, nil))
}

// Attach chooses a file for the file field that css names; a person need not see the field.
func (b *Browser) Attach(css, path string) {
	b.t.Helper()
	b.Type(css, path)
}

// Enter is the key of that name, for Type.
const Enter = "\ue007"

// Eval runs the body of a JavaScript function in the page and returns its result as JSON has it. It works with
// JavaScript switched off, too.
func (b *Browser) Eval(body string, args ...any) any {
	b.t.Helper()
	return b.script("/execute/sync", body, args)
}

// EvalLater is Eval for a function that gives its result to its last argument, a callback.
func (b *Browser) EvalLater(body string, args ...any) any {
	b.t.Helper()
	return b.script("/execute/async", body, args)
}

func (b *Browser) script(path, body string, args []any) any {
	b.t.Helper()
	if args == nil {
		args = []any{}
	}
	var out any
	b.must("run script", b.session.post(path, map[string]any{"script": body, "args": args}, &out))
	return out
}

// Screenshot writes what is in view as PNG.
func (b *Browser) Screenshot(path string) {
	b.t.Helper()
	var shot struct{ Data string }
	b.must("take picture", b.session.post("/goog/cdp/execute", map[string]any{
		"cmd": "Page.captureScreenshot", "params": map[string]any{"format": "png"},
	}, &shot))
	data, err := base64.StdEncoding.DecodeString(shot.Data)
	b.must("take picture", err)
	b.must("write picture", os.MkdirAll(filepath.Dir(path), 0o755))
	b.must("write picture", os.WriteFile(path, data, 0o644))
}

// Overflow is by how many pixels the page is wider than a viewport of width pixels, 0 when it fits, and which
// elements stick out.
func (b *Browser) Overflow(width int) (int, string) {
	b.t.Helper()
	const look = `const w = arguments[0], over = document.documentElement.scrollWidth - w;
	if (over <= 0) return [0, ''];
	const out = [...document.querySelectorAll('body *')].filter(e => e.getBoundingClientRect().right > w + 1)
		.map(e => e.tagName + '.' + e.className).slice(-5);
	return [over, out.join(' ')];`
	pair, _ := b.Eval(look, width).([]any)
	if len(pair) != 2 {
		b.t.Fatalf("measure page: unexpected answer %v", pair)
	}
	over, _ := pair[0].(float64)
	names, _ := pair[1].(string)
	return int(over), names
}

func (b *Browser) devtools(cmd string, params map[string]any) {
	b.t.Helper()
	b.must(cmd, b.session.post("/goog/cdp/execute", map[string]any{"cmd": cmd, "params": params}, nil))
}

func (b *Browser) must(doing string, err error) {
	b.t.Helper()
	if err != nil {
		b.t.Fatalf("browser: %s: %v", doing, err)
	}
}

// quote makes an XPath string of text that holds no double quote.
func quote(text string) string { return strconv.Quote(strings.ReplaceAll(text, `"`, "")) }
