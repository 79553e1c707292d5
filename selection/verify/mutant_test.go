package verify_test

import (
	"encoding/json"
	"fmt"
	"math/big"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/evenlot/evenlot/selection/record"
	"github.com/evenlot/evenlot/selection/record/recordtest"
	"github.com/evenlot/evenlot/selection/verify"
)

// A mutant is a proof with one change; where still is set, a proof of that kind may
// be as good as the one it was made from.
type mutant struct {
	kind  string
	still bool
	proof []byte
}

var number = regexp.MustCompile(`-?\d+`)

// textMutants change every number of a proof by one in its last place: names of
// rows and parts of fractions included.
func textMutants(proof []byte) (all []mutant) {
	text := string(proof)
	for _, span := range number.FindAllStringIndex(text, -1) {
		var n int64
		fmt.Sscan(text[span[0]:span[1]], &n)
		for _, by := range []int64{-1, 1} {
			changed := fmt.Sprintf("%s%d%s", text[:span[0]], n+by, text[span[1]:])
			all = append(all, mutant{fmt.Sprintf("number at %d: %d%+d", span[0], n, by),
				span[0] > strings.Index(text, `"tree"`) && span[0] < strings.Index(text, `"steps"`), []byte(changed)})
		}
	}
	for i := range strings.Count(text, `"quota `) {
		parts := strings.SplitAfterN(text, `"quota `, i+2)
		all = append(all, mutant{fmt.Sprintf("row %d renamed", i), false,
			[]byte(strings.Join(parts[:i+1], "") + "x" + parts[i+1])})
	}
	return all
}

// shapeMutants drop, double, swap and negate what lists hold.
func shapeMutants(t *testing.T, proof []byte) (all []mutant) {
	change := func(kind string, still bool, do func(p *record.Proof)) {
		var p record.Proof
		require.NoError(t, json.Unmarshal(proof, &p))
		do(&p)
		all = append(all, mutant{kind, still, p.Bytes()})
	}
	var p record.Proof
	require.NoError(t, json.Unmarshal(proof, &p))
	grade := map[string]string{record.GradeBook: record.GradeBounds, record.GradeBounds: record.GradeBook}
	change("grade", true, func(p *record.Proof) { p.Grade = grade[p.Grade] })
	change("other grade", false, func(p *record.Proof) { p.Grade = "attained exactly" })
	lists(change, "row", len(p.Rows), false, func(p *record.Proof) *[]string { return &p.Rows })
	lists(change, "step", len(p.Steps), false, func(p *record.Proof) *[]record.ProofStep { return &p.Steps })
	lists(change, "cut", len(p.Cuts), false, func(p *record.Proof) *[]record.ProofCut { return &p.Cuts })
	lists(change, "unseatable", len(p.Unseatable.Types), false, func(p *record.Proof) *[]int { return &p.Unseatable.Types })
	lists(change, "node", len(p.Unseatable.Tree), false, func(p *record.Proof) *[]record.ProofNode { return &p.Unseatable.Tree })
	for c := range p.Cuts {
		lists(change, "cut node", len(p.Cuts[c].Tree), false, func(p *record.Proof) *[]record.ProofNode { return &p.Cuts[c].Tree })
		lists(change, "weight", len(p.Cuts[c].Weights), false, func(p *record.Proof) *[]record.ProofTerm { return &p.Cuts[c].Weights })
	}
	for s := range p.Steps {
		lists(change, "multiplier", len(p.Steps[s].Multipliers), p.Steps[s].Chance.IsInt(), func(p *record.Proof) *[]record.ProofTerm { return &p.Steps[s].Multipliers })
		scale := func(by int64) func(p *record.Proof) {
			return func(p *record.Proof) {
				for i := range p.Steps[s].Multipliers {
					m := p.Steps[s].Multipliers[i].By
					m.Mul(m, big.NewInt(by))
				}
			}
		}
		if len(p.Steps[s].Multipliers) > 0 {
			change("negated", false, scale(-1))
			change("scaled", true, scale(3))
		}
		if s+1 < len(p.Steps) {
			change("a person moved to the next step", false, func(p *record.Proof) { p.Steps[s].People--; p.Steps[s+1].People++ })
			change("a person moved to the step before", false, func(p *record.Proof) { p.Steps[s].People++; p.Steps[s+1].People-- })
			change("multipliers of two steps swapped", false, func(p *record.Proof) {
				a, b := &p.Steps[s], &p.Steps[s+1]
				a.Multipliers, b.Multipliers = b.Multipliers, a.Multipliers
			})
		}
	}
	return all
}

