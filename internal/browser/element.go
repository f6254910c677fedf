package browser

import (
	"fmt"
	"slices"
	"strings"
	"time"
)

// locator is one way of naming elements. Only shown ones count when shown is set, and the last of them.
type locator struct {
	Using string `json:"using"`
	Value string `json:"value"`
	shown bool
}

func byCSS(css string) locator { return locator{Using: "css selector", Value: css} }

func byText(text string) locator {
	q := quote(text)
	return locator{Using: "xpath", shown: true, Value: fmt.Sprintf(
		"//*[self::a or self::button or self::summary or self::label][contains(normalize-space(.), %s)]", q)}
}

// element is a reference that the driver gave.
type element struct {
	ID string `json:"element-6066-11e4-a52e-4f735466cecf"`
}

// find waits for an element.
func (b *Browser) find(l locator) element {
	b.t.Helper()
	for end := time.Now().Add(patience); ; time.Sleep(50 * time.Millisecond) {
		found, err := b.look(l)
		if err == nil && len(found) > 0 {
			return found[0]
		}
		if time.Now().After(end) {
			var body element
			page := ""
			if b.session.post("/element", byCSS("body"), &body) == nil {
				_ = b.session.get("/element/"+body.ID+"/text", &page) // only to help whoever reads the failure
			}
			b.t.Fatalf("browser: %s is not there within %v (%v); the page says:\n%s", l.Value, patience, err, page)
		}
	}
}

// look returns what is there now, the one to take first.
func (b *Browser) look(l locator) ([]element, error) {
	var found []element
	if err := b.session.post("/elements", l, &found); err != nil || !l.shown {
		return found, err
	}
	slices.Reverse(found)
	for _, e := range found {
		var shown bool
		if err := b.session.get("/element/"+e.ID+"/displayed", &shown); err != nil {
			return nil, err
		}
		if shown {
			return []element{e}, nil
		}
	}
	return nil, nil
}

// click clicks as a person does: what is covered by something else is brought to the middle of the screen first,
// and an element that goes away under the finger is looked for again.
func (b *Browser) click(l locator) {
	b.t.Helper()
	for end := time.Now().Add(patience); ; time.Sleep(100 * time.Millisecond) {
		e := b.find(l)
		err := b.session.post("/element/"+e.ID+"/click", map[string]any{}, nil)
		if err == nil {
			return
		}
		if text := err.Error(); time.Now().After(end) ||
			!strings.Contains(text, "intercepted") && !strings.Contains(text, "stale") && !strings.Contains(text, "not interactable") {
			b.t.Fatalf("browser: click %s: %v", l.Value, err)
		}
		// An element that is gone cannot be moved; the next round finds another.
		_ = b.session.post("/execute/sync", map[string]any{
			"script": "arguments[0].scrollIntoView({block: 'center'})",
			"args":   []any{map[string]string{"element-6066-11e4-a52e-4f735466cecf": e.ID}},
		}, nil)
	}
}
