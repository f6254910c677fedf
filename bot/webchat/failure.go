package webchat

import "net/http"

// failurePage is the data of failure.html.
type failurePage struct {
	view
	Message string
	// Again holds what was sent, to send it once more as it was; nil when there is nothing to send. Its files
	// are not kept.
	Again *post
}

// Form is the one-time id of what was sent: sending it again counts once.
func (p post) Form() string { return p.form }

// Text is what was typed.
func (p post) Text() string { return p.text }

// Tap is the button that was pressed.
func (p post) Tap() string { return p.tap }

// Start is the code of the link that was followed, nil when none was.
func (p post) Start() *string { return p.start }

// failure is what chat.js is told.
type failure struct {
	Error string `json:"error"`
}

// fail tells a person in words what went wrong: as a page with a way on, or to chat.js. sent is what they sent.
func (s *chat) fail(w http.ResponseWriter, r *http.Request, status int, id string, sent post) {
	v := s.viewOf(r.Context(), r)
	message := s.Texts.Text(v.Lang, id)
	if wantsJSON(r) || r.URL.Path == "/log.json" {
		s.writeJSON(w, r, status, failure{Error: message})
		return
	}
	page := failurePage{view: v, Message: message}
	if sent.text != "" || sent.tap != "" || sent.start != nil {
		page.Again = &sent
	}
	s.writePage(w, r, status, v, "failure.html", page)
}

// broken answers for a fault of ours, which is logged without anything of the person.
func (s *chat) broken(w http.ResponseWriter, r *http.Request, doing string, err error, sent post) {
	if r.Context().Err() != nil { // the phone has hung up: nobody is there to be told, and nothing is wrong here
		return
	}
	s.Log.Error("web chat: "+doing, "error", err)
	w.Header().Set("Retry-After", "5")
	s.fail(w, r, http.StatusServiceUnavailable, "webchat.error.busy", sent)
}

func (s *chat) tooMany(w http.ResponseWriter, r *http.Request) {
	s.fail(w, r, http.StatusTooManyRequests, "webchat.error.many", post{})
}

func (s *chat) crossSite(w http.ResponseWriter, r *http.Request) {
	s.fail(w, r, http.StatusForbidden, "webchat.error.cross_site", post{})
}

func (s *chat) notFound(w http.ResponseWriter, r *http.Request) {
	s.fail(w, r, http.StatusNotFound, "webchat.error.not_found", post{})
}
