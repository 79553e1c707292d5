package verify_test

import (
	"errors"
	"fmt"
	"maps"
	"math"
	"math/big"
	"math/rand/v2"
	"os"
	"slices"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/evenlot/evenlot/quotas"
	"github.com/evenlot/evenlot/quotas/simplex"
	"github.com/evenlot/evenlot/selection/fair"
	"github.com/evenlot/evenlot/selection/pool"
	"github.com/evenlot/evenlot/selection/record"
	"github.com/evenlot/evenlot/selection/verify"
)

// closeTo is how far a linear program in floating-point numbers may be off a chance.
const closeTo = 1e-7

// A victim is a small record that holds, to be forged, with all that brute force knows of it.
type victim struct {
	rec    *record.Record
	panels [][]int // every allowed panel
	typeOf []int   // of each person
}

// newVictim makes a random pool, with households now and then, and selects from it; nil where
// no panel is allowed.
func newVictim(t *testing.T, rng *rand.Rand) *victim {
	t.Helper()
	n, seats, limit := 4+rng.IntN(6), 1+rng.IntN(4), rng.IntN(3)
	table, people := "feature,value,min,max\n", "id,f,g,home\n"
	for _, f := range []string{"f", "g"} {
		for _, v := range []string{"a", "b", "c"} {
			low := rng.IntN(2)
			table += fmt.Sprintf("%s,%s,%d,%d\n", f, v, min(low, seats), min(seats, low+rng.IntN(3)))
		}
	}
	for i := range n {
		people += fmt.Sprintf("p%d,%c,%c,%d\n", i, 'a'+rune(rng.IntN(3)), 'a'+rune(rng.IntN(3)), rng.IntN(n))
	}
	q, faults := quotas.Read("q.csv", []byte(table))
	require.NoError(t, faults.Err())
	p, faults := pool.Read("p.csv", []byte(people), q, pool.Options{ID: "id", Household: []string{"home"}})
	require.NoError(t, faults.Err())
	files, err := produce(p, seats, 12+rng.IntN(50), limit)
	var infeasible *fair.Infeasible
	if errors.As(err, &infeasible) {
		return nil
	}
	require.NoError(t, err)
	rec, faults := record.Parse(files)
	require.NoError(t, faults.Err())
	require.True(t, verify.CheckProof(rec).OK())
	return &victim{rec, allPanels(rec), naiveTypes(rec)}
}

// most maximises z: a lottery over the panels in which every person of floor, weighted, has at
// least so much, and everybody of free at least z.
func (v *victim) most(floor []weighted, free []int) float64 {
	n := len(v.panels)
	cost, lower, upper := make([]float64, n+1), make([]float64, n+1), make([]float64, n+1)
	all := simplex.Row{Min: 1, Max: 1}
	for j := range n {
		upper[j] = 1
		all.Index, all.Value = append(all.Index, j), append(all.Value, 1)
	}
	cost[n], upper[n] = 1, 1
	rows := []simplex.Row{all}
	add := func(people []int, least, z float64) {
		row := simplex.Row{Min: least, Max: float64(len(people)) + 1}
		for j, panel := range v.panels {
			seats := 0
			for _, i := range people {
				if slices.Contains(panel, i) {
					seats++
				}
			}
			if seats > 0 {
				row.Index, row.Value = append(row.Index, j), append(row.Value, float64(seats))
			}
		}
		if z != 0 {
			row.Index, row.Value = append(row.Index, n), append(row.Value, z)
			row.Min, row.Max = 0, float64(len(people))
		}
		rows = append(rows, row)
	}
	for _, w := range floor {
		add(w.people, w.least, 0)
	}
	for _, i := range free {
		add([]int{i}, 0, -1)
	}
	s := simplex.New(cost, lower, upper, rows)
	if status := s.Solve(); status != simplex.Optimal {
		return math.Inf(-1)
	}
	return s.Value(n)
}

// A weighted group of people has at least so many seats on average.
type weighted struct {
	people []int
	least  float64
}

