package feedback

import "strings"

// Unit is who handles a case: a department at a place. A department of the commune exists once a commune and is
// written "phong_kinh_te@01840"; any other is its department's id, "so_xay_dung".
type Unit string

// UnitOf returns the unit of a department. An empty commune gives a unit without a place.
func UnitOf(department, commune string) Unit {
	if commune == "" {
		return Unit(department)
	}
	return Unit(department + "@" + commune)
}

// Department returns the id of the unit's department.
func (u Unit) Department() string {
	d, _, _ := strings.Cut(string(u), "@")
	return d
}

// Commune returns the code of the unit's commune, or empty.
func (u Unit) Commune() string {
	_, c, _ := strings.Cut(string(u), "@")
	return c
}
