package web

import (
	"errors"
	"fmt"
	"maps"
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strconv"
	"time"

	"danloi/feedback/figures"
	"danloi/locales"
)

// boardPath is the public page of figures; the open data are boardPath + ".csv" and ".json".
const boardPath = "/board"

// boardQuery is what a page of figures was asked for, as it stands in the address.
type boardQuery struct {
	period, topic, area, department string
	all                             string // the dimension of which every group is listed
}

// errNoSuchView says that an address asks for figures of something that does not exist.
var errNoSuchView = errors.New("no such view")

// periodShape is a year or a month.
var periodShape = regexp.MustCompile(`^(20[0-9]{2})(?:-(0[1-9]|1[0-2]))?$`)

// readBoard reads what was asked for.
func (s *site) readBoard(q url.Values) (b boardQuery, err error) {
	b = boardQuery{period: q.Get("period"), topic: q.Get("topic"), area: q.Get("area"), department: q.Get("department"), all: q.Get("all")}
	_, topic := s.Directory.Topic(b.topic)
	_, department := s.Directory.Department(b.department)
	commune, area := s.Areas.Commune(b.area)
	switch {
	case b.period != "" && !periodShape.MatchString(b.period), b.topic != "" && !topic, b.department != "" && !department,
		b.area != "" && (!area || commune.Province != s.Province), b.all != "" && boardTables[b.all] == nil:
		return b, errNoSuchView
	}
	return b, nil
}

// boardTables are the dimensions that are shown as tables, by their name in an address.
var boardTables = map[string]*struct{ of figures.Dimension }{
	"topic": {figures.ByTopic}, "area": {figures.ByArea}, "department": {figures.ByDepartment},
}

// boardOrder is the order of the tables on the page.
var boardOrder = []string{"topic", "department", "area"}

// query returns what is counted.
func (b boardQuery) query() figures.Query {
	from, to := b.days()
	return figures.Query{From: from, To: to, Topic: b.topic, Area: b.area, Department: b.department}
}

// days returns the first day of the period and the first one after it; zero for all time.
func (b boardQuery) days() (from, to figures.Day) {
	m := periodShape.FindStringSubmatch(b.period)
	if m == nil {
		return 0, 0
	}
	year, _ := strconv.Atoi(m[1]) // digits by the pattern
	if m[2] == "" {
		return figures.Date(year, time.January, 1), figures.Date(year+1, time.January, 1)
	}
	month, _ := strconv.Atoi(m[2])
	return figures.Date(year, time.Month(month), 1), figures.Date(year, time.Month(month)+1, 1)
}

// over is by which time the trend is shown: weeks within a month, else months.
func (b boardQuery) over() figures.Dimension {
	if len(b.period) == len("2026-11") {
		return figures.ByWeek
	}
	return figures.ByMonth
}

// url returns the address of another page of figures, or of the data under a suffix.
func (b boardQuery) url(suffix, lang string) string {
	q := url.Values{}
	for k, v := range map[string]string{"period": b.period, "topic": b.topic, "area": b.area, "department": b.department, "all": b.all, "lang": lang} {
		if v != "" && (k != "lang" || v != locales.Default) {
			q.Set(k, v)
		}
	}
	if len(q) == 0 {
		return boardPath + suffix
	}
	return boardPath + suffix + "?" + q.Encode()
}

// with returns the query with one choice made or, with an empty value, taken back.
func (b boardQuery) with(name, value string) boardQuery {
	b.all = ""
	switch name {
	case "period":
		b.period = value
	case "topic":
		b.topic = value
	case "area":
		b.area = value
	case "department":
		b.department = value
	case "all":
		b.all = value
	}
	return b
}

// counted is what a page of figures is made of.
type counted struct {
	query   boardQuery
	report  figures.Report
	years   []string
	changed time.Time // when the last case changed
	at      time.Time // what is late is late at this moment
}

