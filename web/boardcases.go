package web

import (
	"context"
	"encoding/json"
	"net/http"
	"net/url"
	"strconv"
	"time"

	"danloi/feedback"
	"danloi/feedback/figures"
	"danloi/locales"
	"danloi/store"
)

const (
	casesPath    = boardPath + "/cases"
	casesOnPage  = 20
	casesInData  = 1000 // at most in one answer of the open data
	mostCasePage = 100_000
)

// casesQuery is what a list of published cases was asked for.
type casesQuery struct {
	board boardQuery
	state string // open, closed or empty for both
	page  int    // from 1
}

func (s *site) readCases(q url.Values) (c casesQuery, err error) {
	c.page = 1
	if c.board, err = s.readBoard(q); err != nil {
		return c, err
	}
	if text := q.Get("page"); text != "" {
		if c.page, err = strconv.Atoi(text); err != nil || c.page < 1 || c.page > mostCasePage {
			return c, errNoSuchView
		}
	}
	c.state = q.Get("state")
	if c.state != "" && c.state != "open" && c.state != "closed" {
		return c, errNoSuchView
	}
	return c, nil
}

// listing returns what is asked of the ledger.
func (c casesQuery) listing(zone *time.Location) figures.Listing {
	l := figures.Listing{Area: c.board.area, Department: c.board.department}
	if c.board.topic != "" {
		l.Topics = []string{c.board.topic}
	}
	if from, to := c.board.days(); to != 0 {
		l.From, l.To = from.Time(zone), to.Time(zone)
	}
	if c.state != "" {
		open := c.state == "open"
		l.Open = &open
	}
	return l
}

func (c casesQuery) url(suffix, lang string) string {
	q := url.Values{}
	for k, v := range map[string]string{
		"period": c.board.period, "topic": c.board.topic, "area": c.board.area, "department": c.board.department, "state": c.state, "lang": lang,
	} {
		if v != "" && (k != "lang" || v != locales.Default) {
			q.Set(k, v)
		}
	}
	if c.page > 1 {
		q.Set("page", strconv.Itoa(c.page))
	}
	if len(q) == 0 {
		return casesPath + suffix
	}
	return casesPath + suffix + "?" + q.Encode()
}

// casesURL is where the published cases of a page of figures are listed.
func (s *site) casesURL(lang string, b boardQuery) string {
	return casesQuery{board: b, page: 1}.url("", lang)
}

// publishedCase is a case for everybody, with the language its words are written in.
type publishedCase struct {
	feedback.Published
	ID      string // see publicID
	Lang    string
	Updated time.Time
}

// published reads the published cases of a listing: those on a page of so many, and how many there are. What was taken
// back since the figures were caught up is left out.
func (s *site) published(ctx context.Context, l figures.Listing, skip, limit int) (cases []publishedCase, all int, changed time.Time, err error) {
	var refs []string
	err = s.Figures.look(ctx, func(ledger *figures.Ledger, at time.Time) {
		refs, all = ledger.Published(l, skip, limit)
		changed = at
	})
	if err != nil {
		return nil, 0, changed, err
	}
	cases, err = s.publishedOf(ctx, refs)
	return cases, all, changed, err
}

// publishedOf reads those of the cases that are published.
func (s *site) publishedOf(ctx context.Context, refs []string) (cases []publishedCase, err error) {
	err = s.Store.View(ctx, func(tx *store.Tx) error {
		cases = nil
		for _, ref := range refs {
			c, err := tx.CaseHead(ref)
			if isNotFound(err) {
				continue
			}
			if err != nil {
				return err
			}
			if p, ok := c.Published(); ok {
				cases = append(cases, publishedCase{Published: p, ID: publicID(s.Store, ref), Lang: c.Lang, Updated: publicChange(c)})
			}
		}
		return nil
	})
	return cases, err
}

