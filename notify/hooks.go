package notify

import (
	"bytes"
	"context"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/netip"
	"net/url"
	"os"
	"regexp"
	"strconv"
	"strings"
	"syscall"
	"time"

	webhooks "github.com/standard-webhooks/standard-webhooks/libraries/go"
	"go.yaml.in/yaml/v3"

	"danloi/bot"
	"danloi/feedback"
	"danloi/store"
)

// Other programs hear of cases by webhooks after the Standard Webhooks scheme: signed, tried again for days, and without
// anything of the citizen.

// Hook is one receiver.
type Hook struct {
	Name   string `yaml:"name"` // of the operator's choice: letters, digits, - and _
	URL    string `yaml:"url"`
	Secret string `yaml:"secret"` // whsec_ and base64 of 24 to 64 bytes
}

const (
	kindHook    = "webhook" // name: hookDoc
	hookAge     = 3 * 24 * time.Hour
	hookTimeout = 20 * time.Second
	hookFirst   = 5 * time.Second
	hookMost    = 6 * time.Hour
)

// HookState is how a receiver fares.
type HookState struct {
	Name     string    `json:"-"`
	Failing  time.Time `json:"failing,omitzero"`  // since when nothing arrives
	Disabled time.Time `json:"disabled,omitzero"` // since when nothing is sent
	Status   int       `json:"status,omitempty"`  // of the last answer, 0 when there was none
}

var hookName = regexp.MustCompile(`^[A-Za-z0-9_-]{1,40}$`)

// LoadHooks reads a file of receivers: YAML, a list of name, url and secret. An error names the entry. Addresses must be
// https unless private ones are allowed.
func LoadHooks(path string, private bool) ([]Hook, error) {
	data, err := os.ReadFile(path)
	if err != nil {
		return nil, fmt.Errorf("read webhooks: %w", err)
	}
	d := yaml.NewDecoder(bytes.NewReader(data))
	d.KnownFields(true)
	var hooks []Hook
	if err := d.Decode(&hooks); err != nil && !errors.Is(err, io.EOF) {
		return nil, fmt.Errorf("read webhooks %s: not a list of name, url and secret", path) // the cause may quote a secret
	}
	seen := map[string]bool{}
	for i, h := range hooks {
		if err := h.check(private); err != nil {
			return nil, fmt.Errorf("read webhooks %s: entry %d: %w", path, i+1, err)
		}
		if seen[h.Name] {
			return nil, fmt.Errorf("read webhooks %s: entry %d: the name %s stands twice", path, i+1, h.Name)
		}
		seen[h.Name] = true
	}
	return hooks, nil
}

func (h Hook) check(private bool) error {
	u, err := url.Parse(h.URL)
	raw, decoded := base64.StdEncoding.DecodeString(strings.TrimPrefix(h.Secret, "whsec_"))
	switch {
	case !hookName.MatchString(h.Name):
		return errors.New("the name must be letters, digits, - and _")
	case err != nil || u.Host == "" || u.Scheme != "https" && !(private && u.Scheme == "http"):
		return errors.New("the url must begin with https://")
	case u.User != nil:
		return errors.New("the url must not hold a password")
	case !strings.HasPrefix(h.Secret, "whsec_") || decoded != nil || len(raw) < 24 || len(raw) > 64:
		return errors.New("the secret must be whsec_ and base64 of 24 to 64 bytes")
	}
	return nil
}

// HookClient returns a client for webhooks. It goes to public addresses only, whatever a name resolves to, unless private is
// set; it follows no redirection and uses no proxy.
func HookClient(private bool) *http.Client {
	dialer := &net.Dialer{Timeout: 10 * time.Second}
	if !private {
		dialer.Control = func(_, address string, _ syscall.RawConn) error {
			at, err := netip.ParseAddrPort(address)
			if err != nil || !public(at.Addr()) {
				return errors.New("the address is not public")
			}
			return nil
		}
	}
	return &http.Client{
		Timeout:       hookTimeout,
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
		Transport:     &http.Transport{DialContext: dialer.DialContext, TLSHandshakeTimeout: 10 * time.Second, MaxIdleConnsPerHost: 2, IdleConnTimeout: time.Minute},
	}
}

