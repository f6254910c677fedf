package scam

import (
	"net/netip"
	"path"
	"slices"
	"strings"
)

// Address is a web address in a message and what is certain of it.
type Address struct {
	Host string // as it was written, in lower case
	// Registered is the name that someone registered: what decides whose the address is. It is empty for numbers.
	Registered string
	// GovVN: the address is under gov.vn, letter for letter.
	GovVN bool
	// Named is the id of a service that is known by this host, or empty.
	Named string
	// Signs are known from false addresses.
	Signs []Sign
	// Like is the official address that this one resembles, or empty.
	Like string
}

// Sign is something known from false addresses.
type Sign string

// The signs.
const (
	GovInside Sign = "gov_inside" // gov.vn stands in it but not at its end
	GovLike   Sign = "gov_like"   // something that reads like gov.vn
	NameLike  Sign = "name_like"  // an official name outside gov.vn: see Address.Like
	Letters   Sign = "letters"    // letters of another script
	Coded     Sign = "coded"      // xn--: letters that are shown coded
	UserTrick Sign = "user_trick" // what stands before @ is not where it leads
	Shortened Sign = "shortened"  // the page behind cannot be seen
	Numbers   Sign = "numbers"    // numbers instead of a name
	Installer Sign = "installer"  // a file that installs an app past the store
)

// addresses is the file addresses.yaml.
type addresses struct {
	VNSuffixes    []string        `yaml:"vn_suffixes"`
	OtherSuffixes []string        `yaml:"other_suffixes"`
	Protected     []protectedName `yaml:"protected"`
	Named         []struct {
		Host string `yaml:"host"`
		ID   string `yaml:"id"`
	} `yaml:"named"`
	Shorteners    []string `yaml:"shorteners"`
	Endings       []string `yaml:"endings"`
	UnsureEndings []string `yaml:"unsure_endings"`
	Dots          []string `yaml:"dots"`
	Installers    []string `yaml:"installers"`
}

// protectedName is a name that people look for on gov.vn. Whole means that only a whole word between hyphens and
// dots counts, because the name also stands inside other words.
type protectedName struct {
	Name     string `yaml:"name"`
	Official string `yaml:"official"`
	Whole    bool   `yaml:"whole"`
}

// judge says what is certain of an address that was found.
func (c *Checker) judge(w webAddress) Address {
	a := Address{Host: w.host}
	labels := strings.Split(w.host, ".")
	if isNumbers(w.host) {
		a.add(Numbers, true)
	} else {
		a.Registered = c.registered(labels)
		a.GovVN = len(labels) > 2 && strings.HasSuffix(w.host, ".gov.vn") && !slices.ContainsFunc(labels, odd)
	}
	a.add(UserTrick, w.user != "")
	a.add(Installer, c.installs(w.path))
	if !a.GovVN && a.Registered != "" {
		c.judgeName(&a, labels)
	}
	return a
}

func (a *Address) add(s Sign, when bool) {
	if when {
		a.Signs = append(a.Signs, s)
	}
}

// judgeName looks at a name outside gov.vn.
func (c *Checker) judgeName(a *Address, labels []string) {
	host := strings.TrimPrefix(a.Host, "www.")
	for _, n := range c.addresses.Named {
		if n.Host == host {
			a.Named = n.ID
			return
		}
	}
	seen := slices.Clone(labels)
	for i, l := range labels {
		if coded, ok := strings.CutPrefix(l, "xn--"); ok {
			if plain, err := unpuny(coded); err == nil {
				seen[i] = strings.ToLower(plain)
			}
		}
	}
	a.add(Shortened, slices.Contains(c.addresses.Shorteners, host) || slices.Contains(c.addresses.Shorteners, a.Registered))
	a.add(Coded, !slices.Equal(seen, labels) || strings.Contains(a.Host, "xn--"))
	a.add(Letters, scripts(strings.Join(seen, "")))
	inside, like := c.govs(seen)
	a.add(GovInside, inside)
	a.add(GovLike, like && !inside)
	if a.Like = c.resembles(seen); a.Like != "" {
		a.add(NameLike, true)
	}
}

// govs tells whether gov.vn stands in a name that does not end so, or something that reads like it.
func (c *Checker) govs(labels []string) (inside, like bool) {
	n := len(labels)
	for i := 0; i+1 < n; i++ {
		if labels[i] == "gov" && labels[i+1] == "vn" && i+2 < n {
			inside = true
		}
	}
	last, together := c.letters.read(labels[n-1]), c.letters.read("govvn")
	for i, l := range labels {
		read := c.letters.read(l)
		switch {
		case i == n-1, i == n-2 && l == "gov" && labels[n-1] == "vn":
		case strings.Contains(read, together), strings.Contains(read, "vngov"):
			like = true
		case slices.Contains(strings.Split(c.letters.latin(l), "-"), "gov") && l != "gov":
			like = true
		case read == "gov" && (last == "vn" || len(labels[n-1]) > 2 || i < n-2):
			like = true
		case i == n-2 && last == "vn" && read != "com" && oneOff(read, "gov"):
			like = true
		}
	}
	return inside, like
}

// resembles returns the official address that a name outside gov.vn reads like.
func (c *Checker) resembles(labels []string) string {
	for _, p := range c.addresses.Protected {
		want := c.letters.read(p.Name)
		for _, l := range labels[:len(labels)-1] {
			read := c.letters.read(l)
			parts := strings.Split(l, "-")
			switch {
			case p.Whole && slices.ContainsFunc(parts, func(part string) bool { return c.letters.read(part) == want }):
				return p.Official
			case !p.Whole && (strings.Contains(read, want) || oneOff(read, want)):
				return p.Official
			}
		}
	}
	return ""
}

// registered returns the registered name: one label more than the suffix under which names are given out.
func (c *Checker) registered(labels []string) string {
	n := len(labels)
	keep := 2
	if n > 2 {
		last, second := labels[n-1], labels[n-2]
		if last == "vn" && slices.Contains(c.addresses.VNSuffixes, second) ||
			last != "vn" && len(last) == 2 && slices.Contains(c.addresses.OtherSuffixes, second) {
			keep = 3
		}
	}
	return strings.Join(labels[max(0, n-keep):], ".")
}

// installs tells whether a path is that of a file that installs an app.
func (c *Checker) installs(p string) bool {
	p = strings.ToLower(p)
	file, query, _ := strings.Cut(strings.ReplaceAll(p, "#", "?"), "?")
	ends := func(s string) bool { return slices.Contains(c.addresses.Installers, path.Ext(s)) }
	return ends(strings.TrimRight(file, "/")) ||
		slices.ContainsFunc(strings.FieldsFunc(query, func(r rune) bool { return strings.ContainsRune("=&", r) }), ends)
}

// isNumbers tells whether a host is an IP address, or a number that browsers read as one.
func isNumbers(host string) bool {
	if _, err := netip.ParseAddr(host); err == nil {
		return true
	}
	return host != "" && (strings.Trim(host, "0123456789") == "" || strings.HasPrefix(host, "0x") && !strings.Contains(host, "."))
}

// odd tells whether a label has anything but the letters, digits and hyphens of ordinary names.
func odd(label string) bool {
	return strings.Trim(label, "abcdefghijklmnopqrstuvwxyz0123456789-") != "" || strings.HasPrefix(label, "xn--")
}
