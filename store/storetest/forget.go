package storetest

import (
	"bytes"
	"fmt"
	"strings"
	"testing"
	"time"

	"danloi/feedback"
	"danloi/store"
)

func forgetPromises() []promise {
	return []promise{
		{"nothing personal at rest", "whoever steals the disk without the master key learns nobody's name, words or address", sealedAtRest},
		{"forget", "after \"forget me\" nothing of the person is left but the skeleton of the case", forget},
		{"forgotten bytes are noise", "not even bytes put back from an old copy can be read once the key is gone", forgottenBytes},
		{"forgotten case stays workable", "the department can still close a case whose citizen is forgotten", forgottenCase},
		{"farewell", "the citizen still hears that they are forgotten, and that message leaves no key behind", farewell},
		{"moved value does not open", "nobody who can write the file can show one citizen's words as another's", movedValue},
	}
}

// secrets are what must never lie at rest in clear; each has letters no encoding of ours changes.
func secrets() []string {
	return []string{
		"ADDRESS987654", "STATEWORDS", "CASEWORDS", "CITIZENNAME", "STAFFANSWER", "FILEBYTES", "FILENAME", "OUTBODY", "THREADBODY",
		"PARKEDBODY", "OWNDOC", "SESSIONDATA", "SESSIONTOKEN", "EVENTADDRESS", "PASSWORDHASH", "QUESTIONWORDS",
		"MEMBERNAME", "LISTNAME", "NOTEWORDS", "OTHERWORDS",
	}
}

// fill stores something of every sort for a contact and returns its id.
func fill(k kit) string {
	k.t.Helper()
	id := k.ContactID("telegram:ADDRESS987654")
	c := due("K7F-4HM", id, "so_y_te", 3)
	c.Person = feedback.Person{Words: "CASEWORDS", Name: "CITIZENNAME", Texts: []feedback.Words{{Entry: 0, Text: "STAFFANSWER"}}}
	k.update(func(tx *store.Tx) error {
		_, err := tx.Once("web:EVENTADDRESS:1", monday())
		for _, step := range []error{
			err,
			tx.PutContact(store.Contact{ID: id, Channel: "telegram", Address: "ADDRESS987654", State: []byte(`"STATEWORDS"`)}),
			tx.PutCase(c),
			tx.PutFile(store.File{ID: "f1", Contact: id, Name: "FILENAME", Data: []byte("FILEBYTES")}),
			tx.Enqueue(store.OutMessage{ID: "web:EVENTADDRESS:1/0", Contact: id, Address: "ADDRESS987654", Body: []byte(`"OUTBODY"`)}),
			tx.Park(store.ParkedEvent{ID: "web:EVENTADDRESS:2", Contact: id, At: monday(), Body: []byte(`"PARKEDBODY"`)}),
			tx.PutDocOf(id, "record", "r1", "OWNDOC"),
			tx.PutStaff(store.Staff{ID: "s1", Login: "mai", PasswordHash: "PASSWORDHASH"}),
			tx.AddUnanswered(store.Unanswered{Words: "QUESTIONWORDS", At: monday()}),
		} {
			if step != nil {
				return step
			}
		}
		_, err = tx.AppendThread(id, store.ThreadEntry{At: monday(), From: "citizen", Body: []byte(`"THREADBODY"`)})
		return err
	})
	k.update(func(tx *store.Tx) error { return tx.PutClass(aClass("one", "1234"), true) })
	someMembers(k, "one", id)
	sessions := store.NewSessions(k.Store)
	if err := sessions.Commit("SESSIONTOKEN", []byte("SESSIONDATA"), monday()); err != nil {
		k.t.Fatal(err)
	}
	return id
}

func sealedAtRest(t *testing.T, e store.Engine) {
	r := &recorder{Engine: e}
	fill(newKit(t, r))
	var backup bytes.Buffer
	if err := e.Backup(&backup); err != nil {
		t.Fatal(err)
	}
	for _, secret := range secrets() {
		for place, text := range map[string]string{"what was written": r.written(), "the backup": backup.String()} {
			if strings.Contains(strings.ToUpper(text), secret) {
				t.Errorf("%s holds %s in clear", place, secret)
			}
		}
	}
}

