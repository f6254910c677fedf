// Package telegram is the channel to Telegram: it translates updates to events and messages to requests, and
// carries both. It knows nothing of conversations. Updates arrive by long polling (Poll) or by webhook (Webhook);
// in both cases an update is acknowledged only after Handle has returned nil for its event.
//
// Nothing a citizen wrote, no chat number and no token stands in its log or in its errors.
package telegram

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"strings"
	"sync"
	"time"

	tg "github.com/go-telegram/bot"

	"danloi/bot"
)

const (
	name       = "telegram"
	defaultAPI = "https://api.telegram.org"

	// callTimeout bounds one ordinary call, uploadTimeout one that carries a file, handleTimeout one call of
	// Handle.
	callTimeout   = 30 * time.Second
	uploadTimeout = 2 * time.Minute
	handleTimeout = time.Minute

	// maxAnswers is how many callback answers may be on their way at once, maxFetches how many files.
	maxAnswers = 32
	maxFetches = 16
)

// Config is what a Channel is made of. Token and Handle are needed; all else has a default.
type Config struct {
	// Token is the bot's token.
	Token string
	// API is the address of the Bot API without a slash at its end; empty means Telegram's own.
	API string
	// Secret is what Telegram must send with every webhook call: 1 to 256 letters, digits, _ and -. Without it
	// the webhook refuses every call.
	Secret string
	// Handle takes the events.
	Handle bot.Handle
	// Desk takes what officers do: in groups, and when they bind their account. Nil when nobody does.
	Desk func(ctx context.Context, ev DeskEvent) error
	// Asset reads a file of the content library by Media.Path. Without it messages go out as text alone.
	Asset func(path string) (data []byte, mediaType string, err error)
	// Log gets what an operator must know; nil means nobody does.
	Log *slog.Logger
	// Now is the clock of Event.At; nil means time.Now.
	Now func() time.Time
	// Client carries the calls; it must not limit their time below a minute. Nil means one of its own.
	Client *http.Client
	// Pace is how fast messages go out; the zero Pace keeps to Telegram's limits.
	Pace Pace
}

// Channel is a bot on Telegram. It is safe for concurrent use; Poll must run once at a time.
type Channel struct {
	cfg     Config
	web     *web
	api     *tg.Bot
	pace    *pacer
	last    *memory[int64, int]     // chat to the message with buttons that is the last thing in it
	done    *memory[string, int]    // delivery to how many of its parts were sent
	uploads *memory[string, string] // path of a medium to the file id Telegram gave it
	count   counters

	answers  sync.WaitGroup
	answerer chan struct{}
	fetcher  chan struct{}
}

// New returns a channel. It makes no call.
func New(cfg Config) (*Channel, error) {
	if strings.TrimSpace(cfg.Token) == "" {
		return nil, errors.New("telegram: token is empty")
	}
	if cfg.Handle == nil {
		return nil, errors.New("telegram: handle is missing")
	}
	cfg = cfg.withDefaults()
	c := &Channel{
		cfg:      cfg,
		web:      newWeb(cfg),
		pace:     newPacer(cfg.Pace),
		last:     newMemory[int64, int](20_000),
		done:     newMemory[string, int](10_000),
		uploads:  newMemory[string, string](10_000),
		answerer: make(chan struct{}, maxAnswers),
		fetcher:  make(chan struct{}, maxFetches),
	}
	api, err := tg.New(cfg.Token, tg.WithSkipGetMe(), tg.WithServerURL(cfg.API),
		tg.WithHTTPClient(callTimeout, c.web), tg.WithErrorsHandler(func(error) {}))
	if err != nil {
		return nil, errors.New("telegram: the client refuses the token")
	}
	c.api = api
	return c, nil
}

func (cfg Config) withDefaults() Config {
	cfg.API = strings.TrimRight(cfg.API, "/")
	if cfg.API == "" {
		cfg.API = defaultAPI
	}
	if cfg.Log == nil {
		cfg.Log = slog.New(slog.DiscardHandler)
	}
	if cfg.Now == nil {
		cfg.Now = time.Now
	}
	if cfg.Client == nil {
		cfg.Client = &http.Client{Transport: &http.Transport{
			Proxy:                 http.ProxyFromEnvironment,
			DialContext:           (&net.Dialer{Timeout: 10 * time.Second}).DialContext,
			TLSHandshakeTimeout:   10 * time.Second,
			ForceAttemptHTTP2:     true,
			MaxIdleConnsPerHost:   64,
			IdleConnTimeout:       90 * time.Second,
			ExpectContinueTimeout: time.Second,
		}}
	}
	return cfg
}

// Name is the name of the channel in Event.Channel.
func (c *Channel) Name() string { return name }

// Register tells Telegram to deliver updates to the public address url with secret in the header, or, with an
// empty url, to keep them for polling. No waiting update is dropped.
func (c *Channel) Register(ctx context.Context, url, secret string) error {
	ctx, cancel := context.WithTimeout(ctx, callTimeout)
	defer cancel()
	var err error
	if url == "" {
		_, err = c.api.DeleteWebhook(ctx, &tg.DeleteWebhookParams{})
	} else {
		_, err = c.api.SetWebhook(ctx, &tg.SetWebhookParams{URL: url, SecretToken: secret, AllowedUpdates: allowedUpdates()})
	}
	if err != nil {
		return fmt.Errorf("telegram: register webhook: %w", explain(err))
	}
	return nil
}

// Check asks Telegram who the bot is. It fails when Telegram cannot be reached or refuses the token; Reachable
// tells the same afterwards. Call it now and then where no polling runs.
func (c *Channel) Check(ctx context.Context) error {
	ctx, cancel := context.WithTimeout(ctx, callTimeout)
	defer cancel()
	if _, err := c.api.GetMe(ctx); err != nil {
		return fmt.Errorf("telegram: check: %w", explain(err))
	}
	return nil
}

// Reachable tells whether the last call reached Telegram and the token was taken, and since when that is so. It is
// true, since the zero time, before the first call.
func (c *Channel) Reachable() (ok bool, since time.Time) { return c.web.reachable() }

// answer stops the turning wheel on a tapped button. It does not wait, and it is no loss if it fails.
func (c *Channel) answer(callback string) {
	c.answers.Go(func() {
		c.answerer <- struct{}{}
		defer func() { <-c.answerer }()
		ctx, cancel := context.WithTimeout(context.Background(), callTimeout)
		defer cancel()
		if _, err := c.api.AnswerCallbackQuery(ctx, &tg.AnswerCallbackQueryParams{CallbackQueryID: callback}); err != nil {
			c.cfg.Log.Debug("telegram: callback not answered", "error", explain(err))
		}
	})
}
