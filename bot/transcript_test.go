package bot_test

import (
	"bytes"
	"context"
	"encoding/binary"
	"flag"
	"fmt"
	"io"
	"log/slog"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"danloi/bot"
	"danloi/bot/bottest"
	"danloi/bot/dispatch"
	"danloi/feedback"
	"danloi/locales"
	"danloi/store"
	"danloi/store/bolt"
)

// A transcript is a conversation as a test, run through the real dispatcher on a real store:
//
//	= channel telegram          a setting: channel (terminal), at (first instant), province (19)
//	> typed words               {ref} and {pin} stand for those of the case that was filed last
//	> [Label]                   a tap on the last button with this label, also of an old message
//	& name                      another person goes on, on the same channel; "someone" is the one it began with. What
//	                            they were told meanwhile comes first
//	> (voice file NAME)         a voice note with the bytes of testdata/NAME
//	> (photo words)  > (voice)  > (document)  > (place 22.1 105.8)  > (sticker)  > (start CODE)  > (too large)
//	< what the bot says         buttons in brackets; a link as [Label → address]
//	! another effect
//	@ +3h                       time passes: a duration, or a moment 2026-02-10 09:00
//	* answer Words              staff act on the case that was filed last: accept, update, answer, ask, pass, decline,
//	                            extend, close, approve (others may see it), refuse, duplicate N (repeats the case that
//	                            was filed as the Nth), voice; "answer by 2027-02-20 Words" promises a day, as does
//	                            update; "* on N": staff turn to the Nth case; "* morning": promises are asked about;
//	                            "* counter Words": an officer files for somebody; "* blocked" and "* back": the citizen blocked the bot, and came back;
//	                            "* renewed": a guide about keeping bees was added; "* restarted": the program was;
//	                            "* translator tyz Name": a coordinator makes a code, which {code} stands for;
//	                            "* trainer Name": the same for a trainer; {class} is the code of the newest class;
//	                            "* visit ID AREA 2026-12-01 08:00 What; Place" enters or moves a service day, "* cancel ID"
//	                            cancels it; "* announce KEY Words" sends an announcement to who follows KEY
//
// With -update what the bot said is written into the files; nothing else changes.
var update = flag.Bool("update", false, "rewrite what the bot says in testdata")

// stage runs one transcript in one language.
type stage struct {
	t        *testing.T
	b        *bot.Bot
	d        *dispatch.Dispatcher
	s        *store.Store
	channel  string
	lang     string
	province string
	now      time.Time
	nonce    uint64
	events   int
	ref      string
	pin      string
	refs     []string          // of all cases, as they were filed
	code     string            // of the translator or trainer that was made last
	class    string            // code of the class that was opened last
	mu       sync.Mutex        // learners are told of their class several at a time
	others   map[string]*told  // what those were told who do not speak
	who      string            // address of the one who speaks
	labels   map[string]string // label → data, the latest wins
	taps     []string          // data of the taps, in order, to be replayed in another language
	replay   []string
	said     []string // what came out since the last input
	trace    []string // the same without words, for the comparison of languages
	places   map[string]bool
}

// told is what somebody was told while another spoke.
type told struct{ said, trace []string }

func (s *stage) Read(p []byte) (int, error) {
	s.nonce++
	for i := range p {
		p[i] = 0
	}
	binary.BigEndian.PutUint64(p[len(p)-8:], s.nonce)
	return len(p), nil
}

