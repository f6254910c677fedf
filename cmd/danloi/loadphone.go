package main

import (
	"bufio"
	"context"
	"encoding/json"
	"fmt"
	"net"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"strconv"
	"strings"
	"sync"
	"time"

	"danloi/bot/telegram/tgtest"
)

// webPhone is a browser with the web chat open: it posts forms and listens to the stream, as chat.js does.
type webPhone struct {
	hall   *loadHall
	n      int
	client *http.Client
	forms  int

	mu    sync.Mutex
	lines []webLine
	seq   int64
	news  chan struct{} // closed at the next line
	stop  context.CancelFunc
	done  chan struct{} // closed when the stream has ended
}

type webLine struct {
	at   time.Time
	seq  int64
	html string
	mine bool
}

func newWebPhone(h *loadHall, n int) *webPhone {
	jar, _ := cookiejar.New(nil) // never fails without options
	// Each phone has its own connections, as in life.
	transport := &http.Transport{MaxIdleConnsPerHost: 2, DialContext: (&net.Dialer{Timeout: 10 * time.Second}).DialContext}
	return &webPhone{hall: h, n: n, client: &http.Client{Jar: jar, Transport: transport}, news: make(chan struct{})}
}

// post sends a form and takes the lines it is answered with.
func (p *webPhone) post(ctx context.Context, form, field, value string) error {
	body := url.Values{"id": {form}, field: {value}}.Encode()
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, p.hall.url+"/say", strings.NewReader(body))
	if err != nil {
		return err
	}
	req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	req.Header.Set("Accept", "application/json")
	res, err := p.client.Do(req)
	if err != nil {
		return err
	}
	defer res.Body.Close()
	if res.StatusCode != http.StatusOK {
		return fmt.Errorf("web chat answers %s", res.Status)
	}
	var log struct {
		Lines []struct {
			Seq  int64  `json:"seq"`
			Mine bool   `json:"mine"`
			HTML string `json:"html"`
		} `json:"lines"`
	}
	if err := json.NewDecoder(res.Body).Decode(&log); err != nil {
		return err
	}
	for _, l := range log.Lines {
		p.add(webLine{at: time.Now(), seq: l.Seq, html: l.HTML, mine: l.Mine})
	}
	return nil
}

func (p *webPhone) add(l webLine) {
	p.mu.Lock()
	defer p.mu.Unlock()
	for _, old := range p.lines {
		if old.seq == l.seq {
			return
		}
	}
	p.lines = append(p.lines, l)
	p.seq = max(p.seq, l.seq)
	close(p.news)
	p.news = make(chan struct{})
}

// form makes a one-time id.
func (p *webPhone) form() string {
	p.forms++
	return fmt.Sprintf("load-%d-%d", p.n, p.forms)
}

func (p *webPhone) join(ctx context.Context) error {
	if err := p.post(ctx, p.form(), "text", p.hall.class.Code); err != nil {
		return err
	}
	p.back(ctx)
	return nil
}

// back opens the stream, from the last line that the phone has.
func (p *webPhone) back(ctx context.Context) {
	ctx, p.stop = context.WithCancel(ctx)
	p.done = make(chan struct{})
	done := p.done
	go func() {
		defer close(done)
		for ctx.Err() == nil {
			p.listen(ctx)
			wait(ctx, 200*time.Millisecond)
		}
	}()
}

func (p *webPhone) away() {
	if p.stop != nil {
		p.stop()
		<-p.done
		p.stop = nil
	}
}

// listen reads the stream until it ends.
func (p *webPhone) listen(ctx context.Context) {
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, p.hall.url+"/live", nil)
	if err != nil {
		return
	}
	p.mu.Lock()
	req.Header.Set("Last-Event-ID", strconv.FormatInt(p.seq, 10))
	p.mu.Unlock()
	res, err := p.client.Do(req)
	if err != nil {
		return
	}
	defer res.Body.Close()
	in := bufio.NewScanner(res.Body)
	in.Buffer(nil, 1<<20)
	var l webLine
	for in.Scan() {
		switch name, value, _ := strings.Cut(in.Text(), ": "); {
		case name == "id":
			l.seq, _ = strconv.ParseInt(value, 10, 64)
		case name == "data":
			l.html += value + "\n"
		case in.Text() == "" && l.html != "":
			l.at = time.Now()
			p.add(l)
			l = webLine{}
		}
	}
}

