package telegram

import (
	"reflect"
	"strings"
	"testing"
	"time"

	"danloi/bot"
)

// message wraps the fields of a message from a private chat.
func message(fields string) string {
	return `{"update_id":41,"message":{"message_id":7,"date":1,"from":{"id":9,"is_bot":false},"chat":{"id":9,"type":"private"},` + fields + `}}`
}

func TestTranslate(t *testing.T) {
	file := func(kind bot.FileKind) bot.File { return bot.File{ID: "telegram41", Kind: kind} }
	named := file(bot.Document)
	named.Name, named.Caption = "don.pdf", "đơn của tôi"
	large := file(bot.Document)
	large.Problem = bot.TooLarge
	tests := []struct {
		name, update string
		want         bot.Input // nil: no event
		file         string    // id of the file to be fetched
	}{
		{"text", message(`"text":"tôi muốn hỏi"`), bot.Text{Words: "tôi muốn hỏi"}, ""},
		{"command", message(`"text":"/help@DanLoiBot"`), bot.Text{Words: "/help"}, ""},
		{"command with words", message(`"text":"/tim@DanLoiBot khai sinh"`), bot.Text{Words: "/tim khai sinh"}, ""},
		{"command later on", message(`"text":"gõ /help@DanLoiBot"`), bot.Text{Words: "gõ /help@DanLoiBot"}, ""},
		{"start", message(`"text":"/start"`), bot.Start{}, ""},
		{"start for a bot", message(`"text":"/start@DanLoiBot lop_7-A"`), bot.Start{Code: "lop_7-A"}, ""},
		{"start with what is no code", message(`"text":"/start xin chào"`), bot.Start{}, ""},
		{"not quite start", message(`"text":"/starting"`), bot.Text{Words: "/starting"}, ""},
		{"long text", message(`"text":"` + strings.Repeat("😀", 2100) + `"`), bot.Text{Words: strings.Repeat("😀", 2048)}, ""},
		{"photo: the largest", message(`"photo":[{"file_id":"s","width":90,"height":60,"file_size":900},{"file_id":"l","width":1280,"height":900,"file_size":90000},{"file_id":"m","width":320,"height":200,"file_size":9000}]`), file(bot.Photo), "l"},
		{"photo: the largest that may be", message(`"photo":[{"file_id":"m","width":320,"height":200,"file_size":9000},{"file_id":"l","width":9000,"height":9000,"file_size":20000000}]`), file(bot.Photo), "m"},
		{"voice", message(`"voice":{"file_id":"v","file_size":100}`), file(bot.Voice), "v"},
		{"audio", message(`"audio":{"file_id":"a","file_size":100}`), file(bot.Voice), "a"},
		{"document", message(`"document":{"file_id":"d","file_name":"C:\\giay to\\don.pdf"},"caption":"đơn của tôi"`), named, "d"},
		{"document too large", message(`"document":{"file_id":"d","file_size":10485761}`), large, ""},
		{"location", message(`"location":{"latitude":21.5,"longitude":105.8}`), bot.Location{Lat: 21.5, Lon: 105.8}, ""},
		{"venue", message(`"location":{"latitude":1,"longitude":2},"venue":{"location":{"latitude":21.5,"longitude":105.8},"title":"UBND","address":"-"}`), bot.Location{Lat: 21.5, Lon: 105.8}, ""},
		{"sticker", message(`"sticker":{"file_id":"s"}`), bot.Unsupported{}, ""},
		{"video", message(`"video":{"file_id":"v"}`), bot.Unsupported{}, ""},
		{"contact", message(`"contact":{"phone_number":"0900000000","first_name":"A"}`), bot.Unsupported{}, ""},
		{"animation comes as a document too", message(`"animation":{"file_id":"g"},"document":{"file_id":"g"}`), bot.Unsupported{}, ""},
		{"service message", message(`"message_auto_delete_timer_changed":{"message_auto_delete_time":86400}`), nil, ""},
		{"tap", `{"update_id":41,"callback_query":{"id":"cb","from":{"id":9},"message":{"message_id":7,"date":1,"chat":{"id":9,"type":"private"}},"data":"step:a:2"}}`, bot.Tap{Data: "step:a:2"}, ""},
		{"tap on an old message", `{"update_id":41,"callback_query":{"id":"cb","from":{"id":9},"message":{"message_id":7,"date":0,"chat":{"id":9,"type":"private"}},"data":"home"}}`, bot.Tap{Data: "home"}, ""},
		{"tap in a group", `{"update_id":41,"callback_query":{"id":"cb","from":{"id":9},"message":{"message_id":7,"date":1,"chat":{"id":-9,"type":"group"}},"data":"home"}}`, nil, ""},
		{"tap without data", `{"update_id":41,"callback_query":{"id":"cb","from":{"id":9},"message":{"message_id":7,"date":1,"chat":{"id":9,"type":"private"}}}}`, nil, ""},
		{"blocked", member(`"member"`, `"kicked","until_date":0`), bot.Blocked{}, ""},
		{"back again", member(`"kicked","until_date":0`, `"member"`), bot.Blocked{Back: true}, ""},
		{"first visit", member(`"left"`, `"member"`), nil, ""},
		{"group", `{"update_id":41,"message":{"message_id":7,"date":1,"from":{"id":9},"chat":{"id":-9,"type":"supergroup"},"text":"xin chào"}}`, nil, ""},
		{"another bot", `{"update_id":41,"message":{"message_id":7,"date":1,"from":{"id":8,"is_bot":true},"chat":{"id":8,"type":"private"},"text":"hi"}}`, nil, ""},
		{"edited message", `{"update_id":41,"edited_message":{"message_id":7,"date":1,"chat":{"id":9,"type":"private"},"text":"khác"}}`, nil, ""},
		{"nothing known", `{"update_id":41}`, nil, ""},
	}
	at := time.Date(2026, 11, 22, 1, 0, 0, 0, time.UTC)
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			u, err := decodeUpdate([]byte(tt.update))
			if err != nil {
				t.Fatal(err)
			}
			in, ok := translate(u, at)
			if ok != (tt.want != nil) {
				t.Fatalf("translate reports %v, input %#v", ok, in.event.Input)
			}
			if !ok {
				return
			}
			want := bot.Event{ID: "telegram:41", Channel: "telegram", Address: "9", At: at, Input: tt.want}
			if !reflect.DeepEqual(in.event, want) {
				t.Errorf("got  %#v\nwant %#v", in.event, want)
			}
			if got := fileID(in.file); got != tt.file {
				t.Errorf("file to fetch %q, want %q", got, tt.file)
			}
		})
	}
}

