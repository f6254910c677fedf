package webchat

import "sync"

// maxStreams is how many streams one person may have open: tabs of one browser.
const maxStreams = 4

// streams counts the open streams of each address. It is safe for concurrent use.
type streams struct {
	mu   sync.Mutex
	open map[string]int
}

func newStreams() *streams { return &streams{open: map[string]int{}} }

// enter counts a stream in, and tells whether there was room. Who entered must leave.
func (s *streams) enter(address string) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.open[address] >= maxStreams {
		return false
	}
	s.open[address]++
	return true
}

func (s *streams) leave(address string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.open[address]--; s.open[address] <= 0 {
		delete(s.open, address)
	}
}
