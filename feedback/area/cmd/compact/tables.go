package main

import (
	"bytes"
	"fmt"
	"slices"
	"strings"
)

// tables are the input as it was read.
type tables struct{ provinces, communes, former, aliases []row }

// compact writes the lines that package area reads; its file data.go describes them.
func (t tables) compact() ([]byte, error) {
	var out bytes.Buffer
	line := func(fields ...string) {
		out.WriteString(strings.Join(fields, "\t"))
		out.WriteByte('\n')
	}
	line("areas", "1")
	for _, p := range t.provinces {
		line("P", p["code"], p["name"], p["type"])
		for _, c := range t.communes {
			if c["province_code"] == p["code"] {
				line("C", c["code"], c["name"], c["type"], c["lat"], c["lon"],
					c["min_lat"], c["min_lon"], c["max_lat"], c["max_lon"])
			}
		}
	}
	for _, a := range t.aliases {
		if a["target_level"] == "province" {
			line("A", a["alias"], a["target"])
		}
	}
	units := t.group()
	for _, p := range units {
		if p.level != "province" {
			continue
		}
		line("O", p.name, p.kind, p.targets[0].code)
		full := p.kind + " " + p.name
		for _, d := range t.districtsOf(full, units) {
			line("D", d.name, d.kind, d.targetList())
			for _, c := range units {
				if c.level == "commune" && c.province == full && c.district == strings.TrimSpace(d.kind+" "+d.name) {
					line("F", c.name, c.kind, c.targetList())
				}
			}
		}
	}
	return out.Bytes(), nil
}

// unit is one former unit with all the units it went to.
type unit struct {
	level, name, kind, district, province string
	targets                               []target
}

type target struct{ code, share string }

// shares are the letters that stand for the shares of former_units.csv.
var shares = map[string]string{"full": "f", "part": "p", "people_all": "a", "area_only": "l", "within": "w"}

func (u unit) targetList() string {
	var list []string
	for _, t := range u.targets {
		list = append(list, t.code+shares[t.share])
	}
	return strings.Join(list, " ")
}

// group joins the rows of one former unit and adds a unit for each other spelling of a former commune.
func (t tables) group() []unit {
	var units []unit
	byKey, byCode := map[string]int{}, map[string][]int{}
	for _, r := range t.former {
		key := fmt.Sprint(r["level"], "|", r["former_code"], "|", r["former_name"], "|", r["former_type"], "|",
			r["former_district"], "|", r["former_province"])
		i, ok := byKey[key]
		if !ok {
			i = len(units)
			byKey[key] = i
			units = append(units, unit{level: r["level"], name: r["former_name"], kind: r["former_type"],
				district: r["former_district"], province: r["former_province"]})
			if r["level"] == "commune" {
				byCode[r["former_code"]] = append(byCode[r["former_code"]], i)
			}
		}
		next := target{r["new_code"], r["share"]}
		if !slices.Contains(units[i].targets, next) {
			units[i].targets = append(units[i].targets, next)
		}
	}
	for _, a := range t.aliases {
		if a["target_level"] != "former_commune" {
			continue
		}
		for _, i := range byCode[a["target"]] {
			other := units[i]
			other.name = a["alias"]
			units = append(units, other)
		}
	}
	return units
}

// districtsOf returns the districts of a former province. A district that only communes name has no targets.
func (t tables) districtsOf(province string, units []unit) []unit {
	var list []unit
	seen := map[string]bool{}
	for _, u := range units {
		if u.level == "district" && u.province == province && !seen[u.kind+" "+u.name] {
			seen[u.kind+" "+u.name] = true
			list = append(list, u)
		}
	}
	for _, u := range units {
		if u.level == "commune" && u.province == province && !seen[u.district] {
			seen[u.district] = true
			kind, name := splitKind(u.district)
			list = append(list, unit{level: "district", name: name, kind: kind, province: province})
		}
	}
	return list
}

func splitKind(full string) (kind, name string) {
	for _, k := range []string{"Thành phố", "Thị xã", "Huyện", "Quận"} {
		if rest, ok := strings.CutPrefix(full, k+" "); ok {
			return k, rest
		}
	}
	return "", full
}
