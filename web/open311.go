package web

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"errors"
	"net/http"
	"slices"
	"strings"
	"time"

	"danloi/feedback"
	"danloi/feedback/area"
	"danloi/feedback/figures"
	"danloi/locales"
	"danloi/open311"
	"danloi/store"
)

// The interface for other programs is a view of what is public: GET tells of published cases in the moderator's words
// and of nobody else's; POST takes a case from whoever holds a key and gives them, once, what the citizen needs.

const (
	openChannel   = "open311" // of cases that came by the interface
	openChangeset = "2026-11-22T00:00:00Z"
	openSpec      = "http://wiki.open311.org/GeoReport_v2"
	filesPerKey   = 60 // filings in a minute
	mostKeywords  = 8
	kindToken     = "open311_token"
	filingTries   = 5
	coarse        = 100 // parts of a degree to which a point is rounded: about a kilometre
)

// open311Handler is the interface under /open311/.
func (s *site) open311Handler() http.Handler {
	tooMany := func(w http.ResponseWriter, r *http.Request) {
		http.Error(w, s.Texts.Text(s.langOf(r), "board.error.many"), http.StatusTooManyRequests)
	}
	handler := open311.Handler(open311.Source{
		Discovery: s.openDiscovery, Services: s.openServices, Definition: s.openDefinition, Requests: s.openRequests, Token: s.openToken,
		File: s.openFile, Allow: s.openAllow, Now: s.Now, Jurisdiction: s.jurisdiction(),
		Text: func(lang, id string, pairs ...any) string { return s.Texts.Text(lang, id, pairs...) },
		Failed: func(ctx context.Context, err error) {
			if ctx.Err() == nil {
				s.Log.ErrorContext(ctx, "serve open311", "err", err)
			}
		},
	})
	return newLimit(boardPerMinute, tooMany)(handler)
}

func (s *site) jurisdiction() string { return "vn-" + s.Province }

func (s *site) openProblem(lang string, code int, id string, pairs ...any) error {
	return &open311.Problem{Code: code, Text: s.Texts.Text(lang, "open311.error."+id, pairs...)}
}

func (s *site) openDiscovery(_ context.Context, lang string) open311.Discovery {
	return open311.Discovery{
		Changeset: openChangeset, Contact: s.Texts.Text(lang, "open311.contact"), KeyService: s.Texts.Text(lang, "open311.key_service"),
		Endpoints: []open311.Endpoint{{
			Specification: openSpec, URL: strings.TrimSuffix(s.BaseURL, "/") + strings.TrimSuffix(open311.Base, "/"), Changeset: openChangeset,
			Type: "production", Formats: []string{"application/json", "text/xml"},
		}},
	}
}

// openServices are the topics of which a case may be filed.
func (s *site) openServices(_ context.Context, lang string) []open311.Service {
	var out []open311.Service
	for _, t := range s.Directory.Topics() {
		if !t.Fileable() {
			continue
		}
		group := t.Group
		if id := "topics." + t.Group; s.Texts.Has(locales.Default, id) {
			group = s.Texts.Text(lang, id)
		}
		words := slices.Concat(t.Wordings, t.Plain)
		keywords := make([]string, 0, mostKeywords)
		for _, w := range words[:min(len(words), mostKeywords)] {
			keywords = append(keywords, strings.ReplaceAll(w, ",", ""))
		}
		out = append(out, open311.Service{
			Code: t.ID, Name: t.Label(lang), Metadata: true, Type: "realtime", Group: group, Keywords: strings.Join(keywords, ","),
			Description: s.Texts.Text(lang, "open311.service", "topic", t.Label(lang), "unit", s.groupName(lang, "department", t.First)),
		})
	}
	return out
}

// The attributes that a filing may carry.
const (
	attributeKind    = "kind"
	attributeCommune = "commune"
)

