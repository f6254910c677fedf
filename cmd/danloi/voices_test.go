package main

import (
	"bytes"
	"context"
	"encoding/csv"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"danloi/content"
)

// desk runs commands on one data folder.
type desk struct {
	t    *testing.T
	data string
}

// run returns what a command wrote, and fails the test unless it ended with status want.
func (d desk) run(want int, in string, args ...string) string {
	d.t.Helper()
	var out bytes.Buffer
	std := streams{in: strings.NewReader(in), out: &out, err: &out}
	if got := run(context.Background(), append(args, "--data", d.data), std); got != want {
		d.t.Fatalf("%q ends with status %d, want %d:\n%s", args, got, want, out.String())
	}
	return out.String()
}

var printedCode = regexp.MustCompile(`code: (t-[a-z0-9]{12})\n`)

func (d desk) code(name string, more ...string) string {
	d.t.Helper()
	out := d.run(exitDone, "", append([]string{"translator", "add", "--lang", "tyz", "--name", name}, more...)...)
	m := printedCode.FindStringSubmatch(out)
	if m == nil {
		d.t.Fatalf("no code in %q", out)
	}
	return m[1]
}

const voiceFileName = "../../bot/testdata/voice.ogg"

// What two translators have recorded and approved becomes a file that the library reads.
func TestRecordApproveExport(t *testing.T) {
	d := desk{t: t, data: t.TempDir()}
	// 1 is "I agree", then "record", after the voice "next".
	said := d.run(exitDone, "1\n"+d.code("Lò Thị Mẩy", "--commune", "01840")+"\n1\n/voice "+voiceFileName+"\n", "chat", "--lang", "vi", "--as", "may")
	if !strings.Contains(said, "Thu âm: cằm Tày (Tày)") || !strings.Contains(said, "Đã nhận bản thu") {
		t.Fatalf("nothing was recorded:\n%s", said)
	}
	// 2 is "listen", then 1 "use it".
	heard := d.run(exitDone, "1\n"+d.code("Hoàng Văn Dìn")+"\n2\n1\n", "chat", "--lang", "vi", "--as", "din")
	if !strings.Contains(heard, "Đã duyệt") {
		t.Fatalf("nothing was approved:\n%s", heard)
	}
	listed := d.run(exitDone, "", "translator", "list")
	for _, want := range []string{"Lò Thị Mẩy", "01840", "Hoàng Văn Dìn", "since "} {
		if !strings.Contains(listed, want) {
			t.Errorf("list does not say %q:\n%s", want, listed)
		}
	}

	out := filepath.Join(t.TempDir(), "library")
	if err := os.CopyFS(out, content.EmbeddedFiles()); err != nil {
		t.Fatal(err)
	}
	for range 2 { // the second time changes nothing
		if said := d.run(exitDone, "", "voices", "export", "--out", out); !strings.HasPrefix(said, "1 recordings") {
			t.Fatalf("export: %s", said)
		}
	}
	f, err := os.Open(filepath.Join(out, "voices.csv"))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	rows, err := csv.NewReader(f).ReadAll()
	if err != nil || len(rows) != 2 {
		t.Fatalf("table: %v, %v", rows, err)
	}
	row := rows[1]
	if row[1] != "tyz" || row[3] != "4.7" || row[4] != "L.T.M." || row[5] == "" || row[7] != "H.V.D." {
		t.Errorf("row: %q", row)
	}
	lib, problems, err := content.Load(os.DirFS(out))
	if err != nil {
		t.Fatalf("library with the recording: %v\n%v", err, problems)
	}
	got, ok := lib.Asset(row[0])
	want, err := os.ReadFile(voiceFileName)
	if err != nil || !ok || !bytes.Equal(got.Bytes(), want) {
		t.Errorf("the library has no %s as it was recorded (%v)", row[0], err)
	}
}

// Codes are refused, and roles end, with a word about what is wrong.
func TestTranslatorCommands(t *testing.T) {
	d := desk{t: t, data: t.TempDir()}
	for want, args := range map[string][]string{
		"must be one of":    {"--lang", "xx", "--name", "A"},
		"the name is empty": {"--lang", "tyz", "--name", " "},
		"does not exist":    {"--lang", "tyz", "--name", "A", "--commune", "99999"},
	} {
		if said := d.run(exitFailed, "", append([]string{"translator", "add"}, args...)...); !strings.Contains(said, want) {
			t.Errorf("%q says %q, want %q", args, said, want)
		}
	}
	code := d.code("Triệu Mùi")
	id, _, _ := strings.Cut(d.run(exitDone, "", "translator", "list"), " ")
	d.run(exitFailed, "", "translator", "end", "nobody")
	d.run(exitDone, "", "translator", "end", id)
	if said := d.run(exitDone, "", "translator", "list"); !strings.Contains(said, "ended") {
		t.Errorf("list: %s", said)
	}
	if said := d.run(exitDone, "1\n"+code+"\n", "chat", "--lang", "vi"); !strings.Contains(said, "Mã này không đúng") {
		t.Errorf("an ended code was taken:\n%s", said)
	}
}

// A table of something else is not written over.
func TestWriteOriginsKeepsOtherTables(t *testing.T) {
	file := filepath.Join(t.TempDir(), "voices.csv")
	if err := os.WriteFile(file, []byte("a,b\n1,2\n"), 0o644); err != nil {
		t.Fatal(err)
	}
	if err := writeOrigins(file, nil); err == nil {
		t.Error("no error")
	}
}
