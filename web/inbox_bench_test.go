package web

import (
	"context"
	"fmt"
	"math/rand/v2"
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"danloi/feedback"
	"danloi/store"
)

const (
	benchCases = 100_000
	benchBig   = 20_000 // open cases of the one unit that has very many
	benchBatch = 2_000
)

// fillMany files cases of the whole province in one go: one unit has a great many that are open; a third of the others
// has ended, most of it lately.
func (h *house) fillMany(n, big int) {
	h.t.Helper()
	h.addStaff("ours", RoleOfficer, unitTheirs)
	h.addStaff("chief", RoleCoordinator)
	r := rand.New(rand.NewPCG(7, 7))
	proto := h.open("proto", feedback.Filing{Topic: "chieu_sang", Area: "01840", Contact: "crowd", Person: feedback.Person{Words: "Đèn đường trước nhà văn hoá tổ 4 hỏng đã hai tuần nay."}})
	var topics []string
	for _, t := range h.Directory.Topics() {
		if t.Fileable() {
			topics = append(topics, t.ID)
		}
	}
	communes := h.Areas.Communes(h.Province)
	h.refs[proto.Ref] = proto.Ref
	for from := 0; from < n; from += benchBatch {
		must(h.t, h.Store.Update(context.Background(), func(tx *store.Tx) error {
			for i := from; i < min(from+benchBatch, n); i++ {
				if err := tx.PutCase(h.someCase(proto, i, i < big, topics[r.IntN(len(topics))], communes[r.IntN(len(communes))].Code, r)); err != nil {
					return err
				}
			}
			return nil
		}))
	}
}

func (h *house) someCase(c feedback.Case, i int, big bool, topic, commune string, r *rand.Rand) feedback.Case {
	var nonce [16]byte
	for again := 0; h.refs[c.Ref] != ""; again++ {
		copy(nonce[:], fmt.Sprintf("%08d%08d", i, again))
		c.Ref = feedback.NewRef(nonce)
	}
	h.refs[c.Ref] = c.Ref
	c.Topic, c.Area, c.Unit = topic, commune, h.Directory.UnitFor(topic, commune)
	if big {
		c.Unit = unitTheirs
	}
	opened := h.clock.Add(-time.Duration(r.IntN(24*60)) * time.Hour)
	c.Opened, c.Urgent = opened, r.IntN(20) == 0
	c.Accept = feedback.Clock{Started: opened, Due: opened.Add(24 * time.Hour)}
	c.Answer = feedback.Clock{Started: opened, Due: opened.Add(time.Duration(20+r.IntN(60)) * 24 * time.Hour)}
	statuses := []feedback.Status{feedback.Received, feedback.Accepted, feedback.Accepted, feedback.InProgress, feedback.Waiting, feedback.PassedOn, feedback.Answered}
	c.Status = statuses[r.IntN(len(statuses))]
	switch {
	case !big && r.IntN(3) == 0:
		c.Status, c.Ended = feedback.Closed, h.clock.Add(-time.Duration(r.IntN(24*40))*time.Hour)
		c.Accept.Done, c.Answer.Done = c.Ended, c.Ended
	case c.Status == feedback.Waiting:
		c.Accept.Done, c.Answer.Stops = opened, []feedback.Stop{{From: opened}}
	case c.Status == feedback.Answered:
		c.Accept.Done, c.Answer.Done = opened, h.clock
	case c.Status == feedback.Accepted || c.Status == feedback.InProgress:
		c.Accept.Done, c.Reopened = opened, r.IntN(30)/29
		c.Story = append(c.Story[:1:1], feedback.Entry{At: opened, By: "ours", Kind: feedback.DoAccept, Public: true, Status: feedback.Accepted})
	}
	return c
}

// inboxPages are what officer and coordinator look at.
func inboxPages(chief bool) []string {
	filters := []string{"", "topic=chieu_sang", "area=01840", "topic=chieu_sang&area=01840"}
	if chief {
		filters = append(filters, "unit="+unitTheirs, "unit="+unitTheirs+"&topic=chieu_sang")
	}
	var out []string
	for _, t := range tabs {
		for _, f := range filters {
			out = append(out, "/console/?tab="+string(t.id)+"&"+f)
		}
	}
	return out
}

// BenchmarkInbox asks for every tab with every filter at 100,000 cases, 20,000 open ones of them in one unit, through
// the whole handler with log-in and template, and reports how long the server needs for a page.
//
//	go test ./web -run '^$' -bench Inbox -benchtime 500x
func BenchmarkInbox(b *testing.B) {
	h := newHouse(b)
	h.fillMany(benchCases, benchBig)
	for _, login := range []string{"ours", "chief"} {
		cookie := h.cookie(login)
		pages := inboxPages(login == "chief")
		b.Run(login+"/all", func(b *testing.B) { h.measure(b, cookie, pages) })
		for _, t := range tabs {
			mine := slices.DeleteFunc(slices.Clone(pages), func(p string) bool { return !strings.HasPrefix(p, "/console/?tab="+string(t.id)+"&") })
			b.Run(login+"/"+string(t.id), func(b *testing.B) { h.measure(b, cookie, mine) })
		}
	}
	ref := h.refs["proto"]
	b.Run("ours/find", func(b *testing.B) {
		h.measureCalls(b, h.cookie("chief"), http.MethodPost, []string{"/console/find"}, "ref="+ref)
	})
	b.Run("chief/case", func(b *testing.B) { h.measure(b, h.cookie("chief"), []string{caseURL(ref)}) })
}

// cookie logs somebody in and returns what their browser keeps.
func (h *house) cookie(login string) string {
	h.t.Helper()
	at, err := url.Parse(h.server.URL + "/console/")
	must(h.t, err)
	for _, c := range h.staff(login).Jar.Cookies(at) {
		return c.Name + "=" + c.Value
	}
	h.t.Fatal("no cookie")
	return ""
}

func (h *house) measure(b *testing.B, cookie string, pages []string) {
	h.measureCalls(b, cookie, http.MethodGet, pages, "")
}

func (h *house) measureCalls(b *testing.B, cookie, method string, pages []string, body string) {
	handler := h.handler()
	var took []time.Duration
	slowest := ""
	for i := 0; b.Loop(); i++ {
		page := pages[i%len(pages)]
		r := httptest.NewRequest(method, page, strings.NewReader(body))
		r.Header.Set("Cookie", cookie)
		r.Header.Set("Sec-Fetch-Site", "same-origin")
		if body != "" {
			r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		}
		w := httptest.NewRecorder()
		start := time.Now()
		handler.ServeHTTP(w, r)
		d := time.Since(start)
		if w.Code >= 400 || w.Code == http.StatusSeeOther && !strings.Contains(w.Header().Get("Location"), "/cases/") {
			b.Fatalf("%s: status %d to %s", page, w.Code, w.Header().Get("Location"))
		}
		if len(took) == 0 || d > slices.Max(took) {
			slowest = page
		}
		took = append(took, d)
	}
	slices.Sort(took)
	ms := func(q float64) float64 { return float64(took[int(q*float64(len(took)-1))]) / float64(time.Millisecond) }
	b.ReportMetric(ms(0.5), "p50-ms")
	b.ReportMetric(ms(0.95), "p95-ms")
	b.ReportMetric(ms(1), "max-ms")
	b.Logf("slowest of %d: %s", len(took), slowest)
}