// refute says what brute force holds against the claims of a proof that was accepted; "" if
// they are true. honest is a chance for each person that is known to be leximin; nil: unknown.
func (v *victim) refute(honest []*big.Rat) string {
	rec := v.rec
	steps := verify.StepOf(rec)
	if rec.Proof.Grade == record.GradeExactly {
		for i, k := range steps {
			if rec.Proof.Steps[k].Chance.Cmp(honest[i]) != 0 {
				return fmt.Sprintf("person %d has %s in a fairest lottery, not %s", i, honest[i].RatString(), rec.Proof.Steps[k].Chance.RatString())
			}
		}
		return ""
	}
	for k, s := range rec.Proof.Steps {
		var floor []weighted
		var free []int
		byType := map[int]*weighted{}
		for i, step := range steps {
			if step < 0 || step >= k {
				free = append(free, i)
				continue
			}
			g := byType[v.typeOf[i]]
			if g == nil {
				g = &weighted{}
				byType[v.typeOf[i]] = g
			}
			g.people, g.least = append(g.people, i), g.least+float64(rec.Counts[i])/float64(len(rec.Pages))
		}
		for _, g := range byType {
			g.least -= closeTo
			floor = append(floor, *g)
		}
		z, _ := s.Chance.Float64()
		if most := v.most(floor, free); most > z+10*closeTo*float64(len(steps)) {
			return fmt.Sprintf("step %d: everybody left can have %v, not %v at most", k+1, most, z)
		}
		if s.Chance.Sign() == 0 {
			for i, step := range steps {
				if step == k && slices.ContainsFunc(v.panels, func(p []int) bool { return slices.Contains(p, i) }) {
					return fmt.Sprintf("step %d: person %d can be seated", k+1, i)
				}
			}
		}
	}
	return ""
}

// leximin finds the fairest chances by brute force, as floating-point numbers.
func (v *victim) leximin() []float64 {
	chances := make([]float64, len(v.typeOf))
	fixed := make([]bool, len(v.typeOf))
	var floor []weighted
	for slices.Contains(fixed, false) {
		var free []int
		for i, f := range fixed {
			if !f {
				free = append(free, i)
			}
		}
		z := v.most(floor, free)
		var stuck []int
		for _, i := range free {
			rest := slices.Clone(floor)
			for _, j := range free {
				if j != i {
					rest = append(rest, weighted{[]int{j}, z - closeTo/10})
				}
			}
			if v.most(rest, []int{i}) < z+closeTo*10 {
				stuck = append(stuck, i)
			}
		}
		for _, i := range stuck {
			fixed[i], chances[i] = true, z
			floor = append(floor, weighted{[]int{i}, z - closeTo/10})
		}
		if len(stuck) == 0 {
			return nil // numbers too close to tell
		}
	}
	return chances
}

// forge changes a copy of a proof, and what else a forger has in hand: grade, pages, weights.
func (v *victim) forge(rng *rand.Rand) *victim {
	rec := *v.rec
	proof := *rec.Proof
	proof.Steps = nil
	for _, s := range v.rec.Proof.Steps {
		s.Multipliers = slices.Clone(s.Multipliers)
		proof.Steps = append(proof.Steps, s)
	}
	proof.Cuts = slices.Clone(proof.Cuts)
	rec.Proof = &proof
	out := &victim{&rec, v.panels, v.typeOf}
	for range 1 + rng.IntN(3) {
		out.change(rng)
	}
	if rng.IntN(4) == 0 || !verify.Fit(&rec) {
		return out // with claims that do not follow, or as they were
	}
	if rng.IntN(3) == 0 { // a hair more or less than what follows
		k := rng.IntN(len(proof.Steps))
		proof.Steps[k].Chance = new(big.Rat).Mul(proof.Steps[k].Chance, big.NewRat(int64(99+rng.IntN(3)), 100))
	}
	return out
}

