package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"strconv"
	"time"

	"danloi/bot"
	"danloi/store"
)

// A running server holds the store alone. The other commands reach it through a socket in the data folder, which
// only the owner of the folder can open.

func socketPath(p place) string { return filepath.Join(p.Data, "control.sock") }

// controlServer answers the other commands.
type controlServer struct {
	l   net.Listener
	srv *http.Server
}

func (s *server) control() (*controlServer, error) {
	path := socketPath(s.c.place)
	if err := os.Remove(path); err != nil && !errors.Is(err, os.ErrNotExist) { // left by a server that was killed
		return nil, fmt.Errorf("control socket: %w", err)
	}
	l, err := net.Listen("unix", path)
	if err != nil {
		return nil, hinted{fmt.Errorf("control socket: %w", err), "the path of the data folder may be too long for a socket; use a shorter --data"}
	}
	if err := os.Chmod(path, 0o600); err != nil {
		return nil, errors.Join(fmt.Errorf("control socket: %w", err), l.Close())
	}
	return &controlServer{l: l, srv: &http.Server{ReadHeaderTimeout: 10 * time.Second}}, nil
}

func (c *controlServer) serve(s *server) error {
	mux := http.NewServeMux()
	mux.HandleFunc("POST /event", s.controlEvent)
	mux.HandleFunc("GET /lines", s.controlLines)
	mux.HandleFunc("GET /backup", s.controlBackup)
	mux.HandleFunc("POST /staff", s.controlStaff)
	mux.HandleFunc("GET /staff", s.controlStaffList)
	mux.HandleFunc("POST /apikey", s.controlAPIKey)
	mux.HandleFunc("GET /apikey", s.controlAPIKeyList)
	mux.HandleFunc("POST /translator", s.controlTranslator)
	mux.HandleFunc("GET /translator", s.controlTranslatorList)
	mux.HandleFunc("GET /voices", s.controlVoices)
	mux.HandleFunc("POST /mail", s.controlMail)
	mux.HandleFunc("POST /trainercode", s.controlTrainerCode)
	mux.HandleFunc("GET /classes", s.controlClasses)
	mux.HandleFunc("GET /class", s.controlClass)
	mux.HandleFunc("POST /class", s.controlClassImport)
	c.srv.Handler = mux
	return c.srv.Serve(c.l)
}

// Close ends the socket.
func (c *controlServer) Close() error {
	ctx, cancel := context.WithTimeout(context.Background(), 5*time.Second)
	defer cancel()
	if err := c.srv.Shutdown(ctx); err != nil {
		return c.srv.Close()
	}
	return ended(c.l.Close())
}

// wireEvent is an event of the terminal on its way through the socket.
type wireEvent struct {
	ID       string        `json:"id"`
	Address  string        `json:"address"`
	Start    *bot.Start    `json:"start,omitempty"`
	Text     *bot.Text     `json:"text,omitempty"`
	File     *bot.File     `json:"file,omitempty"`
	Location *bot.Location `json:"location,omitempty"`
}

func (w wireEvent) event() bot.Event {
	ev := bot.Event{ID: w.ID, Channel: terminal, Address: w.Address}
	switch {
	case w.Start != nil:
		ev.Input = *w.Start
	case w.Text != nil:
		ev.Input = *w.Text
	case w.File != nil:
		ev.Input = *w.File
	case w.Location != nil:
		ev.Input = *w.Location
	default:
		ev.Input = bot.Unsupported{}
	}
	return ev
}

func (s *server) controlEvent(w http.ResponseWriter, r *http.Request) {
	var in wireEvent
	if err := json.NewDecoder(http.MaxBytesReader(w, r.Body, 2*bot.MaxFile)).Decode(&in); err != nil {
		http.Error(w, "event is malformed", http.StatusBadRequest)
		return
	}
	if err := s.dispatch.Handle(r.Context(), in.event()); err != nil {
		http.Error(w, "event could not be worked", http.StatusInternalServerError)
		return
	}
	w.WriteHeader(http.StatusNoContent)
}

// controlLines answers with the lines after a number; with wait it waits up to that many seconds for one.
func (s *server) controlLines(w http.ResponseWriter, r *http.Request) {
	q := r.URL.Query()
	after, err := strconv.ParseInt(q.Get("after"), 10, 64)
	if err != nil {
		http.Error(w, "after is no number", http.StatusBadRequest)
		return
	}
	changed, stop := s.dispatch.Watch(terminal, q.Get("address"))
	defer stop()
	lines, err := s.dispatch.Lines(r.Context(), terminal, q.Get("address"), after, lineLimit)
	if wait, _ := strconv.Atoi(q.Get("wait")); err == nil && len(lines) == 0 && wait > 0 {
		select {
		case <-changed:
		case <-r.Context().Done():
		case <-time.After(time.Duration(min(wait, 60)) * time.Second):
		}
		lines, err = s.dispatch.Lines(r.Context(), terminal, q.Get("address"), after, lineLimit)
	}
	if err != nil {
		http.Error(w, "log could not be read", http.StatusInternalServerError)
		return
	}
	writeJSON(w, lines)
}

func (s *server) controlBackup(w http.ResponseWriter, _ *http.Request) {
	if err := s.store.Backup(w); err != nil {
		s.log.Error("backup failed", "err", err)
		panic(http.ErrAbortHandler) // the reader must not take half a copy for a whole one
	}
}

func (s *server) controlStaff(w http.ResponseWriter, r *http.Request) {
	var in staffChange
	if err := json.NewDecoder(http.MaxBytesReader(w, r.Body, 1<<16)).Decode(&in); err != nil {
		http.Error(w, "change is malformed", http.StatusBadRequest)
		return
	}
	if err := in.apply(r.Context(), s.store, s.k); err != nil {
		http.Error(w, err.Error(), http.StatusUnprocessableEntity)
		return
	}
	w.WriteHeader(http.StatusNoContent)
}

func (s *server) controlStaffList(w http.ResponseWriter, r *http.Request) {
	list, err := listStaff(r.Context(), s.store)
	if err != nil {
		http.Error(w, "staff could not be read", http.StatusInternalServerError)
		return
	}
	writeJSON(w, list)
}

func writeJSON(w http.ResponseWriter, v any) {
	w.Header().Set("Content-Type", "application/json")
	_ = json.NewEncoder(w).Encode(v) // the reader is gone when this fails
}

// control is a client of a running server, nil when none runs on this data folder.
func dialControl(p place) *http.Client {
	path := socketPath(p)
	conn, err := net.DialTimeout("unix", path, time.Second)
	if err != nil {
		return nil
	}
	_ = conn.Close()
	return &http.Client{Transport: &http.Transport{DialContext: func(ctx context.Context, _, _ string) (net.Conn, error) {
		return (&net.Dialer{}).DialContext(ctx, "unix", path)
	}}}
}

// controlURL is an address on the socket; the host does not matter.
func controlURL(path string) string { return "http://control" + path }

// storeOf opens the store for a command that needs it itself.
func storeOf(p place, fn func(*store.Store) error) (err error) {
	s, engine, err := openStore(p)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, engine.Close()) }()
	return fn(s)
}
