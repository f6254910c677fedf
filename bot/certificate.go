package bot

import (
	"errors"
	"slices"

	"danloi/learn"
	"danloi/locales"
)

// A certificate: offered to who has passed a module. The name is asked for only then, and can be changed until the
// certificate is issued.
func certificateScreens() map[string]screen {
	return map[string]screen{
		"cert":       {show: certificateName, take: takeName},
		"cert.check": {show: checkName, yes: "cert.issue", no: "cert"},
		"cert.issue": {show: issueCertificate, act: true},
		"certs":      {show: certificates},
		"cert.drop":  {show: askDropCertificate, yes: "cert.gone", no: "certs"},
		"cert.gone":  {show: dropCertificate, act: true},
	}
}

// certificateOf returns the certificate that the learner holds of a module.
func (t *turn) certificateOf(module string) (learn.Certificate, bool) {
	return t.certificateBy(func(c learn.Certificate) bool { return c.Module == module })
}

func (t *turn) certificateBy(is func(learn.Certificate) bool) (learn.Certificate, bool) {
	i := slices.IndexFunc(t.s.Certificates, is)
	if i < 0 {
		return learn.Certificate{}, false
	}
	return t.s.Certificates[i], true
}

// entitled finds out whether a certificate may be issued for a module; else it says why not and goes elsewhere.
func (t *turn) entitled(slug string) bool {
	m, w, ok := t.moduleOr(slug)
	if !ok {
		return false
	}
	if _, has := t.certificateOf(slug); has {
		t.note("cert.has")
		t.show("certs")
		return false
	}
	if !t.record(slug).Progress(w.Lessons).Passes(m.Pass) {
		t.show(address("finish", slug))
		return false
	}
	return true
}

// certificateName asks for the name. A name is personal, so consent comes first.
func certificateName(t *turn, args []string) {
	slug := arg(args, 0)
	if !t.entitled(slug) || !t.consentedTo(address("cert", slug), "consent.needed_keep") {
		return
	}
	t.ask(t.tx("cert.name"), t.button("cert.leave", address("finish", slug)))
}

func takeName(t *turn, args []string) bool {
	text, ok := t.text()
	if !ok {
		return false
	}
	name, err := learn.ParseName(text)
	switch {
	case errors.Is(err, learn.ErrNameLength):
		t.tell("cert.name_length")
	case err != nil:
		t.tell("cert.name_letters")
	default:
		t.s.CertName = name
		t.show(address("cert.check", arg(args, 0)))
	}
	return true
}

// checkName shows what will stand on the certificate.
func checkName(t *turn, args []string) {
	slug := arg(args, 0)
	if !t.entitled(slug) {
		return
	}
	if t.s.CertName == "" {
		t.show(address("cert", slug))
		return
	}
	m, _ := t.library.Module(slug)
	w, _ := m.In(t.lang())
	t.ask(t.tx("cert.check", "name", t.s.CertName, "title", w.Title),
		t.button("cert.issue", address("cert.issue", slug)),
		t.button("cert.change", address("cert", slug)),
		t.button("cert.leave", address("finish", slug)))
}

func issueCertificate(t *turn, args []string) {
	slug := arg(args, 0)
	if !t.entitled(slug) || !t.consentedTo(address("cert.issue", slug), "consent.needed_keep") {
		return
	}
	if t.s.CertName == "" {
		t.show(address("cert", slug))
		return
	}
	m, _ := t.library.Module(slug)
	c := t.record(slug).Certificate(m, t.s.CertName, t.lang(), t.province.Full(), t.ev.Nonce, t.ev.At)
	t.s.Certificates = append(t.s.Certificates, c)
	t.s.CertName = ""
	t.do(IssueCertificate{c})
	t.s.At = "home"
	t.say(Message{
		Title: t.tx("cert.issued_title"), Text: t.tx("cert.issued", "code", c.Code),
		Buttons: append(t.certificateLink(c), t.button("cert.mine", "certs"), t.button("learn.others", "learn"), t.button("button.home", "home")),
	})
}

// certificateLink opens the page of a certificate, where the public address is known.
func (t *turn) certificateLink(c learn.Certificate) []Button {
	if t.links.Base == "" {
		return nil
	}
	return []Button{{Label: t.tx("cert.open"), URL: t.links.Base + "/certificate/" + c.Code}}
}

// certificates lists the learner's own.
func certificates(t *turn, _ []string) {
	if len(t.s.Certificates) == 0 {
		t.ask(t.tx("cert.none"), t.button("learn.others", "learn"), t.button("button.home", "home"))
		return
	}
	var items []string
	var buttons []Button
	for _, c := range t.s.Certificates {
		items = append(items, t.tx("cert.item", "title", c.Titles.In(t.lang()), "name", c.Name, "code", c.Code, "date", locales.Date(c.Issued)))
		for _, b := range t.certificateLink(c) {
			b.Label = t.tx("cert.open_one", "code", c.Code)
			buttons = append(buttons, b)
		}
		buttons = append(buttons, t.button("cert.drop", address("cert.drop", c.Code), "code", c.Code))
	}
	t.say(Message{
		Title: t.tx("cert.list"), Text: list("", items),
		Buttons: append(buttons, t.button("learn.others", "learn"), t.button("button.home", "home")),
	})
}

func askDropCertificate(t *turn, args []string) {
	c, ok := t.certificateBy(func(c learn.Certificate) bool { return c.Code == arg(args, 0) })
	if !ok {
		t.show("certs")
		return
	}
	t.ask(t.tx("cert.drop_ask", "title", c.Titles.In(t.lang()), "code", c.Code),
		t.button("cert.drop_yes", address("cert.gone", c.Code)), t.button("cert.drop_no", "certs"))
}

// dropCertificate withdraws a certificate: its page is gone from then on.
func dropCertificate(t *turn, args []string) {
	code := arg(args, 0)
	if _, ok := t.certificateBy(func(c learn.Certificate) bool { return c.Code == code }); ok {
		t.s.Certificates = slices.DeleteFunc(t.s.Certificates, func(c learn.Certificate) bool { return c.Code == code })
		t.do(DropCertificate{code})
		t.note("cert.dropped")
	}
	t.s.At = ""
	t.show("certs")
}

// knownCertificates are the certificates among what is known of the person.
func (t *turn) knownCertificates() []string {
	var items []string
	for _, c := range t.s.Certificates {
		items = append(items, t.tx("cert.known", "title", c.Titles.In(t.lang()), "name", c.Name, "code", c.Code))
	}
	return items
}
