package dispatch_test

import (
	"context"
	"fmt"
	"path/filepath"
	"slices"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"go.etcd.io/bbolt"

	"danloi/bot"
)

// questions are typed as citizens type them; each is searched.
var questions = []string{"dang ky tam tru o dau", "lam khai sinh cho con mat bao nhieu tien", "quen mat khau vneid", "ket hon can giay to gi", "menu"}

// percentiles reports the median and the 99th percentile of the times.
func percentiles(b *testing.B, times []time.Duration) {
	slices.Sort(times)
	b.ReportMetric(float64(times[len(times)/2].Microseconds()), "p50-µs")
	b.ReportMetric(float64(times[len(times)*99/100].Microseconds()), "p99-µs")
}

// One citizen after the other: an event with a search and a durable commit.
func BenchmarkEvent(b *testing.B) {
	d := newDesk(b)
	d.welcomed("web")
	times := make([]time.Duration, 0, b.N)
	n := 0
	for b.Loop() {
		n++
		from := time.Now()
		d.must(d.event(fmt.Sprint("e", n), "web", bot.Text{Words: questions[n%len(questions)]}))
		times = append(times, time.Since(from))
	}
	percentiles(b, times)
}

const citizens = 64

// 64 citizens at once.
func BenchmarkEvents64(b *testing.B) {
	d := newDesk(b)
	at := func(address, id string, in bot.Input) error {
		return d.Handle(context.Background(), bot.Event{ID: id, Channel: "web", Address: address, Input: in})
	}
	for c := range citizens {
		a := fmt.Sprint(c)
		d.must(at(a, a+"a", bot.Start{Lang: "vi"}))
		d.must(at(a, a+"b", bot.Tap{Data: "agree"}))
	}
	b.ResetTimer()
	perCitizen(b, func(c, n int) error {
		return at(fmt.Sprint(c), fmt.Sprintf("e%d-%d", c, n), bot.Text{Words: questions[n%len(questions)]})
	})
}

// What bbolt alone commits for 64 callers on the same disk: Batch with a delay of 2 ms, and Update.
func BenchmarkBoltAlone64(b *testing.B) {
	value := make([]byte, 400)
	for name, commit := range map[string]func(*bbolt.DB, func(*bbolt.Tx) error) error{"Batch": (*bbolt.DB).Batch, "Update": (*bbolt.DB).Update} {
		b.Run(name, func(b *testing.B) {
			db, err := bbolt.Open(filepath.Join(b.TempDir(), "alone.db"), 0o600, &bbolt.Options{InitialMmapSize: 1 << 30})
			if err != nil {
				b.Fatal(err)
			}
			defer db.Close()
			db.MaxBatchDelay = 2 * time.Millisecond
			perCitizen(b, func(c, n int) error {
				return commit(db, func(tx *bbolt.Tx) error {
					bucket, err := tx.CreateBucketIfNotExists([]byte("b"))
					if err != nil {
						return err
					}
					return bucket.Put(fmt.Appendf(nil, "%d-%d", c, n), value)
				})
			})
		})
	}
}

// perCitizen does b.N pieces of work from 64 goroutines and reports how many a second.
func perCitizen(b *testing.B, work func(citizen, n int) error) {
	var next atomic.Int64
	var wg sync.WaitGroup
	var mu sync.Mutex
	var times []time.Duration
	from := time.Now()
	for c := range citizens {
		wg.Go(func() {
			var own []time.Duration
			for {
				n := next.Add(1)
				if n > int64(b.N) {
					break
				}
				start := time.Now()
				if err := work(c, int(n)); err != nil {
					b.Error(err)
					return
				}
				own = append(own, time.Since(start))
			}
			mu.Lock()
			defer mu.Unlock()
			times = append(times, own...)
		})
	}
	wg.Wait()
	b.ReportMetric(float64(b.N)/time.Since(from).Seconds(), "per-s")
	percentiles(b, times)
}