// figuresFor counts what an address asks for.
func (s *site) figuresFor(r *http.Request) (counted, error) {
	b, err := s.readBoard(r.URL.Query())
	if err != nil {
		return counted{}, err
	}
	c := counted{query: b, at: s.Now()}
	err = s.Figures.look(r.Context(), func(l *figures.Ledger, changed time.Time) {
		c.report = l.Report(b.query(), c.at, figures.ByTopic, figures.ByArea, figures.ByDepartment, b.over())
		c.changed = changed
		if first, last, ok := l.Span(); ok {
			for y := last.Time(time.UTC).Year(); y >= first.Time(time.UTC).Year(); y-- {
				c.years = append(c.years, strconv.Itoa(y))
			}
		}
	})
	return c, err
}

// board shows the figures to everybody.
func (s *site) board(w http.ResponseWriter, r *http.Request) {
	lang := s.langOf(r)
	c, err := s.figuresFor(r)
	if s.boardFault(w, r, lang, err) {
		return
	}
	w.Header().Set("Cache-Control", "public, max-age=60")
	s.render(w, r, http.StatusOK, "pages-board", page{
		Lang: lang, Title: s.Texts.Text(lang, "board.title"), Nav: "board", Wide: true, Index: c.query == boardQuery{},
		Others: s.boardLangs(lang, c.query), Data: s.boardView(lang, c),
	})
}

// boardFault answers when there is nothing to show, and reports whether it did.
func (s *site) boardFault(w http.ResponseWriter, r *http.Request, lang string, err error) bool {
	switch {
	case err == nil:
		return false
	case errors.Is(err, errNoSuchView):
		s.missing(w, r, lang)
	case errors.Is(err, errNotCounted):
		w.Header().Set("Retry-After", "10")
		s.render(w, r, http.StatusServiceUnavailable, "pages-message", page{
			Lang: lang, Title: s.Texts.Text(lang, "board.title"), Nav: "board", Data: s.Texts.Text(lang, "board.soon"),
		})
	default:
		s.fail(w, r, err)
	}
	return true
}

func (s *site) boardLangs(present string, b boardQuery) []langChoice {
	out := s.langChoices(present, boardPath)
	for i := range out {
		if out[i].URL != "" {
			out[i].URL = b.url("", out[i].Tag)
		}
	}
	return out
}

// boardView is the page of figures.
type boardView struct {
	Asked       []askedView // what the figures are narrowed to
	Periods     []linkView
	Total       groupView
	Goal        string // how the goal for declined cases stands: met, missed or empty
	Trend       trendView
	Tables      []tableView
	CSV, JSON   string
	Cases       string
	Rounded     bool
	Least       int
	Empty       bool
	At, Licence string
	LicenceURL  string
}

type (
	linkView  struct{ Name, URL string } // URL is empty for the present one
	askedView struct{ What, Name, Drop string }
	tableView struct {
		ID, Title, Name, All string
		Groups               []groupView
		More                 int
	}
	groupView struct {
		Name, URL                                  string
		Received, Answered, Working, Late          string
		Declined, DeclinedShare                    string
		OnTime, Median, Reopened, PassedOn, Rating string
		Rated                                      string
		Bar, OnTimeBar                             int // of 100
		HasBar, HasOnTime, LateSome                bool
	}
)

// boardRows is how many groups of a table are listed before one asks for all.
const boardRows = 10

func (s *site) boardView(lang string, c counted) boardView {
	b := c.query
	v := boardView{
		Total: s.groupView(lang, c.report.Total, 0), Rounded: c.report.Rounded, Least: figures.Least, Periods: s.periodLinks(lang, c),
		CSV: b.with("all", "").url(".csv", ""), JSON: b.with("all", "").url(".json", ""), Cases: s.casesURL(lang, b),
		At: moment(c.at), Licence: s.Licence, LicenceURL: licenceURL(s.Licence), Trend: s.trendView(lang, c),
		Empty: c.report.Total.Cells[figures.Received] == figures.Cell{},
	}
	if d := c.report.Total.Declined; !d.Hidden && !d.None {
		v.Goal = "met"
		if d.V > declinedGoal || d.V == declinedGoal && !d.Under {
			v.Goal = "missed"
		}
	}
	v.Asked = s.askedViews(lang, b, func(b boardQuery) string { return b.url("", lang) })
	for _, name := range boardOrder {
		if groups := c.report.Groups[boardTables[name].of]; len(groups) > 1 {
			v.Tables = append(v.Tables, s.tableView(lang, name, groups, b))
		}
	}
	return v
}

