package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"strings"
	"time"

	"danloi/bot"
	"danloi/bot/dispatch"
	"danloi/bot/telegram"
	"danloi/feedback"
	"danloi/mail"
	"danloi/notify"
	"danloi/store"
	"danloi/web"
)

// mailFlags say how letters to officers go out and how their answers come back.
type mailFlags struct {
	SMTPURL         string `help:"Where letters are handed in: smtps://user:password@host, smtp://… with STARTTLS, or smtp+plain://127.0.0.1:25." name:"smtp-url" env:"DANLOI_SMTP_URL"`
	MailFrom        string `help:"Sender of letters, such as \"Office <danloi@example.vn>\"." env:"DANLOI_MAIL_FROM"`
	MailDomain      string `help:"Domain whose addresses case+… come back to us; without it letters cannot be answered." env:"DANLOI_MAIL_DOMAIN"`
	MailWords       bool   `help:"Let the citizen's words stand in letters; mail is not private." env:"DANLOI_MAIL_WORDS"`
	MailDigest      string `help:"When the daily digest goes, on working days." default:"07:30" env:"DANLOI_MAIL_DIGEST"`
	WebhooksFile    string `help:"File of receivers of webhooks: YAML, a list of name, url and secret." name:"webhooks" env:"DANLOI_WEBHOOKS" type:"path"`
	WebhooksPrivate bool   `help:"Let webhooks go to private addresses and over http." env:"DANLOI_WEBHOOKS_PRIVATE"`
	IMAPURL         string `help:"Mailbox to which answers come: imaps://user:password@host/INBOX, imap://… with STARTTLS." name:"imap-url" env:"DANLOI_IMAP_URL"`
}

// posting makes the way out of the flags; nil without a server to hand letters in.
func (f mailFlags) posting() (*notify.Mail, error) {
	digest, err := notify.ParseClock(f.MailDigest)
	if err != nil {
		return nil, fmt.Errorf("DANLOI_MAIL_DIGEST: %w: %w", errUsage, err)
	}
	if strings.ContainsAny(f.MailDomain, "@ /") {
		return nil, hinted{fmt.Errorf("DANLOI_MAIL_DOMAIN: %w: it is no domain", errUsage), "give what stands behind the @, such as danloi.example.vn"}
	}
	m := &notify.Mail{Domain: f.MailDomain, Words: f.MailWords, Digest: digest}
	if f.SMTPURL == "" {
		if f.IMAPURL != "" {
			return nil, hinted{fmt.Errorf("mail: %w: answers are to be read and none can be asked for", errUsage), "give DANLOI_SMTP_URL too"}
		}
		return nil, nil
	}
	server, err := mail.ParseSMTP(f.SMTPURL)
	if err != nil {
		return nil, hinted{fmt.Errorf("DANLOI_SMTP_URL: %w: %w", errUsage, err), "smtps://user:password@host:465 is an address"}
	}
	from, err := notify.ParseFrom(f.MailFrom)
	if err != nil {
		return nil, hinted{fmt.Errorf("DANLOI_MAIL_FROM: %w: it is no mail address", errUsage), "give the address that letters come from, such as danloi@example.vn"}
	}
	m.Send = func(ctx context.Context, l mail.Letter) error { return server.Send(ctx, from, l, time.Now()) }
	return m, nil
}

// notifyConfig is what every notifier is made of. d returns the dispatcher, which may be made later.
func (k *knowledge) notifyConfig(s *store.Store, d func() *dispatch.Dispatcher, m *notify.Mail, base string, log *slog.Logger) notify.Config {
	return notify.Config{
		Store: s, Act: func(ctx context.Context, by store.Staff, ref string, a feedback.Action, files []store.File, first func(*store.Tx) error) (feedback.Case, error) {
			return d().ActOnce(ctx, by, ref, a, files, first)
		},
		Wake: func() { d().Wake() }, Texts: k.texts, Directory: k.directory, Areas: k.areas, Calendar: k.calendar, Now: time.Now, Log: log,
		Sees:     func(m store.Staff, c feedback.Case) bool { return web.Sees(m, c, k.directory.Office()) },
		FileType: web.AttachmentType, BaseURL: strings.TrimSuffix(base, "/"), Mail: m,
	}
}

// wireNotify makes what tells officers of this server.
func (s *server) wireNotify() error {
	m, err := s.c.posting()
	if err != nil {
		return err
	}
	if s.c.IMAPURL != "" {
		if s.inbox, err = mail.ParseIMAP(s.c.IMAPURL); err != nil {
			return hinted{fmt.Errorf("DANLOI_IMAP_URL: %w: %w", errUsage, err), "imaps://user:password@host:993/INBOX is an address"}
		}
	}
	c := s.k.notifyConfig(s.store, func() *dispatch.Dispatcher { return s.dispatch }, m, s.c.BaseURL, s.log)
	if s.c.WebhooksFile != "" {
		if c.Hooks, err = notify.LoadHooks(s.c.WebhooksFile, s.c.WebhooksPrivate); err != nil {
			return err
		}
		c.Client = notify.HookClient(s.c.WebhooksPrivate)
	}
	if s.telegram != nil {
		c.Post = s.post
	}
	s.notify, err = notify.New(c)
	return err
}

