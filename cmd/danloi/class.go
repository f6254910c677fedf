package main

import (
	"context"
	"crypto/rand"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"os"
	"strings"
	"time"

	"danloi/bot/dispatch"
	"danloi/learn"
	"danloi/locales"
	"danloi/store"
)

// classCmd carries classes from a trainer's laptop to the server.
type classCmd struct {
	List   classListCmd   `cmd:"" help:"List the classes."`
	Export classExportCmd `cmd:"" help:"Write a class that has ended to a file, sealed under a passphrase."`
	Import classImportCmd `cmd:"" help:"Bring in a class that was held elsewhere; twice is the same as once."`
}

// classLine is one class as it is listed.
type classLine struct {
	ID     string    `json:"id"`
	Code   string    `json:"code"`
	Module string    `json:"module"`
	Place  string    `json:"place"`
	Opened time.Time `json:"opened"`
	Ended  time.Time `json:"ended"`
}

func listClasses(ctx context.Context, s *store.Store) ([]classLine, error) {
	var list []classLine
	err := s.View(ctx, func(tx *store.Tx) error {
		list = nil
		return tx.EachClass(func(c learn.Class) error {
			list = append(list, classLine{ID: c.ID, Code: c.Code, Module: c.Module, Place: c.Place, Opened: c.Opened, Ended: c.Ended})
			return nil
		})
	})
	return list, err
}

type classListCmd struct{ place }

// Run prints the classes.
func (c *classListCmd) Run(ctx context.Context, std streams) error {
	var list []classLine
	err := viaControl(ctx, c.place, http.MethodGet, "/classes", nil, func(data []byte) error { return json.Unmarshal(data, &list) },
		func(s *store.Store) (err error) {
			list, err = listClasses(ctx, s)
			return err
		})
	if err != nil {
		return fmt.Errorf("list classes: %w", err)
	}
	for _, l := range list {
		state := "live"
		if !l.Ended.IsZero() {
			state = "ended"
		}
		fmt.Fprintf(std.out, "%s  %s  %-6s %s  %-28s %s\n", l.ID, l.Code, state, l.Opened.In(locales.Zone).Format("2006-01-02 15:04"), l.Module, l.Place)
	}
	return nil
}

// viaControl asks a running server, or works on the folder itself when none runs.
func viaControl(ctx context.Context, p place, method, path string, body []byte, read func([]byte) error, own func(*store.Store) error) error {
	client := dialControl(p)
	if client == nil {
		return storeOf(p, own)
	}
	data, err := controlCall(ctx, client, method, path, body)
	if err != nil {
		return err
	}
	return read(data)
}

type classExportCmd struct {
	place
	ID   string `arg:"" help:"The class, as class list shows it."`
	File string `arg:"" help:"File to write; it must not exist." type:"path"`
}

// Run writes the file. The passphrase is read from standard input, or made and printed.
func (c *classExportCmd) Run(ctx context.Context, std streams) (err error) {
	var f dispatch.ClassFile
	err = viaControl(ctx, c.place, http.MethodGet, "/class?id="+url.QueryEscape(c.ID), nil, func(data []byte) error { return json.Unmarshal(data, &f) },
		func(s *store.Store) error {
			return s.View(ctx, func(tx *store.Tx) (err error) {
				f, err = dispatch.ExportClass(tx, c.ID)
				return err
			})
		})
	if err != nil {
		return fmt.Errorf("export class %s: %w", c.ID, err)
	}
	passphrase, made := readPassword(std)
	data, err := f.Seal(passphrase)
	if err != nil {
		return err
	}
	out, err := os.OpenFile(c.File, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return hinted{fmt.Errorf("export class: %w", err), "give a file that does not exist yet"}
	}
	defer func() { err = errors.Join(err, out.Close()) }()
	if _, err := out.Write(data); err != nil {
		return fmt.Errorf("export class: %w", err)
	}
	if err := out.Sync(); err != nil {
		return fmt.Errorf("export class: %w", err)
	}
	if made {
		fmt.Fprintf(std.out, "passphrase: %s\n", passphrase)
	}
	return nil
}

type classImportCmd struct {
	place
	File    string `arg:"" help:"File that class export wrote." type:"existingfile"`
	Trainer string `help:"Log-in of the trainer whose class it is." required:""`
}

// classImport is what import asks for.
type classImport struct {
	Trainer string             `json:"trainer"`
	File    dispatch.ClassFile `json:"file"`
}