// declinedGoal is the share of cases declined after filing, in per cent, under which a province should stay.
const declinedGoal = 5

// askedViews names what is chosen; url gives the address without one of them.
func (s *site) askedViews(lang string, b boardQuery, url func(boardQuery) string) (out []askedView) {
	for _, a := range []struct{ what, value string }{{"period", b.period}, {"topic", b.topic}, {"area", b.area}, {"department", b.department}} {
		if a.value != "" {
			out = append(out, askedView{
				What: s.Texts.Text(lang, "board.by_"+a.what), Name: s.groupName(lang, a.what, a.value), Drop: url(b.with(a.what, "")),
			})
		}
	}
	return out
}

// groupName words the key of a group.
func (s *site) groupName(lang, dimension, key string) string {
	switch dimension {
	case "topic":
		return s.topicName(key, lang)
	case "department":
		if d, ok := s.Directory.Department(key); ok {
			return d.Label(lang)
		}
		return key
	case "area":
		if name := areaName(s, key); name != "" {
			return name
		}
		return s.Texts.Text(lang, "board.no_area")
	case "week":
		day, err := time.Parse(time.DateOnly, key)
		if err != nil {
			return key
		}
		return s.Texts.Text(lang, "board.week", "date", day.Format("2/1"))
	}
	if len(key) == len("2026-11") {
		return s.Texts.Text(lang, "board.month", "month", key[5:], "year", key[:4])
	}
	return s.Texts.Text(lang, "board.year", "year", key)
}

func (s *site) periodLinks(lang string, c counted) []linkView {
	b := c.query
	link := func(name, period string) linkView {
		l := linkView{Name: name, URL: b.with("period", period).url("", lang)}
		if period == b.period {
			l.URL = ""
		}
		return l
	}
	out := []linkView{link(s.Texts.Text(lang, "board.all_time"), "")}
	for _, y := range c.years {
		out = append(out, link(s.groupName(lang, "period", y), y))
		if b.period == "" || b.period[:4] != y {
			continue
		}
		for m := 1; m <= 12; m++ {
			period := fmt.Sprintf("%s-%02d", y, m)
			if from, _ := (boardQuery{period: period}).days(); from <= figures.DayOf(c.at, s.Calendar.Zone()) {
				out = append(out, link(s.groupName(lang, "period", period), period))
			}
		}
	}
	return out
}

func (s *site) tableView(lang, name string, groups []figures.Group, b boardQuery) tableView {
	t := tableView{ID: name, Title: s.Texts.Text(lang, "board.table_"+name), Name: s.Texts.Text(lang, "board.by_"+name)}
	if b.all != name && len(groups) > boardRows {
		t.More = len(groups)
		t.All = b.with("all", name).url("", lang) + "#" + name
		groups = groups[:boardRows]
	}
	most := mostReceived(groups)
	for _, g := range groups {
		v := s.groupView(lang, g, most)
		v.Name = s.groupName(lang, name, g.Key)
		if g.Key != "" {
			v.URL = b.with(name, g.Key).url("", lang)
		}
		t.Groups = append(t.Groups, v)
	}
	return t
}

func mostReceived(groups []figures.Group) int {
	most := 0
	for _, g := range groups {
		most = max(most, g.Cells[figures.Received].N)
	}
	return most
}

