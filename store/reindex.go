package store

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
)

// caseIndex is the version of the entries that caseRecord makes. A store in which another one was at work gets its
// entries anew when it is opened.
const caseIndex = 2

// reindexBatch is how many cases get their entries in one transaction.
const reindexBatch = 250

const caseIndexID = "case_index"

// indexState says how far the entries of the cases are of a version.
type indexState struct {
	Version int    `json:"version"`
	After   string `json:"after,omitempty"` // the last case that has them, while it is at work
	Done    bool   `json:"done,omitempty"`
}

// reindexCases gives all cases the entries of this version, if they have older ones. It goes on where it stopped when
// the process was killed. Records remember their entries, so that none of an older version stays behind, and a case
// that is changed meanwhile is counted once.
func (s *Store) reindexCases(ctx context.Context) error {
	var state indexState
	if err := s.View(ctx, func(tx *Tx) (err error) { state, err = tx.indexState(); return err }); err != nil {
		return err
	}
	for !state.Done {
		err := s.Update(ctx, func(tx *Tx) (err error) {
			if state, err = tx.indexState(); err != nil || state.Done {
				return err
			}
			if state, err = tx.reindexSome(state); err != nil {
				return err
			}
			return tx.putIndexState(state)
		})
		if err != nil {
			return fmt.Errorf("index cases: %w", err)
		}
	}
	return nil
}

func (tx *Tx) indexState() (indexState, error) {
	state := indexState{}
	value, err := tx.kv.Get(bucketMeta, []byte(caseIndexID))
	if errors.Is(err, ErrNotFound) {
		return indexState{Version: caseIndex}, nil
	}
	if err != nil {
		return state, err
	}
	if err := json.Unmarshal(value, &state); err != nil {
		return state, fmt.Errorf("%s %s: %w", bucketMeta, caseIndexID, ErrCorrupt)
	}
	if state.Version > caseIndex {
		return state, fmt.Errorf("%s: %w", caseIndexID, ErrSchema)
	}
	if state.Version < caseIndex {
		return indexState{Version: caseIndex}, nil
	}
	return state, nil
}

func (tx *Tx) putIndexState(state indexState) error {
	value, err := json.Marshal(state)
	if err != nil {
		return err
	}
	return tx.kv.Put(bucketMeta, []byte(caseIndexID), value)
}

// reindexSome does the next batch behind state.After.
func (tx *Tx) reindexSome(state indexState) (indexState, error) {
	var from []byte
	if state.After != "" {
		from = append([]byte(state.After), 0)
	}
	var refs []string
	err := tx.kv.Scan(bucketCase, from, nil, false, func(ref, _ []byte) (bool, error) {
		refs = append(refs, string(ref))
		return len(refs) < reindexBatch, nil
	})
	if err != nil {
		return state, err
	}
	for _, ref := range refs {
		if err := tx.reindexCase(ref); err != nil {
			return state, err
		}
		state.After = ref
	}
	if len(refs) < reindexBatch {
		state = indexState{Version: caseIndex, Done: true}
	}
	return state, nil
}

// reindexCase gives one case the entries of this version and leaves all else as it is, version and personal part too.
func (tx *Tx) reindexCase(ref string) error {
	r, personal, err := tx.loadHead(bucketCase, ref, caseSchema)
	if err != nil {
		return err
	}
	c, err := caseOf(r)
	if err != nil {
		return err
	}
	had := r.index
	r.index = tx.caseRecord(c).index
	if err := tx.tally(had, r.index); err != nil {
		return fmt.Errorf("case %s: %w", ref, err)
	}
	return tx.saveSealed(r, personal)
}
