package feedback

import (
	"errors"
	"slices"
	"strings"
	"testing"
)

func doJoin(t *testing.T, contact string) Action {
	t.Helper()
	pin, err := HashPIN(nonce(7))
	if err != nil {
		t.Fatal(err)
	}
	return Action{Kind: DoJoin, By: ByCitizen, Contact: contact, PIN: pin, Text: "TỐI OM", Files: []File{{ID: "f7", Kind: "photo"}}}
}

// Who joins hears the news and may say that it is not solved, sees nothing of another's words, and cannot act as the
// one who filed the case.
func TestFollower(t *testing.T) {
	w := world(t, "2026-11-16 09:00")
	c := run(t, open1(t, w, "chieu_sang"), w, step{"2026-11-16 10:00", doJoin(t, "c2")})
	if !slices.Equal(c.Hearers(), []string{"c1", "c2"}) || c.Together() != 2 || !c.FollowedBy("c2") || c.FollowedBy("c1") {
		t.Errorf("heard by %v", c.Hearers())
	}
	if who, ok := c.FollowerByPIN(NewPIN(nonce(7))); !ok || who != "c2" || c.PIN.Matches(NewPIN(nonce(7))) {
		t.Errorf("the PIN is that of %q", who)
	}
	theirs, mine := c.ForFollower("c2"), c.ForOwner()
	if theirs.Person.Words != "" || theirs.Text(1).Text != "TỐI OM" || len(theirs.Person.Files) != 1 || theirs.Person.Files[0].ID != "f7" {
		t.Errorf("the follower sees %+v", theirs.Person)
	}
	if mine.Person.Words != "đèn hỏng" || mine.Text(1).Text != "" || len(mine.Person.Files) != 1 || mine.Person.Files[0].ID != "f1" {
		t.Errorf("the one who filed it sees %+v", mine.Person)
	}
	if c.Person.Words != "đèn hỏng" || c.Text(1).Text == "" {
		t.Error("looking at a case changed it")
	}
	for _, k := range []struct {
		name string
		a    Action
		want error
	}{
		{"joining twice", doJoin(t, "c2"), ErrNotAllowed},
		{"joining one's own", doJoin(t, "c1"), ErrNotYours},
		{"closing", Action{Kind: DoClose, By: ByCitizen, Contact: "c2"}, ErrNotYours},
		{"publishing", Action{Kind: DoPublish, By: ByCitizen, Contact: "c2"}, ErrNotYours},
		{"a stranger's words", Action{Kind: DoAdd, By: ByCitizen, Contact: "c3", Text: "x"}, ErrNotYours},
		{"linking by a citizen", Action{Kind: DoLink, By: ByCitizen, Of: "x"}, ErrNotYours},
	} {
		if _, err := c.Do(k.a, w); !errors.Is(err, k.want) {
			t.Errorf("%s: %v, want %v", k.name, err, k.want)
		}
	}
	c = run(t, c, w, step{"2026-11-17 09:00", doAnswer},
		step{"2026-11-17 10:00", Action{Kind: DoRate, By: ByCitizen, Contact: "c2", Stars: 2}},
		step{"2026-11-17 10:10", Action{Kind: DoRate, By: ByCitizen, Contact: "c1", Stars: 5}},
		step{"2026-11-17 11:00", Action{Kind: DoReopen, By: ByCitizen, Contact: "c2", Text: "lại tắt"}})
	if c.Rating != 5 || c.Joined[0].Rating != 2 || c.ForFollower("c2").Rating != 2 || c.Status != InProgress {
		t.Errorf("ratings %d and %d, status %s", c.Rating, c.Joined[0].Rating, c.Status)
	}
	if last := len(c.Story) - 1; c.ForOwner().Story[last].Contact != Another || c.ForFollower("c2").Text(last).Text != "lại tắt" {
		t.Error("whose reopening it was is lost")
	}
	gone, files := c.WithoutFollower("c2")
	all := strings.Join([]string{gone.Text(1).Text, gone.Text(len(gone.Story) - 1).Text}, "")
	if all != "" || !slices.Equal(files, []string{"f7"}) || gone.FollowedBy("c2") || gone.Version != c.Version+1 {
		t.Errorf("after forgetting: %q, files %v", all, files)
	}
	left := run(t, c, w, step{"2026-11-17 12:00", Action{Kind: DoLeave, By: ByCitizen, Contact: "c2"}})
	if left.FollowedBy("c2") {
		t.Error("still followed after leaving")
	}
}

// A duplicate brings its citizen, and all who followed it, to the original; nobody twice.
func TestLink(t *testing.T) {
	w := world(t, "2026-11-16 09:00")
	c := open1(t, w, "chieu_sang")
	of := NewRef(nonce(9))
	a := Action{Kind: DoLink, By: "s1", Of: of, Contact: "c2", Others: []Follower{{Contact: "c3"}, {Contact: "c1"}, {Contact: "c2"}}}
	c = run(t, c, w, step{"2026-11-16 10:00", a})
	if !slices.Equal(c.Hearers(), []string{"c1", "c2", "c3"}) || c.Story[1].Of != of {
		t.Errorf("heard by %v, of %s", c.Hearers(), c.Story[1].Of)
	}
	a.Of = c.Ref
	if _, err := c.Do(a, w); !errors.Is(err, ErrBadOriginal) {
		t.Errorf("linked to itself: %v", err)
	}
}