func (s *site) openDefinition(_ context.Context, lang, code string) (open311.Definition, error) {
	t, ok := s.Directory.Topic(code)
	if !ok || !t.Fileable() {
		return open311.Definition{}, s.openProblem(lang, http.StatusNotFound, "service", "code", code)
	}
	kind := open311.Attribute{
		Variable: true, Code: attributeKind, Datatype: "singlevaluelist", Order: 1, Description: s.Texts.Text(lang, "open311.kind"),
		DatatypeDescription: s.Texts.Text(lang, "open311.kind_note"),
	}
	for _, k := range []feedback.Kind{feedback.Feedback, feedback.Suggestion, feedback.Question, feedback.Praise} {
		kind.Values = append(kind.Values, open311.Value{Key: string(k), Name: s.Texts.Text(lang, "kind."+string(k))})
	}
	commune := open311.Attribute{
		Variable: true, Code: attributeCommune, Datatype: "singlevaluelist", Order: 2, Description: s.Texts.Text(lang, "open311.commune"),
		DatatypeDescription: s.Texts.Text(lang, "open311.commune_note"),
	}
	for _, a := range s.Areas.Communes(s.Province) {
		commune.Values = append(commune.Values, open311.Value{Key: a.Code, Name: a.Full()})
	}
	return open311.Definition{Code: t.ID, Attributes: []open311.Attribute{kind, commune}}, nil
}

func (s *site) openRequests(ctx context.Context, lang string, q open311.Query) ([]open311.Request, error) {
	var cases []publishedCase
	var err error
	if len(q.IDs) > 0 {
		var refs []string
		if refs, err = s.Figures.refsOf(ctx, q.IDs); err == nil {
			cases, err = s.publishedOf(ctx, refs)
		}
	} else {
		for _, code := range q.Services {
			if _, ok := s.Directory.Topic(code); !ok {
				return nil, s.openProblem(lang, http.StatusNotFound, "service", "code", code)
			}
		}
		cases, _, _, err = s.published(ctx, figures.Listing{Topics: q.Services, From: q.From, To: q.To, Open: q.Open}, q.Skip, q.Limit)
	}
	if errors.Is(err, errNotCounted) {
		return nil, s.openProblem(lang, http.StatusServiceUnavailable, "soon")
	}
	out := make([]open311.Request, 0, len(cases))
	for _, c := range cases {
		out = append(out, s.openRequest(lang, c))
	}
	return out, err
}

// openRequest is a published case in the words of the interface. The notes are the status in plain words: what an
// office wrote to a citizen stays between them.
func (s *site) openRequest(lang string, c publishedCase) open311.Request {
	r := open311.Request{
		ID: c.ID, Status: open311.Closed, Notes: s.Texts.Text(lang, "pages.status."+string(c.Status)), Name: s.topicName(c.Topic, lang), Code: c.Topic,
		Words: c.Words, Agency: s.unitName(c.Unit, lang), Requested: c.Opened.UTC().Truncate(time.Second), Updated: c.Updated.UTC().Truncate(time.Second),
		Address: areaName(s, c.Area), AddressID: c.Area,
	}
	if openStatus(c.Status) {
		r.Status = open311.Open
	}
	if !c.Due.IsZero() {
		due := c.Due.UTC().Truncate(time.Second)
		r.Expected = &due
	}
	if c.Place != nil {
		lat, long := coarsely(c.Place.Lat), coarsely(c.Place.Lon)
		r.Lat, r.Long = &lat, &long
	}
	return r
}

func coarsely(degrees float64) float64 { return float64(int(degrees*coarse+.5)) / coarse }

func (s *site) openToken(ctx context.Context, token string) (open311.Token, error) {
	t := open311.Token{Token: token}
	err := s.Store.View(ctx, func(tx *store.Tx) error { return tx.Doc(kindToken, token, &t.ID) })
	if isNotFound(err) || errors.Is(err, store.ErrKey) {
		return t, s.openProblem("", http.StatusNotFound, "token")
	}
	return t, err
}

