package web

import (
	"cmp"
	"fmt"
	"net/http"
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

// publicBase is the address of the server as citizens reach it.
func (s *site) publicBase(r *http.Request) string {
	scheme := "http://"
	if s.Secure {
		scheme = "https://"
	}
	return strings.TrimSuffix(cmp.Or(s.BaseURL, scheme+r.Host), "/")
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