// groupView words the figures of a group; bars are parts of most.
func (s *site) groupView(lang string, g figures.Group, most int) groupView {
	cell := func(m figures.Measure) string { return s.cellText(lang, g.Cells[m]) }
	v := groupView{
		Received: cell(figures.Received), Answered: cell(figures.AnsweredNow), Working: cell(figures.WorkingNow), Late: cell(figures.LateNow),
		Declined: cell(figures.DeclinedAfter), PassedOn: cell(figures.PassedOnce), Rated: cell(figures.Rated),
		DeclinedShare: s.valueText(lang, g.Declined, "percent"), OnTime: s.valueText(lang, g.OnTime, "percent"),
		Reopened: s.valueText(lang, g.Reopened, "percent"), Median: s.valueText(lang, g.Median, "days"), Rating: s.valueText(lang, g.Rating, "stars"),
		LateSome: g.Cells[figures.LateNow].N > 0,
	}
	if c := g.Cells[figures.Received]; most > 0 && !c.Hidden {
		v.HasBar, v.Bar = true, 100*c.N/most
	}
	if o := g.OnTime; !o.Hidden && !o.None && !o.Under {
		v.HasOnTime, v.OnTimeBar = true, int(o.V+.5)
	}
	return v
}

func (s *site) cellText(lang string, c figures.Cell) string {
	if c.Hidden {
		return s.Texts.Text(lang, "board.hidden")
	}
	return strconv.Itoa(c.N)
}

// valueText words a figure: kind is percent, days or stars.
func (s *site) valueText(lang string, v figures.Value, kind string) string {
	switch {
	case v.None:
		return "–"
	case v.Hidden:
		return s.Texts.Text(lang, "board.hidden")
	case v.Under:
		return s.Texts.Text(lang, "board.under", "n", int(v.V))
	case kind == "percent":
		return s.Texts.Text(lang, "board.percent", "n", int(v.V+.5))
	case kind == "days":
		return s.Texts.Text(lang, "board.days", "d", decimal(lang, v.V))
	}
	return s.Texts.Text(lang, "board.stars", "x", decimal(lang, v.V))
}

// decimal writes a number with one place at most.
func decimal(lang string, v float64) string {
	text := strconv.FormatFloat(v, 'f', 1, 64)
	if n := len(text); text[n-2:] == ".0" {
		return text[:n-2]
	}
	if lang == "en" {
		return text
	}
	return text[:len(text)-2] + "," + text[len(text)-1:]
}

// licences are the addresses of licences by their short names.
var licences = map[string]string{
	"CC BY 4.0": "https://creativecommons.org/licenses/by/4.0/", "CC0 1.0": "https://creativecommons.org/publicdomain/zero/1.0/",
	"ODC-BY 1.0": "https://opendatacommons.org/licenses/by/1-0/", "PDDL 1.0": "https://opendatacommons.org/licenses/pddl/1-0/",
}

func licenceURL(name string) string { return licences[name] }

// Licences returns the short names of the licences under which figures may be offered.
func Licences() []string { return slices.Sorted(maps.Keys(licences)) }

// boardRoutes are the public pages of figures and their data.
func (s *site) boardRoutes(mux *http.ServeMux) {
	limit := newLimit(boardPerMinute, func(w http.ResponseWriter, r *http.Request) {
		http.Error(w, s.Texts.Text(s.langOf(r), "board.error.many"), http.StatusTooManyRequests)
	})
	mux.Handle("GET "+boardPath, limit(http.HandlerFunc(s.board)))
	mux.Handle("GET "+casesPath, limit(http.HandlerFunc(s.boardCases)))
	for pattern, handle := range s.dataRoutes() {
		mux.Handle(pattern, limit(open(handle)))
	}
}

// dataRoutes are the answers of the board that are meant for programs. api/openapi.yaml describes each.
func (s *site) dataRoutes() map[string]http.HandlerFunc {
	return map[string]http.HandlerFunc{
		"GET " + boardPath + ".json": s.boardJSON, "GET " + boardPath + ".csv": s.boardCSV,
		"GET " + casesPath + ".json": s.casesJSON, "GET " + casesPath + ".csv": s.casesCSV, "GET " + openAPIPath: s.describeAPI,
	}
}
