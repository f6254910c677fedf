package e2e

import (
	"fmt"
	"os/exec"
	"regexp"
	"strings"
	"testing"

	"danloi/internal/browser"
	"danloi/mail/mailtest"
)

var replyTo = regexp.MustCompile(`Reply-To:[^<]*<(case\+[a-z0-9.]+@[a-z.]+)>`)

// TestAnswerByMail: an officer hears of a case by mail, without a word of the citizen, answers the letter in their mail program,
// and the citizen reads the answer in the chat. The server is started anew in between.
func TestAnswerByMail(t *testing.T) {
	smtp, imap := mailtest.NewSMTP(t), mailtest.NewIMAP(t)
	env := []string{
		"DANLOI_SMTP_URL=" + smtp.URL, "DANLOI_IMAP_URL=" + imap.URL, "DANLOI_MAIL_FROM=danloi@example.vn", "DANLOI_MAIL_DOMAIN=example.vn",
		"DANLOI_BASE_URL=https://danloi.example.vn",
	}
	data := dataFolder(t)
	s := serveOn(t, data, env...)
	edit := exec.Command(program, "staff", "edit", "congan", "--email", "congan@example.vn",
		"--unit", "cong_an_xa@01912", "--unit", "ttpvhcc_xa@01912", "--unit", "vp_xa@01912", "--data", data)
	edit.Env = environ()
	if out, err := edit.CombinedOutput(); err != nil {
		t.Fatalf("staff edit: %v\n%s", err, out)
	}
	citizen := browser.Start(t, phone)
	ref, _ := askAndGetStuck(t, citizen, s.URL)
	letter := smtp.Wait(t, 1)[0].Raw
	if strings.Contains(letter, "chu nha khong cho") {
		t.Errorf("the letter holds the citizen's words:\n%s", letter)
	}
	to := submatch(t, replyTo, strings.ReplaceAll(letter, "\r\n ", " "))
	s.stop(t)
	imap.Put(t, strings.ReplaceAll(fmt.Sprintf(`From: Hoàng Văn Công An <congan@example.vn>
To: %s
Subject: Re: %s
Message-ID: <answer@example.vn>
Content-Type: text/plain; charset=utf-8

trả lời: Mời bà con ra công an xã, chúng tôi làm giúp.
Không có ảnh: việc giấy tờ

Vào Th 2 Dẫn Lối <danloi@example.vn> đã viết:
> — Viết trả lời phía trên dòng này —
`, to, ref), "\n", "\r\n"))
	again := serveOn(t, data, env...)
	smtp.Wait(t, 2)
	officer := officerAt(t, again)
	page := get(t, officer.client, again.URL+"/console/cases/"+ref)
	if !strings.Contains(page, "Mời bà con ra công an xã, chúng tôi làm giúp.") || strings.Contains(page, "đã viết") {
		t.Errorf("the case:\n%s", page)
	}
	if log := s.log.String() + again.log.String(); strings.Contains(log, "congan@") || strings.Contains(log, "bà con") {
		t.Errorf("the log holds what it must not:\n%s", log)
	}
}
