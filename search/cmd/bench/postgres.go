package main

import (
	"errors"
	"fmt"
	"net"
	"os"
	"os/exec"
	"os/user"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"time"

	"danloi/search/eval"
	"danloi/search/vi"
)

// A way of PostgreSQL is its preparation and its statement for a question.
type way struct {
	prepare string
	ask     func(text string, limit int) string
}

var textSearch = way{
	prepare: `CREATE EXTENSION unaccent;
CREATE TEXT SEARCH CONFIGURATION plain (COPY = simple);
ALTER TEXT SEARCH CONFIGURATION plain ALTER MAPPING FOR hword, hword_part, word WITH unaccent, simple;
ALTER TABLE passages ADD words tsvector;
UPDATE passages SET words = setweight(to_tsvector('plain', title), 'A') || to_tsvector('plain', body);
CREATE INDEX ON passages USING gin(words); ANALYZE passages;`,
	ask: func(text string, limit int) string {
		var words []string
		for _, w := range vi.Scan(text) {
			if !w.Code {
				words = append(words, w.Text)
			}
		}
		if len(words) == 0 {
			return ""
		}
		return fmt.Sprintf(`SELECT id, ts_rank(words, q, 1) FROM passages, to_tsquery('plain', %s) q WHERE words @@ q ORDER BY 2 DESC LIMIT %d;`,
			quoted(strings.Join(words, " | ")), limit)
	},
}

var trigrams = way{
	prepare: `CREATE EXTENSION unaccent; CREATE EXTENSION pg_trgm;
ALTER TABLE passages ADD plain text;
UPDATE passages SET plain = unaccent(lower(title || ' ' || body)); ANALYZE passages;`,
	ask: func(text string, limit int) string {
		return fmt.Sprintf(`SELECT id, word_similarity(q, plain) FROM passages, unaccent(lower(%s)) q ORDER BY 2 DESC LIMIT %d;`,
			quoted(text), limit)
	},
}

// openPostgres starts a server of its own, as a user who is not root since PostgreSQL refuses root.
func openPostgres(w way) func([]eval.Passage) (eval.Searcher, func() error, error) {
	return func(ps []eval.Passage) (eval.Searcher, func() error, error) {
		if _, err := need("psql", "postgresql"); err != nil {
			return nil, nil, err
		}
		c, err := startCluster()
		if err != nil {
			return nil, nil, err
		}
		p, err := start(c.command("psql", "-qAtX", "-h", c.dir, "-p", c.port, "-d", "postgres"), `\echo '`+endMark+`'`)
		if err != nil {
			return nil, nil, errors.Join(err, c.stop())
		}
		done := func() error { return errors.Join(p.close(), c.stop()) }
		if _, err := p.do("CREATE TABLE passages(id int PRIMARY KEY, title text, body text);"); err != nil {
			return nil, nil, errors.Join(err, done())
		}
		if err := p.fill(ps); err != nil {
			return nil, nil, errors.Join(err, done())
		}
		if _, err := p.do(w.prepare); err != nil {
			return nil, nil, errors.Join(err, done())
		}
		return p.ask(ps, w.ask), done, nil
	}
}

// A cluster is a temporary PostgreSQL server.
type cluster struct {
	dir, bin, port string
	owner          *syscall.Credential // nil: whoever runs this
	server         *exec.Cmd
}

func startCluster() (*cluster, error) {
	bin, err := serverPrograms()
	if err != nil {
		return nil, err
	}
	c := &cluster{bin: bin}
	if c.dir, err = os.MkdirTemp("", "bench-pg-"); err != nil {
		return nil, err
	}
	if err := c.handOver(); err != nil {
		return nil, errors.Join(err, os.RemoveAll(c.dir))
	}
	data := filepath.Join(c.dir, "data")
	if out, err := c.command("initdb", "-D", data, "-A", "trust", "-U", "postgres", "-E", "UTF8", "--no-sync").CombinedOutput(); err != nil {
		return nil, errors.Join(fmt.Errorf("initdb: %w: %s", err, out), os.RemoveAll(c.dir))
	}
	if c.port, err = freePort(); err != nil {
		return nil, errors.Join(err, os.RemoveAll(c.dir))
	}
	c.server = c.command("postgres", "-D", data, "-k", c.dir, "-p", c.port, "-h", "127.0.0.1", "-F")
	if err := c.server.Start(); err != nil {
		return nil, errors.Join(err, os.RemoveAll(c.dir))
	}
	return c, c.ready()
}

// handOver gives the folder to the user postgres when this runs as root.
func (c *cluster) handOver() error {
	if os.Geteuid() != 0 {
		return nil
	}
	u, err := user.Lookup("postgres")
	if err != nil {
		return err
	}
	uid, err1 := strconv.Atoi(u.Uid)
	gid, err2 := strconv.Atoi(u.Gid)
	if err := errors.Join(err1, err2); err != nil {
		return err
	}
	c.owner = &syscall.Credential{Uid: uint32(uid), Gid: uint32(gid)}
	return os.Chown(c.dir, uid, gid)
}

func (c *cluster) command(name string, args ...string) *exec.Cmd {
	path := filepath.Join(c.bin, name)
	if _, err := os.Stat(path); err != nil {
		path = name
	}
	cmd := exec.Command(path, args...)
	cmd.Dir = c.dir
	cmd.Env = append(os.Environ(), "PGUSER=postgres", "LC_ALL=C.UTF-8")
	if c.owner != nil {
		cmd.SysProcAttr = &syscall.SysProcAttr{Credential: c.owner}
	}
	return cmd
}

// ready waits until the server answers.
func (c *cluster) ready() error {
	var err error
	for range 100 {
		if err = c.command("psql", "-qAtX", "-h", c.dir, "-p", c.port, "-d", "postgres", "-c", "SELECT 1").Run(); err == nil {
			return nil
		}
		time.Sleep(50 * time.Millisecond)
	}
	return errors.Join(fmt.Errorf("the server does not answer: %w", err), c.stop())
}

func (c *cluster) stop() error {
	err := c.server.Process.Signal(syscall.SIGINT)
	if e := c.server.Wait(); err == nil && e != nil {
		var exit *exec.ExitError
		if !errors.As(e, &exit) {
			err = e
		}
	}
	return errors.Join(err, os.RemoveAll(c.dir))
}

// serverPrograms finds the folder of initdb and postgres, which Debian keeps off the path.
func serverPrograms() (string, error) {
	if path, err := exec.LookPath("initdb"); err == nil {
		return filepath.Dir(path), nil
	}
	found, err := filepath.Glob("/usr/lib/postgresql/*/bin/initdb")
	if err != nil || len(found) == 0 {
		return "", errors.New("initdb is not installed (Debian's package postgresql)")
	}
	return filepath.Dir(found[len(found)-1]), nil
}

func freePort() (string, error) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return "", err
	}
	_, port, err := net.SplitHostPort(l.Addr().String())
	return port, errors.Join(err, l.Close())
}
