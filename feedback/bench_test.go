package feedback

import "testing"

func BenchmarkTriage(b *testing.B) {
	s := mustSigns(b)
	for b.Loop() {
		s.Triage("con duong truoc nha em ngap nuoc moi khi mua ma khong thay ai sua")
	}
}

func BenchmarkHashPIN(b *testing.B) {
	for b.Loop() {
		if _, err := HashPIN(nonce(1)); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkLoadSigns(b *testing.B) {
	for b.Loop() {
		mustSigns(b)
	}
}
