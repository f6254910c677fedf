package main

import (
	"bufio"
	"bytes"
	"context"
	"crypto/rand"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"math"
	"net/http"
	"net/url"
	"os"
	"strconv"
	"strings"
	"sync"
	"time"

	"danloi/bot"
	"danloi/bot/dispatch"
	"danloi/store"
)

const (
	terminal  = "terminal"
	lineLimit = 200
	maxLine   = 4096 // characters of a line that are taken, as on the other channels
)

// chatCmd is the terminal channel. With a server running on the data folder it talks through the server, so that
// answers of the department arrive here; else it opens the folder itself.
type chatCmd struct {
	place
	Lang string `help:"Language, without asking: vi, en, km." default:""`
	As   string `help:"Name of the conversation, to hold several." default:"me"`
}

// Run talks until the end of input.
func (c *chatCmd) Run(ctx context.Context, std streams) error {
	if client := dialControl(c.place); client != nil {
		return c.talk(ctx, std, &remoteTalk{client: client, address: c.As})
	}
	k, err := know(c.place)
	if err != nil {
		return err
	}
	return storeOf(c.place, func(s *store.Store) error {
		if err := k.readVoices(ctx, s); err != nil {
			return err
		}
		sv := &server{k: k, store: s, log: newLog(std)}
		d := dispatch.New(dispatch.Config{Store: s, Bot: k.bot, Now: time.Now, Log: sv.log, VoicesChanged: sv.voicesChanged})
		return c.talk(ctx, std, &localTalk{d: d, address: c.As})
	})
}

// talk is how a terminal reaches the dispatcher.
type talk interface {
	handle(ctx context.Context, ev wireEvent) error
	// lines returns what came after a number; with wait it waits for something to come.
	lines(ctx context.Context, after int64, wait bool) ([]bot.Line, error)
}

type localTalk struct {
	d       *dispatch.Dispatcher
	address string
}

func (t *localTalk) handle(ctx context.Context, ev wireEvent) error {
	ev.Address = t.address
	return t.d.Handle(ctx, ev.event())
}

func (t *localTalk) lines(ctx context.Context, after int64, wait bool) ([]bot.Line, error) {
	changed, stop := t.d.Watch(terminal, t.address)
	defer stop()
	lines, err := t.d.Lines(ctx, terminal, t.address, after, lineLimit)
	if err == nil && len(lines) == 0 && wait {
		select {
		case <-changed:
		case <-ctx.Done():
		}
		lines, err = t.d.Lines(ctx, terminal, t.address, after, lineLimit)
	}
	return lines, err
}

type remoteTalk struct {
	client  *http.Client
	address string
}

func (t *remoteTalk) handle(ctx context.Context, ev wireEvent) error {
	ev.Address = t.address
	body, err := json.Marshal(ev)
	if err != nil {
		return fmt.Errorf("write event: %w", err)
	}
	_, err = t.call(ctx, http.MethodPost, "/event", body)
	return err
}

func (t *remoteTalk) lines(ctx context.Context, after int64, wait bool) ([]bot.Line, error) {
	q := url.Values{"address": {t.address}, "after": {strconv.FormatInt(after, 10)}}
	if wait {
		q.Set("wait", "25")
	}
	data, err := t.call(ctx, http.MethodGet, "/lines?"+q.Encode(), nil)
	if err != nil {
		return nil, err
	}
	var lines []bot.Line
	if err := json.Unmarshal(data, &lines); err != nil {
		return nil, fmt.Errorf("read lines: %w", err)
	}
	return lines, nil
}

func (t *remoteTalk) call(ctx context.Context, method, path string, body []byte) ([]byte, error) {
	return controlCall(ctx, t.client, method, path, body)
}

// controlCall asks a running server and returns its answer; what it says of an error becomes one.
func controlCall(ctx context.Context, client *http.Client, method, path string, body []byte) ([]byte, error) {
	req, err := http.NewRequestWithContext(ctx, method, controlURL(path), bytes.NewReader(body))
	if err != nil {
		return nil, err
	}
	res, err := client.Do(req)
	if err != nil {
		return nil, fmt.Errorf("ask the running server: %w", err)
	}
	defer res.Body.Close()
	data, err := io.ReadAll(res.Body)
	if err != nil {
		return nil, fmt.Errorf("ask the running server: %w", err)
	}
	if res.StatusCode >= 300 {
		return nil, errors.New(strings.TrimSpace(string(data)))
	}
	return data, nil
}

// terminalTalk prints the conversation as it goes on.
type terminalTalk struct {
	talk
	out  io.Writer
	mu   sync.Mutex
	seen int64
	run  string
	n    int
}

func (c *chatCmd) talk(ctx context.Context, std streams, to talk) error {
	t := &terminalTalk{talk: to, out: std.out, run: rand.Text()}
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	if err := t.skip(ctx); err != nil {
		return err
	}
	if err := t.send(ctx, wireEvent{Start: &bot.Start{Lang: c.Lang}}); err != nil {
		return err
	}
	if isTerminal(std.in) {
		go t.follow(ctx)
	}
	in := bufio.NewScanner(std.in)
	in.Buffer(nil, 1<<22) // a pasted page is one line
	for ctx.Err() == nil && in.Scan() {
		ev, err := readTyped(in.Text())
		if err != nil {
			fmt.Fprintf(std.err, "danloi: %v\n", err)
			continue
		}
		if err := t.send(ctx, ev); err != nil {
			return err
		}
	}
	if err := in.Err(); err != nil {
		return fmt.Errorf("read input: %w", err)
	}
	return nil
}

