package webchat

import (
	"errors"
	"io"
	"mime"
	"mime/multipart"
	"net/http"
	"path"
	"strconv"
	"strings"
	"unicode/utf8"

	"danloi/bot"
)

const (
	maxWords = 4096     // characters of a line; see bot.Text
	maxData  = 64       // bytes of a tap or a start code; see bot.Button
	maxField = 64 << 10 // bytes of a field that is not a file
	maxFiles = 10
	maxParts = 40
	maxBody  = 4 * bot.MaxFile // what is read at all before the connection is given up
)

// post is what a form brought.
type post struct {
	form  string // the one-time id, never empty
	after *int64 // the last line the page has; only chat.js says so
	text  string
	tap   string
	start *string
	lat   string
	lon   string
	files []upload
}

// upload is a file of a post. Problem is set when data could not be taken.
type upload struct {
	name    string
	field   string
	data    []byte
	problem bot.FileProblem
}

var errBadForm = errors.New("read form: malformed")

// readPost reads the body as it comes. Nothing is kept on disk, and no file beyond bot.MaxFile in memory.
func readPost(w http.ResponseWriter, r *http.Request) (post, error) {
	r.Body = http.MaxBytesReader(w, r.Body, maxBody)
	p := post{}
	kind, _, err := mime.ParseMediaType(r.Header.Get("Content-Type"))
	switch {
	case err == nil && kind == "multipart/form-data":
		err = p.readParts(r)
	case err == nil && kind == "application/x-www-form-urlencoded":
		err = p.readForm(r)
	default:
		err = errBadForm
	}
	if p.form == "" {
		p.form = random(12)
	}
	if err == nil && !validForm(p.form) {
		err = errBadForm
	}
	return p, err
}

func (p *post) readForm(r *http.Request) error {
	r.Body = struct {
		io.Reader
		io.Closer
	}{io.LimitReader(r.Body, maxField), r.Body}
	if err := r.ParseForm(); err != nil {
		return errBadForm
	}
	for name, values := range r.PostForm {
		p.set(name, values[0])
	}
	return nil
}

func (p *post) readParts(r *http.Request) error {
	mr, err := r.MultipartReader()
	if err != nil {
		return errBadForm
	}
	for range maxParts {
		part, err := mr.NextPart()
		if err == io.EOF {
			return nil
		}
		if err != nil {
			return p.broken(err)
		}
		if err := p.readPart(part); err != nil {
			return p.broken(err)
		}
	}
	return errBadForm
}

// broken makes of a body beyond the limit a file that is too large, when a file was on its way: that is told in
// the conversation. Anything else is a broken form.
func (p *post) broken(err error) error {
	var tooBig *http.MaxBytesError
	if errors.As(err, &tooBig) && len(p.files) > 0 {
		last := &p.files[len(p.files)-1]
		last.data, last.problem = nil, bot.TooLarge
		return nil
	}
	return errBadForm
}

func (p *post) readPart(part *multipart.Part) error {
	if part.FileName() == "" {
		b, err := io.ReadAll(io.LimitReader(part, maxField))
		if err != nil {
			return err
		}
		if !isFile(part.FormName()) { // a file field without a file is sent with an empty name
			p.set(part.FormName(), string(b))
		}
		return nil
	}
	if len(p.files) == maxFiles {
		return errBadForm
	}
	p.files = append(p.files, upload{name: part.FileName(), field: part.FormName()})
	f := &p.files[len(p.files)-1]
	data, err := io.ReadAll(io.LimitReader(part, bot.MaxFile+1))
	if err != nil {
		return err
	}
	if len(data) > bot.MaxFile {
		f.problem = bot.TooLarge
		return nil // NextPart reads past the rest, as far as the body's limit
	}
	f.data = data
	if len(data) == 0 {
		p.files = p.files[:len(p.files)-1]
	}
	return nil
}

func isFile(field string) bool { return field == "photo" || field == "voice" }

func (p *post) set(name, value string) {
	value = strings.ToValidUTF8(value, "")
	switch name {
	case "id":
		p.form = value
	case "after":
		if n, err := strconv.ParseInt(value, 10, 64); err == nil && n >= 0 {
			p.after = &n
		}
	case "text":
		p.text = cut(strings.TrimSpace(strings.ReplaceAll(value, "\r\n", "\n")))
	case "tap":
		p.tap = value[:min(len(value), maxData)]
	case "start":
		value = value[:min(len(value), maxData)]
		p.start = &value
	case "lat":
		p.lat = value
	case "lon":
		p.lon = value
	}
}

func cut(s string) string {
	if utf8.RuneCountInString(s) <= maxWords {
		return s
	}
	return string([]rune(s)[:maxWords])
}

// events makes the events of a post, in the order in which a person would have sent them. Each has its own id,
// made of the form's.
func (p post) events(token string) []bot.Event {
	id := eventID(token, p.form)
	event := func(suffix string, in bot.Input) bot.Event {
		return bot.Event{ID: id + suffix, Channel: "web", Address: token, Input: in}
	}
	if len(p.files) > 0 {
		var all []bot.Event
		for i, f := range p.files {
			suffix := "/" + strconv.Itoa(i)
			in := f.input(fileID(id + suffix))
			if i == 0 {
				in.Caption = p.text
			}
			all = append(all, event(suffix, in))
		}
		return all
	}
	if in := p.input(); in != nil {
		return []bot.Event{event("", in)}
	}
	return nil
}

func (p post) input() bot.Input {
	lat, errLat := strconv.ParseFloat(p.lat, 64)
	lon, errLon := strconv.ParseFloat(p.lon, 64)
	switch {
	case p.tap != "":
		return bot.Tap{Data: p.tap}
	case p.start != nil:
		return bot.Start{Code: *p.start}
	case errLat == nil && errLon == nil && lat >= -90 && lat <= 90 && lon >= -180 && lon <= 180:
		return bot.Location{Lat: lat, Lon: lon}
	case p.text != "":
		return bot.Text{Words: p.text}
	}
	return nil
}

func (u upload) input(id string) bot.File {
	f := bot.File{ID: id, Kind: bot.Photo, Name: baseName(u.name), Data: u.data, Problem: u.problem}
	if u.field == "voice" {
		f.Kind = bot.Voice
	}
	if f.Problem != "" {
		return f
	}
	kind, mediaType, ok := fileType(u.data)
	if !ok {
		f.Data, f.Problem = nil, bot.WrongType
		return f
	}
	f.Kind, f.Type = kind, mediaType
	return f
}

// baseName drops the folders that some browsers send with a name, and what does not belong in one.
func baseName(name string) string {
	name = path.Base(strings.ReplaceAll(strings.ToValidUTF8(name, ""), `\`, "/"))
	name = strings.Map(func(r rune) rune {
		if r < ' ' || r == 0x7f {
			return -1
		}
		return r
	}, name)
	if r := []rune(name); len(r) > 100 {
		name = string(r[len(r)-100:])
	}
	return name
}
