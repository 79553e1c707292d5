package record

import (
	"encoding/json"
	"math/big"
)

// ProofFormat names the layout of proof.json.
const ProofFormat = "evenlot-proof/1"

// Grades of a proof: whether the book reaches, at every step, the pages that the
// step's chance promises.
const (
	GradeBook   = "attained by the book"
	GradeBounds = "bounds only"
)

// A Proof is the contents of proof.json; the package documentation says what it
// states and how to check it. Pairs are [number of a row or type, integer].
type Proof struct {
	Format     string          `json:"format"` // [ProofFormat]
	Grade      string          `json:"grade"`
	Over       int64           `json:"over"` // denominator of the multipliers in trees
	Rows       []string        `json:"rows"` // names
	Unseatable ProofUnseatable `json:"unseatable"`
	Cuts       []ProofCut      `json:"cuts"`
	Steps      []ProofStep     `json:"steps"`
}

// ProofUnseatable states that no panel holds anyone of some types.
type ProofUnseatable struct {
	Types []int             `json:"types"`
	Tree  []json.RawMessage `json:"tree"`
}

// A ProofCut states that every panel weighs at most Bound.
type ProofCut struct {
	Weights [][2]int64        `json:"weights"`
	Bound   int64             `json:"bound"`
	Tree    []json.RawMessage `json:"tree"`
}

// A ProofStep is one step of leximin.
type ProofStep struct {
	Chance      string       `json:"chance"` // "13/199"
	People      int          `json:"people"` // fixed at this step
	Pages       int          `json:"pages"`  // floor(M * chance)
	Fewest      int          `json:"fewest"` // pages of the people fixed
	Most        int          `json:"most"`
	Multipliers [][2]big.Int `json:"multipliers"` // with cuts they can be long
}

// Bytes is proof.json.
func (p Proof) Bytes() []byte { return writeJSON(p) }

// PagesOf is floor(pages * chance).
func PagesOf(chance *big.Rat, pages int) int {
	n := new(big.Int).Mul(chance.Num(), big.NewInt(int64(pages)))
	return int(n.Div(n, chance.Denom()).Int64())
}
