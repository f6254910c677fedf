package web

import "slices"

// entry is one line of the console's menu. Nav is the page's own name for itself, and Text the id of its name.
type entry struct {
	nav, url, text string
	roles          []string
	more           bool // for the second part of the menu, which is opened first
}

// everybody, and those who have to do with cases or with classes.
var (
	everybody = []string{RoleOfficer, RoleCoordinator, RoleTrainer}
	onCases   = []string{RoleOfficer, RoleCoordinator}
	onClasses = []string{RoleCoordinator, RoleTrainer}
	theOffice = []string{RoleCoordinator}
)

// menu is the console's menu in order. What a coordinator needs now and then lies in its second part.
var menu = []entry{
	{nav: "inbox", url: "/console/", text: "console.inbox.title", roles: onCases},
	{nav: "new", url: "/console/new", text: "console.new.nav", roles: everybody},
	{nav: "classes", url: "/console/classes", text: "classpage.list.title", roles: onClasses},
	{nav: "board", url: "/console/board", text: "desk_board.title", roles: theOffice},
	{nav: "publish", url: "/console/publish", text: "moderate.nav", roles: theOffice},
	{nav: "events", url: "/console/events", text: "console.events.title", roles: onClasses, more: true},
	{nav: "news", url: "/console/news", text: "console.news.title", roles: theOffice, more: true},
	{nav: "questions", url: "/console/questions", text: "console.questions.title", roles: theOffice, more: true},
	{nav: "content", url: "/console/content", text: "console.content.title", roles: theOffice, more: true},
	{nav: "pen", url: "/console/pen", text: "mail.pen.title", roles: theOffice, more: true},
	{nav: "learn", url: "/console/learn", text: "console.learn.title", roles: everybody, more: true},
	{nav: "reach", url: "/console/reach", text: "mail.reach.title", roles: onCases, more: true},
	{nav: "people", url: "/console/people", text: "console.people.title", roles: theOffice, more: true},
	{nav: "audit", url: "/console/audit", text: "console.audit.title", roles: theOffice, more: true},
}

// menuLine is an entry as a page shows it.
type menuLine struct {
	URL, Text string
	Present   bool
}

// Menu returns the first or the second part of the menu for whoever is logged in.
func (p page) Menu(more bool) []menuLine {
	var out []menuLine
	for _, e := range menu {
		if e.more == more && p.Me != nil && slices.Contains(e.roles, p.Me.Role) {
			out = append(out, menuLine{e.url, p.T(e.text), e.nav == p.Nav})
		}
	}
	return out
}
