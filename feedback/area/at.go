package area

import (
	"cmp"
	"math"
	"slices"
)

// Limits of At.
const (
	// nearKM is how far outside every box a point may lie and still be taken for the nearest communes: the boxes
	// are not outlines, and a telephone may be wrong near the coast or the border.
	nearKM = 5.0
	// maxNear is how many communes are named for such a point.
	maxNear = 3
	// degreeKM is the length of one degree of latitude.
	degreeKM = 111.2
)

// At returns the communes in which a point may lie, the smallest box first: ask if there is more than one. Near
// the edge of all boxes it returns the nearest communes; far from all of them, as abroad or at sea, nothing.
// province limits the answer to one province; empty takes the whole country.
func (a *Areas) At(lat, lon float64, province string) []Area {
	if math.IsNaN(lat) || math.IsNaN(lon) || math.Abs(lat) > 90 || math.Abs(lon) > 180 {
		return nil
	}
	from, to := int32(0), int32(len(a.communes))
	if province != "" {
		i, ok := a.provinceCode[province]
		if !ok {
			return nil
		}
		from, to = a.first[i], a.first[i+1]
	}
	var inside, near []placed
	for i := from; i < to; i++ {
		b := a.boxes[i]
		if b == (box{}) {
			b = box{a.communes[i].Lat, a.communes[i].Lon, a.communes[i].Lat, a.communes[i].Lon}
		}
		away := b.distance(lat, lon)
		if away == 0 {
			inside = append(inside, placed{i, b.size()})
		} else if away <= nearKM {
			near = append(near, placed{i, away})
		}
	}
	if len(inside) == 0 {
		inside = nearest(near)
	}
	slices.SortStableFunc(inside, func(x, y placed) int { return cmp.Compare(x.by, y.by) })
	var list []Area
	for _, p := range inside {
		list = append(list, a.communes[p.commune])
	}
	return list
}

// placed is a commune with what it is ordered by.
type placed struct {
	commune int32
	by      float64
}

func nearest(list []placed) []placed {
	slices.SortStableFunc(list, func(x, y placed) int { return cmp.Compare(x.by, y.by) })
	return list[:min(len(list), maxNear)]
}

func (b box) size() float64 { return (b.maxLat - b.minLat) * (b.maxLon - b.minLon) }

// distance returns how many kilometres a point lies outside the box, 0 inside.
func (b box) distance(lat, lon float64) float64 {
	dLat := max(b.minLat-lat, 0, lat-b.maxLat) * degreeKM
	dLon := max(b.minLon-lon, 0, lon-b.maxLon) * degreeKM * math.Cos(lat*math.Pi/180)
	return math.Hypot(dLat, dLon)
}
