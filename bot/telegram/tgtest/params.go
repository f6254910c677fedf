package tgtest

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"mime"
	"mime/multipart"
	"net/http"
	"net/url"
	"strconv"
	"strings"
)

// maxBody is the largest request that is read, in bytes: Telegram takes uploads of 50 MB.
const maxBody = 52 << 20

// params are the parameters of a call, whatever form they came in. Objects are JSON texts.
type params struct {
	values map[string]string
	files  map[string][]byte
}

// readParams reads the query and a JSON, form or multipart body. A multipart body without any part is what clients
// send for methods without parameters.
func readParams(r *http.Request) (params, error) {
	p := params{values: map[string]string{}, files: map[string][]byte{}}
	p.take(r.URL.Query())
	body := http.MaxBytesReader(nil, r.Body, maxBody)
	kind, options, err := mime.ParseMediaType(r.Header.Get("Content-Type"))
	if err != nil {
		kind = ""
	}
	switch kind {
	case "multipart/form-data":
		return p, p.readMultipart(body, options["boundary"])
	case "application/json":
		return p, p.readJSON(body)
	case "application/x-www-form-urlencoded":
		text, err := io.ReadAll(body)
		if err != nil {
			return p, errors.New("can't read request")
		}
		values, err := url.ParseQuery(string(text))
		if err != nil {
			return p, errors.New("can't parse request")
		}
		p.take(values)
	}
	return p, nil
}

func (p params) take(values url.Values) {
	for name, vs := range values {
		if len(vs) > 0 {
			p.values[name] = vs[0]
		}
	}
}

func (p params) readJSON(body io.Reader) error {
	var fields map[string]json.RawMessage
	if err := json.NewDecoder(body).Decode(&fields); err != nil && !errors.Is(err, io.EOF) {
		return errors.New("can't parse request JSON object")
	}
	for name, raw := range fields {
		var s string
		if json.Unmarshal(raw, &s) != nil {
			s = string(raw)
		}
		p.values[name] = s
	}
	return nil
}

func (p params) readMultipart(body io.Reader, boundary string) error {
	parts := multipart.NewReader(body, boundary)
	for n := 0; ; n++ {
		part, err := parts.NextPart()
		if err == io.EOF || n == 0 && errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return errors.New("can't parse multipart request")
		}
		data, err := io.ReadAll(part)
		if err != nil {
			return errors.New("can't read multipart request")
		}
		if part.FileName() != "" {
			p.files[part.FormName()] = data
		} else {
			p.values[part.FormName()] = string(data)
		}
	}
}

// number returns a parameter that is an integer, or other when it is missing.
func (p params) number(name string, other int64) (int64, *apiError) {
	s := strings.TrimSpace(p.values[name])
	if s == "" {
		return other, nil
	}
	n, err := strconv.ParseInt(s, 10, 64)
	if err != nil {
		return 0, badRequest(fmt.Sprintf("parameter %q must be an integer", name))
	}
	return n, nil
}

// object decodes a parameter that is JSON into dest. A missing one leaves dest alone.
func (p params) object(name string, dest any) *apiError {
	s := p.values[name]
	if s == "" {
		return nil
	}
	if err := json.Unmarshal([]byte(s), dest); err != nil {
		return badRequest(fmt.Sprintf("can't parse %s JSON object", strings.ReplaceAll(name, "_", " ")))
	}
	return nil
}
