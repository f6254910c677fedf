// Package area knows the provinces and communes of the whole country, and what they were called before 1 July
// 2025. It understands a place as a citizen types it. It is pure; its values may be read by several goroutines.
package area

// Area is a commune: a xã, phường or đặc khu.
type Area struct {
	Code     string  // five digits
	Name     string  // without the type word
	Type     string  // xã, phường, đặc khu
	Province string  // code of the province
	Lat, Lon float64 // a point inside, in degrees
}

// Full returns the name with its type: "xã Chợ Rã".
func (a Area) Full() string { return a.Type + " " + a.Name }

// Province is a province or a city of that rank.
type Province struct {
	Code string // two digits
	Name string // without the type word
	Type string // tỉnh, thành phố
}

// Full returns the name with its type: "tỉnh Thái Nguyên".
func (p Province) Full() string { return p.Type + " " + p.Name }

// Why says how a text came to mean a commune.
type Why string

// The ways in which a text means a commune.
const (
	Current      Why = "current"       // its name today
	Former       Why = "former"        // a former commune that went there; Match.Former is its full name
	FormerPart   Why = "former_part"   // a former commune of which only a part went there
	District     Why = "district"      // a former district in which it lies; Match.Former is its full name
	OldProvince  Why = "old_province"  // a former province in which it lies; Match.Former is its full name
	ProvinceName Why = "province_name" // only the province was named
)

// Match is one reading of what a citizen typed.
type Match struct {
	// Area is the commune. It is the zero Area when only a province was recognised; Province is set then.
	Area Area
	// Province is the code of the province of Area, or of the one that was recognised.
	Province string
	// Elsewhere is set when Province is not the one that was asked about.
	Elsewhere bool
	Why       Why
	// Former is the full former name that fits: "thị trấn Lạc Dương, huyện Lạc Dương, tỉnh Lâm Đồng".
	Former string
	// Score orders the readings: 1 is letter for letter, less is without tone marks or mistyped.
	Score float64
}
