package dispatch

import (
	"crypto/sha256"
	"encoding/base32"
	"encoding/hex"
	"errors"
	"fmt"
	"strings"
	"time"
	"unicode"

	"danloi/bot"
	"danloi/store"
)

// Translator is someone whom a coordinator has given the role, and the one-time code that leads to it. Once the
// code is used, all of it is sealed under the contact's key and goes when the contact is forgotten.
type Translator struct {
	ID       string    `json:"id"`             // names the code without telling it
	Lang     string    `json:"lang"`           // BCP 47
	Name     string    `json:"name"`           // as the coordinator gave it
	Initials string    `json:"initials"`       // what stands with recordings; IssueTranslator makes it of Name
	Area     string    `json:"area,omitempty"` // code of the commune whose speech it is
	Made     time.Time `json:"made"`
	Used     time.Time `json:"used,omitzero"` // zero as long as the code waits
	Contact  string    `json:"contact,omitempty"`
	Ended    time.Time `json:"ended,omitzero"` // zero as long as the role holds
}

const translatorKind = "translator"

// codeLetters leaves out what is easily taken for something else.
const codeLetters = "abcdefghjkmnpqrstvwxyz0123456789"

// IssueTranslator keeps a new translator, of whom Lang, Name, Area and Made are given, and returns the code, which is
// not kept. Chance must be random.
func IssueTranslator(tx *store.Tx, t Translator, chance [8]byte) (code string, err error) {
	code = "t-" + base32.NewEncoding(codeLetters).WithPadding(base32.NoPadding).EncodeToString(chance[:])[:12]
	t.ID, t.Initials = codeID(code), initials(t.Name)
	if err := tx.PutDoc(translatorKind, t.ID, t); err != nil {
		return "", fmt.Errorf("issue translator code: %w", err)
	}
	return code, nil
}

// codeID is the first half of the code's hash: enough to tell codes apart, too little to find one.
func codeID(code string) string {
	sum := sha256.Sum256([]byte("danloi translator " + code))
	return hex.EncodeToString(sum[:16])
}

// initials are the first letters of a name's words.
func initials(name string) string {
	var b strings.Builder
	for word := range strings.FieldsSeq(name) {
		b.WriteRune(unicode.ToUpper([]rune(word)[0]))
		b.WriteByte('.')
	}
	return b.String()
}

// Translators returns all that were not forgotten, by id.
func Translators(tx *store.Tx) ([]Translator, error) {
	var all []Translator
	err := tx.EachDoc(translatorKind, "", func(_ string, read func(any) error) error {
		var t Translator
		if err := read(&t); errors.Is(err, store.ErrForgotten) {
			return nil
		} else if err != nil {
			return err
		}
		all = append(all, t)
		return nil
	})
	return all, err
}

// EndTranslator takes the role away from the one translator whose id begins so, also before the code is used. What
// was recorded stays. Errors: store.ErrNotFound, store.ErrConflict when several begin so.
func EndTranslator(tx *store.Tx, id string, at time.Time) error {
	all, err := Translators(tx)
	if err != nil {
		return err
	}
	var found []Translator
	for _, t := range all {
		if strings.HasPrefix(t.ID, id) {
			found = append(found, t)
		}
	}
	switch len(found) {
	case 0:
		return fmt.Errorf("translator %s: %w", id, store.ErrNotFound)
	case 1:
		found[0].Ended = at
		return tx.PutDocOf(found[0].Contact, translatorKind, found[0].ID, found[0])
	}
	return fmt.Errorf("translator %s: %w", id, store.ErrConflict)
}

// useCode gives the contact the role. A code counts once, but whoever used it may follow its link again.
func (c *commit) useCode(code string) (bot.Input, error) {
	var t Translator
	err := c.tx.Doc(translatorKind, codeID(code), &t)
	if errors.Is(err, store.ErrNotFound) || errors.Is(err, store.ErrForgotten) {
		return bot.CodeUsed{}, nil
	}
	if err != nil {
		return nil, err
	}
	if !t.Ended.IsZero() || !t.Used.IsZero() && t.Contact != c.contact.ID {
		return bot.CodeUsed{}, nil
	}
	if t.Used.IsZero() {
		t.Used, t.Contact = c.ev.At, c.contact.ID
		if err := c.tx.PutDocOf(c.contact.ID, translatorKind, t.ID, t); err != nil {
			return nil, err
		}
	}
	return bot.CodeUsed{Lang: t.Lang, Initials: t.Initials, Area: t.Area}, nil
}

// speaks tells whether the contact is a translator of a language now.
func (c *commit) speaks(lang string) (bool, error) {
	all, err := Translators(c.tx)
	for _, t := range all {
		if t.Contact == c.contact.ID && t.Lang == lang && t.Ended.IsZero() {
			return true, err
		}
	}
	return false, err
}
