package verify

import (
	"fmt"
	"math"
	"math/big"
	"slices"

	"github.com/evenlot/evenlot/selection/pool"
	"github.com/evenlot/evenlot/selection/record"
)

// proofDepth is how many branches a leaf may have above it, for the stack's sake.
const proofDepth = 100_000

// A prover evaluates what a proof says of a pool, in whole numbers and fractions.
// Its methods return if the proof holds, and stop by [require] if not.
type prover struct {
	*record.Proof
	typeOf    []int   // of each person, from 0
	count     []int64 // people of each type
	rows      []row
	low, high []int64   // seats of each type where a tree has come to
	step      []int     // that fixed each type, from 1; 0: none yet
	weight    []big.Int // of each type: what is bounded
	coef      []big.Int // of each type: multipliers times rows, added up
	sum       big.Int   // the most that these are on any panel, by the windows of the rows
}

// newProver counts the pool, and compares the rows by their names.
func newProver(proof *record.Proof, r *pool.Roster, rules *record.Rules) *prover {
	typeOf, count, rows := gather(r, rules.Seats, rules.Household)
	require(len(proof.Rows) == len(rows), "as many rows as the pool has", len(rows), len(proof.Rows))
	for i, name := range proof.Rows {
		require(name == rows[i].name, fmt.Sprintf("row %d is another one", i), rows[i].name, name)
	}
	return &prover{
		Proof: proof, typeOf: typeOf, count: count, rows: rows,
		low: make([]int64, len(count)), high: slices.Clone(count), step: make([]int, len(count)),
		weight: make([]big.Int, len(count)), coef: make([]big.Int, len(count)),
	}
}

// cuts checks every cut by its tree and makes it a row. The tree may take the cuts before
// for equations: steps use cuts in order, and a lottery that attains a step draws only
// panels that weigh all that the step's cuts allow.
func (p *prover) cuts() {
	for _, c := range p.Cuts {
		ordered(c.Weights, len(p.count))
		clear(p.weight)
		for _, w := range c.Weights {
			p.weight[w.At].Mul(w.By, big.NewInt(p.Over))
		}
		bound := big.NewInt(c.Bound)
		require(len(p.walk(c.Tree, bound, 0)) == 0, "a tree goes on after its end", "no more nodes", "some")
		p.rows = append(p.rows, row{terms: c.Weights, min: bound, max: bound})
	}
}

// walk checks by the tree at the head of nodes that every panel where it has come to
// weighs at most bound, and gives what follows it.
func (p *prover) walk(nodes []record.ProofNode, bound *big.Int, depth int) []record.ProofNode {
	require(len(nodes) > 0 && depth <= proofDepth, "a tree lacks leaves, or is too deep", "another node", "none")
	n, rest := nodes[0], nodes[1:]
	if n.Kind != record.NodeBranch {
		p.leaf(n, bound)
		return rest
	}
	t, seats := n.Type, int64(n.Seats)
	require(0 <= t && t < len(p.count), "a branch on no type", fmt.Sprintf("0 to %d", len(p.count)-1), t)
	low, high := p.low[t], p.high[t]
	require(low <= seats && seats < high, "a branch that parts nothing", fmt.Sprintf("%d to %d seats", low, high-1), seats)
	p.high[t] = seats
	rest = p.walk(rest, bound, depth+1)
	p.low[t], p.high[t] = seats+1, high
	rest = p.walk(rest, bound, depth+1)
	p.low[t] = low
	return rest
}

// leaf checks that no panel here weighs more than bound; where there is none, -1 bounds
// even panels without weight.
func (p *prover) leaf(n record.ProofNode, bound *big.Int) {
	p.combine(n.Multipliers)
	weight := p.weight
	if n.Kind == record.NodeEmpty {
		weight, bound = make([]big.Int, len(weight)), big.NewInt(-1)
	}
	most := p.most(weight)
	most.Div(most, big.NewInt(p.Over)) // rounds down, over being positive
	require(most.Cmp(bound) <= 0, "a leaf where panels may weigh more", bound, most)
}

// combine adds up multiplied rows.
func (p *prover) combine(multipliers []record.ProofTerm) {
	ordered(multipliers, len(p.rows))
	for t := range p.coef {
		p.coef[t].SetInt64(0)
	}
	p.sum.SetInt64(0)
	var x big.Int
	for _, m := range multipliers {
		r := &p.rows[m.At]
		end := r.max
		if m.By.Sign() < 0 {
			end = r.min
		}
		p.sum.Add(&p.sum, x.Mul(m.By, end))
		for _, term := range r.terms {
			p.coef[term.At].Add(&p.coef[term.At], x.Mul(m.By, term.By))
		}
	}
}

// most is what a panel in the boxes weighs at most: the rows combined, and the rest
// of each weight at the end of the type's box that makes it largest.
func (p *prover) most(weight []big.Int) *big.Int {
	sum := new(big.Int).Set(&p.sum)
	var rest, x big.Int
	for t := range p.coef {
		end := p.low[t]
		if rest.Sub(&weight[t], &p.coef[t]).Sign() > 0 {
			end = p.high[t]
		}
		sum.Add(sum, rest.Mul(&rest, x.SetInt64(end)))
	}
	return sum
}

