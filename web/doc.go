// Package web serves the pages that are not the chat: the console in which staff work their cases, a page for each
// guide, and the page on which anyone follows a case by reference and PIN. The pages are plain HTML forms and work
// without JavaScript; the one small script only saves steps. Every word comes from locales and content.
//
// A handler reads, calls one rule of feedback, and redirects. Who may see which case is decided in scope.go and
// nowhere else. No case data and no personal data stands in an address or in the log.
package web
