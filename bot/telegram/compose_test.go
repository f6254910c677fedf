package telegram

import (
	"fmt"
	"reflect"
	"strings"
	"testing"

	"danloi/bot"
)

// show writes parts so that a test can be read: media, bold part, text, rows.
func show(parts []part) []string {
	var out []string
	for _, p := range parts {
		var b strings.Builder
		if p.media != nil {
			fmt.Fprintf(&b, "{%s}", p.media.Path)
		}
		fmt.Fprintf(&b, "%d|%s", p.bold, p.text)
		if p.keyboard != nil {
			for _, row := range p.keyboard.InlineKeyboard {
				b.WriteString("\n")
				for _, k := range row {
					fmt.Fprintf(&b, "[%s %s%s]", k.Text, k.CallbackData, k.URL)
				}
			}
		}
		out = append(out, b.String())
	}
	return out
}

func TestCompose(t *testing.T) {
	photo := &bot.Media{Kind: bot.Photo, Path: "a.webp", Alt: "cổng"}
	long := strings.Repeat("a", 2000)
	tests := []struct {
		name string
		in   bot.Message
		want []string
	}{
		{"text", bot.Message{Text: "Xin chào"}, []string{"0|Xin chào"}},
		{"title in UTF-16 units", bot.Message{Title: "😀 Tạm trú", Text: "Bước 1"}, []string{"10|😀 Tạm trú\n\nBước 1"}},
		{"title alone", bot.Message{Title: "Xong"}, []string{"4|Xong"}},
		{"rows", bot.Message{Text: "?", Buttons: []bot.Button{{Label: "1", Data: "a"}, {Label: "2", Data: "b", Beside: true}, {Label: "3", Data: "c"}}},
			[]string{"0|?\n[1 a][2 b]\n[3 c]"}},
		{"first beside nothing", bot.Message{Text: "?", Buttons: []bot.Button{{Label: "1", Data: "a", Beside: true}}}, []string{"0|?\n[1 a]"}},
		{"link", bot.Message{Text: "?", Buttons: []bot.Button{{Label: "Cổng", URL: "https://dichvucong.gov.vn/"}}}, []string{"0|?\n[Cổng https://dichvucong.gov.vn/]"}},
		{"links that no button takes", bot.Message{Text: "?", Buttons: []bot.Button{{Label: "Gọi", URL: "tel:112"}, {Label: "Trang", URL: "http://localhost:8080/g/x"}, {Label: "1", Data: "a"}}},
			[]string{"0|?\n\nGọi: 112\nTrang: http://localhost:8080/g/x\n[1 a]"}},
		{"picture", bot.Message{Text: "Bước 1", Media: photo, Buttons: []bot.Button{{Label: "1", Data: "a"}}}, []string{"{a.webp}0|Bước 1\n[1 a]"}},
		{"picture alone", bot.Message{Media: photo}, []string{"{a.webp}0|"}},
		{"text too long for a caption", bot.Message{Text: long, Media: photo, Buttons: []bot.Button{{Label: "1", Data: "a"}}}, []string{"{a.webp}0|", "0|" + long + "\n[1 a]"}},
		{"long text", bot.Message{Title: "T", Text: long + "\n\n" + long + "\n\n" + long, Buttons: []bot.Button{{Label: "1", Data: "a"}}},
			[]string{"1|T\n\n" + long + "\n\n" + long, "0|" + long + "\n[1 a]"}},
		{"broken UTF-8", bot.Message{Text: "a\xffb"}, []string{"0|ab"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			parts, err := compose(tt.in)
			if err != nil {
				t.Fatal(err)
			}
			if got := show(parts); !reflect.DeepEqual(got, tt.want) {
				t.Errorf("got  %q\nwant %q", got, tt.want)
			}
		})
	}
}

func TestComposeRefuses(t *testing.T) {
	tests := map[string]bot.Message{
		"nothing":             {},
		"blank":               {Text: " \n"},
		"buttons only":        {Buttons: []bot.Button{{Label: "1", Data: "a"}}},
		"no label":            {Text: "?", Buttons: []bot.Button{{Data: "a"}}},
		"button does nothing": {Text: "?", Buttons: []bot.Button{{Label: "1"}}},
		"data of 65 bytes":    {Text: "?", Buttons: []bot.Button{{Label: "1", Data: strings.Repeat("a", 65)}}},
		"101 buttons":         {Text: "?", Buttons: slicesOf(101)},
	}
	for name, m := range tests {
		if parts, err := compose(m); err == nil {
			t.Errorf("%s: got %v, want an error", name, show(parts))
		}
	}
}

func slicesOf(n int) []bot.Button {
	out := make([]bot.Button, n)
	for i := range out {
		out[i] = bot.Button{Label: "x", Data: "x", Beside: true}
	}
	return out
}
