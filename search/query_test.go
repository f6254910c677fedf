package search_test

import (
	"fmt"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"
	"unicode/utf8"

	"pgregory.net/rapid"

	"danloi/bot"
	"danloi/content"
	"danloi/search"
	"danloi/search/eval"
)

// library is a small library of our own for the tests of single questions.
func library() []search.Document {
	guide := func(id, lang, title, code string, asked []string, sections ...search.Section) search.Document {
		return search.Document{ID: id, Kind: search.KindGuide, Lang: lang, Title: title, Code: code, Asked: asked, Sections: sections}
	}
	s := func(kind, text string) search.Section { return search.Section{Kind: kind, Text: text} }
	return []search.Document{
		guide("tam-tru", "vi", "Đăng ký tạm trú", "1.004194", []string{"ở trọ phải khai báo ở đâu"},
			s("summary", "Bạn ở trọ từ 30 ngày trở lên thì phải đăng ký tạm trú với Công an xã."),
			s("cost", "Lệ phí nộp trên mạng là 7.000 đồng. Nộp trực tiếp là 15.000 đồng."),
			s("time", "Ba ngày làm việc."), s("papers", "Tờ khai CT01 và hợp đồng thuê nhà.")),
		guide("tam-tru", "en", "Register temporary residence", "1.004194", []string{"I rent a room"},
			s("summary", "If you rent a room for thirty days or more, register temporary residence with the commune police.")),
		guide("khai-sinh", "vi", "Đăng ký khai sinh", "1.001193", nil,
			s("summary", "Sinh con thì trong 60 ngày phải đăng ký khai sinh ở Ủy ban nhân dân xã."),
			s("papers", "Giấy chứng sinh và căn cước của cha mẹ.")),
		guide("khai-sinh", "km", "ចុះបញ្ជីកំណើត", "1.001193", []string{"សំបុត្រកំណើតកូន"}),
		guide("can-cuoc", "vi", "Cấp lại thẻ căn cước", "1.014064", []string{"mất căn cước thì làm sao"},
			s("summary", "Thẻ căn cước bị mất hoặc hỏng thì đến Công an xã xin cấp lại."), s("where", "Công an xã, phường.")),
		{ID: "2.001263", Kind: search.KindProcedure, Lang: "vi", Title: "Đăng ký việc nuôi con nuôi trong nước", Code: "2.001263",
			Sections: []search.Section{s("papers", "Đơn xin nhận con nuôi, phiếu lý lịch tư pháp.")}},
	}
}

// guides returns the guides of the product, as the product has them searched.
func guides(t testing.TB) []search.Document {
	t.Helper()
	lib, err := content.Embedded()
	if err != nil {
		t.Fatalf("the guides cannot be read: %v", err)
	}
	return bot.Documents(lib, nil)
}

func build(t testing.TB, docs []search.Document, o search.Options) *search.Index {
	t.Helper()
	ix, err := search.Build(docs, o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := ix.Close(); err != nil {
			t.Error(err)
		}
	})
	return ix
}

func TestQuestionsAsTyped(t *testing.T) {
	ix := build(t, library(), search.Options{})
	for _, c := range []struct{ typed, lang, id, shown, understood, section string }{
		{"Đăng ký tạm trú ở đâu?", "vi", "tam-tru", "vi", "", "where"},
		{"dang ky tam tru", "vi", "tam-tru", "vi", "", ""},
		{"ddawng kys tamj truss", "vi", "tam-tru", "vi", "đăng ký tạm trú", ""},
		{"d9a8ng ky1 ta5m tru1", "vi", "tam-tru", "vi", "đăng ký tạm trú", ""},
		{"đk tạm chú", "vi", "tam-tru", "vi", "đăng ký tạm trú", ""},
		{"tạm trú hết bao nhiêu tiền", "vi", "tam-tru", "vi", "", "cost"},
		{"khai sanh cho con", "vi", "khai-sinh", "vi", "khai sinh cho con", ""},
		{"mất cccd mần răng", "vi", "can-cuoc", "vi", "", "steps"},
		{"register temporary residence", "en", "tam-tru", "en", "", ""},
		{"register temporary residence", "vi", "tam-tru", "vi", "", ""},
		{"កំណើត", "vi", "khai-sinh", "vi", "", ""},
		{"កំ\u200bណើត", "km", "khai-sinh", "km", "", ""},
		{"1.001193", "vi", "khai-sinh", "vi", "", ""},
		{"thủ tục 2.001263", "vi", "2.001263", "vi", "", ""},
		{"nhận con nuôi", "vi", "2.001263", "vi", "", ""},
	} {
		r := ix.Query(search.Query{Text: c.typed, Lang: c.lang})
		if len(r.Hits) == 0 {
			t.Errorf("%q finds nothing", c.typed)
			continue
		}
		h := r.Hits[0]
		if h.ID != c.id || h.Lang != c.shown || r.Section != c.section || r.Understood != c.understood {
			t.Errorf("%q: %s in %s, section %q, understood %q; want %s in %s, %q, %q",
				c.typed, h.ID, h.Lang, r.Section, r.Understood, c.id, c.shown, c.section, c.understood)
		}
	}
}

