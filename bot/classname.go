package bot

import (
	"strconv"
	"strings"

	"danloi/learn"
)

// Who sits at the phone. A name is optional, and any name will do; two or three may share a phone, named or not.

func (t *turn) nameButtons() []Button {
	return []Button{
		t.button("class.no_name", address("class.share", "1")),
		t.button("class.two", address("class.share", "2")),
		beside(t.button("class.three", address("class.share", "3"))),
	}
}

func askNames(t *turn, _ []string) {
	if t.seated() {
		t.ask(paragraphs(t.tx("class.name_ask"), t.tx("class.private")), append(t.nameButtons(), t.button("class.return", "class"))...)
	}
}

// takeNames reads one name, or several with a comma or "và" between them.
func takeNames(t *turn, _ []string) bool {
	words, ok := t.text()
	if !ok || words == "" || t.s.Class == nil {
		return false
	}
	t.keepNames(t.splitNames(words))
	return true
}

// splitNames parts a list of names.
func (t *turn) splitNames(words string) []string {
	words = strings.NewReplacer(",", "\n", ";", "\n", "+", "\n", "&", "\n", "/", "\n").Replace(words)
	for _, l := range t.texts.Written() {
		for and := range strings.SplitSeq(t.texts.Text(l.Tag, "class.name_and"), "|") {
			words = strings.ReplaceAll(words, " "+and+" ", "\n")
		}
	}
	var names []string
	for name := range strings.SplitSeq(words, "\n") {
		if name = strings.TrimSpace(name); name != "" {
			names = append(names, name)
		}
	}
	return names
}

func (t *turn) keepNames(names []string) {
	bad := len(names) == 0 || len(names) > learn.MaxShared
	for _, name := range names {
		if _, err := learn.CleanName(name); err != nil {
			bad = true
		}
	}
	if bad {
		t.note("class.name_bad", "n", learn.MaxShared)
		t.show("class.name")
		return
	}
	t.s.At = "class"
	t.do(ClassAsk{Do: ClassName, For: "class", Class: t.s.Class.Class, Names: names})
}

// shareSeat says how many sit at this phone, without names.
func shareSeat(t *turn, args []string) {
	n, err := strconv.Atoi(arg(args, 0))
	if !t.seated() {
		return
	}
	if err != nil || n < 1 || n > learn.MaxShared {
		t.show("class.name")
		return
	}
	t.s.At = "class"
	t.do(ClassAsk{Do: ClassName, For: "class", Class: t.s.Class.Class, Names: make([]string, n)})
}

// named is what a person at this phone is called.
func (t *turn) named(id string) string {
	for i, p := range t.s.Class.People {
		if p.ID == id && p.Name != "" {
			return p.Name
		}
		if p.ID == id {
			return t.tx("class.person", "n", i+1)
		}
	}
	return ""
}

// names are all people at this phone.
func (t *turn) names() string {
	var all []string
	for _, p := range t.s.Class.People {
		all = append(all, t.named(p.ID))
	}
	if len(all) == 1 && t.s.Class.People[0].Name == "" {
		return t.tx("class.unnamed")
	}
	return strings.Join(all, ", ")
}
