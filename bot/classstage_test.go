package bot_test

import (
	"context"
	"encoding/binary"

	"danloi/bot/dispatch"
	"danloi/learn"
	"danloi/store"
)

// speak lets another person go on, who first reads what they were told meanwhile.
func (s *stage) speak(who string) {
	s.who = who
	if told := s.others[who]; told != nil {
		s.said, s.trace = told.said, append(s.trace, told.trace...)
		delete(s.others, who)
	}
}

// trainer makes the code of a trainer with a name.
func (s *stage) trainer(name string) {
	s.t.Helper()
	var chance [8]byte
	binary.BigEndian.PutUint64(chance[:], uint64(s.events+1)<<32)
	staff := store.Staff{ID: "trainer", Login: "trainer", Name: name, Role: store.RoleTrainer}
	err := s.s.Update(context.Background(), func(tx *store.Tx) (err error) {
		if err := tx.PutStaff(staff); err != nil {
			return err
		}
		s.code, err = dispatch.IssueTrainerCode(tx, staff, chance, s.now)
		return err
	})
	if err != nil {
		s.t.Fatal(err)
	}
}

// findClass learns the code of the newest class.
func (s *stage) findClass() {
	s.t.Helper()
	var newest learn.Class
	err := s.s.View(context.Background(), func(tx *store.Tx) error {
		return tx.EachClass(func(c learn.Class) error {
			if c.Opened.After(newest.Opened) || newest.ID == "" {
				newest = c
			}
			return nil
		})
	})
	if err != nil {
		s.t.Fatal(err)
	}
	s.class = newest.Code
}
