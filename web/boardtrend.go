package web

import (
	"danloi/feedback/figures"
)

// trendView is a chart of columns over time, and the same as a table.
type trendView struct {
	Title, Desc, Name string
	Width, Height     int
	Columns           []columnView
	Top               string // what the tallest column stands for
	First, Last       string // names of the first and the last column
	Groups            []groupView
	Last24            bool // the chart leaves older columns out
}

// columnView is one column in the units of the chart. A hidden one is a mark on the ground.
type columnView struct {
	X, Y, Width, Height int
	Hidden              bool
	Label               string
}

// Sizes of the chart, in its own units.
const (
	trendHeight  = 100
	trendColumn  = 14
	trendGap     = 6
	trendColumns = 24
)

func (s *site) trendView(lang string, c counted) trendView {
	d := c.query.over()
	name := "period"
	if d == figures.ByWeek {
		name = "week"
	}
	groups := c.report.Groups[d]
	v := trendView{
		Title: s.Texts.Text(lang, "board.trend_"+name), Name: s.Texts.Text(lang, "board.by_"+name),
		Desc: s.Texts.Text(lang, "board.trend_desc"), Height: trendHeight,
	}
	most := mostReceived(groups)
	for i := len(groups) - 1; i >= 0; i-- {
		g := s.groupView(lang, groups[i], most)
		g.Name = s.groupName(lang, name, groups[i].Key)
		if name == "period" {
			g.URL = c.query.with("period", groups[i].Key).url("", lang)
		}
		v.Groups = append(v.Groups, g)
	}
	if len(groups) > trendColumns {
		groups, v.Last24 = groups[len(groups)-trendColumns:], true
		most = mostReceived(groups)
	}
	v.Width = max(len(groups), trendColumns/2) * (trendColumn + trendGap)
	for i, g := range groups {
		v.Columns = append(v.Columns, s.columnView(lang, name, i, g, most))
	}
	if len(groups) > 0 {
		v.First, v.Last = s.groupName(lang, name, groups[0].Key), s.groupName(lang, name, groups[len(groups)-1].Key)
		v.Top = s.cellText(lang, figures.Cell{N: most})
	}
	return v
}

func (s *site) columnView(lang, name string, i int, g figures.Group, most int) columnView {
	received, answered := g.Cells[figures.Received], g.Cells[figures.AnsweredNow]
	col := columnView{
		X: i*(trendColumn+trendGap) + trendGap/2, Width: trendColumn, Hidden: received.Hidden,
		Label: s.Texts.Text(lang, "board.column", "name", s.groupName(lang, name, g.Key), "received", s.cellText(lang, received), "answered", s.cellText(lang, answered)),
	}
	if !received.Hidden && most > 0 {
		col.Height = received.N * trendHeight / most
		col.Y = trendHeight - col.Height
	}
	return col
}
