package dispatch

import (
	"crypto/aes"
	"crypto/cipher"
	"crypto/rand"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"golang.org/x/crypto/argon2"

	"danloi/learn"
	"danloi/store"
)

// A class that was held without the network is carried to the server as a file: everything of it, names included, sealed
// under a passphrase. Ids are random, so that bringing it in is a union: twice is the same as once, and a register that
// was put right on both sides keeps what either side knows.

// ClassFile is everything of one class. Contacts are not in it: they mean nothing elsewhere.
type ClassFile struct {
	Class   learn.Class         `json:"class"`
	Members []learn.Member      `json:"members"`
	Answers []learn.ClassAnswer `json:"answers"`
	Notes   []learn.ClassNote   `json:"notes"`
}

// ErrClassFile: the file is none of a class, is damaged, or was sealed under another passphrase.
var ErrClassFile = errors.New("not a class file, damaged, or another passphrase")

const (
	classFileFormat = "danloi-class-1"
	// MinPassphrase is the shortest passphrase, in bytes: whoever finds the file may try for long.
	MinPassphrase = 10
	// MaxClassFile is the largest file that is opened, in bytes.
	MaxClassFile = 16 << 20
)

type sealedClass struct {
	Format string `json:"format"`
	Salt   []byte `json:"salt"`
	Sealed []byte `json:"sealed"`
}

// ExportClass reads everything of a class that has ended. Errors: store.ErrNotFound, learn.ErrClassLives.
func ExportClass(tx *store.Tx, id string) (ClassFile, error) {
	c, err := tx.Class(id)
	if err != nil {
		return ClassFile{}, err
	}
	if c.Live() {
		return ClassFile{}, learn.ErrClassLives
	}
	f := ClassFile{Class: c}
	f.Class.Secret = nil
	if f.Members, err = tx.ClassMembers(id); err != nil {
		return f, err
	}
	for i := range f.Members {
		f.Members[i].Contact = ""
	}
	if f.Answers, err = tx.ClassAnswers(id, -1); err != nil {
		return f, err
	}
	f.Notes, err = tx.ClassNotes(id)
	return f, err
}

// Seal writes the file under a passphrase of at least MinPassphrase bytes.
func (f ClassFile) Seal(passphrase string) ([]byte, error) {
	if len(passphrase) < MinPassphrase {
		return nil, fmt.Errorf("seal class: passphrase is shorter than %d characters", MinPassphrase)
	}
	plain, err := json.Marshal(f)
	if err != nil {
		return nil, fmt.Errorf("seal class %s: not JSON", f.Class.ID)
	}
	s := sealedClass{Format: classFileFormat, Salt: make([]byte, 16)}
	rand.Read(s.Salt)
	aead, err := classCipher(passphrase, s.Salt)
	if err != nil {
		return nil, err
	}
	s.Sealed = aead.Seal(nil, nil, plain, []byte(classFileFormat))
	return json.Marshal(s)
}

// classCipher makes the key of a passphrase with argon2id, two passes over 19 MiB.
func classCipher(passphrase string, salt []byte) (cipher.AEAD, error) {
	block, err := aes.NewCipher(argon2.IDKey([]byte(passphrase), salt, 2, 19<<10, 1, 32))
	if err != nil {
		return nil, fmt.Errorf("make cipher: %w", err)
	}
	return cipher.NewGCMWithRandomNonce(block)
}

// OpenClassFile reads what Seal wrote and checks it. Every fault is ErrClassFile.
func OpenClassFile(data []byte, passphrase string) (ClassFile, error) {
	var s sealedClass
	var f ClassFile
	if len(data) > MaxClassFile || json.Unmarshal(data, &s) != nil || s.Format != classFileFormat || len(s.Salt) != 16 {
		return f, ErrClassFile
	}
	aead, err := classCipher(passphrase, s.Salt)
	if err != nil {
		return f, err
	}
	plain, err := aead.Open(nil, nil, s.Sealed, []byte(classFileFormat))
	if err != nil || json.Unmarshal(plain, &f) != nil {
		return ClassFile{}, ErrClassFile
	}
	return f, f.check()
}

