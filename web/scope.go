package web

import (
	"net/http"
	"slices"

	"danloi/feedback"
	"danloi/store"
)

// This file is the one place that decides who sees which case. Every route of the console that names a case is
// registered with onCase; a case outside the scope is not there, as if it did not exist.

// scope is whose cases somebody sees.
type scope struct {
	all    bool
	office bool // of the provincial office, which also sees what was brought before it
	units  []feedback.Unit
}

// scopeOf returns whose cases somebody sees; office is the provincial office.
func scopeOf(staff store.Staff, office feedback.Unit) scope {
	if staff.Role == RoleCoordinator {
		return scope{all: true}
	}
	var sc scope
	if staff.Role == RoleTrainer {
		return sc
	}
	for _, u := range staff.Units {
		sc.units = append(sc.units, feedback.Unit(u))
	}
	sc.office = slices.Contains(sc.units, office)
	return sc
}

// sees reports whether a case lies in the scope.
func (sc scope) sees(c feedback.Case) bool {
	return sc.all || slices.Contains(sc.units, c.Unit) || sc.office && c.Escalated()
}

// Sees reports whether a member of staff may see and work a case, for who hears of cases and answers outside the console.
// office is the provincial office of the directory.
func Sees(staff store.Staff, c feedback.Case, office feedback.Unit) bool {
	return scopeOf(staff, office).sees(c)
}

// caseHandler is a handler that works on one case within the scope of the visitor.
type caseHandler func(http.ResponseWriter, *http.Request, visit, feedback.Case)

// onCase reads the case that {ref} names and lets only those pass who may see it.
func (s *site) onCase(next caseHandler) staffHandler {
	return func(w http.ResponseWriter, r *http.Request, v visit) {
		c, ok, err := s.caseFor(r, v.scope, r.PathValue("ref"))
		switch {
		case err != nil:
			s.fail(w, r, err)
		case !ok:
			s.notThere(w, r, v)
		default:
			next(w, r, v, c)
		}
	}
}

// caseFor returns the case with this reference if it is in the scope.
func (s *site) caseFor(r *http.Request, sc scope, typed string) (c feedback.Case, ok bool, err error) {
	ref, err := feedback.ParseRef(typed)
	if err != nil {
		return c, false, nil
	}
	err = s.Store.View(r.Context(), func(tx *store.Tx) error {
		c, err = tx.Case(ref)
		return err
	})
	if isNotFound(err) {
		return feedback.Case{}, false, nil
	}
	if err != nil {
		return feedback.Case{}, false, err
	}
	if sc.sees(c) {
		return c, true, nil
	}
	return s.partFor(r, sc, c)
}

// partFor lets the unit that has the whole see its parts, which lie with other units.
func (s *site) partFor(r *http.Request, sc scope, c feedback.Case) (feedback.Case, bool, error) {
	whole, ok, err := s.wholeOf(r.Context(), c)
	if err != nil || !ok || !sc.sees(whole) {
		return feedback.Case{}, false, err
	}
	return c, true, nil
}

// coordinatorOnly hides a page from officers.
func (s *site) coordinatorOnly(next staffHandler) staffHandler {
	return func(w http.ResponseWriter, r *http.Request, v visit) {
		if !v.scope.all {
			s.notThere(w, r, v)
			return
		}
		next(w, r, v)
	}
}

func (s *site) notThere(w http.ResponseWriter, r *http.Request, v visit) {
	s.console(w, r, v, http.StatusNotFound, "console-message", page{
		Title: s.Texts.Text(v.lang, "console.error.404_title"), Data: s.Texts.Text(v.lang, "console.error.404"),
	})
}