// notPublic are address ranges beside those that netip knows (RFC 6890 and its successors).
var notPublic = []netip.Prefix{
	netip.MustParsePrefix("0.0.0.0/8"), netip.MustParsePrefix("100.64.0.0/10"), netip.MustParsePrefix("192.0.0.0/24"),
	netip.MustParsePrefix("192.0.2.0/24"), netip.MustParsePrefix("198.18.0.0/15"), netip.MustParsePrefix("198.51.100.0/24"),
	netip.MustParsePrefix("203.0.113.0/24"), netip.MustParsePrefix("240.0.0.0/4"), netip.MustParsePrefix("64:ff9b::/96"),
	netip.MustParsePrefix("64:ff9b:1::/48"), netip.MustParsePrefix("2001::/23"), netip.MustParsePrefix("2001:db8::/32"), netip.MustParsePrefix("2002::/16"),
}

func public(a netip.Addr) bool {
	a = a.Unmap()
	if !a.IsGlobalUnicast() || a.IsPrivate() {
		return false
	}
	for _, p := range notPublic {
		if p.Contains(a) {
			return false
		}
	}
	return true
}

// hookEvent is what a receiver gets: the skeleton of a case under a public number.
type hookEvent struct {
	Type string    `json:"type"`
	At   time.Time `json:"timestamp"`
	Data hookCase  `json:"data"`
}

type hookCase struct {
	ID       string    `json:"id"`
	Version  int       `json:"version"`
	Kind     string    `json:"kind"`
	Topic    string    `json:"topic"`
	Unit     string    `json:"unit"`
	Area     string    `json:"area,omitempty"`
	Status   string    `json:"status"`
	Urgent   bool      `json:"urgent,omitempty"`
	Opened   time.Time `json:"opened"`
	Due      time.Time `json:"due,omitzero"`
	Answered time.Time `json:"answered,omitzero"`
	Ended    time.Time `json:"ended,omitzero"`
	Late     bool      `json:"late,omitempty"`
}

// hookPost is an event on its way through the outbox.
type hookPost struct {
	Hook string          `json:"hook"`
	ID   string          `json:"id"`
	Made time.Time       `json:"made"`
	Body json.RawMessage `json:"body"`
}

// publicID names a case to others: always the same, and of no use to find the reference.
func (n *Notifier) publicID(ref string) string {
	return encode(n.c.Store.Sign("public", ref)[:macBytes])
}

// followHooks puts an event for each changed case into the outbox of every receiver.
func (n *Notifier) followHooks(ctx context.Context) {
	n.follow(ctx, "webhooks", func(tx *store.Tx, lines []store.FeedLine) error {
		for _, h := range n.c.Hooks {
			state, err := hookState(tx, h.Name)
			if err != nil {
				return err
			}
			if !state.Disabled.IsZero() {
				continue
			}
			for _, l := range lines {
				if err := n.queueHook(tx, h, l); err != nil {
					return err
				}
			}
		}
		return nil
	})
}

func (n *Notifier) queueHook(tx *store.Tx, h Hook, l store.FeedLine) error {
	c, ok, err := n.load(tx, l.Ref)
	if err != nil || !ok {
		return err
	}
	kind := "case.updated"
	if l.Version == 1 {
		kind = "case.created"
	}
	body, err := json.Marshal(hookEvent{Type: kind, At: l.At, Data: n.hookCase(c, l.Version)})
	if err != nil {
		return fmt.Errorf("write webhook: %w", err)
	}
	id := "msg_" + encode(n.c.Store.Sign("webhook", h.Name, strconv.FormatInt(l.Seq, 10))[:macBytes])
	post, err := json.Marshal(hookPost{Hook: h.Name, ID: id, Made: n.c.Now(), Body: body})
	if err != nil {
		return fmt.Errorf("write webhook: %w", err)
	}
	return tx.Enqueue(store.OutMessage{ID: id, Contact: n.c.Store.ContactID("webhook:" + h.Name), Channel: ChannelHook, Body: post})
}

func (n *Notifier) hookCase(c feedback.Case, version int) hookCase {
	return hookCase{
		ID: n.publicID(c.Ref), Version: version, Kind: string(c.Kind), Topic: c.Topic, Unit: string(c.Unit), Area: c.Area, Status: string(c.Status),
		Urgent: c.Urgent, Opened: c.Opened.UTC(), Due: c.Answer.Due.UTC(), Answered: c.Answer.Done.UTC(), Ended: c.Ended.UTC(), Late: c.Late(n.c.Now()),
	}
}

func hookState(tx *store.Tx, name string) (HookState, error) {
	s := HookState{Name: name}
	err := tx.Doc(kindHook, name, &s)
	if errors.Is(err, store.ErrNotFound) {
		err = nil
	}
	return s, err
}

