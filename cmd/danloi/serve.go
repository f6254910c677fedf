package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"runtime/debug"
	"strings"
	"time"

	"golang.org/x/sync/errgroup"

	"danloi/bot"
	"danloi/bot/dispatch"
	"danloi/bot/telegram"
	"danloi/bot/webchat"
	"danloi/mail"
	"danloi/notify"
	"danloi/store"
	"danloi/web"
)

// serveCmd runs everything.
type serveCmd struct {
	place
	Addr            string `help:"Address to listen on." default:"127.0.0.1:8080" env:"DANLOI_ADDR"`
	Class           bool   `help:"Hold classes without the internet: all addresses of this machine, classes, web chat and guides only." env:"DANLOI_CLASS"`
	ClassNamesDays  int    `help:"Days after a class's report is closed until its names are dropped." default:"180" env:"DANLOI_CLASS_NAMES_DAYS"`
	Demo            bool   `help:"Fill an empty data folder with samples and print demo log-ins." env:"DANLOI_DEMO"`
	BaseURL         string `help:"Public address of the server, such as https://danloi.example.vn." env:"DANLOI_BASE_URL"`
	Licence         string `help:"Licence of the open figures and published cases: CC BY 4.0, CC0 1.0, ODC-BY 1.0, PDDL 1.0, or one of your own by its name." name:"data-licence" default:"CC BY 4.0" env:"DANLOI_DATA_LICENCE"`
	TelegramToken   string `help:"Token of the Telegram bot; without it there is no Telegram channel." env:"DANLOI_TELEGRAM_TOKEN"`
	TelegramName    string `help:"Name of the Telegram bot, without @, for the links that trainers hand on." env:"DANLOI_TELEGRAM_NAME"`
	TelegramAPI     string `help:"Address of the Bot API." env:"DANLOI_TELEGRAM_API"`
	TelegramWebhook string `help:"Public address for Telegram's webhook; without it the bot polls." env:"DANLOI_TELEGRAM_WEBHOOK"`
	TelegramSecret  string `help:"Secret that Telegram sends with each webhook call." env:"DANLOI_TELEGRAM_SECRET"`
	mailFlags
}

// Run serves until the context ends, then finishes what is under way.
func (c *serveCmd) Run(ctx context.Context, std streams) (err error) {
	log := newLog(std)
	s, engine, err := openStore(c.place)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, engine.Close()) }()
	k, err := begin(c.place)
	if err != nil {
		return err
	}
	if err := k.readVoices(ctx, s); err != nil {
		return err
	}
	if c.Demo {
		if err := fillDemo(ctx, k, s); err != nil {
			return err
		}
	}
	if c.ClassNamesDays < 1 {
		return fmt.Errorf("%w: --class-names-days must be 1 or more", errUsage)
	}
	listener, err := net.Listen("tcp", c.listenAddr())
	if err != nil {
		return hinted{fmt.Errorf("listen: %w", err), "another program uses the address; give another --addr"}
	}
	sv := &server{c: c, k: k, store: s, log: log, base: c.BaseURL}
	if sv.base == "" {
		sv.base = "http://" + listener.Addr().String()
	}
	k.links = c.links(listener)
	if c.Class {
		if sv.base = k.links.Base; sv.base == "" {
			sv.base = "http://" + listener.Addr().String()
		}
	}
	if err := sv.wire(); err != nil {
		return errors.Join(err, listener.Close())
	}
	if !c.Class {
		c.greet(std, listener.Addr().String())
	} else if err := c.greetClass(ctx, std.out, k, s, listener); err != nil {
		return errors.Join(err, listener.Close())
	}
	return sv.run(ctx, listener)
}

// greet prints where everything is.
func (c *serveCmd) greet(std streams, addr string) {
	text := fmt.Sprintf("web chat  http://%s/\nconsole   http://%s/console/\nguides    http://%s/g/\nfigures   http://%s/board\n", addr, addr, addr, addr)
	if c.Demo {
		text += "\n" + demoLogins()
	}
	fmt.Fprint(std.out, text) // at once: whoever reads the addresses finds the log-ins too
}

