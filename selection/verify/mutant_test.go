package verify_test

import (
	"encoding/json"
	"fmt"
	"maps"
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

// A mutant is a record with one change: in its proof, in the weights of its pages, or
// in a page.
type mutant struct {
	kind string
	in   record.CommitInput
	// weights is mixture.json; nil: none
	weights []byte
}

func (m mutant) files() record.Files {
	f := files(m.in, m.in.Proof)
	if m.weights != nil {
		f[record.MixtureFile] = m.weights
	}
	return f
}

var (
	number = regexp.MustCompile(`-?\d+`)
	field  = regexp.MustCompile(`"(\w+)":`)
)

// numberMutants change every number of a JSON file by one in its last place: names of
// rows and parts of fractions included. The kind is the field.
func numberMutants(json []byte, take func(kind string, changed []byte)) {
	text := string(json)
	for _, span := range number.FindAllStringIndex(text, -1) {
		n, _ := new(big.Int).SetString(text[span[0]:span[1]], 10)
		fields := field.FindAllStringSubmatch(text[:span[0]], -1)
		for _, by := range []int64{-1, 1} {
			changed := new(big.Int).Add(n, big.NewInt(by))
			take("number of "+fields[len(fields)-1][1], []byte(text[:span[0]]+changed.String()+text[span[1]:]))
		}
	}
}

// shapeMutants drop, double, swap, negate and move what a proof holds.
func shapeMutants(t *testing.T, proof []byte, take func(kind string, changed []byte)) {
	change := func(kind string, do func(p *record.Proof)) {
		var p record.Proof
		require.NoError(t, json.Unmarshal(proof, &p))
		do(&p)
		take(kind, p.Bytes())
	}
	var p record.Proof
	require.NoError(t, json.Unmarshal(proof, &p))
	for _, grade := range []string{record.GradeBounds, record.GradeBook, record.GradeExactly, "proved"} {
		change("grade "+grade, func(p *record.Proof) { p.Grade = grade })
	}
	for r := range p.Rows {
		change("row renamed", func(p *record.Proof) { p.Rows[r] += "x" })
	}
	lists(change, "row", len(p.Rows), func(p *record.Proof) *[]string { return &p.Rows })
	lists(change, "cut", len(p.Cuts), func(p *record.Proof) *[]record.ProofCut { return &p.Cuts })
	lists(change, "step", len(p.Steps), func(p *record.Proof) *[]record.ProofStep { return &p.Steps })
	for c := range p.Cuts {
		lists(change, "tree node", len(p.Cuts[c].Tree), func(p *record.Proof) *[]record.ProofNode { return &p.Cuts[c].Tree })
		lists(change, "cut weight", len(p.Cuts[c].Weights), func(p *record.Proof) *[]record.ProofTerm { return &p.Cuts[c].Weights })
		for n := range p.Cuts[c].Tree {
			lists(change, "tree multiplier", len(p.Cuts[c].Tree[n].Multipliers),
				func(p *record.Proof) *[]record.ProofTerm { return &p.Cuts[c].Tree[n].Multipliers })
		}
	}
	for s := range p.Steps {
		list := func(p *record.Proof) *[]record.ProofTerm { return &p.Steps[s].Multipliers }
		lists(change, "multiplier", len(p.Steps[s].Multipliers), list)
		change("multipliers negated", func(p *record.Proof) { scale(*list(p), -1) })
		change("multipliers scaled", func(p *record.Proof) { scale(*list(p), 3) })
		if s+1 == len(p.Steps) {
			continue
		}
		change("person moved between steps", func(p *record.Proof) { p.Steps[s].People--; p.Steps[s+1].People++ })
		change("person moved between steps", func(p *record.Proof) { p.Steps[s].People++; p.Steps[s+1].People-- })
		change("multipliers of two steps swapped", func(p *record.Proof) {
			a, b := &p.Steps[s], &p.Steps[s+1]
			a.Multipliers, b.Multipliers = b.Multipliers, a.Multipliers
		})
		change("two steps made one", func(p *record.Proof) {
			p.Steps[s+1].People += p.Steps[s].People
			p.Steps = slices.Delete(p.Steps, s, s+1)
		})
	}
}

func scale(terms []record.ProofTerm, by int64) {
	for _, m := range terms {
		m.By.Mul(m.By, big.NewInt(by))
	}
}

// lists makes the mutants of one list: an entry dropped, doubled, two neighbours
// swapped.
func lists[D, E any](change func(string, func(*D)), what string, n int, list func(*D) *[]E) {
	for i := range n {
		change(what+" dropped", func(p *D) { l := list(p); *l = slices.Delete(*l, i, i+1) })
		change(what+" doubled", func(p *D) { l := list(p); *l = slices.Insert(*l, i, (*l)[i]) })
		if i > 0 {
			change(what+" swapped", func(p *D) { l := *list(p); l[i-1], l[i] = l[i], l[i-1] })
		}
	}
}

// weightMutants change the weights of pages.
func weightMutants(t *testing.T, weights []byte, take func(kind string, changed []byte)) {
	var m record.Mixture
	require.NoError(t, json.Unmarshal(weights, &m))
	change := func(kind string, do func(m *record.Mixture)) {
		var m record.Mixture
		require.NoError(t, json.Unmarshal(weights, &m))
		do(&m)
		take("weights: "+kind, m.Bytes())
	}
	numberMutants(weights, func(kind string, changed []byte) { take("weights: "+kind, changed) })
	lists(change, "page", len(m.Pages), func(m *record.Mixture) *[]record.ProofTerm { return &m.Pages })
	change("scaled", func(m *record.Mixture) { scale(m.Pages, 3) })
	change("negated", func(m *record.Mixture) { scale(m.Pages, -1) })
	change("none", func(m *record.Mixture) { m.Pages = []record.ProofTerm{} })
}

// pageMutants put another person on a seat of a page; chances.csv follows.
func pageMutants(in record.CommitInput, take func(in record.CommitInput)) {
	for j, page := range in.Pages {
		for s := range page {
			for i := range int32(len(in.Roster.Entries)) {
				if slices.Contains(page, i) {
					continue
				}
				changed := slices.Clone(page)
				changed[s] = i
				slices.Sort(changed)
				other := in
				other.Pages = slices.Clone(in.Pages)
				other.Pages[j] = changed
				take(other)
			}
		}
	}
}

// mutants are all mutants of a sketch.
func mutants(t *testing.T, in record.CommitInput, weights []byte) (all []mutant) {
	proof := func(kind string, changed []byte) {
		other := in
		other.Proof = changed
		all = append(all, mutant{kind, other, weights})
	}
	numberMutants(in.Proof, proof)
	shapeMutants(t, in.Proof, proof)
	pageMutants(in, func(other record.CommitInput) { all = append(all, mutant{"person on a page", other, weights}) })
	if weights != nil {
		weightMutants(t, weights, func(kind string, changed []byte) { all = append(all, mutant{kind, in, changed}) })
	}
	return all
}

// harmless are the kinds that may prove as much as before: numbers of a tree or
// cut where there is room; multipliers scaled, one alone among them, or left out of a last step
// with chance 1; the lesser grade, or the higher one whose evidence this reader was not
// given; a cut twice; other people on a page who leave every count as it should be.
var harmless = map[string]bool{
	"cut doubled": true, "number of tree": true, "number of weights": true, "number of multipliers": true, "number of bound": true,
	"tree multiplier dropped": true, "multiplier dropped": true, "multipliers scaled": true,
	"grade " + record.GradeBounds: true, "grade " + record.GradeBook: true, "grade " + record.GradeExactly: true,
	"person on a page": true, "weights: scaled": true, "weights: number of pages": true,
}

// Every mutant of every sketch is refused, or it is of a kind that may prove as much,
// and then trying every panel shows that it does: the same chances for the same people.
func TestProofMutants(t *testing.T) {
	type score struct{ tried, refused, proved int }
	kinds := map[string]*score{}
	for _, s := range append(sketches(), sketch{name: "made"}) {
		in := recordtest.Input()
		if s.name != "made" {
			in = s.input(t)
		}
		var weights []byte
		if s.exact != "" {
			weights = weighed(record.Files{}, s.exact)[record.MixtureFile]
		}
		good := claims(t, in.Proof)
		for _, m := range mutants(t, in, weights) {
			k := kinds[m.kind]
			if k == nil {
				k = new(score)
				kinds[m.kind] = k
			}
			if slices.Equal(m.in.Proof, in.Proof) && slices.Equal(m.weights, weights) && m.kind != "person on a page" {
				continue
			}
			k.tried++
			files := m.files()
			if v := check(files); !v.OK() {
				k.refused++
				if m.kind != "person on a page" {
					requireOnly(t, v, "proof", "mixture")
				}
				continue
			}
			k.proved++
			assert.True(t, harmless[m.kind], "%s: %s", s.name, m.kind)
			assert.Empty(t, secondLook(files), "%s: %s", s.name, m.kind)
			assert.Equal(t, good, claims(t, m.in.Proof), "%s: %s", s.name, m.kind)
		}
	}
	all, table := new(score), fmt.Sprintf("%-36s %6s %8s %7s\n", "kind", "tried", "refused", "proved")
	for _, kind := range slices.Sorted(maps.Keys(kinds)) {
		k := kinds[kind]
		table += fmt.Sprintf("%-36s %6d %8d %7d\n", kind, k.tried, k.refused, k.proved)
		*all = score{all.tried + k.tried, all.refused + k.refused, all.proved + k.proved}
	}
	t.Logf("mutants of proofs\n%s%-36s %6d %8d %7d", table, "all", all.tried, all.refused, all.proved)
	assert.Greater(t, all.tried, 2000)
	assert.Len(t, kinds, 50)
}

// requireOnly: what failed has a name with one of the words.
func requireOnly(t *testing.T, v *verify.Verdict, words ...string) {
	t.Helper()
	for _, name := range names(v, verify.Failed) {
		require.True(t, slices.ContainsFunc(words, func(word string) bool { return strings.Contains(name, word) }), name)
	}
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
		assert.Subset(t, answers, proofChecks[:3], "every check has an answer")
	}
	const other = " (the file was changed, or not written by evenlot; fetch the published record again)"
	refused(trap(), `public/commit/proof.json: expected evenlot-proof/2, got format is "evenlot-levels/1" `+
		`(if another version of evenlot wrote this record, verify it with that one)`, "evenlot-proof/1", "evenlot-levels/1")
	refused(trap(), `public/commit/proof.json:4:12: expected the end of the line, got ".5,\n"`+other, "65536", "1.5")
	refused(trap(), `public/commit/proof.json:5:11: expected a string, a whole number, an array or an object, got "null,\n"`+other,
		`"rows":["quota first: in","quota first: out","quota second: in","quota second: out","quota third: in","quota third: out","seats"]`, `"rows":null`)
	refused(trap(), `public/commit/proof.json:69:22: expected a string, a whole number, an array or an object, got "null\n"`+other, `"multipliers":[[7,1]]`, `"multipliers":null`)
	refused(trap(), `public/commit/proof.json:64:17: expected a fraction, such as "1/3", of at most 4000 digits a part, got "null,\n"`+other, `"1/3"`, `null`)
	refused(trap(), "public/commit/proof.json: expected 65536, got over is 65537"+other, `"over":65536`, `"over":65537`)
	refused(trap(), `public/commit/proof.json: expected attained exactly, attained by the book or bounds only, got grade is proved`+other,
		record.GradeExactly, "proved")
	refused(trap(), `public/commit/proof.json:64:18: expected "1/3\",\n", got "2/6\",\n"`+other, "1/3", "2/6")
	refused(trap(), `public/commit/proof.json:64:17: expected a fraction, such as "1/3", of at most 4000 digits a part, got "\"1/0\",\n"`+other, "1/3", "1/0")
	refused(trap(), `public/commit/proof.json:39:13: expected "\n", got ",\n"`+other, `["bound",[[1,65536]]]`, `["bound",[],5]`)
	refused(trap(), `public/commit/proof.json:34:11: expected a string, a whole number, an array or an object, got "null,\n"`+other, `["branch",1,0]`, `["branch",null,0]`)
	refused(trap(), "proof: steps: expected 1/3 to 1, got 1/4 (step 2: a chance out of order)", `"1"`, `"1/4"`)
	refused(trap(), "proof: steps: expected at most 1, got 4/3 (step 1: a chance above 1)", "1/3", "4/3")
	refused(trap(), "proof: steps: expected 3 1 1 1, got 3 0 1 1 (step 1: people, pages, fewest and most counted again)", `"pages":1`, `"pages":0`)
	refused(trap(), "proof: steps: expected 3 1 1 1, got 3 1 0 1 (step 1: people, pages, fewest and most counted again)", `"fewest":1`, `"fewest":0`)
	refused(trap(), "proof: rows: expected quota third: out, got quota third: our (row 5 is another one)", "third: out", "third: our")
	refused(trap(), "proof: rows: expected 7, got 6 (as many rows as the pool has)", `,"seats"`, ``)
	refused(trap(), "proof: cuts: expected 1, got 2 (a leaf where panels may weigh more)", "[3,65536],", "")
	refused(trap(), "proof: cuts: expected 0 to 6, not 0, got 7 1 (an index out of order, or a 0)", "[1,65536]", "[7,1]")
	refused(trap(), "proof: cuts: expected 0 to 0 seats, got 1 (a branch that parts nothing)", `["branch",1,0]`, `["branch",1,1]`)
	refused(trap(), "proof: cuts: expected 0 to 3, got 4 (a branch on no type)", `["branch",1,0]`, `["branch",4,0]`)
	refused(trap(), "proof: cuts: expected another node, got none (a tree lacks leaves, or is too deep)", `,["bound",[[3,65536],[5,65536]]]`, ``)
	refused(trap(), "proof: cuts: expected no more nodes, got some (a tree goes on after its end)", `["branch",1,0],`, ``,
		"[[1,65536]]", "[[1,32768],[3,32768],[5,32768]]")
	refused(trap(), `public/commit/proof.json: expected branch, bound or empty, got a node is "leaf"`+other, `"bound",[[1`, `"leaf",[[1`)
	refused(trap(), "proof: steps: expected 7, got 7 (step 1: a cut out of order)", "[[7,1]]", "[[7,-1]]")
	// The second cut holds on the face of the first only; together they would prove 1/5.
	refused(trap(), "proof: steps: expected 7, got 8 (step 1: a cut out of order)",
		`"weights":[[1,1],[2,1],[3,1]],"bound":1,"tree":[["branch",1,0],["bound",[[1,65536]]],["bound",[[3,65536],[5,65536]]]]`,
		`"weights":[[1,1]],"bound":1,"tree":[["bound",[]]]},{"weights":[[2,1],[3,1]],"bound":0,"tree":`+
			`[["branch",1,0],["empty",[[7,-65536]]],["bound",[[3,65536],[5,65536],[7,-65536]]]]`,
		"[[7,1]]", "[[7,1],[8,2]]", `"1/3"`, `"1/5"`, `"pages":1`, `"pages":0`)
	refused(trap(), "proof: steps: expected 1/3, got 1/2 (step 1: the rows prove another chance)", "[[7,1]]", "[[1,1],[3,1],[5,1]]")
	refused(trap(), "proof: steps: expected at least 2, got 1 (step 1: it says too little, for this row alone says more: quota first: out)", "[[7,1]]", "[]", `"1/3"`, `"1"`)
	refused(trap(), "proof: steps: expected 3 1 1 1, got 2 1 1 1 (step 1: people, pages, fewest and most counted again)", `"people":3`, `"people":2`)
	refused(trap(), "proof: steps: expected 3 1 1 1, got 3 1 2 1 (step 1: people, pages, fewest and most counted again)", `"fewest":1`, `"fewest":2`)
	refused(trap(), "proof: steps: expected 3 1 1 1, got 3 1 1 2 (step 1: people, pages, fewest and most counted again)", `"most":1`, `"most":2`)
	refused(degrees(), "proof: steps: expected everybody fixed, got not so (the steps leave people out)",
		`,{"chance":"3/4","people":4,"pages":9,"fewest":9,"most":9,"multipliers":[[2,2]]}`, "")
	refused(degrees(), "proof: steps: expected somebody, got nobody (step 2: nobody left has weight)", "[[2,2]]", "[[1,1]]")
	refused(island(), "proof: cuts: expected -1, got 0 (a leaf where panels may weigh more)", "[[0,1],[2,-1]]", "[]")
	refused(island(), "proof: steps: expected 0, got 1/3 (step 1: the rows prove another chance)", "[[5,1]]", "[[2,1]]")
	refused(couple(), "public/commit/proof.json: expected at least one step, got steps is empty"+other,
		`[{"chance":"1/2","people":2,"pages":1,"fewest":1,"most":1,"multipliers":[[1,1]]},`+
			`{"chance":"1","people":2,"pages":2,"fewest":2,"most":2,"multipliers":[[0,1]]}]`, "[]")
	refused(trio(), "proof: steps: expected 2, got 1 (step 1: the book does not attain the chance)", record.GradeBounds, record.GradeBook)
	refused(couple(), "proof: rows: expected households of shape 1, got households of shape 2 (row 1 is another one)", "shape 1", "shape 2")
}

// What is refused of weights of pages.
func TestMixtureRefusals(t *testing.T) {
	refused := func(weights, want string) {
		t.Helper()
		in := trap().input(t)
		assert.Equal(t, want+"\n", lines(check(weighed(files(in, in.Proof), weights)), verify.Failed))
	}
	const other = " (the file was changed, or not written by evenlot; fetch the published record again)"
	refused("[[0,5],[1,5],[2,4]]", "proof: attained exactly: expected 1/3, got 2/7 (type 1 has other seats)")
	refused("[[0,5],[1,5],[3,5]]", "proof: attained exactly: expected 2 to 2, not 0, got 3 5 (an index out of order, or a 0)")
	refused("[[0,5],[1,5],[2,-5]]", "proof: attained exactly: expected more than 0, got -5 (a page of no weight)")
	refused("[]", "proof: attained exactly: expected a page, got none (no weights)")
	refused("null", `auditor/mixture.json:3:12: expected a string, a whole number, an array or an object, got "null\n"`+other)
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
	assert.Subset(t, names(v, verify.NotCheckable), proofChecks)
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
