package store

// AgeCase gives a case the entries of the first version of the index, as an older release left them, and AgeIndex
// makes the store forget that it was brought up to date.
func (tx *Tx) AgeCase(ref string) error {
	r, personal, err := tx.loadHead(bucketCase, ref, caseSchema)
	if err != nil {
		return err
	}
	c, err := caseOf(r)
	if err != nil {
		return err
	}
	had := r.index
	r.index = []entry{
		{bucketCaseContact, join(c.Contact, timeKey(c.Opened), c.Ref)},
		{"case_due", join(string(c.Unit), c.DueKey(), c.Ref)},
	}
	if err := tx.tally(had, r.index); err != nil {
		return err
	}
	return tx.saveSealed(r, personal)
}

func (tx *Tx) AgeIndex() error { return tx.kv.Delete(bucketMeta, []byte(caseIndexID)) }

// ReindexBatch is how many cases get their entries in one transaction.
const ReindexBatch = reindexBatch
