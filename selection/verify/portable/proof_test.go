package portable_test

import (
	"encoding/json"
	"maps"
	"math/big"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/evenlot/evenlot/selection/record"
	"github.com/evenlot/evenlot/selection/record/recordtest"
)

// twoKinds is a book in which every page seats one of three and one of two people, though a
// lottery of everybody's chance, 2/5, now and then seats two of the three: a panel that is on
// no page.
func twoKinds(t *testing.T, mixture string) record.Files {
	rng := rand.New(rand.NewPCG(25, 26))
	f := forgery{table: "a,x,0,2\na,y,0,1\n", people: []string{"x", "x", "x", "y", "y"}, seats: 2, version: 2,
		form: record.FormDefault, grade: exactly, mixture: mixture}
	x, y := &deck{of: everyone(0, 3), rng: rng}, &deck{of: everyone(3, 2), rng: rng}
	for range 30 {
		f.pages = append(f.pages, y.deal(x.deal(nil, 1), 1))
	}
	f.steps = []step{{big.NewRat(2, 5), everyone(0, 5), terms(2, 1)}}
	return f.files(t)
}

// Weights on pages and on further panels show that everybody's chance can be had; what the
// book itself gives is said apart.
func TestFurtherPanels(t *testing.T) {
	e := newEngine(t)
	const format, both = `{"format": "evenlot-mixture/2", "panels": `, `[[[0,1],[1,1]]]`
	for mixture, want := range map[string]string{
		`[[[0,2]]], "weights": [[0,4],[30,1]]}`:                   "amber",
		`[[[0,2]],` + both[1:] + `, "weights": [[30,1],[31,4]]}`:  "amber",
		`[[[0,2]]], "weights": [[0,2],[1,2],[30,1]]}`:             "amber",
		`[[[0,2]],[[0,2]]], "weights": [[0,8],[30,1],[31,1]]}`:    "amber",
		`[[[0,2]]], "weights": [[0,4],[30,2]]}`:                   "red",
		`[[[0,2]]], "weights": [[0,4],[31,1]]}`:                   "red",
		`[[[0,2]]], "weights": [[30,1],[0,4]]}`:                   "red",
		`[[[0,2]]], "weights": [[0,4],[1,0],[30,1]]}`:             "red",
		`[[[0,2]]], "weights": [[0,5],[1,-1],[30,1]]}`:            "red",
		`[[[0,2],[1,0]]], "weights": [[0,4],[30,1]]}`:             "red",
		`[[[1,2]],` + both[1:] + `, "weights": [[30,2],[31,1]]}`:  "red", // outside of the quotas
		`[[[0,2],[1,1]]], "weights": [[0,4],[30,1]]}`:             "red", // three seats
		`[[[1,1],[0,1]],[[0,2]]], "weights": [[0,4],[31,1]]}`:     "red",
		`[[[0,1],[0,1]],[[0,2]]], "weights": [[0,4],[31,1]]}`:     "red",
		`[[[2,2]],[[0,2]]], "weights": [[0,4],[31,1]]}`:           "red",
		`[[["0",2]],[[0,2]]], "weights": [[0,4],[31,1]]}`:         "red",
		`[[],[[0,2]]], "weights": [[0,4],[31,1]]}`:                "red",
		`[], "weights": []}`:                                      "red",
		`[], "weights": [[0,1]]}`:                                 "red",
		`[[[0,2]]], "weights": [[0,4],[30,1]], "pages": [[0,1]]}`: "red",
	} {
		files := twoKinds(t, format+mixture)
		v := e.verdict(files, confirmation(files))
		assert.Equal(t, want, v.Colour, "%s: %s", mixture, v.failed())
		e.sameVerdict(t, mixture, files, confirmation(files), v)
		if want == "amber" {
			assert.Equal(t, []string{"dealing"}, v.Caveats)
			assert.Equal(t, "ok", v.line(t, "fairest").State)
			assert.Equal(t, "not shown", v.line(t, "due").State)
			assert.Equal(t, "not shown", v.line(t, "best").State)
		}
	}
	files := twoKinds(t, "")
	v := e.verdict(files, confirmation(files))
	e.sameVerdict(t, "no weights", files, confirmation(files), v)
	assert.Equal(t, []string{"public"}, v.Caveats)
	assert.Equal(t, "not checkable here", v.line(t, "smallest").State)
}

