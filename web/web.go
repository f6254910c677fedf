package web

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"net/http"
	"time"

	"github.com/alexedwards/scs/v2"
	"github.com/go-chi/httprate"

	"danloi/bot/dispatch"
	"danloi/content"
	"danloi/feedback"
	"danloi/feedback/area"
	"danloi/locales"
	"danloi/store"
)

// Config is what the pages need. All fields but Secure, BaseURL and Demo are required.
type Config struct {
	Store *store.Store
	// Act applies one action of a member of staff to a case, stores the files with it and tells the citizen, all
	// in one transaction, and returns the case as it is then. want is the version that the member of staff was looking
	// at: when the case has another one, Act returns store.ErrConflict. A refusal is or wraps the error of
	// feedback.Case.Do; the case is unchanged then.
	Act func(ctx context.Context, by store.Staff, ref string, want int, a feedback.Action, files []store.File) (feedback.Case, error)
	// Classes leads the classes that trainers hold.
	Classes *dispatch.Dispatcher
	// ActOnce is Act for something that may be sent twice; first runs at the beginning of the same transaction, and when it
	// returns an error, nothing is done.
	ActOnce func(ctx context.Context, by store.Staff, ref string, a feedback.Action, files []store.File, first func(*store.Tx) error) (feedback.Case, error)
	Texts   *locales.Catalog
	Library func() *content.Library // the library at this moment; it may change while the server runs
	// ContentFiles returns the files that the library is read from, for the checker. They may be newer than Library.
	ContentFiles func() fs.FS
	Areas        *area.Areas
	Directory    *feedback.Directory
	Templates    *feedback.Templates
	Router       *feedback.Router // proposes the topic of what staff file for somebody
	Signs        *feedback.Signs  // knows what has another door
	Calendar     *feedback.Calendar
	Province     string // code of the province that is served
	// Figures are counted of all cases; whoever makes the pages also runs them.
	Figures *Figures
	// BaseURL is the public address of the pages, such as https://danloi.example.vn. It stands in QR codes; empty for
	// the one by which a page was asked for.
	BaseURL string
	// Licence is the short name under which figures and published cases are offered, such as one of Licences.
	Licence string
	Now     func() time.Time
	Log     *slog.Logger
	// Secure says that the pages are reached by HTTPS, so that cookies are sent over nothing else.
	Secure bool
	// Demo marks every page of the console as a sample.
	Demo bool
}

// site is everything that the handlers share.
type site struct {
	Config
	pages     templates
	assets    assets
	sessions  *scs.SessionManager
	checker   *checker
	checked   checked
	logins    *attempts // by account
	addresses *attempts // by address, log-ins
	guessers  *attempts // by address, PINs
	tickets   tickets
	streams   chan struct{}         // one for each open stream of a class page
	keyLimit  *httprate.RateLimiter // filings, by key of the interface
	nobody    feedback.PINHash      // a PIN nobody knows, for references that do not exist
}

// idle is after how long without a request somebody is logged out; sessionLife is when in any case.
const (
	sessionIdle = 8 * time.Hour
	sessionLife = 24 * time.Hour
)

// New returns the handler of /console/, /class/, /g/, /track, /board, /open311/ and /pages/. It is safe for concurrent use.
func New(c Config) (http.Handler, error) {
	s, err := newSite(c)
	if err != nil {
		return nil, fmt.Errorf("prepare pages: %w", err)
	}
	return s.handler(), nil
}

func newSite(c Config) (*site, error) {
	s := &site{
		Config: c, sessions: newSessions(c), tickets: newTickets(), streams: make(chan struct{}, mostStreams),
		logins: newAttempts(freeTriesAccount), addresses: newAttempts(freeTriesAddress),
		guessers: newAttempts(freeTriesGuesser), keyLimit: httprate.NewRateLimiter(filesPerKey, time.Minute),
	}
	var nonce [16]byte
	rand.Read(nonce[:])
	var err error
	if s.nobody, err = feedback.HashPIN(nonce); err != nil {
		return nil, err
	}
	if s.pages, err = loadTemplates(); err != nil {
		return nil, err
	}
	if s.assets, err = loadAssets(); err != nil {
		return nil, err
	}
	if s.checker, err = newChecker(); err != nil {
		return nil, err
	}
	return s, nil
}

