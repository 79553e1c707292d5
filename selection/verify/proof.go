package verify

import (
	"fmt"
	"math"
	"math/big"
	"slices"

	"github.com/evenlot/evenlot/selection/record"
)

// proofDepth is how many branches a leaf may have above it, for the stack's sake.
const proofDepth = 100_000

// A prover evaluates what a proof says of a pool, in whole numbers and fractions.
// Its methods return if the proof holds, and stop by [require] if not.
type prover struct {
	*record.Proof
	*crowd
	fewest, most []int     // pages of the people of each type
	fixed        []int     // the step that fixed each type, from 1; 0: unseatable; -1: open
	low, high    []int64   // seats of each type where a tree has come to
	weight       []big.Int // of each type: what a tree is about
	coef         []big.Int // of each type: multipliers times rows, added up
	sum          big.Int   // the most that these are on any panel, by the windows of the rows
}

// stated checks what a proof says of itself: chances that do not fall, pages rounded
// down, and that the grade fits the numbers.
func stated(p *record.Proof, pages int) {
	last := new(big.Rat)
	for i, s := range p.Steps {
		at := fmt.Sprintf("step %d: ", i+1)
		z := s.Chance
		require(z.Cmp(last) >= 0 && z.Cmp(big.NewRat(1, 1)) <= 0, at+"a chance out of order", last.RatString()+" to 1", z.RatString())
		whole := new(big.Int).Mul(z.Num(), big.NewInt(int64(pages)))
		whole.Div(whole, z.Denom())
		require(whole.Cmp(big.NewInt(int64(s.Pages))) == 0, at+"the chance in pages, rounded down", whole, s.Pages)
		require(s.Fewest >= s.Pages || p.Grade == record.GradeBounds, at+"the book does not attain the chance", s.Pages, s.Fewest)
		last = z
	}
}

// newProver takes the pages of each person beside proof and pool, and compares
// the names of the rows.
func newProver(proof *record.Proof, c *crowd, pages []int) *prover {
	types := len(c.count)
	p := &prover{
		Proof: proof, crowd: c,
		fewest: slices.Repeat([]int{math.MaxInt}, types), most: make([]int, types),
		fixed: slices.Repeat([]int{-1}, types), low: make([]int64, types), high: slices.Clone(c.count),
		weight: make([]big.Int, types), coef: make([]big.Int, types),
	}
	for i, t := range c.typeOf {
		p.fewest[t], p.most[t] = min(p.fewest[t], pages[i]), max(p.most[t], pages[i])
	}
	require(len(p.Rows) == len(c.rows)+len(p.Cuts), "as many rows as pool and cuts have", len(c.rows)+len(p.Cuts), len(p.Rows))
	for i, name := range p.Rows {
		want := fmt.Sprintf("cut %d", i-len(c.rows)+1)
		if i < len(c.rows) {
			want = c.rows[i].name
		}
		require(name == want, fmt.Sprintf("row %d is another one", i), want, name)
	}
	return p
}

// noSeat checks that no panel holds anybody of the types said to be unseatable.
func (p *prover) noSeat() {
	last := -1
	for _, t := range p.Unseatable.Types {
		require(last < t && t < len(p.count), "types in order", fmt.Sprintf("a type from %d to %d", last+1, len(p.count)-1), t)
		last = t
		p.fixed[t] = 0
		p.weight[t].SetInt64(1)
	}
	if len(p.Unseatable.Types)+len(p.Unseatable.Tree) > 0 {
		require(last >= 0, "a tree that proves nothing", "no tree", "a tree")
		p.prove(p.Unseatable.Tree, new(big.Int))
	}
}

// addCuts checks every cut and adds it to the rows.
func (p *prover) addCuts() {
	rows := p.rows
	for i, c := range p.Cuts {
		ordered(c.Weights, len(p.count))
		clear(p.weight)
		cut := row{name: fmt.Sprintf("cut %d", i+1), max: big.NewInt(c.Bound)}
		for _, w := range c.Weights {
			cut.types, cut.weights = append(cut.types, w.At), append(cut.weights, w.By)
			p.weight[w.At].Set(w.By)
		}
		p.prove(c.Tree, cut.max)
		rows = append(rows, cut)
	}
	p.rows = rows // only now: a tree must not lean on cuts
}

// prove checks by a tree that every panel weighs at most bound.
func (p *prover) prove(tree []record.ProofNode, bound *big.Int) {
	rest := p.walk(tree, bound, 0)
	require(len(rest) == 0, "a tree goes on after its end", "no more nodes", len(rest))
}

