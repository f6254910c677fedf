package bot

import (
	"encoding/json"
	"maps"
	"slices"
)

// Places returns the names of all screens on which a conversation can wait, sorted.
func (b *Bot) Places() []string {
	var names []string
	for _, name := range slices.Sorted(maps.Keys(b.screens)) {
		if !b.screens[name].act {
			names = append(names, name)
		}
	}
	return names
}

// PlaceOf returns the name of the screen on which a stored State waits, empty when there is none.
func PlaceOf(state json.RawMessage) string {
	var s State
	if err := json.Unmarshal(state, &s); err != nil {
		return ""
	}
	name, _ := split(s.At)
	return name
}
