package notify_test

import (
	"context"
	"encoding/base64"
	"errors"
	"fmt"
	"strings"
	"testing"

	"danloi/feedback"
	"danloi/notify"
	"danloi/store"
)

// letter is an answer as a mail program writes it.
func letter(id, from, to, body string, headers ...string) []byte {
	return []byte(strings.ReplaceAll(fmt.Sprintf("From: Ai đó <%s>\nTo: %s\nSubject: Re: x\nMessage-ID: <%s@example.vn>\nContent-Type: text/plain; charset=utf-8\n%s\n%s",
		from, to, id, strings.Join(headers, ""), body), "\n", "\r\n"))
}

func (h *house) receive(want notify.Outcome, raw []byte) {
	h.t.Helper()
	got, err := h.Receive(h.t.Context(), raw)
	h.must(err)
	if got != want {
		h.t.Errorf("got %s, want %s; the log says:\n%s", got, want, h.log.String())
	}
}

func (h *house) pen() (list []store.Penned) {
	h.t.Helper()
	h.view(func(tx *store.Tx) (err error) {
		list, err = tx.Pens(99)
		return err
	})
	return list
}

// citizenReads is what the citizen of the first case was told.
func (h *house) citizenReads() string {
	h.t.Helper()
	lines, err := h.dispatch.Lines(h.t.Context(), "web", "citizen1", 0, 100)
	h.must(err)
	var out strings.Builder
	for _, l := range lines {
		out.WriteString(l.Message.Text + "\n")
	}
	return out.String()
}

// begun is a house in which lan has a letter about a case.
func begun(t *testing.T, topic string) (h *house, ref, to string) {
	h = newHouse(t)
	h.staff("lan")
	h.settled()
	ref = h.file(topic)
	h.settled()
	return h, ref, h.replyTo("lan@example.vn")
}

const quoted = "\n\nVào Th 2, 16 thg 11, 2026 vào lúc 08:12 Dẫn Lối <danloi@example.vn> đã viết:\n> — Viết trả lời phía trên dòng này —\n> Phản ánh mới\n"

// An answer by mail reaches the citizen, is the officer's in the story, and counts once.
func TestAnswerByMail(t *testing.T) {
	h, ref, to := begun(t, "chieu_sang")
	answer := letter("1", "lan@example.vn", to, "Đã thay bóng đèn ở đầu cầu.\nKhông có ảnh: trời tối"+quoted)
	h.receive(notify.Done, answer)
	h.receive(notify.Repeated, answer)
	c := h.get(ref)
	if c.Status != feedback.Answered || h.story(ref) != "file answer" || c.Story[1].By != "id-lan" {
		t.Errorf("case %s, story %s", c.Status, h.story(ref))
	}
	if got := c.Text(1); got.Text != "Đã thay bóng đèn ở đầu cầu." || got.Why != "trời tối" {
		t.Errorf("answer %+v", got)
	}
	if read := h.citizenReads(); !strings.Contains(read, "Đã thay bóng đèn ở đầu cầu.") || strings.Contains(read, "phía trên dòng") {
		t.Errorf("the citizen reads:\n%s", read)
	}
	h.settled()
	if last := h.box("lan@example.vn"); !strings.Contains(last[len(last)-1].Text, "Lời trả lời đã được gửi") {
		t.Errorf("confirmed by:\n%s", last[len(last)-1].Text)
	}
	h.nothingLeaks()
}

// Commands in the first line, in any case and with or without tone marks.
func TestCommandsByMail(t *testing.T) {
	h, ref, to := begun(t, "chieu_sang")
	for i, body := range []string{"nhận", "GHI CHU: gọi thợ", "Tiến độ:\nthợ sẽ đến thứ năm", "hỏi lại: cột số mấy?"} {
		h.receive(notify.Done, letter(fmt.Sprint(i), "LAN@example.vn", strings.ToUpper(to), body+quoted))
	}
	if got := h.story(ref); got != "file accept note update ask_citizen" {
		t.Errorf("story: %s", got)
	}
	if strings.Contains(h.citizenReads(), "gọi thợ") {
		t.Error("the citizen reads a note")
	}
}

