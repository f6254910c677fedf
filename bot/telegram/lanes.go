package telegram

import (
	"sync"

	"github.com/go-telegram/bot/models"
)

// lanes works what belongs to one chat in order and lets chats overtake each other. There is one goroutine for each
// chat that has work; the number of updates that are not committed, at most 100, bounds them.
type lanes struct {
	work func(job)
	wg   sync.WaitGroup

	mu    sync.Mutex
	queue map[int64][]job // a chat is in it while its goroutine runs
}

// job is one update on its lane.
type job struct {
	update *models.Update
	in     received
}

func newLanes(work func(job)) *lanes {
	return &lanes{work: work, queue: map[int64][]job{}}
}

// put adds j at the end of its chat's lane.
func (l *lanes) put(j job) {
	l.mu.Lock()
	defer l.mu.Unlock()
	waiting, running := l.queue[j.in.chat]
	l.queue[j.in.chat] = append(waiting, j)
	if !running {
		l.wg.Go(func() { l.run(j.in.chat) })
	}
}

// run works a lane until it is empty.
func (l *lanes) run(chat int64) {
	for {
		l.mu.Lock()
		if len(l.queue[chat]) == 0 {
			delete(l.queue, chat)
			l.mu.Unlock()
			return
		}
		j := l.queue[chat][0]
		l.queue[chat] = l.queue[chat][1:]
		l.mu.Unlock()
		l.work(j)
	}
}

// wait returns when all lanes are empty. Nothing may be put meanwhile.
func (l *lanes) wait() { l.wg.Wait() }
