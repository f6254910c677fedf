package e2e

import (
	"bytes"
	"io/fs"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// Words that nobody else says, in every place where a citizen or an officer can leave some.
const (
	secretWords    = "zuzanqwords"
	secretQuestion = "zuzanqquestion"
	secretCaption  = "zuzanqcaption"
	secretAnswer   = "zuzanqanswer"
	secretPath     = "zuzanqpath"
	secretBroken   = "zuzanqbroken"
	secretContact  = 770012345671
)

// TestSecrets sees that nothing people wrote stands in the log, in a metric, or readable on disk.
func TestSecrets(t *testing.T) {
	t.Parallel()
	tg := telegram(t)
	s := serve(t, botOf(tg)...)

	v, err := newVisitor(s.URL)
	if err != nil {
		t.Fatal(err)
	}
	if err := v.files("den duong hong " + secretWords); err != nil {
		t.Fatal(err)
	}
	for _, words := range []string{secretQuestion, "0912345678 " + secretQuestion, strings.Repeat(secretQuestion+" ", 300)} {
		if err := v.says(words); err != nil {
			t.Fatal(err)
		}
	}
	c := citizen{t, tg.Chat(secretContact)}
	c.comes()
	c.SendPhoto(photo(t), secretCaption)
	c.hears("Bạn gửi ảnh để làm gì?")
	o := officerAt(t, s)
	o.do(v.ref, "accept", "", nil)
	o.do(v.ref, "answer", secretAnswer, photo(t))
	misbehave(t, s)

	secrets := []string{"zuzanq", "770012345671", "0912345678", v.pin, tg.Token(), "dan-loi-demo"}
	for _, cookie := range v.client.Jar.Cookies(mustURL(t, s.URL)) {
		secrets = append(secrets, cookie.Value)
	}
	metrics := get(t, http.DefaultClient, s.URL+"/metrics")
	s.kill(t) // as it lies on disk, not tidied
	for _, secret := range secrets {
		if strings.Contains(s.log.String(), secret) {
			t.Errorf("%q stands in the log:\n%s", secret, s.log)
		}
		if strings.Contains(metrics, secret) {
			t.Errorf("%q stands in the metrics", secret)
		}
	}
	searchDisk(t, s.Data, secrets)
}

// misbehave sends requests that cannot be served, with secrets in them.
func misbehave(t *testing.T, s *server) {
	t.Helper()
	for _, ask := range []func() (*http.Response, error){
		func() (*http.Response, error) { return http.Get(s.URL + "/g/" + secretPath) },
		func() (*http.Response, error) { return http.Get(s.URL + "/?start=" + secretPath) },
		func() (*http.Response, error) { return http.Get(s.URL + "/media/" + secretPath) },
		func() (*http.Response, error) {
			return http.PostForm(s.URL+"/say", url.Values{"id": {"!"}, "text": {secretBroken}})
		},
		func() (*http.Response, error) {
			return http.Post(s.URL+"/say", "multipart/form-data; boundary=x", strings.NewReader(secretBroken))
		},
		func() (*http.Response, error) {
			return http.Post(s.URL+"/webhook/telegram", "application/json", strings.NewReader(`{"message":{"text":"`+secretBroken))
		},
		func() (*http.Response, error) {
			return http.PostForm(s.URL+"/track", url.Values{"ref": {secretBroken}, "pin": {secretBroken}})
		},
		func() (*http.Response, error) {
			return http.PostForm(s.URL+"/console/login", url.Values{"login": {secretBroken}, "password": {secretBroken}})
		},
	} {
		status, _, err := answerOf(ask())
		if err != nil || status >= http.StatusInternalServerError {
			t.Errorf("a request that cannot be served gets status %d, %v", status, err)
		}
	}
}

// searchDisk looks for secrets in every file of a folder.
func searchDisk(t *testing.T, dir string, secrets []string) {
	t.Helper()
	files := 0
	err := filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		if err != nil || !d.Type().IsRegular() {
			return err
		}
		data, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		files++
		for _, secret := range secrets {
			if bytes.Contains(data, []byte(secret)) {
				t.Errorf("%q stands readable in %s", secret, path)
			}
		}
		return nil
	})
	if err != nil || files == 0 {
		t.Errorf("search %d files on disk: %v", files, err)
	}
}

func mustURL(t *testing.T, address string) *url.URL {
	t.Helper()
	u, err := url.Parse(address)
	if err != nil {
		t.Fatal(err)
	}
	return u
}
