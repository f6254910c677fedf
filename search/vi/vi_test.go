package vi_test

import (
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/blevesearch/bleve/v2/analysis"
	"pgregory.net/rapid"

	"danloi/search/vi"
)

func TestExactDoesNotCareWhereTheToneStands(t *testing.T) {
	for _, c := range []struct{ a, b string }{
		{"hòa", "hoà"}, {"thủy", "thuỷ"}, {"khỏe", "khoẻ"}, {"HÒA", "hoà"},
		{"đăng", "đa\u0306ng"}, {"ký", "ky\u0301"}, {"được", "đươ\u0323c"}, {"đi", "\u00f0i"}, {"tạm", "t\u200bạm"},
	} {
		if a, b := vi.Exact(c.a), vi.Exact(c.b); a != b {
			t.Errorf("Exact(%q) = %q, Exact(%q) = %q: want the same", c.a, a, c.b, b)
		}
	}
	for _, c := range []struct{ a, b string }{{"ma", "má"}, {"a1", "á"}, {"đi", "di"}, {"thu", "thư"}} {
		if vi.Exact(c.a) == vi.Exact(c.b) {
			t.Errorf("Exact(%q) and Exact(%q) are the same", c.a, c.b)
		}
	}
}

func TestFold(t *testing.T) {
	for in, want := range map[string]string{
		"Đăng": "dang", "ký": "ky", "ƯỚC": "uoc", "ƀuôn": "buon", "čư": "cu", "ơ̆": "o", "ñu": "nu",
		"VNeID": "vneid", "CT01": "ct01", "កំណើត": "កំណើត", "kyS": "ky",
	} {
		if got := vi.Fold(in); got != want {
			t.Errorf("Fold(%q) = %q, want %q", in, got, want)
		}
	}
}

func TestSoundMergesWhatRegionsConfuse(t *testing.T) {
	for _, c := range []struct{ a, b string }{
		{"sinh", "xinh"}, {"trú", "chú"}, {"giấy", "dấy"}, {"rác", "dác"}, {"làm", "nàm"}, {"sửa", "sữa"}, {"kỹ", "kĩ"},
		{"lý", "lí"}, {"về", "dề"}, {"tạm vắng", "tạm vắng"}, {"vắng", "vắn"}, {"các", "cát"}, {"quý", "quí"}, {"gì", "dì"},
	} {
		if a, b := vi.Sound(c.a), vi.Sound(c.b); a != b {
			t.Errorf("Sound(%q) = %q, Sound(%q) = %q: want the same", c.a, a, c.b, b)
		}
	}
	for _, c := range []struct{ a, b string }{{"tai", "tay"}, {"anh", "an"}, {"thú", "tú"}, {"ma", "má"}} {
		if vi.Sound(c.a) == vi.Sound(c.b) {
			t.Errorf("Sound(%q) and Sound(%q) are the same", c.a, c.b)
		}
	}
}

func TestTelexAndVNI(t *testing.T) {
	for _, c := range []struct {
		method   func(string) (string, bool)
		in, want string
	}{
		{vi.Telex, "ddawng", "đăng"}, {vi.Telex, "kys", "ký"}, {vi.Telex, "dduwowcj", "được"}, {vi.Telex, "dduowcj", "được"},
		{vi.Telex, "nguwowif", "người"}, {vi.Telex, "hoajt", "hoạt"}, {vi.Telex, "quyeenf", "quyền"}, {vi.Telex, "giaays", "giấy"},
		{vi.Telex, "gif", "gì"}, {vi.Telex, "uwr", "ử"}, {vi.Telex, "nghieepj", "nghiệp"}, {vi.Telex, "muaw", "mưa"},
		{vi.Telex, "thuowr", "thuở"}, {vi.Telex, "ngoaos", "ngoáo"}, {vi.Telex, "xooong", "xoong"}, {vi.Telex, "đuowcj", "được"},
		{vi.VNI, "d9a8ng", "đăng"}, {vi.VNI, "ky1", "ký"}, {vi.VNI, "d9u7o75c", "được"}, {vi.VNI, "tie61ng", "tiếng"},
	} {
		if got, ok := c.method(c.in); !ok || vi.Exact(got) != vi.Exact(c.want) {
			t.Errorf("%q read as %q %v, want %q", c.in, got, ok, c.want)
		}
	}
	for _, in := range []string{"panthers", "online", "web", "the", "thanh", "vneid", "ct01", "", "s", "passport"} {
		if got, ok := vi.Telex(in); ok {
			t.Errorf("Telex(%q) = %q, want none", in, got)
		}
	}
}

