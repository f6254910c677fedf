package content

import (
	"strings"
	"testing"
)

var rendered = []struct{ name, in, plain, html string }{
	{"words", "Mở trang.", "Mở trang.", "<p>Mở trang.</p>\n"},
	{"a line break inside a sentence", "Mở\ntrang.", "Mở trang.", "<p>Mở\ntrang.</p>\n"},
	{"paragraphs", "Một.\n\nHai.", "Một.\n\nHai.", "<p>Một.</p>\n<p>Hai.</p>\n"},
	{"bold", `Bấm **"Gửi"** nhé.`, `Bấm "Gửi" nhé.`, "<p>Bấm <strong>&quot;Gửi&quot;</strong> nhé.</p>\n"},
	{"a list", "Cần:\n\n- thẻ\n- **tờ** khai", "Cần:\n\n• thẻ\n• tờ khai", "<p>Cần:</p>\n<ul>\n<li>thẻ</li>\n<li><strong>tờ</strong> khai</li>\n</ul>\n"},
	{"a loose list", "- thẻ\n\n- tờ", "• thẻ\n• tờ", "<ul>\n<li>\n<p>thẻ</p>\n</li>\n<li>\n<p>tờ</p>\n</li>\n</ul>\n"},
	{"words after a list", "- thẻ\n\nXong.", "• thẻ\n\nXong.", "<ul>\n<li>thẻ</li>\n</ul>\n<p>Xong.</p>\n"},
	{"numbers", "1. thẻ\n2. tờ", "1. thẻ\n2. tờ", "<ol>\n<li>thẻ</li>\n<li>tờ</li>\n</ol>\n"},
	{"a link", "Vào [cổng](https://dichvucong.gov.vn).", "Vào cổng: https://dichvucong.gov.vn.", "<p>Vào <a href=\"https://dichvucong.gov.vn\">cổng</a>.</p>\n"},
	{"a link that is its own words", "[vneid.gov.vn](https://vneid.gov.vn)", "https://vneid.gov.vn", "<p><a href=\"https://vneid.gov.vn\">vneid.gov.vn</a></p>\n"},
	{"marks that are meant", `5 \* 3 &lt; 16`, "5 * 3 < 16", "<p>5 * 3 &lt; 16</p>\n"},
	{"HTML is dropped", "<script>x</script>", "<script>x</script>", "<!-- raw HTML omitted -->\n"},
	{"a link to a script is dropped from a page", "[x](javascript:y)", "x: javascript:y", "<p><a href=\"\">x</a></p>\n"},
	{"nothing", "", "", ""},
}

func TestPlainAndHTML(t *testing.T) {
	for _, c := range rendered {
		if got := Plain(c.in); got != c.plain {
			t.Errorf("%s: plain %q, want %q", c.name, got, c.plain)
		}
		if got := string(HTML(c.in)); got != c.html {
			t.Errorf("%s: HTML %q, want %q", c.name, got, c.html)
		}
	}
}

func FuzzPlain(f *testing.F) {
	for _, c := range rendered {
		f.Add(c.in)
	}
	f.Fuzz(func(t *testing.T, text string) {
		Plain(text)
		if html := strings.ToLower(string(HTML(text))); strings.Contains(html, "<script") {
			t.Errorf("a script in %q", html)
		}
	})
}

func TestSentences(t *testing.T) {
	for _, c := range []struct {
		text string
		want []int // words of each sentence
	}{
		{"Mở trang. Gõ dichvucong.gov.vn rồi bấm!", []int{2, 4}},
		{`Bấm "Gửi." Rồi chờ…`, []int{2, 2}},
		{"Phí 15.000 đồng.\n\n• một hai\n• ba", []int{3, 2, 1}},
		{"Ngày 1/7/2025 – hết", []int{3}},
	} {
		var got []int
		for _, s := range sentences(c.text) {
			if n := wordsIn(s); n > 0 {
				got = append(got, n)
			}
		}
		if len(got) != len(c.want) {
			t.Errorf("%q: got %v, want %v", c.text, got, c.want)
			continue
		}
		for i := range got {
			if got[i] != c.want[i] {
				t.Errorf("%q: got %v, want %v", c.text, got, c.want)
			}
		}
	}
}
