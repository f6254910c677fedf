package web

import (
	"context"
	"fmt"
	"net/http"
	"net/http/httptest"
	"testing"
	"time"

	"danloi/feedback"
	"danloi/store"
)

// manyCases is how many cases the benchmarks of public pages have; one in ten is public, the cases of a busy month.
const manyCases = 100_000

// benchHouse fills a store with cases over two years.
func benchHouse(b *testing.B) *house {
	b.Helper()
	h := newHouse(b)
	topics := h.Directory.Topics()
	communes := h.Areas.Communes(testProvince)
	const batch = 500
	for from := 0; from < manyCases; from += batch {
		must(b, h.Store.Update(context.Background(), func(tx *store.Tx) error {
			for i := from; i < from+batch; i++ {
				topic := topics[i%len(topics)]
				if !topic.Fileable() {
					topic = topics[0]
				}
				c := feedback.Case{
					Ref: fmt.Sprintf("R%06d", i), Kind: feedback.Feedback, Topic: topic.ID, Area: communes[i%len(communes)].Code, Lang: "vi", Channel: "web",
					Opened: testNow.Add(-time.Duration(i) * 10 * time.Minute), Status: feedback.Closed, Version: 1, Rating: i % 6,
					Person: feedback.Person{Words: "Bóng đèn trước cổng trường bị cháy đã hai tuần nay."},
				}
				c.Unit = h.Directory.UnitFor(c.Topic, c.Area)
				due, answered := c.Opened.AddDate(0, 0, 14), c.Opened.AddDate(0, 0, 3+i%20)
				c.Ended = answered
				c.Story = []feedback.Entry{
					{At: c.Opened, By: feedback.ByCitizen, Kind: feedback.DoFile, Public: true, Due: due, Status: feedback.Received},
					{At: answered, By: "ours", Kind: feedback.DoAnswer, Public: true, Status: feedback.Answered},
				}
				if i%10 == 0 {
					c.Publication = feedback.Publication{State: feedback.Approved, Words: c.Person.Words}
				}
				if err := tx.PutCase(c); err != nil {
					return err
				}
			}
			return nil
		}))
	}
	began := time.Now()
	must(b, h.Figures.build(context.Background()))
	b.Logf("figures of %d cases built in %v", manyCases, time.Since(began).Round(time.Millisecond))
	return h
}

// BenchmarkPublic asks for public pages of a province with 100,000 cases, 10,000 of them public.
func BenchmarkPublic(b *testing.B) {
	h := benchHouse(b)
	handler := h.handler()
	for _, path := range []string{
		"/board", "/board?topic=chieu_sang&period=2026", "/board.json", "/board.csv", "/board/cases", "/open311/v2/requests.json?page_size=50", "/open311/v2/requests.json",
		"/open311/v2/requests.xml?service_code=chieu_sang",
	} {
		b.Run(path, func(b *testing.B) {
			n := 0
			for b.Loop() {
				n++
				r := httptest.NewRequest(http.MethodGet, path, nil)
				r.RemoteAddr = fmt.Sprintf("203.0.%d.%d:1", n/250%250, n%250)
				w := httptest.NewRecorder()
				handler.ServeHTTP(w, r)
				if w.Code != http.StatusOK {
					b.Fatalf("status %d", w.Code)
				}
			}
		})
	}
}
