package search_test

import (
	"slices"
	"testing"

	"danloi/search"
)

func procedure(code, title string) search.Document {
	return search.Document{ID: code, Kind: search.KindProcedure, Lang: "vi", Title: title, Code: code,
		Sections: []search.Section{{Kind: search.SectionWhere, Text: "Ủy ban nhân dân xã."}}}
}

// Procedures for one thing differ in what is done with it.
func TestActionDecidesBetweenProcedures(t *testing.T) {
	ix := build(t, []search.Document{
		procedure("1", "Cấp Chứng chỉ hành nghề đấu giá"), procedure("2", "Cấp lại Chứng chỉ hành nghề đấu giá"),
		procedure("3", "Gia hạn chứng chỉ hành nghề đấu giá"), procedure("4", "Thu hồi chứng chỉ hành nghề đấu giá"),
		procedure("5", "Đăng ký kết hôn có yếu tố nước ngoài"), procedure("6", "Đăng ký kết hôn"),
	}, search.Options{})
	for _, c := range []struct{ typed, code string }{
		{"xin chứng chỉ hành nghề đấu giá", "1"},
		{"chứng chỉ hành nghề đấu giá bị mất", "2"},
		{"chung chi hanh nghe dau gia bi mat", "2"},
		{"chứng chỉ hành nghề đấu giá hết hạn", "3"},
		{"thu hồi chứng chỉ hành nghề đấu giá", "4"},
		{"kết hôn với người nước ngoài", "5"},
		{"kết hôn", "6"},
	} {
		if hs := ix.Query(search.Query{Text: c.typed, Lang: "vi"}).Hits; len(hs) == 0 || hs[0].ID != c.code {
			t.Errorf("%q: %v, want %s", c.typed, hs, c.code)
		}
	}
}

// A guide comes before the card of the procedure it treats, and a card that is exactly what was asked for before a
// guide that only touches on it.
func TestGuidesBeforeCardsOnEqualEvidence(t *testing.T) {
	docs := append(guides(t), procedure("1.001193", "Thủ tục đăng ký khai sinh"), procedure("1.013065", "Thu hồi chứng nhận đăng ký xe, biển số xe"),
		procedure("1.001022", "Thủ tục đăng ký nhận cha, mẹ, con"))
	ix := build(t, docs, search.Options{})
	for _, c := range []struct{ typed, id string }{
		{"thủ tục đăng ký khai sinh", "dang-ky-khai-sinh"},
		{"đăng ký khai sinh", "dang-ky-khai-sinh"},
		{"thu hồi đăng ký xe và biển số", "1.013065"},
	} {
		if hs := ix.Query(search.Query{Text: c.typed, Lang: "vi"}).Hits; len(hs) == 0 || hs[0].ID != c.id {
			t.Errorf("%q: %v, want %s", c.typed, hs[:min(3, len(hs))], c.id)
		}
	}
}

func TestWeightsOfOtherSignsAreRefused(t *testing.T) {
	w, err := search.DefaultWeights()
	if err != nil {
		t.Fatal(err)
	}
	w.GuideFirst = slices.Clone(w.GuideFirst)[1:]
	if _, err := search.Build(library(), search.Options{Weights: &w}); err == nil {
		t.Error("no error")
	}
}
