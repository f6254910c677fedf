package open311

import (
	"errors"
	"net/http"
	"path"
	"strconv"
	"strings"
	"time"
)

// Base is the address under which the interface lies.
const Base = "/open311/v2/"

// Paths are the addresses of the interface as they are documented: {format} is json or xml.
func Paths() []string {
	return []string{
		"GET /open311/discovery.{format}", "GET /open311/v2/discovery.{format}", "GET /open311/v2/services.{format}",
		"GET /open311/v2/services/{service_code}.{format}", "GET /open311/v2/requests.{format}", "POST /open311/v2/requests.{format}",
		"GET /open311/v2/requests/{service_request_id}.{format}", "GET /open311/v2/tokens/{token}.{format}",
	}
}

// Limits of the specification.
const (
	mostDays     = 90
	mostRequests = 1000
	maxForm      = 64 << 10 // bytes of a posted form
	mostPage     = 1_000_000
)

// server answers calls from a Source.
type server struct{ Source }

// Handler returns the interface.
func Handler(s Source) http.Handler {
	srv := server{s}
	mux := http.NewServeMux()
	for pattern, handle := range map[string]handler{
		"GET /open311/{name}":             srv.top,
		"GET /open311/v2/{name}":          srv.top,
		"POST /open311/v2/{name}":         srv.post,
		"GET /open311/v2/services/{name}": srv.definition,
		"GET /open311/v2/requests/{name}": srv.request,
		"GET /open311/v2/tokens/{name}":   srv.token,
		"/open311/":                       srv.nothing,
	} {
		mux.Handle(pattern, srv.serve(handle))
	}
	return mux
}

// call is one request to the interface.
type call struct {
	*http.Request
	name string // of the resource, without the format
	lang string
	out  *answer
}

// handler works a call. It sets what is to be answered, or returns an error.
type handler func(c call) error

// serve reads the format, looks at the jurisdiction and writes what comes out.
func (s server) serve(handle handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		h := w.Header()
		h.Set("Access-Control-Allow-Origin", "*")
		h.Set("Access-Control-Expose-Headers", "Location, Retry-After")
		h.Set("Cross-Origin-Resource-Policy", "cross-origin")
		name := r.PathValue("name")
		format := path.Ext(name)
		out := &answer{w: w, r: r, json: format == ".json"}
		r.Body = http.MaxBytesReader(w, r.Body, maxForm)
		err := s.readForm(r)
		c := call{Request: r, name: strings.TrimSuffix(name, format), lang: r.Form.Get("lang"), out: out}
		switch id := r.Form.Get("jurisdiction_id"); {
		case err != nil:
		case format != ".json" && format != ".xml":
			err = s.problem(c, http.StatusNotFound, "format")
		case id != "" && id != s.Jurisdiction:
			err = s.problem(c, http.StatusNotFound, "jurisdiction", "id", s.Jurisdiction)
		default:
			err = handle(c)
		}
		if err != nil {
			s.refuse(c, err)
		}
	})
}

// readForm reads address and body. The form is never nil afterwards.
func (s server) readForm(r *http.Request) error {
	err := r.ParseForm()
	if strings.HasPrefix(r.Header.Get("Content-Type"), "multipart/") {
		err = r.ParseMultipartForm(maxForm)
	}
	if err == nil {
		return nil
	}
	status, id := http.StatusBadRequest, "form"
	var large *http.MaxBytesError
	if errors.As(err, &large) {
		status, id = http.StatusRequestEntityTooLarge, "large"
	}
	return &Problem{Code: status, Text: s.Text(r.URL.Query().Get("lang"), "open311.error."+id)}
}

func (s server) problem(c call, code int, id string, pairs ...any) error {
	return &Problem{Code: code, Text: s.Text(c.lang, "open311.error."+id, pairs...)}
}

// refuse writes a problem. A fault of the server is told to its operator, not to the caller.
func (s server) refuse(c call, err error) {
	var p *Problem
	if !errors.As(err, &p) {
		s.Failed(c.Context(), err)
		p = &Problem{Code: http.StatusInternalServerError, Text: s.Text(c.lang, "open311.error.fault")}
	}
	if p.Code == http.StatusTooManyRequests || p.Code == http.StatusServiceUnavailable {
		c.out.w.Header().Set("Retry-After", "60")
	}
	c.out.w.Header().Set("Cache-Control", "no-store")
	c.out.write(p.Code, list[*Problem]{name: "errors", items: []*Problem{p}})
}

func (s server) nothing(c call) error { return s.problem(c, http.StatusNotFound, "resource") }