func newSessions(c Config) *scs.SessionManager {
	m := scs.New()
	m.Store = store.NewSessions(c.Store)
	m.HashTokenInStore = true
	m.IdleTimeout = sessionIdle
	m.Lifetime = sessionLife
	m.Cookie.Name = "danloi_staff"
	m.Cookie.Path = "/console/"
	m.Cookie.HttpOnly = true
	m.Cookie.Secure = c.Secure
	m.Cookie.SameSite = http.SameSiteLaxMode
	m.Cookie.Persist = false
	m.ErrorFunc = func(w http.ResponseWriter, r *http.Request, err error) {
		c.Log.ErrorContext(r.Context(), "console session", "err", err)
		http.Error(w, c.Texts.Text(locales.Default, "pages.error.500"), http.StatusInternalServerError)
	}
	return m
}

func (s *site) handler() http.Handler {
	mux := http.NewServeMux()
	mux.Handle("GET "+assetPath+"{name}", s.assets)
	mux.HandleFunc("GET /g/{$}", s.guides)
	mux.HandleFunc("GET /g/{slug}", s.guide)
	mux.HandleFunc("GET /g/{slug}/media/{name}", s.media)
	mux.Handle("GET /track", private(http.HandlerFunc(s.trackForm)))
	mux.Handle("POST /track", private(s.small(s.track)))
	mux.Handle("POST /track/file", private(s.small(s.trackFile)))
	mux.Handle("POST /track/{action}", private(s.small(s.trackAct)))
	s.boardRoutes(mux)
	s.certificateRoutes(mux)
	s.eventRoutes(mux)
	mux.Handle("/open311/", s.open311Handler())
	s.classMux(mux)
	mux.Handle("/console/", private(s.sessions.LoadAndSave(s.consoleMux())))
	return s.guard(mux)
}

// route is one page or action of the console behind the log-in.
type route struct {
	pattern string
	handle  staffHandler
}

