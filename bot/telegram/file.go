package telegram

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"time"

	tg "github.com/go-telegram/bot"

	"danloi/bot"
)

const (
	fetchTries   = 3
	fetchTimeout = 20 * time.Second // of one try
)

// errTooLarge and errRefusedFile end the fetching of a file before its last try.
var (
	errTooLarge    = errors.New("file is too large")
	errRefusedFile = errors.New("file is refused")
)

// fetch brings the bytes of f from Telegram, or the problem that keeps them away. It fails only when ctx ends: then
// nothing is known of the file, and its update must come again.
func (c *Channel) fetch(ctx context.Context, f bot.File, ref fileRef) (bot.File, error) {
	select {
	case c.fetcher <- struct{}{}:
		defer func() { <-c.fetcher }()
	case <-ctx.Done():
		return f, fmt.Errorf("fetch file %s: %w", f.ID, ctx.Err())
	}
	data, err := c.download(ctx, ref.id)
	if ctx.Err() != nil {
		return f, fmt.Errorf("fetch file %s: %w", f.ID, ctx.Err())
	}
	switch {
	case errors.Is(err, errTooLarge):
		f.Problem = bot.TooLarge
	case err != nil:
		f.Problem = bot.NotThere
		c.cfg.Log.Warn("telegram: file not fetched", "file", f.ID, "error", explain(err))
	default:
		f = typed(f, data)
	}
	c.count.files.Add(1)
	if f.Problem != "" {
		c.count.fileProblems.Add(1)
	}
	return f, nil
}

// download tries several times.
func (c *Channel) download(ctx context.Context, id string) ([]byte, error) {
	wait := newBackoff(500*time.Millisecond, 5*time.Second)
	for try := 1; ; try++ {
		data, err := c.downloadOnce(ctx, id)
		if err == nil || try == fetchTries || errors.Is(err, errTooLarge) || errors.Is(err, errRefusedFile) {
			return data, err
		}
		d := wait.next()
		if r := refused(err); r != nil && r.retryAfter > d {
			d = min(r.retryAfter, 10*time.Second)
		}
		if err := sleep(ctx, d); err != nil {
			return nil, err
		}
	}
}

func (c *Channel) downloadOnce(ctx context.Context, id string) ([]byte, error) {
	ctx, cancel := context.WithTimeout(ctx, fetchTimeout)
	defer cancel()
	f, err := c.api.GetFile(ctx, &tg.GetFileParams{FileID: id})
	if r := refused(err); r != nil && r.code == http.StatusBadRequest {
		if r.says("file is too big") {
			return nil, errTooLarge
		}
		return nil, errRefusedFile
	}
	if err != nil {
		return nil, err
	}
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, c.api.FileDownloadLink(f), nil)
	if err != nil { // err quotes the address, and with it the token
		return nil, errRefusedFile
	}
	resp, err := c.web.Do(req)
	if err != nil {
		return nil, err
	}
	defer func() { _ = resp.Body.Close() }() // only read from
	if resp.StatusCode != http.StatusOK {
		return nil, &statusError{resp.StatusCode}
	}
	return readAll(resp.Body)
}

// readAll reads a file of at most bot.MaxFile bytes.
func readAll(r io.Reader) ([]byte, error) {
	data, err := io.ReadAll(io.LimitReader(r, bot.MaxFile+1))
	if err != nil {
		return nil, fmt.Errorf("read file: %w", err)
	}
	if len(data) > bot.MaxFile {
		return nil, errTooLarge
	}
	return data, nil
}
