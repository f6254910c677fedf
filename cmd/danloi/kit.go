package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"path/filepath"
	"time"

	"danloi/kit"
)

// kitCmd makes a folder that opens without a server.
type kitCmd struct {
	place
	Lang    string   `help:"Language of the pages; a guide without it is in Vietnamese." default:"vi"`
	Modules []string `help:"Modules to put in, by the names of their folders and parted by commas; all when not given."`
	Out     string   `help:"Folder to make, such as one on a memory stick." required:"" type:"path"`
	BaseURL string   `help:"Public address of the assistant, printed on the sheets with a QR code." env:"DANLOI_BASE_URL"`
}

// Run makes the folder and says what is in it.
func (c *kitCmd) Run(_ context.Context, std streams) error {
	k, err := begin(c.place)
	if err != nil {
		return err
	}
	now := time.Now()
	made, err := kit.Make(k.lib(), k.texts, kit.Options{
		Lang: c.Lang, Modules: c.Modules, Made: now, Address: c.BaseURL, Office: func(id string) string {
			d, ok := k.directory.Department(id)
			if !ok {
				return ""
			}
			return d.Label(c.Lang)
		},
	})
	if errors.Is(err, kit.ErrLanguage) || errors.Is(err, kit.ErrModule) {
		return fmt.Errorf("make kit: %w: %w", errUsage, err)
	}
	if err != nil {
		return fmt.Errorf("make kit: %w", err)
	}
	if err := made.Write(c.Out, c.Lang, now); err != nil {
		return kitFault(err)
	}
	var size int
	for _, data := range made.Files {
		size += len(data)
	}
	_, err = fmt.Fprintf(std.out, "%d guides, %d modules, %d sheets to print, %d kB\nopen %s\n",
		made.Guides, made.Modules, made.Sheets, (size+1023)/1024, filepath.Join(c.Out, "index.html"))
	return err
}

// kitFault adds the cure where there is one.
func kitFault(err error) error {
	err = fmt.Errorf("make kit: %w", err)
	switch {
	case errors.Is(err, kit.ErrNotKit):
		return hinted{err, "give an empty folder, or one that an earlier kit was made in"}
	case errors.Is(err, fs.ErrPermission):
		return hinted{err, "the folder cannot be written to; is the stick locked?"}
	}
	return err
}
