package telegram

import "sync/atomic"

// Stats counts what a channel did since it was made.
type Stats struct {
	Updates      int64 // updates received, repeated ones among them
	Ignored      int64 // updates that are no event, such as those of groups
	Unreadable   int64 // updates that could not be decoded
	Handled      int64 // events that Handle committed
	HandleErrors int64 // calls of Handle that failed
	PollErrors   int64 // calls of getUpdates that failed
	Refused      int64 // webhook calls without the secret or not readable
	Files        int64 // files fetched
	FileProblems int64 // files that could not be taken
	Sent         int64 // messages sent
	Edited       int64 // messages edited in place
	MediaLost    int64 // pictures and voices that could not be sent
	Limited      int64 // times Telegram answered 429
	Gone         int64 // deliveries to chats that are no more
	Broken       int64 // deliveries that can never be sent
	Later        int64 // deliveries to be tried again
}

// counters is Stats while it is counted.
type counters struct {
	updates, ignored, unreadable, handled, handleErrors, pollErrors, refused atomic.Int64
	files, fileProblems, sent, edited, mediaLost, limited, gone, broken      atomic.Int64
	later                                                                    atomic.Int64
}

// Stats returns the counts so far.
func (c *Channel) Stats() Stats {
	n := &c.count
	return Stats{
		Updates: n.updates.Load(), Ignored: n.ignored.Load(), Unreadable: n.unreadable.Load(),
		Handled: n.handled.Load(), HandleErrors: n.handleErrors.Load(), PollErrors: n.pollErrors.Load(),
		Refused: n.refused.Load(), Files: n.files.Load(), FileProblems: n.fileProblems.Load(),
		Sent: n.sent.Load(), Edited: n.edited.Load(), MediaLost: n.mediaLost.Load(), Limited: n.limited.Load(),
		Gone: n.gone.Load(), Broken: n.broken.Load(), Later: n.later.Load(),
	}
}