// server is the running program.
type server struct {
	c        *serveCmd
	k        *knowledge
	store    *store.Store
	log      *slog.Logger
	dispatch *dispatch.Dispatcher
	telegram *telegram.Channel
	figures  *web.Figures
	base     string // public address, without a configured one that of the listener
	notify   *notify.Notifier
	inbox    *mail.Inbox // nil without one
	handler  http.Handler
}

// wire puts the parts together.
func (s *server) wire() error {
	var senders []dispatch.Sender
	if s.c.TelegramToken != "" && !s.c.Class {
		var err error
		s.telegram, err = telegram.New(telegram.Config{
			Token: s.c.TelegramToken, API: s.c.TelegramAPI, Secret: s.c.TelegramSecret, Asset: s.asset, Log: s.log, Now: time.Now,
			Handle: func(ctx context.Context, ev bot.Event) error { return s.dispatch.Handle(ctx, ev) }, Desk: s.desk,
		})
		if err != nil {
			return err
		}
		senders = append(senders, s.telegram)
	}
	if err := s.wireNotify(); err != nil {
		return err
	}
	s.dispatch = dispatch.New(dispatch.Config{
		Store: s.store, Bot: s.k.bot, Senders: senders, Carriers: carriers(s.notify), Now: time.Now, Log: s.log, VoicesChanged: s.voicesChanged,
	})
	chat, err := webchat.New(s.chatConfig())
	if err != nil {
		return err
	}
	s.figures = web.NewFigures(s.store, s.k.calendar, s.log)
	pages, err := web.New(s.webConfig())
	if err != nil {
		return err
	}
	s.handler = s.routes(chat, pages)
	if s.c.Class {
		s.handler = classOnly(s.handler)
	}
	return nil
}

const webChannel = "web"

func (s *server) chatConfig() webchat.Config {
	d := s.dispatch
	return webchat.Config{
		Handle: d.Handle,
		Lines: func(ctx context.Context, address string, after int64, limit int) ([]bot.Line, error) {
			return d.Lines(ctx, webChannel, address, after, limit)
		},
		Watch: func(address string) (<-chan struct{}, func()) { return d.Watch(webChannel, address) },
		Private: func(ctx context.Context, address, path string) ([]byte, string, error) {
			return absent(d.CaseFile(ctx, webChannel, address, path))
		},
		Lang:  func(ctx context.Context, address string) string { return d.Lang(ctx, webChannel, address) },
		Asset: s.asset, Texts: s.k.texts, Now: time.Now, Log: s.log, Secure: s.secure(),
	}
}

func (s *server) webConfig() web.Config {
	return web.Config{
		Store: s.store, Act: s.dispatch.Act, ActOnce: s.dispatch.ActOnce, Classes: s.dispatch,
		Texts: s.k.texts, Library: s.k.lib, ContentFiles: s.k.files, Areas: s.k.areas, Directory: s.k.directory, Calendar: s.k.calendar,
		Province: s.c.Province, Figures: s.figures, Licence: s.c.Licence, BaseURL: s.base, Now: time.Now, Log: s.log, Secure: s.secure(), Demo: s.c.Demo,
		Templates: s.k.templates, Router: s.k.router, Signs: s.k.signs,
	}
}

func (s *server) secure() bool { return strings.HasPrefix(s.c.BaseURL, "https://") }