func newStage(t *testing.T, lang string, settings map[string]string, replay []string) *stage {
	t.Helper()
	s := &stage{t: t, lang: lang, channel: "terminal", who: "someone", replay: replay, labels: map[string]string{}, places: map[string]bool{}, others: map[string]*told{}}
	if c := settings["channel"]; c != "" {
		s.channel = c
	}
	province := "19"
	if p := settings["province"]; p != "" {
		province = p
	}
	s.now = moment(t, "2026-11-23 09:00")
	if at := settings["at"]; at != "" {
		s.now = moment(t, at)
	}
	s.province = province
	s.b = bottest.New(t, province)
	db, err := bolt.Open(filepath.Join(t.TempDir(), "danloi.db"), bolt.Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = db.Close() })
	keys, err := store.NewKeys(make([]byte, 32))
	if err != nil {
		t.Fatal(err)
	}
	if s.s, err = store.New(db, keys); err != nil {
		t.Fatal(err)
	}
	s.d = dispatch.New(dispatch.Config{
		Store: s.s, Bot: func() *bot.Bot { return s.b }, Now: func() time.Time { return s.now }, Rand: s,
		Log: slog.New(slog.NewTextHandler(io.Discard, nil)), Trace: s.record, VoicesChanged: s.renewVoices,
	})
	return s
}

func moment(t *testing.T, text string) time.Time {
	t.Helper()
	at, err := time.ParseInLocation("2006-01-02 15:04", text, locales.Zone)
	if err != nil {
		t.Fatalf("moment %q: %v", text, err)
	}
	return at
}

// record notes the effects of a step as lines of the transcript.
func (s *stage) record(ev bot.Event, effects []bot.Effect) {
	s.mu.Lock()
	defer s.mu.Unlock()
	to := &told{}
	if ev.Address != s.who {
		if s.others[ev.Address] == nil {
			s.others[ev.Address] = to
		}
		to = s.others[ev.Address]
	}
	defer func() {
		if ev.Address == s.who {
			s.said, s.trace = append(s.said, to.said...), append(s.trace, to.trace...)
		}
	}()
	for _, e := range effects {
		to.trace = append(to.trace, signature(e))
		if say, ok := e.(bot.Say); ok {
			to.said = append(to.said, s.spoken(say.Message)...)
			continue
		}
		if open, ok := e.(bot.OpenCase); ok {
			s.filed(open.Case.Ref)
		}
		if change, ok := e.(bot.ChangeCase); ok && change.Action.Kind == feedback.DoJoin {
			s.ref, s.pin = change.Ref, s.lastPIN()
		}
		if line := effectLine(e); line != "" {
			to.said = append(to.said, "! "+line)
		}
	}
}

func (s *stage) filed(ref string) {
	s.ref, s.pin, s.refs = ref, s.lastPIN(), append(s.refs, ref)
}

// lastPIN is the PIN of the nonce that was drawn last.
func (s *stage) lastPIN() string {
	var nonce [16]byte
	binary.BigEndian.PutUint64(nonce[8:], s.nonce)
	return feedback.NewPIN(nonce)
}

// signature is an effect without words: what must be the same in every language.
func signature(e bot.Effect) string {
	say, ok := e.(bot.Say)
	if !ok {
		return effectLine(e)
	}
	var data []string
	for _, b := range say.Message.Buttons {
		if !strings.HasPrefix(b.Data, "hear:") { // only who reads another language is offered a voice
			data = append(data, b.Data)
		}
	}
	return fmt.Sprintf("say %s %s", strings.Join(data, " "), say.Message.Wants)
}

func effectLine(e bot.Effect) string {
	switch e := e.(type) {
	case bot.OpenCase:
		c := e.Case
		return fmt.Sprintf("open case %s %s %s %s files=%d urgent=%v guide=%s/%s", c.Kind, c.Topic, c.Unit, c.Area, len(c.Person.Files), c.Urgent, c.Guide, c.Step)
	case bot.ChangeCase:
		return fmt.Sprintf("%s case", e.Action.Kind)
	case bot.KeepFile:
		return fmt.Sprintf("keep %s %d bytes", e.File.Kind, len(e.File.Data))
	case bot.DropFile:
		return "drop file"
	case bot.NoteUnanswered:
		return "unanswered: " + e.Words
	case bot.Forget:
		return "forget"
	case bot.Mute:
		return fmt.Sprintf("mute %v", e.On)
	case bot.DropWords:
		return "drop words"
	case bot.Retract:
		return "retract"
	}
	return voiceLine(e)
}