// HookStates returns how the receivers fare that ever failed.
func HookStates(tx *store.Tx) (all []HookState, err error) {
	err = tx.EachDoc(kindHook, "", func(id string, read func(any) error) error {
		s := HookState{Name: id}
		err := read(&s)
		all = append(all, s)
		return err
	})
	return all, err
}

// EnableHook lets a receiver hear again of what comes.
func EnableHook(tx *store.Tx, name string) error { return tx.DeleteDoc(kindHook, name) }

// carryHook sends one event. What was not taken is tried again, at growing distances, for three days; then nothing more is
// sent there until a coordinator says so.
func (n *Notifier) carryHook(ctx context.Context, m store.OutMessage) error {
	var p hookPost
	if err := json.Unmarshal(m.Body, &p); err != nil {
		return &bot.SendError{Kind: bot.SendBroken, Err: errors.New("webhook is malformed")}
	}
	hook, state, err := n.hook(ctx, p.Hook)
	switch {
	case err != nil:
		return &bot.SendError{Kind: bot.SendLater, Err: err}
	case hook.Name == "" || !state.Disabled.IsZero():
		return nil // nobody listens any more
	}
	status, err := n.deliver(ctx, hook, p)
	now := n.c.Now()
	age := now.Sub(p.Made)
	next := HookState{Name: p.Hook, Failing: state.Failing, Status: status}
	if err == nil {
		next = HookState{Name: p.Hook}
	} else if next.Failing.IsZero() {
		next.Failing = now
	}
	if err != nil && (status == http.StatusGone || age >= hookAge) {
		next.Disabled = now
		n.c.Log.Error("webhook is switched off", "webhook", p.Hook, "status", status)
	}
	if noteErr := n.noteHook(ctx, state, next); noteErr != nil {
		return &bot.SendError{Kind: bot.SendLater, Err: noteErr}
	}
	if err == nil || !next.Disabled.IsZero() {
		return nil
	}
	return &bot.SendError{Kind: bot.SendLater, RetryAfter: min(max(age, hookFirst), hookMost), Err: err}
}

// hook finds a receiver in the configuration, and how it fares. One without a name is not there any more.
func (n *Notifier) hook(ctx context.Context, name string) (h Hook, s HookState, err error) {
	for _, known := range n.c.Hooks {
		if known.Name == name {
			h = known
		}
	}
	err = n.c.Store.View(ctx, func(tx *store.Tx) (err error) {
		s, err = hookState(tx, name)
		return err
	})
	return h, s, err
}

// noteHook writes how a receiver fares, if that changed.
func (n *Notifier) noteHook(ctx context.Context, was, is HookState) error {
	if was == is {
		return nil
	}
	return n.c.Store.Update(ctx, func(tx *store.Tx) error {
		if is.Failing.IsZero() {
			return tx.DeleteDoc(kindHook, is.Name)
		}
		return tx.PutDoc(kindHook, is.Name, is)
	})
}

// deliver makes one call. Its error holds no address.
func (n *Notifier) deliver(ctx context.Context, h Hook, p hookPost) (status int, err error) {
	signer, err := webhooks.NewWebhook(h.Secret)
	if err != nil {
		return 0, errors.New("the secret is malformed")
	}
	now := n.c.Now()
	signature, err := signer.Sign(p.ID, now, p.Body)
	if err != nil {
		return 0, errors.New("the event cannot be signed")
	}
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, h.URL, bytes.NewReader(p.Body))
	if err != nil {
		return 0, errors.New("the address is malformed")
	}
	req.Header.Set("Content-Type", "application/json")
	req.Header.Set("User-Agent", "danloi")
	req.Header.Set(webhooks.HeaderWebhookID, p.ID)
	req.Header.Set(webhooks.HeaderWebhookTimestamp, strconv.FormatInt(now.Unix(), 10))
	req.Header.Set(webhooks.HeaderWebhookSignature, signature)
	res, err := n.c.Client.Do(req)
	if err != nil {
		return 0, errors.New("the receiver cannot be reached")
	}
	defer func() { _ = res.Body.Close() }()       // the answer does not matter
	_, _ = io.CopyN(io.Discard, res.Body, 64<<10) // so that the connection can be used again
	if res.StatusCode < 200 || res.StatusCode > 299 {
		return res.StatusCode, fmt.Errorf("the receiver answers with status %d", res.StatusCode)
	}
	return res.StatusCode, nil
}
