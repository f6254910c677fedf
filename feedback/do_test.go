package feedback

import (
	"encoding/json"
	"errors"
	"reflect"
	"strings"
	"testing"
	"time"
)

// world is an hour in which offices work, and the embedded data.
func world(t testing.TB, now string) World {
	t.Helper()
	return World{Now: at(t, now), Calendar: mustCalendar(t), Directory: mustDirectory(t)}
}

func open1(t testing.TB, w World, topic string) Case {
	t.Helper()
	c, err := Open(Filing{
		Nonce: nonce(3), Kind: Feedback, Topic: topic, Area: "01912", Lang: "vi", Channel: "web", Contact: "c1",
		Person: Person{Words: "đèn hỏng", Files: []File{{ID: "f1", Kind: "photo"}}},
	}, w)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// step is one action at a time.
type step struct {
	at string
	a  Action
}

func run(t testing.TB, c Case, w World, steps ...step) Case {
	t.Helper()
	for _, s := range steps {
		w.Now = at(t, s.at)
		next, err := c.Do(s.a, w)
		if err != nil {
			t.Fatalf("%s: %v", s.a.Kind, err)
		}
		if next.Version != c.Version+1 || len(next.Story) != len(c.Story)+1 {
			t.Fatalf("%s: version %d and %d entries after %d and %d", s.a.Kind, next.Version, len(next.Story), c.Version, len(c.Story))
		}
		c = next
	}
	return c
}

var (
	doAccept = Action{Kind: DoAccept, By: "s1"}
	doAnswer = Action{Kind: DoAnswer, By: "s1", Text: "đã sửa", Files: []File{{ID: "f2", Kind: "photo"}}}
	doAsk    = Action{Kind: DoAsk, By: "s1", Text: "ở cột số mấy?"}
	doReply  = Action{Kind: DoReply, By: ByCitizen, Text: "cột số 5"}
	doClose  = Action{Kind: DoClose, By: ByCitizen}
)

func passOnTo(u Unit) Action {
	return Action{Kind: DoPassOn, By: "s1", To: u, Why: "không thuộc thẩm quyền"}
}

func TestWholeLife(t *testing.T) {
	w := world(t, "2026-11-16 09:00")
	c := open1(t, w, "chieu_sang")
	if c.Unit != "phong_kinh_te@01912" || c.Status != Received || c.Urgent {
		t.Fatalf("opened: got %s %s urgent %t", c.Unit, c.Status, c.Urgent)
	}
	if want := at(t, "2026-11-17 09:30"); !c.Accept.Due.Equal(want) {
		t.Errorf("accept: got %v, want %v", c.Accept.Due, want)
	}
	if want := at(t, "2026-12-01 17:00"); !c.Answer.Due.Equal(want) {
		t.Errorf("answer: got %v, want %v", c.Answer.Due, want)
	}
	c = run(t, c, w,
		step{"2026-11-16 10:00", doAccept},
		step{"2026-11-17 09:00", doAsk},
		step{"2026-11-19 09:00", doReply}, // two working days later: the answer moves by as much
		step{"2026-11-20 09:00", Action{Kind: DoUpdate, By: "s1", Text: "thợ sẽ đến"}},
		step{"2026-11-20 10:00", Action{Kind: DoNote, By: "s2", Text: "gọi thợ"}},
	)
	if want := at(t, "2026-12-03 17:00"); !c.Answer.Due.Equal(want) {
		t.Errorf("answer after the stop: got %v, want %v", c.Answer.Due, want)
	}
	c = run(t, c, w, step{"2026-11-25 09:00", doAnswer})
	if c.Late(at(t, "2027-01-05 09:00")) || c.Answer.Late(at(t, "2027-01-05 09:00")) {
		t.Error("an answered case is late")
	}
	c = run(t, c, w,
		step{"2026-11-26 09:00", Action{Kind: DoReopen, By: ByCitizen, Text: "vẫn tối"}},
		step{"2026-11-27 09:00", doAnswer},
		step{"2026-11-28 09:00", Action{Kind: DoRate, By: ByCitizen, Stars: 4}},
		step{"2026-12-30 09:00", Action{Kind: DoClose, By: BySystem}},
	)
	if c.Status != Closed || c.Rating != 4 || c.Reopened != 1 || c.Unit != "phong_kinh_te@01912" {
		t.Errorf("end: got %s rating %d reopened %d %s", c.Status, c.Rating, c.Reopened, c.Unit)
	}
	if got := len(c.Public()); got != len(c.Story)-1 {
		t.Errorf("public entries: got %d, want all %d but the note", got, len(c.Story))
	}
	if got := c.Text(5).Text; got != "gọi thợ" {
		t.Errorf("text of the note: got %q", got)
	}
	data, err := json.Marshal(c)
	if err != nil {
		t.Fatal(err)
	}
	var back Case
	if err := json.Unmarshal(data, &back); err != nil {
		t.Fatal(err)
	}
	again, _ := json.Marshal(back)
	if string(again) != string(data) {
		t.Errorf("JSON: got %s, want %s", again, data)
	}
	skeleton, _ := json.Marshal(c.Skeleton())
	for _, words := range []string{"đèn hỏng", "cột số", "thợ", "vẫn tối"} {
		if strings.Contains(string(skeleton), words) {
			t.Errorf("the skeleton tells %q", words)
		}
	}
}

func TestDoRefuses(t *testing.T) {
	w := world(t, "2026-11-16 09:00")
	fresh := open1(t, w, "chieu_sang")
	waiting := run(t, fresh, w, step{"2026-11-16 10:00", doAsk})
	answered := run(t, fresh, w, step{"2026-11-16 10:00", doAnswer})
	withdrawn := run(t, fresh, w, step{"2026-11-16 10:00", doClose})
	extended := run(t, fresh, w, step{"2026-11-16 10:00", Action{Kind: DoExtend, By: "s1", Why: "chờ vật tư", Until: at(t, "2026-12-10 17:00")}})
	for _, c := range []struct {
		name string
		c    Case
		a    Action
		want error
	}{
		{"citizen accepts", fresh, Action{Kind: DoAccept, By: ByCitizen}, ErrNotYours},
		{"nobody accepts", fresh, Action{Kind: DoAccept}, ErrNotYours},
		{"staff rates", answered, Action{Kind: DoRate, By: "s1", Stars: 5}, ErrNotYours},
		{"system answers", fresh, Action{Kind: DoAnswer, By: BySystem, Text: "x"}, ErrNotYours},
		{"unknown action", fresh, Action{Kind: "dance", By: "s1"}, ErrNotAllowed},
		{"answer without words", fresh, Action{Kind: DoAnswer, By: "s1", Text: "  "}, ErrNoText},
		{"answer without proof", fresh, Action{Kind: DoAnswer, By: "s1", Text: "đã sửa"}, ErrNoProof},
		{"too long", fresh, Action{Kind: DoNote, By: "s1", Text: strings.Repeat("ă", MaxText+1)}, ErrTooLong},
		{"too many files", fresh, Action{Kind: DoAdd, By: ByCitizen, Files: make([]File, MaxFiles+1)}, ErrTooMany},
		{"pass on without reason", fresh, Action{Kind: DoPassOn, By: "s1", To: "dien_luc"}, ErrNoReason},
		{"pass on to nobody", fresh, passOnTo("moon"), ErrNoUnit},
		{"pass on to a commune department without a commune", fresh, passOnTo("cong_an_xa"), ErrNoUnit},
		{"pass on to a court", fresh, passOnTo("toa_vks"), ErrNoUnit},
		{"pass on to itself", fresh, passOnTo("phong_kinh_te@01912"), ErrSameUnit},
		{"reply when not asked", fresh, doReply, ErrNotAllowed},
		{"ask twice", waiting, doAsk, ErrNotAllowed},
		{"extend while waiting", waiting, Action{Kind: DoExtend, By: "s1", Why: "x", Until: at(t, "2027-01-10 17:00")}, ErrNotAllowed},
		{"extend to an earlier date", fresh, Action{Kind: DoExtend, By: "s1", Why: "x", Until: at(t, "2026-11-17 17:00")}, ErrBadDate},
		{"extend twice", extended, Action{Kind: DoExtend, By: "s1", Why: "x", Until: at(t, "2027-01-10 17:00")}, ErrExtended},
		{"rate before the answer", fresh, Action{Kind: DoRate, By: ByCitizen, Stars: 3}, ErrNotAllowed},
		{"rate six", answered, Action{Kind: DoRate, By: ByCitizen, Stars: 6}, ErrBadRating},
		{"staff closes before the answer", fresh, Action{Kind: DoClose, By: "s1"}, ErrNotAllowed},
		{"accept a closed one", withdrawn, doAccept, ErrClosed},
		{"reopen what was withdrawn", withdrawn, Action{Kind: DoReopen, By: ByCitizen}, ErrClosed},
		{"decline without reason", fresh, Action{Kind: DoDecline, By: "s1"}, ErrNoReason},
		{"duplicate of itself", fresh, Action{Kind: DoDuplicate, By: "s1", Of: fresh.Ref}, ErrBadOriginal},
		{"duplicate of nothing", fresh, Action{Kind: DoDuplicate, By: "s1", Of: "x"}, ErrBadOriginal},
		{"unknown topic", fresh, Action{Kind: DoReclassify, By: "s1", Topic: "moon"}, ErrUnknown},
	} {
		got, err := c.c.Do(c.a, w)
		if !errors.Is(err, c.want) {
			t.Errorf("%s: got %v, want %v", c.name, err, c.want)
		}
		if !reflect.DeepEqual(got, c.c) {
			t.Errorf("%s: the case changed", c.name)
		}
		if err != nil && strings.Contains(err.Error(), "đèn") {
			t.Errorf("%s: the error tells the citizen's words", c.name)
		}
	}
}

func TestThirdPassingOnGoesToTheOffice(t *testing.T) {
	w := world(t, "2026-11-16 09:00")
	c := open1(t, w, "chieu_sang")
	due := c.Answer.Due
	c = run(t, c, w, step{"2026-11-16 10:00", passOnTo("dien_luc")}, step{"2026-11-17 10:00", passOnTo("so_xay_dung")})
	if c.Unit != "so_xay_dung" || c.Status != PassedOn || c.PassedOn != 2 {
		t.Fatalf("second: got %s %s %d", c.Unit, c.Status, c.PassedOn)
	}
	if want := at(t, "2026-11-18 10:30"); !c.Accept.Due.Equal(want) {
		t.Errorf("the new unit accepts: got %v, want %v", c.Accept.Due, want)
	}
	c = run(t, c, w, step{"2026-11-18 10:00", passOnTo("cong_an_xa@01912")})
	if c.Unit != "vp_ubnd_tinh" || c.Story[len(c.Story)-1].To != "vp_ubnd_tinh" {
		t.Fatalf("third: got %s", c.Unit)
	}
	c = run(t, c, w, step{"2026-11-19 10:00", passOnTo("dien_luc")})
	if _, err := c.Do(passOnTo("so_xay_dung"), w); !errors.Is(err, ErrOfficeOnly) {
		t.Errorf("after the office decided: got %v, want %v", err, ErrOfficeOnly)
	}
	if !c.Answer.Due.Equal(due) {
		t.Errorf("answer: got %v, want the date the citizen was told, %v", c.Answer.Due, due)
	}
}

func TestEnds(t *testing.T) {
	w := world(t, "2026-11-16 09:00")
	original := NewRef(nonce(9))
	for _, c := range []struct {
		a      Action
		status Status
	}{
		{Action{Kind: DoDecline, By: "s1", Reason: "court"}, Declined},
		{Action{Kind: DoDuplicate, By: "s1", Of: strings.ToLower(original)}, Duplicate},
		{doClose, Closed},
	} {
		got := run(t, open1(t, w, "khac"), w, step{"2026-11-16 10:00", c.a})
		if got.Status != c.status || got.Open() || got.Accept.Running() || got.Answer.Running() || got.Ended.IsZero() {
			t.Errorf("%s: got %s, open %t, clocks running %t %t", c.a.Kind, got.Status, got.Open(), got.Accept.Running(), got.Answer.Running())
		}
	}
}

func TestDoSharesNoMemory(t *testing.T) {
	w := world(t, "2026-11-16 09:00")
	c := run(t, open1(t, w, "khac"), w, step{"2026-11-16 10:00", Action{Kind: DoNote, By: "s1", Text: "một"}})
	a, errA := c.Do(Action{Kind: DoNote, By: "s1", Text: "hai"}, w)
	b, errB := c.Do(Action{Kind: DoNote, By: "s1", Text: "ba"}, w)
	if errA != nil || errB != nil {
		t.Fatal(errA, errB)
	}
	if a.Text(2).Text != "hai" || b.Text(2).Text != "ba" {
		t.Errorf("got %q and %q, want hai and ba", a.Text(2).Text, b.Text(2).Text)
	}
}

func TestOpenRefuses(t *testing.T) {
	w := world(t, "2026-11-16 09:00")
	good := Filing{Kind: Feedback, Topic: "khac", Area: "01912", Person: Person{Words: "x"}}
	for _, c := range []struct {
		name   string
		change func(*Filing)
		want   error
	}{
		{"denunciation", func(f *Filing) { f.Kind = Denunciation }, ErrNotCase},
		{"emergency", func(f *Filing) { f.Kind = Emergency }, ErrNotCase},
		{"topic of a denunciation", func(f *Filing) { f.Topic = "tham_nhung_tieu_cuc" }, ErrNotCase},
		{"unknown topic", func(f *Filing) { f.Topic = "moon" }, ErrUnknown},
		{"unknown unit", func(f *Filing) { f.Unit = "moon" }, ErrNoUnit},
		{"nothing said", func(f *Filing) { f.Person = Person{} }, ErrNoText},
		{"too long", func(f *Filing) { f.Person.Words = strings.Repeat("x", MaxText+1) }, ErrTooLong},
	} {
		f := good
		c.change(&f)
		if _, err := Open(f, w); !errors.Is(err, c.want) {
			t.Errorf("%s: got %v, want %v", c.name, err, c.want)
		}
	}
}

func TestUrgentClocks(t *testing.T) {
	w := world(t, "2026-11-16 09:00")
	c := open1(t, w, "ho_ga_nap_cong")
	if want := at(t, "2026-11-16 15:00"); !c.Urgent || !c.Accept.Due.Equal(want) {
		t.Errorf("accept: got urgent %t, %v, want %v", c.Urgent, c.Accept.Due, want)
	}
	if want := at(t, "2026-11-17 17:00"); !c.Answer.Due.Equal(want) {
		t.Errorf("answer: got %v, want %v", c.Answer.Due, want)
	}
}

func TestClockShare(t *testing.T) {
	w := world(t, "2026-11-16 07:30")
	k := startClock(w.Now, w.Calendar.Add(w.Now, WorkTime(15*time.Hour)))
	for _, c := range []struct {
		at   string
		want float64
	}{{"2026-11-16 07:30", 0}, {"2026-11-16 17:00", 0.5}, {"2026-11-17 17:00", 1}, {"2026-11-18 17:00", 1.5}} {
		if got := k.Share(at(t, c.at), w.Calendar); got != c.want {
			t.Errorf("Share at %s: got %v, want %v", c.at, got, c.want)
		}
	}
	stopped := k.stop(at(t, "2026-11-16 17:00"), w.Calendar)
	if got := stopped.Share(at(t, "2026-11-18 17:00"), w.Calendar); got != 0.5 {
		t.Errorf("while stopped: got %v, want 0.5", got)
	}
	on := stopped.resume(at(t, "2026-11-18 17:00"), w.Calendar)
	if got := on.Share(at(t, "2026-11-19 17:00"), w.Calendar); got != 1 {
		t.Errorf("after going on: got %v, want 1", got)
	}
}

func TestDueKeyOrders(t *testing.T) {
	w := world(t, "2026-11-16 09:00")
	urgent := open1(t, w, "ho_ga_nap_cong")
	early := open1(t, w, "chieu_sang")
	late := open1(t, world(t, "2026-11-18 09:00"), "chieu_sang")
	waiting := run(t, early, w, step{"2026-11-16 10:00", doAsk})
	answered := run(t, early, w, step{"2026-11-16 10:00", doAnswer})
	closed := run(t, early, w, step{"2026-11-16 10:00", doClose})
	list := []Case{urgent, early, late, waiting, answered, closed}
	for i := 1; i < len(list); i++ {
		if a, b := list[i-1].DueKey(), list[i].DueKey(); a >= b {
			t.Errorf("%s (%s) is not before %s (%s)", a, list[i-1].Status, b, list[i].Status)
		}
	}
}

func TestCan(t *testing.T) {
	w := world(t, "2026-11-16 09:00")
	c := open1(t, w, "chieu_sang")
	for _, x := range []struct {
		kind ActionKind
		by   string
		want bool
	}{{DoAccept, "s1", true}, {DoAccept, ByCitizen, false}, {DoReply, ByCitizen, false}, {DoClose, "s1", false}, {DoClose, ByCitizen, true}, {DoFile, "s1", false}} {
		if got := c.Can(x.kind, x.by); got != x.want {
			t.Errorf("Can(%s, %s): got %t, want %t", x.kind, x.by, got, x.want)
		}
	}
}