// check refuses what no class has written: what is stored must not surprise the pages later.
func (f ClassFile) check() error {
	c := f.Class
	if c.ID == "" || c.Module == "" || c.Live() || c.Version < 1 || !learn.IsClassCode(c.Code) || len(f.Members) > learn.MaxMembers {
		return ErrClassFile
	}
	known := map[string]bool{}
	for _, m := range f.Members {
		if m.Class != c.ID || m.Contact != "" || m.Check() != nil {
			return ErrClassFile
		}
		known[m.ID] = true
	}
	for _, a := range f.Answers {
		if a.Class != c.ID || !known[a.Member] || a.Run < 0 || a.Run >= len(c.Runs) || a.Choice < 0 || a.Choice >= c.Runs[a.Run].Choices {
			return ErrClassFile
		}
	}
	for _, n := range f.Notes {
		if n.Class != c.ID || n.ID == "" || len([]rune(n.Words)) > learn.MaxNote {
			return ErrClassFile
		}
	}
	return nil
}

// ClassMerge says what ImportClass changed.
type ClassMerge struct{ Members, Answers, Notes int }

// ImportClass brings in a class that was held elsewhere, as one of by's. What is here already stays: of a member both
// sides' knowledge is kept, of an answer the later choice, of the class the newer version. Errors: ErrNotTrainer, ErrClassFile,
// learn.ErrClassClosed when the report was closed here.
func ImportClass(tx *store.Tx, by store.Staff, f ClassFile, now time.Time) (ClassMerge, error) {
	var done ClassMerge
	if !mayTeach(by) {
		return done, ErrNotTrainer
	}
	if err := f.check(); err != nil {
		return done, err
	}
	here, err := tx.Class(f.Class.ID)
	switch {
	case errors.Is(err, store.ErrNotFound):
		f.Class.Trainer = by.ID
	case err != nil:
		return done, err
	case here.Editable() != nil:
		return done, learn.ErrClassClosed
	default:
		f.Class.Trainer = here.Trainer
	}
	f.Class.Closed, f.Class.Dropped = time.Time{}, time.Time{} // that is decided here
	if _, err := tx.MergeClass(f.Class); err != nil {
		return done, err
	}
	if err := tx.PutDoc(classToldKind, f.Class.ID, f.Class.Steps); err != nil {
		return done, err
	}
	return f.merge(tx)
}

func (f ClassFile) merge(tx *store.Tx) (done ClassMerge, err error) {
	for _, m := range f.Members {
		changed, err := mergeMember(tx, m)
		if err != nil {
			return done, err
		}
		done.Members += changed
	}
	for _, a := range f.Answers {
		had, err := tx.ClassAnswer(a.Class, a.Run, a.Member)
		if err != nil && !errors.Is(err, store.ErrNotFound) {
			return done, err
		}
		if err == nil && !a.At.After(had.At) {
			continue
		}
		if err := tx.PutClassAnswer(a); err != nil {
			return done, err
		}
		done.Answers++
	}
	notes, err := tx.ClassNotes(f.Class.ID)
	if err != nil {
		return done, err
	}
	known := map[string]bool{}
	for _, n := range notes {
		known[n.ID] = true
	}
	for _, n := range f.Notes {
		if known[n.ID] {
			continue
		}
		if n.Ref = ""; n.Words == "" { // it was deleted by whoever wrote it
			n.Done = true
		}
		if err := tx.PutClassNote("", n); err != nil {
			return done, err
		}
		done.Notes++
	}
	return done, nil
}

// mergeMember adds a member, or to a known one what was not known of it.
func mergeMember(tx *store.Tx, m learn.Member) (changed int, err error) {
	had, err := tx.ClassMember(m.Class, m.ID)
	if errors.Is(err, store.ErrNotFound) {
		return 1, tx.PutClassMember(m)
	}
	if err != nil {
		return 0, err
	}
	next := had
	if next.Name == "" {
		next.Name = m.Name
	}
	if next.Gender == "" {
		next.Gender = m.Gender
	}
	if next.Age == "" {
		next.Age = m.Age
	}
	if next.Joined.IsZero() {
		next.Joined, next.Late = m.Joined, m.Late
	}
	if next == had {
		return 0, nil
	}
	return 1, tx.PutClassMember(next)
}
