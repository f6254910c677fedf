package store

import (
	"encoding/base64"
	"fmt"

	"danloi/feedback"
)

// Publications returns at most limit cases whose publication stands like this: those that wait for a moderator in the
// order in which they were filed, all others the newest first. Cursors are as in CaseRefs.
func (tx *Tx) Publications(state feedback.PublicationState, cursor string, limit int) (cases []feedback.Case, next string, err error) {
	return tx.casePage(bucketCasePublic, under(string(state)), cursor, limit, state != feedback.Wanted)
}

// casePage returns the cases that an index names under a prefix, a page at a time, in order of its keys or the other
// way round. A cursor is the key of the page's last case, behind the prefix.
func (tx *Tx) casePage(bucket string, prefix []byte, cursor string, limit int, reverse bool) (cases []feedback.Case, next string, err error) {
	from, to := prefix, after(prefix)
	if cursor != "" {
		rest, err := base64.RawURLEncoding.DecodeString(cursor)
		if err != nil {
			return nil, "", fmt.Errorf("%s: cursor: %w", bucket, ErrKey)
		}
		if last := append(append([]byte{}, prefix...), rest...); reverse {
			to = last
		} else {
			from = append(last, 0)
		}
	}
	var refs []string
	var last []byte
	err = tx.kv.Scan(bucket, from, to, reverse, func(key, ref []byte) (bool, error) {
		if len(refs) == limit {
			next = base64.RawURLEncoding.EncodeToString(last[len(prefix):])
			return false, nil
		}
		refs, last = append(refs, string(ref)), key
		return true, nil
	})
	if err != nil {
		return nil, "", fmt.Errorf("%s: %w", bucket, err)
	}
	cases, err = tx.cases(refs)
	return cases, next, err
}
