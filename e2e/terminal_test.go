package e2e

import (
	"io"
	"os/exec"
	"strings"
	"syscall"
	"testing"
	"time"
)

// conversation is a `danloi chat` that is talked with.
type conversation struct {
	t   *testing.T
	in  io.WriteCloser
	out *output
	err *output
	cmd *exec.Cmd
}

// chat starts a conversation on a data folder; with tty the program sees a terminal, else a pipe.
func chat(t *testing.T, data string, tty bool) *conversation {
	t.Helper()
	args := []string{program, "chat", "--lang", "vi", "--data", data}
	c := &conversation{t: t, out: &output{}, err: &output{}, cmd: exec.Command(args[0], args[1:]...)}
	if tty {
		c.cmd = exec.Command("script", "-qec", strings.Join(args, " "), "/dev/null")
	}
	c.cmd.Env = environ()
	c.cmd.Stdout, c.cmd.Stderr = c.out, c.err
	c.cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	var err error
	if c.in, err = c.cmd.StdinPipe(); err != nil {
		t.Fatal(err)
	}
	if err := c.cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = syscall.Kill(-c.cmd.Process.Pid, syscall.SIGKILL) }) // gone already when all went well
	return c
}

// hears waits until the program has printed text after what it has printed up to mark, and returns the new mark.
func (c *conversation) hears(mark int, text string) int {
	c.t.Helper()
	mark, _ = c.hearsAny(mark, text)
	return mark
}

// hearsAny is hears for one of several texts, and returns which.
func (c *conversation) hearsAny(mark int, texts ...string) (int, string) {
	c.t.Helper()
	for end := time.Now().Add(40 * time.Second); ; time.Sleep(20 * time.Millisecond) {
		all := c.out.String()
		for _, text := range texts {
			if i := strings.Index(all[mark:], text); i >= 0 {
				return mark + i + len(text), text
			}
		}
		if time.Now().After(end) {
			c.t.Fatalf("%q is not printed; errors: %s; after the mark:\n%s", texts, c.err, all[mark:])
		}
	}
}

func (c *conversation) says(line string) {
	c.t.Helper()
	if _, err := io.WriteString(c.in, line+"\n"); err != nil {
		c.t.Fatal(err)
	}
}

// ends closes the input and waits for a good end.
func (c *conversation) ends() {
	c.t.Helper()
	if err := c.in.Close(); err != nil {
		c.t.Fatal(err)
	}
	if err := c.cmd.Wait(); err != nil {
		c.t.Errorf("chat ends with %v: %s", err, c.err)
	}
}

// files goes from the first words to a case and returns its reference.
func (c *conversation) files() string {
	c.t.Helper()
	at := c.hears(0, "Bạn đồng ý không?")
	c.says("1")
	at = c.hears(at, "Tôi giúp gì được cho bạn?")
	c.says("dang ky tam tru")
	at, heard := c.hearsAny(at, guideShown, whichGuide)
	if heard == whichGuide {
		c.says("Đăng ký tạm trú")
		at = c.hears(at, guideShown)
	}
	for _, step := range []struct{ say, hear string }{
		{"1", "Bước 1/8"},
		{"Tôi bị vướng ở bước này", "nói cách khác"},
		{"Nhờ cán bộ giúp", "Bạn muốn nói thêm gì không?"},
		{"chu nha khong cho dang ky", "Đã ghi: 1 đoạn lời"},
		{"Đủ rồi", "Bạn ở xã, phường nào?"},
		{"cho ra", "Bạn xem lại trước khi gửi"},
		{"Gửi", "Mã PIN:"},
	} {
		c.says(step.say)
		at = c.hears(at, step.hear)
	}
	return submatch(c.t, shownRef, c.out.String())
}

// TestTerminalAlone talks through a pipe without a server, and finds the case again in a second conversation.
func TestTerminalAlone(t *testing.T) {
	t.Parallel()
	data := dataFolder(t)
	c := chat(t, data, false)
	ref := c.files()
	c.ends()
	again := chat(t, data, false)
	again.says("Theo dõi phản ánh")
	again.hears(0, ref)
	again.ends()
}

// TestTerminalThroughServer talks in a terminal through a running server: what the officer answers arrives while
// nobody types.
func TestTerminalThroughServer(t *testing.T) {
	t.Parallel()
	s := serve(t)
	c := chat(t, s.Data, true)
	ref := c.files()
	at := len(c.out.String())
	o := officerAt(t, s)
	o.do(ref, "accept", "", nil)
	at = c.hears(at, "đã tiếp nhận")
	o.do(ref, "answer", "Chọn mục Đăng ký tạm trú.", photo(t))
	at = c.hears(at, "Chọn mục Đăng ký tạm trú.")
	c.says("5")
	c.hears(at, "Bạn chấm 5 trên 5")
}

// TestTerminalPipedThroughServer talks through a pipe through a running server: the answer is printed with the next
// line that is said.
func TestTerminalPipedThroughServer(t *testing.T) {
	t.Parallel()
	s := serve(t)
	c := chat(t, s.Data, false)
	ref := c.files()
	at := len(c.out.String())
	o := officerAt(t, s)
	o.do(ref, "accept", "", nil)
	o.do(ref, "answer", "Chọn mục Đăng ký tạm trú.", photo(t))
	c.says("Xem phản ánh này")
	c.hears(at, "Chọn mục Đăng ký tạm trú.")
	c.ends()
}
