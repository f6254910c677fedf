package vi_test

import (
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/blevesearch/bleve/v2"
	"github.com/blevesearch/bleve/v2/index/scorch"

	"danloi/search/vi"
)

// Highlights cut the stored text, whatever form its marks have, between letters.
func TestHighlightsNeverCutALetter(t *testing.T) {
	f := bleve.NewTextFieldMapping()
	f.Analyzer = vi.FoldedName
	m := bleve.NewIndexMapping()
	m.DefaultMapping.AddFieldMappingsAt("text", f)
	ix, err := bleve.NewUsing("", m, scorch.Name, scorch.Name, nil)
	if err != nil {
		t.Fatal(err)
	}
	defer ix.Close()
	text := "Nơi đa\u0306ng ky\u0301 tạm trú là Công an xã, xem CT01 và 69/2026/NĐ-CP."
	if err := ix.Index("1", map[string]string{"text": text}); err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct{ q, want string }{
		{"dang ky", "<mark>đa\u0306ng ky\u0301</mark>"}, {"ct01", "<mark>CT01</mark>"}, {"xa", "<mark>xã</mark>"},
	} {
		q := bleve.NewMatchQuery(c.q)
		q.SetField("text")
		r := bleve.NewSearchRequest(q)
		r.Highlight = bleve.NewHighlight()
		res, err := ix.Search(r)
		if err != nil || len(res.Hits) == 0 {
			t.Fatalf("%s: %v %v", c.q, res, err)
		}
		got := strings.Join(res.Hits[0].Fragments["text"], "")
		if !strings.Contains(strings.ReplaceAll(got, "</mark> <mark>", " "), c.want) || !utf8.ValidString(got) {
			t.Errorf("%s: %q lacks %q", c.q, got, c.want)
		}
	}
}

func FuzzAnalysis(f *testing.F) {
	f.Add("Đăng ký tạm trú 69/2026/NĐ-CP")
	f.Add("ddawng kys\xff\u0301")
	f.Fuzz(func(t *testing.T, s string) {
		for _, tok := range (vi.PairFilter{}).Filter(vi.Tokenizer{}.Tokenize([]byte(s))) {
			if !utf8.Valid(tok.Term) || tok.Start < 0 || tok.End > len(s) || tok.Start >= tok.End {
				t.Fatalf("token %+v of %q", tok, s)
			}
		}
		for _, g := range []func(string) string{vi.Clean, vi.Exact, vi.Fold, vi.Sound} {
			if k := g(s); !utf8.ValidString(k) {
				t.Fatalf("key %q of %q", k, s)
			}
		}
		vi.Telex(s)
		vi.VNI(s)
	})
}
