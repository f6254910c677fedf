package main

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"strconv"
	"strings"

	"danloi/search/eval"
)

// A program is a database's own shell that answers statements through pipes, so that no driver is linked.
type program struct {
	cmd *exec.Cmd
	in  io.WriteCloser
	out *bufio.Reader
	end string // statement that prints endMark
}

const endMark = "end of answer"

func start(cmd *exec.Cmd, end string) (*program, error) {
	in, err := cmd.StdinPipe()
	if err != nil {
		return nil, err
	}
	out, err := cmd.StdoutPipe()
	if err != nil {
		return nil, err
	}
	cmd.Stderr = os.Stderr
	if err := cmd.Start(); err != nil {
		return nil, err
	}
	return &program{cmd: cmd, in: in, out: bufio.NewReader(out), end: end}, nil
}

// do runs statements and returns the lines they print.
func (p *program) do(statements string) ([]string, error) {
	if _, err := io.WriteString(p.in, statements+"\n"+p.end+"\n"); err != nil {
		return nil, err
	}
	var lines []string
	for {
		l, err := p.out.ReadString('\n')
		if err != nil {
			return nil, err
		}
		if l = strings.TrimRight(l, "\n"); l == endMark {
			return lines, nil
		}
		lines = append(lines, l)
	}
}

func (p *program) close() error {
	return errors.Join(p.in.Close(), p.cmd.Wait())
}

// fill puts all passages into a table with one statement of many rows at a time.
func (p *program) fill(ps []eval.Passage) error {
	const rows = 200
	for i := 0; i < len(ps); i += rows {
		var b strings.Builder
		b.WriteString("INSERT INTO passages(id, title, body) VALUES ")
		for j, x := range ps[i:min(i+rows, len(ps))] {
			if j > 0 {
				b.WriteString(",")
			}
			fmt.Fprintf(&b, "(%d,%s,%s)", i+j, quoted(x.Title), quoted(x.Text))
		}
		if _, err := p.do(b.String() + ";"); err != nil {
			return err
		}
	}
	return nil
}

// quoted writes a text as an SQL literal on one line.
func quoted(s string) string {
	s = strings.Map(func(r rune) rune {
		if r < ' ' {
			return ' '
		}
		return r
	}, s)
	return "'" + strings.ReplaceAll(s, "'", "''") + "'"
}

// ask turns a statement for a question into a searcher.
func (p *program) ask(ps []eval.Passage, statement func(text string, limit int) string) eval.Searcher {
	return func(text string, limit int) []eval.Scored {
		q := statement(text, limit)
		if q == "" {
			return nil
		}
		lines, err := p.do(q)
		if err != nil {
			return nil // counts as not found
		}
		var out []eval.Scored
		for _, l := range lines {
			id, score, _ := strings.Cut(l, "|")
			n, err1 := strconv.Atoi(id)
			v, err2 := strconv.ParseFloat(score, 64)
			if err1 == nil && err2 == nil && n < len(ps) {
				out = append(out, eval.Scored{ID: ps[n].ID, Score: v})
			}
		}
		return out
	}
}

// need finds a program, installing Debian's package of it where that is possible.
func need(name, pack string) (string, error) {
	if path, err := exec.LookPath(name); err == nil {
		return path, nil
	}
	if os.Geteuid() != 0 {
		return "", fmt.Errorf("%s is not installed (Debian's package %s)", name, pack)
	}
	install := exec.Command("apt-get", "install", "-y", "--no-install-recommends", pack)
	install.Stdout, install.Stderr = os.Stderr, os.Stderr
	if err := install.Run(); err != nil {
		return "", fmt.Errorf("install Debian's package %s: %w", pack, err)
	}
	return exec.LookPath(name)
}