func TestVNIWordReadsWordsOfAnyLanguage(t *testing.T) {
	for _, c := range []struct{ in, want string }{
		{"fe1deration", "fédération"}, {"fe1de1ration", "fédération"}, {"federation1", "fédération"}, {"quebec1", "québec"},
		{"genevieve2", "geneviève"}, {"vendo6me", "vendôme"}, {"d9ioxit", "đioxit"}, {"e6d9e6", "êđê"}, {"orle1ans", "orléans"},
		{"e1le2ve", "élève"}, {"zu1rüch", "zúrüch"}, {"d9a8ng", "đăng"},
	} {
		if got, ok := vi.VNIWord(c.in); !ok || vi.Exact(got) != vi.Exact(c.want) {
			t.Errorf("VNIWord(%q) = %q %v, want %q", c.in, got, ok, c.want)
		}
	}
	for _, in := range []string{"ct01", "tk1", "1", "2026", "5g", "65a1", "na17", "nfc2", "online", "sim0", "", "a",
		"covid19999999999999999999999999"} {
		if got, ok := vi.VNIWord(in); ok {
			t.Errorf("VNIWord(%q) = %q, want none", in, got)
		}
	}
}

func TestSpell(t *testing.T) {
	for _, w := range []string{"hòa", "quý", "gì", "giấy", "nghiệp", "khuyến", "được", "thuở", "mía", "của", "tuổi", "oan"} {
		if got := vi.Spell(vi.Exact(w)); got != w {
			t.Errorf("Spell(Exact(%q)) = %q", w, got)
		}
	}
}

func TestScan(t *testing.T) {
	for _, c := range []struct{ text, want string }{
		{"Đăng ký: tạm-trú", "đăng ký tạm trú"},
		{"Nghị định 69/2026/NĐ-CP.", "nghị định [69/2026/nđ-cp] 69 2026 nđ cp"},
		{"mã 1.004194, CT01", "mã [1.004194] 1 004194 ct01"},
		{"VNeID.Tôi", "vneid tôi"},
		{"xã ឈ្មោះ2026", "xã ឈ្មោះ 2026"},
		{"", ""}, {"...", ""},
	} {
		var got []string
		for _, p := range vi.Scan(c.text) {
			w := p.Text
			if p.Code {
				w = "[" + w + "]"
			}
			got = append(got, w)
		}
		if g := strings.Join(got, " "); g != c.want {
			t.Errorf("Scan(%q) = %q, want %q", c.text, g, c.want)
		}
	}
}

func TestFilters(t *testing.T) {
	stream := func() analysis.TokenStream { return vi.Tokenizer{}.Tokenize([]byte("và Đăng ký")) }
	for _, c := range []struct {
		name   string
		filter analysis.TokenFilter
		want   string
	}{
		{"exact", vi.KeyFilter{Key: vi.Exact}, "vaF đăng kyS"},
		{"fold", vi.KeyFilter{Key: vi.Fold}, "va dang ky"},
		{"pair", vi.PairFilter{}, "và đăng và·đăng ký đăng·ký"},
		{"stop", vi.NewStopFilter(vi.StopWords()), "đăng ký"},
		{"stop nothing but stop words", vi.NewStopFilter([]string{"và", "đăng", "ký"}), "và đăng ký"},
	} {
		if got := terms(c.filter.Filter(stream())); got != c.want {
			t.Errorf("%s: %q, want %q", c.name, got, c.want)
		}
	}
}

func terms(s analysis.TokenStream) string {
	var out []string
	for _, t := range s {
		out = append(out, strings.ReplaceAll(string(t.Term), " ", "·"))
	}
	return strings.Join(out, " ")
}

// anyText draws texts with what breaks analysis: marks alone, several scripts, invisible characters.
func anyText() *rapid.Generator[string] {
	return rapid.StringOfN(rapid.RuneFrom([]rune("aăâbcdđeêghiklmnoôơpqrstuưvxyáàảãạấứợỹ ÁĐỴ.-/0129\u0301\u0309\u0323\u0302\u031b\u200b\u00ads្ដែកæßŐƀа中")), 0, 60, -1)
}

func TestKeysAreIdempotentAndValid(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := anyText().Draw(t, "text")
		for name, f := range map[string]func(string) string{"Clean": vi.Clean, "Fold": vi.Fold} {
			once := f(s)
			if twice := f(once); twice != once {
				t.Fatalf("%s: %q, then %q", name, once, twice)
			}
			if !utf8.ValidString(once) {
				t.Fatalf("%s: %q is not valid UTF-8", name, once)
			}
		}
		if a, b := vi.Fold(vi.Exact(s)), vi.Fold(s); a != b {
			t.Fatalf("Fold of the exact key is %q, of the word %q", a, b)
		}
	})
}

func TestPiecesLieBetweenLetters(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := anyText().Draw(t, "text")
		end := 0
		for _, p := range vi.Scan(s) {
			if p.Start >= p.End || p.End > len(s) || p.Start < 0 || p.End < end && !p.Code {
				t.Fatalf("piece %+v of %q", p, s)
			}
			if !utf8.ValidString(s[p.Start:p.End]) || strings.ContainsAny(s[p.Start:p.Start+1], " ") {
				t.Fatalf("piece %q of %q", s[p.Start:p.End], s)
			}
		}
	})
}
