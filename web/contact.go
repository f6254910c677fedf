package web

import (
	"net/http"

	"danloi/feedback"
)

// contact shows a case with the name and number of the person, after the look has been written into the trail.
func (s *site) contact(w http.ResponseWriter, r *http.Request, v visit, c feedback.Case) {
	if err := s.audit(r.Context(), v.staff, AuditContact, c.Ref, string(c.Unit)); err != nil {
		s.fail(w, r, err)
		return
	}
	s.showCase(w, r, v, http.StatusOK, c, typed{}, func(_ *page, view *caseView) {
		view.Contact = &contactView{Name: c.Person.Name, Phone: c.Person.Phone}
	})
}
