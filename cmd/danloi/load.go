package main

// loadCmd measures the program with simulated people.
type loadCmd struct {
	Class loadClassCmd `cmd:"" help:"A class of simulated phones that answer at once, against the real web chat or a local Telegram."`
}
