package browser

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"testing"
)

// TestBrowser drives a page of its own, with and without JavaScript.
func TestBrowser(t *testing.T) {
	const page = `<!doctype html><html lang="en"><meta name="viewport" content="width=device-width"><title>t</title><body><h1>Xin chào</h1><p id="js">off</p>
<form method="post"><input name="word"><button>Gửi đi</button></form><button hidden>Gửi đi</button>
<script>document.getElementById('js').textContent = 'on'; setTimeout(() => document.body.append('late'), 200)</script>`
	srv := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", "text/html; charset=utf-8")
		fmt.Fprint(w, page)
		fmt.Fprintf(w, "<p>got %s</p>", r.FormValue("word"))
	}))
	defer srv.Close()
	for _, c := range []struct {
		name, want string
		o          Options
	}{{"with script", "on", Options{Width: 360, Height: 740}}, {"without", "off", Options{NoScript: true, FontSize: 32}}} {
		t.Run(c.name, func(t *testing.T) {
			b := Start(t, c.o)
			b.Open(srv.URL)
			if got := b.Text("#js"); got != c.want {
				t.Errorf("script is %s, want %s", got, c.want)
			}
			if !c.o.NoScript {
				b.WaitFor("late")
				if over, _ := b.Overflow(360); over != 0 {
					t.Errorf("page is %d pixels too wide", over)
				}
			}
			b.Type("input", "tạm trú")
			b.Press("Gửi đi")
			b.WaitFor("got tạm trú")
			if n := b.Eval("return 6 * arguments[0]", 7); n != 42.0 {
				t.Errorf("Eval = %v, want 42", n)
			}
			shot := filepath.Join(t.TempDir(), "a", "b.png")
			b.Screenshot(shot)
			if info, err := os.Stat(shot); err != nil || info.Size() < 1000 {
				t.Errorf("picture: %v", err)
			}
		})
	}
}
