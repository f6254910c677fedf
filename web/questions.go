package web

import (
	"archive/zip"
	"bytes"
	"cmp"
	"embed"
	"io"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"text/template"
	"time"
	"unicode"

	"golang.org/x/text/unicode/norm"

	"danloi/locales"
	"danloi/store"
)

// maxQuestions is how many of the latest unanswered questions are looked at.
const maxQuestions = 2000

// question is a group of unanswered questions that mean the same.
type question struct {
	Key      string   // names the group in an address: the time of its latest question, in nanoseconds
	Words    []string // as they were asked, the commonest first
	Count    int
	Langs    []string
	Communes []string
	Last     string

	tokens map[string]bool
}

// maxWords is how many wordings of a group are shown.
const maxWords = 8

// questionsPage lists what was asked and not found, what is asked most first.
func (s *site) questionsPage(w http.ResponseWriter, r *http.Request, v visit) {
	groups, err := s.unanswered(r)
	if err != nil {
		s.fail(w, r, err)
		return
	}
	s.console(w, r, v, http.StatusOK, "console-questions", page{
		Title: s.Texts.Text(v.lang, "console.questions.title"), Nav: "questions", Data: groups,
	})
}

func (s *site) unanswered(r *http.Request) ([]question, error) {
	var list []store.Unanswered
	err := s.Store.View(r.Context(), func(tx *store.Tx) (err error) {
		list, err = tx.UnansweredList(maxQuestions)
		return err
	})
	if err != nil {
		return nil, err
	}
	return s.group(list), nil
}

// group puts questions together whose telling words are mostly the same: at least half of all words of both.
func (s *site) group(list []store.Unanswered) []question {
	var groups []question
	for _, q := range list {
		tokens := tokensOf(q.Words)
		i := slices.IndexFunc(groups, func(g question) bool { return alike(g.tokens, tokens) })
		if i < 0 {
			groups = append(groups, question{
				Key: strconv.FormatInt(q.At.UnixNano(), 10), Last: locales.Date(q.At), tokens: tokens,
			})
			i = len(groups) - 1
		}
		groups[i].add(q, s.communeName(q.Commune))
	}
	slices.SortStableFunc(groups, func(a, b question) int { return cmp.Compare(b.Count, a.Count) })
	return groups
}

func (s *site) communeName(code string) string {
	if a, ok := s.Areas.Commune(code); ok {
		return a.Full()
	}
	return ""
}

func (g *question) add(q store.Unanswered, commune string) {
	g.Count++
	put := func(list *[]string, what string, most int) {
		if what != "" && len(*list) < most && !slices.Contains(*list, what) {
			*list = append(*list, what)
		}
	}
	put(&g.Words, q.Words, maxWords)
	put(&g.Langs, q.Lang, maxWords)
	put(&g.Communes, commune, maxWords)
}

// tokensOf are the words of a question without tone marks.
func tokensOf(words string) map[string]bool {
	plain := strings.Map(func(r rune) rune {
		switch {
		case unicode.Is(unicode.Mn, r):
			return -1
		case r == 'đ':
			return 'd'
		}
		return r
	}, norm.NFD.String(strings.ToLower(words)))
	tokens := map[string]bool{}
	for _, t := range strings.FieldsFunc(plain, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) }) {
		tokens[t] = true
	}
	return tokens
}

func alike(a, b map[string]bool) bool {
	both := 0
	for t := range a {
		if b[t] {
			both++
		}
	}
	all := len(a) + len(b) - both
	return all > 0 && 2*both >= all
}

// draftFiles are the beginnings of a guide that answers a group.
//
//go:embed draft
var draftFiles embed.FS

// draftGuide hands out a folder with the beginnings of a guide, packed: what was asked is in it, the facts are for
// an editor to find.
func (s *site) draftGuide(w http.ResponseWriter, r *http.Request, v visit) {
	groups, err := s.unanswered(r)
	if err != nil {
		s.fail(w, r, err)
		return
	}
	i := slices.IndexFunc(groups, func(g question) bool { return g.Key == r.PathValue("key") })
	if i < 0 {
		s.notThere(w, r, v)
		return
	}
	data, err := packDraft(groups[i], s.Now())
	if err != nil {
		s.fail(w, r, err)
		return
	}
	w.Header().Set("Content-Type", "application/zip")
	w.Header().Set("Content-Disposition", `attachment; filename="`+slugOf(groups[i].Words[0])+`.zip"`)
	_, _ = w.Write(data) // the reader is gone when this fails
}

func packDraft(g question, now time.Time) ([]byte, error) {
	templates, err := template.New("").Funcs(template.FuncMap{"quote": strconv.Quote}).ParseFS(draftFiles, "draft/*")
	if err != nil {
		return nil, err
	}
	facts := struct {
		question
		Verified, ReviewBy string
	}{g, now.In(locales.Zone).Format(time.DateOnly), now.AddDate(0, 6, 0).In(locales.Zone).Format(time.DateOnly)}
	var out bytes.Buffer
	pack := zip.NewWriter(&out)
	for _, name := range []string{"guide.yaml", "vi.md"} {
		f, err := pack.Create(slugOf(g.Words[0]) + "/" + name)
		if err == nil {
			err = templates.ExecuteTemplate(io.Writer(f), name, facts)
		}
		if err != nil {
			return nil, err
		}
	}
	if err := pack.Close(); err != nil {
		return nil, err
	}
	return out.Bytes(), nil
}

// slugOf makes the name of a folder of a question: its first words without marks.
func slugOf(words string) string {
	const most = 6
	var parts []string
	for _, t := range strings.Fields(words) {
		for token := range tokensOf(t) {
			if len(parts) < most {
				parts = append(parts, strings.Map(ascii, token))
			}
		}
	}
	parts = slices.DeleteFunc(parts, func(p string) bool { return p == "" })
	if len(parts) == 0 {
		return "guide"
	}
	return strings.Join(parts, "-")
}

func ascii(r rune) rune {
	if r < 128 {
		return r
	}
	return -1
}