// change makes one change.
func (v *victim) change(rng *rand.Rand) {
	proof := v.rec.Proof
	rows := len(proof.Rows) + len(proof.Cuts)
	terms := func(n, most int) (out []record.ProofTerm) {
		for at := range n {
			if m := rng.IntN(2*most+1) - most; m != 0 && rng.IntN(3) == 0 {
				out = append(out, record.ProofTerm{At: at, By: big.NewInt(int64(m))})
			}
		}
		return out
	}
	k := rng.IntN(len(proof.Steps))
	s := &proof.Steps[k]
	switch rng.IntN(12) {
	case 0: // another multiplier
		if len(s.Multipliers) > 0 {
			m := &s.Multipliers[rng.IntN(len(s.Multipliers))]
			m.By = new(big.Int).Add(m.By, big.NewInt(int64(rng.IntN(5)-2)))
		}
	case 1:
		s.Multipliers = terms(rows, 3)
	case 2: // a step more
		proof.Steps = slices.Insert(proof.Steps, k, record.ProofStep{Chance: new(big.Rat), Multipliers: terms(rows, 2)})
	case 3:
		proof.Steps = slices.Insert(proof.Steps, k, record.ProofStep{Chance: big.NewRat(1, 1)})
	case 4:
		if len(proof.Steps) > 1 {
			proof.Steps = slices.Delete(proof.Steps, k, k+1)
		}
	case 5:
		o := rng.IntN(len(proof.Steps))
		proof.Steps[k], proof.Steps[o] = proof.Steps[o], proof.Steps[k]
	case 6, 7: // a cut, believed or half proved, and used
		kind := []string{record.NodeBound, record.NodeEmpty}[rng.IntN(2)]
		tree := []record.ProofNode{{Kind: kind, Multipliers: terms(rows, 65536)}}
		if rng.IntN(2) == 0 {
			branch := record.ProofNode{Kind: record.NodeBranch, Type: rng.IntN(3), Seats: rng.IntN(2)}
			tree = []record.ProofNode{branch, {Kind: kind, Multipliers: terms(rows, 65536)}, {Kind: record.NodeBound, Multipliers: terms(rows, 65536)}}
		}
		weights := terms(3, 2)
		proof.Cuts = append(proof.Cuts, record.ProofCut{Weights: weights, Bound: int64(rng.IntN(4)), Tree: tree})
		s.Multipliers = append(slices.Clone(s.Multipliers), record.ProofTerm{At: rows, By: big.NewInt(int64(rng.IntN(3)))})
	case 8:
		proof.Grade = []string{record.GradeExactly, record.GradeBook, record.GradeBounds}[rng.IntN(3)]
		if proof.Grade != record.GradeExactly {
			v.rec.Mixture = nil
		}
	case 9, 10: // a book by hand
		v.book(rng)
	case 11:
		v.weigh(rng)
	}
}

// book puts other panels on the pages, all allowed.
func (v *victim) book(rng *rand.Rand) {
	v.rec.Pages, v.rec.Counts = slices.Clone(v.rec.Pages), make([]int, len(v.typeOf))
	few := rng.IntN(2) == 0
	for j := range v.rec.Pages {
		if rng.IntN(3) > 0 {
			panel := v.panels[rng.IntN(len(v.panels))]
			if few {
				panel = v.panels[rng.IntN(min(2, len(v.panels)))]
			}
			v.rec.Pages[j] = nil
			for _, i := range panel {
				v.rec.Pages[j] = append(v.rec.Pages[j], int32(i))
			}
		}
		for _, i := range v.rec.Pages[j] {
			v.rec.Counts[i]++
		}
	}
}

// weigh gives other weights to the panels of a mixture, and makes the chances of the steps
// what they give, where they give people of one step one chance.
func (v *victim) weigh(rng *rand.Rand) {
	m := &record.Mixture{Format: record.MixtureFormat}
	for j := range v.rec.Pages {
		if w := rng.IntN(4); w > 0 {
			m.Weights = append(m.Weights, record.ProofTerm{At: j, By: big.NewInt(int64(w))})
		}
	}
	v.rec.Mixture, v.rec.Proof.Grade = m, record.GradeExactly
}

