package e2e

import (
	"bufio"
	"bytes"
	"io"
	"net/http"
	"os"
	"os/exec"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"
)

// server is a running `danloi serve`.
type server struct {
	URL  string
	Data string

	cmd  *exec.Cmd
	done chan struct{}
	out  *output
	log  *output
}

// output collects what a process writes. It is safe for concurrent use.
type output struct {
	mu sync.Mutex
	b  bytes.Buffer
}

func (o *output) Write(p []byte) (int, error) {
	o.mu.Lock()
	defer o.mu.Unlock()
	return o.b.Write(p)
}

func (o *output) String() string {
	o.mu.Lock()
	defer o.mu.Unlock()
	return o.b.String()
}

// environ is an environment without settings of the program, and extra.
func environ(extra ...string) []string {
	var env []string
	for _, e := range os.Environ() {
		if !strings.HasPrefix(e, "DANLOI_") {
			env = append(env, e)
		}
	}
	return append(env, extra...)
}

// dataFolder is a folder for a store whose path is short enough for a socket.
func dataFolder(t *testing.T) string {
	t.Helper()
	dir, err := os.MkdirTemp("", "dl")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { os.RemoveAll(dir) })
	return dir
}

// serve starts a server with the samples on an empty folder and stops it when the test ends.
func serve(t *testing.T, env ...string) *server {
	t.Helper()
	return serveOn(t, dataFolder(t), env...)
}

// serveAt starts a server with the samples on an address.
func serveAt(t *testing.T, address string, env ...string) *server {
	t.Helper()
	return start(t, address, dataFolder(t), env...)
}

// serveOn starts a server on a folder.
func serveOn(t *testing.T, data string, env ...string) *server {
	t.Helper()
	return start(t, "127.0.0.1:0", data, env...)
}

// start starts a server and waits until it answers.
func start(t *testing.T, address, data string, env ...string) *server {
	t.Helper()
	s := &server{Data: data, done: make(chan struct{}), out: &output{}, log: &output{}}
	s.cmd = exec.Command(program, "serve", "--demo", "--addr", address, "--data", data)
	s.cmd.Env = environ(env...)
	s.cmd.Stderr = s.log
	stdout, err := s.cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := s.cmd.Start(); err != nil {
		t.Fatalf("start the server: %v", err)
	}
	printed := make(chan string, 1)
	go s.collect(stdout, printed)
	t.Cleanup(func() { s.stop(t) })
	select {
	case s.URL = <-printed:
	case <-s.done:
		t.Fatalf("the server ends at once:\n%s", s.log)
	case <-time.After(30 * time.Second):
		t.Fatalf("the server does not come up:\n%s", s.log)
	}
	s.awaitReady(t)
	return s
}

// collect reads what the server prints, then waits for its end.
func (s *server) collect(stdout io.Reader, printed chan<- string) {
	in := bufio.NewScanner(stdout)
	for in.Scan() {
		_, _ = s.out.Write(append(in.Bytes(), '\n')) // never fails
		if url, ok := strings.CutPrefix(in.Text(), "web chat"); ok {
			printed <- strings.TrimSuffix(strings.TrimSpace(url), "/")
		}
	}
	_ = s.cmd.Wait() // how it ended is for stop to look at
	close(s.done)
}

func (s *server) awaitReady(t *testing.T) {
	t.Helper()
	for end := time.Now().Add(20 * time.Second); time.Now().Before(end); time.Sleep(20 * time.Millisecond) {
		res, err := http.Get(s.URL + "/readyz")
		if err != nil {
			continue
		}
		_ = res.Body.Close() // empty
		if res.StatusCode == http.StatusNoContent {
			return
		}
	}
	t.Fatalf("the server is not ready:\n%s", s.log)
}

// kill ends the server as a power cut would.
func (s *server) kill(t *testing.T) {
	t.Helper()
	if err := s.cmd.Process.Kill(); err != nil {
		t.Fatalf("kill the server: %v", err)
	}
	<-s.done
}

// stop ends the server in good order and fails the test when it does not end well.
func (s *server) stop(t *testing.T) {
	t.Helper()
	select {
	case <-s.done:
		return
	default:
	}
	if err := s.cmd.Process.Signal(syscall.SIGTERM); err != nil {
		t.Errorf("stop the server: %v", err)
	}
	select {
	case <-s.done:
		if code := s.cmd.ProcessState.ExitCode(); code != 0 {
			t.Errorf("the server ends with status %d:\n%s", code, s.log)
		}
	case <-time.After(30 * time.Second):
		t.Errorf("the server does not stop:\n%s", s.log)
		_ = s.cmd.Process.Kill() // the test has failed already
	}
	if t.Failed() {
		t.Logf("log of the server:\n%s", s.log)
	}
}

// metric reads one counter.
func (s *server) metric(t *testing.T, name string) string {
	t.Helper()
	for line := range strings.Lines(get(t, http.DefaultClient, s.URL+"/metrics")) {
		if value, ok := strings.CutPrefix(line, name+" "); ok {
			return strings.TrimSpace(value)
		}
	}
	t.Fatalf("there is no metric %s", name)
	return ""
}

// get reads a page that must be there.
func get(t *testing.T, client *http.Client, url string) string {
	t.Helper()
	res, err := client.Get(url)
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close()
	body, err := io.ReadAll(res.Body)
	if err != nil {
		t.Fatal(err)
	}
	if res.StatusCode != http.StatusOK {
		t.Fatalf("GET %s: %s\n%s", url, res.Status, body)
	}
	return string(body)
}
