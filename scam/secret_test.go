package scam_test

import (
	"strings"
	"testing"
	"testing/fstest"
	"unicode/utf8"

	"danloi/scam"
)

func TestSecrets(t *testing.T) {
	c := load(t)
	for _, tt := range []struct{ text, kinds, masked string }{
		{"mã OTP của tôi là 482913", "otp", "mã OTP của tôi là ••••••"},
		{"ma otp 482913", "otp", "ma otp ••••••"},
		{"OTP: 4829", "otp", "OTP: ••••"},
		{"482913 la ma xac thuc", "otp", "•••••• la ma xac thuc"},
		{"mã là 123456", "otp", "mã là ••••••"},
		{"ma cua toi la 12345678", "otp", "ma cua toi la ••••••••"},
		{"Your code is 482913", "otp", "Your code is ••••••"},
		{"G-482913 is your Google verification code", "otp", "G-•••••• is your Google verification code"},
		{"VNeID: Ma xac thuc cua Quy khach la 482 913. Khong cung cap cho bat ky ai.", "otp", "VNeID: Ma xac thuc cua Quy khach la ••• •••. Khong cung cap cho bat ky ai."},
		{"VCB: OTP 482913 cho GD 500,000VND tai TK 1234 luc 10:30 ngay 12/06/2026", "otp", "VCB: OTP •••••• cho GD 500,000VND tai TK 1234 luc 10:30 ngay 12/06/2026"},
		{"mã kích hoạt “719204”", "otp", "mã kích hoạt “••••••”"},
		{"mã pin 2580", "otp", "mã pin ••••"},
		{"mật khẩu là Lua3Vu", "password", "mật khẩu là ••••••"},
		{"mật khẩu VNeID của tôi là: abc@12.", "password", "mật khẩu VNeID của tôi là: ••••••."},
		{"mat khau cua toi la conmeocon", "password", "mat khau cua toi la •••••••••"},
		{"passcode 123456", "password", "passcode ••••••"},
		{"passcode vneid la 123456", "password", "passcode vneid la ••••••"},
		{"mk: Ga9Con", "password", "mk: ••••••"},
		{"my password is hunter2", "password", "my password is •••••••"},
		{"password=secret99", "password", "password=••••••••"},
		{"căn cước 019190012345", "identity", "căn cước ••••••••••••"},
		{"tôi là Nguyễn Văn A, 001090 012345", "identity", "tôi là Nguyễn Văn A, •••••• ••••••"},
		{"so cccd cua toi la 079.203.012.345", "identity", "so cccd cua toi la •••.•••.•••.•••"},
		{"CMND 090123456", "identity", "CMND •••••••••"},
		{"số chứng minh nhân dân: 012345678", "identity", "số chứng minh nhân dân: •••••••••"},
		{"thẻ 4111 1111 1111 1111 bị trừ tiền", "card", "thẻ •••• •••• •••• •••• bị trừ tiền"},
		{"9704 3688 8888 8888 888? 5555555555554444", "card", "9704 3688 8888 8888 888? ••••••••••••••••"},
		{"mã otp 482913, mật khẩu là Abc12345", "otp password", "mã otp ••••••, mật khẩu là ••••••••"},

		{"thủ tục 1.004194", "", ""},
		{"mã thủ tục 1.004194", "", ""},
		{"mã thủ tục là 100419", "", ""},
		{"hồ sơ số 123456 không nhận được mã OTP", "", ""},
		{"mã hồ sơ 000.00.01.H55-260612-0001", "", ""},
		{"mã hồ sơ là 12345678", "", ""},
		{"0912345678", "", ""},
		{"số 0912 345 678 gọi hỏi mã OTP", "", ""},
		{"+84 9123 45678 xin mã otp", "", ""},
		{"ngày 12/06/2026 tôi không nhận được mã OTP", "", ""},
		{"12-06-2026 không có mã OTP", "", ""},
		{"năm 2026 làm sao nhận OTP", "", ""},
		{"nộp 5000000 đồng mà không thấy mã OTP", "", ""},
		{"12.000.000đ", "", ""},
		{"Nghị định 61/2026/NĐ-CP nói gì về mã OTP", "", ""},
		{"mã OTP gồm 6 số", "", ""},
		{"quên mật khẩu thì làm sao", "", ""},
		{"mật khẩu là gì", "", ""},
		{"mật khẩu phải có 8 ký tự", "", ""},
		{"mật khẩu là 8-16 ký tự", "", ""},
		{"mất mật khẩu 12/06/2026", "", ""},
		{"my password is incorrect", "", ""},
		{"quên mật khẩu số 0912345678", "", ""},
		{"chuyển vào stk 019190012345", "", ""},
		{"số tài khoản của họ là 001190012345", "", ""},
		{"123456789", "", ""},
		{"482913", "", ""},
		{"DL7K-2M9Q", "", ""},
		{"báo 5656 vì có người xin OTP", "", ""},
		{"gọi 19001288 hỏi mã OTP", "", ""},
		{"999999999999", "", ""},
		{"4111 1111 1111 1112", "", ""},
		{"", "", ""},
	} {
		found := c.Secrets(tt.text)
		var kinds []string
		for _, s := range found {
			kinds = append(kinds, string(s.Kind))
		}
		if got := strings.Join(kinds, " "); got != tt.kinds {
			t.Errorf("%q: %q, want %q", tt.text, got, tt.kinds)
			continue
		}
		want := tt.masked
		if want == "" {
			want = tt.text
		}
		if got := scam.Mask(tt.text, found); got != want {
			t.Errorf("%q: masked %q, want %q", tt.text, got, want)
		}
	}
}

func FuzzSecrets(f *testing.F) {
	for _, s := range []string{"mã OTP là 482 913", "mật khẩu là “x9@ÂÊ”", "CMND 0901\u030123456", "\xff 019190012345"} {
		f.Add(s)
	}
	c := load(f)
	f.Fuzz(func(t *testing.T, text string) {
		found := c.Secrets(text)
		end := 0
		for _, s := range found {
			if s.Start < end || s.End <= s.Start || s.End > len(text) {
				t.Fatalf("%+v in %d bytes after %d", s, len(text), end)
			}
			end = s.End
		}
		masked := scam.Mask(text, found)
		if utf8.ValidString(text) && !utf8.ValidString(masked) {
			t.Error("masking broke the text")
		}
		if utf8.RuneCountInString(masked) != utf8.RuneCountInString(text) && utf8.ValidString(text) {
			t.Error("masking changed the length")
		}
	})
}

func TestLoadNamesTheFile(t *testing.T) {
	for _, files := range []fstest.MapFS{
		{},
		{"addresses.yaml": {Data: []byte("no: [")}},
	} {
		if _, err := scam.Load(files); err == nil {
			t.Error("no error")
		}
	}
}
