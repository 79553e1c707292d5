package verify

// Stage says how far a ceremony went.
type Stage int

const (
	// Undrawn: the commitment stands, and nothing was drawn yet.
	Undrawn Stage = iota
	// Drawn: the panel is known.
	Drawn
	// CalledOff: the ceremony ended without a draw.
	CalledOff
)

// String gives the words a report prints.
func (s Stage) String() string {
	switch s {
	case Undrawn:
		return "not drawn yet"
	case Drawn:
		return "drawn"
	case CalledOff:
		return "called off"
	}
	panic("verify: no such stage")
}

// MarshalText gives [Stage.String], for JSON.
func (s Stage) MarshalText() ([]byte, error) { return []byte(s.String()), nil }
