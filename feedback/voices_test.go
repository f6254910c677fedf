package feedback

import (
	"slices"
	"strings"
	"testing"
)

// voice is a judged sentence: its kinds, the emergency number to show and the topics that may come first.
type voice struct {
	text   string
	kinds  []string
	number string
	topics []string
}

// grave reports whether the words may on no account be filed.
func (v voice) grave() bool {
	return !slices.ContainsFunc(v.kinds, func(k string) bool { return Kind(k) != Emergency && Kind(k) != Denunciation })
}

func voices(t testing.TB, name string) []voice {
	t.Helper()
	var list []voice
	for _, j := range judgements(t, name) {
		what, topics, _ := strings.Cut(j.want, "@")
		fields := strings.Fields(what)
		v := voice{text: j.text, kinds: strings.Split(fields[0], "|")}
		if last := fields[len(fields)-1]; len(last) == 3 {
			v.number = last
		}
		if topics != "" {
			v.topics = strings.Split(topics, "|")
		}
		list = append(list, v)
	}
	return list
}

// tally counts what was judged and what was right.
type tally struct{ judged, right int }

func (c *tally) add(right bool) {
	c.judged++
	if right {
		c.right++
	}
}

// share is the part that was right, 0 where nothing was judged.
func (c tally) share() float64 { return float64(c.right) / float64(max(c.judged, 1)) }

// hearing is how well a set of voices was understood.
type hearing struct {
	kind, first, three tally
	missed             []string // emergencies and denunciations taken as something that may be filed
	alarmed            tally    // ordinary matters, of which right are those that were shown a grave door
}

func hear(t *testing.T, s *Signs, r *Router, list []voice, change func(string) string) hearing {
	t.Helper()
	var h hearing
	for _, v := range list {
		text := change(v.text)
		got := s.Triage(text).With(r.Propose(text, "01912"))
		proposals := r.ProposeFor(got, text, "01912")
		right := slices.Contains(v.kinds, string(got.Kind)) && (v.number == "" || slices.Contains(got.Numbers, v.number))
		h.kind.add(right)
		if !right {
			t.Logf("%q: got %s %v by %q, want %s %s", text, got.Kind, got.Numbers, got.Sign, v.kinds, v.number)
		}
		if !slices.ContainsFunc(v.kinds, func(k string) bool { return grave(Kind(k)) }) {
			h.alarmed.add(grave(got.Kind))
		}
		if v.grave() && (got.Kind.Fileable() || got.Kind == ProcedureQuestion) {
			h.missed = append(h.missed, text)
		}
		if len(v.topics) == 0 || v.topics[0] == "-" {
			continue
		}
		at := slices.IndexFunc(proposals, func(p Proposal) bool { return slices.Contains(v.topics, p.Topic.ID) })
		h.first.add(at == 0)
		h.three.add(at >= 0 && at < 3)
		if at != 0 {
			t.Logf("%q: got %s %.3f, want %s, which is at %d", text, proposals[0].Topic.ID, proposals[0].Score, v.topics, at)
		}
	}
	return h
}

// maxAlarmed is how many ordinary matters may be shown a grave door.
const maxAlarmed = 0.085

func TestVoices(t *testing.T) {
	s, r := mustSigns(t), NewRouter(mustDirectory(t))
	for _, c := range []struct {
		name, file         string
		change             func(string) string
		kind, first, three float64
		missed             int // grave ones that may be taken as something ordinary, on sets that are harder than that
	}{
		{"as written", "testdata/voices.txt", strings.TrimSpace, 0.98, 0.97, 0.98, 0},
		{"without tone marks", "testdata/voices.txt", toneless, 0.97, 0.96, 0.98, 0},
		{"second as written", "testdata/voices_second.txt", strings.TrimSpace, 0.96, 0.84, 0.93, 0},
		{"second without tone marks", "testdata/voices_second.txt", toneless, 0.95, 0.81, 0.92, 0},
		{"third as written", "testdata/voices_third.txt", strings.TrimSpace, 0.95, 0, 0, 0},
		{"third without tone marks", "testdata/voices_third.txt", toneless, 0.93, 0, 0, 0},
		{"tuned as written", "testdata/voices_tuned.txt", strings.TrimSpace, 0.90, 0.90, 0.95, 2},
		{"tuned without tone marks", "testdata/voices_tuned.txt", toneless, 0.90, 0.90, 0.95, 3},
		{"held out as written", "testdata/voices_held.txt", strings.TrimSpace, 0.90, 0.90, 0.95, 4},
		{"held out without tone marks", "testdata/voices_held.txt", toneless, 0.89, 0.89, 0.95, 4},
		{"fresh as written", "testdata/voices_fresh.txt", strings.TrimSpace, 0.81, 0.79, 0.90, 7},
		{"fresh without tone marks", "testdata/voices_fresh.txt", toneless, 0.78, 0.72, 0.84, 7},
		{"apart as written", "testdata/voices_apart.txt", strings.TrimSpace, 0.95, 0.90, 0.98, 0},
		{"apart without tone marks", "testdata/voices_apart.txt", toneless, 0.90, 0.90, 0.98, 0},
	} {
		t.Run(c.name, func(t *testing.T) {
			h := hear(t, s, r, voices(t, c.file), c.change)
			t.Logf("kind %.1f %% of %d, topic first %.1f %%, in three %.1f %% of %d, missed %d, ordinary as grave %.1f %%",
				100*h.kind.share(), h.kind.judged, 100*h.first.share(), 100*h.three.share(), h.first.judged, len(h.missed), 100*h.alarmed.share())
			if h.kind.share() < c.kind || h.first.share() < c.first || h.three.share() < c.three {
				t.Errorf("got kind %.3f, first %.3f, three %.3f; want %.2f, %.2f, %.2f",
					h.kind.share(), h.first.share(), h.three.share(), c.kind, c.first, c.three)
			}
			if h.alarmed.share() > maxAlarmed {
				t.Errorf("%.3f of the ordinary ones were shown a grave door", h.alarmed.share())
			}
			if len(h.missed) > c.missed {
				t.Errorf("%d grave ones may be filed, want at most %d: %q", len(h.missed), c.missed, h.missed)
			}
		})
	}
}

func TestProposeUnclear(t *testing.T) {
	r := NewRouter(mustDirectory(t))
	for _, text := range []string{
		"ừ đúng rồi", "chuyện hôm qua tôi nói đó", "anh chị xem giúp em với", "không biết phải làm sao nữa", "bao giờ thì xong ạ",
		"em ở thôn 3", "tôi tên là Nguyễn Văn An", "khổ lắm rồi", "nó cứ như thế hoài", "thêm: cầu ở xóm 5", "dạ chưa ạ", "12345",
	} {
		for _, said := range []string{text, toneless(text)} {
			if got := r.Propose(said, "01912")[0]; got.Topic.ID != "khac" {
				t.Errorf("Propose(%q): got %s %.3f first, want khac", said, got.Topic.ID, got.Score)
			}
		}
	}
}

func TestTriageNumberAlone(t *testing.T) {
	s := mustSigns(t)
	for _, number := range []string{"111", "112", "113", "114", "115"} {
		got := s.Triage(" " + number + " ")
		if got.Kind != Emergency || len(got.Numbers) == 0 || got.Numbers[0] != number {
			t.Errorf("Triage(%s): got %s %v, want emergency with that number", number, got.Kind, got.Numbers)
		}
	}
	if got := s.Triage("nhà số 113 bị ngập"); got.Kind != Feedback {
		t.Errorf("a house number: got %s, want feedback", got.Kind)
	}
}
