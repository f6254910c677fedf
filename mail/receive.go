package mail

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"mime"
	"strings"

	"github.com/emersion/go-message"
	_ "github.com/emersion/go-message/charset" // letters in windows-1258 and others
	gomessage "github.com/emersion/go-message/mail"
)

// What is taken of a message.
const (
	MaxMessage = 30 << 20 // bytes of a whole message
	maxText    = 256 << 10
	maxParts   = 60
	maxFile    = 10 << 20
	maxFiles   = 20
	logoImage  = 40 << 10 // pictures below that stand inside the HTML are decoration
)

// Attachment is a file that came with a message.
type Attachment struct {
	Name string
	Data []byte
}

// Received is a message as it was read.
type Received struct {
	ID      string // Message-ID without brackets, or empty
	From    string // the sender's address in small letters, or empty
	To      []string
	Subject string
	Text    string // the whole text, quotations included
	Files   []Attachment
	Lost    int    // attachments that were too large or too many
	Auto    string // why it looks like no person's letter: auto, bounce or list; or empty
	Others  int    // visible recipients besides the first
}

// ErrUnreadable says that the bytes are no message.
var ErrUnreadable = errors.New("message is malformed")

// Read reads a message (RFC 5322). What it cannot decode it leaves out; bytes that are no message at all are ErrUnreadable.
func (w *Wordings) Read(raw []byte) (Received, error) {
	if len(raw) > MaxMessage {
		return Received{}, fmt.Errorf("%w: more than %d MiB", ErrUnreadable, MaxMessage>>20)
	}
	e, err := message.Read(bytes.NewReader(raw))
	if err != nil && !message.IsUnknownCharset(err) && !message.IsUnknownEncoding(err) {
		return Received{}, ErrUnreadable
	}
	if e == nil || e.Header.Len() == 0 {
		return Received{}, ErrUnreadable
	}
	r := w.readHeader(gomessage.Header{Header: e.Header})
	b := body{r: &r}
	b.walk(e, 0)
	if r.Text = strings.ToValidUTF8(b.plain.String(), ""); strings.TrimSpace(r.Text) == "" {
		r.Text = textOf(strings.ToValidUTF8(b.html.String(), ""))
	}
	r.Files = b.attachments()
	return r, nil
}

func (w *Wordings) readHeader(h gomessage.Header) Received {
	var r Received
	r.ID, _ = h.MessageID() // a malformed one is none
	r.Subject, _ = h.Subject()
	r.Subject = strings.Map(dropOdd, strings.ToValidUTF8(strings.ReplaceAll(r.Subject, "\n", " "), ""))
	if from, err := h.AddressList("From"); err == nil && len(from) == 1 {
		r.From = strings.ToLower(from[0].Address)
	}
	visible := 0
	for _, field := range []string{"To", "Cc"} {
		list, _ := h.AddressList(field) // a malformed one has no addresses
		visible += len(list)
		for _, a := range list {
			r.To = append(r.To, strings.ToLower(a.Address))
		}
	}
	r.Others = max(0, visible-1)
	for _, field := range []string{"Delivered-To", "X-Original-To", "Envelope-To"} {
		for fields := h.FieldsByKey(field); fields.Next(); {
			r.To = append(r.To, strings.ToLower(strings.Trim(strings.TrimSpace(fields.Value()), "<>")))
		}
	}
	r.Auto = w.automaticBy(h, r)
	return r
}

// automaticBy tells letters that no person wrote. None of them is ever answered.
func (w *Wordings) automaticBy(h gomessage.Header, r Received) string {
	kind, params, _ := h.ContentType()
	field := func(name string) string { return strings.ToLower(strings.TrimSpace(h.Get(name))) }
	submitted, precedence := field("Auto-Submitted"), field("Precedence")
	switch {
	case kind == "multipart/report", h.Has("X-Failed-Recipients"), field("Return-Path") == "<>",
		strings.HasPrefix(r.From, "mailer-daemon@"), strings.HasPrefix(r.From, "postmaster@"),
		params["report-type"] != "":
		return "bounce"
	case submitted != "" && submitted != "no", h.Has("X-Autoreply"), h.Has("X-Autorespond"), precedence == "auto_reply",
		field("X-Auto-Response-Suppress") != "" && field("X-Auto-Response-Suppress") != "none", anyMatch(w.automatic, fold(r.Subject)):
		return "auto"
	case precedence == "bulk", precedence == "list", precedence == "junk", h.Has("List-Id"), h.Has("List-Unsubscribe"):
		return "list"
	}
	return ""
}

// body gathers the parts of a message.
type body struct {
	r           *Received
	plain, html strings.Builder
	files       []part
	parts       int
}

type part struct {
	Attachment
	cid   string
	image bool
}

// walk reads an entity and all in it. An attached message is an attachment; what is cut off ends the walk.
func (b *body) walk(e *message.Entity, depth int) {
	if b.parts++; b.parts > maxParts || depth > 8 {
		b.r.Lost++
		return
	}
	if mr := e.MultipartReader(); mr != nil {
		defer func() { _ = mr.Close() }() // only read from
		for {
			p, err := mr.NextPart()
			if p == nil || err != nil && !message.IsUnknownCharset(err) && !message.IsUnknownEncoding(err) {
				return
			}
			b.walk(p, depth+1)
		}
	}
	kind, params, _ := e.Header.ContentType()
	disposition, dparams, _ := e.Header.ContentDisposition()
	switch {
	case disposition != "attachment" && (kind == "text/plain" || kind == "" || kind == "text"):
		b.text(&b.plain, e.Body)
	case disposition != "attachment" && kind == "text/html":
		b.text(&b.html, e.Body)
	default:
		b.file(e, kind, fileName(dparams["filename"], params["name"]))
	}
}

func (b *body) text(to *strings.Builder, from io.Reader) {
	data, _ := io.ReadAll(io.LimitReader(from, maxText)) // what came until an error counts
	if to.Len() > 0 {
		to.WriteString("\n")
	}
	to.Write(data)
}

func (b *body) file(e *message.Entity, kind, name string) {
	data, err := io.ReadAll(io.LimitReader(e.Body, maxFile+1))
	if err != nil || len(data) == 0 || len(data) > maxFile || len(b.files) >= maxFiles {
		b.r.Lost++
		return
	}
	cid := strings.Trim(e.Header.Get("Content-Id"), "<> ")
	b.files = append(b.files, part{Attachment{name, data}, cid, strings.HasPrefix(kind, "image/")})
}

// attachments leaves out the pictures of a signature: small ones that stand inside the HTML.
func (b *body) attachments() []Attachment {
	var out []Attachment
	html := b.html.String()
	for _, f := range b.files {
		inside := f.cid != "" && strings.Contains(html, "cid:"+f.cid)
		if f.image && inside && len(f.Data) < logoImage {
			continue
		}
		out = append(out, f.Attachment)
	}
	return out
}

func fileName(names ...string) string {
	for _, n := range names {
		decoded, err := new(mime.WordDecoder).DecodeHeader(n)
		if err == nil {
			n = decoded
		}
		n = n[strings.LastIndexAny(n, `/\`)+1:]
		if n = strings.Map(dropOdd, strings.ToValidUTF8(n, "")); n != "" {
			return string([]rune(n)[:min(100, len([]rune(n)))])
		}
	}
	return ""
}
