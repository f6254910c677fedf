package dispatch

import (
	"errors"
	"fmt"

	"danloi/bot"
	"danloi/learn"
	"danloi/store"
)

// The kinds of documents of learning and outreach. Their ids hold opaque ids and codes only.
const (
	certificateKind = "certificate" // code
	visitKind       = "visit"       // id
	askedKind       = "visit_asked" // visit, contact
	followKind      = "follow"      // key, contact
)

// learning carries an effect out that is about learning or outreach, and tells whether it was one.
func (c *commit) learning(e bot.Effect) (answer bot.Input, ours bool, err error) {
	switch e := e.(type) {
	case bot.SetAlarm:
		return nil, true, setAlarm(c.tx, c.contact.ID, e.What, e.At)
	case bot.IssueCertificate:
		return nil, true, c.issue(e.Certificate)
	case bot.DropCertificate:
		return nil, true, c.withdraw(e.Code)
	case bot.FindVisits:
		found, err := findVisits(c.tx, e, c.ev)
		return bot.VisitsFound{Ask: e, Visits: found}, true, err
	case bot.AskVisit:
		return nil, true, c.askVisit(e)
	case bot.Follow:
		return nil, true, c.follow(e)
	}
	return nil, false, nil
}

// issue stores a certificate under its code. A code that is taken makes the event begin again with another nonce.
func (c *commit) issue(cert learn.Certificate) error {
	var taken learn.Certificate
	err := c.tx.Doc(certificateKind, cert.Code, &taken)
	if err == nil || errors.Is(err, store.ErrForgotten) {
		return fmt.Errorf("certificate: %w", store.ErrConflict)
	}
	if !errors.Is(err, store.ErrNotFound) {
		return err
	}
	return c.tx.PutDocOf(c.contact.ID, certificateKind, cert.Code, issued{cert, c.contact.ID})
}

// issued is a certificate with its holder: an opaque contact, or empty for a member of staff.
type issued struct {
	learn.Certificate
	Contact string `json:"contact,omitempty"`
}

func (c *commit) withdraw(code string) error {
	var cert issued
	err := c.tx.Doc(certificateKind, code, &cert)
	if errors.Is(err, store.ErrNotFound) || errors.Is(err, store.ErrForgotten) {
		return nil
	}
	if err != nil || cert.Contact != c.contact.ID {
		return err
	}
	return c.tx.DeleteDoc(certificateKind, code)
}

// Certificate returns the certificate with a code. One that never was, was withdrawn, or whose holder is forgotten is
// store.ErrNotFound alike.
func Certificate(tx *store.Tx, code string) (learn.Certificate, error) {
	var cert issued
	err := tx.Doc(certificateKind, code, &cert)
	if errors.Is(err, store.ErrForgotten) {
		err = store.ErrNotFound
	}
	if err != nil {
		return learn.Certificate{}, fmt.Errorf("certificate: %w", err)
	}
	return cert.Certificate, nil
}

// CertificatesByModule counts the certificates that are valid now, by module. It tells nothing of their holders.
func CertificatesByModule(tx *store.Tx) (map[string]int, error) {
	counts := map[string]int{}
	err := tx.EachDoc(certificateKind, "", func(_ string, read func(any) error) error {
		var cert issued
		err := read(&cert)
		if errors.Is(err, store.ErrForgotten) {
			return nil
		}
		counts[cert.Module]++
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("count certificates: %w", err)
	}
	return counts, nil
}

// IssueToStaff stores a certificate of a member of staff. store.ErrConflict means that its code is taken.
func IssueToStaff(tx *store.Tx, cert learn.Certificate) error {
	if _, err := Certificate(tx, cert.Code); !errors.Is(err, store.ErrNotFound) {
		return errors.Join(err, store.ErrConflict)
	}
	return tx.PutDoc(certificateKind, cert.Code, issued{Certificate: cert})
}

// Visits returns all service days and classes, past ones too, by id.
func Visits(tx *store.Tx) ([]learn.Visit, error) {
	var all []learn.Visit
	err := tx.EachDoc(visitKind, "", func(_ string, read func(any) error) error {
		var v learn.Visit
		if err := read(&v); err != nil {
			return err
		}
		all = append(all, v)
		return nil
	})
	return all, err
}

// Visit returns one, or store.ErrNotFound.
func Visit(tx *store.Tx, id string) (v learn.Visit, err error) {
	err = tx.Doc(visitKind, id, &v)
	return v, err
}

// PutVisit stores a service day or class. When it differs from what is stored in what people must know, its Rev rises,
// and Upkeep tells those who asked.
func PutVisit(tx *store.Tx, v learn.Visit) error {
	old, err := Visit(tx, v.ID)
	switch {
	case errors.Is(err, store.ErrNotFound):
		v.Rev, v.Told = 1, 1
	case err != nil:
		return err
	default:
		v.Rev, v.Told = old.Rev, old.Told
		if old.Moved(v) {
			v.Rev++
		}
	}
	return tx.PutDoc(visitKind, v.ID, v)
}

func findVisits(tx *store.Tx, ask bot.FindVisits, ev bot.Event) ([]learn.Visit, error) {
	if ask.ID == "" {
		all, err := Visits(tx)
		return learn.VisitsIn(all, ask.Area, ev.At), err
	}
	v, err := Visit(tx, ask.ID)
	if errors.Is(err, store.ErrNotFound) || errors.Is(err, store.ErrKey) { // a button from elsewhere
		return nil, nil
	}
	return []learn.Visit{v}, err
}

// asked is that a contact wants to hear of a visit, and the Rev they know.
type asked struct {
	Rev int `json:"rev"`
}

func (c *commit) askVisit(e bot.AskVisit) error {
	id := e.ID + "/" + c.contact.ID
	if e.Off {
		return c.tx.DeleteDoc(askedKind, id)
	}
	return c.tx.PutDocOf(c.contact.ID, askedKind, id, asked{Rev: e.Rev})
}

func (c *commit) follow(e bot.Follow) error {
	id := e.Key + "/" + c.contact.ID
	if e.Off {
		return c.tx.DeleteDoc(followKind, id)
	}
	return c.tx.PutDocOf(c.contact.ID, followKind, id, struct{}{})
}