func forget(t *testing.T, e store.Engine) {
	r := &recorder{Engine: e}
	k := newKit(t, r)
	other := k.person("telegram:2")
	k.enqueue(reply("other", other))
	id := fill(k)
	k.update(func(tx *store.Tx) error { return tx.Forget(id, monday()) })
	k.update(func(tx *store.Tx) error { return tx.Forget(id, monday()) }) // twice is no error
	for _, bucket := range r.buckets() {
		for key, value := range r.dump(t, bucket) {
			if strings.Contains(key+value, id) {
				t.Errorf("bucket %s still names the contact", bucket)
			}
		}
	}
	for _, bucket := range []string{"file", "thread", "parked", "doc", "case_contact"} {
		want(t, "entries in "+bucket, len(r.dump(t, bucket)), 0)
	}
	want(t, "keys: the other contact's and a class's", len(r.dump(t, "key")), 2)
	wantList(t, "the other's message", k.due(24*time.Hour, 10), "other")
	k.view(func(tx *store.Tx) error {
		c, err := tx.Case("K7F-4HM")
		if err != nil {
			return err
		}
		want(t, "person", fmt.Sprintf("%+v", c.Person), fmt.Sprintf("%+v", feedback.Person{}))
		want(t, "contact, status and version", fmt.Sprint(c.Contact, c.Status, c.Version), fmt.Sprint("", feedback.Received, 2))
		lines, err := tx.AuditLines(time.Time{}, 1)
		if err != nil {
			return err
		}
		want(t, "audit line", lines[0].Did, store.AuditForgot)
		_, err = tx.Contact(id)
		wantError(t, err, store.ErrNotFound)
		return nil
	})
}

// forgottenBytes puts everything back that was there before, except the key, and lets the person come back.
func forgottenBytes(t *testing.T, e store.Engine) {
	r := &recorder{Engine: e}
	k := newKit(t, r)
	id := fill(k)
	before := map[string]map[string]string{}
	for _, bucket := range r.buckets() {
		before[bucket] = r.dump(t, bucket)
	}
	k.update(func(tx *store.Tx) error { return tx.Forget(id, monday()) })
	for _, back := range []bool{false, true} {
		if back {
			k.person("telegram:ADDRESS987654")
		}
		restore(t, e, before, "case", "file", "thread", "doc")
		k.view(func(tx *store.Tx) error {
			c, err := tx.Case("K7F-4HM")
			want(t, "words of the case", c.Person.Words, "")
			wantError(t, err, nil)
			_, err = tx.File("f1")
			wantError(t, err, store.ErrForgotten)
			_, err = tx.Thread(id, 0, 10)
			wantError(t, err, store.ErrForgotten)
			var v string
			wantError(t, tx.Doc("record", "r1", &v), store.ErrForgotten)
			return nil
		})
	}
}

func restore(t *testing.T, e store.Engine, from map[string]map[string]string, buckets ...string) {
	t.Helper()
	err := e.Update(t.Context(), func(kv store.KV) error {
		for _, bucket := range buckets {
			for key, value := range from[bucket] {
				if err := kv.Put(bucket, []byte(key), []byte(value)); err != nil {
					return err
				}
			}
		}
		return nil
	})
	wantError(t, err, nil)
}

func forgottenCase(t *testing.T, e store.Engine) {
	k := newKit(t, e)
	id := fill(k)
	var stale feedback.Case
	k.view(func(tx *store.Tx) (err error) {
		stale, err = tx.Case("K7F-4HM")
		return err
	})
	k.update(func(tx *store.Tx) error { return tx.Forget(id, monday()) })
	stale.Version++
	k.updateFails(store.ErrConflict, func(tx *store.Tx) error { return tx.PutCase(stale) })
	k.changeCase("K7F-4HM", func(c *feedback.Case) {
		c.Status, c.Person.Words = feedback.Closed, "words that came too late"
	})
	k.view(func(tx *store.Tx) error {
		c, err := tx.Case("K7F-4HM")
		want(t, "status", c.Status, feedback.Closed)
		want(t, "words", c.Person.Words, "")
		return err
	})
	wantList(t, "inbox", k.inbox("so_y_te", 10))
}

func farewell(t *testing.T, e store.Engine) {
	r := &recorder{Engine: e}
	k := newKit(t, r)
	id := k.person("telegram:1")
	k.update(func(tx *store.Tx) error {
		if err := tx.Forget(id, monday()); err != nil {
			return err
		}
		return tx.Enqueue(store.OutMessage{ID: "bye", Contact: id, Address: "1", Reply: true, Body: []byte(`"bye"`)})
	})
	k.update(func(tx *store.Tx) error {
		messages, err := tx.DueOut(monday(), 10, time.Minute)
		want(t, "messages", len(messages), 1)
		want(t, "address and body", messages[0].Address+string(messages[0].Body), `1"bye"`)
		return err
	})
	k.settle("bye")
	want(t, "keys", len(r.dump(t, "key")), 0)
}

func movedValue(t *testing.T, e store.Engine) {
	r := &recorder{Engine: e}
	k := newKit(t, r)
	a := k.person("telegram:1")
	k.putCases(matter("A", a, "u"), matter("B", a, "u"))
	restore(t, e, map[string]map[string]string{"case": {"B": r.dump(t, "case")["A"]}}, "case")
	wantError(t, k.View(t.Context(), func(tx *store.Tx) error {
		_, err := tx.Case("B")
		return err
	}), store.ErrCorrupt)
}