// publicChange is when something changed that everybody may know of.
func publicChange(c feedback.Case) time.Time {
	last := c.Opened
	for _, e := range c.Story {
		if e.Public {
			last = e.At
		}
	}
	return last
}

// casesView is the page of published cases.
type casesView struct {
	States              []linkView
	Asked               []askedView
	Count               int
	Cases               []publishedView
	Newer, Older        string
	CSV, JSON, Board    string
	Licence, LicenceURL string
}

type publishedView struct {
	ID, Topic, Unit, Area, Status, Words, Lang, Opened, Answered, Rating string
	Open                                                                 bool
	Joined                                                               int
}

// boardCases lists the published cases.
func (s *site) boardCases(w http.ResponseWriter, r *http.Request) {
	lang := s.langOf(r)
	q, err := s.readCases(r.URL.Query())
	var cases []publishedCase
	var all int
	if err == nil {
		cases, all, _, err = s.published(r.Context(), q.listing(s.Calendar.Zone()), (q.page-1)*casesOnPage, casesOnPage)
	}
	if s.boardFault(w, r, lang, err) {
		return
	}
	others := s.langChoices(lang, casesPath)
	for i := range others {
		if others[i].URL != "" {
			others[i].URL = q.url("", others[i].Tag)
		}
	}
	w.Header().Set("Cache-Control", "public, max-age=60")
	s.render(w, r, http.StatusOK, "pages-cases", page{
		Lang: lang, Title: s.Texts.Text(lang, "board.cases"), Nav: "board", Others: others, Data: s.casesView(lang, q, cases, all),
	})
}

func (s *site) casesView(lang string, q casesQuery, cases []publishedCase, all int) casesView {
	first := q
	first.page = 1
	v := casesView{
		Count: all, CSV: first.url(".csv", ""), JSON: first.url(".json", ""), Board: q.board.url("", lang),
		Licence: s.Licence, LicenceURL: licenceURL(s.Licence), Asked: s.askedViews(lang, q.board, func(b boardQuery) string { return casesQuery{board: b, state: q.state, page: 1}.url("", lang) }),
	}
	for _, state := range []string{"", "open", "closed"} {
		to := first
		to.state = state
		link := linkView{Name: s.Texts.Text(lang, "board.cases_"+map[string]string{"": "both", "open": "open", "closed": "closed"}[state])}
		if state != q.state {
			link.URL = to.url("", lang)
		}
		v.States = append(v.States, link)
	}
	if q.page > 1 {
		newer := q
		newer.page--
		v.Newer = newer.url("", lang)
	}
	if q.page*casesOnPage < all {
		older := q
		older.page++
		v.Older = older.url("", lang)
	}
	for _, c := range cases {
		v.Cases = append(v.Cases, s.publishedView(lang, c))
	}
	return v
}

func (s *site) publishedView(lang string, c publishedCase) publishedView {
	v := publishedView{
		ID: c.ID, Topic: s.topicName(c.Topic, lang), Unit: s.unitName(c.Unit, lang), Area: areaName(s, c.Area),
		Status: s.Texts.Text(lang, "pages.status."+string(c.Status)), Words: c.Words, Lang: c.Lang, Opened: locales.Date(c.Opened),
		Open: openStatus(c.Status), Joined: c.Joined,
	}
	if !c.Answered.IsZero() {
		v.Answered = locales.Date(c.Answered)
	}
	if c.Rating > 0 {
		v.Rating = s.Texts.Text(lang, "board.stars", "x", c.Rating)
	}
	return v
}

// openStatus tells a case that is worked on from one that is not.
func openStatus(st feedback.Status) bool { return feedback.Case{Status: st}.Working() }