// walk checks the part of a tree at the head of nodes, and gives what follows it.
func (p *prover) walk(nodes []record.ProofNode, bound *big.Int, depth int) []record.ProofNode {
	require(len(nodes) > 0 && depth <= proofDepth, "a tree lacks leaves, or is too deep", "another node", "none")
	n, rest := nodes[0], nodes[1:]
	if n.Kind != record.NodeBranch {
		p.leaf(n, bound)
		return rest
	}
	t, seats := n.Type, int64(n.Seats)
	require(t >= 0 && t < len(p.count), "a branch on no type", fmt.Sprintf("0 to %d", len(p.count)-1), t)
	low, high := p.low[t], p.high[t]
	require(low <= seats && seats < high, "a branch that parts nothing", fmt.Sprintf("%d to %d seats", low, high-1), seats)
	p.high[t] = seats
	rest = p.walk(rest, bound, depth+1)
	p.low[t], p.high[t] = seats+1, high
	rest = p.walk(rest, bound, depth+1)
	p.low[t] = low
	return rest
}

// leaf checks that, where a tree has come to, every panel weighs at most bound, or
// that there is none.
func (p *prover) leaf(n record.ProofNode, bound *big.Int) {
	require(n.Kind == record.NodeBound || n.Kind == record.NodeEmpty, "no such node", "branch, bound or empty", n.Kind)
	p.combine(n.Multipliers)
	var d, x big.Int
	over := big.NewInt(p.Over)
	for t := range p.coef {
		d.SetInt64(0)
		if n.Kind == record.NodeBound {
			d.Mul(over, &p.weight[t])
		}
		end := p.low[t]
		if d.Sub(&d, &p.coef[t]).Sign() > 0 {
			end = p.high[t]
		}
		p.sum.Add(&p.sum, d.Mul(&d, x.SetInt64(end)))
	}
	if n.Kind == record.NodeEmpty {
		require(p.sum.Sign() < 0, "a leaf where panels may be left", "less than 0", &p.sum)
		return
	}
	p.sum.Div(&p.sum, over) // rounds down, over being positive
	require(p.sum.Cmp(bound) <= 0, "a leaf where panels may weigh more", bound, &p.sum)
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
		require(end != nil, "a cut has no least value", "more than 0", m.By)
		p.sum.Add(&p.sum, x.Mul(m.By, end))
		for j, t := range r.types {
			term := m.By
			if r.weights != nil {
				term = x.Mul(m.By, r.weights[j])
			}
			p.coef[t].Add(&p.coef[t], term)
		}
	}
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

// steps checks that nobody left by the steps before can be promised more than the
// chance of a step while those fixed before keep theirs, and that the people whom
// it fixes are counted right.
func (p *prover) steps() {
	chances := []*big.Rat{new(big.Rat)} // by step; the unseatable have 0
	for i := range p.Steps {
		s := &p.Steps[i]
		at := fmt.Sprintf("step %d: ", i+1)
		z := p.chance(s, chances, at)
		require(z.Cmp(s.Chance) == 0, at+"the rows prove another chance", s.Chance.RatString(), z.RatString())
		people, fewest, most := int64(0), math.MaxInt, 0
		for t, step := range p.fixed {
			if step == i+1 {
				people += p.count[t]
				fewest, most = min(fewest, p.fewest[t]), max(most, p.most[t])
			}
		}
		require(people > 0, at+"nobody whom it fixes", "at least 1", 0)
		require(people == int64(s.People), at+"people counted again", people, s.People)
		require(fewest == s.Fewest, at+"fewest pages counted again", fewest, s.Fewest)
		require(most == s.Most, at+"most pages counted again", most, s.Most)
		chances = append(chances, z)
	}
	open := slices.Index(p.fixed, -1)
	require(open < 0, "the steps leave people out", "everybody fixed", fmt.Sprintf("type %d is not", open))
}

// chance evaluates a step and fixes its types. By the rows, the weights y of the
// types add up to at most B on every panel, so people*y*chance, over all types, is
// at most B. What those fixed before have of that is gone; the rest bounds the
// least chance among the others.
func (p *prover) chance(s *record.ProofStep, chances []*big.Rat, at string) *big.Rat {
	number := len(chances)
	p.combine(s.Multipliers)
	if len(s.Multipliers) == 0 {
		require(number == len(p.Steps), at+"no multipliers, but not the last", len(p.Steps), number)
		for t := range p.fixed {
			if p.fixed[t] < 0 {
				p.fixed[t] = number
			}
		}
		return big.NewRat(1, 1)
	}
	before := make([]big.Int, number) // people*y, by step
	var open, x big.Int               // people*y of those fixed now
	for t := range p.coef {
		x.Mul(&p.coef[t], x.SetInt64(p.count[t]))
		switch step := p.fixed[t]; {
		case x.Sign() < 0 && step != 0:
			p.sum.Sub(&p.sum, &x)
		case x.Sign() > 0 && step < 0:
			open.Add(&open, &x)
			p.fixed[t] = number
		case x.Sign() > 0:
			before[step].Add(&before[step], &x)
		}
	}
	require(open.Sign() > 0, at+"nobody left has weight", "somebody", "nobody")
	z, y := new(big.Rat).SetInt(&p.sum), new(big.Rat)
	for step := range before {
		if before[step].Sign() > 0 {
			z.Sub(z, y.Mul(y.SetInt(&before[step]), chances[step]))
		}
	}
	return z.Quo(z, y.SetInt(&open))
}