// voiceLine is an effect of a translator's work; FindCases and FindVoices only ask.
func voiceLine(e bot.Effect) string {
	switch e := e.(type) {
	case bot.UseCode:
		return "use code"
	case bot.KeepVoice:
		return fmt.Sprintf("keep voice %s %s %s %d bytes %v", e.Recording.Folder(), e.Recording.Step, e.Recording.Lang, len(e.Data), e.Recording.Length)
	case bot.DropVoice:
		return fmt.Sprintf("drop voice %s %s %s", e.Spoken.Folder(), e.Spoken.Step, e.Spoken.Lang)
	case bot.ClassAsk:
		return classLine(e)
	case bot.LeadAsk:
		return leadLine(e)
	case bot.JudgeVoice:
		return fmt.Sprintf("judge voice %s %s %s approve=%v %s", e.Spoken.Folder(), e.Spoken.Step, e.Spoken.Lang, e.Approve, e.Reason)
	}
	return learnLine(e)
}

func classLine(e bot.ClassAsk) string {
	switch e.Do {
	case bot.ClassLook:
		return ""
	case bot.ClassChoose:
		return fmt.Sprintf("class choose %d in %d for %d", e.Choice, e.Run, len(e.Members))
	case bot.ClassName:
		return fmt.Sprintf("class name %d", len(e.Names))
	}
	return "class " + string(e.Do)
}

func leadLine(e bot.LeadAsk) string {
	switch e.Do {
	case bot.LeadFind, bot.LeadLook:
		return ""
	case bot.LeadMove:
		return fmt.Sprintf("lead %s %v", e.Move.Kind, e.Move.Counts)
	}
	return "lead " + string(e.Do)
}

// spoken writes a message as lines, and remembers its buttons.
func (s *stage) spoken(m bot.Message) []string {
	var out []string
	add := func(text string) {
		for l := range strings.SplitSeq(text, "\n") {
			out = append(out, strings.TrimRight("< "+l, " "))
		}
	}
	if m.Title != "" {
		add("# " + m.Title)
	}
	if m.Text != "" {
		add(m.Text)
	}
	if m.Media != nil {
		add("(" + string(m.Media.Kind) + " " + m.Media.Path + ")")
	}
	row := ""
	for _, b := range m.Buttons {
		text := "[" + b.Label + "]"
		if b.URL != "" {
			text = "[" + b.Label + " → " + b.URL + "]"
		} else {
			s.labels[b.Label] = b.Data
			if len(b.Data) > 64 {
				s.t.Errorf("button %q has %d bytes of data, Telegram takes 64", b.Label, len(b.Data))
			}
		}
		if b.Beside {
			row += " " + text
			continue
		}
		if row != "" {
			add(row)
		}
		row = text
	}
	if row != "" {
		add(row)
	}
	return append(out, "")
}

func (s *stage) event(in bot.Input) {
	s.t.Helper()
	s.events++
	ev := bot.Event{ID: fmt.Sprintf("t:%d", s.events), Channel: s.channel, Address: s.who, At: s.now, Input: in}
	if err := s.d.Handle(context.Background(), ev); err != nil {
		s.t.Fatalf("event %d: %v", s.events, err)
	}
	if err := s.d.TellClasses(context.Background()); err != nil {
		s.t.Fatalf("event %d: %v", s.events, err)
	}
	s.findClass()
}

// input works one line of the citizen.
func (s *stage) input(line string) {
	s.t.Helper()
	line = strings.NewReplacer("{ref}", s.ref, "{pin}", s.pin, "{code}", s.code, "{class}", s.class).Replace(line)
	switch {
	case strings.HasPrefix(line, "[") && strings.HasSuffix(line, "]"):
		s.tap(line[1 : len(line)-1])
	case strings.HasPrefix(line, "(") && strings.HasSuffix(line, ")"):
		s.event(s.special(line[1 : len(line)-1]))
	default:
		s.event(bot.Text{Words: line})
	}
}

