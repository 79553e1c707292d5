package verify

import (
	"bytes"
	"encoding/json"
	"fmt"
	"math/big"
	"strings"

	"github.com/evenlot/evenlot/selection/record"
)

// readProof reads proof.json in its one spelling: what it read, written again, is
// the same bytes.
func readProof(data []byte) *record.Proof {
	p := new(record.Proof)
	err := json.Unmarshal(data, p)
	require(p.Format == "" || p.Format == record.ProofFormat,
		"if another version of evenlot wrote this record, verify it with that one", "format "+record.ProofFormat, p.Format)
	require(err == nil, "proof.json was changed, or not written by evenlot", "the fields of a proof", err)
	got, want := strings.Split(string(data), "\n"), strings.Split(string(p.Bytes()), "\n")
	for i := range max(len(got), len(want)) {
		g, w := line(got, i), line(want, i)
		if strings.HasSuffix(strings.TrimSuffix(g, ","), "null") { // no text: that ends with a quote
			w = "a list, if an empty one"
		}
		require(g == w, fmt.Sprintf("line %d of proof.json is not what evenlot writes", i+1), w, g)
	}
	return p
}

func line(lines []string, i int) string {
	if i < len(lines) {
		return lines[i]
	}
	return "the end of the file"
}

// A node is ["branch", type, seats], or a leaf: ["bound", multipliers] or
// ["empty", multipliers].
type node struct {
	kind        string
	at          int // type
	seats       int64
	multipliers [][2]big.Int
}

func readNode(data []byte) (n node) {
	parts := []any{&n.kind, &n.multipliers}
	if bytes.Contains(data, []byte(`"branch"`)) {
		parts = []any{&n.kind, &n.at, &n.seats}
	}
	var given bytes.Buffer
	length, err := len(parts), json.Compact(&given, data)
	if err == nil {
		err = json.Unmarshal(data, &parts)
	}
	spelt, again := json.Marshal(parts)
	require(err == nil && again == nil && len(parts) == length && bytes.Equal(given.Bytes(), spelt),
		"a node of a tree is not what evenlot writes", "a branch or a leaf", fmt.Sprintf("%.60s", &given))
	return n
}

// stated checks what a proof says of itself: constants, chances in lowest terms
// that do not fall, pages rounded down, and that the grade fits the numbers.
func stated(p *record.Proof, pages int) {
	require(p.Over == proofOver, "this format has one denominator", proofOver, p.Over)
	require(p.Grade == record.GradeBook || p.Grade == record.GradeBounds, "no such grade",
		record.GradeBook+", or "+record.GradeBounds, p.Grade)
	require(len(p.Steps) > 0, "a proof of nothing", "at least one step", "none")
	last := new(big.Rat)
	for i, s := range p.Steps {
		at := fmt.Sprintf("step %d: ", i+1)
		above, below, divided := strings.Cut(s.Chance, "/")
		if !divided {
			below = "1"
		}
		num, ok := new(big.Int).SetString(above, 10)
		den, fine := new(big.Int).SetString(below, 10)
		require(ok && fine && den.Sign() > 0, at+"not a fraction", "13/199, 0 or 1", s.Chance)
		z := new(big.Rat).SetFrac(num, den)
		require(z.RatString() == s.Chance, at+"a fraction in other than lowest terms", z.RatString(), s.Chance)
		require(z.Cmp(last) >= 0 && z.Cmp(big.NewRat(1, 1)) <= 0, at+"a chance out of order", last.RatString()+" to 1", s.Chance)
		whole := num.Mul(z.Num(), big.NewInt(int64(pages)))
		whole.Div(whole, z.Denom())
		require(whole.Cmp(big.NewInt(int64(s.Pages))) == 0, at+"the chance in pages, rounded down", whole, s.Pages)
		require(s.Fewest >= s.Pages || p.Grade == record.GradeBounds, at+"the book does not attain the chance", s.Pages, s.Fewest)
		last = z
	}
}
