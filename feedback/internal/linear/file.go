package linear

import (
	"encoding/binary"
	"errors"
	"fmt"
	"io"
)

// head is what stands before the numbers of a model in a file.
type head struct {
	Classes, Bits uint32
	Step          float32
}

// Limits of what is read, so that a broken file cannot ask for all memory.
const (
	maxClasses = 1 << 10
	maxBits    = 20
)

var errHead = errors.New("not a model")

// Encode writes the model in a form that Decode reads.
func (m *Model) Encode(w io.Writer) error {
	for _, part := range []any{head{uint32(m.classes), uint32(m.bits), m.step}, m.bias, m.weights} {
		if err := binary.Write(w, binary.LittleEndian, part); err != nil {
			return fmt.Errorf("write model: %w", err)
		}
	}
	return nil
}

// Decode reads what Encode wrote.
func Decode(r io.Reader) (*Model, error) {
	var h head
	if err := binary.Read(r, binary.LittleEndian, &h); err != nil {
		return nil, fmt.Errorf("read model: %w", err)
	}
	if h.Classes == 0 || h.Classes > maxClasses || h.Bits == 0 || h.Bits > maxBits {
		return nil, fmt.Errorf("read model: %w", errHead)
	}
	m := &Model{
		classes: int(h.Classes), bits: int(h.Bits), step: h.Step,
		bias: make([]float32, h.Classes), weights: make([]int8, int(h.Classes)<<h.Bits),
	}
	for _, part := range []any{m.bias, m.weights} {
		if err := binary.Read(r, binary.LittleEndian, part); err != nil {
			return nil, fmt.Errorf("read model: %w", err)
		}
	}
	return m, nil
}
