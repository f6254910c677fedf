package feedback

import "errors"

// What Case.Do and Open answer when an action is refused; the case is unchanged then. Test with errors.Is.
var (
	ErrClosed      = errors.New("case is closed")
	ErrNotAllowed  = errors.New("action is not allowed now")
	ErrNotYours    = errors.New("action belongs to someone else") // a citizen tried a staff action, or the reverse
	ErrNoText      = errors.New("words are missing")
	ErrTooLong     = errors.New("text is too long")
	ErrPartsOpen   = errors.New("parts are still open")
	ErrGap         = errors.New("words still have a gap to fill")
	ErrNoReason    = errors.New("reason is missing or unknown")
	ErrNoProof     = errors.New("proof or a stated reason is missing")
	ErrNoVoice     = errors.New("voice note is missing")
	ErrNoUnit      = errors.New("unit is missing or unknown")
	ErrSameUnit    = errors.New("unit has the case already")
	ErrOfficeOnly  = errors.New("only the provincial office may pass it on again")
	ErrExtended    = errors.New("answer was extended already")
	ErrBadDate     = errors.New("date is not after the present one")
	ErrBadRating   = errors.New("rating is not 1 to 5")
	ErrBadOriginal = errors.New("original case is missing or the same")
	ErrTooMany     = errors.New("limit is reached")
	ErrUnknown     = errors.New("id is unknown")
	ErrNotCase     = errors.New("kind does not become a case")
)

// What ParseRef answers.
var (
	// ErrNotRef says that the text has not the shape of a reference.
	ErrNotRef = errors.New("not a reference")
	// ErrMistyped says that it looks like a reference, but that a character was mistaken or swapped.
	ErrMistyped = errors.New("reference is mistyped")
)
