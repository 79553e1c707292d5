package verify

// Stage says how far a ceremony went.
type Stage int

const (
	// Undrawn: the commitment stands, and nothing was drawn yet.
	Undrawn Stage = iota
	// Drawn: the panel is known.
	Drawn
	// Unmixed: pool, rules and quotas stand, and the value that mixes the book is still to
	// come.
	Unmixed
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
	case Unmixed:
		return "not mixed yet"
	case CalledOff:
		return "called off"
	}
	panic("verify: no such stage")
}

// MarshalText gives [Stage.String], for JSON.
func (s Stage) MarshalText() ([]byte, error) { return []byte(s.String()), nil }
