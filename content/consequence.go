package content

import (
	"slices"
	"strings"
)

// A file that cannot be read makes everything it held look missing. An editor should hear of the fault, not
// of its thirty consequences, so the rules of the second list are silent in a folder with a fault of the first.
var (
	roots = []string{"yaml", "yaml-shape", "header", "not-utf8", "file-size", "file-missing", "id-missing", "id-twice",
		"heading-level"}
	consequences = []string{"asked-missing", "choice-order", "english-missing", "exercise-missing", "key-missing",
		"lesson", "order", "practice-missing", "source-missing", "step-count", "trainer-missing", "translation-stale",
		"words-missing", "words-orphan"}
)

// withoutConsequences drops what only follows from another finding.
func withoutConsequences(ps []Problem) []Problem {
	broken := map[string]bool{}
	for _, p := range ps {
		if slices.Contains(roots, p.ID) {
			broken[folderOf(p.File)] = true
		}
	}
	return slices.DeleteFunc(ps, func(p Problem) bool {
		return broken[folderOf(p.File)] && slices.Contains(consequences, p.ID)
	})
}

// folderOf returns "guides/slug" of a path below it.
func folderOf(path string) string {
	parts := strings.SplitN(path, "/", 3)
	return strings.Join(parts[:min(2, len(parts))], "/")
}
