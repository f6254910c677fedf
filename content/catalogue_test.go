package content

import (
	"bytes"
	"compress/gzip"
	"errors"
	"io"
	"strings"
	"testing"
)

const twoProcedures = `{"code":"1.000001","title":"Đăng ký\nkhai  sinh","steps":["Bước 1: Nộp hồ sơ tại\nủy ban.\nBước 2: Chờ",""],"submit":[{"how":"Trực tuyến","fee":""}],"new_field":{"a":1}}

{"code":"1.000002","title":"Hai","legal":["1/2020/NĐ-CP"],"extracted":"2026-07-18"}
`

func zipped(t testing.TB, s string) []byte {
	t.Helper()
	var b bytes.Buffer
	w := gzip.NewWriter(&b)
	if _, err := io.WriteString(w, s); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func readCatalogue(r io.Reader) (out []Procedure, bad []error) {
	for p, err := range ReadCatalogue(r) {
		if err != nil {
			bad = append(bad, err)
		} else {
			out = append(out, p)
		}
	}
	return out, bad
}

func TestReadCatalogue(t *testing.T) {
	for name, data := range map[string][]byte{
		"plain": []byte(twoProcedures), "gzip": zipped(t, twoProcedures),
		"with a byte order mark": append([]byte("\ufeff"), twoProcedures...),
		"no last line end":       []byte(strings.TrimSpace(twoProcedures)),
		"carriage returns":       []byte(strings.ReplaceAll(twoProcedures, "\n", "\r\n")),
	} {
		got, bad := readCatalogue(bytes.NewReader(data))
		if len(bad) > 0 || len(got) != 2 {
			t.Errorf("%s: got %d, %v", name, len(got), bad)
			continue
		}
		if got[0].Title != "Đăng ký khai sinh" || len(got[0].Steps) != 1 || got[0].Steps[0] != "Bước 1: Nộp hồ sơ tại ủy ban.\nBước 2: Chờ" {
			t.Errorf("%s: got %+v", name, got[0])
		}
		if got[1].Code != "1.000002" || got[0].Submit[0].How != "Trực tuyến" {
			t.Errorf("%s: got %+v", name, got)
		}
	}
}

// A bad line is named and costs no other line.
func TestReadCatalogueBadLines(t *testing.T) {
	good := `{"code":"%","title":"x"}`
	for _, c := range []struct {
		name, line string
		want       string
		is         error
	}{
		{"not JSON", `{"code"`, "catalogue line 2: not a JSON object", nil},
		{"not an object", `[1]`, "catalogue line 2: field", nil},
		{"another shape", `{"code":"2","title":"x","steps":"y"}`, `catalogue line 2: field "steps": expected a list, not string`, nil},
		{"no code", `{"title":"secret words"}`, "catalogue line 2", ErrNoCode},
		{"a code twice", strings.Replace(good, "%", "1", 1), "catalogue line 2", ErrCodeTwice},
		{"too long", `{"x":"` + strings.Repeat("y", maxCatalogueLine) + `"}`, "catalogue line 2", ErrLineLong},
		{"another encoding", "{\"code\":\"\xff\"}", "catalogue line 2: not UTF-8", nil},
	} {
		text := strings.Replace(good, "%", "1", 1) + "\n" + c.line + "\n" + strings.Replace(good, "%", "3", 1)
		got, bad := readCatalogue(strings.NewReader(text))
		if len(got) != 2 || len(bad) != 1 {
			t.Errorf("%s: got %d procedures, %v", c.name, len(got), bad)
			continue
		}
		var at *LineError
		if !errors.As(bad[0], &at) || at.Line != 2 || !strings.HasPrefix(bad[0].Error(), c.want) || c.is != nil && !errors.Is(bad[0], c.is) {
			t.Errorf("%s: got %v, want %s", c.name, bad[0], c.want)
		}
		if strings.Contains(bad[0].Error(), "secret") {
			t.Errorf("%s: the error tells what stood there", c.name)
		}
	}
}

// A file that cannot be read to its end says so: half a catalogue must not pass for a whole one.
func TestReadCatalogueCutOff(t *testing.T) {
	whole := zipped(t, strings.Repeat(twoProcedures, 100))
	_, bad := readCatalogue(bytes.NewReader(whole[:len(whole)/2]))
	var at *LineError
	if len(bad) == 0 || errors.As(bad[len(bad)-1], &at) {
		t.Errorf("got %v, want the last error to end the reading", bad)
	}
	if _, bad = readCatalogue(bytes.NewReader([]byte{0x1f, 0x8b, 9})); len(bad) != 1 {
		t.Errorf("a broken gzip header: got %v", bad)
	}
	if got, bad := readCatalogue(strings.NewReader("")); len(got)+len(bad) != 0 {
		t.Errorf("an empty file: got %v, %v", got, bad)
	}
	if _, err := io.ReadAll(&capped{r: strings.NewReader("abcd"), left: 3}); err == nil {
		t.Error("more than the limit was read")
	}
}

func TestCleanText(t *testing.T) {
	for _, c := range []struct{ name, in, want string }{
		{"a sentence over two lines", "Nộp hồ sơ tại\nủy ban nhân dân", "Nộp hồ sơ tại ủy ban nhân dân"},
		{"two sentences", "Nộp hồ sơ.\nchờ kết quả", "Nộp hồ sơ.\nchờ kết quả"},
		{"a list", "Gồm:\n- tờ khai\n+ ảnh\na) một\n1. hai", "Gồm:\n- tờ khai\n+ ảnh\na) một\n1. hai"},
		{"after a comma", "tờ khai,\nCăn cước", "tờ khai, Căn cước"},
		{"inside brackets", "thẻ (còn hạn\n) và ảnh", "thẻ (còn hạn ) và ảnh"},
		{"blank lines and spaces", "  một \u00a0 hai \n\n\n Ba\t", "một hai\nBa"},
		{"marks nobody sees", "soft\u00adhyphen\u200b \ufeffx", "softhyphen x"},
		{"letters stored apart", "ho\u0302\u0300 sơ", "hồ sơ"},
		{"a symbol font's list mark", "\uf0b7 tờ khai", "- tờ khai"},
		{"broken bytes", "a\xffb", "ab"},
		{"nothing", " \n ", ""},
	} {
		if got := CleanText(c.in); got != c.want {
			t.Errorf("%s: got %q, want %q", c.name, got, c.want)
		}
	}
}

func FuzzReadCatalogue(f *testing.F) {
	f.Add([]byte(twoProcedures))
	f.Add(zipped(f, twoProcedures))
	f.Fuzz(func(t *testing.T, data []byte) {
		for p, err := range ReadCatalogue(bytes.NewReader(data)) {
			if err == nil && (p.Code == "" || p.Title == "") {
				t.Error("a procedure without code or title")
			}
		}
	})
}

func FuzzCleanText(f *testing.F) {
	f.Add("Nộp hồ sơ tại\nủy ban.\n- một")
	f.Fuzz(func(t *testing.T, s string) {
		if once := CleanText(s); CleanText(once) != once {
			t.Errorf("%q is not clean", once)
		}
	})
}
