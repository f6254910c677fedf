package main

import "crypto/rand"

// newPassword makes a password that can be read over the phone: sixteen letters and digits in groups of four,
// 80 bits of chance.
func newPassword() string {
	const group, groups = 4, 4
	text := rand.Text()
	out := ""
	for i := range groups {
		if i > 0 {
			out += "-"
		}
		out += text[i*group : (i+1)*group]
	}
	return out
}
