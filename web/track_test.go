package web

import (
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"danloi/feedback"
	"danloi/store"
)

// joinLamp lets somebody join the case of the lamp, and returns their PIN.
func (h *house) joinLamp() (pin string) {
	h.t.Helper()
	nonce := [16]byte{9}
	hash, err := feedback.HashPIN(nonce)
	must(h.t, err)
	must(h.t, h.Store.Update(h.t.Context(), func(tx *store.Tx) error {
		if err := tx.PutContact(store.Contact{ID: "neighbour", Channel: "web", Address: "n"}); err != nil {
			return err
		}
		c, err := tx.Case(h.refs["lamp"])
		if err != nil {
			return err
		}
		a := feedback.Action{Kind: feedback.DoJoin, By: feedback.ByCitizen, Contact: "neighbour", PIN: hash, Text: "NEIGHBOURWORDS"}
		if c, err = c.Do(a, h.world()); err != nil {
			return err
		}
		return tx.PutCase(c)
	}))
	return feedback.NewPIN(nonce)
}

// hidden are the hidden fields of the page that a citizen sees.
func hidden(t *testing.T, body string) url.Values {
	t.Helper()
	form := url.Values{}
	for _, name := range []string{"ref", "ticket", "as", "lang"} {
		m := regexp.MustCompile(`name="` + name + `" value="([^"]*)"`).FindStringSubmatch(body)
		if m == nil {
			t.Fatalf("the page has no field %s", name)
		}
		form.Set(name, m[1])
	}
	return form
}

// Whoever joined a case sees how it stands and what they wrote, and nothing of what its citizen wrote; the citizen sees
// nothing of theirs. A follower cannot act as the citizen, with whatever form.
func TestTrackOfAFollower(t *testing.T) {
	h := newHouse(t).fill()
	words := h.load("lamp").Person.Words
	pin := h.joinLamp()
	ref := h.refs["lamp"]
	mine := h.follow("lamp", "vi")
	if strings.Contains(mine.body, "NEIGHBOURWORDS") {
		t.Error("the citizen reads what another wrote")
	}
	b := h.browser()
	theirs := b.post("/track", url.Values{"ref": {ref}, "pin": {pin}, "lang": {"vi"}})
	theirs.wants(t, http.StatusOK, "NEIGHBOURWORDS", h.Texts.Text("vi", "pages.entry.other_file"), "2 người")
	if strings.Contains(theirs.body, words) || strings.Contains(theirs.body, "lampphoto") {
		t.Error("who joined reads what the citizen wrote")
	}
	form := hidden(t, theirs.body)
	b.post("/track/close", form).wants(t, http.StatusUnprocessableEntity)
	b.post("/track/publish", form).wants(t, http.StatusUnprocessableEntity)
	asOwner := url.Values{"ref": form["ref"], "ticket": form["ticket"], "as": {""}, "lang": {"vi"}}
	b.post("/track/close", asOwner).wants(t, http.StatusForbidden)
	file := url.Values{"ref": form["ref"], "ticket": form["ticket"], "as": form["as"], "file": {"lampphoto"}}
	b.post("/track/file", file).wants(t, http.StatusNotFound)
	b.post("/track/leave", form).wants(t, http.StatusOK, h.Texts.Text("vi", "pages.track.done.leave"))
	b.post("/track", url.Values{"ref": {ref}, "pin": {pin}}).wants(t, http.StatusUnprocessableEntity)
}

// The citizen lets others see a case on the page, as it is shown there, and takes it back.
func TestTrackPublication(t *testing.T) {
	h := newHouse(t).fill()
	b := h.browser()
	page := b.post("/track", url.Values{"ref": {h.refs["lamp"]}, "pin": {h.pins["lamp"]}, "lang": {"vi"}})
	page.wants(t, http.StatusOK, h.Texts.Text("vi", "pages.track.publish_title"))
	done := b.post("/track/publish", hidden(t, page.body))
	done.wants(t, http.StatusOK, h.Texts.Text("vi", "pages.track.done.publish"), h.Texts.Text("vi", "pages.track.unpublish"))
	if c := h.load("lamp"); c.Publication.State != feedback.Wanted {
		t.Errorf("state %q", c.Publication.State)
	}
	b.post("/track/publish", hidden(t, done.body)).wants(t, http.StatusUnprocessableEntity)
	b.post("/track/unpublish", hidden(t, done.body)).wants(t, http.StatusOK)
	if c := h.load("lamp"); c.Publication.State != feedback.Withdrawn {
		t.Errorf("state %q", c.Publication.State)
	}
}

// A voice note of the department is taken by its bytes, whatever it is called, and given to the citizen as one.
func TestVoiceForTheCitizen(t *testing.T) {
	for name, data := range map[string]string{
		"audio/ogg": "OggS\x00\x02 opus", "audio/mpeg": "\xff\xfb\x90\x00 frame", "audio/mp4": "\x00\x00\x00\x20ftypM4A \x00\x00\x00\x00",
		"application/pdf": "%PDF-1.4",
	} {
		if got := mediaType([]byte(data)); got != name {
			t.Errorf("%s is taken for %s", name, got)
		}
	}
	if fileKind("audio/ogg") != "voice" || fileKind("application/pdf") != "document" {
		t.Error("a voice is no voice")
	}
}
