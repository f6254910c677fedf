package web

import "net/http"

// classMux adds the pages of classes that everybody may open: the screen, and the form of the register.
func (s *site) classMux(mux *http.ServeMux) {
	mux.HandleFunc("GET /class/{$}", s.classEnter)
	mux.Handle("GET /class/{code}", private(http.HandlerFunc(s.classScreen)))
	mux.HandleFunc("GET /class/{code}/live", s.classLive)
	mux.HandleFunc("GET /class/{code}/qr.png", s.classQR)
	mux.HandleFunc("GET /class/{code}/media/{name}", s.classMedia)
	mux.Handle("GET /class/{code}/in", private(http.HandlerFunc(s.signForm)))
	mux.Handle("POST /class/{code}/in", private(s.small(s.sign)))
}

// classRoutes are the trainer's pages. Which class somebody may lead is decided by the dispatcher: any other is not
// there.
func (s *site) classRoutes() []route {
	routes := []route{
		{"GET /console/classes", s.classesPage},
		{"POST /console/classes", s.openClass},
		{"GET /console/classes/figures", s.coordinatorOnly(s.figuresPage)},
		{"GET /console/classes/{id}", s.classPage},
		{"GET /console/classes/{id}/live", s.classCounts},
		{"POST /console/classes/{id}/move", s.moveClass},
		{"POST /console/classes/{id}/hands", s.countHands},
		{"POST /console/classes/{id}/notes", s.addNote},
		{"POST /console/classes/{id}/notes/{note}", s.sortNote},
		{"GET /console/classes/{id}/register", s.registerPage},
		{"POST /console/classes/{id}/register", s.tickPeople},
		{"POST /console/classes/{id}/people", s.addPeople},
		{"GET /console/classes/{id}/sign", s.signPage},
		{"GET /console/classes/{id}/sign.png", s.signQR},
		{"GET /console/classes/{id}/sign.txt", s.signText},
		{"GET /console/classes/{id}/paper", s.paperPage},
		{"GET /console/classes/{id}/paper/{member}", s.paperForm},
		{"POST /console/classes/{id}/paper/{member}", s.enterPaper},
		{"GET /console/classes/{id}/paper/{member}/qr.png", s.paperQR},
		{"GET /console/classes/{id}/report", s.reportPage},
		{"GET /console/classes/{id}/report.xlsx", s.reportSheet},
		{"POST /console/classes/{id}/close", s.closeReport},
		{"POST /console/classes/{id}/file", s.fileProblems},
	}
	for i := range routes {
		routes[i].handle = s.teachersOnly(routes[i].handle)
	}
	return routes
}
