package bolt_test

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"danloi/store"
	"danloi/store/bolt"
)

// crashEnv tells the test binary that it is the child that will be killed, and on which file.
const crashEnv = "DANLOI_TEST_CRASH_STORE"

const (
	crashRounds  = 20
	crashWriters = 8
)

func TestMain(m *testing.M) {
	if path := os.Getenv(crashEnv); path != "" {
		if err := commitUntilKilled(path, os.Stdout); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
	}
	os.Exit(m.Run())
}

// TestKill guards the promise that nothing acknowledged is lost: a process commits and reports every commit, is killed
// at a random moment, and the next one finds everything that was reported, each commit whole.
func TestKill(t *testing.T) {
	if testing.Short() {
		t.Skip("starts processes")
	}
	path := filepath.Join(t.TempDir(), "store.db")
	reported := map[string]bool{}
	for round := range crashRounds {
		n := len(reported)
		killOnce(t, path, time.Duration(5+rand.IntN(60))*time.Millisecond, reported)
		if len(reported) == n {
			t.Errorf("round %d: nothing was committed", round)
		}
		checkReported(t, path, reported)
	}
	t.Logf("%d commits were reported over %d kills", len(reported), crashRounds)
}

// killOnce runs the child until it has reported something and some time has passed, and adds what it reported.
func killOnce(t *testing.T, path string, after time.Duration, reported map[string]bool) {
	t.Helper()
	exe, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command(exe)
	cmd.Env = append(os.Environ(), crashEnv+"="+path)
	cmd.Stderr = os.Stderr
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	limit := time.AfterFunc(20*time.Second, func() { cmd.Process.Kill() })
	defer limit.Stop()
	lines := bufio.NewReader(out)
	for armed := false; ; {
		line, err := lines.ReadString('\n')
		if err != nil {
			break // the end of the pipe; a line cut short was never reported whole
		}
		reported[strings.TrimSpace(line)] = true
		if !armed {
			armed = true
			time.AfterFunc(after, func() { cmd.Process.Kill() })
		}
	}
	cmd.Wait()
}

func checkReported(t *testing.T, path string, reported map[string]bool) {
	t.Helper()
	db := open(t, path)
	defer db.Close()
	err := db.View(t.Context(), func(kv store.KV) error {
		for id := range reported {
			first, err := kv.Get("first", []byte(id))
			if err != nil || string(first) != id {
				t.Errorf("commit %s was reported and is lost: %v", id, err)
			}
		}
		halves := map[string]int{}
		for _, bucket := range []string{"first", "second"} {
			err := kv.Scan(bucket, nil, nil, false, func(key, _ []byte) (bool, error) {
				halves[string(key)]++
				return true, nil
			})
			if err != nil {
				return err
			}
		}
		for id, n := range halves {
			if n != 2 {
				t.Errorf("commit %s is there by half", id)
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

// commitUntilKilled is the child: several writers, each reporting an id once its commit is done.
func commitUntilKilled(path string, report io.Writer) error {
	db, err := bolt.Open(path, bolt.Options{Timeout: 5 * time.Second})
	if err != nil {
		return err
	}
	done := make(chan string)
	for w := range crashWriters {
		go func() {
			for i := 0; ; i++ {
				id := fmt.Sprintf("%d.%d.%d", os.Getpid(), w, i)
				if err := commitBoth(db, id); err != nil {
					fmt.Fprintln(os.Stderr, err)
					os.Exit(1)
				}
				done <- id
			}
		}()
	}
	for id := range done {
		if _, err := fmt.Fprintln(report, id); err != nil {
			return err
		}
	}
	return nil
}

func commitBoth(db *bolt.DB, id string) error {
	return db.Update(context.Background(), func(kv store.KV) error {
		if err := kv.Put("first", []byte(id), []byte(id)); err != nil {
			return err
		}
		return kv.Put("second", []byte(id), make([]byte, 1+len(id)*100))
	})
}
