// Package mailtest runs mail servers on the loopback for tests: one that takes letters, and a mailbox.
package mailtest

import (
	"bytes"
	"io"
	"net"
	"sync"
	"testing"
	"time"

	"github.com/emersion/go-imap/v2"
	"github.com/emersion/go-imap/v2/imapserver"
	"github.com/emersion/go-imap/v2/imapserver/imapmemserver"
	"github.com/emersion/go-smtp"
)

// SMTP is a server that takes letters and keeps them.
type SMTP struct {
	URL string

	mu      sync.Mutex
	letters []Letter
	refuse  map[string]int // address to the status it is refused with
	down    bool
	arrived chan struct{}
}

// Letter is one that was taken.
type Letter struct {
	From string
	To   []string
	Raw  string
}

// NewSMTP starts a server that ends with the test.
func NewSMTP(t testing.TB) *SMTP {
	t.Helper()
	s := &SMTP{refuse: map[string]int{}, arrived: make(chan struct{}, 1000)}
	server := smtp.NewServer(smtp.BackendFunc(func(*smtp.Conn) (smtp.Session, error) { return &session{s: s}, nil }))
	server.Domain, server.ReadTimeout, server.WriteTimeout = "localhost", 10*time.Second, 10*time.Second
	l := listen(t)
	go func() { _ = server.Serve(l) }() // ends when it is closed
	t.Cleanup(func() { _ = server.Close() })
	s.URL = "smtp+plain://" + l.Addr().String()
	return s
}

func listen(t testing.TB) net.Listener {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	return l
}

// Refuse makes the server answer a recipient with a status, such as 550; 0 takes letters again.
func (s *SMTP) Refuse(address string, status int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.refuse[address] = status
}

// Down makes the server take nothing for now.
func (s *SMTP) Down(down bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.down = down
}

// Letters returns what was taken so far.
func (s *SMTP) Letters() []Letter {
	s.mu.Lock()
	defer s.mu.Unlock()
	return append([]Letter(nil), s.letters...)
}

// Wait waits until so many letters were taken and returns them.
func (s *SMTP) Wait(t testing.TB, n int) []Letter {
	t.Helper()
	limit := time.After(20 * time.Second)
	for {
		if all := s.Letters(); len(all) >= n {
			return all
		}
		select {
		case <-s.arrived:
		case <-limit:
			t.Fatalf("%d letters were taken, want %d", len(s.Letters()), n)
		}
	}
}

type session struct {
	s      *SMTP
	letter Letter
}

func (s *session) Reset()        { s.letter = Letter{} }
func (s *session) Logout() error { return nil }

func (s *session) Mail(from string, _ *smtp.MailOptions) error {
	s.s.mu.Lock()
	defer s.s.mu.Unlock()
	if s.s.down {
		return &smtp.SMTPError{Code: 451, Message: "not now"}
	}
	s.letter = Letter{From: from}
	return nil
}

func (s *session) Rcpt(to string, _ *smtp.RcptOptions) error {
	s.s.mu.Lock()
	defer s.s.mu.Unlock()
	if status := s.s.refuse[to]; status > 0 {
		return &smtp.SMTPError{Code: status, Message: "no such person " + to}
	}
	s.letter.To = append(s.letter.To, to)
	return nil
}

func (s *session) Data(r io.Reader) error {
	data, err := io.ReadAll(r)
	if err != nil {
		return err
	}
	s.s.mu.Lock()
	defer s.s.mu.Unlock()
	s.letter.Raw = string(data)
	s.s.letters = append(s.s.letters, s.letter)
	s.s.arrived <- struct{}{}
	return nil
}

// IMAP is a mailbox.
type IMAP struct {
	URL  string
	user *imapmemserver.User
}

// NewIMAP starts a server with one empty mailbox that ends with the test.
func NewIMAP(t testing.TB) *IMAP {
	t.Helper()
	memory := imapmemserver.New()
	user := imapmemserver.NewUser("case", "secret")
	if err := user.Create("INBOX", nil); err != nil {
		t.Fatal(err)
	}
	memory.AddUser(user)
	server := imapserver.New(&imapserver.Options{
		NewSession: func(*imapserver.Conn) (imapserver.Session, *imapserver.GreetingData, error) {
			return memory.NewSession(), nil, nil
		},
		Caps: imap.CapSet{imap.CapIMAP4rev1: {}, imap.CapIdle: {}}, InsecureAuth: true,
	})
	l := listen(t)
	go func() { _ = server.Serve(l) }() // ends when it is closed
	t.Cleanup(func() { _ = server.Close() })
	return &IMAP{URL: "imap+plain://case:secret@" + l.Addr().String() + "/INBOX", user: user}
}

// Put lays a message into the mailbox.
func (s *IMAP) Put(t testing.TB, raw string) {
	t.Helper()
	if _, err := s.user.Append("INBOX", literal{bytes.NewReader([]byte(raw)), int64(len(raw))}, &imap.AppendOptions{}); err != nil {
		t.Fatal(err)
	}
}

// literal is a message with its length.
type literal struct {
	io.Reader
	size int64
}

func (l literal) Size() int64 { return l.size }

// Unseen counts the messages that are not marked as seen.
func (s *IMAP) Unseen(t testing.TB) int {
	t.Helper()
	status, err := s.user.Status("INBOX", &imap.StatusOptions{NumUnseen: true})
	if err != nil {
		t.Fatal(err)
	}
	return int(*status.NumUnseen)
}
