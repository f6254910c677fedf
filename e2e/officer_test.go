package e2e

import (
	"bytes"
	"io"
	"mime/multipart"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"regexp"
	"strings"
	"testing"
)

// officer is a member of staff at the console, without a browser.
type officer struct {
	t      *testing.T
	url    string
	client *http.Client
}

// cookies is a client that keeps cookies, as one browser does.
func cookies(t *testing.T) *http.Client {
	t.Helper()
	jar, err := cookiejar.New(nil)
	if err != nil {
		t.Fatal(err)
	}
	return &http.Client{Jar: jar}
}

// officerAt logs in as the demo's coordinator.
func officerAt(t *testing.T, s *server) *officer {
	t.Helper()
	o := &officer{t: t, url: s.URL, client: cookies(t)}
	page := o.post("/console/login", url.Values{"login": {"dieuphoi"}, "password": {"dan-loi-demo"}})
	if !strings.Contains(page, "Chờ tiếp nhận") {
		t.Fatalf("log-in does not lead to the inbox:\n%s", page)
	}
	return o
}

var versionField = regexp.MustCompile(`name="version" value="(\d+)"`)

// do applies an action to a case, with a picture when there is one.
func (o *officer) do(ref, action, text string, picture []byte) {
	o.t.Helper()
	page := get(o.t, o.client, o.url+"/console/cases/"+ref)
	var b bytes.Buffer
	form := multipart.NewWriter(&b)
	fields := [][2]string{{"version", submatch(o.t, versionField, page)}, {"text", text}}
	for _, f := range fields {
		if err := form.WriteField(f[0], f[1]); err != nil {
			o.t.Fatal(err)
		}
	}
	if picture != nil {
		part, err := form.CreateFormFile("files", "proof.png")
		if err == nil {
			_, err = part.Write(picture)
		}
		if err != nil {
			o.t.Fatal(err)
		}
	}
	if err := form.Close(); err != nil {
		o.t.Fatal(err)
	}
	res, err := o.client.Post(o.url+"/console/cases/"+ref+"/do/"+action, form.FormDataContentType(), &b)
	o.read(res, err)
}

// post sends a form and returns the page that it leads to.
func (o *officer) post(path string, form url.Values) string {
	o.t.Helper()
	return o.read(o.client.PostForm(o.url+path, form))
}

func (o *officer) read(res *http.Response, err error) string {
	o.t.Helper()
	if err != nil {
		o.t.Fatal(err)
	}
	defer res.Body.Close()
	body, err := io.ReadAll(res.Body)
	if err != nil {
		o.t.Fatal(err)
	}
	if res.StatusCode != http.StatusOK {
		o.t.Fatalf("%s %s: %s\n%s", res.Request.Method, res.Request.URL.Path, res.Status, body)
	}
	return string(body)
}
