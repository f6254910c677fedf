package storetest

import (
	"encoding/json"
	"testing"
	"time"

	"danloi/store"
)

func retractPromises() []promise {
	return []promise{
		{"retracted words are noise", "what was told before a denunciation was recognised cannot be read again, not even from old bytes", retracted},
	}
}

func retracted(t *testing.T, e store.Engine) {
	r := &recorder{Engine: e}
	k := newKit(t, r)
	id := fill(k)
	k.update(func(tx *store.Tx) error {
		_, err := tx.AppendThread(id, store.ThreadEntry{At: monday().Add(time.Hour), From: "citizen", Body: []byte(`"TOLDLATER"`)})
		return err
	})
	before := map[string]map[string]string{}
	for _, bucket := range r.buckets() {
		before[bucket] = r.dump(t, bucket)
	}
	k.update(func(tx *store.Tx) error {
		err := tx.RetractThread(id, monday().Add(time.Minute), func(store.ThreadEntry) json.RawMessage { return []byte(`"…"`) })
		if err != nil {
			return err
		}
		return tx.Rekey(id)
	})
	thread := func() (bodies []string) {
		k.view(func(tx *store.Tx) error {
			bodies = nil
			entries, err := tx.Thread(id, 0, 10)
			for _, entry := range entries {
				bodies = append(bodies, string(entry.Body))
			}
			return err
		})
		return bodies
	}
	wantList(t, "thread", thread(), `"THREADBODY"`, `"…"`)
	k.view(func(tx *store.Tx) error { // everything else of the contact is as it was
		c, err := tx.Case("K7F-4HM")
		want(t, "words of the case", c.Person.Words, "CASEWORDS")
		wantError(t, err, nil)
		f, err := tx.File("f1")
		want(t, "file", string(f.Data), "FILEBYTES")
		wantError(t, err, nil)
		contact, err := tx.Contact(id)
		want(t, "state", string(contact.State), `"STATEWORDS"`)
		wantError(t, err, nil)
		var v string
		wantError(t, tx.Doc("record", "r1", &v), nil)
		want(t, "document", v, "OWNDOC")
		parked, err := tx.Parked(10)
		want(t, "parked events", len(parked), 1)
		return err
	})
	wantList(t, "messages to go out", k.due(time.Hour, 10), "web:EVENTADDRESS:1/0")
	restore(t, e, before, "thread", "case", "file", "doc", "contact")
	k.view(func(tx *store.Tx) error {
		_, err := tx.Thread(id, 0, 10)
		wantError(t, err, store.ErrForgotten)
		_, err = tx.File("f1")
		wantError(t, err, store.ErrForgotten)
		return nil
	})
}