// await waits for a line of the bot, after the one with a number, that holds a text.
func (p *webPhone) await(ctx context.Context, after int64, text string) (webLine, error) {
	for {
		p.mu.Lock()
		news := p.news
		for _, l := range p.lines {
			if l.seq > after && !l.mine && strings.Contains(l.html, text) {
				p.mu.Unlock()
				return l, nil
			}
		}
		p.mu.Unlock()
		select {
		case <-news:
		case <-ctx.Done():
			return webLine{}, ctx.Err()
		}
	}
}

func (p *webPhone) watch(ctx context.Context, shown bool) (time.Time, error) {
	text := "class.pick:0:0"
	if shown {
		text = p.hall.words("class.right_is", "choice", "")[:8]
	}
	l, err := p.await(ctx, 0, text)
	return l.at, err
}

func (p *webPhone) answer(ctx context.Context, choice int, lost bool) (tapped, replied time.Time, err error) {
	form, value := p.form(), "class.pick:0:"+strconv.Itoa(choice)
	p.mu.Lock()
	before := p.seq
	p.mu.Unlock()
	tapped = time.Now()
	if lost {
		p.away()
		if err := p.shout(form, value); err != nil {
			return tapped, replied, err
		}
		wait(ctx, 300*time.Millisecond)
		tapped = time.Now() // what counts is how long it takes once the network is there again
		p.back(ctx)
	}
	if err := p.post(ctx, form, "tap", value); err != nil {
		return tapped, replied, err
	}
	l, err := p.await(ctx, before, "✓")
	return tapped, l.at, err
}

// shout sends the form and hangs up without having heard the answer.
func (p *webPhone) shout(form, value string) error {
	u, err := url.Parse(p.hall.url)
	if err != nil {
		return err
	}
	conn, err := net.Dial("tcp", u.Host)
	if err != nil {
		return err
	}
	defer conn.Close()
	body := url.Values{"id": {form}, "tap": {value}}.Encode()
	var cookies []string
	for _, c := range p.client.Jar.Cookies(u) {
		cookies = append(cookies, c.Name+"="+c.Value)
	}
	_, err = fmt.Fprintf(conn, "POST /say HTTP/1.1\r\nHost: %s\r\nCookie: %s\r\nAccept: application/json\r\n"+
		"Content-Type: application/x-www-form-urlencoded\r\nContent-Length: %d\r\n\r\n%s", u.Host, strings.Join(cookies, "; "), len(body), body)
	return err
}

// words is a text of the program.
func (h *loadHall) words(id string, pairs ...any) string {
	return h.sv.k.texts.Text("vi", id, pairs...)
}

// chatPhone is a chat of the local Telegram, which keeps messages for whoever is off the network.
type chatPhone struct {
	hall *loadHall
	chat *tgtest.Chat
}

func (p *chatPhone) join(ctx context.Context) error {
	p.chat.Say(p.hall.class.Code)
	_, err := p.await(ctx, p.hall.title)
	return err
}

func (p *chatPhone) await(ctx context.Context, text string) (time.Time, error) {
	left := time.Minute
	if until, ok := ctx.Deadline(); ok {
		left = time.Until(until)
	}
	m, err := p.chat.WaitFor(text, left)
	return m.At, err
}

func (p *chatPhone) watch(ctx context.Context, shown bool) (time.Time, error) {
	if shown {
		return p.await(ctx, p.hall.words("class.right_is", "choice", "")[:8])
	}
	for ctx.Err() == nil {
		for _, m := range p.chat.Messages() {
			if len(m.Labels()) > len(p.hall.choices) && m.Labels()[0] == p.hall.choices[0] {
				return m.At, nil
			}
		}
		wait(ctx, 20*time.Millisecond)
	}
	return time.Time{}, ctx.Err()
}

func (p *chatPhone) answer(ctx context.Context, choice int, lost bool) (tapped, replied time.Time, err error) {
	tapped = time.Now()
	update, err := p.chat.Tap(p.hall.choices[choice])
	if err != nil {
		return tapped, replied, err
	}
	if lost { // Telegram did not hear that the update was taken, and delivers it again
		p.hall.tg.Redeliver(update)
	}
	replied, err = p.await(ctx, p.hall.words("class.noted_choice", "choice", p.hall.choices[choice]))
	return tapped, replied, err
}

func (p *chatPhone) away()                {}
func (p *chatPhone) back(context.Context) {}
