package content

import (
	"os"
	"testing"
)

// Whatever lies in a folder, the reader and the checker come to an end, and every finding has a place.
func FuzzCheck(f *testing.F) {
	for _, file := range []string{guideFile, guideVi, guideEn, moduleFile, moduleVi, moduleEn, "allowed-links.yaml"} {
		if data, err := os.ReadFile("testdata/good/" + file); err == nil {
			f.Add(file, data)
		}
	}
	f.Add("officialese.yaml", []byte("vi: [{not: a, say: b}]"))
	f.Add(media+"gui.webp", []byte(onePixel))
	f.Fuzz(func(t *testing.T, file string, data []byte) {
		files := goodFiles(t)
		if _, ok := files[file]; !ok && file != "officialese.yaml" && file != "allowed-links.yaml" {
			file = guideVi
		}
		edit{file, "", string(data)}.apply(t, files)
		ps := Check(files, today, CheckOptions{Before: os.DirFS("testdata/good")})
		for _, p := range ps {
			if p.File == "" || p.Line < 1 || p.ID == "" || p.Detail == "" {
				t.Errorf("a finding without a place: %+v", p)
			}
		}
		// What Load refuses, Check calls an error, unless it is a list only Check reads.
		if _, _, err := Load(files); err != nil && !HasErrors(ps) {
			t.Errorf("Check passes what Load refuses: %v", err)
		}
	})
}
