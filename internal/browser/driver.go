package browser

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"os/exec"
	"regexp"
	"syscall"
	"time"
)

// driver is a running chromedriver.
type driver struct {
	cmd    *exec.Cmd
	base   string
	client *http.Client
}

const (
	startTime = 30 * time.Second
	callTime  = 60 * time.Second
)

var startedOn = regexp.MustCompile(`started successfully on port (\d+)`)

// startDriver starts the driver on a free port of the loopback interface.
func startDriver(ctx context.Context) (*driver, error) {
	path, err := exec.LookPath("chromedriver")
	if err != nil {
		path = "/usr/bin/chromedriver"
	}
	d := &driver{client: &http.Client{Timeout: callTime}}
	d.cmd = exec.Command(path, "--port=0")
	d.cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true} // so that the browser it starts ends with it
	out, err := d.cmd.StdoutPipe()
	if err != nil {
		return nil, err
	}
	if err := d.cmd.Start(); err != nil {
		return nil, fmt.Errorf("chromedriver (Debian: chromium-driver): %w", err)
	}
	port := make(chan string, 1)
	go func() {
		in := bufio.NewScanner(out)
		for in.Scan() {
			if m := startedOn.FindStringSubmatch(in.Text()); m != nil {
				port <- m[1]
			}
		}
	}()
	select {
	case p := <-port:
		d.base = "http://127.0.0.1:" + p
		return d, nil
	case <-ctx.Done():
	case <-time.After(startTime):
	}
	d.stop()
	return nil, errors.New("chromedriver does not come up")
}

// stop ends the driver and every browser it started.
func (d *driver) stop() {
	_ = syscall.Kill(-d.cmd.Process.Pid, syscall.SIGKILL) // gone already when this fails
	_ = d.cmd.Wait()                                      // killed: the status says nothing
}

// session is one browser.
type session struct {
	d    *driver
	path string
}

// open starts a browser with an empty profile in dir.
func (d *driver) open(o Options, dir string) (*session, error) {
	prefs := map[string]any{"intl.accept_languages": "vi"}
	if o.NoScript {
		prefs["profile.managed_default_content_settings.javascript"] = 2
	}
	if o.FontSize > 0 {
		prefs["webkit.webprefs.default_font_size"] = o.FontSize
	}
	options := map[string]any{
		"args": []string{
			"--headless=new", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-dev-shm-usage",
			"--disable-background-networking", "--disable-component-update", "--disable-sync", "--hide-scrollbars",
			"--user-data-dir=" + dir, fmt.Sprintf("--window-size=%d,%d", max(o.Width, 800), max(o.Height, 600)),
		},
		"prefs": prefs,
	}
	var made struct {
		SessionID string `json:"sessionId"`
	}
	err := d.call(http.MethodPost, "/session", map[string]any{"capabilities": map[string]any{"alwaysMatch": map[string]any{
		"goog:chromeOptions": options,
		"timeouts":           map[string]int{"script": 60_000, "pageLoad": 30_000, "implicit": 0},
	}}}, &made)
	if err != nil {
		return nil, err
	}
	return &session{d: d, path: "/session/" + made.SessionID}, nil
}

func (s *session) close() { _ = s.d.call(http.MethodDelete, s.path, nil, nil) } // the driver is stopped in any case

func (s *session) post(path string, body, out any) error {
	return s.d.call(http.MethodPost, s.path+path, body, out)
}

func (s *session) get(path string, out any) error {
	return s.d.call(http.MethodGet, s.path+path, nil, out)
}

// call makes one call of the protocol and reads its value into out, unless out is nil.
func (d *driver) call(method, path string, body, out any) error {
	var in io.Reader
	if body != nil {
		data, err := json.Marshal(body)
		if err != nil {
			return err
		}
		in = bytes.NewReader(data)
	}
	req, err := http.NewRequest(method, d.base+path, in)
	if err != nil {
		return err
	}
	res, err := d.client.Do(req)
	if err != nil {
		return err
	}
	defer res.Body.Close()
	var answer struct{ Value json.RawMessage }
	if err := json.NewDecoder(res.Body).Decode(&answer); err != nil {
		return fmt.Errorf("read answer of chromedriver: %w", err)
	}
	if res.StatusCode != http.StatusOK {
		var fault struct{ Error, Message string }
		_ = json.Unmarshal(answer.Value, &fault) // an answer of another shape leaves both empty
		return fmt.Errorf("%s: %.300s", fault.Error, fault.Message)
	}
	if out == nil {
		return nil
	}
	return json.Unmarshal(answer.Value, out)
}