// consoleRoutes are all routes behind the log-in. Those that name a case go through onCase.
func (s *site) consoleRoutes() []route {
	return append(s.classRoutes(), []route{
		{"GET /console/{$}", s.trainerHome(s.inbox)},
		{"POST /console/find", s.find},
		{"GET /console/new", s.newCase},
		{"POST /console/batch", s.batch},
		{"POST /console/batch/do", s.batchDo},
		{"POST /console/export", s.export},
		{"POST /console/new", s.fileCase},
		{"POST /console/cases/{ref}/pin", s.onCase(s.renewPIN)},
		{"GET /console/cases/{ref}", s.onCase(s.casePage)},
		{"POST /console/cases/{ref}/contact", s.onCase(s.contact)},
		{"GET /console/cases/{ref}/files/{id}", s.onCase(s.file)},
		{"POST /console/cases/{ref}/do/{action}", s.onCase(s.act)},
		{"POST /console/cases/{ref}/template/{action}", s.onCase(s.useTemplate)},
		{"GET /console/password", s.passwordForm},
		{"POST /console/password", s.password},
		{"GET /console/people", s.coordinatorOnly(s.people)},
		{"GET /console/audit", s.coordinatorOnly(s.auditPage)},
		{"GET /console/board", s.coordinatorOnly(s.deskBoard)},
		{"GET /console/board.csv", s.coordinatorOnly(s.deskCSV)},
		{"GET /console/board.xlsx", s.coordinatorOnly(s.deskXLSX)},
		{"GET /console/publish", s.coordinatorOnly(s.publishList)},
		{"GET /console/publish/{ref}", s.moderator(s.moderate)},
		{"POST /console/publish/{ref}/{decision}", s.moderator(s.decide)},
		{"GET /console/pen", s.coordinatorOnly(s.penPage)},
		{"GET /console/pen/{id}", s.coordinatorOnly(s.penLetter)},
		{"POST /console/pen/{id}/note", s.coordinatorOnly(s.penHand)},
		{"POST /console/pen/{id}/discard", s.coordinatorOnly(s.penDrop)},
		{"GET /console/reach", s.reachPage},
		{"POST /console/reach/mailbox", s.coordinatorOnly(s.reachMailbox)},
		{"POST /console/reach/code", s.reachCode},
		{"POST /console/reach/unbind", s.reachUnbind},
		{"POST /console/reach/group", s.reachGroup},
		{"POST /console/reach/webhook", s.coordinatorOnly(s.reachHook)},
		{"GET /console/questions", s.coordinatorOnly(s.questionsPage)},
		{"GET /console/questions/{key}/draft", s.coordinatorOnly(s.draftGuide)},
		{"GET /console/content", s.coordinatorOnly(s.contentPage)},
		{"GET /console/content/guides/{slug}", s.coordinatorOnly(s.previewGuide)},
		{"GET /console/content/modules/{slug}", s.coordinatorOnly(s.previewModule)},
		{"GET /console/content/{kind}/{slug}/media/{name}", s.coordinatorOnly(s.previewFile)},
		{"GET /console/learn", s.learnPage},
		{"GET /console/learn/{slug}", s.learnModule},
		{"GET /console/learn/{slug}/{screen}", s.learnScreen},
		{"POST /console/learn/{slug}/{screen}", s.learnScreen},
		{"GET /console/learn/{slug}/end", s.learnEnd},
		{"POST /console/learn/{slug}/retake", s.learnRetake},
		{"POST /console/learn/{slug}/certificate", s.learnCertificate},
		{"GET /console/events", s.outreachOnly(s.visitsPage)},
		{"POST /console/events", s.outreachOnly(s.putVisit)},
		{"POST /console/events/import", s.outreachOnly(s.importVisits)},
		{"GET /console/events/{id}", s.outreachOnly(s.editVisit)},
		{"POST /console/events/{id}", s.outreachOnly(s.putVisit)},
		{"POST /console/events/{id}/cancel", s.outreachOnly(s.cancelVisit)},
		{"GET /console/news", s.coordinatorOnly(s.announcePage)},
		{"POST /console/news", s.coordinatorOnly(s.announce)},
		{"POST /console/news/{id}/stop", s.coordinatorOnly(s.stopAnnouncement)},
		{"/console/", s.notThere},
	}...)
}

func (s *site) consoleMux() http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("GET /console/login", s.loginForm)
	mux.Handle("POST /console/login", s.small(s.login))
	mux.Handle("POST /console/logout", s.small(s.logout))
	for _, r := range s.consoleRoutes() {
		mux.Handle(r.pattern, s.loggedIn(r.handle))
	}
	return mux
}

// maxForm bounds a form without files, in bytes.
const maxForm = 64 << 10

// small refuses forms that are larger than any of ours.
func (s *site) small(next http.HandlerFunc) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		r.Body = http.MaxBytesReader(w, r.Body, maxForm)
		if err := r.ParseForm(); err != nil {
			http.Error(w, s.Texts.Text(s.langOf(r), "pages.error.large"), formStatus(err))
			return
		}
		next(w, r)
	})
}

// formStatus tells a form that is too large from one that is broken.
func formStatus(err error) int {
	var large *http.MaxBytesError
	if errors.As(err, &large) {
		return http.StatusRequestEntityTooLarge
	}
	return http.StatusBadRequest
}

// fail logs a fault of ours and shows that there is one. A request that was given up is no fault.
func (s *site) fail(w http.ResponseWriter, r *http.Request, err error) {
	if r.Context().Err() == nil {
		s.Log.ErrorContext(r.Context(), "serve page", "route", r.Pattern, "err", err)
	}
	http.Error(w, s.Texts.Text(s.langOf(r), "pages.error.500"), http.StatusInternalServerError)
}

func isNotFound(err error) bool { return errors.Is(err, store.ErrNotFound) }

// audit adds a line to the trail.
func (s *site) audit(ctx context.Context, by store.Staff, did, what, unit string) error {
	line := store.AuditLine{At: s.Now(), Who: by.ID, Did: did, What: what, Unit: unit}
	return s.Store.Update(ctx, func(tx *store.Tx) error { return tx.Audit(line) })
}
