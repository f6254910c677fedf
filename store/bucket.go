package store

import (
	"encoding/binary"
	"strings"
	"time"
)

// The buckets. An index names its record in the value; its key is in the comment, parts separated by a zero byte.
const (
	bucketMeta = "meta"
	bucketKeys = "key" // owner

	bucketOnce     = "once"      // hashed event id
	bucketOnceTime = "once_time" // time, hashed event id

	bucketContact = "contact"

	bucketCase        = "case"
	bucketCaseContact = "case_contact" // contact, newest last: time, ref
	bucketCaseShelf   = "case_shelf"   // unit or empty for all, shelf, order, stage, marks, topic, area
	bucketCaseTally   = "case_tally"   // unit: how many of its cases stand on which shelf
	bucketCaseStaff   = "case_staff"   // staff, what they have to do with it, order

	bucketFeed = "feed" // number

	bucketCasePromise = "case_promise" // time to ask, ref
	bucketCasePublic  = "case_public"  // publication state, time, ref

	bucketFile        = "file"
	bucketFileContact = "file_contact" // contact, file

	bucketOut       = "out"
	bucketOutLane   = "out_lane"   // contact: state of its lane
	bucketOutOrder  = "out_order"  // contact, rank, scheduled time, number
	bucketOutDue    = "out_due"    // rank, time, contact
	bucketOutParked = "out_parked" // contact, hashed message id

	bucketThread = "thread" // contact, number

	bucketParked     = "parked"
	bucketParkedTime = "parked_time" // time, hashed event id

	bucketStaff      = "staff"
	bucketStaffLogin = "staff_login" // login in small letters

	bucketSession     = "session"
	bucketSessionTime = "session_time" // expiry, hashed token

	bucketWatch    = "watch"     // case reference
	bucketWatchDue = "watch_due" // time, case reference

	bucketPen     = "pen"
	bucketPenTime = "pen_time" // time, id

	bucketAudit      = "audit"      // time
	bucketUnanswered = "unanswered" // time

	bucketClass            = "class"
	bucketClassCode        = "class_code"         // four digits: the class that has them now
	bucketClassLive        = "class_live"         // class, as long as it has not ended
	bucketClassMember      = "class_member"       // class, member
	bucketClassContact     = "class_contact"      // contact, class, member
	bucketClassAnswer      = "class_answer"       // class, number of the run, member
	bucketClassNote        = "class_note"         // class, note
	bucketClassNoteContact = "class_note_contact" // contact, class, note

	bucketDoc        = "doc"         // kind, id
	bucketDocContact = "doc_contact" // contact, kind, id
)

// join makes a key of texts, separated so that none can run into the next.
func join(parts ...string) []byte { return []byte(strings.Join(parts, "\x00")) }

// under returns the prefix of all keys that begin with these parts.
func under(parts ...string) []byte { return append(join(parts...), 0) }

// after returns the smallest key that is larger than every key with this prefix.
func after(prefix []byte) []byte {
	end := append([]byte{}, prefix...)
	for i := len(end) - 1; i >= 0; i-- {
		if end[i]++; end[i] != 0 {
			return end[:i+1]
		}
	}
	return nil
}

// timeKey orders times by bytes. The zero time comes before all others.
func timeKey(t time.Time) string {
	if t.IsZero() {
		return numberKey(0)
	}
	return numberKey(uint64(t.UnixNano()) ^ 1<<63)
}

func keyTime(k string) time.Time {
	n := keyNumber(k)
	if n == 0 {
		return time.Time{}
	}
	return time.Unix(0, int64(n^1<<63)).UTC()
}

// numberKey orders numbers by bytes.
func numberKey(n uint64) string {
	var b [8]byte
	binary.BigEndian.PutUint64(b[:], n)
	return string(b[:])
}

func keyNumber(k string) uint64 {
	if len(k) != 8 {
		return 0
	}
	return binary.BigEndian.Uint64([]byte(k))
}

// checkID refuses identifiers that would not keep apart in a key.
func checkID(ids ...string) error {
	for _, id := range ids {
		if id == "" || len(id) > MaxKey/8 || strings.ContainsRune(id, 0) {
			return ErrKey
		}
	}
	return nil
}
