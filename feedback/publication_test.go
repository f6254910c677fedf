package feedback

import (
	"errors"
	"testing"
)

var (
	doPublish   = Action{Kind: DoPublish, By: ByCitizen}
	doUnpublish = Action{Kind: DoUnpublish, By: ByCitizen}
	doApprove   = Action{Kind: DoApprove, By: "s1"}
	doRefuse    = Action{Kind: DoRefuse, By: "s1", Why: "chuyện riêng của gia đình"}
)

// shownCase is a case whose words hold what others must not see.
func shownCase(t *testing.T, w World) Case {
	t.Helper()
	c := open1(t, w, "chieu_sang")
	c.Person.Words = "đèn trước nhà ông Nguyễn Văn A hỏng, gọi 0912345678"
	c.Person.Place = &Place{Lat: 21.594217, Lon: 105.848123}
	return c
}

// Nobody sees a case before its citizen agreed and a moderator looked, and what they see has no names and numbers.
func TestPublication(t *testing.T) {
	w := world(t, "2026-11-16 09:00")
	c := shownCase(t, w)
	if _, ok := c.Published(); ok {
		t.Error("a new case is public")
	}
	if _, err := c.Do(doApprove, w); !errors.Is(err, ErrNotAllowed) {
		t.Errorf("approved without the citizen: %v", err)
	}
	c = run(t, c, w, step{"2026-11-16 10:00", doPublish})
	if _, ok := c.Published(); ok || c.Publication.Words != "" {
		t.Error("public before a moderator looked")
	}
	c = run(t, c, w, step{"2026-11-16 11:00", doApprove})
	p, ok := c.Published()
	if want := "đèn trước nhà ông […] hỏng, gọi […]"; !ok || p.Words != want {
		t.Errorf("published %q, want %q", p.Words, want)
	}
	if p.Place == nil || *p.Place != (Place{Lat: 21.594, Lon: 105.848}) {
		t.Errorf("place %v is not rounded", p.Place)
	}
	if c.Skeleton().Publication.Words == "" || c.Person.Words == p.Words {
		t.Error("the original is not kept apart")
	}
	if len(p.Photos) != 0 {
		t.Error("photos are shown without being ticked")
	}
	c = run(t, c, w, step{"2026-11-16 12:00", Action{Kind: DoApprove, By: "s1", Text: "đèn hỏng", Photos: []string{"f1"}}})
	if p, _ = c.Published(); p.Words != "đèn hỏng" || len(p.Photos) != 1 {
		t.Errorf("after the moderator's change: %+v", p)
	}
	c = run(t, c, w, step{"2026-11-17 09:00", doUnpublish})
	if _, ok := c.Published(); ok || c.Publication.Words != "" || len(c.Publication.Photos) != 0 {
		t.Errorf("withdrawn, and yet %+v", c.Publication)
	}
	c = run(t, c, w, step{"2026-11-17 10:00", doPublish}, step{"2026-11-17 11:00", doRefuse})
	if c.Publication.State != Refused || c.Text(len(c.Story)-1).Why == "" || !c.Story[len(c.Story)-1].Public {
		t.Errorf("refused: %+v", c.Publication)
	}
	if _, err := c.Do(doPublish, w); !errors.Is(err, ErrNotAllowed) {
		t.Errorf("asked again after a refusal: %v", err)
	}
}

func TestPublicationIsRefused(t *testing.T) {
	w := world(t, "2026-11-16 09:00")
	c := shownCase(t, w)
	wanted := run(t, c, w, step{"2026-11-16 10:00", doPublish})
	question := c
	question.Kind = Question
	for _, k := range []struct {
		name string
		c    Case
		a    Action
		want error
	}{
		{"a question", question, doPublish, ErrNotAllowed},
		{"by staff", c, Action{Kind: DoPublish, By: "s1"}, ErrNotYours},
		{"approved by the citizen", wanted, Action{Kind: DoApprove, By: ByCitizen}, ErrNotYours},
		{"twice", wanted, doPublish, ErrNotAllowed},
		{"nothing to withdraw", c, doUnpublish, ErrNotAllowed},
		{"refused without a reason", wanted, Action{Kind: DoRefuse, By: "s1"}, ErrNoReason},
		{"a photo that is not there", wanted, Action{Kind: DoApprove, By: "s1", Photos: []string{"f9"}}, ErrUnknown},
	} {
		if _, err := k.c.Do(k.a, w); !errors.Is(err, k.want) {
			t.Errorf("%s: %v, want %v", k.name, err, k.want)
		}
	}
}

// The point of a private matter is never shown, also not when the topic is found to be one later.
func TestPublicPlace(t *testing.T) {
	w := world(t, "2026-11-16 09:00")
	c := run(t, shownCase(t, w), w, step{"2026-11-16 10:00", doPublish}, step{"2026-11-16 11:00", doApprove})
	private := "dat_dai"
	for _, topic := range w.Directory.Topics() {
		if topic.Group == "xa_hoi" && topic.Fileable() {
			private = topic.ID
		}
	}
	c = run(t, c, w, step{"2026-11-16 12:00", Action{Kind: DoReclassify, By: "s1", Topic: private}})
	if c.Publication.Place != nil || c.ShownPlace(w.Directory) != nil {
		t.Errorf("the point of %s is shown", private)
	}
	if f := c.Forgotten(); f.Contact != "" || f.Publication.State != Withdrawn || f.Publication.Words != "" || f.Person.Words != "" {
		t.Errorf("after forgetting: %+v", f)
	}
}
