package webchat

import (
	"context"
	"fmt"
	"html/template"
	"net/http"
	"strconv"

	"danloi/bot"
)

const (
	pageLines  = 60  // lines on the page at first
	olderLines = 600 // lines on the page with ?older=1
	batchLines = 100 // lines in one answer
)

// logAnswer is what chat.js is told. Seq is the last line it has now. Reset says that the log is not the one that
// it knows: the page must be loaded anew.
type logAnswer struct {
	Lines []line `json:"lines"`
	Seq   int64  `json:"seq"`
	Lang  string `json:"lang,omitempty"`
	Reset bool   `json:"reset,omitempty"`
}

// line is a line of the log, and what it looks like.
type line struct {
	bot.Line
	HTML template.HTML `json:"html"`
}

// log answers with the lines after a number, for browsers that cannot keep a stream open.
func (s *chat) log(w http.ResponseWriter, r *http.Request) {
	address, ok := token(r)
	if !ok {
		s.writeJSON(w, r, http.StatusOK, logAnswer{Lines: []line{}})
		return
	}
	s.sendLog(w, r, address, queryAfter(r))
}

func (s *chat) sendLog(w http.ResponseWriter, r *http.Request, address string, after int64) {
	a, err := s.since(r.Context(), address, after)
	if err != nil {
		s.broken(w, r, "read log", err, post{})
		return
	}
	s.writeJSON(w, r, http.StatusOK, a)
}

// since returns what happened in the log after a line.
func (s *chat) since(ctx context.Context, address string, after int64) (logAnswer, error) {
	lines, err := s.Lines(ctx, address, after, batchLines)
	if err != nil {
		return logAnswer{}, err
	}
	a := logAnswer{Lines: []line{}, Seq: after, Lang: s.lang(ctx, address)}
	if len(lines) == 0 {
		a.Reset, err = s.forgotten(ctx, address, after)
		return a, err
	}
	v := s.pages.view(a.Lang, s.Now())
	for _, l := range lines {
		html, err := v.html(l)
		if err != nil {
			return logAnswer{}, err
		}
		a.Lines = append(a.Lines, line{Line: l, HTML: html})
	}
	a.Seq = lines[len(lines)-1].Seq
	return a, nil
}

// forgotten tells whether the log ends before a line that was seen.
func (s *chat) forgotten(ctx context.Context, address string, seen int64) (bool, error) {
	if seen == 0 {
		return false, nil
	}
	last, err := s.newest(ctx, address)
	return err == nil && *last < seen, err
}

// newest returns the number of the last line, zero when there is none.
func (s *chat) newest(ctx context.Context, address string) (*int64, error) {
	lines, err := s.Lines(ctx, address, -1, 1)
	if err != nil {
		return nil, fmt.Errorf("read last line: %w", err)
	}
	seq := int64(0)
	if len(lines) > 0 {
		seq = lines[len(lines)-1].Seq
	}
	return &seq, nil
}

func queryAfter(r *http.Request) int64 {
	n, err := strconv.ParseInt(r.URL.Query().Get("after"), 10, 64)
	if err != nil || n < 0 {
		return 0
	}
	return n
}

// lang is the language of the page around the conversation.
func (s *chat) lang(ctx context.Context, address string) string {
	if _, ok := s.Texts.Language(s.Lang(ctx, address)); ok {
		return s.Lang(ctx, address)
	}
	return defaultLang
}