// No forged proof is accepted that claims what brute force contradicts: see Soundness.
func TestNoForgedProof(t *testing.T) {
	pools, forgeries := 60, 100
	if os.Getenv("EVENLOT_LONG") != "" {
		pools = 2000
	}
	if testing.Short() {
		pools = 15
	}
	rng := rand.New(rand.NewPCG(1, 2026))
	accepted := map[string]int{}
	tried, exact := 0, 0
	for made := 0; made < pools; {
		v := newVictim(t, rng)
		if v == nil {
			continue
		}
		made++
		var honest []*big.Rat
		if v.rec.Proof.Grade == record.GradeExactly {
			exact++
			for _, k := range verify.StepOf(v.rec) {
				honest = append(honest, v.rec.Proof.Steps[k].Chance)
			}
			if made%20 == 0 {
				for i, z := range v.leximin() {
					want, _ := honest[i].Float64()
					assert.InDelta(t, want, z, 1e-4, "person %d", i)
				}
			}
		} else {
			require.Empty(t, v.refute(nil), "the honest proof")
		}
		for range forgeries {
			f := v.forge(rng)
			tried++
			if !verify.CheckProof(f.rec).OK() || f.rec.Proof.Grade == record.GradeExactly && (f.rec.Mixture == nil || honest == nil) {
				continue
			}
			accepted[f.rec.Proof.Grade]++
			if said := f.refute(honest); said != "" {
				t.Fatalf("pool %d: %s\n%s\n%s", made, said, f.rec.Proof.Bytes(), f.rec.Files[record.RosterFile])
			}
		}
	}
	t.Logf("%d pools, %d attained exactly; %d forgeries, accepted and true: %v", pools, exact, tried, accepted)
	assert.Greater(t, exact, pools/2)
	for _, grade := range slices.Sorted(maps.Keys(accepted)) {
		assert.Positive(t, accepted[grade])
	}
	assert.GreaterOrEqual(t, len(accepted), 2, "the test would pass if nothing were ever accepted")
}

// Chances of unlike denominators are refused before they are added up: a hundred of 4000 digits
// took a minute.
func TestCommonDenominator(t *testing.T) {
	rng := rand.New(rand.NewPCG(2, 2026))
	v := newVictim(t, rng)
	for v == nil {
		v = newVictim(t, rng)
	}
	require.Equal(t, record.GradeExactly, v.rec.Proof.Grade)
	v.rec.Proof.Steps = nil
	for i := range 100 {
		d := new(big.Int).Exp(big.NewInt(10), big.NewInt(3990), nil)
		chance := new(big.Rat).SetFrac(big.NewInt(1), d.Sub(d, big.NewInt(int64(i))))
		v.rec.Proof.Steps = append(v.rec.Proof.Steps, record.ProofStep{Chance: chance, Multipliers: []record.ProofTerm{{At: 0, By: big.NewInt(1)}}})
	}
	assert.Contains(t, lines(verify.CheckProof(v.rec), verify.Failed), "the chances have too large a common denominator")
}

// A long proof for many types is refused before it is followed: 64 MiB of leaves for
// thousands of types took hours.
func TestProofWork(t *testing.T) {
	const people = 300
	table, who := "feature,value,min,max\n", "id,f\n"
	for i := range people {
		table += fmt.Sprintf("f,v%d,0,1\n", i)
		who += fmt.Sprintf("p%d,v%d\n", i, i)
	}
	q, faults := quotas.Read("q.csv", []byte(table))
	require.NoError(t, faults.Err())
	p, faults := pool.Read("p.csv", []byte(who), q, pool.Options{ID: "id"})
	require.NoError(t, faults.Err())
	files, err := produce(p, 30, 100, 0)
	require.NoError(t, err)
	rec, faults := record.Parse(files)
	require.NoError(t, faults.Err())
	require.True(t, verify.CheckProof(rec).OK())
	for size, holds := range map[int]bool{(1 << 34) / people: true, (1<<34)/people + 1: false} {
		rec.Files[record.ProofFile] = make([]byte, size)
		v := verify.CheckProof(rec)
		assert.Equal(t, holds, v.OK(), "%d bytes", size)
		if !holds {
			assert.Contains(t, lines(v, verify.Failed), "is too long for so many types")
		}
	}
}