// openAllow checks a key and counts what it files.
func (s *site) openAllow(ctx context.Context, lang, key string) error {
	switch k, err := findAPIKey(ctx, s.Store, key); {
	case isNotFound(err):
		return s.openProblem(lang, http.StatusForbidden, "key")
	case err != nil:
		return err
	case k.Revoked:
		return s.openProblem(lang, http.StatusUnauthorized, "revoked")
	}
	if s.keyLimit.OnLimit(nopWriter{}, &http.Request{Method: http.MethodPost}, apiKeyID(key)) {
		return s.openProblem(lang, http.StatusTooManyRequests, "many", "n", filesPerKey)
	}
	return nil
}

// nopWriter takes the headers of a limiter whose answer we word ourselves.
type nopWriter struct{}

func (nopWriter) Header() http.Header         { return http.Header{} }
func (nopWriter) Write(b []byte) (int, error) { return len(b), nil }
func (nopWriter) WriteHeader(int)             {}

// openFile files a case. An emergency, a denunciation and whatever else has a door of its own is refused with the
// words of that door, and nothing of it is kept.
func (s *site) openFile(ctx context.Context, lang, key string, f open311.Filing) (filed open311.Filed, err error) {
	filing, err := s.openFiling(lang, f)
	if err != nil {
		return filed, err
	}
	for range filingTries {
		if filing.Nonce, err = openNonce(key, f.Again); err != nil {
			return filed, err
		}
		filed, err = s.openPut(ctx, lang, filing, f.Again != "")
		if !errors.Is(err, store.ErrConflict) {
			return filed, err
		}
	}
	return filed, err
}

// openNonce draws the bytes of which reference and PIN are made. For a filing that may come again they follow from the
// key and the sender's mark, so that the second time gives the same case and not another one.
func openNonce(key, again string) (nonce [16]byte, err error) {
	if again == "" {
		_, err = rand.Read(nonce[:])
		return nonce, err
	}
	sum := sha256.Sum256([]byte("open311\x00" + key + "\x00" + again))
	return [16]byte(sum[:16]), nil
}

func (s *site) openPut(ctx context.Context, lang string, f feedback.Filing, again bool) (open311.Filed, error) {
	ref := feedback.NewRef(f.Nonce)
	token := s.Store.ContactID(kindToken + ":" + ref)
	c, err := feedback.Open(f, feedback.World{Now: s.Now(), Calendar: s.Calendar, Directory: s.Directory})
	if err != nil {
		return open311.Filed{}, s.openRefused(lang, err)
	}
	err = s.Store.Update(ctx, func(tx *store.Tx) error {
		old, err := tx.CaseHead(ref)
		if err == nil && again && old.Channel == openChannel && old.PIN.Matches(feedback.NewPIN(f.Nonce)) {
			c = old
			return nil
		}
		if err := tx.PutCase(c); err != nil {
			return err
		}
		return tx.PutDoc(kindToken, token, publicID(s.Store, ref))
	})
	return open311.Filed{
		ID: publicID(s.Store, ref), Reference: ref, PIN: feedback.NewPIN(f.Nonce), Token: token, Track: strings.TrimSuffix(s.BaseURL, "/") + "/track",
		Notice: s.Texts.Text(lang, "open311.filed", "unit", s.unitName(c.Unit, lang), "date", locales.Date(c.Answer.Due)),
	}, err
}

// openRefused words what the rules of a case refuse.
func (s *site) openRefused(lang string, err error) error {
	switch {
	case errors.Is(err, feedback.ErrTooLong):
		return s.openProblem(lang, http.StatusBadRequest, "long", "name", "description", "n", feedback.MaxText)
	case errors.Is(err, feedback.ErrNoText):
		return s.openProblem(lang, http.StatusBadRequest, "missing", "name", "description")
	}
	return err
}

