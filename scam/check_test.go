package scam_test

import (
	"slices"
	"strings"
	"testing"

	"danloi/scam"
)

func load(t testing.TB) *scam.Checker {
	t.Helper()
	c, err := scam.Load(nil)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// words writes what a report says in one line: level, then host=registered[signs], then scams and asks.
func words(r scam.Report) string {
	out := []string{string(r.Level)}
	for _, a := range r.Addresses {
		s := a.Host + "=" + a.Registered
		if a.GovVN {
			s += " gov"
		}
		if a.Named != "" {
			s += " " + a.Named
		}
		for _, sign := range a.Signs {
			s += " " + string(sign)
		}
		out = append(out, s)
	}
	for _, k := range r.Scams {
		out = append(out, "!"+k.ID)
	}
	for _, p := range r.Phones {
		out = append(out, string(p.Kind)+" "+p.Number)
	}
	return strings.Join(out, "; ")
}

func TestAddresses(t *testing.T) {
	c := load(t)
	for text, want := range map[string]string{
		// under gov.vn
		"https://dichvucong.gov.vn": "official_address; dichvucong.gov.vn=dichvucong.gov.vn gov",
		"dichvucong.gov.vn":         "official_address; dichvucong.gov.vn=dichvucong.gov.vn gov",
		"Vào VNEID.GOV.VN.":         "official_address; vneid.gov.vn=vneid.gov.vn gov",
		"vneid . gov . vn":          "official_address; vneid.gov.vn=vneid.gov.vn gov",
		"vneid. gov. vn nhé":        "official_address; vneid.gov.vn=vneid.gov.vn gov",
		"vneid .gov .vn":            "official_address; vneid.gov.vn=vneid.gov.vn gov",
		"vneid chấm gov chấm vn":    "official_address; vneid.gov.vn=vneid.gov.vn gov",
		"vneid cham gov cham vn":    "official_address; vneid.gov.vn=vneid.gov.vn gov",
		"vneid[.]gov[.]vn":          "official_address; vneid.gov.vn=vneid.gov.vn gov",
		"vneid。gov。vn":              "official_address; vneid.gov.vn=vneid.gov.vn gov",
		"(https://dichvucong.dancuquocgia.gov.vn/portal?x=1).":  "official_address; dichvucong.dancuquocgia.gov.vn=dancuquocgia.gov.vn gov",
		"http://ninhso.thuongtin.hanoi.gov.vn/tin":              "official_address; ninhso.thuongtin.hanoi.gov.vn=hanoi.gov.vn gov",
		"hxxps://canhan.gdt.gov.vn":                             "official_address; canhan.gdt.gov.vn=gdt.gov.vn gov",
		"https://vneid.gov.vn:8443/x và https://vneid.gov.vn/y": "official_address; vneid.gov.vn=vneid.gov.vn gov",
		"https:// vneid.gov.vn":                                 "official_address; vneid.gov.vn=vneid.gov.vn gov",
		"ｖｎｅｉｄ.ｇｏｖ.ｖｎ":                                          "official_address; vneid.gov.vn=vneid.gov.vn gov",
		"vneid.gov.vn.":                                         "official_address; vneid.gov.vn=vneid.gov.vn gov",

		// look-alikes
		"https://vneid-gov.com":               "known_bad_sign; vneid-gov.com=vneid-gov.com gov_like name_like",
		"vneid-gov.com":                       "known_bad_sign; vneid-gov.com=vneid-gov.com gov_like name_like",
		"dichvucong.gov.vn.xyz":               "known_bad_sign; dichvucong.gov.vn.xyz=vn.xyz gov_inside name_like",
		"https://dichvucong.gov.vn.evil.top":  "known_bad_sign; dichvucong.gov.vn.evil.top=evil.top gov_inside name_like",
		"gov-vn.info":                         "known_bad_sign; gov-vn.info=gov-vn.info gov_like",
		"dichvucong-gov.vn":                   "known_bad_sign; dichvucong-gov.vn=dichvucong-gov.vn gov_like name_like",
		"dichvucong.govvn.com":                "known_bad_sign; dichvucong.govvn.com=govvn.com gov_like name_like",
		"dichvucong.gov.com":                  "known_bad_sign; dichvucong.gov.com=gov.com gov_like name_like",
		"dichvucong.g0v.vn":                   "known_bad_sign; dichvucong.g0v.vn=g0v.vn gov_like name_like",
		"vneid.gov.vn-xacthuc.com":            "known_bad_sign; vneid.gov.vn-xacthuc.com=vn-xacthuc.com gov_like name_like",
		"vneid.vip":                           "known_bad_sign; vneid.vip=vneid.vip name_like",
		"vne1d.com":                           "known_bad_sign; vne1d.com=vne1d.com name_like",
		"vneld.vn":                            "known_bad_sign; vneld.vn=vneld.vn name_like",
		"vnied.com":                           "known_bad_sign; vnied.com=vnied.com name_like",
		"dich-vu-cong.com.vn":                 "known_bad_sign; dich-vu-cong.com.vn=dich-vu-cong.com.vn name_like",
		"dichvucongg.net":                     "known_bad_sign; dichvucongg.net=dichvucongg.net name_like",
		"dlchvucong.org":                      "known_bad_sign; dlchvucong.org=dlchvucong.org name_like",
		"bocongan.com":                        "known_bad_sign; bocongan.com=bocongan.com name_like",
		"etax-hoanthue.com":                   "known_bad_sign; etax-hoanthue.com=etax-hoanthue.com name_like",
		"vnеid.gov.vn":                        "known_bad_sign; vnеid.gov.vn=vnеid.gov.vn letters name_like", // Cyrillic е
		"dichvucong.gоv.vn":                   "known_bad_sign; dichvucong.gоv.vn=gоv.vn letters gov_like name_like",
		"https://xn--vnid-x4d.com":            "known_bad_sign; xn--vnid-x4d.com=xn--vnid-x4d.com coded letters name_like",
		"https://xn--bad-!!.com":              "unknown",
		"dịchvụcông.vn":                       "known_bad_sign; dịchvụcông.vn=dịchvụcông.vn name_like",
		"http://dichvucong.gov.vn@evil.com":   "known_bad_sign; evil.com=evil.com user_trick",
		"dichvucong.gov.vn@evil.com/dangnhap": "known_bad_sign; evil.com=evil.com user_trick",
		"https://bit.ly/3xYz":                 "known_bad_sign; bit.ly=bit.ly shortened",
		"bit.ly/3xYz":                         "known_bad_sign; bit.ly=bit.ly shortened",
		"tinyurl.com/vneid":                   "known_bad_sign; tinyurl.com=tinyurl.com shortened",
		"http://103.12.44.5/vneid.apk":        "known_bad_sign; 103.12.44.5= numbers installer",
		"103.12.44.5":                         "known_bad_sign; 103.12.44.5= numbers",
		"http://3232235777/":                  "known_bad_sign; 3232235777= numbers",
		"https://taiapp.net/VNeID.apk":        "known_bad_sign; taiapp.net=taiapp.net installer",
		"https://taiapp.net/get?f=a.apk&x=1":  "known_bad_sign; taiapp.net=taiapp.net installer",
		"hxxp://vneid[.]vn-gov[.]cc":          "known_bad_sign; vneid.vn-gov.cc=vn-gov.cc gov_like name_like",

		// neither
		"https://play.google.com/store/apps/details?id=com.vnid": "unknown; play.google.com=google.com store_google",
		"apps.apple.com/vn/app/vneid":                            "unknown; apps.apple.com=apple.com store_apple",
		"https://vnexpress.net/bai-viet.html":                    "unknown; vnexpress.net=vnexpress.net",
		"https://www.evn.com.vn":                                 "unknown; www.evn.com.vn=evn.com.vn",
		"baochinhphu.vn":                                         "unknown; baochinhphu.vn=baochinhphu.vn",
		"xabinhan.thainguyen.vn":                                 "unknown; xabinhan.thainguyen.vn=xabinhan.thainguyen.vn",
		"https://www.gov.uk/visa":                                "unknown; www.gov.uk=www.gov.uk",
		"https://zalo.me/0912345678":                             "unknown; zalo.me=zalo.me; ordinary 0912345678",
		"zalo.me/g/abc":                                          "unknown; zalo.me=zalo.me",

		// no address at all
		"TP.HCM, Q.1":                         "unknown",
		"thủ tục 1.004194":                    "unknown",
		"Nghị định 91/2020/NĐ-CP":             "unknown",
		"nộp 12.000.000 đồng":                 "unknown",
		"xong.la ve, roi.do nhe":              "unknown",
		"em.co biet khong anh.la ai":          "unknown",
		"viết cho lan@gmail.com":              "unknown",
		"mục 3.10.1.2":                        "unknown",
		"cả ba miền.VN và Mẫu 01.CC":          "unknown",
		"103.12.44.5:8080":                    "known_bad_sign; 103.12.44.5= numbers",
		"etaxmobile.vip":                      "known_bad_sign; etaxmobile.vip=etaxmobile.vip name_like",
		"đuôi gov.vn":                         "unknown",
		"ngày 02.09.2025":                     "unknown",
		"":                                    "unknown",
		"http://":                             "unknown",
		"...":                                 "unknown",
		"số 0912 345 678":                     "unknown; ordinary 0912345678",
		"+84 912 345 678 gọi tôi":             "unknown; ordinary 0912345678",
		"+375 29 123 4567":                    "unknown; foreign +375291234567",
		"00224 123 456 789 nháy máy":          "unknown; foreign +224123456789",
		"tổng đài 1900 1288":                  "unknown; service 19001288",
		"số bàn 0208 3855 555, 0208.3855.555": "unknown; ordinary 02083855555",
	} {
		if got := words(c.Check(text)); got != want {
			t.Errorf("%q\n got %s\nwant %s", text, got, want)
		}
	}
}

func TestWording(t *testing.T) {
	c := load(t)
	for _, tt := range []struct{ text, scam string }{
		{"Công an thành phố gọi, nói tôi liên quan đường dây ma túy, bắt chuyển 50 triệu vào tài khoản tạm giữ", "police"},
		{"cong an goi noi toi lien quan duong day rua tien, chuyen tien de tham tra, khong duoc noi voi ai", "police"},
		{"Giấy triệu tập gửi qua Zalo, trong vòng 24 giờ phải có mặt, nếu không sẽ bị bắt", "summons"},
		{"Cán bộ phường gọi bảo cập nhật VNeID, bấm link tải app", "vneid_update"},
		{"can bo xa noi phai dong 200.000 dong de cap nhat dia chi sau sap nhap", "vneid_update"},
		{"Vietcombank: Tài khoản của quý khách bị khóa. Truy cập https://vcb-xacthuc.top để mở khóa", "bank_locked"},
		{"Điện lực thông báo cắt điện trong 2 giờ nếu không cài ứng dụng", "electricity"},
		{"shipper goi luc toi vang nha, xin chuyen khoan don 0 dong phi ship 30.000", "delivery"},
		{"Chúc mừng bạn trúng xe SH, đóng phí vận chuyển 3 triệu để nhận", "prize"},
		{"Việc nhẹ lương cao, like video mỗi nhiệm vụ 30.000đ, nhiệm vụ sau nạp 2 triệu", "easy_job"},
		{"con chi bi tai nan dang cap cuu, chuyen tien vien phi ngay", "relative"},
		{"cho em mượn 5 triệu gấp lắm, chuyển vào stk này", "borrow"},
		{"Chúng tôi giúp lấy lại tiền bị mất, đọc mã OTP để nhận", "refund"},
		{"nhóm đầu tư lãi 3% mỗi ngày, nạp càng nhiều lãi càng cao", "investment"},
		{"vay online duyệt nhanh chỉ cần ảnh hai mặt căn cước và quay mặt", "loan"},
		{"Thuê bao của bạn sẽ bị khóa 2 chiều, bấm link để chuẩn hóa", "sim_lock"},
		{"Nguoi ta keu em lam nhiem vu tren tele, nap 500k nhan 700k", "easy_job"},
		{"Anh gửi quà từ Mỹ về, em đóng phí hải quan giúp anh", "prize"},
		{"Số lạ xưng cán bộ thuế bảo tải eTax qua link", "officer"},
		{"nguoi tu xung nhan vien ngan hang xin ma otp", "officer"},
		{"Police: you are in a money laundering case, transfer to the safe account", "police"},
		// genuine words, warnings, questions and stories
		{"Công an không yêu cầu chuyển tiền qua điện thoại. Không cung cấp OTP cho bất kỳ ai.", ""},
		{"Mã OTP của bạn là 482913. Tuyệt đối không cung cấp mã này cho bất kỳ ai, kể cả nhân viên ngân hàng.", ""},
		{"Kính mời ông đến Công an xã làm căn cước ngày 12/12/2026, mang theo căn cước cũ", ""},
		{"Điện lực thông báo tiền điện tháng 10 là 350.000đ, hạn 15/11. Xem trong ứng dụng", ""},
		{"nộp phạt giao thông ở đâu", ""},
		{"chuyển tiền trên 10 triệu phải làm gì", ""},
		{"làm sao cập nhật sinh trắc học ngân hàng", ""},
		{"hồ sơ của bạn đã có kết quả, mời đến UBND xã nhận", ""},
		{"đường làng ngập, xe không đi được", ""},
		{"co nguoi goi gia cong an thi bao ai", ""},
	} {
		got := ""
		if r := c.Check(tt.text); r.Strong() {
			got = r.Scams[0].ID
			if slices.ContainsFunc(r.Scams, func(k scam.Known) bool { return k.ID == tt.scam }) {
				got = tt.scam
			}
		}
		if got != tt.scam {
			t.Errorf("%q: scam %q, want %q", tt.text, got, tt.scam)
		}
	}
}

func TestAsksDeniedDoNotCount(t *testing.T) {
	c := load(t)
	for text, want := range map[string]scam.Level{
		"Không đọc mã OTP cho ai":                                    scam.Unknown,
		"Ngân hàng không bao giờ yêu cầu cung cấp mã OTP":            scam.Unknown,
		"Đừng gửi mã OTP":                                            scam.Unknown,
		"Anh đọc mã OTP giúp em":                                     scam.KnownBadSign,
		"Nếu không cung cấp mã OTP thì tài khoản bị khoá":            scam.KnownBadSign,
		"chị gửi mật khẩu cho em":                                    scam.KnownBadSign,
		"chuyển tiền ngay, không được nói với ai":                    scam.KnownBadSign,
		"tải ứng dụng tại https://abc.example.com":                   scam.KnownBadSign,
		"tải ứng dụng tại https://play.google.com/store":             scam.Unknown,
		"never give anyone the code, do not share the OTP":           scam.Unknown,
		"lỡ đọc mã otp cho người ta rồi":                             scam.Unknown,
		"Vui lòng nộp phí 8.000 đồng trên https://dichvucong.gov.vn": scam.OfficialAddress,
	} {
		if got := c.Check(text).Level; got != want {
			t.Errorf("%q: %s, want %s", text, got, want)
		}
	}
}

func TestNearIsNoSign(t *testing.T) {
	r := load(t).Check("số này gọi báo tôi trúng thưởng")
	if len(r.Near) != 1 || r.Near[0].ID != "prize" || len(r.Near[0].Sources) == 0 {
		t.Errorf("near %v", r.Near)
	}
	if r.Level != scam.Unknown || r.Strong() {
		t.Errorf("level %s, strong %v", r.Level, r.Strong())
	}
}

func TestDoubt(t *testing.T) {
	c := load(t)
	for text, want := range map[string]bool{
		"số 0912345678 có phải lừa đảo không": true,
		"tin nay co that khong":               true,
		"is this real?":                       true,
		"làm căn cước ở đâu":                  false,
	} {
		if got := c.Check(text).Doubt; got != want {
			t.Errorf("%q: doubt %v, want %v", text, got, want)
		}
	}
}

func FuzzCheck(f *testing.F) {
	for _, s := range []string{"https://vneid-gov.com/a.apk", "xn--vnid-x4d.com", "http://a@b@c.vn", "vneid . gov . vn", "\xff\xfe.vn", "+84 9 1", "h**p:// [::1]/"} {
		f.Add(s)
	}
	c := load(f)
	f.Fuzz(func(t *testing.T, text string) {
		r := c.Check(text)
		if len(r.Addresses) > scam.MaxFound || len(r.Phones) > scam.MaxFound {
			t.Errorf("%d addresses, %d numbers", len(r.Addresses), len(r.Phones))
		}
		if r.Level == scam.OfficialAddress && !r.Official() {
			t.Error("official by level only")
		}
		for _, a := range r.Addresses {
			if a.GovVN && !strings.HasSuffix(a.Host, ".gov.vn") {
				t.Errorf("%q is not under gov.vn", a.Host)
			}
		}
	})
}
