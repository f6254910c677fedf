package notify_test

import (
	"fmt"
	"strings"
	"testing"

	"danloi/feedback"
	"danloi/mail"
	"danloi/notify"
	"danloi/store"
)

// Those who have to act hear of a case, and nobody else; nothing of the citizen stands in a letter or in the log.
func TestNewCase(t *testing.T) {
	h := newHouse(t)
	lan := h.staff("lan")
	h.staff("other", func(m *store.Staff) { m.Units = []string{"so_y_te"} })
	h.staff("gone", func(m *store.Staff) { m.Disabled = true })
	h.staff("silent", func(m *store.Staff) { m.Email = "" })
	h.update(func(tx *store.Tx) error { return notify.SetMailbox(tx, ours, "so@example.vn") })
	h.settled() // a server that starts tells nothing of what was before
	ref := h.file("chieu_sang")
	h.settled()
	wantLines(t, "lan", h.subjects("lan@example.vn"), "Phản ánh mới "+ref)
	wantLines(t, "mailbox", h.subjects("so@example.vn"), "Phản ánh mới "+ref)
	if n := len(h.smtp.Letters()); n != 2 {
		t.Errorf("%d letters, want 2", n)
	}
	text := h.box("lan@example.vn")[0].Text
	for _, want := range []string{ref, "Chiếu sáng", "xã", "Hạn tiếp nhận: ", "https://danloi.example.vn/console/cases/" + ref, "phía trên dòng này"} {
		if !strings.Contains(strings.ToLower(text), strings.ToLower(want)) {
			t.Errorf("the letter lacks %q:\n%s", want, text)
		}
	}
	h.do(lan, ref, feedback.Action{Kind: feedback.DoAsk, Text: "cột số mấy?"})
	h.update(func(tx *store.Tx) error {
		c, err := tx.Case(ref)
		if err != nil {
			return err
		}
		c, err = c.Do(feedback.Action{Kind: feedback.DoReply, By: feedback.ByCitizen, Text: secret}, feedback.World{Now: h.clock(), Calendar: h.parts.Calendar, Directory: h.parts.Directory})
		if err != nil {
			return err
		}
		return tx.PutCase(c)
	})
	h.settled()
	wantLines(t, "lan after the reply", h.subjects("lan@example.vn"), "Phản ánh mới "+ref, "Người dân đã trả lời "+ref)
	h.nothingLeaks()
}

// nothingLeaks sees that no letter and no line of the log holds anything of the citizen.
func (h *house) nothingLeaks() {
	h.t.Helper()
	w, err := mail.LoadWordings()
	h.must(err)
	for _, l := range h.smtp.Letters() {
		r, err := w.Read([]byte(l.Raw))
		h.must(err)
		for _, private := range []string{secret, "Lò Thị Mai", "0912345678"} {
			if strings.Contains(r.Text+r.Subject+l.Raw, private) {
				h.t.Errorf("a letter holds %q:\n%s", private, r.Text)
			}
		}
	}
	for _, private := range []string{secret, "Mai", "0912345678", "lan@", "@example.vn"} {
		if strings.Contains(h.log.String(), private) {
			h.t.Errorf("the log holds %q:\n%s", private, h.log.String())
		}
	}
}

// The words go out only where the operator allows it.
func TestWordsWhenAllowed(t *testing.T) {
	h := newHouse(t, func(c *notify.Config) { c.Mail.Words = true })
	h.staff("lan")
	h.settled()
	h.file("chieu_sang")
	h.settled()
	if text := h.box("lan@example.vn")[0].Text; !strings.Contains(text, "| "+secret) || strings.Contains(text, "0912345678") {
		t.Errorf("the letter:\n%s", text)
	}
}

// A case that is passed on is the new unit's.
func TestPassedOn(t *testing.T) {
	h := newHouse(t)
	lan := h.staff("lan")
	h.staff("nam", func(m *store.Staff) { m.Units = []string{"so_y_te"} })
	h.settled()
	ref := h.file("chieu_sang")
	h.do(lan, ref, feedback.Action{Kind: feedback.DoPassOn, To: "so_y_te", Why: "không thuộc thẩm quyền"})
	h.settled()
	wantLines(t, "nam", h.subjects("nam@example.vn"), "Phản ánh chuyển đến "+ref)
}