// bend changes the structure of a proof in one place, at random.
func bend(p *record.Proof, rng *rand.Rand) (kind string) {
	lists := []*[]record.ProofTerm{}
	for i := range p.Steps {
		lists = append(lists, &p.Steps[i].Multipliers)
	}
	for i := range p.Cuts {
		lists = append(lists, &p.Cuts[i].Weights)
		for j := range p.Cuts[i].Tree {
			if p.Cuts[i].Tree[j].Kind != record.NodeBranch {
				lists = append(lists, &p.Cuts[i].Tree[j].Multipliers)
			}
		}
	}
	list := &[]record.ProofTerm{}
	if len(lists) > 0 {
		list = lists[rng.IntN(len(lists))]
	}
	pick := func(n int) int { return rng.IntN(max(n, 1)) }
	switch kind := rng.IntN(12); {
	case kind == 0 && len(*list) > 0:
		*list = slices.Delete(*list, 0, 1)
		return "a term dropped"
	case kind == 1 && len(*list) > 0:
		i := pick(len(*list))
		(*list)[i].By = new(big.Int).Neg((*list)[i].By)
		return "a term negated"
	case kind == 2:
		*list = append(*list, record.ProofTerm{At: len(p.Rows) + pick(len(p.Cuts)+1), By: big.NewInt(int64(pick(3) - 1))})
		return "a term added"
	case kind == 3:
		for i := range *list {
			(*list)[i].By = new(big.Int).Mul((*list)[i].By, big.NewInt(3))
		}
		return "terms scaled"
	case kind == 4 && len(p.Steps) > 1:
		i := pick(len(p.Steps) - 1)
		p.Steps[i], p.Steps[i+1] = p.Steps[i+1], p.Steps[i]
		return "steps swapped"
	case kind == 5 && len(p.Steps) > 0:
		p.Steps = slices.Delete(p.Steps, len(p.Steps)-1, len(p.Steps))
		return "the last step dropped"
	case kind == 6 && len(p.Cuts) > 0:
		p.Cuts = slices.Insert(p.Cuts, 0, p.Cuts[pick(len(p.Cuts))])
		return "a cut doubled"
	case kind == 7 && len(p.Cuts) > 0:
		p.Cuts = slices.Delete(p.Cuts, len(p.Cuts)-1, len(p.Cuts))
		return "the last cut dropped"
	case kind == 8 && len(p.Cuts) > 0:
		tree := &p.Cuts[pick(len(p.Cuts))].Tree
		i := pick(len(*tree))
		if len(*tree) > 0 && rng.IntN(2) == 0 {
			*tree = slices.Delete(*tree, i, i+1)
		} else {
			*tree = append(*tree, (*tree)[i:]...)
		}
		return "a node dropped or doubled"
	case kind == 9:
		p.Grade = []string{exactly, byBook, bounds}[pick(3)]
		return "another grade"
	case len(p.Steps) == 0:
		return "no steps"
	case kind == 10:
		p.Steps = append(p.Steps, p.Steps[pick(len(p.Steps))])
		return "a step doubled"
	default:
		s := &p.Steps[pick(len(p.Steps))]
		s.Multipliers = []record.ProofTerm{}
		return "a step emptied"
	}
}

// Proofs that are bent, with the sums of each step as they were or not: page and package
// verify agree on every one, and on weights that are.
func TestBentProofs(t *testing.T) {
	e := newEngine(t)
	rng := rand.New(rand.NewPCG(27, 28))
	bases := map[string]record.Files{"made": recordtest.Make(), "made 2": recordtest.Draw(recordtest.In2(record.FormOpen, recordtest.Lottery2()), "19 3 12 27 44 45 + 7")}
	for _, c := range []struct {
		instance    string
		seats, home int
		rule        string
	}{{"trap_2", 2, 0, "leximin"}, {"unseatable_4", 4, 0, "leximin"}, {"households_15", 15, 1, "leximin"}, {"unseatable_4", 4, 0, "uniform"}, {"easy_20", 20, 0, "maximin"}} {
		bases[c.instance+" "+c.rule] = selected(t, c.instance, c.seats, c.home, c.rule, record.FormDefault)
	}
	kinds := map[string][2]int{}
	for _, name := range slices.Sorted(maps.Keys(bases)) {
		base := bases[name]
		var mutants []mutant
		for range forgeries(t) / 3 {
			var p record.Proof
			require.NoError(t, json.Unmarshal(base[record.ProofFile], &p))
			kind := bend(&p, rng)
			if rng.IntN(4) == 0 {
				kind = bend(&p, rng)
			}
			files := maps.Clone(base)
			files[record.ProofFile] = p.Bytes()
			recordtest.Rehash(files)
			mutants = append(mutants, mutant{kind, files})
		}
		for i, v := range e.verdicts(base, mutants) {
			n := kinds[mutants[i].what]
			n[0]++
			if !e.sameVerdict(t, name+": "+mutants[i].what, mutants[i].of(base), seen{}, v).OK() {
				n[1]++
			}
			kinds[mutants[i].what] = n
		}
	}
	for _, kind := range slices.Sorted(maps.Keys(kinds)) {
		t.Logf("%-28s %d of %d refused", kind, kinds[kind][1], kinds[kind][0])
	}
}
