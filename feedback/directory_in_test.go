package feedback

import (
	"strings"
	"testing"

	"danloi/feedback/area"
)

// Departments of the province bear its name, whatever its kind, and no placeholder is left.
func TestDirectoryIn(t *testing.T) {
	d, err := LoadDirectory(nil)
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range []area.Province{{Code: "19", Name: "Thái Nguyên", Type: "tỉnh"}, {Code: "01", Name: "Hà Nội", Type: "thành phố"}} {
		in := d.In(p)
		if got, want := in.UnitLabel(in.Office(), "vi", &area.Areas{}), "Văn phòng Ủy ban nhân dân "+p.Full(); got != want {
			t.Errorf("office in %s: got %q, want %q", p.Name, got, want)
		}
		for _, dep := range in.Departments() {
			for lang, label := range dep.Labels {
				if strings.Contains(label, "{") {
					t.Errorf("%s (%s): %q has a place that is not filled", dep.ID, lang, label)
				}
			}
		}
	}
}