func (s *stage) tap(label string) {
	s.t.Helper()
	var data string
	if s.replay != nil {
		data = s.replay[len(s.taps)]
		if data == "lang:vi" {
			data = "lang:" + s.lang
		}
	} else {
		d, ok := s.labels[label]
		if !ok {
			s.t.Fatalf("no button %q was shown", label)
		}
		data = d
	}
	s.taps = append(s.taps, data)
	s.event(bot.Tap{Data: data})
}

func (s *stage) special(text string) bot.Input {
	kind, rest, _ := strings.Cut(text, " ")
	file := bot.File{ID: fmt.Sprintf("file%d", s.events+1), Caption: rest, Data: bytes.Repeat([]byte("x"), 100)}
	switch kind {
	case "photo":
		file.Kind, file.Type = bot.Photo, "image/jpeg"
	case "voice":
		file.Kind, file.Type = bot.Voice, "audio/ogg"
		if name, ok := strings.CutPrefix(rest, "file "); ok {
			file.Caption, file.Data = "", s.bytes(name)
		}
	case "document":
		file.Kind, file.Type = bot.Document, "application/pdf"
	case "too":
		file.Kind, file.Problem, file.Data, file.Caption = bot.Photo, bot.TooLarge, nil, ""
	case "place":
		var l bot.Location
		if _, err := fmt.Sscan(rest, &l.Lat, &l.Lon); err != nil {
			s.t.Fatalf("place %q: %v", rest, err)
		}
		return l
	case "sticker":
		return bot.Unsupported{}
	case "start":
		return bot.Start{Code: rest}
	default:
		s.t.Fatalf("input (%s) is not known", text)
	}
	return file
}

// elsewhere works a line of what others do.
func (s *stage) elsewhere(line string) {
	s.t.Helper()
	verb, rest, _ := strings.Cut(line, " ")
	a := feedback.Action{Text: rest}
	switch verb {
	case "blocked":
		s.event(bot.Blocked{})
		return
	case "back":
		s.event(bot.Blocked{Back: true})
		return
	case "renewed":
		s.b = bottest.Renewed(s.t, s.province)
		fallthrough
	case "restarted":
		if err := s.d.TellWaiting(context.Background()); err != nil {
			s.t.Fatalf("%s: %v", line, err)
		}
		return
	case "translator":
		s.translator(rest)
		return
	case "trainer":
		s.trainer(rest)
		return
	case "on":
		s.ref = s.nth(rest)
		return
	case "morning":
		if err := s.d.AskPromises(context.Background()); err != nil {
			s.t.Fatalf("%s: %v", line, err)
		}
		return
	case "counter":
		s.counter(rest)
		return
	case "approve":
		a.Kind = feedback.DoApprove
	case "refuse":
		a.Kind, a.Text, a.Why = feedback.DoRefuse, "", rest
	case "duplicate":
		a = feedback.Action{Kind: feedback.DoDuplicate, Of: s.nth(rest)}
	case "voice":
		a.Kind, a.Files = feedback.DoVoice, []feedback.File{{ID: "spoken", Kind: "voice", Type: "audio/ogg", Size: 4}}
	case "visit", "cancel", "announce":
		s.outreach(verb, rest)
		return
	case "accept":
		a.Kind, a.Text = feedback.DoAccept, ""
	case "update":
		a.Kind = feedback.DoUpdate
	case "note":
		a.Kind = feedback.DoNote
	case "answer":
		a.Kind, a.Files = feedback.DoAnswer, []feedback.File{{ID: "proof", Kind: "photo", Type: "image/jpeg", Size: 4}}
	case "ask":
		a.Kind = feedback.DoAsk
	case "close":
		a.Kind, a.Text = feedback.DoClose, ""
	case "pass":
		to, why, _ := strings.Cut(rest, " ")
		a = feedback.Action{Kind: feedback.DoPassOn, To: feedback.Unit(to), Why: why}
	case "decline":
		reason, text, _ := strings.Cut(rest, " ")
		a = feedback.Action{Kind: feedback.DoDecline, Reason: reason, Text: text}
	case "extend":
		day, why, _ := strings.Cut(rest, " ")
		a = feedback.Action{Kind: feedback.DoExtend, Until: moment(s.t, day+" 16:30"), Why: why}
	default:
		s.t.Fatalf("event %q is not known", line)
	}
	if rest, ok := strings.CutPrefix(a.Text, "by "); ok {
		day, text, _ := strings.Cut(rest, " ")
		a.Promised, a.Text = moment(s.t, day+" 00:00"), text
	}
	var files []store.File
	for _, f := range a.Files {
		files = append(files, store.File{ID: f.ID, Type: f.Type, Data: []byte("jpeg")})
	}
	if _, err := s.d.Act(context.Background(), store.Staff{ID: "officer"}, s.ref, 0, a, files); err != nil {
		s.t.Fatalf("%s: %v", line, err)
	}
}