// caseData is a published case in the open data.
type caseData struct {
	ID         string          `json:"id"`
	Kind       feedback.Kind   `json:"kind"`
	Topic      string          `json:"topic"`
	TopicName  string          `json:"topic_name"`
	Department string          `json:"department"`
	UnitName   string          `json:"unit_name"`
	Area       string          `json:"area"`
	AreaName   string          `json:"area_name"`
	Status     feedback.Status `json:"status"`
	Opened     time.Time       `json:"opened"`
	Due        time.Time       `json:"due,omitzero"`
	Answered   time.Time       `json:"answered,omitzero"`
	Ended      time.Time       `json:"ended,omitzero"`
	Words      string          `json:"words"`
	Lang       string          `json:"lang"`
	Rating     int             `json:"rating,omitempty"`
	Lat        float64         `json:"lat,omitempty"`
	Lon        float64         `json:"lon,omitempty"`
}

func (s *site) caseData(lang string, c publishedCase) caseData {
	d := caseData{
		ID: c.ID, Kind: c.Kind, Topic: c.Topic, TopicName: s.topicName(c.Topic, lang), Department: c.Unit.Department(),
		UnitName: s.unitName(c.Unit, lang), Area: c.Area, AreaName: areaName(s, c.Area), Status: c.Status,
		Opened: c.Opened.UTC(), Due: c.Due.UTC(), Words: c.Words, Lang: c.Lang, Rating: c.Rating,
	}
	if !c.Answered.IsZero() {
		d.Answered = c.Answered.UTC()
	}
	if !c.Ended.IsZero() {
		d.Ended = c.Ended.UTC()
	}
	if c.Place != nil {
		d.Lat, d.Lon = c.Place.Lat, c.Place.Lon
	}
	return d
}

// caseList reads what an address of the open data asks for.
func (s *site) caseList(r *http.Request) (q casesQuery, list []caseData, all int, changed time.Time, err error) {
	q, err = s.readCases(r.URL.Query())
	if err != nil {
		return q, nil, 0, changed, err
	}
	cases, all, changed, err := s.published(r.Context(), q.listing(s.Calendar.Zone()), (q.page-1)*casesInData, casesInData)
	list = []caseData{}
	for _, c := range cases {
		list = append(list, s.caseData(s.langOf(r), c))
	}
	return q, list, all, changed, err
}

// casesJSON gives the published cases to programs, a thousand in an answer.
func (s *site) casesJSON(w http.ResponseWriter, r *http.Request) {
	q, list, all, changed, err := s.caseList(r)
	if s.dataFault(w, r, err) {
		return
	}
	body, err := json.MarshalIndent(map[string]any{
		"licence": s.Licence, "province": s.Province, "count": all, "page": q.page, "page_size": casesInData, "cases": list,
	}, "", " ")
	if s.dataFault(w, r, err) {
		return
	}
	s.serveData(w, r, "application/json", "", changed, append(body, '\n'))
}

// casesCSV gives the published cases to spreadsheets, a thousand in an answer.
func (s *site) casesCSV(w http.ResponseWriter, r *http.Request) {
	_, list, _, changed, err := s.caseList(r)
	if s.dataFault(w, r, err) {
		return
	}
	rows := [][]string{{
		"id", "kind", "topic", "topic_name", "department", "unit_name", "area", "area_name", "status", "opened", "due", "answered", "ended",
		"words", "lang", "rating", "lat", "lon",
	}}
	for _, c := range list {
		rows = append(rows, []string{
			c.ID, string(c.Kind), c.Topic, c.TopicName, c.Department, c.UnitName, c.Area, c.AreaName, string(c.Status), stamp(c.Opened),
			stamp(c.Due), stamp(c.Answered), stamp(c.Ended), c.Words, c.Lang, blankZero(float64(c.Rating)), blankZero(c.Lat), blankZero(c.Lon),
		})
	}
	s.serveData(w, r, "text/csv; charset=utf-8", "dan-loi-cases.csv", changed, writeCSV(rows))
}

// stamp writes a moment for programs, nothing for the zero time.
func stamp(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.UTC().Format(time.RFC3339)
}

func blankZero(v float64) string {
	if v == 0 {
		return ""
	}
	return strconv.FormatFloat(v, 'f', -1, 64)
}