// openFiling makes a filing of what was posted.
func (s *site) openFiling(lang string, f open311.Filing) (feedback.Filing, error) {
	topic, ok := s.Directory.Topic(f.Service)
	if !ok {
		return feedback.Filing{}, s.openProblem(lang, http.StatusNotFound, "service", "code", f.Service)
	}
	triage := s.Signs.Triage(f.Words).With(s.Router.Propose(f.Words, ""))
	if !topic.Fileable() {
		triage.Door = topic.Door
		return feedback.Filing{}, s.openDoor(lang, triage)
	}
	if triage.Kind == feedback.Emergency || triage.Door != "" && !triage.Kind.Fileable() && triage.Kind != feedback.ProcedureQuestion {
		return feedback.Filing{}, s.openDoor(lang, triage)
	}
	kind := feedback.Kind(f.Attributes[attributeKind])
	if kind == "" {
		kind = feedback.Feedback
	}
	if !kind.Fileable() {
		return feedback.Filing{}, s.openProblem(lang, http.StatusBadRequest, "attribute", "name", attributeKind)
	}
	commune, err := s.openCommune(lang, f)
	if err != nil {
		return feedback.Filing{}, err
	}
	spoken := locales.Default
	if l, ok := s.Texts.Language(lang); ok {
		spoken = l.Tag
	}
	filing := feedback.Filing{
		Kind: kind, Topic: topic.ID, Area: commune, Lang: spoken, Channel: openChannel,
		Person: feedback.Person{Words: f.Words, Name: f.Name, Phone: f.Phone},
	}
	if f.Address != "" {
		filing.Person.Words += "\n" + s.Texts.Text(locales.Default, "open311.address", "address", f.Address)
	}
	if f.Lat != nil {
		filing.Person.Place = &feedback.Place{Lat: *f.Lat, Lon: *f.Long}
	}
	return filing, nil
}

// openDoor names the right door.
func (s *site) openDoor(lang string, t feedback.Triage) error {
	var lines []string
	id := t.Door
	if t.Kind == feedback.Emergency || id == "" {
		id = string(t.Kind)
	}
	if title := "door." + id + "_title"; s.Texts.Has(locales.Default, title) {
		lines = append(lines, s.Texts.Text(lang, title)+".", s.Texts.Text(lang, "door."+id))
	}
	for _, n := range t.Numbers {
		lines = append(lines, s.Texts.Text(lang, "emergency."+n)+".")
	}
	lines = append(lines, s.Texts.Text(lang, "open311.error.door"))
	return &open311.Problem{Code: http.StatusBadRequest, Text: strings.Join(lines, " ")}
}

// openCommune finds the commune: by its code, by the point, or by what the address says, in this order. Where a point
// fits several communes the address decides, then the nearest middle.
func (s *site) openCommune(lang string, f open311.Filing) (string, error) {
	for _, code := range []string{f.Attributes[attributeCommune], f.AddressID} {
		if code == "" {
			continue
		}
		if a, ok := s.Areas.Commune(code); ok && a.Province == s.Province {
			return code, nil
		}
		return "", s.openProblem(lang, http.StatusBadRequest, "commune", "code", code)
	}
	var named []area.Match
	for _, m := range s.Areas.Find(f.Address, s.Province) {
		if m.Area.Code != "" && !m.Elsewhere {
			named = append(named, m)
		}
	}
	if f.Lat != nil {
		at := s.Areas.At(*f.Lat, *f.Long, s.Province)
		if len(at) == 0 {
			return "", s.openProblem(lang, http.StatusBadRequest, "outside")
		}
		return chooseCommune(at, named, *f.Lat, *f.Long), nil
	}
	if len(named) == 0 || len(named) > 1 && named[1].Score == named[0].Score {
		return "", s.openProblem(lang, http.StatusBadRequest, "place")
	}
	return named[0].Area.Code, nil
}

func chooseCommune(at []area.Area, named []area.Match, lat, lon float64) string {
	for _, m := range named {
		if slices.ContainsFunc(at, func(a area.Area) bool { return a.Code == m.Area.Code }) {
			return m.Area.Code
		}
	}
	away := func(a area.Area) float64 { return (a.Lat-lat)*(a.Lat-lat) + (a.Lon-lon)*(a.Lon-lon) }
	return slices.MinFunc(at, func(a, b area.Area) int {
		switch {
		case away(a) < away(b):
			return -1
		case away(a) > away(b):
			return 1
		}
		return 0
	}).Code
}