// nth is the reference of the case that was filed as the nth.
func (s *stage) nth(text string) string {
	s.t.Helper()
	n, err := strconv.Atoi(text)
	if err != nil || n < 1 || n > len(s.refs) {
		s.t.Fatalf("case %q was not filed", text)
	}
	return s.refs[n-1]
}

// counter files a case for somebody who is not there, as staff do.
func (s *stage) counter(words string) {
	s.t.Helper()
	s.nonce++
	var nonce [16]byte
	binary.BigEndian.PutUint64(nonce[8:], s.nonce)
	c, err := feedback.Open(feedback.Filing{
		Nonce: nonce, Kind: feedback.Feedback, Topic: "chieu_sang", Area: "01912", Lang: "vi", Channel: "counter", By: "officer",
		Person: feedback.Person{Words: words},
	}, s.b.Rules(s.now))
	if err != nil {
		s.t.Fatal(err)
	}
	if err := s.s.Update(context.Background(), func(tx *store.Tx) error { return tx.PutCase(c) }); err != nil {
		s.t.Fatal(err)
	}
	s.filed(c.Ref)
}

// bytes reads a file of testdata.
func (s *stage) bytes(name string) []byte {
	s.t.Helper()
	data, err := os.ReadFile(filepath.Join("testdata", filepath.Base(name)))
	if err != nil {
		s.t.Fatal(err)
	}
	return data
}

// translator makes the code of a translator: a language and a name.
func (s *stage) translator(text string) {
	s.t.Helper()
	lang, name, _ := strings.Cut(text, " ")
	var chance [8]byte
	binary.BigEndian.PutUint64(chance[:], uint64(s.events)<<32)
	err := s.s.Update(context.Background(), func(tx *store.Tx) (err error) {
		s.code, err = dispatch.IssueTranslator(tx, dispatch.Translator{Lang: lang, Name: name, Made: s.now}, chance)
		return err
	})
	if err != nil {
		s.t.Fatal(err)
	}
}

// renewVoices takes over what was approved.
func (s *stage) renewVoices() {
	v, err := dispatch.VoicesInUse(context.Background(), s.s)
	if err != nil {
		s.t.Error(err)
	}
	s.b = s.b.WithVoices(v)
}

func (s *stage) pass(text string) {
	s.t.Helper()
	if rest, ok := strings.CutPrefix(text, "+"); ok {
		if days, ok := strings.CutSuffix(rest, "d"); ok {
			n, err := strconv.Atoi(days)
			if err != nil {
				s.t.Fatalf("@ %s: %v", text, err)
			}
			s.now = s.now.AddDate(0, 0, n)
			return
		}
		d, err := time.ParseDuration(rest)
		if err != nil {
			s.t.Fatalf("@ %s: %v", text, err)
		}
		s.now = s.now.Add(d)
		return
	}
	s.now = moment(s.t, text)
}

