package content

import (
	"cmp"
	"maps"
	"slices"
)

// The values of guide.yaml that come from a closed list, in the order in which they are shown.
var (
	groups = []string{"digital", "identity", "residence", "civil-status", "health", "social", "justice",
		"transport", "tax", "business", "land", "education", "agriculture", "safety", "feedback"}
	tiers       = []string{"commune", "province", "ministry", "company", "self"}
	units       = []string{"working_days", "days", "hours", "at_once"}
	statuses    = []string{string(Published), string(Draft)}
	confidences = []string{string(High), string(Medium), string(Low)}
	audiences   = []string{string(Citizen), string(Officer)}
	screenKinds = []string{string(Practice), string(Exercise), string(Trainer)}
)

func sortedKeys[K cmp.Ordered, V any](m map[K]V) []K { return slices.Sorted(maps.Keys(m)) }
