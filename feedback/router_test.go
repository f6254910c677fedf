package feedback

import (
	"slices"
	"strings"
	"testing"
)

func TestPropose(t *testing.T) {
	r := NewRouter(mustDirectory(t))
	list := judgements(t, "testdata/routes.txt")
	if got, want := len(list), 150; got < want {
		t.Fatalf("judgements: got %d, want at least %d", got, want)
	}
	for _, c := range []struct {
		name         string
		change       func(string) string
		first, three float64
	}{
		{"as written", func(s string) string { return s }, 0.92, 0.98},
		{"without tone marks", toneless, 0.89, 0.97},
	} {
		first, three := 0, 0
		for _, j := range list {
			want := strings.Split(j.want, "|")
			got := r.Propose(c.change(j.text), "01912")
			at := slices.IndexFunc(got, func(p Proposal) bool { return slices.Contains(want, p.Topic.ID) })
			if at == 0 {
				first++
			} else {
				t.Logf("%s: Propose(%q): got %s %.2f, want %s at %d", c.name, j.text, got[0].Topic.ID, got[0].Score, j.want, at)
			}
			if at >= 0 && at < 3 {
				three++
			}
		}
		n := float64(len(list))
		t.Logf("%s: right first %.1f %%, in the first three %.1f %%, of %d", c.name, 100*float64(first)/n, 100*float64(three)/n, len(list))
		if float64(first)/n < c.first || float64(three)/n < c.three {
			t.Errorf("%s: got %.3f first and %.3f in three, want %.2f and %.2f", c.name, float64(first)/n, float64(three)/n, c.first, c.three)
		}
	}
}

func TestJudgementsShareNoWording(t *testing.T) {
	d := mustDirectory(t)
	wordings := map[string]string{}
	for _, topic := range d.Topics() {
		for _, w := range slices.Concat(topic.Wordings, topic.Plain) {
			wordings[toneless(w)] = topic.ID
		}
	}
	for _, j := range judgements(t, "testdata/routes.txt") {
		if topic, ok := wordings[toneless(j.text)]; ok {
			t.Errorf("%q is a wording of %s", j.text, topic)
		}
	}
}

func TestProposeUnit(t *testing.T) {
	r := NewRouter(mustDirectory(t))
	for _, c := range []struct {
		text, commune string
		unit          Unit
		urgent        bool
	}{
		{"đèn đường không sáng", "01912", "phong_kinh_te@01912", false},
		{"đèn đường không sáng", "", "vp_ubnd_tinh", false},
		{"mất nắp hố ga giữa đường", "01840", "phong_kinh_te@01840", true},
		{"mất điện", "01840", "dien_luc", false},
		{"", "01840", "vp_xa@01840", false},
	} {
		got := r.Propose(c.text, c.commune)[0]
		if got.Unit != c.unit || got.Urgent != c.urgent {
			t.Errorf("Propose(%q, %s): got %s urgent %t, want %s %t", c.text, c.commune, got.Unit, got.Urgent, c.unit, c.urgent)
		}
	}
}

func BenchmarkPropose(b *testing.B) {
	r := NewRouter(mustDirectory(b))
	for b.Loop() {
		r.Propose("con duong truoc nha em ngap nuoc moi khi mua", "01912")
	}
}
