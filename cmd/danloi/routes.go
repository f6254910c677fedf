package main

import (
	"net/http"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/collectors"
	"github.com/prometheus/client_golang/prometheus/promhttp"

	"danloi/store"
)

// routes puts the pages of all parts under one address.
func (s *server) routes(chat, pages http.Handler) http.Handler {
	mux := http.NewServeMux()
	mux.Handle("/", chat)
	for _, path := range []string{"/console/", "/class/", "/g/", "/track", "/track/", "/pages/", "/certificate", "/certificate/", "/events", "/events/", "/events.ics", "/board", "/board/", "/board.csv", "/board.json", "/open311/", "/api/"} {
		mux.Handle(path, pages)
	}
	if s.telegram != nil {
		mux.Handle("POST /webhook/telegram", s.telegram.Webhook())
	}
	mux.HandleFunc("GET /healthz", func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusNoContent) })
	mux.HandleFunc("GET /readyz", s.readyz)
	mux.Handle("GET /metrics", s.metrics())
	return mux
}

// readyz answers 204 when questions can be answered and the store can be read.
func (s *server) readyz(w http.ResponseWriter, r *http.Request) {
	if !s.k.isReady() {
		http.Error(w, "index is not built yet", http.StatusServiceUnavailable)
		return
	}
	if err := s.store.View(r.Context(), func(*store.Tx) error { return nil }); err != nil {
		http.Error(w, "store cannot be read", http.StatusServiceUnavailable)
		return
	}
	w.WriteHeader(http.StatusNoContent)
}

// metrics are counters without anything personal.
func (s *server) metrics() http.Handler {
	r := prometheus.NewRegistry()
	r.MustRegister(collectors.NewGoCollector(), collectors.NewProcessCollector(collectors.ProcessCollectorOpts{}))
	st := &s.dispatch.Stats
	for name, read := range map[string]func() int64{
		"danloi_events_total": st.Events.Load, "danloi_event_failures_total": st.Failures.Load, "danloi_events_parked_total": st.Parked.Load,
		"danloi_messages_sent_total": st.Sent.Load, "danloi_message_failures_total": st.SendFailures.Load, "danloi_messages_parked_total": st.SendParked.Load,
	} {
		r.MustRegister(prometheus.NewCounterFunc(prometheus.CounterOpts{Name: name, Help: name}, func() float64 { return float64(read()) }))
	}
	return promhttp.HandlerFor(r, promhttp.HandlerOpts{})
}
