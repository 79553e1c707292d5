package record

import (
	"bytes"
	"encoding/json"
	"fmt"
	"math/big"
	"slices"
	"strconv"
	"strings"

	"github.com/evenlot/evenlot/quotas"
)

// ProofFormat names the layout and the meaning of proof.json; ProofFormat1 is that of
// records of version 1.
const (
	ProofFormat  = "evenlot-proof/2"
	ProofFormat1 = "evenlot-proof/1"
)

// ProofOver is the denominator of the multipliers in trees.
const ProofOver = 1 << 16

// Grades of a proof: whether the book reaches, at every step, the pages that the
// step's chance promises, and whether a [Mixture] gives the chances themselves.
const (
	GradeExactly = "attained exactly"
	GradeBook    = "attained by the book"
	GradeBounds  = "bounds only"
)

// A Proof is the contents of proof.json; the package documentation says what it
// states and how to check it. Lists are never nil.
type Proof struct {
	Format string      `json:"format"` // [ProofFormat]
	Grade  string      `json:"grade"`
	Over   int64       `json:"over"` // [ProofOver]
	Rows   []string    `json:"rows"` // names
	Cuts   []ProofCut  `json:"cuts"`
	Steps  []ProofStep `json:"steps"`
}

// A ProofCut states that every panel weighs at most Bound.
type ProofCut struct {
	Weights []ProofTerm `json:"weights"`
	Bound   int64       `json:"bound"`
	Tree    []ProofNode `json:"tree"`
}

// A ProofStep is one step of leximin; a first one with chance 0 is for those whom no
// panel can hold.
type ProofStep struct {
	Chance      *big.Rat    `json:"chance"` // "13/199"
	People      int         `json:"people"` // fixed at this step
	Pages       int         `json:"pages"`  // floor(M * chance)
	Fewest      int         `json:"fewest"` // pages of the people fixed
	Most        int         `json:"most"`
	Multipliers []ProofTerm `json:"multipliers"`
}

// A ProofTerm is a number for a row or a type: [At, By].
type ProofTerm struct {
	At int
	By *big.Int
}

// Kinds of a [ProofNode].
const (
	NodeBranch = "branch"
	NodeBound  = "bound"
	NodeEmpty  = "empty"
)

// A ProofNode is a node of a tree in preorder: ["branch", type, seats], or a leaf,
// ["bound", multipliers] or ["empty", multipliers].
type ProofNode struct {
	Kind        string
	Type, Seats int         // of a branch: at most so many seats for the type, or more
	Multipliers []ProofTerm // of a leaf
}

// Bytes is proof.json.
func (p Proof) Bytes() []byte { return writeJSON(p) }

// Where a [Mixture] stands: with the auditor, since weights and pages together would
// let a reader try who is of one type; in the open form everybody knows.
const (
	MixtureFile     = "auditor/mixture.json"
	OpenMixtureFile = "public/mixture.json"
)

// MixtureFile is the file that holds the weights of pages, public or not.
func (f Form) MixtureFile() string {
	if f == FormOpen {
		return OpenMixtureFile
	}
	return MixtureFile
}

// MixtureFormat names the layout of mixture.json; MixtureFormat1 is that of records of
// version 1.
const (
	MixtureFormat  = "evenlot-mixture/2"
	MixtureFormat1 = "evenlot-mixture/1"
)

// A Mixture is the contents of mixture.json: the weights of panels with which a draw
// gives every type exactly its chance. Panels without weight are left out. The lists of its
// version are never nil, the others are.
type Mixture struct {
	Format  string        `json:"format"`
	Panels  [][]ProofTerm `json:"panels,omitzero"`  // version 2: panels that are on no page, as [type, seats]
	Weights []ProofTerm   `json:"weights,omitzero"` // version 2: [page, weight]; after the pages come the panels
	Pages   []ProofTerm   `json:"pages,omitzero"`   // version 1: [page, weight]
}

// Shares are the weights, of either version.
func (m Mixture) Shares() []ProofTerm {
	if m.Format == MixtureFormat1 {
		return m.Pages
	}
	return m.Weights
}

// Bytes is mixture.json.
func (m Mixture) Bytes() []byte { return writeJSON(m) }

// ReadMixture reads mixture.json, in the spelling of [Mixture.Bytes]; whether the
// weights are right is for package verify to say.
func ReadMixture(name string, data []byte) (*Mixture, error) {
	m := new(Mixture)
	if err := readJSON(name, data, m); err != nil {
		return nil, err
	}
	first := m.Format == MixtureFormat1 && m.Pages != nil && m.Panels == nil && m.Weights == nil
	second := m.Format == MixtureFormat && m.Pages == nil && m.Panels != nil && m.Weights != nil && !slices.ContainsFunc(m.Panels, isNil)
	if !first && !second {
		return nil, quotas.Fault{File: name, Found: fmt.Sprintf("format is %q, with %d weights", m.Format, len(m.Shares())),
			Expected: MixtureFormat + ", with panels and weights", Fix: remedy}
	}
	return m, nil
}

func isNil(terms []ProofTerm) bool { return terms == nil }

// Version of the format of the proof: 1 or 2.
func (p Proof) Version() int {
	if p.Format == ProofFormat1 {
		return 1
	}
	return 2
}