// lists makes the mutants of one list: an entry dropped, doubled, two neighbours
// swapped.
func lists[E any](change func(string, bool, func(*record.Proof)), what string, n int, still bool, list func(*record.Proof) *[]E) {
	for i := range n {
		change(fmt.Sprintf("%s %d dropped", what, i), still, func(p *record.Proof) { l := list(p); *l = slices.Delete(*l, i, i+1) })
		change(fmt.Sprintf("%s %d doubled", what, i), still, func(p *record.Proof) { l := list(p); *l = slices.Insert(*l, i, (*l)[i]) })
		if i > 0 {
			change(fmt.Sprintf("%s %d swapped", what, i), still, func(p *record.Proof) { l := *list(p); l[i-1], l[i] = l[i], l[i-1] })
		}
	}
}

// Every mutant of every sketch is refused, or it is of a kind that may prove as
// much, and then trying every panel shows that it does: the same chances for the
// same people. Those kinds are: all multipliers of a step scaled, numbers of a tree
// or cut where there is room, no multipliers for a last step with chance 1, and the
// lesser grade.
func TestProofMutants(t *testing.T) {
	tried, kept := 0, map[string]int{}
	for _, s := range append(sketches(), sketch{name: "made"}) {
		in := recordtest.Input()
		if s.name != "made" {
			in = s.input(t)
		}
		good := claims(t, in.Proof)
		for _, m := range append(textMutants(in.Proof), shapeMutants(t, in.Proof)...) {
			if slices.Equal(m.proof, in.Proof) {
				continue
			}
			tried++
			record := files(in, m.proof)
			v := check(record)
			if !v.OK() {
				for _, name := range names(v, verify.Failed) {
					require.Contains(t, name, "proof", "%s: %s", s.name, m.kind)
				}
				continue
			}
			kept[s.name+": "+m.kind]++
			assert.True(t, m.still || scaled(t, in.Proof, m.proof), "%s: %s", s.name, m.kind)
			assert.Empty(t, secondLook(record), "%s: %s", s.name, m.kind)
			assert.Equal(t, good, claims(t, m.proof), "%s: %s", s.name, m.kind)
		}
	}
	assert.Greater(t, tried, 450)
	t.Logf("%d mutants, of which %d prove as much: %v", tried, len(kept), kept)
}

// scaled reports whether two proofs have the same steps but for multipliers that
// are, step by step, multiples of each other.
func scaled(t *testing.T, one, other []byte) bool {
	var p, q record.Proof
	require.NoError(t, json.Unmarshal(one, &p))
	require.NoError(t, json.Unmarshal(other, &q))
	return slices.EqualFunc(p.Steps, q.Steps, func(a, b record.ProofStep) bool {
		return slices.EqualFunc(a.Multipliers, b.Multipliers, func(m, n record.ProofTerm) bool {
			return m.At == n.At && m.By.Sign() == n.By.Sign() &&
				new(big.Int).Mul(m.By, b.Multipliers[0].By).Cmp(new(big.Int).Mul(n.By, a.Multipliers[0].By)) == 0
		})
	})
}

// claims is what a proof promises: the chance of each step and for how many.
func claims(t *testing.T, proof []byte) (all []string) {
	var p record.Proof
	require.NoError(t, json.Unmarshal(proof, &p))
	for _, s := range p.Steps {
		all = append(all, fmt.Sprintf("%s for %d", s.Chance.RatString(), s.People))
	}
	return all
}

