package main

import (
	"context"
	"crypto/rand"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"time"

	"danloi/bot/dispatch"
	"danloi/locales"
	"danloi/store"
)

// translatorCmd keeps those who record voices in the chat.
type translatorCmd struct {
	Add  translatorAddCmd  `cmd:"" help:"Make a one-time code that gives whoever types it in the chat the role."`
	List translatorListCmd `cmd:"" help:"List translators and codes that wait."`
	End  translatorEndCmd  `cmd:"" help:"Take the role away; what was recorded stays."`
}

// translatorChange is what add and end ask for; it goes through a running server.
type translatorChange struct {
	End     string `json:"end,omitempty"` // beginning of an id
	Lang    string `json:"lang,omitempty"`
	Name    string `json:"name,omitempty"`
	Commune string `json:"commune,omitempty"`
}

// apply carries the change out and returns the code that it made, if any.
func (c translatorChange) apply(ctx context.Context, s *store.Store, k *knowledge) (code string, err error) {
	if c.End != "" {
		return "", s.Update(ctx, func(tx *store.Tx) error { return dispatch.EndTranslator(tx, c.End, time.Now()) })
	}
	if err := c.check(k); err != nil {
		return "", err
	}
	var chance [8]byte
	_, _ = rand.Read(chance[:]) // never fails
	err = s.Update(ctx, func(tx *store.Tx) (err error) {
		t := dispatch.Translator{Lang: c.Lang, Name: c.Name, Area: c.Commune, Made: time.Now().UTC()}
		code, err = dispatch.IssueTranslator(tx, t, chance)
		return err
	})
	return code, err
}

func (c translatorChange) check(k *knowledge) error {
	if _, ok := k.texts.Language(c.Lang); !ok {
		var tags []string
		for _, l := range k.texts.Languages() {
			tags = append(tags, l.Tag)
		}
		return fmt.Errorf("language %q: must be one of %s", c.Lang, strings.Join(tags, ", "))
	}
	if strings.TrimSpace(c.Name) == "" {
		return errors.New("the name is empty: its first letters stand with the recordings")
	}
	if _, ok := k.areas.Commune(c.Commune); c.Commune != "" && !ok {
		return fmt.Errorf("commune %q does not exist", c.Commune)
	}
	return nil
}

// send applies the change through a running server, or on the folder itself.
func (c translatorChange) send(ctx context.Context, p place) (code string, err error) {
	if client := dialControl(p); client != nil {
		body, err := json.Marshal(c)
		if err != nil {
			return "", err
		}
		data, err := controlCall(ctx, client, http.MethodPost, "/translator", body)
		return strings.TrimSpace(string(data)), err
	}
	k, err := know(p)
	if err != nil {
		return "", err
	}
	err = storeOf(p, func(s *store.Store) (err error) {
		code, err = c.apply(ctx, s, k)
		return err
	})
	return code, err
}

func (s *server) controlTranslator(w http.ResponseWriter, r *http.Request) {
	var in translatorChange
	if err := json.NewDecoder(http.MaxBytesReader(w, r.Body, 1<<16)).Decode(&in); err != nil {
		http.Error(w, "change is malformed", http.StatusBadRequest)
		return
	}
	code, err := in.apply(r.Context(), s.store, s.k)
	if err != nil {
		http.Error(w, err.Error(), http.StatusUnprocessableEntity)
		return
	}
	w.Header().Set("Content-Type", "text/plain; charset=utf-8")
	fmt.Fprintln(w, code)
}

func (s *server) controlTranslatorList(w http.ResponseWriter, r *http.Request) {
	list, err := listTranslators(r.Context(), s.store)
	if err != nil {
		http.Error(w, "translators could not be read", http.StatusInternalServerError)
		return
	}
	writeJSON(w, list)
}

func listTranslators(ctx context.Context, s *store.Store) (list []dispatch.Translator, err error) {
	err = s.View(ctx, func(tx *store.Tx) (err error) {
		list, err = dispatch.Translators(tx)
		return err
	})
	return list, err
}

type translatorAddCmd struct {
	place
	Lang    string `help:"Language they speak, such as tyz." required:""`
	Name    string `help:"Who gets the code; the first letters stand with the recordings." required:""`
	Commune string `help:"Code of the commune whose speech it is."`
}

// Run prints the code.
func (c *translatorAddCmd) Run(ctx context.Context, std streams) error {
	code, err := (translatorChange{Lang: c.Lang, Name: c.Name, Commune: c.Commune}).send(ctx, c.place)
	if err != nil {
		return fmt.Errorf("add translator: %w", err)
	}
	fmt.Fprintf(std.out, "code: %s\nto be typed in the chat, once; in Telegram also as the link https://t.me/BOT?start=%s\n", code, code)
	return nil
}

type translatorEndCmd struct {
	place
	ID string `arg:"" help:"Id as list prints it."`
}

// Run ends the role.
func (c *translatorEndCmd) Run(ctx context.Context) error {
	if _, err := (translatorChange{End: c.ID}).send(ctx, c.place); err != nil {
		return fmt.Errorf("end translator: %w", err)
	}
	return nil
}

type translatorListCmd struct{ place }

// Run prints the translators.
func (c *translatorListCmd) Run(ctx context.Context, std streams) error {
	var list []dispatch.Translator
	var err error
	if client := dialControl(c.place); client != nil {
		var data []byte
		if data, err = controlCall(ctx, client, http.MethodGet, "/translator", nil); err == nil {
			err = json.Unmarshal(data, &list)
		}
	} else {
		err = storeOf(c.place, func(s *store.Store) (err error) {
			list, err = listTranslators(ctx, s)
			return err
		})
	}
	if err != nil {
		return fmt.Errorf("list translators: %w", err)
	}
	for _, t := range list {
		fmt.Fprintf(std.out, "%s  %-4s %-30s %-6s %s\n", t.ID[:8], t.Lang, t.Name, t.Area, translatorState(t))
	}
	return nil
}

func translatorState(t dispatch.Translator) string {
	switch {
	case !t.Ended.IsZero():
		return "ended " + locales.Date(t.Ended)
	case t.Used.IsZero():
		return "code of " + locales.Date(t.Made) + " not used"
	}
	return "since " + locales.Date(t.Used)
}