// Foreign names typed with the keys of VNI, or among those of Telex, are found as the texts write them; codes and numbers stay what they are.
func TestForeignNamesInKeys(t *testing.T) {
	topic := func(id, title, text string) search.Document {
		return search.Document{ID: id, Kind: search.KindTopic, Lang: "vi", Title: title, Sections: []search.Section{{Text: text}}}
	}
	ix := build(t, append(library(),
		topic("fete", "Fédération", "Ngày lễ Fédération ở Orléans"), topic("church", "Sainte-Geneviève", "Nhà thờ Sainte-Geneviève"),
		topic("quartz", "Đioxit silic", "Bề mặt Trái Đất có nhiều đioxit silic"), topic("hotel", "Vendome", "Khách sạn Vendome"),
		topic("phone", "Iphone", "Điện thoại iphone"), topic("level", "Level", "Level của người dùng, form")), search.Options{})
	for _, c := range []struct{ typed, id, understood string }{
		{"ngay2 le64 Fe1deration", "fete", "ngày lễ federation"},
		{"Fe1de1ration", "fete", "federation"},
		{"nha2 tho72 Sainte-Genevieve2", "church", "nhà thờ sainte genevieve"},
		{"d9ioxit la2 gi2", "quartz", "đioxit là gì"},
		{"khach1 san5 Vendo6me", "hotel", "khách sạn vendôme"},
		{"ngayf leex Federations", "fete", "ngày lễ federation"}, {"nhaf thowf Sainte-Genevievef", "church", "nhà thờ sainte genevieve"},
		{"iphone5", "", ""}, {"level2", "", ""}, {"form1 CT01", "tam-tru", ""}, {"TK1-TS", "", ""}, {"65A1-123.45", "", ""}, {"0912 345 678", "", ""},
		{"fe1deration-01/2026", "", ""}, {"69/2026/NĐ-CP", "", ""},
	} {
		r := ix.Query(search.Query{Text: c.typed, Lang: "vi"})
		if c.id != "" && (len(r.Hits) == 0 || r.Hits[0].ID != c.id) {
			t.Errorf("%q: %v, want %s", c.typed, r.Hits[:min(2, len(r.Hits))], c.id)
		}
		if r.Understood != c.understood {
			t.Errorf("%q: understood %q, want %q", c.typed, r.Understood, c.understood)
		}
	}
}

func TestSectionThatAnswers(t *testing.T) {
	ix := build(t, library(), search.Options{})
	r := ix.Query(search.Query{Text: "tạm trú mất bao lâu", Lang: "vi"})
	if r.Hits[0].Section != search.SectionTime {
		t.Errorf("section %q, want time", r.Hits[0].Section)
	}
	if r = ix.Query(search.Query{Text: "khai sinh mất bao lâu", Lang: "vi"}); r.Hits[0].Section == search.SectionTime {
		t.Error("a section is promised that the guide does not have")
	}
}

func TestKindsAndLimit(t *testing.T) {
	ix := build(t, library(), search.Options{})
	for _, h := range ix.Query(search.Query{Text: "đăng ký", Lang: "vi", Kinds: []search.Kind{search.KindProcedure}}).Hits {
		if h.Kind != search.KindProcedure {
			t.Errorf("a %s among procedures", h.Kind)
		}
	}
	if n := len(ix.Query(search.Query{Text: "đăng ký", Lang: "vi", Limit: 2}).Hits); n != 2 {
		t.Errorf("%d hits, want 2", n)
	}
}

func TestNothingIsKnownOfNothing(t *testing.T) {
	empty := build(t, nil, search.Options{})
	ix := build(t, library(), search.Options{})
	for _, text := range []string{"", "   ", "?!…", "\xff\xfe", strings.Repeat("\u0301", 50)} {
		for _, x := range []*search.Index{empty, ix} {
			if r := x.Query(search.Query{Text: text, Lang: "vi"}); r.Confidence != search.None || r.Understood != "" {
				t.Errorf("%q: %+v", text, r)
			}
		}
	}
}

func TestNamesAreNotCorrected(t *testing.T) {
	docs := append(library(), search.Document{ID: "x", Kind: search.KindTopic, Lang: "vi", Title: "Tấn Lộc", Sections: []search.Section{{Text: "Tấn Lộc"}}})
	ix := build(t, docs, search.Options{Protected: []string{"Tân Lộ"}})
	if r := ix.Query(search.Query{Text: "đăng ký tạm trú tân lộ", Lang: "vi"}); r.Understood != "" {
		t.Errorf("understood %q", r.Understood)
	}
}

