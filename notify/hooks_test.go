package notify_test

import (
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	webhooks "github.com/standard-webhooks/standard-webhooks/libraries/go"

	"danloi/feedback"
	"danloi/notify"
	"danloi/store"
)

const hookSecret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSwMfKQ9r8G"

// receiver takes webhooks and keeps them.
type receiver struct {
	mu     sync.Mutex
	got    []string
	ids    []string
	faults []error
	status int
}

func (r *receiver) ServeHTTP(w http.ResponseWriter, req *http.Request) {
	r.mu.Lock()
	defer r.mu.Unlock()
	body, err := io.ReadAll(req.Body)
	signer, serr := webhooks.NewWebhook(hookSecret)
	r.faults = append(r.faults, errors.Join(err, serr))
	if serr == nil {
		r.faults = append(r.faults, signer.VerifyIgnoringTimestamp(body, req.Header)) // the test has a clock of its own
	}
	r.ids = append(r.ids, req.Header.Get(webhooks.HeaderWebhookID))
	if r.status == 0 {
		r.got = append(r.got, string(body))
		return
	}
	w.WriteHeader(r.status)
}

func (r *receiver) set(status int) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.status = status
}

func (r *receiver) bodies() []string {
	r.mu.Lock()
	defer r.mu.Unlock()
	return append([]string(nil), r.got...)
}

func (r *receiver) calls() []string {
	r.mu.Lock()
	defer r.mu.Unlock()
	return append([]string(nil), r.ids...)
}

func hooked(t *testing.T) (*house, *receiver) {
	t.Helper()
	r := &receiver{}
	server := httptest.NewServer(r)
	t.Cleanup(server.Close)
	h := newHouse(t, func(c *notify.Config) {
		c.Mail, c.Hooks, c.Client = nil, []notify.Hook{{Name: "tinh", URL: server.URL, Secret: hookSecret}}, notify.HookClient(true)
	})
	h.readers = []string{"webhooks"}
	h.settled()
	return h, r
}

// A receiver hears of each change once, signed, without anything of the citizen, and cannot find the reference.
func TestWebhook(t *testing.T) {
	h, r := hooked(t)
	lan := h.staff("lan")
	ref := h.file("chieu_sang")
	h.do(lan, ref, feedback.Action{Kind: feedback.DoAccept})
	h.settled()
	got := r.bodies()
	if len(got) != 2 {
		t.Fatalf("%d events: %v", len(got), got)
	}
	var first, second struct {
		Type string
		Data map[string]any
	}
	h.must(json.Unmarshal([]byte(got[0]), &first))
	h.must(json.Unmarshal([]byte(got[1]), &second))
	if first.Type != "case.created" || second.Type != "case.updated" || second.Data["status"] != "accepted" || first.Data["id"] != second.Data["id"] {
		t.Errorf("events:\n%s\n%s", got[0], got[1])
	}
	for _, private := range []string{secret, "Mai", "0912", ref, strings.ReplaceAll(ref, "-", ""), "id-lan", h.get(ref).Contact} {
		if strings.Contains(got[0]+got[1], private) {
			t.Errorf("an event holds %q", private)
		}
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	if err := errors.Join(r.faults...); err != nil {
		t.Errorf("signatures: %v", err)
	}
}

// A receiver that is away is tried again with the same id, and switched off after days, until somebody switches it on.
func TestWebhookAway(t *testing.T) {
	h, r := hooked(t)
	r.set(http.StatusServiceUnavailable)
	h.file("chieu_sang")
	h.run(func() bool { return len(r.calls()) > 0 && h.postponed() })
	h.at("2026-11-16 08:30")
	h.restart()
	h.run(func() bool { return len(r.calls()) > 1 && h.postponed() })
	if ids := r.calls(); ids[0] != ids[1] || !strings.HasPrefix(ids[0], "msg_") {
		t.Errorf("ids %v", ids)
	}
	h.at("2026-11-19 08:30")
	h.restart()
	h.run(func() bool { return len(h.hookStates()) == 1 && !h.hookStates()[0].Disabled.IsZero() })
	h.file("chieu_sang")
	calls := len(r.calls())
	h.settled()
	if len(r.calls()) != calls {
		t.Error("a receiver that is switched off was called")
	}
	r.set(0)
	h.update(func(tx *store.Tx) error { return notify.EnableHook(tx, "tinh") })
	h.file("chieu_sang")
	h.settled()
	if got := r.bodies(); len(got) != 1 || len(h.hookStates()) != 0 {
		t.Errorf("%d events after it was switched on, states %v", len(got), h.hookStates())
	}
}

func (h *house) hookStates() (all []notify.HookState) {
	h.view(func(tx *store.Tx) (err error) {
		all, err = notify.HookStates(tx)
		return err
	})
	return all
}

// Nothing is sent into one's own network, whatever a name resolves to, and redirections are not followed.
func TestWebhookAddresses(t *testing.T) {
	server := httptest.NewServer(http.RedirectHandler("http://127.0.0.1:1/", http.StatusFound))
	defer server.Close()
	for _, u := range []string{server.URL, "http://localhost:1", "http://[::1]:1", "http://10.0.0.1:1", "http://169.254.169.254", "http://[::ffff:127.0.0.1]:1", "http://0.0.0.0:1", "http://100.64.0.1:1"} {
		_, err := notify.HookClient(false).Get(u)
		if err == nil || !strings.Contains(err.Error(), "not public") {
			t.Errorf("%s: %v", u, err)
		}
	}
	res, err := notify.HookClient(true).Get(server.URL)
	if err != nil || res.StatusCode != http.StatusFound {
		t.Errorf("a redirection was followed: %v", err)
	}
}

func TestLoadHooks(t *testing.T) {
	path := filepath.Join(t.TempDir(), "hooks.yaml")
	load := func(text string, private bool) error {
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		_, err := notify.LoadHooks(path, private)
		return err
	}
	good := "- {name: tinh, url: https://example.vn/hook, secret: " + hookSecret + "}\n"
	if err := load(good, false); err != nil {
		t.Error(err)
	}
	for name, text := range map[string]string{
		"no https": strings.Replace(good, "https", "http", 1), "no name": strings.Replace(good, "tinh", "", 1), "twice": good + good,
		"short secret": strings.Replace(good, hookSecret, "whsec_AAAA", 1), "password": strings.Replace(good, "example", "u:p@example", 1), "no list": "name: x", "other field": "- {nme: x}",
	} {
		if err := load(text, false); err == nil || strings.Contains(err.Error(), "MfKQ") {
			t.Errorf("%s: %v", name, err)
		}
	}
	if err := load(strings.Replace(good, "https", "http", 1), true); err != nil {
		t.Error(err)
	}
	if _, err := notify.LoadHooks(path+"x", false); err == nil {
		t.Error("a file that is not there is taken")
	}
}
