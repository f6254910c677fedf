package web

import (
	"encoding/json"
	"encoding/xml"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"danloi/feedback"
	"danloi/store"
)

// ask gets a resource of the interface and reads it as JSON or XML into v.
func (h *house) ask(path string, v any) answer {
	h.t.Helper()
	a := h.browser().get("/open311/v2/" + path)
	a.read(h.t, v)
	return a
}

// read decodes an answer of the interface by its media type.
func (a answer) read(t testing.TB, v any) {
	t.Helper()
	var err error
	if strings.Contains(a.header.Get("Content-Type"), "xml") {
		err = xml.Unmarshal([]byte(a.body), v)
	} else {
		err = json.Unmarshal([]byte(a.body), v)
	}
	if err != nil {
		t.Fatalf("%s: %v: %.200s", a.url, err, a.body)
	}
}

// wire types as a client of others would write them.
type (
	wireRequest struct {
		ID        string   `json:"service_request_id" xml:"service_request_id"`
		Status    string   `json:"status" xml:"status"`
		Words     string   `json:"description" xml:"description"`
		Code      string   `json:"service_code" xml:"service_code"`
		Requested string   `json:"requested_datetime" xml:"requested_datetime"`
		Lat       *float64 `json:"lat" xml:"lat"`
		Reference string   `json:"reference" xml:"reference"`
		PIN       string   `json:"pin" xml:"pin"`
		Token     string   `json:"token" xml:"token"`
	}
	wireRequests struct {
		XMLName xml.Name      `xml:"service_requests"`
		List    []wireRequest `xml:"request"`
	}
	wireErrors struct {
		XMLName xml.Name    `xml:"errors"`
		List    []wireError `xml:"error"`
	}
	wireError struct {
		Code        int    `json:"code" xml:"code"`
		Description string `json:"description" xml:"description"`
	}
)

// UnmarshalJSON reads the array that JSON has in place of the element.
func (w *wireRequests) UnmarshalJSON(b []byte) error { return json.Unmarshal(b, &w.List) }

// UnmarshalJSON reads the array that JSON has in place of the element.
func (w *wireErrors) UnmarshalJSON(b []byte) error { return json.Unmarshal(b, &w.List) }

func TestOpen311Services(t *testing.T) {
	h := newHouse(t)
	var xmlList struct {
		XMLName xml.Name `xml:"services"`
		List    []struct {
			Code     string `xml:"service_code"`
			Name     string `xml:"service_name"`
			Metadata bool   `xml:"metadata"`
			Keywords string `xml:"keywords"`
			Group    string `xml:"group"`
		} `xml:"service"`
	}
	var list []struct {
		Code string `json:"service_code"`
		Name string `json:"service_name"`
	}
	h.ask("services.xml", &xmlList)
	h.ask("services.json?lang=en", &list)
	if len(list) < 40 || len(list) != len(xmlList.List) {
		t.Fatalf("%d services in JSON, %d in XML", len(list), len(xmlList.List))
	}
	for i, s := range xmlList.List {
		topic, _ := h.Directory.Topic(s.Code)
		if !topic.Fileable() || s.Name != topic.Label("vi") || list[i].Name != topic.Label("en") || !s.Metadata || s.Keywords == "" || s.Group == "" {
			t.Errorf("service %+v, %+v", s, list[i])
		}
	}
	var def struct {
		Code       string `json:"service_code" xml:"service_code"`
		Attributes []struct {
			Code   string `json:"code" xml:"code"`
			Values []struct {
				Key string `json:"key" xml:"key"`
			} `json:"values" xml:"values>value"`
		} `json:"attributes" xml:"attributes>attribute"`
	}
	for _, format := range []string{"json", "xml"} {
		def.Attributes = nil
		h.ask("services/chieu_sang."+format, &def)
		if def.Code != "chieu_sang" || len(def.Attributes) != 2 || len(def.Attributes[1].Values) != len(h.Areas.Communes(testProvince)) {
			t.Errorf("%s: %+v", format, def)
		}
	}
	var d struct {
		Endpoints []struct {
			URL     string   `json:"url" xml:"url"`
			Formats []string `json:"formats" xml:"formats>format"`
		} `json:"endpoints" xml:"endpoints>endpoint"`
	}
	for _, path := range []string{"discovery.json", "discovery.xml", "../discovery.json"} {
		d.Endpoints = nil
		h.ask(path, &d)
		if len(d.Endpoints) != 1 || d.Endpoints[0].URL != "https://danloi.example.vn/open311/v2" || len(d.Endpoints[0].Formats) != 2 {
			t.Errorf("%s: %+v", path, d)
		}
	}
}

