package web

import (
	"bytes"
	"encoding/base64"
	"fmt"
	"image"
	"image/color"
	"image/png"
	"testing"
	"time"

	"danloi/feedback"
	"danloi/store"
)

// The units of the sample cases.
const (
	unitOurs   = "phong_kinh_te@01840"
	unitTheirs = "so_xay_dung"
)

// samplePhoto is a small picture of our own.
func samplePhoto(t testing.TB) []byte {
	t.Helper()
	img := image.NewRGBA(image.Rect(0, 0, 320, 200))
	for y := range 200 {
		for x := range 320 {
			img.Set(x, y, color.RGBA{R: uint8(120 + x/4), G: uint8(130 + y/3), B: 120, A: 255})
		}
	}
	var b bytes.Buffer
	must(t, png.Encode(&b, img))
	return b.Bytes()
}

// sampleVoice is the beginning of an Ogg file: enough to be served as one.
func sampleVoice(t testing.TB) []byte {
	t.Helper()
	data, err := base64.StdEncoding.DecodeString("T2dnUwACAAAAAAAAAAA=")
	must(t, err)
	return data
}

// fill puts staff and cases in every status into the house.
func (h *house) fill() *house {
	h.t.Helper()
	h.addStaff("ours", RoleOfficer, unitOurs)
	h.addStaff("theirs", RoleOfficer, unitTheirs)
	h.addStaff("chief", RoleCoordinator)

	h.back(3*time.Hour, func() { h.openLamp() })
	h.open("manhole", feedback.Filing{
		Topic: "ho_ga_nap_cong", Area: "01840", Contact: "citizen2",
		Person: feedback.Person{Words: "Mất nắp cống ngay cổng trường tiểu học, buổi tối rất nguy hiểm cho các cháu."},
	})
	h.back(20*24*time.Hour, func() {
		h.open("flood", feedback.Filing{
			Topic: "ngap_thoat_nuoc", Area: "01840", Contact: "citizen3",
			Person: feedback.Person{Words: "Cứ mưa là ngập cả ngõ, nước cống tràn vào nhà."},
		})
	})
	h.back(5*24*time.Hour, func() {
		h.open("asked", feedback.Filing{
			Topic: "chieu_sang", Area: "01840", Contact: "citizen4",
			Person: feedback.Person{Words: "Đèn hẻm tối ba tuần nay."},
		})
		h.open("answered", feedback.Filing{
			Topic: "chieu_sang", Area: "01840", Contact: "citizen5", Lang: "km",
			Person: feedback.Person{Words: "ភ្លើងផ្លូវខូច"},
		})
		h.open("declined", feedback.Filing{
			Topic: "chieu_sang", Area: "01840", Contact: "citizen6",
			Person: feedback.Person{Words: "Hồ sơ đất của tôi nộp tháng trước chưa thấy trả."},
		})
	})
	h.back(2*24*time.Hour, func() {
		h.do("asked", feedback.Action{Kind: feedback.DoAccept, By: "ours"})
		h.do("asked", feedback.Action{Kind: feedback.DoAsk, By: "ours", Text: "Xin cho biết số cột đèn gần nhất."})
		h.do("answered", feedback.Action{Kind: feedback.DoAnswer, By: "ours", Text: "Đã thay bóng đèn tối 20/11.", Why: "Ảnh chụp ban đêm không rõ."})
		h.do("declined", feedback.Action{Kind: feedback.DoDecline, By: "ours", Reason: "dossier"})
	})
	h.open("stuck", feedback.Filing{
		Kind: feedback.Question, Topic: h.Directory.Unclear(), Unit: unitOurs, Area: "01840", Contact: "citizen7",
		Guide: "dang-ky-tam-tru", Step: "mo-vneid", Person: feedback.Person{Words: "Tôi không thấy mục này trong máy."},
	})
	h.open("foreign", feedback.Filing{
		Topic: "bien_bao_den_tin_hieu", Area: "01840", Contact: "citizen8",
		Person: feedback.Person{Words: "Đèn giao thông ngã tư hỏng từ sáng.", Name: "Lý Thị Mẩy", Phone: "0912000111"},
	}, store.File{ID: "theirphoto", Type: "image/png", Data: samplePhoto(h.t)})
	return h
}

// openLamp files the case with everything in it.
func (h *house) openLamp() {
	h.open("lamp", feedback.Filing{
		Topic: "chieu_sang", Area: "01840", Contact: "citizen1",
		Person: feedback.Person{
			Words: "Đèn đường đoạn từ nhà văn hoá tổ 4 đến trường mầm non không sáng hai tuần nay.\nTối các cháu đi học về rất nguy hiểm, đã có người ngã xe.",
			Name:  "Hoàng Văn Páo", Phone: "0987654321", Place: &feedback.Place{Lat: 22.1658, Lon: 105.8498},
			Files: []feedback.File{
				{ID: "lampphoto", Kind: "photo", Type: "image/png", Size: 1000},
				{ID: "lampvoice", Kind: "voice", Type: "audio/ogg", Size: 14},
			},
		},
	}, store.File{ID: "lampphoto", Type: "image/png", Data: samplePhoto(h.t)},
		store.File{ID: "lampvoice", Type: "audio/ogg", Data: sampleVoice(h.t)})
}

// back does something as if it were some time ago.
func (h *house) back(d time.Duration, do func()) {
	now := h.clock
	h.clock = now.Add(-d)
	do()
	h.clock = now
}

// crowd opens n more cases of our unit, one an hour.
func (h *house) crowd(n int) {
	topics := []string{"chieu_sang", "ngap_thoat_nuoc", "cay_xanh", "thu_gom_rac", "do_rac_trom"}
	words := []string{
		"Rác ở đầu ngõ ba ngày chưa có xe đến lấy, mùi rất khó chịu.", "Cành cây đè lên dây điện trước nhà số 12.",
		"Cống trước chợ bị tắc, nước đen tràn ra đường.", "Hai bóng đèn ở tổ 7 cháy, xin thay giúp.",
		"Có người đổ đất đá ra bờ suối ban đêm.",
	}
	for i := range n {
		h.back(time.Duration(i*5)*time.Hour, func() {
			h.open(fmt.Sprint("crowd", i), feedback.Filing{
				Topic: topics[i%len(topics)], Area: []string{"01840", "01843"}[i%2], Unit: unitOurs, Contact: fmt.Sprint("crowd", i),
				Person: feedback.Person{Words: words[i%len(words)]},
			})
			if i%3 == 0 {
				h.do(fmt.Sprint("crowd", i), feedback.Action{Kind: feedback.DoAccept, By: "ours"})
			}
		})
	}
}
