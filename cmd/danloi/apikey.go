package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"time"

	"danloi/locales"
	"danloi/store"
	"danloi/web"
)

// apiKeyCmd keeps the keys of the interface for other programs.
type apiKeyCmd struct {
	Add    apiKeyAddCmd    `cmd:"" help:"Make a key for somebody and print it once."`
	List   apiKeyListCmd   `cmd:"" help:"List who holds a key."`
	Revoke apiKeyRevokeCmd `cmd:"" help:"Shut a key out. What was filed with it stays."`
}

// apiKeyChange is what add and revoke ask for; it goes through a running server.
type apiKeyChange struct {
	Name   string `json:"name,omitempty"`
	Revoke string `json:"revoke,omitempty"`
}

// apply carries the change out and returns the key that was made, if one was.
func (c apiKeyChange) apply(ctx context.Context, s *store.Store) (key string, err error) {
	if c.Revoke != "" {
		return "", web.RevokeAPIKey(ctx, s, c.Revoke)
	}
	return web.AddAPIKey(ctx, s, c.Name, time.Now())
}

// send applies the change through a running server, or on the folder itself.
func (c apiKeyChange) send(ctx context.Context, p place) (key string, err error) {
	client := dialControl(p)
	if client == nil {
		err = storeOf(p, func(s *store.Store) (err error) {
			key, err = c.apply(ctx, s)
			return err
		})
		return key, err
	}
	body, err := json.Marshal(c)
	if err != nil {
		return "", err
	}
	data, err := controlCall(ctx, client, http.MethodPost, "/apikey", body)
	return string(data), err
}

func (s *server) controlAPIKey(w http.ResponseWriter, r *http.Request) {
	var in apiKeyChange
	if err := json.NewDecoder(http.MaxBytesReader(w, r.Body, 1<<16)).Decode(&in); err != nil {
		http.Error(w, "change is malformed", http.StatusBadRequest)
		return
	}
	key, err := in.apply(r.Context(), s.store)
	if err != nil {
		http.Error(w, err.Error(), http.StatusUnprocessableEntity)
		return
	}
	fmt.Fprint(w, key)
}

func (s *server) controlAPIKeyList(w http.ResponseWriter, r *http.Request) {
	keys, err := web.APIKeys(r.Context(), s.store)
	if err != nil {
		http.Error(w, "keys could not be read", http.StatusInternalServerError)
		return
	}
	writeJSON(w, keys)
}

type apiKeyAddCmd struct {
	place
	Name string `arg:"" help:"Who will hold the key."`
}

// Run makes the key and prints it.
func (c *apiKeyAddCmd) Run(ctx context.Context, std streams) error {
	key, err := apiKeyChange{Name: c.Name}.send(ctx, c.place)
	if errors.Is(err, web.ErrKeyName) {
		return fmt.Errorf("%w: add key: %w", errUsage, err)
	}
	if err != nil {
		return fmt.Errorf("add key: %w", err)
	}
	fmt.Fprintln(std.out, key)
	return nil
}

type apiKeyRevokeCmd struct {
	place
	ID string `arg:"" help:"Which key, by the id that the list shows."`
}

// Run shuts the key out.
func (c *apiKeyRevokeCmd) Run(ctx context.Context) error {
	if _, err := (apiKeyChange{Revoke: c.ID}).send(ctx, c.place); err != nil {
		return hinted{fmt.Errorf("revoke key: %w", err), "danloi apikey list shows the ids"}
	}
	return nil
}

type apiKeyListCmd struct{ place }

// Run prints who holds a key. The keys themselves are not known any more.
func (c *apiKeyListCmd) Run(ctx context.Context, std streams) error {
	var keys []web.APIKey
	var err error
	if client := dialControl(c.place); client != nil {
		var data []byte
		if data, err = controlCall(ctx, client, http.MethodGet, "/apikey", nil); err == nil {
			err = json.Unmarshal(data, &keys)
		}
	} else {
		err = storeOf(c.place, func(s *store.Store) (err error) {
			keys, err = web.APIKeys(ctx, s)
			return err
		})
	}
	if err != nil {
		return fmt.Errorf("list keys: %w", err)
	}
	for _, k := range keys {
		state := ""
		if k.Revoked {
			state = "revoked"
		}
		fmt.Fprintf(std.out, "%s  %-10s  %-30s %s\n", k.ID, locales.Date(k.Created), k.Name, state)
	}
	return nil
}