func TestOpen311Requests(t *testing.T) {
	h := newHouse(t).fill()
	h.publish("lamp", "Đèn tổ 4 <tối> & hỏng")
	h.publish("asked", "Đèn hẻm tối")
	h.do("flood", feedback.Action{Kind: feedback.DoPublish, By: feedback.ByCitizen})
	lamp, asked := h.public("lamp"), h.public("asked")
	day := func(d int) string { return url.QueryEscape(testNow.AddDate(0, 0, d).Format(time.RFC3339)) }
	for _, c := range []struct{ query, want string }{
		{"", lamp + " " + asked}, {"?status=open", lamp + " " + asked}, {"?status=closed", ""}, {"?status=open,closed&page_size=1", lamp},
		{"?page_size=1&page=2", asked}, {"?service_code=chieu_sang", lamp + " " + asked}, {"?service_code=cay_xanh,ngap_thoat_nuoc", ""},
		{"?start_date=" + day(-3), lamp}, {"?end_date=" + day(-3), asked}, {"?start_date=" + day(-80) + "&end_date=" + day(-3), asked},
		{"?service_request_id=" + asked + "," + h.public("flood") + "," + h.refs["lamp"] + ",nonsense", asked}, {"?jurisdiction_id=vn-19", lamp + " " + asked},
	} {
		for _, format := range []string{"json", "xml"} {
			var got wireRequests
			a := h.ask("requests."+format+c.query, &got)
			a.lacks(t, "Hoàng Văn Páo", "0987654321", "Tối các cháu", "Cứ mưa là ngập", "citizen")
			var refs []string
			for _, r := range got.List {
				refs = append(refs, r.ID)
			}
			if a.status != http.StatusOK || strings.Join(refs, " ") != c.want {
				t.Errorf("%s%s: status %d, %v, want %s", format, c.query, a.status, refs, c.want)
			}
		}
	}
	var one wireRequests
	h.ask("requests/"+lamp+".xml", &one)
	if r := one.List[0]; r.Words != "Đèn tổ 4 <tối> & hỏng" || r.Status != "open" || r.Requested != "2026-11-26T04:00:00Z" || r.Lat == nil || *r.Lat != 22.17 {
		t.Errorf("one: %+v", r)
	}
}

func TestOpen311Errors(t *testing.T) {
	h := newHouse(t).fill()
	for _, c := range []struct {
		path string
		want int
	}{
		{"requests.json?status=x", 400}, {"requests.xml?start_date=yesterday", 400}, {"requests.json?start_date=2026-01-01T00:00:00Z&end_date=2026-11-01T00:00:00Z", 400},
		{"requests.json?start_date=2026-11-02T00:00:00Z&end_date=2026-11-01T00:00:00Z", 400}, {"requests.json?page=0", 400}, {"requests.json?page_size=9999", 400},
		{"requests.json?service_code=x", 404}, {"requests.json?jurisdiction_id=boston", 404}, {"requests/" + h.refs["lamp"] + ".json", 404},
		{"requests/x.xml", 404}, {"services/x.json", 404}, {"services/to_cao.xml", 404}, {"tokens/x.json", 404}, {"nothing.json", 404}, {"services.txt", 404}, {"services", 404},
		{"a/b/c.json", 404},
	} {
		var got wireErrors
		a := h.ask(c.path, &got)
		if a.status != c.want || len(got.List) != 1 || got.List[0].Code != c.want || got.List[0].Description == "" {
			t.Errorf("%s: status %d, %+v", c.path, a.status, got.List)
		}
	}
}