// What is refused, in the words a reader sees.
func TestProofRefusals(t *testing.T) {
	refused := func(s sketch, want string, edits ...string) {
		t.Helper()
		in := s.input(t)
		text := compact(in.Proof)
		for i := 0; i < len(edits); i += 2 {
			require.Contains(t, text, edits[i])
			text = strings.Replace(text, edits[i], edits[i+1], 1)
		}
		v := check(files(in, recordtest.Spell(text)))
		assert.Equal(t, want+"\n", lines(v, verify.Failed))
		answers := slices.Concat(names(v, verify.Failed), names(v, verify.OK), names(v, verify.NotCheckable))
		assert.Subset(t, answers, proofChecks, "every check has an answer")
	}
	const other = " (the file was changed, or not written by evenlot; fetch the published record again)"
	refused(trap(), `public/commit/proof.json: expected evenlot-proof/1, got format is "evenlot-levels/1" `+
		`(if another version of evenlot wrote this record, verify it with that one)`, "evenlot-proof/1", "evenlot-levels/1")
	refused(trap(), "public/commit/proof.json:4:13: expected the fields of this file, in order, got cannot unmarshal "+
		"number 1.5 into Go struct field Proof.over of type int64"+other, "65536", "1.5")
	refused(trap(), `public/commit/proof.json:5:11: expected a list or a fraction, got null`+other,
		`"rows":["quota first: in","quota first: out","quota second: in","quota second: out","quota third: in","quota third: out","seats","cut 1"]`, `"rows":null`)
	refused(trap(), `public/commit/proof.json:74:22: expected a list or a fraction, got null`+other, `"multipliers":[[7,1]]`, `"multipliers":null`)
	refused(trap(), `public/commit/proof.json:69:17: expected a list or a fraction, got null`+other, `"1/3"`, `null`)
	refused(trap(), "public/commit/proof.json: expected 65536, got over is 65537"+other, `"over":65536`, `"over":65537`)
	refused(trap(), `public/commit/proof.json: expected attained by the book, or bounds only, got grade is attained exactly`+other,
		record.GradeBook, "attained exactly")
	refused(trap(), `public/commit/proof.json:69:18: expected "1/3\",\n", got "2/6\",\n"`+other, "1/3", "2/6")
	refused(trap(), `public/commit/proof.json: expected the fields of this file, in order, got math/big: cannot unmarshal "1/0" into a *big.Rat`+other, "1/3", "1/0")
	refused(trap(), `public/commit/proof.json:44:13: expected "\n", got ",\n"`+other, `["bound",[[1,65536]]]`, `["bound",[],5]`)
	refused(trap(), `public/commit/proof.json:39:11: expected "0,\n", got "null,\n"`+other, `["branch",1,0]`, `["branch",null,0]`)
	refused(trap(), "proof: numbers as stated: expected 1/3 to 1, got 1/4 (step 2: a chance out of order)", `"1"`, `"1/4"`)
	refused(trap(), "proof: numbers as stated: expected 0 to 1, got 4/3 (step 1: a chance out of order)", "1/3", "4/3")
	refused(trap(), "proof: numbers as stated: expected 1, got 0 (step 1: the chance in pages, rounded down)", `"pages":1`, `"pages":0`)
	refused(trap(), "proof: numbers as stated: expected 1, got 0 (step 1: the book does not attain the chance)", `"fewest":1`, `"fewest":0`)
	refused(trap(), "proof: rows: expected quota third: out, got quota third: our (row 5 is another one)", "third: out", "third: our")
	refused(trap(), "proof: rows: expected cut 1, got cut 2 (row 7 is another one)", `"cut 1"`, `"cut 2"`)
	refused(trap(), "proof: rows: expected 8, got 7 (as many rows as pool and cuts have)", `,"cut 1"`, ``)
	refused(trap(), "proof: cuts: expected 1, got 2 (a leaf where panels may weigh more)", "[3,65536],", "")
	refused(trap(), "proof: cuts: expected 0 to 6, not 0, got 7 1 (an index out of order, or a 0)", "[1,65536]", "[7,1]")
	refused(trap(), "proof: cuts: expected 0 to 0 seats, got 1 (a branch that parts nothing)", `["branch",1,0]`, `["branch",1,1]`)
	refused(trap(), "proof: cuts: expected 0 to 3, got 4 (a branch on no type)", `["branch",1,0]`, `["branch",4,0]`)
	refused(trap(), "proof: cuts: expected another node, got none (a tree lacks leaves, or is too deep)", `,["bound",[[3,65536],[5,65536]]]`, ``)
	refused(trap(), "proof: cuts: expected no more nodes, got 1 (a tree goes on after its end)", `["branch",1,0],`, ``,
		"[[1,65536]]", "[[1,32768],[3,32768],[5,32768]]")
	refused(trap(), "proof: cuts: expected branch, bound or empty, got leaf (no such node)", `"bound",[[1`, `"leaf",[[1`)
	refused(trap(), "proof: steps: expected more than 0, got -1 (a cut has no least value)", "[[7,1]]", "[[7,-1]]")
	refused(trap(), "proof: steps: expected 1/3, got 1/2 (step 1: the rows prove another chance)", "[[7,1]]", "[[1,1],[3,1],[5,1]]")
	refused(trap(), "proof: steps: expected 2, got 1 (step 1: no multipliers, but not the last)", "[[7,1]]", "[]")
	refused(trap(), "proof: steps: expected 3, got 2 (step 1: people counted again)", `"people":3`, `"people":2`)
	refused(trap(), "proof: steps: expected 1, got 2 (step 1: fewest pages counted again)", `"fewest":1`, `"fewest":2`)
	refused(trap(), "proof: steps: expected 1, got 2 (step 1: most pages counted again)", `"most":1`, `"most":2`)
	refused(degrees(), "proof: steps: expected everybody fixed, got type 0 is not (the steps leave people out)",
		`,{"chance":"3/4","people":4,"pages":9,"fewest":9,"most":9,"multipliers":[[2,2]]}`, "")
	refused(degrees(), "proof: steps: expected somebody, got nobody (step 2: nobody left has weight)", "[[2,2]]", "[[1,1]]")
	refused(degrees(), "proof: unseatable: expected no tree, got a tree (a tree that proves nothing)", `"tree":[]`, `"tree":[["bound",[]]]`)
	refused(degrees(), "proof: unseatable: expected another node, got none (a tree lacks leaves, or is too deep)", `"types":[]`, `"types":[1]`)
	refused(island(), "proof: unseatable: expected a type from 2 to 2, got 1 (types in order)", `"types":[1]`, `"types":[1,1]`)
	refused(island(), "proof: unseatable: expected less than 0, got 0 (a leaf where panels may be left)", "[[0,1],[2,-1]]", "[]")
	refused(couple(), "public/commit/proof.json: expected at least one step, got steps is empty"+other,
		`[{"chance":"1/2","people":2,"pages":1,"fewest":1,"most":1,"multipliers":[[1,1]]},`+
			`{"chance":"1","people":2,"pages":2,"fewest":2,"most":2,"multipliers":[[0,1]]}]`, "[]")
	refused(couple(), "proof: rows: expected households of shape 1, got households of shape 2 (row 1 is another one)", "shape 1", "shape 2")
}