func (c classImport) apply(ctx context.Context, s *store.Store) (done dispatch.ClassMerge, err error) {
	err = s.Update(ctx, func(tx *store.Tx) error {
		by, err := tx.StaffByLogin(c.Trainer)
		if err != nil {
			return fmt.Errorf("trainer %s: %w", c.Trainer, err)
		}
		done, err = dispatch.ImportClass(tx, by, c.File, time.Now())
		return err
	})
	return done, err
}

// Run brings the file in. The passphrase is read from standard input.
func (c *classImportCmd) Run(ctx context.Context, std streams) error {
	data, err := readClassFile(c.File)
	if err != nil {
		return fmt.Errorf("import class: %w", err)
	}
	passphrase, made := readPassword(std)
	if made {
		return hinted{fmt.Errorf("import class: %w: no passphrase", errUsage), "give the passphrase of the file on standard input"}
	}
	in := classImport{Trainer: c.Trainer}
	if in.File, err = dispatch.OpenClassFile(data, passphrase); err != nil {
		return fmt.Errorf("import class %s: %w", c.File, err)
	}
	body, err := json.Marshal(in)
	if err != nil {
		return err
	}
	var done dispatch.ClassMerge
	err = viaControl(ctx, c.place, http.MethodPost, "/class", body, func(data []byte) error { return json.Unmarshal(data, &done) },
		func(s *store.Store) (err error) {
			done, err = in.apply(ctx, s)
			return err
		})
	if err != nil {
		return fmt.Errorf("import class %s: %w", c.File, err)
	}
	fmt.Fprintf(std.out, "new: %d people, %d answers, %d notes\n", done.Members, done.Answers, done.Notes)
	return nil
}

func readClassFile(path string) ([]byte, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	return io.ReadAll(io.LimitReader(f, dispatch.MaxClassFile+1))
}

func (s *server) controlClasses(w http.ResponseWriter, r *http.Request) {
	list, err := listClasses(r.Context(), s.store)
	if err != nil {
		http.Error(w, "classes could not be read", http.StatusInternalServerError)
		return
	}
	writeJSON(w, list)
}

func (s *server) controlClass(w http.ResponseWriter, r *http.Request) {
	var f dispatch.ClassFile
	err := s.store.View(r.Context(), func(tx *store.Tx) (err error) {
		f, err = dispatch.ExportClass(tx, r.URL.Query().Get("id"))
		return err
	})
	if err != nil {
		http.Error(w, err.Error(), http.StatusUnprocessableEntity)
		return
	}
	writeJSON(w, f)
}

func (s *server) controlClassImport(w http.ResponseWriter, r *http.Request) {
	var in classImport
	if err := json.NewDecoder(http.MaxBytesReader(w, r.Body, 2*dispatch.MaxClassFile)).Decode(&in); err != nil {
		http.Error(w, "class is malformed", http.StatusBadRequest)
		return
	}
	done, err := in.apply(r.Context(), s.store)
	if err != nil {
		http.Error(w, err.Error(), http.StatusUnprocessableEntity)
		return
	}
	writeJSON(w, done)
}

type staffCodeCmd struct {
	place
	Login string `arg:"" help:"A trainer's account."`
}

// Run prints a one-time code that makes a chat the trainer's.
func (c *staffCodeCmd) Run(ctx context.Context, std streams) error {
	var code string
	err := viaControl(ctx, c.place, http.MethodPost, "/trainercode?login="+url.QueryEscape(c.Login), nil, func(data []byte) error {
		code = strings.TrimSpace(string(data))
		return nil
	}, func(s *store.Store) (err error) {
		code, err = issueTrainerCode(ctx, s, c.Login)
		return err
	})
	if err != nil {
		return fmt.Errorf("trainer code: %w", err)
	}
	fmt.Fprintln(std.out, code)
	return nil
}

func issueTrainerCode(ctx context.Context, s *store.Store, login string) (code string, err error) {
	var chance [8]byte
	_, _ = rand.Read(chance[:]) // never fails
	err = s.Update(ctx, func(tx *store.Tx) error {
		m, err := tx.StaffByLogin(login)
		if err != nil {
			return fmt.Errorf("staff %s: %w", login, err)
		}
		code, err = dispatch.IssueTrainerCode(tx, m, chance, time.Now())
		return err
	})
	return code, err
}

func (s *server) controlTrainerCode(w http.ResponseWriter, r *http.Request) {
	code, err := issueTrainerCode(r.Context(), s.store, r.URL.Query().Get("login"))
	if err != nil {
		http.Error(w, err.Error(), http.StatusUnprocessableEntity)
		return
	}
	w.Header().Set("Content-Type", "text/plain; charset=utf-8")
	fmt.Fprintln(w, code)
}
