package e2e

import (
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"
)

const (
	crowd   = 200 // citizens
	at1time = 16  // of them at the same time
)

// TestKill cuts the server off while two hundred citizens file cases, and starts it again on the same folder: every
// case whose reference a citizen was shown is there, once, with its words.
func TestKill(t *testing.T) {
	if testing.Short() {
		t.Skip("takes a minute")
	}
	address, data := freeAddress(t), dataFolder(t)
	s := start(t, address, data)
	visitors := make([]*visitor, crowd)
	for i := range visitors {
		v, err := newVisitor(s.URL)
		if err != nil {
			t.Fatal(err)
		}
		visitors[i] = v
	}
	var filed atomic.Int64
	var crowdDone sync.WaitGroup
	next := make(chan int)
	for range at1time {
		crowdDone.Go(func() {
			for i := range next {
				if err := visitors[i].files(wordsOf(i)); err != nil {
					t.Errorf("citizen %d: %v", i, err)
					continue
				}
				filed.Add(1)
			}
		})
	}
	go func() {
		defer close(next)
		for i := range visitors {
			next <- i
		}
	}()
	for end := time.Now().Add(time.Minute); filed.Load() < crowd/3 && time.Now().Before(end) && !t.Failed(); {
		time.Sleep(5 * time.Millisecond)
	}
	s.kill(t)
	before := filed.Load()
	s = start(t, address, data)
	crowdDone.Wait()
	t.Logf("%d of %d cases were told before the kill", before, filed.Load())
	if before < crowd/3 || before >= crowd {
		t.Errorf("the kill came after %d of %d cases, so it shows nothing", before, crowd)
	}
	for i, v := range visitors {
		if v.ref != "" {
			checkOnce(t, s, v, wordsOf(i))
		}
	}
	checkCounters(t, s)
}

func wordsOf(i int) string { return fmt.Sprintf("den duong so %03dk truoc nha bi hong", i) }

// checkOnce looks a case up by reference and PIN, and in the citizen's own list, where it must be the only one.
func checkOnce(t *testing.T, s *server, v *visitor, words string) {
	t.Helper()
	status, page, err := answerOf(http.PostForm(s.URL+"/track", url.Values{"ref": {v.ref}, "pin": {v.pin}, "lang": {"vi"}}))
	page, _, _ = strings.Cut(page, `action="/track/publish"`) // where it stands again as others would see it
	if err != nil || status != http.StatusOK || strings.Count(page, words) != 1 {
		t.Errorf("case %s: status %d, %v, words found %d times", v.ref, status, err, strings.Count(page, words))
	}
	if err := v.says("phan anh cua toi"); err != nil {
		t.Errorf("case %s: %v", v.ref, err)
		return
	}
	if refs := anyRef.FindAllString(v.newest(), -1); len(refs) != 1 || refs[0] != v.ref {
		t.Errorf("case %s: the citizen's list has %q: %s", v.ref, refs, v.newest())
	}
}

// checkCounters sees that no event failed so often that it was put aside.
func checkCounters(t *testing.T, s *server) {
	t.Helper()
	for _, name := range []string{"danloi_events_parked_total", "danloi_messages_parked_total"} {
		if n := s.metric(t, name); n != "0" {
			t.Errorf("%s is %s, want 0", name, n)
		}
	}
}
