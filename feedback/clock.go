package feedback

import "time"

// Clock measures one time limit of a case in working time. It stands still while the citizen is asked, and keeps
// each stop. The zero Clock never runs.
type Clock struct {
	Started time.Time `json:"started,omitzero"`
	// Due is when the limit is over. While the clock stands it is the date before the stop.
	Due time.Time `json:"due,omitzero"`
	// Done is when what was owed was done, or no longer owed; zero while it is owed.
	Done     time.Time `json:"done,omitzero"`
	Stops    []Stop    `json:"stops,omitempty"`
	Left     WorkTime  `json:"left,omitempty"` // working time that was left at the stop that is not over
	Extended bool      `json:"extended,omitempty"`
}

// Stop is a time in which a clock stood still. Till is zero until it goes on.
type Stop struct {
	From time.Time `json:"from"`
	Till time.Time `json:"till,omitzero"`
}

// Running reports whether the clock is started, not done and not stopped.
func (k Clock) Running() bool { return !k.Started.IsZero() && k.Done.IsZero() && !k.Stopped() }

// Stopped reports whether the clock stands still now.
func (k Clock) Stopped() bool { return len(k.Stops) > 0 && k.Stops[len(k.Stops)-1].Till.IsZero() }

// Late reports whether the limit was over before it was done, or is over now.
func (k Clock) Late(now time.Time) bool {
	switch {
	case k.Started.IsZero() || k.Stopped():
		return false
	case k.Done.IsZero():
		return now.After(k.Due)
	}
	return k.Done.After(k.Due)
}

// Remaining returns the working time that is left, zero when it is over or done.
func (k Clock) Remaining(now time.Time, cal *Calendar) WorkTime {
	switch {
	case k.Stopped():
		return k.Left
	case !k.Running():
		return 0
	}
	return cal.Between(now, k.Due)
}

// Share returns which part of the limit is used up: 0.5 at half, 1 when it is over, more when it is late. Stops do
// not count. Reminders hang on it.
func (k Clock) Share(now time.Time, cal *Calendar) float64 {
	if k.Started.IsZero() {
		return 0
	}
	end := now
	if !k.Done.IsZero() {
		end = k.Done
	}
	total, stopped := k.spans(cal)
	used := cal.Between(k.Started, end) - stopped
	if k.Stopped() {
		used -= cal.Between(k.Stops[len(k.Stops)-1].From, end)
	}
	if total <= 0 {
		return 0
	}
	return float64(used) / float64(total)
}

func startClock(now, due time.Time) Clock { return Clock{Started: now, Due: due} }

func (k Clock) stop(now time.Time, cal *Calendar) Clock {
	if !k.Running() {
		return k
	}
	k.Left = cal.Between(now, k.Due)
	k.Stops = append(k.Stops[:len(k.Stops):len(k.Stops)], Stop{From: now})
	return k
}

// resume lets the clock go on with the working time that was left; one that was late already keeps its date.
func (k Clock) resume(now time.Time, cal *Calendar) Clock {
	if !k.Stopped() {
		return k
	}
	stops := append([]Stop(nil), k.Stops...)
	stops[len(stops)-1].Till = now
	k.Stops = stops
	if k.Left > 0 {
		k.Due = cal.Add(now, k.Left)
	}
	k.Left = 0
	return k
}

func (k Clock) done(now time.Time, cal *Calendar) Clock {
	if k.Started.IsZero() || !k.Done.IsZero() {
		return k
	}
	k = k.resume(now, cal)
	k.Done = now
	return k
}
