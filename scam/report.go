package scam

import "slices"

// Level is the shortest true thing to say of a message.
type Level string

// The levels. None of them means "safe".
const (
	// KnownBadSign: something in the message is a sign that is known from scams.
	KnownBadSign Level = "known_bad_sign"
	// OfficialAddress: every web address in the message is under gov.vn, and no sign was found. It says where the
	// addresses belong, not that the message is genuine.
	OfficialAddress Level = "official_address"
	// Unknown: nothing certain can be said of the whole.
	Unknown Level = "unknown"
)

// Report is what is certain of a message. It holds none of its words but the addresses and numbers.
type Report struct {
	Level     Level
	Addresses []Address // at most MaxFound, in the order of the message
	Phones    []Phone   // at most MaxFound
	Scams     []Known   // known scams whose wording was found
	Near      []Known   // scams that it would be if it asked for something more: a reminder, not a sign
	Asks      []Ask     // what the message wants of its reader
	Doubt     bool      // the text asks whether it is real
	Told      bool      // the text speaks about a scam rather than being one
	Words     int       // how many words it has beside the addresses
}

// MaxFound is how many addresses, and how many numbers, of one message are looked at.
const MaxFound = 5

// Known is a known scam. The words about it stand in the texts under its id.
type Known struct {
	ID      string
	Sources []string
}

// Ask is one thing that a message wants. Never says that no authority asks for it in this way.
type Ask struct {
	ID    string
	Never bool
}

// Check says what is certain of a text of any length and content. It is pure and never fails.
func (c *Checker) Check(text string) Report {
	clean := tidy(text)
	found := c.find(clean)
	r := Report{Addresses: found.addresses}
	p := plain(clean)
	r.Phones = c.phones.find(clean)
	r.Scams, r.Near = c.wording.scams(p)
	r.Asks = c.wording.asks(p)
	r.Doubt, r.Told = containsAny(p, c.wording.Doubts), containsAny(p, c.wording.Told)
	r.Words = countWords(plain(found.rest))
	r.Level = r.level()
	return r
}

// Strong tells whether the text is, by its wording alone, a message of a known scam.
func (r Report) Strong() bool { return len(r.Scams) > 0 && !r.Told }

// Official tells whether there are addresses and all of them are under gov.vn or known by name.
func (r Report) Official() bool {
	for _, a := range r.Addresses {
		if !a.GovVN && a.Named == "" || len(a.Signs) > 0 {
			return false
		}
	}
	return len(r.Addresses) > 0
}

func (r Report) level() Level {
	switch {
	case r.bad():
		return KnownBadSign
	case len(r.Addresses) > 0 && !slices.ContainsFunc(r.Addresses, func(a Address) bool { return !a.GovVN }):
		return OfficialAddress
	}
	return Unknown
}

func (r Report) bad() bool {
	foreign := false
	for _, a := range r.Addresses {
		if len(a.Signs) > 0 {
			return true
		}
		foreign = foreign || !a.GovVN && a.Named == ""
	}
	never := slices.ContainsFunc(r.Asks, func(a Ask) bool { return a.Never })
	return r.Strong() || never && !r.Told || r.wants("transfer") && r.wants("secrecy") || r.wants("app") && foreign
}

func (r Report) wants(id string) bool {
	return slices.ContainsFunc(r.Asks, func(a Ask) bool { return a.ID == id })
}