// run serves until ctx ends. Then it stops taking, finishes what it has taken, and returns.
func (s *server) run(ctx context.Context, l net.Listener) error {
	base, endStreams := context.WithCancel(context.Background())
	defer endStreams()
	srv := &http.Server{
		Handler: s.handler, ReadHeaderTimeout: 10 * time.Second, ReadTimeout: 2 * time.Minute, WriteTimeout: 2 * time.Minute,
		IdleTimeout: 2 * time.Minute, BaseContext: func(net.Listener) context.Context { return base },
		ErrorLog: slog.NewLogLogger(s.log.Handler(), slog.LevelWarn),
	}
	srv.RegisterOnShutdown(endStreams)
	control, err := s.control()
	if err != nil {
		return errors.Join(err, l.Close())
	}
	if err := s.telegramStart(ctx); err != nil {
		return errors.Join(err, l.Close(), control.Close())
	}
	g, ctx := errgroup.WithContext(ctx)
	g.Go(func() error { return ended(srv.Serve(l)) })
	g.Go(func() error { return ended(control.serve(s)) })
	g.Go(s.finish)
	g.Go(func() error { return s.dispatch.Run(ctx) })
	g.Go(func() error { return s.housekeeping(ctx) })
	g.Go(func() error { return s.upkeep(ctx) })
	g.Go(func() error { return s.figures.Run(ctx) })
	g.Go(func() error { return s.notify.Run(ctx) })
	g.Go(func() error { return s.watchInbox(ctx) })
	if s.telegram != nil && s.c.TelegramWebhook == "" {
		g.Go(func() error { return s.telegram.Poll(ctx) })
	}
	g.Go(func() error {
		<-ctx.Done()
		grace, cancel := context.WithTimeout(context.Background(), 20*time.Second)
		defer cancel()
		return errors.Join(srv.Shutdown(grace), control.Close())
	})
	return g.Wait()
}

// finish builds the index while the pages are shown already. What is asked meanwhile waits for it.
func (s *server) finish() error {
	if err := s.k.finish(); err != nil {
		return err
	}
	debug.FreeOSMemory() // reading and indexing takes more than is kept
	return nil
}

// ended hides the error by which a server says that it was shut down.
func ended(err error) error {
	if errors.Is(err, http.ErrServerClosed) || errors.Is(err, net.ErrClosed) {
		return nil
	}
	return err
}

// telegramStart tells Telegram how updates are to arrive. A server without a network still starts: the channel
// comes up by itself when Telegram can be reached.
func (s *server) telegramStart(ctx context.Context) error {
	if s.telegram == nil || s.c.TelegramWebhook == "" {
		return nil
	}
	if s.c.TelegramSecret == "" {
		return fmt.Errorf("telegram webhook: %w: a secret is needed (DANLOI_TELEGRAM_SECRET)", errUsage)
	}
	if err := s.telegram.Register(ctx, strings.TrimSuffix(s.c.TelegramWebhook, "/")+"/webhook/telegram", s.c.TelegramSecret); err != nil {
		s.log.Error("telegram webhook could not be registered", "err", err)
	}
	return nil
}

// housekeeping drops what is not needed any more and takes over a changed library.
func (s *server) housekeeping(ctx context.Context) error {
	prune, look, promises := time.NewTicker(time.Hour), time.NewTicker(2*time.Second), time.NewTicker(time.Minute)
	defer prune.Stop()
	defer look.Stop()
	defer promises.Stop()
	seen := stamp(s.c.Content)
	s.tellWaiting(ctx)
	for {
		select {
		case <-ctx.Done():
			return nil
		case <-prune.C:
			if err := s.store.Prune(ctx, time.Now()); err != nil && ctx.Err() == nil {
				s.log.Error("old entries could not be dropped", "err", err)
			}
			s.tidyClasses(ctx)
		case <-promises.C:
			if err := s.dispatch.AskPromises(ctx); err != nil && ctx.Err() == nil {
				s.log.Error("promises could not be read", "err", err)
			}
		case <-look.C:
			if now := stamp(s.c.Content); now != seen {
				seen = now
				s.renew()
				s.tellWaiting(ctx)
			}
		}
	}
}

// tidyClasses drops the names of old classes, and ends what was forgotten open.
func (s *server) tidyClasses(ctx context.Context) {
	keep := time.Duration(s.c.ClassNamesDays) * 24 * time.Hour
	if err := s.dispatch.TidyClasses(ctx, keep); err != nil && ctx.Err() == nil {
		s.log.Error("classes could not be tidied", "err", err)
	}
}

// renew takes over a changed library as a whole, or keeps the old one when the new one has errors.
func (s *server) renew() {
	next, err := s.k.stock()
	if err == nil {
		err = s.k.open(*next)
	}
	if err != nil {
		s.log.Error("changed library is not used", "err", err)
		return
	}
	s.log.Info("library renewed", "guides", len(next.library.Guides()), "modules", len(next.library.Modules()))
}
