package feedback

import (
	"fmt"
	"strconv"
	"strings"
	"testing"
	"time"
)

// side reads one side of a pair in testdata/alike.txt.
func side(t *testing.T, ref, s string) Case {
	t.Helper()
	f := strings.Split(s, ";")
	if len(f) != 3 {
		t.Fatalf("%q has %d fields, want 3", s, len(f))
	}
	c := Case{
		Ref: ref, Kind: Feedback, Status: Received, Area: "01912", Topic: strings.TrimSpace(f[0]),
		Opened: time.Date(2026, 5, 4, 8, 0, 0, 0, time.UTC), Person: Person{Words: strings.TrimSpace(f[2])},
	}
	if at := strings.TrimSpace(f[1]); at != "-" {
		far, err := strconv.ParseFloat(at, 64)
		if err != nil {
			t.Fatalf("%q: %v", s, err)
		}
		c.Person.Place = &Place{Lat: 22.4 + far/111_195, Lon: 105.6}
	}
	return c
}

func TestAlike(t *testing.T) {
	r := NewRouter(mustDirectory(t))
	list := judgements(t, "testdata/alike.txt")
	if len(list) < 40 {
		t.Fatalf("pairs: got %d, want at least 40", len(list))
	}
	for _, j := range list {
		one, other, _ := strings.Cut(j.text, "||")
		a, b := side(t, "A", one), side(t, "B", other)
		got := len(r.Candidates(a, []Case{b}, 3)) == 1
		if want := j.want == "same"; got != want {
			t.Errorf("%s: got %.2f, want %s", j.text, r.Alike(a, b), j.want)
		}
		if there, back := r.Alike(a, b), r.Alike(b, a); there != back {
			t.Errorf("%s: got %v one way and %v the other", j.text, there, back)
		}
	}
}

func TestCandidates(t *testing.T) {
	r := NewRouter(mustDirectory(t))
	what := "chieu_sang ; %s ; đèn đường ngõ 12 hỏng"
	c := side(t, "NEW", fmt.Sprintf(what, "0"))
	near, far := side(t, "NEAR", fmt.Sprintf(what, "10")), side(t, "FAR", fmt.Sprintf(what, "200"))
	unsure := side(t, "PLAIN", fmt.Sprintf(what, "-"))
	closed, old, next, across := near, near, near, near
	closed.Status = Closed
	old.Opened = c.Opened.AddDate(-1, 0, 0)
	next.Area, next.Person.Place = "01840", nil
	across.Area, across.Ref = "01840", "ACROSS"
	thanks := near
	thanks.Kind = Praise
	got := r.Candidates(c, []Case{closed, old, next, thanks, c, unsure, far, near, across}, 5)
	var refs []string
	for _, m := range got {
		refs = append(refs, m.Case.Ref)
	}
	if want := "ACROSS NEAR FAR PLAIN"; strings.Join(refs, " ") != want {
		t.Errorf("got %v, want %s", refs, want)
	}
	if got := r.Candidates(c, []Case{far, near}, 1); len(got) != 1 || got[0].Case.Ref != "NEAR" || got[0].Metres < 9 || got[0].Metres > 11 {
		t.Errorf("limit 1: got %v, want NEAR at 10 m", got)
	}
	draft := c
	draft.Topic, draft.Kind, draft.Opened = "", "", time.Time{}
	if got := r.Candidates(draft, []Case{near}, 3); len(got) != 1 {
		t.Errorf("a draft without topic: got %d, want 1", len(got))
	}
	if got := r.Candidates(Case{}, nil, 3); len(got) != 0 {
		t.Errorf("nothing: got %d", len(got))
	}
	if got := r.Candidates(c, []Case{near}, -1); len(got) != 0 {
		t.Errorf("limit -1: got %d", len(got))
	}
}

func BenchmarkCandidates(b *testing.B) {
	r := NewRouter(mustDirectory(b))
	open, topics := make([]Case, 2000), r.dir.Topics()
	for i := range open {
		open[i] = Case{
			Ref: strconv.Itoa(i), Kind: Feedback, Status: Received, Area: "01912", Topic: topics[i%len(topics)].ID,
			Person: Person{Words: fmt.Sprintf("đèn đường ngõ %d trước nhà văn hóa hỏng cả tuần nay, tối đi lại rất nguy hiểm, mong xã sửa sớm cho bà con", i)},
		}
	}
	c := open[4]
	c.Ref = "NEW"
	for b.Loop() {
		r.Candidates(c, open, 3)
	}
}
