package mail

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"net"
	"strconv"
	"strings"
	"time"

	"github.com/emersion/go-imap/v2"
	"github.com/emersion/go-imap/v2/imapclient"
)

// Inbox is a mailbox to which answers come. Make it with ParseIMAP.
type Inbox struct {
	host, folder   string
	port           int
	user, password string
	tls, plain     bool
	config         *tls.Config
}

const (
	imapTimeout = 30 * time.Second
	idleMost    = 10 * time.Minute // some servers end an idle connection after half an hour
	pollWait    = time.Minute      // for a server that cannot tell of new messages
	retryFirst  = time.Second
	retryMost   = 5 * time.Minute
)

// ParseIMAP reads imaps://user:password@host:993/INBOX, imap://…:143 (encrypted by STARTTLS, always) or
// imap+plain://127.0.0.1:143, which is not encrypted and taken for this machine only.
func ParseIMAP(address string) (*Inbox, error) {
	u, host, port, err := serverURL(address, map[string]int{"imaps": 993, "imap": 143, "imap+plain": 143})
	if err != nil {
		return nil, fmt.Errorf("IMAP server: %w", err)
	}
	b := &Inbox{
		host: host, port: port, folder: strings.Trim(u.Path, "/"), user: u.User.Username(), tls: u.Scheme == "imaps", plain: u.Scheme == "imap+plain",
	}
	b.password, _ = u.User.Password()
	if b.folder == "" {
		b.folder = "INBOX"
	}
	if b.user == "" {
		return nil, errors.New("IMAP server: the address names no user")
	}
	return b, nil
}

// WithTLS returns the inbox with another TLS configuration, for a server whose certificate is its own.
func (b *Inbox) WithTLS(c *tls.Config) *Inbox {
	with := *b
	with.config = c
	return &with
}

// Watch hands every message that is not marked as seen to take, and marks it when take returns nil. It goes on, and
// connects again after an error, of which failed is told, until ctx is done. A message may be handed over twice.
func (b *Inbox) Watch(ctx context.Context, take func(ctx context.Context, raw []byte) error, failed func(error)) {
	retry := retryFirst
	for ctx.Err() == nil {
		began := time.Now()
		err := b.session(ctx, take)
		if ctx.Err() != nil {
			return
		}
		if time.Since(began) > time.Minute {
			retry = retryFirst
		}
		failed(err)
		pause(ctx, retry)
		retry = min(2*retry, retryMost)
	}
}

func pause(ctx context.Context, d time.Duration) {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-ctx.Done():
	case <-timer.C:
	}
}

// session is one connection; it always ends with an error.
func (b *Inbox) session(ctx context.Context, take func(context.Context, []byte) error) error {
	grown := make(chan struct{}, 1)
	tell := func() {
		select {
		case grown <- struct{}{}:
		default:
		}
	}
	c, err := b.dial(ctx, &imapclient.Options{
		TLSConfig: b.config,
		UnilateralDataHandler: &imapclient.UnilateralDataHandler{
			Mailbox: func(data *imapclient.UnilateralDataMailbox) { tell() },
		},
	})
	if err != nil {
		return err
	}
	defer func() { _ = c.Close() }() // the connection is given up
	stop := context.AfterFunc(ctx, func() { _ = c.Close() })
	defer stop()
	if err := c.Login(b.user, b.password).Wait(); err != nil {
		return errors.New("IMAP server refuses the log-in")
	}
	if _, err := c.Select(b.folder, nil).Wait(); err != nil {
		return errors.New("IMAP server does not open the folder")
	}
	for {
		if err := fetchNew(ctx, c, take); err != nil {
			return err
		}
		if err := await(ctx, c, grown); err != nil {
			return err
		}
	}
}

func (b *Inbox) dial(ctx context.Context, o *imapclient.Options) (*imapclient.Client, error) {
	ctx, cancel := context.WithTimeout(ctx, imapTimeout)
	defer cancel()
	conn, err := (&net.Dialer{}).DialContext(ctx, "tcp", net.JoinHostPort(b.host, strconv.Itoa(b.port)))
	if err != nil {
		return nil, errors.New("IMAP server cannot be reached")
	}
	config := b.config
	if config == nil {
		config = &tls.Config{MinVersion: tls.VersionTLS12}
	}
	if config.ServerName == "" {
		config = config.Clone()
		config.ServerName = b.host
	}
	switch {
	case b.tls:
		secured := tls.Client(conn, config)
		if err := secured.HandshakeContext(ctx); err != nil {
			_ = conn.Close() // the handshake is what failed
			return nil, errors.New("IMAP server: no encrypted connection")
		}
		return imapclient.New(secured, o), nil
	case b.plain:
		return imapclient.New(conn, o), nil
	}
	o.TLSConfig = config
	c, err := imapclient.NewStartTLS(conn, o)
	if err != nil {
		_ = conn.Close() // the handshake is what failed
		return nil, errors.New("IMAP server: no encrypted connection")
	}
	return c, nil
}

// await returns when there may be new messages.
func await(ctx context.Context, c *imapclient.Client, grown <-chan struct{}) error {
	if !c.Caps().Has(imap.CapIdle) {
		pause(ctx, pollWait)
		return errors.Join(ctx.Err(), c.Noop().Wait())
	}
	idle, err := c.Idle()
	if err != nil {
		return fmt.Errorf("wait for messages: %w", err)
	}
	timer := time.NewTimer(idleMost)
	defer timer.Stop()
	select {
	case <-ctx.Done():
	case <-grown:
	case <-timer.C:
	case <-c.Closed():
	}
	if err := errors.Join(idle.Close(), idle.Wait(), ctx.Err()); err != nil {
		return errors.New("IMAP connection ended")
	}
	return nil
}

// fetchNew hands over what is not marked as seen, one message at a time.
func fetchNew(ctx context.Context, c *imapclient.Client, take func(context.Context, []byte) error) error {
	found, err := c.UIDSearch(&imap.SearchCriteria{NotFlag: []imap.Flag{imap.FlagSeen}}, nil).Wait()
	if err != nil {
		return errors.New("IMAP server does not list messages")
	}
	for _, uid := range found.AllUIDs() {
		raw, err := fetch(c, uid)
		if err != nil {
			return err
		}
		if err := take(ctx, raw); err != nil {
			return fmt.Errorf("take a message: %w", err)
		}
		seen := &imap.StoreFlags{Op: imap.StoreFlagsAdd, Silent: true, Flags: []imap.Flag{imap.FlagSeen}}
		if err := c.Store(imap.UIDSetNum(uid), seen, nil).Close(); err != nil {
			return errors.New("IMAP server does not mark a message")
		}
	}
	return nil
}

// fetch reads one message; of one that is too large only the header.
func fetch(c *imapclient.Client, uid imap.UID) ([]byte, error) {
	set := imap.UIDSetNum(uid)
	about, err := c.Fetch(set, &imap.FetchOptions{UID: true, RFC822Size: true}).Collect()
	if err != nil {
		return nil, errors.New("IMAP server does not show a message")
	}
	section := &imap.FetchItemBodySection{Peek: true}
	if len(about) == 1 && about[0].RFC822Size > MaxMessage {
		section.Specifier = imap.PartSpecifierHeader
	}
	got, err := c.Fetch(set, &imap.FetchOptions{UID: true, BodySection: []*imap.FetchItemBodySection{section}}).Collect()
	if err != nil || len(got) > 1 {
		return nil, errors.New("IMAP server does not hand a message over")
	}
	if len(got) == 0 { // somebody else took it away
		return nil, nil
	}
	return got[0].FindBodySection(section), nil
}
