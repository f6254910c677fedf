// Package webchat is the channel for people who have a browser and nothing else: one page on which the bot and the
// citizen talk. The page is complete without JavaScript: the log is rendered here, every quick reply is a button
// of a form, and a post answers with a redirect to the last line. chat.js, where it runs, posts without a reload
// and hears of new lines by server-sent events.
//
// A citizen is known by a random token in a cookie that is set at the first post; it is the contact's address.
// Every rendered form carries a one-time id, of which the event's id is made: a form that is sent twice counts
// once.
package webchat
