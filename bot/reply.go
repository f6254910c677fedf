package bot

import (
	"slices"
	"strings"

	"golang.org/x/text/unicode/norm"

	"danloi/locales"
)

// reply is a word that answers the question on the screen instead of being told to anybody.
type reply string

// The replies. Their words stand in the texts under "words.NAME", parted by "|".
const (
	replyYes  reply = "yes"
	replyNo   reply = "no"
	replyDone reply = "done" // nothing more to tell
)

// readReplies reads them as they are written and folded. "Đúng" without its marks is "dừng", so a folded word that is
// a command stays one; thanks are not, as "ok" answers a question.
func readReplies(texts *locales.Catalog, commands words) map[string]reply {
	all := map[string]reply{}
	for _, l := range texts.Written() {
		for _, r := range []reply{replyYes, replyNo, replyDone} {
			for word := range strings.SplitSeq(texts.Text(l.Tag, "words."+string(r)), "|") {
				all[asWritten(word)] = r
				if c := commands[fold(word)]; c == "" || c == cmdThanks {
					all[fold(word)] = r
				}
			}
		}
	}
	return all
}

func asWritten(word string) string {
	return norm.NFC.String(strings.ToLower(strings.TrimSpace(word)))
}

// replied finds the button that yes, no or "that is all" stands for on the present screen.
func (t *turn) replied(text string) (data string, ok bool) {
	r, ok := t.replies[asWritten(text)]
	if !ok {
		r, ok = t.replies[fold(text)]
	}
	if !ok {
		return "", false
	}
	name, _ := split(t.s.At)
	sc := t.screens[name]
	want := sc.yes
	if r == replyNo {
		want = sc.no
	}
	if want == "" && r != replyDone {
		return t.repliedToPromise(r)
	}
	if want == "" || r == replyDone && sc.take == nil {
		return "", false
	}
	if name == "report.words" && r != replyNo { // says so itself when nothing was told yet
		return want, true
	}
	i := slices.IndexFunc(t.s.Offered, func(c Choice) bool {
		of, _ := split(c.Data)
		return of == want && !c.Past
	})
	if i < 0 {
		return "", false
	}
	return t.s.Offered[i].Data, true
}

// repliedToPromise takes yes or no for the answer to the question that came last on its own: whether work is done.
func (t *turn) repliedToPromise(r reply) (data string, ok bool) {
	for _, c := range t.s.Offered {
		if name, args := split(c.Data); name == "kept" && !c.Past && arg(args, 1) == string(r) {
			return c.Data, true
		}
	}
	return "", false
}
