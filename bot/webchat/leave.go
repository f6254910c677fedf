package webchat

import "net/http"

// askLeave asks whether this phone shall forget who used it: many phones are shared.
func (s *chat) askLeave(w http.ResponseWriter, r *http.Request) {
	v := s.viewOf(r.Context(), r)
	s.writePage(w, r, http.StatusOK, v, "leave.html", v)
}

// leave clears the cookie. The conversation stays with the bot, but nobody comes back to it with this phone;
// cases are followed by reference and PIN.
func (s *chat) leave(w http.ResponseWriter, r *http.Request) {
	if address, ok := token(r); ok {
		s.arrivals.forget(address)
	}
	s.setToken(w, r, "")
	w.Header().Set("Cache-Control", "no-store")
	w.Header().Set("Clear-Site-Data", `"cache"`)
	http.Redirect(w, r, "/", http.StatusSeeOther)
}