// form is a filing that is good.
func form(key string, pairs ...string) url.Values {
	f := url.Values{"api_key": {key}, "service_code": {"chieu_sang"}, "description": {"Bóng đèn trước cổng trường bị cháy."}, "lat": {"22.1658"}, "long": {"105.8498"}}
	for i := 0; i+1 < len(pairs); i += 2 {
		f.Set(pairs[i], pairs[i+1])
	}
	return f
}

func TestOpen311Post(t *testing.T) {
	h := newHouse(t).fill()
	key, err := AddAPIKey(t.Context(), h.Store, "Ứng dụng xã", h.clock)
	must(t, err)
	b := h.browser()
	for _, format := range []string{"json", "xml"} {
		var got wireRequests
		a := b.post("/open311/v2/requests."+format, form(key, "last_name", "Nguyễn Văn", "first_name", "Tèo", "phone", "0909", "address_string", "cổng trường",
			"attribute[kind]", "suggestion"))
		if a.status != http.StatusCreated {
			t.Fatalf("status %d: %s", a.status, a.body)
		}
		a.read(t, &got)
		h.refs["filed"], h.pins["filed"] = got.List[0].Reference, got.List[0].PIN
		c := h.load("filed")
		if c.Kind != feedback.Suggestion || c.Area == "" || c.Person.Name != "Nguyễn Văn Tèo" || c.Person.Place == nil || c.Channel != openChannel || !strings.HasSuffix(c.Person.Words, "cổng trường") {
			t.Errorf("case %+v", c)
		}
		h.follow("filed", "vi").wants(t, http.StatusOK, "Bóng đèn trước cổng")
		h.ask("requests/"+got.List[0].ID+"."+format, &wireErrors{}).wants(t, http.StatusNotFound)
		h.publish("filed", "Bóng đèn cháy")
		h.ask("requests/"+got.List[0].ID+"."+format, &wireRequests{}).wants(t, http.StatusOK, "Bóng đèn cháy")
		var token wireRequests
		at := b.get(a.header.Get("Location"))
		at.read(t, &token)
		if token.List[0].ID != got.List[0].ID || strings.Contains(at.body, c.Ref) || strings.Contains(at.body, got.List[0].PIN) || a.header.Get("Cache-Control") != "no-store" {
			t.Errorf("token: %+v", token.List)
		}
	}
}

func TestOpen311PostRefused(t *testing.T) {
	h := newHouse(t).fill()
	key, err := AddAPIKey(t.Context(), h.Store, "a", h.clock)
	must(t, err)
	old, err := AddAPIKey(t.Context(), h.Store, "b", h.clock)
	must(t, err)
	must(t, RevokeAPIKey(t.Context(), h.Store, apiKeyID(old)[:shownID]))
	before := h.count()
	for _, c := range []struct {
		name string
		form url.Values
		want int
		says string
	}{
		{"no key", form(""), 403, "api_key"}, {"wrong key", form("dl_x"), 403, "api_key"}, {"revoked key", form(old), 401, "thu hồi"},
		{"no service", form(key, "service_code", ""), 400, "service_code"}, {"unknown service", form(key, "service_code", "x"), 404, "services.json"},
		{"no words", form(key, "description", " "), 400, "description"}, {"long words", form(key, "description", strings.Repeat("đ", 4001)), 400, "4000"},
		{"half a point", form(key, "long", ""), 400, "lat"}, {"no number", form(key, "lat", "NaN"), 400, "lat"}, {"far away", form(key, "lat", "10", "long", "106"), 400, "ngoài"},
		{"no place", form(key, "lat", "", "long", ""), 400, "commune"}, {"foreign commune", form(key, "attribute[commune]", "00001"), 400, "00001"},
		{"unknown kind", form(key, "attribute[kind]", "denunciation"), 400, "kind"}, {"a picture", form(key, "media_url", "http://x/y.jpg"), 400, "media_url"},
		{"emergency", form(key, "description", "Cháy nhà, có người mắc kẹt bên trong, cứu với!"), 400, "114"},
		{"denunciation", form(key, "description", "Tôi tố cáo ông chủ tịch xã nhận hối lộ 50 triệu."), 400, "tố cáo"},
		{"foreign jurisdiction", form(key, "jurisdiction_id", "x"), 404, "vn-19"},
	} {
		for _, format := range []string{"json", "xml"} {
			var got wireErrors
			a := h.browser().post("/open311/v2/requests."+format, c.form)
			a.read(t, &got)
			if a.status != c.want || got.List[0].Code != c.want || !strings.Contains(got.List[0].Description, c.says) {
				t.Errorf("%s in %s: status %d, %+v", c.name, format, a.status, got.List)
			}
			a.lacks(t, "mắc kẹt", "50 triệu", key)
		}
	}
	if after := h.count(); after != before {
		t.Errorf("%d cases became %d", before, after)
	}
	if strings.Contains(h.lastLog.String(), "dl_") || strings.Contains(h.lastLog.String(), "mắc kẹt") {
		t.Error("the log holds what was posted")
	}
}

