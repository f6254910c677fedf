package web

import (
	"context"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"danloi/feedback"
	"danloi/notify"
	"danloi/store"
)

// held puts a mail into the pen and returns its id.
func (h *house) held(once, why, ref string) string {
	h.t.Helper()
	var id string
	must(h.t, h.Store.Update(context.Background(), func(tx *store.Tx) error {
		p, err := tx.PutPen(store.Penned{Once: once, At: h.clock, Why: why, Ref: ref, From: "la@example.vn", Subject: "Về cái đèn", Text: "Tôi đã xem <b>đèn</b>", Files: 1})
		id = p.ID
		return err
	}))
	return id
}

// actOnce does what the dispatcher does, without telling anyone.
func (h *house) actOnce(ctx context.Context, by store.Staff, ref string, a feedback.Action, files []store.File, first func(*store.Tx) error) (feedback.Case, error) {
	if err := h.Store.Update(ctx, first); err != nil {
		return feedback.Case{}, err
	}
	a.By = by.ID
	return h.act(ctx, by, ref, 0, a, files)
}

// A held mail is read by coordinators only, goes into a case as a note once, and every look is in the trail.
func TestPen(t *testing.T) {
	h := newHouse(t).fill()
	id := h.held("1", "sender", h.refs["lamp"])
	chief, ours := h.staff("chief"), h.staff("ours")
	for _, path := range []string{"/console/pen", "/console/pen/" + id} {
		ours.get(path).wants(t, http.StatusNotFound)
	}
	list := chief.get("/console/pen")
	list.wants(t, http.StatusOK, h.refs["lamp"], h.Texts.Text("vi", "mail.pen.why_sender"))
	list.lacks(t, "la@example.vn", "đèn</b>")
	chief.get("/console/pen/"+id).wants(t, http.StatusOK, "la@example.vn", "Về cái đèn", "&lt;b&gt;đèn", `value="`+h.refs["lamp"]+`"`)
	chief.post("/console/pen/"+id+"/note", url.Values{"ref": {"K7F-4HX"}}).wants(t, http.StatusUnprocessableEntity, h.Texts.Text("vi", "mail.pen.no_case"))
	before := len(h.load("lamp").Story)
	chief.post("/console/pen/"+id+"/note", url.Values{"ref": {h.refs["lamp"]}}).wants(t, http.StatusOK, "Về cái đèn")
	chief.post("/console/pen/"+id+"/note", url.Values{"ref": {h.refs["lamp"]}}).wants(t, http.StatusNotFound)
	if c := h.load("lamp"); len(c.Story) != before+1 || c.Story[before].Public {
		t.Errorf("%d new entries", len(c.Story)-before)
	}
	other := h.held("2", "auto", "")
	chief.post("/console/pen/"+other+"/discard", nil).wants(t, http.StatusOK, h.Texts.Text("vi", "mail.pen.none"))
	chief.post("/console/pen/"+other+"/discard", nil).wants(t, http.StatusNotFound)
	trail := chief.get("/console/audit")
	trail.wants(t, http.StatusOK, h.Texts.Text("vi", "console.audit.did.read_pen"), h.Texts.Text("vi", "console.audit.did.handed_pen"), h.Texts.Text("vi", "console.audit.did.dropped_pen"))
	trail.lacks(t, "la@example.vn")
	if strings.Contains(h.lastLog.String(), "la@example.vn") {
		t.Error("the log holds the sender")
	}
}

// A coordinator gives a unit a mailbox; others see only how they are reached themselves.
func TestReach(t *testing.T) {
	h := newHouse(t).fill()
	chief, ours := h.staff("chief"), h.staff("ours")
	chief.post("/console/reach/mailbox", url.Values{"unit": {unitOurs}, "email": {"so@example.vn"}}).wants(t, http.StatusOK, "so@example.vn")
	chief.post("/console/reach/mailbox", url.Values{"unit": {unitOurs}, "email": {"kein"}}).wants(t, http.StatusUnprocessableEntity, h.Texts.Text("vi", "mail.reach.bad"))
	chief.post("/console/reach/mailbox", url.Values{"unit": {"no_unit"}, "email": {"so@example.vn"}}).wants(t, http.StatusUnprocessableEntity)
	own := ours.get("/console/reach")
	own.wants(t, http.StatusOK, h.Texts.Text("vi", "mail.reach.email_none"))
	own.lacks(t, "so@example.vn")
	ours.post("/console/reach/mailbox", url.Values{"unit": {unitOurs}, "email": {"x@example.vn"}}).wants(t, http.StatusNotFound)
	must(t, h.Store.View(context.Background(), func(tx *store.Tx) error {
		email, err := notify.Mailbox(tx, unitOurs)
		if email != "so@example.vn" {
			t.Errorf("mailbox %q", email)
		}
		return err
	}))
}

// Everybody gets a code for their own account; a group is for the head or a coordinator to decide.
func TestReachCodes(t *testing.T) {
	h := newHouse(t).fill()
	chief, ours := h.staff("chief"), h.staff("ours")
	ours.post("/console/reach/code", nil).wants(t, http.StatusOK, "/bind ")
	ours.post("/console/reach/code", url.Values{"unit": {unitOurs}}).wants(t, http.StatusNotFound)
	ours.post("/console/reach/group", url.Values{"unit": {unitOurs}}).wants(t, http.StatusNotFound)
	chief.post("/console/reach/code", url.Values{"unit": {unitOurs}}).wants(t, http.StatusOK, "/bind ")
	chief.post("/console/reach/code", url.Values{"unit": {"no_unit"}}).wants(t, http.StatusNotFound)
	must(t, h.Store.Update(context.Background(), func(tx *store.Tx) error {
		m, err := tx.Staff("ours")
		if err != nil {
			return err
		}
		m.Head, m.Telegram = true, "someone"
		return tx.PutStaff(m)
	}))
	ours.post("/console/reach/code", url.Values{"unit": {unitOurs}}).wants(t, http.StatusOK, "/bind ", h.Texts.Text("vi", "mail.reach.telegram_yes"))
	ours.post("/console/reach/code", url.Values{"unit": {unitTheirs}}).wants(t, http.StatusNotFound)
	ours.post("/console/reach/unbind", nil).wants(t, http.StatusOK, h.Texts.Text("vi", "mail.reach.telegram_no"))
}

// Everything that may keep a mail, and every reminder, has its words.
func TestNotifyTexts(t *testing.T) {
	h := newHouse(t)
	ids := []string{"console.audit.did." + AuditPenRead, "console.audit.did." + AuditPenHanded, "console.audit.did." + AuditPenDropped, "console.audit.did." + AuditMailbox, "console.audit.did." + AuditCode, "console.audit.did." + AuditUnbound, "console.audit.did." + AuditGroupGone, "console.audit.did." + AuditHookEnabled}
	for _, why := range notify.PenReasons() {
		ids = append(ids, "mail.pen.why_"+why)
	}
	for _, clock := range []string{"accept", "answer"} {
		for _, step := range []string{"100", "150"} {
			ids = append(ids, "console.entry.remind_"+clock+"_"+step)
		}
	}
	for _, id := range ids {
		for _, lang := range consoleLangs {
			if !h.Texts.Has(lang, id) {
				t.Errorf("%s has no text %s", lang, id)
			}
		}
	}
}