// top answers the resources that are not one of a kind.
func (s server) top(c call) error {
	beneath := strings.HasPrefix(c.URL.Path, Base)
	switch {
	case c.name == "discovery":
		c.out.keep(time.Hour)
		c.out.write(http.StatusOK, s.Discovery(c.Context(), c.lang))
	case c.name == "services" && beneath:
		c.out.keep(time.Hour)
		c.out.write(http.StatusOK, list[Service]{name: "services", items: s.Services(c.Context(), c.lang)})
	case c.name == "requests" && beneath:
		return s.requests(c)
	default:
		return s.nothing(c)
	}
	return nil
}

func (s server) definition(c call) error {
	d, err := s.Definition(c.Context(), c.lang, c.name)
	if err != nil {
		return err
	}
	c.out.keep(time.Hour)
	c.out.write(http.StatusOK, d)
	return nil
}

func (s server) requests(c call) error {
	q, err := s.query(c)
	if err != nil {
		return err
	}
	return s.listed(c, q)
}

func (s server) request(c call) error {
	q := Query{IDs: []string{c.name}, Limit: 1}
	requests, err := s.Requests(c.Context(), c.lang, q)
	if err != nil {
		return err
	}
	if len(requests) == 0 {
		return s.problem(c, http.StatusNotFound, "request")
	}
	c.out.keep(time.Minute)
	c.out.write(http.StatusOK, list[Request]{name: "service_requests", items: requests})
	return nil
}

func (s server) listed(c call, q Query) error {
	requests, err := s.Requests(c.Context(), c.lang, q)
	if err != nil {
		return err
	}
	c.out.keep(time.Minute)
	c.out.write(http.StatusOK, list[Request]{name: "service_requests", items: requests})
	return nil
}

func (s server) token(c call) error {
	t, err := s.Token(c.Context(), c.name)
	if err != nil {
		return err
	}
	c.out.w.Header().Set("Cache-Control", "no-store")
	c.out.write(http.StatusOK, list[Token]{name: "service_requests", items: []Token{t}})
	return nil
}

// query reads which requests are asked for. Without dates those of the last 90 days are meant; no more than 90 days
// and 1000 requests are given at once.
func (s server) query(c call) (q Query, err error) {
	q.Services, q.IDs, q.Limit = words(c.Form["service_code"]), words(c.Form["service_request_id"]), mostRequests
	if len(q.IDs) > mostRequests {
		return q, s.problem(c, http.StatusBadRequest, "many_ids", "n", mostRequests)
	}
	if size := c.Form.Get("page_size"); size != "" {
		if q.Limit, err = strconv.Atoi(size); err != nil || q.Limit < 1 || q.Limit > mostRequests {
			return q, s.problem(c, http.StatusBadRequest, "page_size", "n", mostRequests)
		}
	}
	if page := c.Form.Get("page"); page != "" {
		n, err := strconv.Atoi(page)
		if err != nil || n < 1 || n > mostPage {
			return q, s.problem(c, http.StatusBadRequest, "page")
		}
		q.Skip = (n - 1) * q.Limit
	}
	states := map[string]bool{}
	for _, st := range words(c.Form["status"]) {
		if st != Open && st != Closed {
			return q, s.problem(c, http.StatusBadRequest, "status")
		}
		states[st] = true
	}
	if len(states) == 1 {
		open := states[Open]
		q.Open = &open
	}
	if len(q.IDs) > 0 {
		return q, nil
	}
	return s.dates(c, q)
}

func (s server) dates(c call, q Query) (Query, error) {
	var err error
	for name, at := range map[string]*time.Time{"start_date": &q.From, "end_date": &q.To} {
		if text := c.Form.Get(name); text != "" {
			if *at, err = readTime(text); err != nil {
				return q, s.problem(c, http.StatusBadRequest, "date", "name", name)
			}
		}
	}
	switch {
	case q.From.IsZero() && q.To.IsZero():
		q.From = s.Now().AddDate(0, 0, -mostDays)
	case q.From.IsZero():
		q.From = q.To.AddDate(0, 0, -mostDays)
	case q.To.IsZero():
		q.To = q.From.AddDate(0, 0, mostDays)
	case q.To.Before(q.From):
		return q, s.problem(c, http.StatusBadRequest, "order")
	case q.To.After(q.From.AddDate(0, 0, mostDays)):
		return q, s.problem(c, http.StatusBadRequest, "span", "n", mostDays)
	}
	return q, nil
}

// readTime reads a moment as the specification writes it: with a zone, also without seconds, and a plus sign that
// became a space in the address.
func readTime(text string) (time.Time, error) {
	text = strings.ReplaceAll(text, " ", "+")
	for _, layout := range []string{time.RFC3339, "2006-01-02T15:04Z07:00"} {
		if t, err := time.Parse(layout, text); err == nil {
			return t, nil
		}
	}
	return time.Parse(time.DateOnly, text)
}

// words splits lists separated by commas.
func words(lists []string) (out []string) {
	for _, l := range lists {
		for _, w := range strings.Split(l, ",") {
			if w = strings.TrimSpace(w); w != "" {
				out = append(out, w)
			}
		}
	}
	return out
}
