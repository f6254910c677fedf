package feedback_test

import (
	"strings"
	"testing"

	"pgregory.net/rapid"

	"danloi/feedback"
)

func TestRedact(t *testing.T) {
	for _, c := range []struct{ in, want string }{
		// Names.
		{"Ông Nguyễn Văn A lấn đường, gọi bà Sáu ra xem", "Ông […] lấn đường, gọi bà […] ra xem"},
		{"ong Nguyen Van A lan duong, ba Sau cung thay", "ong […] lan duong, ba […] cung thay"},
		{"ong nguyen van a lan duong", "ong […] lan duong"},
		{"nhà ông nguyễn văn tám đổ rác ra suối", "nhà ông […] đổ rác ra suối"},
		{"ba sau do rac ra mương", "ba […] do rac ra mương"},
		{"anh Tuấn và chị Hoa nhà bên", "anh […] và chị […] nhà bên"},
		{"anh tuấn lái xe ben", "anh […] lái xe ben"},
		{"anh tuan lai xe ben", "anh […] lai xe ben"},
		{"Tôi là Trần Thị Bích Ngọc, nhà ở xóm 3", "Tôi là […], nhà ở xóm 3"},
		{"trưởng thôn Lò Văn Pành không cho đi", "trưởng thôn […] không cho đi"},
		{"cán bộ địa chính Hoàng Thu Hà hẹn mãi", "cán bộ địa chính […] hẹn mãi"},
		{"ÔNG NGUYỄN VĂN BẢY XẢ THẢI RA SÔNG CẦU", "ÔNG […] XẢ THẢI RA SÔNG CẦU"},
		{"Nguyễn Thị Hồng ký tên", "[…] ký tên"},
		{"my name is John Carter, road is broken", "my name is […], road is broken"},
		// Telephone numbers.
		{"gọi 0912 345 678 giúp", "gọi […] giúp"},
		{"gọi 0912.345.678 hoặc 0987-654-321", "gọi […] hoặc […]"},
		{"sđt +84 912 345 678", "sđt […]"},
		{"so dt o912345678 nhe", "so dt […] nhe"},
		{"gọi số không chín một hai ba bốn năm sáu bảy tám", "gọi số […]"},
		{"goi khong chin mot hai 345 678", "goi […]"},
		{"máy bàn 0280 3855 123", "máy bàn […]"},
		// Identity numbers, accounts, plates.
		{"CCCD 019087001234", "CCCD […]"},
		{"CMND 091234567 cấp năm 2010", "CMND […] cấp năm 2010"},
		{"chuyển vào stk 1903456 Techcombank", "chuyển vào stk […] Techcombank"},
		{"tài khoản số 102 8765 4321", "tài khoản số […]"},
		{"xe 20-B1 234.56 chạy ẩu", "xe […] chạy ẩu"},
		{"xe tải 97C-012.34, xe 20A 123.45 và 20b1-23456", "xe tải […], xe […] và […]"},
		{"viết cho mai.le@gmail.com", "viết cho […]"},
		{"xem https://facebook.com/lan.nguyen.90 có ảnh", "xem […] có ảnh"},
		// Houses.
		{"số nhà 12/5 ngõ 3 đường Hoàng Văn Thụ", "[…] ngõ 3 đường Hoàng Văn Thụ"},
		{"trước số 48 đường Hùng Vương", "trước […] đường Hùng Vương"},
		{"thửa đất số 123 tờ bản đồ 14 bị lấn", "[…] […] bị lấn"},
		{"vị trí 21.59421, 105.84812 nhé", "vị trí […] nhé"},
	} {
		got, spans := feedback.Redact(c.in)
		if got != c.want {
			t.Errorf("Redact(%q)\n got %q\nwant %q", c.in, got, c.want)
		}
		if strings.Count(c.want, feedback.Removed) != len(spans) {
			t.Errorf("Redact(%q) has spans %v", c.in, spans)
		}
	}
}

// What tells of nobody stays: roads, communes, topics, dates, money, public numbers.
func TestRedactLeavesTheMatter(t *testing.T) {
	for _, text := range []string{
		"Đường Nguyễn Văn Cừ ngập từ cầu Gia Bảy đến chợ Thái, xã Phú Bình",
		"duong Hoang Van Thu ngap nuoc ba nam nay chua ai sua",
		"Trường tiểu học Lê Văn Tám thiếu nước sạch",
		"phường Phan Đình Phùng có ba cột đèn hỏng, cột số 12 và số 15",
		"Hồ Ba Bể và Hồ Núi Cốc nhiều rác",
		"Từ ngày 12-03-2026 đến 15.04.2026 chưa ai thu rác, phí 1.500.000 đồng",
		"Thu 25.000.000 đồng tiền quỹ xóm, 120 hộ",
		"gọi 113 rồi 18001096 không ai nghe",
		"bà con xóm Bản Cám không có nước, cô giáo phải đi xa",
		"Chủ tịch xã Chợ Rã hứa sửa cầu treo năm 2025-2026",
		"con đường qua thôn Nà Lạ, bác nào đi cũng ngã",
		"anh hùng liệt sĩ, nghĩa trang xã Yên Phong xuống cấp",
		"có ba con đường, chỉ hai con đi được, chu kỳ hai tháng một lần",
		"anh huong den hoc sinh, co ba nha bi sap",
		"Quốc lộ 3B đoạn km 45 sạt lở",
		"Cháu đi học trường THCS Nguyễn Du phải lội suối",
		"Bác sĩ Trạm y tế xã hay vắng, công an phường đã biết",
		"Công ty Môi trường đô thị không thu rác ở tổ 12",
	} {
		if got, spans := feedback.Redact(text); got != text {
			t.Errorf("Redact(%q)\n got %q %v", text, got, spans)
		}
	}
}

// Whatever is typed, the spans lie in the text, in order and apart, and no long number is left.
func TestRedactAnything(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text := rapid.String().Draw(t, "text") + rapid.SampledFrom([]string{"", " 0912345678", " 019087001234 "}).Draw(t, "number")
		got, spans := feedback.Redact(text)
		at := 0
		for _, s := range spans {
			if s.From < at || s.To <= s.From || s.To > len(text) {
				t.Fatalf("spans %v of %q", spans, text)
			}
			at = s.To
		}
		if strings.Contains(got, "0912345678") || strings.Contains(got, "019087001234") {
			t.Fatalf("a number is left in %q", got)
		}
	})
}
