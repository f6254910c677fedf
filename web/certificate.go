package web

import (
	"errors"
	"fmt"
	"math"
	"net/http"
	"net/url"
	"strconv"

	"danloi/bot/dispatch"
	"danloi/learn"
	"danloi/locales"
	"danloi/store"
)

// certificateView is a certificate as anyone who has its code sees it. QR is a drawing of Address.
type certificateView struct {
	Code, Name, Title, Date, Province, Address string
	Right, Of                                  int
	QR                                         *qrView
}

func (s *site) certificateRoutes(mux *http.ServeMux) {
	mux.Handle("GET /certificate", private(http.HandlerFunc(s.certificateForm)))
	mux.Handle("GET /certificate/{code}", private(http.HandlerFunc(s.certificate)))
}

// certificateForm asks for a code.
func (s *site) certificateForm(w http.ResponseWriter, r *http.Request) {
	lang := s.langOf(r)
	if typed := r.URL.Query().Get("code"); typed != "" {
		http.Redirect(w, r, "/certificate/"+url.PathEscape(typed)+"?lang="+lang, http.StatusSeeOther)
		return
	}
	s.showCertificateForm(w, r, http.StatusOK, "")
}

func (s *site) showCertificateForm(w http.ResponseWriter, r *http.Request, status int, fault string) {
	lang := s.langOf(r)
	s.render(w, r, status, "pages-certificate", page{
		Lang: lang, Title: s.Texts.Text(lang, "certificate.check_title"), Fault: fault,
		Others: s.langChoices(lang, "/certificate"), Data: (*certificateView)(nil),
	})
}

// certificate shows the certificate with a code. One that never was, was withdrawn, or whose holder asked to be
// forgotten looks like a code that was mistyped; and whoever tries many codes waits.
func (s *site) certificate(w http.ResponseWriter, r *http.Request) {
	who, now := "certificate "+clientAddress(r), s.Now()
	if wait := s.guessers.begin(who, now); wait > 0 {
		w.Header().Set("Retry-After", strconv.Itoa(int(math.Ceil(wait.Seconds()))))
		s.showCertificateForm(w, r, http.StatusTooManyRequests,
			s.Texts.Text(s.langOf(r), "pages.error.slow", "n", int(math.Ceil(wait.Minutes()))))
		return
	}
	c, err := s.findCertificate(r)
	switch {
	case isNotFound(err) || errors.Is(err, learn.ErrNotCode):
		s.showCertificateForm(w, r, http.StatusNotFound, s.Texts.Text(s.langOf(r), "certificate.none"))
	case err != nil:
		s.fail(w, r, err)
	default:
		s.guessers.refund(who)
		s.showCertificate(w, r, c)
	}
}

func (s *site) findCertificate(r *http.Request) (c learn.Certificate, err error) {
	code, err := learn.ParseCode(r.PathValue("code"))
	if err != nil {
		return c, err
	}
	err = s.Store.View(r.Context(), func(tx *store.Tx) error {
		c, err = dispatch.Certificate(tx, code)
		return err
	})
	return c, err
}

// showCertificate is in the language of its holder unless another is asked for.
func (s *site) showCertificate(w http.ResponseWriter, r *http.Request, c learn.Certificate) {
	lang := c.Lang
	if r.URL.Query().Get("lang") != "" {
		lang = s.langOf(r)
	}
	address := s.publicBase(r) + "/certificate/" + c.Code
	qr, err := drawQR(address)
	if err != nil {
		s.fail(w, r, fmt.Errorf("certificate: %w", err))
		return
	}
	s.render(w, r, http.StatusOK, "pages-certificate", page{
		Lang: lang, Title: s.Texts.Text(lang, "certificate.title"), Others: s.langChoices(lang, "/certificate/"+c.Code),
		Data: &certificateView{
			Code: c.Code, Name: c.Name, Title: c.Titles.In(lang), Date: locales.Date(c.Issued), Province: c.Province,
			Right: c.Right, Of: c.Of, Address: address, QR: qr,
		},
	})
}