// The citizen is asked the morning after the promised day, once; not done gives the case back.
func TestPromise(t *testing.T) {
	w := world(t, "2026-11-16 09:00")
	answer := doAnswer
	answer.Promised = at(t, "2026-11-20 17:00")
	check := Action{Kind: DoCheck, By: BySystem}
	c := run(t, open1(t, w, "chieu_sang"), w, step{"2026-11-16 10:00", answer})
	if due, ok := c.AskAt(); !ok || !due.Equal(at(t, "2026-11-21 08:00")) {
		t.Errorf("to be asked at %v", due)
	}
	w.Now = at(t, "2026-11-20 20:00")
	if _, err := c.Do(check, w); !errors.Is(err, ErrNotAllowed) {
		t.Errorf("asked on the promised day: %v", err)
	}
	c = run(t, c, w, step{"2026-11-21 08:00", check})
	if _, err := c.Do(check, w); !errors.Is(err, ErrNotAllowed) {
		t.Errorf("asked twice: %v", err)
	}
	again := run(t, c, w, step{"2026-11-21 09:00", Action{Kind: DoReopen, By: ByCitizen}})
	if _, ok := again.AskAt(); ok || !again.Promised.IsZero() || again.Status != InProgress {
		t.Errorf("after not done: %s, promised %v", again.Status, again.Promised)
	}
	late := Action{Kind: DoUpdate, By: "s1", Text: "mai xong", Promised: at(t, "2026-11-23 10:00")}
	again = run(t, again, w, step{"2026-11-21 10:00", late}, step{"2026-11-24 08:00", check},
		step{"2026-11-24 09:00", Action{Kind: DoNotDone, By: ByCitizen}})
	if again.Status != InProgress || !again.Promised.IsZero() {
		t.Errorf("after the second: %s", again.Status)
	}
	if _, err := again.Do(Action{Kind: DoNotDone, By: ByCitizen}, w); !errors.Is(err, ErrNotAllowed) {
		t.Errorf("not done without a promise: %v", err)
	}
	for _, day := range []string{"2026-11-20 10:00", "2028-01-01 10:00"} {
		bad := late
		bad.Promised = at(t, day)
		w.Now = at(t, "2026-11-21 10:00")
		if _, err := again.Do(bad, w); !errors.Is(err, ErrBadDate) {
			t.Errorf("promised for %s: %v", day, err)
		}
	}
	for clock, want := range map[string]bool{"2026-11-21 07:59": false, "2026-11-21 08:00": true, "2026-11-21 19:59": true, "2026-11-21 20:00": false} {
		if got := MayBeTold(at(t, clock), w.Calendar); got != want {
			t.Errorf("may be told at %s: %v", clock, got)
		}
	}
}

// A case from the counter is claimed once; an answer is spoken only with a voice note.
func TestClaimAndVoice(t *testing.T) {
	w := world(t, "2026-11-16 09:00")
	c, err := Open(Filing{Nonce: nonce(3), Kind: Feedback, Topic: "chieu_sang", Lang: "vi", Channel: "counter", By: "s1", Person: Person{Words: "đèn hỏng"}}, w)
	if err != nil || c.By != "s1" || c.Story[0].By != "s1" {
		t.Fatalf("opened: %v, by %q", err, c.By)
	}
	claim := Action{Kind: DoClaim, By: ByCitizen, Contact: "c1", Lang: "en"}
	c = run(t, c, w, step{"2026-11-16 10:00", claim})
	if c.Contact != "c1" || c.Lang != "en" || !c.InOtherWords() {
		t.Errorf("claimed by %q in %q", c.Contact, c.Lang)
	}
	claim.Contact = "c2"
	if _, err := c.Do(claim, w); !errors.Is(err, ErrNotAllowed) {
		t.Errorf("claimed twice: %v", err)
	}
	c = run(t, c, w, step{"2026-11-16 11:00", Action{Kind: DoAskVoice, By: ByCitizen, Lang: "tyz"}})
	if !c.VoiceWanted || c.Story[2].Lang != "tyz" {
		t.Errorf("voice wanted: %v", c.VoiceWanted)
	}
	if _, err := c.Do(Action{Kind: DoVoice, By: "s1", Files: []File{{ID: "f1", Kind: "photo"}}}, w); !errors.Is(err, ErrNoVoice) {
		t.Errorf("a photo for a voice: %v", err)
	}
	c = run(t, c, w, step{"2026-11-16 12:00", Action{Kind: DoVoice, By: "s1", Files: []File{{ID: "f2", Kind: "voice"}}}})
	if c.VoiceWanted {
		t.Error("still wanted")
	}
}
