package feedback

import (
	"testing"
	"testing/fstest"
)

func mustDirectory(t testing.TB) *Directory {
	t.Helper()
	d, err := LoadDirectory(nil)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

func mustCalendar(t testing.TB) *Calendar {
	t.Helper()
	c, err := LoadCalendar(nil)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func TestEmbeddedDataLoads(t *testing.T) {
	d := mustDirectory(t)
	mustCalendar(t)
	if got, want := len(d.Departments()), 46; got < want {
		t.Errorf("departments: got %d, want at least %d", got, want)
	}
	if got, want := len(d.Topics()), 53; got < want {
		t.Errorf("topics: got %d, want at least %d", got, want)
	}
}

func TestLoadDirectoryNamesTheLine(t *testing.T) {
	broken := fstest.MapFS{departmentsFile: {Data: []byte("office: nobody\nunclear: khac\nlevels: {khan: {accept: 4h, answer: 1d}, binh_thuong: {accept: 8h, answer: x}}\ndepartments:\n- id: a\n  tier: moon\n  labels: {vi: A}\n")}}
	_, err := LoadDirectory(broken)
	if err == nil {
		t.Fatal("got no error")
	}
	t.Log(err)
}
