package e2e

import (
	"bytes"
	"net/url"
	"os"
	"path"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"danloi/internal/browser"
)

// TestClassroom is an evening in the culture house: the trainer's phone, the projector, somebody who signs the register,
// paper, raised hands, the report.
func TestClassroom(t *testing.T) {
	axe, err := os.ReadFile(axeFile)
	if err != nil {
		t.Fatalf("axe-core is not there; scripts/setup fetches it: %v", err)
	}
	s := serve(t)
	trainer, projector, learner := browser.Start(t, phone), browser.Start(t, browser.Options{Width: 1280, Height: 720}), browser.Start(t, phone)
	look := func(b *browser.Browser, page string, width int) {
		t.Helper()
		inspect(t, b, string(axe), page, width)
		picture(t, b, "class-"+page)
	}

	login(trainer, s.URL, "giaovien")
	trainer.WaitFor("Mở lớp mới")
	look(trainer, "list-360", 360)
	trainer.Eval(`document.querySelector("#module").value = "mat-khau-otp"`)
	trainer.Type("#place", "Nhà văn hóa thôn 3")
	trainer.Click("main form button")
	trainer.WaitFor("Bắt đầu")
	look(trainer, "lead-lobby-360", 360)
	home := trainer.URL()
	code := strings.TrimPrefix(trainer.Text("h1"), "Lớp ")

	projector.Open(s.URL + "/class/" + code)
	projector.WaitFor("Mời bà con vào lớp")
	look(projector, "screen-lobby-1280", 1280)

	pupil := browser.Start(t, phone)
	pupil.Open(s.URL + "/?start=class-" + code) // what the QR code says
	pupil.Press("Bắt đầu")
	pupil.WaitFor("Bạn đã vào lớp")
	pupil.Press("Không cần nêu tên")
	projector.WaitFor("1 người đang trong lớp")
	signIn(t, s, trainer, learner, look)
	projector.WaitFor("2 người đang trong lớp")

	trainer.Open(home + "/register")
	trainer.Press("Thêm tên")
	trainer.Type("#names", "Bà Sáu\nÔng Bảy")
	trainer.Click("main details form button")
	trainer.WaitFor("Bà Sáu")
	look(trainer, "register-360", 360)
	projector.WaitFor("4 người đang trong lớp")

	trainer.Open(home)
	trainer.Press("Bắt đầu")
	projector.WaitFor("Kiểm tra đầu buổi") // without loading anew
	look(projector, "screen-question-1280", 1280)
	if projector.Has("%") {
		t.Error("the room sees how the choices stand while the question is open")
	}
	pupil.WaitFor("Trong bốn mật khẩu này") // it comes by itself
	pupil.Press("Lua3Vu-TroiMua-Ga9Con")
	projector.WaitFor("1 người đã trả lời")
	raiseHands(trainer)
	readPaperBack(t, trainer, home, look)
	projector.WaitFor("2 người đã trả lời")

	trainer.Open(home)
	trainer.Press("Dừng nhận trả lời")
	projector.WaitFor("Đã dừng nhận câu trả lời")
	trainer.Press("Hiện kết quả")
	projector.WaitFor("✓ Câu đúng")
	look(projector, "screen-result-1280", 1280)
	small := browser.Start(t, phone)
	small.Open(s.URL + "/class/" + code)
	look(small, "screen-result-360", 360)

	trainer.Type("#note", "Đèn đường thôn 3 hỏng cả tháng nay, trẻ con đi học tối om")
	trainer.Click(`input[value="problem"]`)
	trainer.Press("Ghi lại")
	trainer.WaitFor("Đã ghi lại")
	trainer.Press("Kết thúc lớp")
	projector.WaitFor("Cảm ơn bà con")
	look(projector, "screen-end-1280", 1280)

	trainer.Open(home + "/report")
	trainer.WaitFor("Số liệu")
	look(trainer, "report-360", 360)
	trainer.Resize(1280, 900)
	look(trainer, "report-1280", 1280)
	trainer.Press("Gửi các vấn đề")
	trainer.WaitFor("PIN")
	readSheet(t, s, home)
	trainer.Open(home + "/report")
	trainer.Press("Chốt báo cáo")
	trainer.WaitFor("Đã chốt báo cáo")
	if trainer.Has("Gửi các vấn đề") {
		t.Error("a closed report still offers to send problems")
	}
}

// signIn signs the register by the changing code. The picture is not read: what it leads to is.
func signIn(t *testing.T, s *server, trainer, learner *browser.Browser, look func(*browser.Browser, string, int)) {
	t.Helper()
	trainer.Press("Mã ký tên")
	trainer.WaitFor("Quét mã để ký tên")
	look(trainer, "sign-360", 360)
	code := strings.TrimPrefix(trainer.Eval("return document.title").(string), "Mã ký tên của lớp ")[:4]
	learner.Open(s.URL + "/class/" + code + "/in?t=guessed1")
	learner.Type("#name", "Kẻ Ở Nhà")
	learner.Press("Tôi có mặt")
	learner.WaitFor("Mã này đã đổi")
	learner.Open(s.URL + "/class/" + code + "/in")
	learner.Type("#t", trainer.Text(".token"))
	learner.Type("#name", "Cô Hoa")
	learner.Eval(`document.querySelector("#gender").value = "woman"`)
	look(learner, "signin-360", 360)
	learner.Press("Tôi có mặt")
	learner.WaitFor("Đã ghi tên bạn vào lớp")
}

func raiseHands(trainer *browser.Browser) {
	trainer.Press("Đếm tay giơ")
	trainer.Type("#n0", "4")
	trainer.Type("#n1", "2")
	trainer.Press("Ghi số tay")
	trainer.WaitFor("Đã ghi số tay giơ")
}

// readPaperBack enters the sheet of somebody who signed the register on the trainer's phone.
func readPaperBack(t *testing.T, trainer *browser.Browser, home string, look func(*browser.Browser, string, int)) {
	t.Helper()
	trainer.Open(home + "/paper")
	look(trainer, "paper-360", 360)
	trainer.Open(trainer.Eval(`return [...document.querySelectorAll(".sheet")].find(s => s.textContent.includes("Cô Hoa")).querySelector("a").href`).(string)) // what the sheet's QR code says
	trainer.WaitFor("chưa hỏi trong lớp")
	look(trainer, "paperform-360", 360)
	trainer.Click(`.pick input[value="2"]`)
	trainer.Press("Ghi phiếu này")
	trainer.WaitFor("Đã ghi câu trả lời")
}

// readSheet opens the report as a spreadsheet does.
func readSheet(t *testing.T, s *server, home string) {
	t.Helper()
	client := cookies(t)
	o := &officer{t: t, url: s.URL, client: client}
	o.post("/console/login", url.Values{"login": {"giaovien"}, "password": {"dan-loi-demo"}})
	data := get(t, client, home+"/report.xlsx")
	f, err := excelize.OpenReader(bytes.NewReader([]byte(data)))
	if err != nil {
		t.Fatalf("report.xlsx of class %s: %v", path.Base(home), err)
	}
	defer f.Close()
	rows, err := f.GetRows("Danh sách")
	if err != nil || len(rows) != 5 { // the head and four people
		t.Errorf("the register in the spreadsheet: %v, %v", rows, err)
	}
}