// perform works a transcript and returns it with what the bot really said.
func (s *stage) perform(lines []string) []string {
	var out []string
	flush := func() {
		said := s.said
		for len(said) > 0 && said[len(said)-1] == "" {
			said = said[:len(said)-1]
		}
		for i, l := range said {
			if l == "" { // messages of one turn are parted by a line
				said[i] = "<"
			}
		}
		out = append(out, said...)
		s.said = nil
	}
	for i, line := range lines {
		verb, rest, _ := strings.Cut(line, " ")
		switch verb {
		case "<", "!":
			continue
		case ">":
			out = append(out, line)
			s.input(rest)
		case "*":
			out = append(out, line)
			s.elsewhere(rest)
		case "&":
			out = append(out, line)
			s.speak(rest)
		case "@":
			out = append(out, line)
			s.pass(rest)
			s.upkeep()
		case "", "#", "=":
			out = append(out, line)
			continue
		default:
			s.t.Fatalf("line %d: %q begins with none of # = > < ! @ * &", i+1, line)
		}
		s.visit()
		flush()
	}
	return out
}

// visit notes the place the conversation waits in.
func (s *stage) visit() {
	var c store.Contact
	err := s.s.View(context.Background(), func(tx *store.Tx) (err error) {
		c, err = tx.Contact(s.s.ContactID(s.channel + ":" + s.who))
		return err
	})
	if err == nil {
		s.places[bot.PlaceOf(c.State)] = true
	}
}

func settings(lines []string) map[string]string {
	m := map[string]string{}
	for _, l := range lines {
		if rest, ok := strings.CutPrefix(l, "= "); ok {
			k, v, _ := strings.Cut(rest, " ")
			m[k] = v
		}
	}
	return m
}

func TestTranscripts(t *testing.T) {
	files, err := filepath.Glob("testdata/*.txt")
	if err != nil || len(files) == 0 {
		t.Fatalf("no transcripts: %v", err)
	}
	var mu sync.Mutex
	places := map[string]bool{}
	t.Run("all", func(t *testing.T) {
		for _, file := range files {
			t.Run(strings.TrimSuffix(filepath.Base(file), ".txt"), func(t *testing.T) {
				t.Parallel()
				seen := transcript(t, file)
				mu.Lock()
				defer mu.Unlock()
				for p := range seen {
					places[p] = true
				}
			})
		}
	})
	b := bottest.New(t, "19")
	for _, p := range b.Places() {
		if !places[p] {
			t.Errorf("no transcript waits at %q", p)
		}
	}
}

// transcript compares a file with what the bot says in Vietnamese, and what the bot does in every other language
// with what it does in Vietnamese.
func transcript(t *testing.T, file string) map[string]bool {
	data, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	lines := strings.Split(strings.TrimRight(string(data), "\n"), "\n")
	s := newStage(t, "vi", settings(lines), nil)
	got := s.perform(lines)
	if *update {
		if err := os.WriteFile(file, []byte(strings.Join(got, "\n")+"\n"), 0o644); err != nil {
			t.Fatal(err)
		}
	} else if i := firstDifference(lines, got); i >= 0 {
		t.Errorf("%s:%d differs (go test ./bot -update rewrites it)\n want: %s\n  got: %s", file, i+1, at(lines, i), at(got, i))
	}
	for _, l := range bottest.Config(t, "19").Texts.Written() {
		if l.Tag == "vi" {
			continue
		}
		other := newStage(t, l.Tag, settings(lines), s.taps)
		other.perform(lines)
		if i := firstDifference(s.trace, other.trace); i >= 0 {
			t.Errorf("%s in %s: effect %d differs\n   vi: %s\n%5s: %s", file, l.Tag, i, at(s.trace, i), l.Tag, at(other.trace, i))
		}
	}
	return s.places
}

func firstDifference(a, b []string) int {
	for i := range max(len(a), len(b)) {
		if at(a, i) != at(b, i) {
			return i
		}
	}
	return -1
}

func at(lines []string, i int) string {
	if i < len(lines) {
		return lines[i]
	}
	return "(nothing)"
}

// No command is without a word in any language.
func TestTextsOfCommands(t *testing.T) {
	texts := bottest.Config(t, "19").Texts
	for _, l := range texts.Written() {
		for _, id := range texts.IDs() {
			if strings.HasPrefix(id, "words.") && strings.TrimSpace(texts.Text(l.Tag, id)) == "" {
				t.Errorf("%s: %s has no words", l.Tag, id)
			}
		}
	}
}