// What cannot be done is answered with the reason and what to do, and nothing of it reaches the citizen.
func TestRefusedByMail(t *testing.T) {
	h, ref, to := begun(t, "chieu_sang")
	photo := base64.StdEncoding.EncodeToString([]byte("\xff\xd8\xff\xe0" + strings.Repeat("p", 100)))
	with := func(id, kind, data string) []byte {
		body := "--b\nContent-Type: text/plain; charset=utf-8\n\nĐã thay bóng đèn rồi" + quoted + "\n--b\nContent-Type: " + kind + "\nContent-Disposition: attachment; filename=x\nContent-Transfer-Encoding: base64\n\n" + data + "\n--b--\n"
		return []byte(strings.ReplaceAll(string(letter(id, "lan@example.vn", to, body)), "text/plain; charset=utf-8\r\n\r\n--b", "multipart/mixed; boundary=b\r\n\r\n--b"))
	}
	for i, c := range []struct {
		raw  []byte
		tell string
	}{
		{letter("1", "lan@example.vn", to, "Đã thay bóng đèn rồi"+quoted), "cần ảnh kết quả"},
		{letter("2", "lan@example.vn", to, quoted), "không có lời nào"},
		{letter("3", "lan@example.vn", to, "ok"+quoted), "Chưa rõ"},
		{letter("4", "lan@example.vn", to, "Đã thay bóng đèn rồi"+quoted, "Cc: sep@example.vn\n"), "Chưa rõ"},
		{letter("5", "lan@example.vn", to, "nhận\nrồi mai làm"+quoted), "chữ \"nhận\""},
		{with("6", "application/x-sh", base64.StdEncoding.EncodeToString([]byte("#!/bin/sh"))), "JPEG"},
	} {
		h.receive(notify.Refused, c.raw)
		h.settled()
		all := h.box("lan@example.vn")
		if last := all[len(all)-1]; len(all) != i+2 || !strings.Contains(last.Text, c.tell) || last.Auto == "" {
			t.Errorf("case %d: answered by %q:\n%s", i+1, last.Subject, last.Text)
		}
	}
	if got := h.story(ref); got != "file" {
		t.Errorf("story: %s", got)
	}
	h.at("2026-11-16 10:30") // the loop guard looks at one hour
	h.receive(notify.Done, with("7", "image/jpeg", photo))
	c := h.get(ref)
	if len(c.Person.Files) != 1 || c.Status != feedback.Answered {
		t.Errorf("files %v, status %s", c.Person.Files, c.Status)
	}
	h.view(func(tx *store.Tx) error {
		f, err := tx.File(c.Person.Files[0].ID)
		if err == nil && f.Type != "image/jpeg" {
			t.Errorf("file of type %s", f.Type)
		}
		return err
	})
	h.nothingLeaks()
}

// Whatever cannot be believed lies in the pen with its reason, changes nothing and is never answered.
func TestPen(t *testing.T) {
	h, ref, to := begun(t, "chieu_sang")
	disabled := h.staff("disabled")
	moved := h.staff("moved")
	h.file("chieu_sang")
	h.settled()
	toDisabled, toMoved := h.replyTo("disabled@example.vn"), h.replyTo("moved@example.vn")
	disabled.Disabled, moved.Units = true, []string{"so_y_te"}
	h.update(func(tx *store.Tx) error { return errors.Join(tx.PutStaff(disabled), tx.PutStaff(moved)) })
	local, _, _ := strings.Cut(to, "@")
	other := h.file("chieu_sang")
	forged := strings.Replace(local, strings.ToLower(strings.ReplaceAll(ref, "-", "")), strings.ToLower(strings.ReplaceAll(other, "-", "")), 1)
	h.settled()
	sent := len(h.smtp.Letters())
	body := "Đã thay bóng đèn rồi\nKhông có ảnh: tối"
	for i, c := range []struct {
		why string
		raw []byte
	}{
		{"auto", letter("1", "lan@example.vn", to, body, "Auto-Submitted: auto-replied\n")},
		{"bounce", letter("2", "mailer-daemon@example.vn", to, body)},
		{"list", letter("3", "lan@example.vn", to, body, "List-Id: <x>\n")},
		{"address", letter("4", "lan@example.vn", "info@"+domain, body)},
		{"signature", letter("5", "lan@example.vn", forged+"@"+domain, body)},
		{"signature", letter("6", "lan@example.vn", to[:len(local)-1]+"a@"+domain, body)},
		{"address", letter("7", "lan@example.vn", "case+@"+domain, body)},
		{"sender", letter("8", "sep@example.vn", to, body)},
		{"sender", letter("9", "moved@example.vn", to, body)},
		{"disabled", letter("10", "disabled@example.vn", toDisabled, body)},
		{"right", letter("11", "moved@example.vn", toMoved, body)},
		{"unreadable", []byte("\x00\x01")},
	} {
		h.receive(notify.Kept, c.raw)
		h.receive(notify.Repeated, c.raw)
		pen := h.pen()
		found := 0
		for _, p := range pen {
			if p.Why == c.why {
				found++
			}
		}
		if len(pen) != i+1 || found == 0 {
			t.Errorf("%s: %d letters in the pen, %+v", c.why, len(pen), pen[0])
		}
	}
	h.settled()
	if n := len(h.smtp.Letters()); n != sent {
		t.Errorf("%d letters went out", n-sent)
	}
	if h.story(ref) != "file" {
		t.Errorf("story: %s", h.story(ref))
	}
	h.nothingLeaks()
}

