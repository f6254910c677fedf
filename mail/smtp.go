package mail

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"net"
	netmail "net/mail"
	"net/url"
	"strconv"
	"time"

	gomail "github.com/wneessen/go-mail"
)

// Server is where letters are handed in. Make it with ParseSMTP. It is safe for concurrent use.
type Server struct {
	host     string
	port     int
	user     string
	password string
	tls      bool // from the first byte
	plain    bool // no encryption at all
	config   *tls.Config
}

// ErrRefused says that the server will never take this letter, such as for an address that does not exist.
var ErrRefused = errors.New("the server refuses the letter")

const sendTimeout = 25 * time.Second

// ParseSMTP reads smtp://user:password@host:587 (encrypted by STARTTLS, always), smtps://…:465 (encrypted from the
// first byte) or smtp+plain://127.0.0.1:25, which is not encrypted and taken for this machine only. The error never
// quotes the address, which holds a password.
func ParseSMTP(address string) (*Server, error) {
	u, host, port, err := serverURL(address, map[string]int{"smtp": 587, "smtps": 465, "smtp+plain": 25})
	if err != nil {
		return nil, fmt.Errorf("SMTP server: %w", err)
	}
	s := &Server{host: host, port: port, tls: u.Scheme == "smtps", plain: u.Scheme == "smtp+plain", user: u.User.Username()}
	s.password, _ = u.User.Password()
	return s, nil
}

// serverURL reads the address of a server whose scheme is one of ports. Schemes that end in +plain are for this machine.
func serverURL(address string, ports map[string]int) (u *url.URL, host string, port int, err error) {
	u, err = url.Parse(address)
	if err != nil || u.Hostname() == "" {
		return nil, "", 0, errors.New("the address is not a URL with a host")
	}
	port, ok := ports[u.Scheme]
	if !ok {
		return nil, "", 0, fmt.Errorf("scheme %q is not known", u.Scheme)
	}
	if p := u.Port(); p != "" {
		if port, err = strconv.Atoi(p); err != nil || port < 1 || port > 65535 {
			return nil, "", 0, fmt.Errorf("port %q is none", p)
		}
	}
	if host = u.Hostname(); len(u.Scheme) > 5 && u.Scheme[4:] == "+plain" && !loopback(host) {
		return nil, "", 0, errors.New("an unencrypted connection is for this machine only (127.0.0.1)")
	}
	return u, host, port, nil
}

func loopback(host string) bool {
	ip := net.ParseIP(host)
	return host == "localhost" || ip != nil && ip.IsLoopback()
}

// WithTLS returns the server with another TLS configuration, for one whose certificate is its own.
func (s *Server) WithTLS(c *tls.Config) *Server {
	with := *s
	with.config = c
	return &with
}

// Send hands one letter in. ErrRefused means that there is no use in trying again; any other error is for now.
func (s *Server) Send(ctx context.Context, from netmail.Address, l Letter, now time.Time) error {
	m, err := l.message(from, now)
	if err != nil {
		return fmt.Errorf("%w: %w", ErrRefused, err)
	}
	client, err := s.client()
	if err != nil {
		return fmt.Errorf("prepare SMTP: %w", err)
	}
	if err := client.DialAndSendWithContext(ctx, m); err != nil {
		return sendError(err)
	}
	return nil
}

func (s *Server) client() (*gomail.Client, error) {
	options := []gomail.Option{gomail.WithPort(s.port), gomail.WithTimeout(sendTimeout), gomail.WithTLSPolicy(gomail.TLSMandatory)}
	if s.tls {
		options = append(options, gomail.WithSSL())
	}
	if s.plain {
		options = append(options, gomail.WithTLSPolicy(gomail.NoTLS))
	}
	if s.config != nil {
		options = append(options, gomail.WithTLSConfig(s.config))
	}
	if s.user != "" {
		auth := gomail.SMTPAuthAutoDiscover
		if s.plain {
			auth = gomail.SMTPAuthPlainNoEnc
		}
		options = append(options, gomail.WithSMTPAuth(auth), gomail.WithUsername(s.user), gomail.WithPassword(s.password))
	}
	return gomail.NewClient(s.host, options...)
}

// message writes the letter. Its headers keep automatic answers away, and one that comes all the same is known by them.
func (l Letter) message(from netmail.Address, now time.Time) (*gomail.Msg, error) {
	m := gomail.NewMsg()
	m.FromMailAddress(&from)
	if err := m.To(l.To); err != nil {
		return nil, errors.New("the address is malformed") // the cause quotes it
	}
	if l.ReplyTo != "" {
		if err := m.ReplyToFormat(from.Name, l.ReplyTo); err != nil {
			return nil, errors.New("the reply address is malformed")
		}
	}
	m.Subject(l.Subject)
	m.SetDateWithValue(now)
	m.SetMessageIDWithValue(l.ID)
	if l.InReplyTo != "" {
		m.SetGenHeader(gomail.HeaderInReplyTo, "<"+l.InReplyTo+">")
		m.SetGenHeader(gomail.HeaderReferences, "<"+l.InReplyTo+">")
	} else if l.Thread != "" {
		m.SetGenHeader(gomail.HeaderReferences, "<"+l.Thread+">")
	}
	m.SetGenHeader("Auto-Submitted", "auto-generated")
	m.SetGenHeader(gomail.HeaderXAutoResponseSuppress, "All")
	m.SetUserAgent("danloi")
	html, err := l.HTML()
	if err != nil {
		return nil, err
	}
	m.SetBodyString(gomail.TypeTextPlain, l.Text())
	m.AddAlternativeString(gomail.TypeTextHTML, html)
	return m, nil
}

// sendError keeps what may be told of an error: the text of the server may quote an address.
func sendError(err error) error {
	var se *gomail.SendError
	if !errors.As(err, &se) {
		var ne net.Error
		if errors.As(err, &ne) && ne.Timeout() {
			return errors.New("SMTP server does not answer")
		}
		return errors.New("SMTP server cannot be reached or refuses the log-in")
	}
	code := se.ErrorCode()
	of := se.Reason == gomail.ErrSMTPRcptTo || se.Reason == gomail.ErrSMTPData || se.Reason == gomail.ErrSMTPDataClose
	if of && !se.IsTemp() && code >= 550 && code < 600 {
		return fmt.Errorf("%w: status %d", ErrRefused, code)
	}
	return fmt.Errorf("SMTP server takes no letter now: status %d", code)
}
