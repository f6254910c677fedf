package feedback

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"
	"time"

	"go.yaml.in/yaml/v3"
)

// decodeStrict reads one YAML document and refuses fields that are not known, so that a misspelt one is found. An
// empty file is an empty document.
func decodeStrict(data []byte, into any) error {
	dec := yaml.NewDecoder(bytes.NewReader(data))
	dec.KnownFields(true)
	if err := dec.Decode(into); err != nil && !errors.Is(err, io.EOF) {
		return err
	}
	return nil
}

// parsePeriod reads "10d", "8h", "90m" or "1d4h".
func parsePeriod(s string) (Period, error) {
	var p Period
	rest := s
	if days, after, ok := strings.Cut(s, "d"); ok {
		n, err := strconv.Atoi(days)
		if err != nil || n < 0 || n > 365 {
			return Period{}, fmt.Errorf("period %q: days are a number up to 365", s)
		}
		p.Days, rest = n, after
	}
	if rest != "" {
		d, err := time.ParseDuration(rest)
		if err != nil || d < 0 || d > 1000*time.Hour {
			return Period{}, fmt.Errorf("period %q: hours are such as 8h or 1h30m", s)
		}
		p.Time = WorkTime(d)
	}
	if p == (Period{}) {
		return Period{}, fmt.Errorf("period %q is empty", s)
	}
	return p, nil
}

// plainID reports whether s is made of small letters, digits and underscores.
func plainID(s string) bool {
	for _, r := range s {
		if (r < 'a' || r > 'z') && (r < '0' || r > '9') && r != '_' {
			return false
		}
	}
	return s != ""
}