// The digest: one a person on a working day, with what came to a mark since the last one; escalations stand in
// the story; nothing is told twice, whenever the process is killed.
func TestDigestAndEscalation(t *testing.T) {
	h := newHouse(t)
	h.staff("lan")
	h.staff("chi", head)
	h.staff("hoa", coordinator)
	h.staff("tinh", func(m *store.Staff) { m.Units = []string{string(h.parts.Directory.Office())} })
	h.settled()
	ref, second := h.file("chieu_sang"), h.file("chieu_sang")
	day := func(at string) {
		t.Helper()
		h.at(at)
		h.restart()
		h.settled()
		h.run(func() bool { // the digest of the day was looked at
			done := false
			h.view(func(tx *store.Tx) error {
				var last string
				err := tx.Doc("digest_day", "last", &last)
				done = err == nil && last == at[:10] || !h.parts.Calendar.WorkDay(h.clock()) || h.clock().In(h.parts.Calendar.Zone()).Format("15:04") < "07:30"
				return nil
			})
			return done
		})
		h.settled()
	}
	digests := func(email string) (n int, last string) {
		for _, l := range h.box(email) {
			if strings.HasPrefix(l.Subject, "Việc cần để ý") {
				n, last = n+1, l.Text
			}
		}
		return n, last
	}
	day("2026-11-16 16:59") // 7 hours used of 8: both at 80 %
	if n, _ := digests("lan@example.vn"); n != 0 {
		t.Errorf("a digest in the evening of the day on which it went already: %d", n)
	}
	day("2026-11-17 07:00")
	if n, _ := digests("lan@example.vn"); n != 0 {
		t.Errorf("a digest before 07:30: %d", n)
	}
	day("2026-11-17 07:30")
	n, text := digests("lan@example.vn")
	if n != 1 || !strings.Contains(text, ref) || !strings.Contains(text, second) || !strings.Contains(text, "Sắp hết hạn") {
		t.Errorf("%d digests, the last:\n%s", n, text)
	}
	if n, _ := digests("chi@example.vn"); n != 0 {
		t.Errorf("the head heard before anything was late: %d", n)
	}
	day("2026-11-17 15:00") // both accept clocks are over; 150 % is at 14:30
	day("2026-11-17 15:00")
	if kinds := h.story(ref); kinds != "file remind:accept:150" {
		t.Errorf("story: %s", kinds)
	}
	day("2026-11-18 09:00")
	for email, want := range map[string]int{"lan@example.vn": 2, "chi@example.vn": 1, "hoa@example.vn": 1, "tinh@example.vn": 1} {
		if n, text := digests(email); n != want || !strings.Contains(text, "Quá hạn đã lâu") {
			t.Errorf("%s got %d digests, want %d:\n%s", email, n, want, text)
		}
	}
	day("2026-11-18 16:00")
	day("2026-11-19 07:30")
	if n, _ := digests("lan@example.vn"); n != 2 {
		t.Errorf("%d digests without news", n)
	}
	h.nothingLeaks()
}

// story is the kinds of a case's entries.
func (h *house) story(ref string) string {
	h.t.Helper()
	var out []string
	for _, e := range h.get(ref).Story {
		kind := string(e.Kind)
		if e.Kind == feedback.DoRemind {
			kind += fmt.Sprintf(":%s:%d", e.Reminder.Clock, e.Reminder.Step)
		}
		out = append(out, kind)
	}
	return strings.Join(out, " ")
}

// An urgent case is told of at once, each step in a letter of its own, and the steps of its hours.
func TestUrgentAtOnce(t *testing.T) {
	h := newHouse(t)
	h.staff("lan")
	h.staff("chi", head)
	h.settled()
	ref := h.file("chieu_sang", func(f *feedback.Filing) { f.Urgent = true })
	h.settled()
	for _, at := range []string{"2026-11-16 10:30", "2026-11-16 11:25", "2026-11-16 14:10"} {
		h.at(at)
		h.settled()
	}
	wantLines(t, "lan", h.subjects("lan@example.vn"), "[Khẩn] Phản ánh mới "+ref, "[Khẩn] Nhắc hạn "+ref, "[Khẩn] Nhắc hạn "+ref, "[Khẩn] Nhắc hạn "+ref)
	if kinds := h.story(ref); kinds != "file remind:accept:100" {
		t.Errorf("story: %s", kinds)
	}
	if n := len(h.box("chi@example.vn")); n != 2 { // the new case, and that it is late
		t.Errorf("the head got %d letters", n)
	}
}

// A mail server that is away loses nothing; an address that does not exist stops nobody else.
func TestServerAway(t *testing.T) {
	h := newHouse(t)
	h.staff("lan")
	h.staff("nobody")
	h.smtp.Refuse("nobody@example.vn", 550)
	h.settled()
	h.smtp.Down(true)
	h.file("chieu_sang")
	h.run(h.postponed)
	h.restart()
	h.smtp.Down(false)
	h.at("2026-11-16 09:00")
	h.settled()
	if n := len(h.box("lan@example.vn")); n != 1 {
		t.Errorf("%d letters after the server came back", n)
	}
	h.nothingLeaks()
}

// postponed reports whether all that waits in the outbox waits for its next try.
func (h *house) postponed() (yes bool) {
	h.view(func(tx *store.Tx) error {
		next, ok, err := tx.NextOut()
		yes = ok && next.After(h.clock())
		return err
	})
	return yes
}

// Cases that were open before anybody watched are watched from the first start on.
func TestWatchesBeginWithOpenCases(t *testing.T) {
	h := newHouse(t)
	h.staff("lan")
	ref := h.file("chieu_sang")
	h.at("2026-11-17 10:00")
	h.settled()
	if kinds := h.story(ref); kinds != "file remind:accept:100" {
		t.Errorf("story: %s", kinds)
	}
	if n := len(h.box("lan@example.vn")); n > 1 { // the digest, but no news of what was before
		t.Errorf("%d letters", n)
	}
}
