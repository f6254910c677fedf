package search_test

import (
	"testing"

	"danloi/search"
)

func BenchmarkBuildGuides(b *testing.B) {
	docs := guides(b)
	for b.Loop() {
		ix, err := search.Build(docs, search.Options{})
		if err != nil {
			b.Fatal(err)
		}
		if err := ix.Close(); err != nil {
			b.Fatal(err)
		}
	}
}
