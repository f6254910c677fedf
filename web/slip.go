package web

import (
	"fmt"
	"net/http"
	"net/netip"
	"net/url"
	"strings"

	"github.com/skip2/go-qrcode"

	"danloi/feedback"
	"danloi/locales"
)

// slipView is the slip of paper that somebody takes home: the only place where their PIN stands.
type slipView struct {
	Lang, Ref, RefURL, PIN, Topic, Unit, Area, Opened, Due string
	Address                                                string
	QR                                                     *qrView
	T                                                      func(id string, pairs ...any) string // in the language of the citizen
	Seen                                                   bool                                 // the visitor may open the case
}

// qrView is a QR code as a drawing: Path lies in a square of Size.
type qrView struct {
	Size int
	Path string
}

// showSlip shows what to print. The PIN stands in this one answer and nowhere else; a new slip needs a new PIN.
func (s *site) showSlip(w http.ResponseWriter, r *http.Request, v visit, c feedback.Case, pin string) {
	address := s.publicBase(r) + "/track"
	qr, err := drawQR(address + "#" + c.Ref)
	if err != nil {
		s.fail(w, r, fmt.Errorf("slip of case %s: %w", c.Ref, err))
		return
	}
	_, short, _ := strings.Cut(address, "://")
	view := slipView{
		Lang: c.Lang, Ref: c.Ref, RefURL: caseURL(c.Ref), PIN: pin[:len(pin)/2] + " " + pin[len(pin)/2:], Topic: s.topicName(c.Topic, c.Lang),
		Unit: s.unitName(c.Unit, c.Lang), Area: areaName(s, c.Area), Opened: moment(c.Opened), Due: locales.Date(c.Answer.Due), Address: short, QR: qr,
		T: func(id string, pairs ...any) string { return s.Texts.Text(c.Lang, id, pairs...) }, Seen: v.scope.sees(c),
	}
	s.console(w, r, v, http.StatusOK, "console-slip", page{Title: s.Texts.Text(v.lang, "console.slip.title", "ref", c.Ref), Nav: "new", Data: view})
}

// publicBase is the address of the server as citizens reach it: the configured one, or the one by which this page was
// asked for when the configured one only says where the server listens.
func (s *site) publicBase(r *http.Request) string {
	base := strings.TrimSuffix(s.BaseURL, "/")
	if u, err := url.Parse(base); err == nil && u.Host != "" && !hereOnly(u.Hostname()) {
		return base
	}
	scheme := "http://"
	if s.Secure {
		scheme = "https://"
	}
	return scheme + r.Host
}

// hereOnly tells whether a host cannot be reached from another machine.
func hereOnly(host string) bool {
	ip, err := netip.ParseAddr(host)
	return host == "localhost" || err == nil && (ip.IsLoopback() || ip.IsUnspecified())
}

// drawQR makes a QR code of an address in ASCII.
func drawQR(address string) (*qrView, error) {
	code, err := qrcode.New(address, qrcode.Medium)
	if err != nil {
		return nil, err
	}
	code.DisableBorder = true
	const quiet = 2 // what the paper around does not give
	var path strings.Builder
	bits := code.Bitmap()
	for y, row := range bits {
		for x := 0; x < len(row); x++ {
			if !row[x] {
				continue
			}
			run := x
			for run < len(row) && row[run] {
				run++
			}
			fmt.Fprintf(&path, "M%d %dh%dv1h-%dz", x+quiet, y+quiet, run-x, run-x)
			x = run
		}
	}
	return &qrView{Size: len(bits) + 2*quiet, Path: path.String()}, nil
}
