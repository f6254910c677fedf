package telegram

import "sync"

// memory is a map that forgets its oldest entries when it is full. It is safe for concurrent use. What it holds may
// be lost at any time without harm.
type memory[K comparable, V any] struct {
	mu    sync.Mutex
	limit int
	now   map[K]V // entries set since the last turn
	old   map[K]V // entries set in the turn before
}

// newMemory returns a memory of at least limit/2 and at most limit entries.
func newMemory[K comparable, V any](limit int) *memory[K, V] {
	return &memory[K, V]{limit: limit, now: map[K]V{}, old: map[K]V{}}
}

func (m *memory[K, V]) get(k K) (V, bool) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if v, ok := m.now[k]; ok {
		return v, true
	}
	v, ok := m.old[k]
	return v, ok
}

func (m *memory[K, V]) set(k K, v V) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if len(m.now) >= m.limit/2 {
		m.now, m.old = map[K]V{}, m.now
	}
	m.now[k] = v
}

func (m *memory[K, V]) drop(k K) {
	m.mu.Lock()
	defer m.mu.Unlock()
	delete(m.now, k)
	delete(m.old, k)
}