// post sends to a group, or to an officer, on Telegram.
func (s *server) post(ctx context.Context, p notify.Post) (int, error) {
	id, err := s.telegram.Post(ctx, telegram.Post(p))
	var moved *telegram.Moved
	if errors.As(err, &moved) {
		return 0, &notify.Moved{Chat: moved.Chat}
	}
	return id, err
}

// desk takes what officers do on Telegram.
func (s *server) desk(ctx context.Context, ev telegram.DeskEvent) error {
	e := notify.GroupEvent{
		ID: ev.ID, Chat: ev.Chat, Private: ev.Private, From: ev.From, Bind: ev.Bind, Code: ev.Code, Message: ev.Message, ReplyTo: ev.ReplyTo,
		Replied: ev.Replied, Text: ev.Text, Gone: ev.Gone, Moved: ev.Moved,
	}
	if ev.File != nil {
		e.File = &notify.GroupFile{Name: ev.File.Name, Data: ev.File.Data}
	}
	return s.notify.Group(ctx, e)
}

// carriers bring what a notifier puts into the outbox.
func carriers(n *notify.Notifier) map[string]dispatch.Carrier {
	all := map[string]dispatch.Carrier{}
	for name, carry := range n.Carriers() {
		all[name] = carry
	}
	return all
}

// watchInbox reads answers until ctx ends.
func (s *server) watchInbox(ctx context.Context) error {
	if s.inbox == nil {
		return nil
	}
	s.inbox.Watch(ctx, func(ctx context.Context, raw []byte) error {
		if raw == nil {
			return nil
		}
		_, err := s.notify.Receive(ctx, raw)
		return err
	}, func(err error) { s.log.Error("mailbox cannot be read", "err", err) })
	return nil
}

// mailCmd works letters.
type mailCmd struct {
	Receive mailReceiveCmd `cmd:"" help:"Take one message from standard input, as a mail server pipes it."`
}

type mailReceiveCmd struct {
	place
	mailFlags
	BaseURL string `help:"Public address of the server." env:"DANLOI_BASE_URL"`
}

// exitLater tells a mail server to try again (EX_TEMPFAIL of sysexits.h).
const exitLater = 75

// later is an error after which the mail server should hand the message over again.
type later struct{ error }

func (l later) Unwrap() error { return l.error }

// Run hands the message to a running server, or works it itself.
func (c *mailReceiveCmd) Run(ctx context.Context, std streams) error {
	raw, err := io.ReadAll(io.LimitReader(std.in, mail.MaxMessage+1))
	if err != nil {
		return later{fmt.Errorf("read message: %w", err)}
	}
	if len(raw) == 0 {
		return fmt.Errorf("receive mail: %w: standard input is empty", errUsage)
	}
	out, err := c.receive(ctx, raw, newLog(std))
	if errors.Is(err, errUsage) {
		return err
	}
	if err != nil {
		return later{fmt.Errorf("receive mail: %w", err)}
	}
	fmt.Fprintln(std.out, out)
	return nil
}

func (c *mailReceiveCmd) receive(ctx context.Context, raw []byte, log *slog.Logger) (notify.Outcome, error) {
	if client := dialControl(c.place); client != nil {
		out, err := controlCall(ctx, client, http.MethodPost, "/mail", raw)
		return notify.Outcome(strings.TrimSpace(string(out))), err
	}
	m, err := c.posting()
	if err != nil {
		return "", err
	}
	if m == nil { // letters wait in the outbox for the server
		m = &notify.Mail{Domain: c.MailDomain}
	}
	k, err := know(c.place)
	if err != nil {
		return "", err
	}
	var out notify.Outcome
	err = storeOf(c.place, func(s *store.Store) error {
		d := dispatch.New(dispatch.Config{Store: s, Bot: k.bot, Senders: []dispatch.Sender{waiting("telegram")}, Now: time.Now, Log: log})
		n, err := notify.New(k.notifyConfig(s, func() *dispatch.Dispatcher { return d }, m, c.BaseURL, log))
		if err != nil {
			return err
		}
		out, err = n.Receive(ctx, raw)
		return err
	})
	return out, err
}

// waiting stands for a channel that is not running here: what is for it waits in the outbox.
type waiting string

// Name is the name of the channel.
func (w waiting) Name() string { return string(w) }

// Send sends nothing.
func (w waiting) Send(context.Context, bot.Delivery) error {
	return &bot.SendError{Kind: bot.SendLater, Err: errors.New("channel is not running")}
}

func (s *server) controlMail(w http.ResponseWriter, r *http.Request) {
	raw, err := io.ReadAll(http.MaxBytesReader(w, r.Body, mail.MaxMessage+1))
	if err != nil {
		http.Error(w, "message is too large", http.StatusRequestEntityTooLarge)
		return
	}
	out, err := s.notify.Receive(r.Context(), raw)
	if err != nil {
		s.log.Error("message could not be worked", "err", err)
		http.Error(w, "message could not be worked", http.StatusInternalServerError)
		return
	}
	_, _ = io.WriteString(w, string(out)) // the reader is gone when this fails
}
