package e2e

import (
	"bytes"
	"encoding/json"
	"net/http"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// clientFolder is where scripts/setup puts the Open311 client of others.
const clientFolder = "../.tools/axe/node_modules"

// clientAnswer is what the client made of one answer.
type clientAnswer struct {
	Failed any
	Data   json.RawMessage
}

// list decodes an answer that must be an array.
func (c clientAnswer) list(t *testing.T, what string) (list []map[string]any) {
	t.Helper()
	if c.Failed != nil {
		t.Fatalf("%s: the client failed: %v %s", what, c.Failed, c.Data)
	}
	if err := json.Unmarshal(c.Data, &list); err != nil || len(list) == 0 {
		t.Fatalf("%s: %v: %.200s", what, err, c.Data)
	}
	return list
}

// TestOpen311Client lets a client library that others wrote find the interface, read topics and public cases, file a
// case and be refused.
func TestOpen311Client(t *testing.T) {
	if _, err := os.Stat(filepath.Join(clientFolder, "open311/open311.js")); err != nil {
		t.Fatalf("the open311 client is not there; scripts/setup fetches it: %v", err)
	}
	s := serve(t)
	key := strings.TrimSpace(s.command(t, "apikey", "add", "Ứng dụng thử"))
	if list := s.command(t, "apikey", "list"); !strings.Contains(list, "Ứng dụng thử") || strings.Contains(list, key) {
		t.Errorf("the list of keys: %s", list)
	}
	out := s.client(t, key, s.token(t, key))
	if len(out["services"].list(t, "services")) < 40 {
		t.Error("few services")
	}
	var def struct {
		Attributes []struct{ Code string }
	}
	if err := json.Unmarshal(out["definition"].Data, &def); err != nil || len(def.Attributes) != 2 {
		t.Errorf("definition: %v %s", err, out["definition"].Data)
	}
	for _, r := range out["requests"].list(t, "requests") {
		if r["status"] != "closed" || !strings.HasPrefix(r["description"].(string), "[Mẫu]") {
			t.Errorf("request %v", r)
		}
	}
	if one := out["one"].list(t, "one request"); one[0]["service_name"] == "" {
		t.Errorf("one request: %v", one)
	}
	filed := out["filed"].list(t, "filing")[0]
	page, err := http.PostForm(s.URL+"/track", url.Values{"ref": {filed["reference"].(string)}, "pin": {filed["pin"].(string)}})
	if err != nil || page.StatusCode != http.StatusOK {
		t.Errorf("the filed case cannot be followed: %v", err)
	}
	for name, want := range map[string]float64{"emergency": 400, "denied": 403} {
		if out[name].Failed != want {
			t.Errorf("%s: the client got %v, want %v", name, out[name].Failed, want)
		}
	}
	if !strings.Contains(string(out["emergency"].Data), "114") {
		t.Errorf("the refusal does not name the door: %s", out["emergency"].Data)
	}
	if out["hidden"].Failed == nil {
		t.Error("a case that is not public is told")
	}
	if got := out["token"].list(t, "token"); got[0]["service_request_id"] == "" {
		t.Errorf("token: %v", got)
	}
}

// command runs another command of the program on the server's folder.
func (s *server) command(t *testing.T, args ...string) string {
	t.Helper()
	cmd := exec.Command(program, append(args, "--data", s.Data)...)
	cmd.Env = environ()
	var errs bytes.Buffer
	cmd.Stderr = &errs
	out, err := cmd.Output()
	if err != nil {
		t.Fatalf("danloi %v: %v: %s", args, err, errs.String())
	}
	return string(out)
}

// token files a case and returns the token that stands for it.
func (s *server) token(t *testing.T, key string) string {
	t.Helper()
	res, err := http.PostForm(s.URL+"/open311/v2/requests.json", url.Values{
		"api_key": {key}, "service_code": {"thu_gom_rac"}, "description": {"Rác ở đầu ngõ chưa ai thu."}, "lat": {"22.1658"}, "long": {"105.8498"},
	})
	if err != nil || res.StatusCode != http.StatusCreated {
		t.Fatalf("file a case: %v %v", err, res)
	}
	_ = res.Body.Close() // only the header counts
	return strings.TrimSuffix(filepath.Base(res.Header.Get("Location")), ".json")
}

// client runs the script that drives the client.
func (s *server) client(t *testing.T, key, token string) map[string]clientAnswer {
	t.Helper()
	modules, err := filepath.Abs(clientFolder)
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.CommandContext(t.Context(), "node", "--no-deprecation", "testdata/open311.js", s.URL, key, token)
	now := time.Now().UTC()
	cmd.Env = environ("NODE_PATH="+modules, "START="+now.AddDate(0, 0, -85).Format(time.RFC3339), "END="+now.Format(time.RFC3339))
	var errs bytes.Buffer
	cmd.Stderr = &errs
	data, err := cmd.Output()
	if err != nil {
		t.Fatalf("run the client: %v: %s", err, errs.String())
	}
	var raw map[string]json.RawMessage
	if err := json.Unmarshal(data, &raw); err != nil {
		t.Fatalf("the client says %.300s", data)
	}
	out := map[string]clientAnswer{}
	for name, r := range raw {
		var a clientAnswer
		if json.Unmarshal(r, &a) == nil {
			out[name] = a
		}
	}
	if want := `"` + s.URL + `/open311/v2/"`; string(raw["endpoint"]) != want {
		t.Errorf("discovery leads to %s, want %s", raw["endpoint"], want)
	}
	return out
}
