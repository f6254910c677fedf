package open311

import (
	"math"
	"net/http"
	"strconv"
	"strings"
	"unicode/utf8"
)

// Limits of the short fields of a filing, in characters.
const (
	maxField = 200
	maxAgain = 100
)

// post takes a filing. The key comes first: whoever has none learns nothing.
func (s server) post(c call) error {
	if c.name != "requests" {
		return s.nothing(c)
	}
	key := c.PostForm.Get("api_key")
	if key == "" {
		key = c.Form.Get("api_key")
	}
	if err := s.Allow(c.Context(), c.lang, key); err != nil {
		return err
	}
	f, err := s.filing(c)
	if err != nil {
		return err
	}
	filed, err := s.File(c.Context(), c.lang, key, f)
	if err != nil {
		return err
	}
	h := c.out.w.Header()
	h.Set("Cache-Control", "no-store")
	h.Set("Location", Base+"tokens/"+filed.Token+c.out.ext())
	c.out.write(http.StatusCreated, list[Filed]{name: "service_requests", items: []Filed{filed}})
	return nil
}

// filing reads the form. What the specification knows and we do not take is refused rather than lost, but for what
// only helps the sender (email, account_id, device_id).
func (s server) filing(c call) (f Filing, err error) {
	get := func(name string) string { return strings.TrimSpace(c.Form.Get(name)) }
	f = Filing{
		Service: get("service_code"), Words: get("description"), Address: get("address_string"), AddressID: get("address_id"),
		Name: strings.TrimSpace(get("last_name") + " " + get("first_name")), Phone: get("phone"), Attributes: map[string]string{},
		Again: c.Header.Get("Idempotency-Key"),
	}
	for name, values := range c.Form {
		if code, ok := strings.CutPrefix(name, "attribute["); ok && len(values) > 0 {
			f.Attributes[strings.TrimSuffix(strings.TrimSuffix(code, "[]"), "]")] = values[0]
		}
	}
	for _, short := range []struct{ name, value string }{{"address_string", f.Address}, {"last_name", f.Name}, {"phone", f.Phone}} {
		if utf8.RuneCountInString(short.value) > maxField {
			return f, s.problem(c, http.StatusBadRequest, "long", "name", short.name, "n", maxField)
		}
	}
	switch {
	case f.Service == "":
		return f, s.problem(c, http.StatusBadRequest, "missing", "name", "service_code")
	case f.Words == "":
		return f, s.problem(c, http.StatusBadRequest, "missing", "name", "description")
	case !utf8.ValidString(f.Words):
		return f, s.problem(c, http.StatusBadRequest, "form")
	case get("media_url") != "":
		return f, s.problem(c, http.StatusBadRequest, "media")
	case len(f.Again) > maxAgain:
		return f, s.problem(c, http.StatusBadRequest, "long", "name", "Idempotency-Key", "n", maxAgain)
	}
	f.Lat, f.Long, err = s.point(c, get("lat"), get("long"))
	return f, err
}

// point reads a place; both numbers or none.
func (s server) point(c call, lat, long string) (*float64, *float64, error) {
	if lat == "" && long == "" {
		return nil, nil, nil
	}
	y, errY := strconv.ParseFloat(lat, 64)
	x, errX := strconv.ParseFloat(long, 64)
	if errY != nil || errX != nil || math.IsNaN(x) || math.IsNaN(y) || math.Abs(y) > 90 || math.Abs(x) > 180 {
		return nil, nil, s.problem(c, http.StatusBadRequest, "point")
	}
	return &y, &x, nil
}
