package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"
	"path/filepath"

	"danloi/store"
	"danloi/store/bolt"
)

// backupCmd writes a consistent copy of the store. The copy is sealed as the store is: it is of no use without
// the key file, which is kept apart.
type backupCmd struct {
	place
	File string `arg:"" help:"Where to write the copy; must not exist." type:"path"`
}

// Run writes to a file beside and renames it, so that half a copy is never taken for a whole one.
func (c *backupCmd) Run(ctx context.Context, std streams) (err error) {
	if _, err := os.Stat(c.File); err == nil {
		return hinted{fmt.Errorf("backup: %s exists", c.File), "give a name that is free"}
	}
	part := c.File + ".part"
	f, err := os.OpenFile(part, os.O_CREATE|os.O_WRONLY|os.O_TRUNC, 0o600)
	if err != nil {
		return fmt.Errorf("backup: %w", err)
	}
	defer func() {
		if err != nil {
			err = errors.Join(err, f.Close(), os.Remove(part))
		}
	}()
	if err := c.copyTo(ctx, f); err != nil {
		return fmt.Errorf("backup: %w", err)
	}
	if err := f.Sync(); err != nil {
		return fmt.Errorf("backup: %w", err)
	}
	if err := f.Close(); err != nil {
		return fmt.Errorf("backup: %w", err)
	}
	if err := os.Rename(part, c.File); err != nil {
		return fmt.Errorf("backup: %w", err)
	}
	fmt.Fprintf(std.out, "%s written; keep the key file too, apart from it\n", c.File)
	return nil
}

func (c *backupCmd) copyTo(ctx context.Context, w io.Writer) error {
	client := dialControl(c.place)
	if client == nil {
		return storeOf(c.place, func(s *store.Store) error { return s.Backup(w) })
	}
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, controlURL("/backup"), nil)
	if err != nil {
		return err
	}
	res, err := client.Do(req)
	if err != nil {
		return fmt.Errorf("ask the running server: %w", err)
	}
	defer res.Body.Close()
	if res.StatusCode != http.StatusOK {
		return fmt.Errorf("the running server answered %d", res.StatusCode)
	}
	_, err = io.Copy(w, res.Body)
	return err
}

// restoreCmd puts a copy into a data folder that has no store.
type restoreCmd struct {
	place
	File string `arg:"" help:"A copy made by backup." type:"existingfile"`
}

// Run puts the copy in its place once it was checked to the last page.
func (c *restoreCmd) Run(std streams) (err error) {
	if err := os.MkdirAll(c.Data, 0o700); err != nil {
		return fmt.Errorf("restore: %w", err)
	}
	in, err := os.Open(c.File)
	if err != nil {
		return fmt.Errorf("restore: %w", err)
	}
	defer func() { err = errors.Join(err, in.Close()) }()
	to := storeFile(c.place)
	err = bolt.Restore(to, in)
	switch {
	case errors.Is(err, os.ErrExist):
		return hinted{fmt.Errorf("restore: %s has a store already", c.Data), "restore into an empty folder, with --data"}
	case errors.Is(err, store.ErrCorrupt):
		return hinted{fmt.Errorf("restore: %w", err), "the copy is damaged; use another"}
	case err != nil:
		return fmt.Errorf("restore: %w", err)
	}
	fmt.Fprintf(std.out, "restored to %s; put the key file there as %s\n", to, filepath.Join(c.Data, "master.key"))
	return nil
}
