package dispatch_test

import (
	"context"
	"errors"
	"strings"
	"testing"

	"danloi/feedback"
	"danloi/store"
)

// A part has its own unit and clocks; the citizen hears under their one reference when it is given and when it is done.
func TestParts(t *testing.T) {
	d := newDesk(t)
	d.welcomed("web")
	c := d.file42()
	act := func(ref string, a feedback.Action) (feedback.Case, error) {
		return d.Act(context.Background(), store.Staff{ID: "officer"}, ref, 0, a, nil)
	}
	to := feedback.Unit("so_xay_dung")
	if c.Unit == to {
		to = "so_y_te"
	}
	whole, err := act(c.Ref, feedback.Action{Kind: feedback.DoSplit, To: to, Text: "Xin xem giúp đoạn này."})
	d.must(err)
	if len(whole.Parts) != 1 || whole.Status != feedback.InProgress {
		t.Fatalf("the whole is %s with %+v", whole.Status, whole.Parts)
	}
	if last := d.last(); !strings.Contains(last, "Sở") || strings.Contains(last, "Xin xem giúp") {
		t.Errorf("the citizen heard %q", last)
	}
	if _, err := act(c.Ref, feedback.Action{Kind: feedback.DoAnswer, Text: "Xong.", Why: "x"}); !errors.Is(err, feedback.ErrPartsOpen) {
		t.Errorf("answering before the part is done: %v", err)
	}
	ref := whole.Parts[0].Ref
	said := len(d.said())
	_, err = act(ref, feedback.Action{Kind: feedback.DoAccept})
	d.must(err)
	if len(d.said()) != said {
		t.Error("the citizen heard that a part was accepted")
	}
	if _, err := act(ref, feedback.Action{Kind: feedback.DoAsk, Text: "?"}); !errors.Is(err, feedback.ErrNotAllowed) {
		t.Errorf("asking the citizen from a part: %v", err)
	}
	part, err := act(ref, feedback.Action{Kind: feedback.DoAnswer, Text: "Đã làm phần của tôi.", Why: "x"})
	d.must(err)
	if part.Open() || part.Answer.Running() {
		t.Errorf("the part is %s, its clock %+v", part.Status, part.Answer)
	}
	if last := d.last(); strings.Contains(last, "phần của tôi") || len(d.said()) == said {
		t.Errorf("the citizen heard %q", last)
	}
	_, err = act(c.Ref, feedback.Action{Kind: feedback.DoAnswer, Text: "Cả hai đơn vị đã làm xong.", Why: "x"})
	d.must(err)
	if last := d.last(); !strings.Contains(last, "Cả hai đơn vị") {
		t.Errorf("the citizen heard %q", last)
	}
}

// last returns the words of the last message.
func (d *desk) last() string {
	d.t.Helper()
	lines := d.said()
	return lines[len(lines)-1].Message.Text
}
