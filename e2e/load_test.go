package e2e

import (
	"io"
	"net/http"
	"regexp"
	"testing"
)

// firstLoad is the most that the first page may cost over the wire, headers not counted.
const firstLoad = 60_000

var linked = regexp.MustCompile(`(?:src|href)="(/(?:assets|pages)/[^"]+)"`)

// TestFirstLoad weighs the first page with everything it needs, as it goes over the wire.
func TestFirstLoad(t *testing.T) {
	s := serve(t)
	for _, page := range []string{"/", "/g/dang-ky-tam-tru"} {
		html := get(t, http.DefaultClient, s.URL+page)
		total, parts := wire(t, s.URL+page), map[string]bool{}
		for _, m := range linked.FindAllStringSubmatch(html, -1) {
			if !parts[m[1]] {
				parts[m[1]] = true
				total += wire(t, s.URL+m[1])
			}
		}
		t.Logf("%s: %d bytes in %d answers", page, total, len(parts)+1)
		if len(parts) < 2 {
			t.Errorf("%s: only %d assets were found", page, len(parts))
		}
		if total > firstLoad {
			t.Errorf("%s: %d bytes over the wire, want at most %d", page, total, firstLoad)
		}
	}
}

// wire is the size of an answer as a browser that takes gzip gets it.
func wire(t *testing.T, url string) int {
	t.Helper()
	req, err := http.NewRequest(http.MethodGet, url, nil)
	if err != nil {
		t.Fatal(err)
	}
	req.Header.Set("Accept-Encoding", "gzip") // asked for by hand, so that it is not unpacked on the way
	res, err := http.DefaultClient.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close()
	body, err := io.ReadAll(res.Body)
	if err != nil {
		t.Fatal(err)
	}
	if res.StatusCode != http.StatusOK {
		t.Errorf("GET %s: %s", url, res.Status)
	}
	return len(body)
}

// noFollow is a client that shows redirects instead of following them.
func noFollow() *http.Client {
	return &http.Client{CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
}
