package bot

import (
	"slices"
	"strings"
)

// A second speaker hears what another has recorded, and says whether it may be used.
func hearingScreens() map[string]screen {
	return map[string]screen{
		"review":         {show: review},
		"review.play":    {show: playAgain, act: true},
		"review.skip":    {show: skipRecording, act: true},
		"review.yes":     {show: approve, act: true},
		"review.no":      {show: askReason, take: takeReason},
		"review.because": {show: reject, act: true},
	}
}

// reasons are the usual ones for rejecting a recording; their texts are "voice.because_ID".
func reasons() []string { return []string{"words", "noise", "cut", "other"} }

const maxReason = 200 // characters

func review(t *turn, _ []string) {
	if t.translator() {
		t.recordings("review", "")
	}
}

// toHear returns the recordings of others that wait to be judged, oldest first. A sentence that the guide does not
// say any more needs no judging.
func (t *turn) toHear(all []Recording) []Recording {
	wait := slices.DeleteFunc(slices.Clone(all), func(r Recording) bool {
		words, ok := t.Sentence(r.Spoken)
		return !ok || words != r.Sentence || r.State != Recorded || r.Said.Contact == t.ev.Contact
	})
	slices.SortStableFunc(wait, func(a, b Recording) int { return a.Said.At.Compare(b.Said.At) })
	return wait
}

// reviewButton leads to what others have recorded.
func (t *turn) reviewButton(all []Recording) Button {
	return t.button("voice.review_n", "review", "n", len(t.toHear(all)))
}

func (t *turn) showReview(all []Recording) {
	b := t.s.Booth
	wait := t.toHear(all)
	if len(wait) == 0 {
		b.Item, b.Recording = Spoken{}, ""
		t.ask(t.tx("voice.nothing_to_hear", "language", b.language(t)), t.button("voice.begin", "record"), t.button("button.home", "home"))
		return
	}
	i := slices.IndexFunc(wait, func(r Recording) bool { return !slices.Contains(b.Skipped, r.ID) })
	if i < 0 { // all were skipped: they come up again
		b.Skipped, i = nil, 0
	}
	b.Item, b.Recording = wait[i].Spoken, wait[i].ID
	t.note("voice.hear", "n", len(wait), "language", b.language(t))
	t.playReview()
}

func (t *turn) playReview() {
	t.play(t.button("voice.approve", "review.yes"), beside(t.button("voice.reject", "review.no")),
		t.button("voice.play", "review.play"), beside(t.button("voice.skip", "review.skip")), t.button("voice.stop", "home"))
}

// hearingOne tells whether a recording of somebody else is at hand; else it shows the next.
func (t *turn) hearingOne() bool {
	if b := t.s.Booth; b != nil && b.Recording != "" && strings.HasPrefix(t.s.At, "review") {
		return true
	}
	review(t, nil)
	return false
}

func playAgain(t *turn, _ []string) {
	if t.hearingOne() {
		t.playReview()
	}
}

func skipRecording(t *turn, _ []string) {
	if t.hearingOne() {
		t.s.Booth.skip(t.s.Booth.Recording)
		t.recordings("review", "")
	}
}

func approve(t *turn, _ []string) {
	if t.hearingOne() {
		t.judge(true, "")
	}
}

func (t *turn) judge(yes bool, reason string) {
	b := t.s.Booth
	t.do(JudgeVoice{Spoken: b.Item, ID: b.Recording, Approve: yes, Reason: reason, Judge: t.sign()})
}

func askReason(t *turn, _ []string) {
	if !t.hearingOne() {
		return
	}
	var buttons []Button
	for _, r := range reasons() {
		buttons = append(buttons, t.button("voice.because_"+r, address("review.because", r)))
	}
	t.ask(t.tx("voice.why"), append(buttons, t.button("button.back", "review"))...)
}

// takeReason takes the listener's own words.
func takeReason(t *turn, _ []string) bool {
	words, ok := t.text()
	if !ok || words == "" {
		return false
	}
	if !t.hearingOne() {
		return true
	}
	if r := []rune(words); len(r) > maxReason {
		words = string(r[:maxReason])
	}
	t.judge(false, words)
	return true
}

func reject(t *turn, args []string) {
	id := arg(args, 0)
	if !slices.Contains(reasons(), id) {
		t.show("review.no")
		return
	}
	if t.hearingOne() {
		t.judge(false, id)
	}
}

// reason puts a reason into the language of the conversation, as far as it is a usual one.
func (t *turn) reason(r string) string {
	if slices.Contains(reasons(), r) {
		return t.tx("voice.because_" + r)
	}
	return r
}

// voiceJudged goes on with the next recording.
func (t *turn) voiceJudged(in VoiceJudged) {
	if !t.translator() {
		return
	}
	note := "voice.rejected"
	switch {
	case in.Gone:
		note = "voice.gone"
	case in.Ask.Approve:
		note = "voice.approved"
	}
	t.s.Booth.Item, t.s.Booth.Recording = Spoken{}, ""
	t.recordings("review", note)
}
