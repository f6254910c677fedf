package feedback

import (
	"maps"
	"slices"
	"strings"

	"danloi/feedback/area"
)

// anyProvince stands in the names of departments for the province that a deployment serves.
const anyProvince = "{province}"

// In returns the directory with the departments named as in this province: "Văn phòng Ủy ban nhân dân tỉnh Thái
// Nguyên". The receiver is unchanged.
func (d *Directory) In(p area.Province) *Directory {
	in := *d
	in.departments = slices.Clone(d.departments)
	for i := range in.departments {
		labels := maps.Clone(in.departments[i].Labels)
		for lang, label := range labels {
			labels[lang] = strings.ReplaceAll(label, anyProvince, p.Full())
		}
		in.departments[i].Labels = labels
	}
	return &in
}