func TestDocumentWithoutAnID(t *testing.T) {
	if _, err := search.Build([]search.Document{{Title: "x"}}, search.Options{}); err == nil {
		t.Error("no error")
	}
}

// A question never finds less once its marks are right.
func TestMarksNeverHurt(t *testing.T) {
	ix := build(t, library(), search.Options{})
	for _, d := range library() {
		if d.Lang != "vi" {
			continue
		}
		plain, _ := eval.Distort("nodia", 1, d.ID, d.Title)
		with := rank(ix.Query(search.Query{Text: d.Title, Lang: "vi"}).Hits, d.ID)
		without := rank(ix.Query(search.Query{Text: plain, Lang: "vi"}).Hits, d.ID)
		if with != 0 || with > without {
			t.Errorf("%q is found at %d, without marks at %d", d.Title, with, without)
		}
	}
}

func rank(hs []search.Hit, id string) int {
	for i, h := range hs {
		if h.ID == id {
			return i
		}
	}
	return len(hs)
}

func TestQueryIsSafeConcurrently(t *testing.T) {
	ix := build(t, library(), search.Options{})
	want := fmt.Sprint(ix.Query(search.Query{Text: "dang ki tam chu", Lang: "vi"}).Hits)
	var wg sync.WaitGroup
	for range 8 {
		wg.Go(func() {
			for range 50 {
				if got := fmt.Sprint(ix.Query(search.Query{Text: "dang ki tam chu", Lang: "vi"}).Hits); got != want {
					t.Errorf("got %s, want %s", got, want)
				}
			}
		})
	}
	wg.Wait()
}

func TestLongTextsTakeBoundedTime(t *testing.T) {
	ix := build(t, library(), search.Options{})
	rapid.Check(t, func(t *rapid.T) {
		word := rapid.StringOfN(rapid.RuneFrom([]rune("aăâbcdđêơư ̣́.-/09ក\u200b")), 1, 12, -1).Draw(t, "word")
		text := strings.Repeat(word+" ", 4096/len(word))
		start := time.Now()
		r := ix.Query(search.Query{Text: text, Lang: "vi"})
		if d := time.Since(start); d > 2*time.Second {
			t.Fatalf("%s for %d bytes", d, len(text))
		}
		if !utf8.ValidString(r.Understood) {
			t.Fatalf("understood %q", r.Understood)
		}
	})
}

func FuzzQuery(f *testing.F) {
	ix, err := search.Build(library(), search.Options{})
	if err != nil {
		f.Fatal(err)
	}
	for _, s := range []string{"đk tạm chú", "d9a8ng", "69/2026/NĐ-CP", "ស្ត្រី", "\xff", "1.001193"} {
		f.Add(s, "vi")
	}
	f.Fuzz(func(t *testing.T, text, lang string) {
		r := ix.Query(search.Query{Text: text, Lang: lang})
		if !utf8.ValidString(r.Understood) {
			t.Fatalf("understood %q", r.Understood)
		}
		for i, h := range r.Hits {
			if h.ID == "" || i > 0 && h.Kind == r.Hits[i-1].Kind && h.Score > r.Hits[i-1].Score {
				t.Fatalf("hits %+v", r.Hits)
			}
		}
	})
}

// The judged questions over the guides that are there.
func TestJudgements(t *testing.T) {
	docs := guides(t)
	ix := build(t, docs, search.Options{})
	ids := map[string]bool{}
	for _, d := range docs {
		ids[d.ID] = true
	}
	for _, file := range []string{"guides", "as-typed"} {
		js, err := eval.ReadJudgements(filepath.Join("testdata", "judgements", file+".txt"))
		if err != nil {
			t.Fatal(err)
		}
		known, missing := eval.Known(js, ids)
		if len(missing) > 0 {
			t.Logf("%s: %d questions skipped, their guides are not there", file, len(missing))
		}
		first, three := 0, 0
		for _, j := range known {
			hs := ix.Query(search.Query{Text: j.Typed, Lang: "vi"}).Hits
			at := len(hs)
			for _, a := range j.Answers {
				at = min(at, rank(hs, a))
			}
			if at == 0 {
				first++
			}
			if at < 3 && at < len(hs) {
				three++
			}
		}
		n := float64(len(known))
		t.Logf("%s: %d questions, success@1 %.3f, recall@3 %.3f", file, len(known), float64(first)/n, float64(three)/n)
		if float64(first) < 0.85*n || float64(three) < 0.95*n {
			t.Errorf("%s: success@1 %.3f, recall@3 %.3f", file, float64(first)/n, float64(three)/n)
		}
	}
}
