// Package e2e tests the program as its people meet it: the real server as a process of its own, a real browser, the
// terminal, and a local server in Telegram's place.
package e2e

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"testing"

	"danloi/internal/browser"
)

// program is the path of the binary under test: the one that E2E_PROGRAM names, or built once for all tests.
var program = os.Getenv("E2E_PROGRAM")

func TestMain(m *testing.M) { os.Exit(buildAndRun(m)) }

func buildAndRun(m *testing.M) int {
	if program != "" {
		return m.Run()
	}
	dir, err := os.MkdirTemp("", "danloi-e2e-")
	if err != nil {
		fmt.Fprintln(os.Stderr, "e2e:", err)
		return 1
	}
	defer os.RemoveAll(dir)
	program = filepath.Join(dir, "danloi")
	build := exec.Command("go", "build", "-o", program, "danloi/cmd/danloi")
	build.Stdout, build.Stderr = os.Stderr, os.Stderr
	if err := build.Run(); err != nil {
		fmt.Fprintln(os.Stderr, "e2e: build the program:", err)
		return 1
	}
	return m.Run()
}

// picture saves what is in view under E2E_SCREENSHOTS, or in a folder that goes away with the test.
func picture(t *testing.T, b *browser.Browser, name string) {
	t.Helper()
	dir := os.Getenv("E2E_SCREENSHOTS")
	if dir == "" {
		dir = t.TempDir()
	}
	b.Screenshot(filepath.Join(dir, name+".png"))
}
