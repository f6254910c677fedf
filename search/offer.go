package search

import "slices"

// offered is how many hits are offered to choose from.
const offered = 3

// together lists the hits of both groups: the leading ones first. The best of the other group stands third where it is an
// answer, so that the three that are offered hold both; a guide, being checked, even where it may be none but so may the
// leading cards.
func together(a, b answer) []Hit {
	as, bs := a.hits, b.hits
	lead := len(as)
	doubtful := a.confidence == Unsure && len(as) > 0 && as[0].Kind == KindProcedure
	if len(bs) > 0 && (b.confidence != None || doubtful) {
		lead = min(lead, offered-1)
	}
	out := append([]Hit{}, as[:lead]...)
	if lead < len(as) {
		out, bs = append(out, bs[0]), bs[1:]
	}
	out = append(append(out, as[lead:]...), bs...)
	standIn(out)
	return once(out)
}

// standIn lets a guide change places with a card before it of the procedure that it treats: it says the same, checked and in
// plain words.
func standIn(hs []Hit) {
	for i, h := range hs {
		if j := slices.IndexFunc(hs[i:], h.treatedBy); j > 0 {
			hs[i], hs[i+j] = hs[i+j], hs[i]
		}
	}
}

// treatedBy tells whether a hit is a card and the other the guide to its procedure.
func (h Hit) treatedBy(guide Hit) bool {
	return h.Kind == KindProcedure && guide.Kind == KindGuide && h.Code != "" && h.Code == guide.Code
}

// once moves the cards of procedures that a guide before them treats behind those that are offered: two of the three would be
// one.
func once(hs []Hit) []Hit {
	first, later := make([]Hit, 0, len(hs)), []Hit{}
	for i, h := range hs {
		if len(first) < offered && slices.ContainsFunc(hs[:i], h.treatedBy) {
			later = append(later, h)
			continue
		}
		if len(first) == offered {
			return append(append(first, later...), hs[i:]...)
		}
		first = append(first, h)
	}
	return append(first, later...)
}