// count returns how many cases there are.
func (h *house) count() (n int) {
	h.t.Helper()
	must(h.t, h.Store.View(h.t.Context(), func(tx *store.Tx) error {
		n = 0
		return tx.EachCase(func(feedback.Case) error { n++; return nil })
	}))
	return n
}

// TestOpen311Again: a filing that is sent twice under one mark is one case, and its sender gets the same answer.
func TestOpen311Again(t *testing.T) {
	h := newHouse(t)
	key, err := AddAPIKey(t.Context(), h.Store, "a", h.clock)
	must(t, err)
	other, err := AddAPIKey(t.Context(), h.Store, "b", h.clock)
	must(t, err)
	send := func(key, again string) wireRequest {
		t.Helper()
		req, err := http.NewRequest(http.MethodPost, h.server.URL+"/open311/v2/requests.json", strings.NewReader(form(key).Encode()))
		must(t, err)
		req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		req.Header.Set("Idempotency-Key", again)
		res, err := h.browser().Do(req)
		must(t, err)
		var got wireRequests
		read(t, res).read(t, &got)
		return got.List[0]
	}
	first := send(key, "m1")
	if send(key, "m1") != first || h.count() != 1 {
		t.Errorf("sent twice: %d cases", h.count())
	}
	if second, third, fourth := send(key, "m2"), send(other, "m1"), send(key, ""); second.ID == first.ID || third.ID == first.ID || fourth.ID == first.ID || h.count() != 4 {
		t.Errorf("others: %d cases", h.count())
	}
}

func TestOpen311Limit(t *testing.T) {
	h := newHouse(t)
	key, err := AddAPIKey(t.Context(), h.Store, "a", h.clock)
	must(t, err)
	b := h.browser()
	for i := range filesPerKey + 1 {
		a := b.post("/open311/v2/requests.json", form(key, "description", ""))
		if want := map[bool]int{true: 400, false: 429}[i < filesPerKey]; a.status != want {
			t.Fatalf("filing %d: status %d", i, a.status)
		}
	}
}

func TestAPIKeys(t *testing.T) {
	h := newHouse(t)
	for _, bad := range []string{"", " ", strings.Repeat("x", 101)} {
		if _, err := AddAPIKey(t.Context(), h.Store, bad, h.clock); err != ErrKeyName {
			t.Errorf("name %q: %v", bad, err)
		}
	}
	key, err := AddAPIKey(t.Context(), h.Store, "a", h.clock)
	must(t, err)
	keys, err := APIKeys(t.Context(), h.Store)
	must(t, err)
	if len(keys) != 1 || keys[0].Name != "a" || keys[0].Revoked || strings.Contains(fmt.Sprint(keys), key) {
		t.Errorf("keys %+v", keys)
	}
	if err := RevokeAPIKey(t.Context(), h.Store, "x"); !isNotFound(err) {
		t.Errorf("an unknown key: %v", err)
	}
	must(t, RevokeAPIKey(t.Context(), h.Store, keys[0].ID))
	must(t, RevokeAPIKey(t.Context(), h.Store, keys[0].ID))
}
