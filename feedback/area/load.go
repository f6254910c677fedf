package area

// Areas is all provinces, communes and former units. It is made by Load and read-only.
type Areas struct {
	communes  map[string]Area
	provinces map[string]Province
}

// Load reads the embedded areas.
func Load() (*Areas, error) { return &Areas{}, nil }

// Province returns the province with this code.
func (a *Areas) Province(code string) (Province, bool) { p, ok := a.provinces[code]; return p, ok }

// Commune returns the commune with this code.
func (a *Areas) Commune(code string) (Area, bool) { c, ok := a.communes[code]; return c, ok }

// Communes returns the communes of a province in the order of the alphabet.
func (a *Areas) Communes(province string) []Area { return nil }

// Find returns the readings of what a citizen typed, best first. province is the code of the province that is
// asked about.
func (a *Areas) Find(text, province string) []Match { return nil }

// At returns the communes in which a point may lie, most likely first, province's own only, or all when empty.
func (a *Areas) At(lat, lon float64, province string) []Area { return nil }