func member(was, is string) string {
	return `{"update_id":41,"my_chat_member":{"date":1,"from":{"id":9},"chat":{"id":9,"type":"private"},` +
		`"old_chat_member":{"user":{"id":1,"is_bot":true},"status":` + was + `},"new_chat_member":{"user":{"id":1,"is_bot":true},"status":` + is + `}}}`
}

func fileID(f *fileRef) string {
	if f == nil {
		return ""
	}
	return f.id
}

// An update of a kind newer than the library must not stop those after it.
func TestDecodeUpdateUnreadable(t *testing.T) {
	u, err := decodeUpdate([]byte(member(`"member"`, `"from the future"`)))
	if u == nil || u.ID != 41 || err == nil {
		t.Errorf("decodeUpdate = %v, %v; want the number and an error", u, err)
	}
	for _, raw := range []string{``, `[]`, `{}`, `{"update_id":"x"}`, `{"update_id":41`} {
		if u, err := decodeUpdate([]byte(raw)); u != nil || err == nil {
			t.Errorf("decodeUpdate(%q) = %v, %v; want nil and an error", raw, u, err)
		}
	}
}

func TestSniff(t *testing.T) {
	tests := map[string]string{
		string(jpeg): "image/jpeg", string(png): "image/png", "RIFF\x00\x00\x00\x00WEBPVP8 ": "image/webp",
		string(ogg): "audio/ogg", "ID3\x04": "audio/mpeg", "\x00\x00\x00\x20ftypM4A ": "audio/mp4", string(pdf): "application/pdf",
		string(heic): "", "GIF89a": "", "MZ\x90": "", "<html>": "", "": "", "12345678WEBP": "",
	}
	for data, want := range tests {
		if got := sniff([]byte(data)); got != want {
			t.Errorf("sniff(%q) = %q, want %q", data, got, want)
		}
	}
}