// Without the auditor's pool only what the proof says of itself is looked at.
func TestProofWithoutPool(t *testing.T) {
	in := trap().input(t)
	public := func(old, new string) *verify.Verdict {
		text := compact(in.Proof)
		require.Contains(t, text, old)
		f := files(in, recordtest.Spell(strings.Replace(text, old, new, 1)))
		delete(f, record.RosterFile)
		return check(f)
	}
	v := public("", "")
	assert.True(t, v.OK(), lines(v, verify.Failed))
	assert.Contains(t, names(v, verify.OK), proofChecks[0])
	assert.Subset(t, names(v, verify.NotCheckable), proofChecks[1:])
	assert.Contains(t, lines(public(`"fewest":1`, `"fewest":0`), verify.Failed), "the book does not attain the chance")
	assert.True(t, public("[[7,1]]", "[[7,2]]").OK())
}

// Whatever stands in proof.json, nothing breaks, and a proof that is taken is
// borne out by every panel there is.
func FuzzProof(f *testing.F) {
	for i, s := range sketches() {
		in := s.input(f)
		f.Add(uint8(i), in.Proof)
		f.Add(uint8(i), []byte(compact(in.Proof)))
		f.Add(uint8(i), in.Proof[:len(in.Proof)/2])
	}
	f.Fuzz(func(t *testing.T, which uint8, proof []byte) {
		all := sketches()
		r := files(all[int(which)%len(all)].input(t), proof)
		if v := check(r); v.OK() {
			assert.Empty(t, secondLook(r))
		}
	})
}
