package content

import (
	"golang.org/x/text/collate"
	"golang.org/x/text/language"
)

// compareTitles orders two Vietnamese titles as a Vietnamese dictionary does.
func compareTitles(a, b string) int {
	return collate.New(language.Vietnamese).CompareString(a, b)
}
