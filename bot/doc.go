// Package bot is the conversation engine. It is pure: Step takes what is known of one contact and one event,
// and returns what is known now and the effects to carry out. It has no clock, chance, log, network, file or
// goroutine of its own: time is Event.At, chance is Event.Nonce. It reads the library, the index, the areas and
// the texts, which are values.
//
// A conversation is a walk over screens. Every screen has an address, such as "step:dang-ky-tam-tru:3", which is
// also the data of the button that leads to it; State.At holds the address of the screen that is shown. What is
// typed there is first offered to the screen, then to the words that work everywhere (menu, back, stop), and is
// a question otherwise.
package bot