// A closed case: the officer is told, the letter is kept, a note is taken; a month after the end nothing is believed any more.
func TestClosedCase(t *testing.T) {
	h, ref, to := begun(t, "chieu_sang")
	lan := store.Staff{ID: "id-lan"}
	h.do(lan, ref, feedback.Action{Kind: feedback.DoAnswer, Text: "xong", Why: "tối"})
	h.do(lan, ref, feedback.Action{Kind: feedback.DoClose})
	h.receive(notify.Kept, letter("1", "lan@example.vn", to, "Đã thay bóng đèn rồi\nKhông có ảnh: tối"))
	h.receive(notify.Done, letter("2", "lan@example.vn", to, "ghi chú: thợ báo đã kiểm tra"))
	h.settled()
	if last := h.box("lan@example.vn"); !strings.Contains(last[len(last)-1].Text, "đã kết thúc") {
		t.Errorf("told:\n%s", last[len(last)-1].Text)
	}
	h.at("2026-12-20 09:00")
	h.receive(notify.Kept, letter("3", "lan@example.vn", to, "ghi chú: muộn"))
	if p := h.pen(); len(p) != 2 || p[0].Why != "expired" || p[1].Why != "closed" || p[0].Ref != ref {
		t.Errorf("pen %+v", p)
	}
}

// Two machines that answer each other are stopped, even when they do not say what they are.
func TestLoop(t *testing.T) {
	h, _, to := begun(t, "chieu_sang")
	for i := range 12 {
		want := notify.Refused
		if i >= 6 {
			want = notify.Kept
		}
		h.receive(want, letter(fmt.Sprint("l", i), "lan@example.vn", to, "Tôi vắng"))
	}
	h.settled()
	if n := len(h.box("lan@example.vn")); n != 7 {
		t.Errorf("%d letters to a machine, want the first and six answers", n)
	}
}

// The mailbox of a unit answers for the unit, and so does everybody in it from their own address.
func TestSharedMailbox(t *testing.T) {
	h := newHouse(t)
	h.update(func(tx *store.Tx) error { return notify.SetMailbox(tx, ours, "so@example.vn") })
	h.staff("an")
	h.settled()
	ref := h.file("chieu_sang")
	h.settled()
	to := h.replyTo("so@example.vn")
	h.receive(notify.Done, letter("1", "so@example.vn", to, "nhận"))
	h.receive(notify.Done, letter("2", "an@example.vn", to, "ghi chú: đã gọi thợ"))
	h.receive(notify.Kept, letter("3", "la@example.vn", to, "ghi chú: lạ"))
	if c := h.get(ref); c.Story[1].By != "unit:so_xay_dung" || h.story(ref) != "file accept note" {
		t.Errorf("story %s by %s", h.story(ref), c.Story[1].By)
	}
}

// A process that is killed between the commit and what follows it works the message once, and one whose store fails lets it come
// again.
func TestKilledBetween(t *testing.T) {
	h, ref, to := begun(t, "chieu_sang")
	raw := letter("1", "lan@example.vn", to, "tiến độ: thợ sẽ đến thứ năm")
	boom := errors.New("boom")
	for _, after := range []bool{false, true} {
		h.conf.Act = func(ctx context.Context, by store.Staff, ref string, a feedback.Action, files []store.File, first func(*store.Tx) error) (feedback.Case, error) {
			if after {
				_, err := h.dispatch.ActOnce(ctx, by, ref, a, files, first)
				return feedback.Case{}, errors.Join(err, boom)
			}
			return feedback.Case{}, boom
		}
		h.restart()
		if out, err := h.Receive(t.Context(), raw); !errors.Is(err, boom) {
			t.Fatalf("got %s, %v", out, err)
		}
	}
	h.conf.Act = func(ctx context.Context, by store.Staff, ref string, a feedback.Action, files []store.File, first func(*store.Tx) error) (feedback.Case, error) {
		return h.dispatch.ActOnce(ctx, by, ref, a, files, first)
	}
	h.restart()
	h.receive(notify.Repeated, raw)
	if h.story(ref) != "file update" {
		t.Errorf("story: %s", h.story(ref))
	}
	h.settled()
	if n := len(h.box("lan@example.vn")); n != 2 {
		t.Errorf("%d letters, want the news and the confirmation", n)
	}
}

// What fails again and again lies in the pen, so that it stops nobody behind it.
func TestNeverWorks(t *testing.T) {
	h, _, to := begun(t, "chieu_sang")
	h.conf.Act = func(context.Context, store.Staff, string, feedback.Action, []store.File, func(*store.Tx) error) (feedback.Case, error) {
		return feedback.Case{}, errors.New("boom")
	}
	h.restart()
	raw := letter("1", "lan@example.vn", to, "nhận")
	for i := 1; i < 5; i++ {
		if _, err := h.Receive(t.Context(), raw); err == nil {
			t.Fatalf("try %d did not fail", i)
		}
	}
	h.receive(notify.Kept, raw)
	if p := h.pen(); len(p) != 1 || p[0].Why != "failed" {
		t.Errorf("pen %+v", p)
	}
}
