package open311

import (
	"bytes"
	"encoding/json"
	"encoding/xml"
	"net/http"
	"strconv"
	"time"
)

// answer writes in the format that was asked for.
type answer struct {
	w    http.ResponseWriter
	r    *http.Request
	json bool
}

func (a *answer) ext() string {
	if a.json {
		return ".json"
	}
	return ".xml"
}

// keep lets the answer be used for a while.
func (a *answer) keep(d time.Duration) {
	a.w.Header().Set("Cache-Control", "public, max-age="+strconv.Itoa(int(d.Seconds())))
}

// list is an array in JSON and an element with a name in XML.
type list[T any] struct {
	name  string
	items []T
}

// MarshalJSON writes the array, empty when there is nothing.
func (l list[T]) MarshalJSON() ([]byte, error) {
	if l.items == nil {
		return []byte("[]"), nil
	}
	return json.Marshal(l.items)
}

// MarshalXML writes the element around the items.
func (l list[T]) MarshalXML(e *xml.Encoder, _ xml.StartElement) error {
	start := xml.StartElement{Name: xml.Name{Local: l.name}}
	if err := e.EncodeToken(start); err != nil {
		return err
	}
	for _, item := range l.items {
		if err := e.Encode(item); err != nil {
			return err
		}
	}
	return e.EncodeToken(start.End())
}

// write sends a value. Values of ours are always writable; the reader may be gone.
func (a *answer) write(status int, v any) {
	var b bytes.Buffer
	kind, err := "application/json; charset=utf-8", error(nil)
	if a.json {
		enc := json.NewEncoder(&b)
		enc.SetEscapeHTML(false)
		err = enc.Encode(v)
	} else {
		kind = "text/xml; charset=utf-8"
		b.WriteString(xml.Header)
		err = xml.NewEncoder(&b).Encode(v)
	}
	if err != nil {
		http.Error(a.w, http.StatusText(http.StatusInternalServerError), http.StatusInternalServerError)
		return
	}
	a.w.Header().Set("Content-Type", kind)
	a.w.WriteHeader(status)
	if a.r.Method != http.MethodHead {
		_, _ = a.w.Write(b.Bytes())
	}
}
