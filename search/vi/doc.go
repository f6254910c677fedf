// Package vi analyses Vietnamese text for Bleve, as people really type it.
//
// It is laid out as Bleve lays out a language and can be used without the rest of this program:
// import it for its side effect and name one of its analyzers in a mapping.
//
//	vi         syllables in their exact form, and pairs of neighbouring syllables
//	vi_folded  the same without tone and shape marks: the net below the exact field
//	vi_sounded the same with the spellings merged that sound alike in one region or another
//
// The parts are registered too: the tokenizer vi_syllable and the token filters vi_exact, vi_fold, vi_sound,
// vi_pair and vi_stop. Every part works on the tokens' terms and leaves their offsets alone, so highlights
// always cut the original text between letters, whatever form its marks were written in.
//
// Three facts of the language decide the design. A word is mostly two syllables, written apart: pairs carry
// the meaning. A mark may stand in several places (hoà, hòa) or in several encodings: the exact key
// writes the tone as one capital letter at the end, so the place no longer matters. And many people type
// without marks, or with the keys of an input method that was off: Fold, Telex and VNI undo that.
//
// All functions are safe for concurrent use and accept any string, valid UTF-8 or not.
package vi