// MarshalJSON gives [At, By].
func (t ProofTerm) MarshalJSON() ([]byte, error) { return json.Marshal([]any{t.At, t.By}) }

// MarshalJSON gives the node as a list.
func (n ProofNode) MarshalJSON() ([]byte, error) {
	if n.Kind == NodeBranch {
		return json.Marshal([]any{n.Kind, n.Type, n.Seats})
	}
	return json.Marshal([]any{n.Kind, n.Multipliers})
}

// UnmarshalJSON takes what it can: [ReadProof] finds by the spelling, and with its
// place, whatever else there was.
func (t *ProofTerm) UnmarshalJSON(data []byte) error {
	at, by, _ := strings.Cut(strings.Trim(string(data), "[]"), ",")
	t.At, _ = strconv.Atoi(strings.TrimSpace(at))
	t.By = new(big.Int)
	if n, ok := new(big.Int).SetString(strings.TrimSpace(by), 10); ok {
		t.By = n
	}
	return nil
}

// UnmarshalJSON takes what it can, like that of [ProofTerm].
func (n *ProofNode) UnmarshalJSON(data []byte) error {
	n.Multipliers = []ProofTerm{}
	parts := make([]json.RawMessage, 3)
	if json.Unmarshal(data, &parts) != nil || len(parts) < 2 {
		return nil
	}
	into := []any{&n.Kind, &n.Multipliers}
	if _ = json.Unmarshal(parts[0], &n.Kind); n.Kind == NodeBranch {
		into = []any{&n.Kind, &n.Type, &n.Seats}
	}
	for i := range min(len(parts), len(into)) {
		_ = json.Unmarshal(parts[i], into[i])
	}
	return nil
}

// ReadProof reads proof.json. The file must be spelt as [Proof.Bytes] does, be of
// this format and have a step; whether it proves anything is for package verify to
// say.
func ReadProof(name string, data []byte) (*Proof, error) {
	var head struct{ Format string }
	if json.Unmarshal(data, &head) == nil && head.Format != "" && head.Format != ProofFormat && head.Format != ProofFormat1 {
		return nil, quotas.Fault{File: name, Found: fmt.Sprintf("format is %q", head.Format), Expected: ProofFormat,
			Fix: "if another version of evenlot wrote this record, verify it with that one"}
	}
	if err := checkChances(name, data); err != nil {
		return nil, err
	}
	p := new(Proof)
	if err := readJSON(name, data, p); err != nil {
		return nil, err
	}
	wrong := func(field string, found any, expected string) (*Proof, error) {
		return nil, quotas.Fault{File: name, Found: fmt.Sprintf("%s is %v", field, found), Expected: expected, Fix: remedy}
	}
	switch {
	case p.Format != ProofFormat && p.Format != ProofFormat1:
		return wrong("format", p.Format, ProofFormat)
	case p.Grade != GradeExactly && p.Grade != GradeBook && p.Grade != GradeBounds:
		return wrong("grade", p.Grade, GradeExactly+", "+GradeBook+" or "+GradeBounds)
	case p.Over != ProofOver:
		return wrong("over", p.Over, strconv.Itoa(ProofOver))
	case len(p.Steps) == 0:
		return wrong("steps", "empty", "at least one step")
	}
	for _, c := range p.Cuts {
		for _, n := range c.Tree {
			if n.Kind != NodeBranch && n.Kind != NodeBound && n.Kind != NodeEmpty {
				return wrong("a node", strconv.Quote(n.Kind), "branch, bound or empty")
			}
		}
	}
	return p, nil
}

// checkChances looks at the chances of proof.json before any of them becomes a number:
// big.Rat takes "1e999999" too, nine bytes, and makes a million digits of it. Whatever
// stands on another kind of line, [readJSON] refuses without reading it.
func checkChances(name string, data []byte) error {
	offset := 0
	for line := range bytes.Lines(data) {
		text, is := bytes.CutPrefix(bytes.TrimLeft(line, " "), []byte(`"chance": `))
		if is && !isFraction(string(bytes.TrimRight(text, ",\n"))) {
			at := offset + len(line) - len(text)
			return faultAt(name, data, at, excerpt(data, at), fmt.Sprintf(`a fraction, such as "1/3", of at most %d digits a part`, MaxDigits))
		}
		offset += len(line)
	}
	return nil
}

// isFraction reports whether a text is a whole number or a fraction, in quotation marks.
func isFraction(text string) bool {
	text, ok := strings.CutPrefix(text, `"`)
	text, ok2 := strings.CutSuffix(text, `"`)
	over, under, divided := strings.Cut(text, "/")
	return ok && ok2 && (isWhole(over) || over == "0") && (!divided || isWhole(under))
}

// isWhole reports whether a text is a number from 1, without leading zeros.
func isWhole(text string) bool {
	return text != "" && len(text) <= MaxDigits && text[0] != '0' && strings.Trim(text, "0123456789") == ""
}

// PagesOf is floor(pages * chance).
func PagesOf(chance *big.Rat, pages int) int {
	n := new(big.Int).Mul(chance.Num(), big.NewInt(int64(pages)))
	return int(n.Div(n, chance.Denom()).Int64())
}
