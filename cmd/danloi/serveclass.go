package main

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/netip"
	"slices"
	"strings"
	"time"

	"github.com/oklog/ulid/v2"
	qrcode "github.com/skip2/go-qrcode"

	"danloi/bot"
	"danloi/bot/dispatch"
	"danloi/store"
	"danloi/web"
)

// With --class the server runs on a trainer's laptop over its own hotspot: it needs no internet, listens to the whole
// network it makes, and shows nothing but classes, the web chat and the guides. The trainer's account is made on the
// spot; afterwards `danloi class export` carries the class to the province's server.

// defaultAddr is where serve listens unless told otherwise; with --class all addresses of the machine take its place.
const (
	defaultAddr  = "127.0.0.1:8080"
	classAddr    = ":8080"
	trainerLogin = "trainer"
)

// listenAddr is where to listen.
func (c *serveCmd) listenAddr() string {
	if c.Class && c.Addr == defaultAddr {
		return classAddr
	}
	return c.Addr
}

// links are the addresses that trainers hand on. Those of this machine alone are no use to anybody else.
func (c *serveCmd) links(l net.Listener) bot.Links {
	links := bot.Links{Base: strings.TrimSuffix(c.base(l.Addr().String()), "/"), Telegram: c.TelegramName}
	if links.Base == "" && c.Class {
		if all := hotspot(l.Addr()); len(all) > 0 {
			links.Base = all[0]
		}
	}
	return links
}

// hotspot returns the addresses under which phones in the same network reach the listener, those of a hotspot first.
func hotspot(l net.Addr) []string {
	tcp, ok := l.(*net.TCPAddr)
	if !ok {
		return nil
	}
	if !tcp.IP.IsUnspecified() {
		return []string{"http://" + l.String()}
	}
	addrs, err := net.InterfaceAddrs()
	if err != nil {
		return nil
	}
	var all []string
	for _, a := range privateFirst(addrs) {
		all = append(all, "http://"+netip.AddrPortFrom(a, uint16(tcp.Port)).String())
	}
	return all
}

// privateFirst returns the IPv4 addresses that others can reach, private ones first.
func privateFirst(addrs []net.Addr) []netip.Addr {
	var private, others []netip.Addr
	for _, a := range addrs {
		p, err := netip.ParsePrefix(a.String())
		ip := p.Addr().Unmap()
		switch {
		case err != nil || !ip.Is4() || ip.IsLoopback() || ip.IsLinkLocalUnicast():
		case ip.IsPrivate():
			private = append(private, ip)
		default:
			others = append(others, ip)
		}
	}
	return slices.Concat(private, others)
}

// makeTrainer makes the trainer's account, or gives it a new password, and a code for the trainer's phone.
func makeTrainer(ctx context.Context, s *store.Store, name string) (password, code string, err error) {
	password = newPassword()
	hash, err := web.HashPassword(password)
	if err != nil {
		return "", "", err
	}
	var chance [8]byte
	_, _ = rand.Read(chance[:]) // never fails
	err = s.Update(ctx, func(tx *store.Tx) error {
		m, err := tx.StaffByLogin(trainerLogin)
		if errors.Is(err, store.ErrNotFound) {
			m, err = store.Staff{ID: ulid.Make().String(), Login: trainerLogin, Name: name, Created: time.Now()}, nil
		}
		if err != nil {
			return err
		}
		m.Role, m.PasswordHash, m.Disabled = store.RoleTrainer, hash, false
		if err := tx.PutStaff(m); err != nil {
			return err
		}
		code, err = dispatch.IssueTrainerCode(tx, m, chance, time.Now())
		return err
	})
	return password, code, err
}

// greetClass prints what the trainer needs, with a code that opens the chat on the trainer's own phone.
func (c *serveCmd) greetClass(ctx context.Context, out io.Writer, k *knowledge, s *store.Store, l net.Listener) error {
	text := func(id string, pairs ...any) string { return k.texts.Text("vi", id, pairs...) }
	password, code, err := makeTrainer(ctx, s, text("class.serve_trainer"))
	if err != nil {
		return fmt.Errorf("make the trainer's account: %w", err)
	}
	base := c.links(l).Base
	if base == "" {
		base = "http://" + l.Addr().String()
	}
	start := base + "/?start=" + code
	picture, err := qrcode.New(start, qrcode.Low)
	if err != nil {
		return fmt.Errorf("draw the trainer's code: %w", err)
	}
	rows := []string{
		text("class.serve_phone"), picture.ToSmallString(false), start, "",
		text("class.serve_learners", "url", base+"/"),
		text("class.serve_console", "url", base+"/console/", "login", trainerLogin, "password", password),
	}
	if more := hotspot(l.Addr()); len(more) > 1 {
		rows = append(rows, text("class.serve_others", "urls", strings.Join(more[1:], " ")))
	}
	rows = append(rows, text("class.serve_after"), "")
	_, err = io.WriteString(out, strings.Join(rows, "\n"))
	return err
}

// classOnly leaves out what needs the province's own server: cases, figures and the interface for programs.
func classOnly(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		for _, path := range []string{"/track", "/board", "/open311/", "/webhook/", "/metrics"} {
			if strings.HasPrefix(r.URL.Path, path) {
				http.NotFound(w, r)
				return
			}
		}
		next.ServeHTTP(w, r)
	})
}
