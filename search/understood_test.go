package search_test

import (
	"testing"

	"danloi/search"
)

// poorHousehold is a guide that was asked for in the words of a region, which no other guide has.
func poorHousehold() search.Document {
	return search.Document{ID: "ho-ngheo", Kind: search.KindGuide, Lang: "vi", Title: "Xin công nhận hộ nghèo",
		Asked:    []string{"mần răng để được sổ hộ nghèo", "tui nỏ có sổ hộ nghèo chừ mần chi"},
		Sections: []search.Section{{Kind: search.SectionSummary, Text: "Hộ nghèo nộp giấy đề nghị ở Ủy ban nhân dân xã."}}}
}

// Words of a region that only ask are rare in the texts and say nothing of what a question is about.
func TestRegionalAskingDecidesNothing(t *testing.T) {
	ix := build(t, append(library(), poorHousehold()), search.Options{})
	for _, c := range []struct{ typed, id string }{
		{"mất cmnd thì mần răng", "can-cuoc"},
		{"tui mất căn cước chừ mần răng", "can-cuoc"},
		{"đẻ con xong mần chi", "khai-sinh"},
		{"tui nỏ biết đăng ký tạm trú ở mô", "tam-tru"},
		{"hộ nghèo mần răng rứa", "ho-ngheo"},
	} {
		r := ix.Query(search.Query{Text: c.typed, Lang: "vi"})
		if len(r.Hits) == 0 || r.Hits[0].ID != c.id || r.Confidence == search.None {
			t.Errorf("%q: %s, %v", c.typed, r.Confidence, r.Hits)
		}
	}
}

// A question of such words alone is still looked up.
func TestAskingAloneIsLookedUp(t *testing.T) {
	ix := build(t, append(library(), poorHousehold()), search.Options{})
	for _, typed := range []string{"mần răng", "làm sao", "mần răng chừ"} {
		if len(ix.Query(search.Query{Text: typed, Lang: "vi"}).Hits) == 0 {
			t.Errorf("%q finds nothing", typed)
		}
	}
}

func TestOnlyWhatLedToHitsIsUnderstood(t *testing.T) {
	docs := append(library(), search.Document{ID: "x", Kind: search.KindGuide, Lang: "vi", Title: "Cách nào bán nhà",
		Sections: []search.Section{{Text: "Chứng nhận bán nhà, bên ngoài thành phố."}}})
	ix := build(t, docs, search.Options{})
	for _, c := range []struct{ typed, understood string }{
		{"cách nấu bánh chưng", ""},
		{"bà ngoại đăng ký tạm trú", ""},
		{"đk tạm trú cho bà ngoại", "đăng ký tạm trú cho bà ngoại"},
		{"khai sanh cho con", "khai sinh cho con"},
		{"ddawng kys tamj truss", "đăng ký tạm trú"},
		{"naaus banhs chwng", ""},
	} {
		if r := ix.Query(search.Query{Text: c.typed, Lang: "vi"}); r.Understood != c.understood {
			t.Errorf("%q: understood %q (%s), want %q", c.typed, r.Understood, r.Confidence, c.understood)
		}
	}
}