// skip passes over what was said in earlier conversations.
func (t *terminalTalk) skip(ctx context.Context) error {
	lines, err := t.lines(ctx, -1, false)
	if err == nil && len(lines) > 0 {
		t.seen = lines[len(lines)-1].Seq
	}
	return err
}

func (t *terminalTalk) send(ctx context.Context, ev wireEvent) error {
	t.n++
	ev.ID = fmt.Sprintf("%s:%s:%d", terminal, t.run, t.n)
	if ev.File != nil {
		ev.File.ID = fmt.Sprintf("%s%d", t.run, t.n)
	}
	if err := t.handle(ctx, ev); err != nil {
		return err
	}
	return t.print(ctx, false)
}

// follow prints what arrives while nobody types.
func (t *terminalTalk) follow(ctx context.Context) {
	for ctx.Err() == nil {
		if err := t.print(ctx, true); err != nil && ctx.Err() == nil {
			return
		}
	}
}

// print writes the lines that were not written yet. Being forgotten starts the count anew.
func (t *terminalTalk) print(ctx context.Context, wait bool) error {
	t.mu.Lock()
	after := t.seen
	t.mu.Unlock()
	lines, err := t.lines(ctx, after, wait)
	if err != nil {
		return err
	}
	if len(lines) == 0 && !wait {
		tail, err := t.lines(ctx, -1, false)
		if err != nil {
			return err
		}
		if n := len(tail); n > 0 && tail[n-1].Seq < after {
			lines = tail
			t.mu.Lock()
			t.seen = 0
			t.mu.Unlock()
		}
	}
	t.mu.Lock()
	defer t.mu.Unlock()
	for _, l := range lines {
		if l.Seq <= t.seen {
			continue
		}
		t.seen = l.Seq
		if !l.Mine {
			printMessage(t.out, l.Message)
		}
	}
	return nil
}

// printMessage writes a message with its buttons numbered as the engine numbers them.
func printMessage(w io.Writer, m bot.Message) {
	for _, part := range []string{m.Title, m.Text} {
		if part != "" {
			fmt.Fprintln(w, part)
		}
	}
	if m.Media != nil {
		fmt.Fprintf(w, "[%s] %s\n", m.Media.Kind, m.Media.Alt)
	}
	n := 0
	for _, b := range m.Buttons {
		if b.URL != "" {
			fmt.Fprintf(w, "     %s %s\n", b.Label, b.URL)
			continue
		}
		n++
		fmt.Fprintf(w, "  %d. %s\n", n, b.Label)
	}
	fmt.Fprintln(w)
}

// readTyped reads a line. "/photo FILE" and "/voice FILE" send a file, "/place LAT LON" a location.
func readTyped(line string) (wireEvent, error) {
	verb, rest, _ := strings.Cut(strings.TrimSpace(line), " ")
	switch verb {
	case "/photo":
		return readFile(bot.Photo, rest)
	case "/voice":
		return readFile(bot.Voice, rest)
	case "/place":
		var l bot.Location
		if _, err := fmt.Sscan(rest, &l.Lat, &l.Lon); err != nil {
			return wireEvent{}, errors.New("place: two numbers are needed, latitude and longitude")
		}
		if !(math.Abs(l.Lat) <= 90 && math.Abs(l.Lon) <= 180) { // also what is no number
			return wireEvent{}, errors.New("place: latitude is -90 to 90, longitude -180 to 180")
		}
		return wireEvent{Location: &l}, nil
	}
	if r := []rune(line); len(r) > maxLine {
		line = string(r[:maxLine])
	}
	return wireEvent{Text: &bot.Text{Words: line}}, nil
}

func readFile(kind bot.FileKind, path string) (wireEvent, error) {
	f := bot.File{Kind: kind}
	info, err := os.Stat(strings.TrimSpace(path))
	if err != nil {
		return wireEvent{}, fmt.Errorf("read file: %w", err)
	}
	if info.Size() > bot.MaxFile {
		f.Problem = bot.TooLarge
		return wireEvent{File: &f}, nil
	}
	if f.Data, err = os.ReadFile(strings.TrimSpace(path)); err != nil {
		return wireEvent{}, fmt.Errorf("read file: %w", err)
	}
	f.Type = http.DetectContentType(f.Data)
	f.Name = info.Name()
	if family, _, _ := strings.Cut(f.Type, "/"); family != "image" && family != "audio" && f.Type != "application/ogg" && f.Type != "application/pdf" {
		f.Problem, f.Data = bot.WrongType, nil
	}
	return wireEvent{File: &f}, nil
}

// isTerminal tells whether someone types, rather than a pipe.
func isTerminal(in io.Reader) bool {
	f, ok := in.(*os.File)
	if !ok {
		return false
	}
	info, err := f.Stat()
	return err == nil && info.Mode()&os.ModeCharDevice != 0
}
