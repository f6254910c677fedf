package feedback

import (
	"fmt"
	"io/fs"
	"maps"
	"slices"
)

// loadWordings reads further wordings of the topics: topic id → what citizens say.
func loadWordings(fsys fs.FS) (map[string]lined[[]string], error) {
	data, err := readData(fsys, wordingsFile)
	if err != nil {
		return nil, err
	}
	var doc map[string]lined[[]string]
	if err := decodeStrict(data, &doc); err != nil {
		return nil, fmt.Errorf("%s: %w", wordingsFile, err)
	}
	return doc, nil
}

// addWordings gives the topics their further wordings. An operator's departments.yaml may leave topics out, so
// wordings for a topic that is not there are passed over.
func (d *Directory) addWordings(more map[string]lined[[]string]) {
	for _, id := range slices.Sorted(maps.Keys(more)) {
		if i, ok := d.topic[id]; ok {
			d.topics[i].Wordings = append(slices.Clip(d.topics[i].Wordings), more[id].value...)
		}
	}
}