// ordered checks that terms name indices below n in order, and no number 0.
func ordered(terms []record.ProofTerm, n int) {
	last := -1
	for _, m := range terms {
		require(last < m.At && m.At < n && m.By.Sign() != 0, "an index out of order, or a 0",
			fmt.Sprintf("%d to %d, not 0", last+1, n-1), fmt.Sprint(m.At, m.By))
		last = m.At
	}
}

// steps checks that chances do not fall, that nobody left can be promised more than a
// step's while those fixed before keep theirs, and that people and pages are counted
// right. If nothing is claimed above its chance, the last step takes everybody left. A
// rule other than leximin has one step, after that of chance 0.
func (p *prover) steps(pages []int, all int, smallest bool) {
	last, whole, cut := new(big.Rat), new(big.Int), len(p.Rows) // cut: the next one
	for i, s := range p.Steps {
		at := fmt.Sprintf("step %d: ", i+1)
		for _, m := range s.Multipliers {
			require(m.At < cut || m.At == cut && m.By.Sign() > 0, at+"a cut out of order", cut, m.At)
		}
		if n := len(s.Multipliers); n > 0 { // one new cut a step: the next leans on this one's face
			cut = max(cut, s.Multipliers[n-1].At+1)
		}
		require(last.Cmp(s.Chance) <= 0 && s.Chance.Cmp(big.NewRat(1, 1)) <= 0, at+"a chance out of order", last.RatString()+" to 1", s.Chance.RatString())
		z := p.chance(i, at)
		require(z.Cmp(s.Chance) == 0, at+"the rows prove another chance", s.Chance.RatString(), z.RatString())
		last = z
		people, fewest, most := 0, math.MaxInt, 0
		for t := range p.step {
			if p.step[t] == 0 && (p.weight[t].Sign() > 0 || smallest && i+1 == len(p.Steps)) {
				p.step[t] = i + 1
			}
		}
		for person, t := range p.typeOf {
			if p.step[t] == i+1 {
				people, fewest, most = people+1, min(fewest, pages[person]), max(most, pages[person])
			}
		}
		whole.Div(whole.Mul(z.Num(), big.NewInt(int64(all))), z.Denom())
		counted, said := fmt.Sprint(people, whole, fewest, most), fmt.Sprint(s.People, s.Pages, s.Fewest, s.Most)
		require(counted == said, at+"people, pages, fewest and most counted again", counted, said)
		require(fewest >= s.Pages || p.Grade == record.GradeBounds, at+"the book does not attain the chance", s.Pages, fewest)
	}
	require(!slices.Contains(p.step, 0), "the steps leave people out", "everybody fixed", "not so")
}

// chance evaluates a step. The weight y of a person is what the rows combined give
// their type, if above 0. A panel weighs at most B, so people*y*chance, over all
// types, is at most B. What those fixed before have of that is gone; the rest bounds
// the least chance among the others.
func (p *prover) chance(number int, at string) *big.Rat {
	p.combine(p.Steps[number].Multipliers)
	people, x := make([]big.Int, number+1), new(big.Int) // people*y, by step; first those of the others
	clear(p.weight)
	for t := range p.weight {
		if p.coef[t].Sign() > 0 {
			p.weight[t].Set(&p.coef[t])
		} else if p.step[t] == 0 && len(p.Steps[number].Multipliers) == 0 {
			p.weight[t].SetInt64(1) // nobody has more than one seat
		}
		people[p.step[t]].Add(&people[p.step[t]], x.Mul(&p.weight[t], x.SetInt64(p.count[t])))
	}
	require(people[0].Sign() > 0, at+"nobody left has weight", "somebody", "nobody")
	z, y := new(big.Rat).SetInt(p.most(p.weight)), new(big.Rat)
	for i, s := range p.Steps[:number] {
		z.Sub(z, y.Mul(y.SetInt(&people[i+1]), s.Chance))
	}
	return z.Quo(z, y.SetInt(&people[0]))
}

// exactly checks that pages, drawn by weight instead of evenly, give every type the
// seats of its chance: then dealing those by lot among like people, and like
// households, gives everyone exactly the chance of their step.
func (p *prover) exactly(weights []record.ProofTerm, pages [][]int32) {
	ordered(weights, len(pages))
	total, seats := new(big.Int), make([]big.Int, len(p.count))
	for _, w := range weights {
		require(w.By.Sign() > 0, "a page of no weight", "more than 0", w.By)
		total.Add(total, w.By)
		for _, i := range pages[w.At] {
			seats[p.typeOf[i]].Add(&seats[p.typeOf[i]], w.By)
		}
	}
	require(total.Sign() > 0, "no weights", "a page", "none")
	for t, step := range p.step {
		want := new(big.Rat).Mul(p.Steps[step-1].Chance, big.NewRat(p.count[t], 1))
		got := new(big.Rat).SetFrac(&seats[t], total)
		require(got.Cmp(want) == 0, fmt.Sprintf("type %d has other seats", t), want.RatString(), got.RatString())
	}
}
