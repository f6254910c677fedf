package main

import (
	"testing"
	"time"
)

// A room answers at once, some lose the network and come back, some come late: nobody's answer is lost or counted twice,
// and the screen shows what was given. Times are printed by `danloi load class`, not judged here.
func TestClassLosesNoAnswer(t *testing.T) {
	for _, c := range []loadClassCmd{
		{Phones: 40, Drop: 10, Late: 5, Within: 300 * time.Millisecond},
		{Phones: 12, Drop: 4, Late: 2, Within: 300 * time.Millisecond, Telegram: true},
	} {
		l, err := c.measure(t.Context(), t.Output())
		if err != nil {
			t.Fatal(err)
		}
		if err := l.fault(); err != nil {
			t.Errorf("telegram %v: %v: %+v", c.Telegram, err, l)
		}
	}
}

func TestClassLoadIsBounded(t *testing.T) {
	for _, c := range []loadClassCmd{{Phones: 0}, {Phones: 501}, {Phones: 3, Drop: 2, Late: 2}, {Phones: 3, Within: time.Hour}} {
		if _, err := c.measure(t.Context(), t.Output()); err == nil {
			t.Errorf("%+v is taken", c)
		}
	}
}
