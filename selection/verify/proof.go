package verify

import (
	"fmt"
	"math"
	"math/big"
	"slices"

	"github.com/evenlot/evenlot/selection/record"
)

const (
	// proofDepth is how many branches a leaf may have above it, for the stack's sake.
	proofDepth = 100_000
	// commonBits is the size of the least common denominator of all chances, at most, and
	// commonWork that size times the number of steps: every step adds up all before it.
	commonBits = 26_576
	commonWork = 1 << 24
	// proofWork is the bytes of a proof, or of a mixture, times the types of the pool, at most:
	// reading one number may take a look at every type.
	proofWork = 1 << 34
)

// A prover evaluates what a proof says of a pool, in whole numbers and fractions.
// Its methods return if the proof holds, and stop by [require] if not.
type prover struct {
	*record.Proof
	kinds
	pages     []int     // of each person
	all       int64     // pages of the book
	equations bool      // a mixture attains the chances: cuts are equations, and the people fixed have their chance
	total     []int64   // pages of the people of each type together
	low, high []int64   // seats of each type where a tree has come to
	step      []int     // that fixed each type, from 1; 0: none yet
	weight    []big.Int // of each type: what is bounded
	coef      []big.Int // of each type: multipliers times rows, added up
	sum       big.Int   // the most that these are on any panel, by the windows of the rows
	common    big.Int   // denominator of all chances
}

// newProver counts the pool, and compares the rows by their names.
func newProver(proof *record.Proof, rec *record.Record, equations bool) *prover {
	k := gather(rec.Roster, rec.Rules.Seats, rec.Rules.Household)
	rows, count := k.rows, k.count
	for _, name := range []string{record.ProofFile, rec.Form().MixtureFile()} {
		size, most := int64(len(rec.Files[name])), proofWork/int64(len(count))
		require(size <= most, name+" is too long for so many types", fmt.Sprintf("%d bytes at most", most), size)
	}
	require(len(proof.Rows) == len(rows), "as many rows as the pool has", len(rows), len(proof.Rows))
	for i, name := range proof.Rows {
		require(name == rows[i].name, fmt.Sprintf("row %d is another one", i), rows[i].name, name)
	}
	p := &prover{
		Proof: proof, kinds: k, pages: rec.Counts, all: int64(rec.Rules.Pages), equations: equations,
		total: make([]int64, len(count)), low: make([]int64, len(count)), high: slices.Clone(count), step: make([]int, len(count)),
		weight: make([]big.Int, len(count)), coef: make([]big.Int, len(count)),
	}
	for i, t := range p.typeOf {
		p.total[t] += int64(p.pages[i])
	}
	return p
}

// cuts checks the first cuts by their trees and makes them rows. As equations, a tree may
// lean on the cuts before from both sides: steps use cuts in order, and a lottery that
// attains a step draws only panels that weigh all that the step's cuts allow.
func (p *prover) cuts(first int) {
	for _, c := range p.Cuts[:first] {
		ordered(c.Weights, len(p.count))
		clear(p.weight)
		for _, w := range c.Weights {
			p.weight[w.At].Mul(w.By, big.NewInt(p.Over))
		}
		bound := big.NewInt(c.Bound)
		require(len(p.walk(c.Tree, bound, 0)) == 0, "a tree goes on after its end", "no more nodes", "some")
		cut := row{terms: c.Weights, max: bound}
		if p.equations {
			cut.min = bound
		}
		p.rows = append(p.rows, cut)
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
			require(end != nil, "a cut turned round, which no mixture allows", "a multiplier above 0", m.By)
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

// steps evaluates the steps in order and fixes people, up to the first chance above 0 or to
// the end. leftover says that the last step takes everybody left, whether they have weight
// or not.
func (p *prover) steps(first, leftover bool) {
	last, cut := new(big.Rat), len(p.Rows) // cut: the next one that a step may use
	above := false                         // a chance above 0 was met
	p.denominator()
	for i, s := range p.Steps {
		at := fmt.Sprintf("step %d: ", i+1)
		require(s.Chance.Cmp(big.NewRat(1, 1)) <= 0, at+"a chance above 1", "at most 1", s.Chance.RatString())
		if p.equations {
			require(last.Cmp(s.Chance) <= 0, at+"a chance out of order", last.RatString()+" to 1", s.Chance.RatString())
			last, cut = s.Chance, p.newCut(s, cut, at)
		}
		if len(s.Multipliers) == 0 || !above && s.Chance.Sign() > 0 {
			p.saysLeast(s.Chance, at)
		}
		z := p.chance(i, at)
		require(z.Cmp(s.Chance) == 0, at+"the rows prove another chance", s.Chance.RatString(), z.RatString())
		for t := range p.step {
			if p.step[t] == 0 && (p.weight[t].Sign() > 0 || leftover && i+1 == len(p.Steps)) {
				p.step[t] = i + 1
			}
		}
		p.counted(i, at)
		if above = above || s.Chance.Sign() > 0; above && first {
			return
		}
	}
}

// denominator finds the least common denominator of all chances.
func (p *prover) denominator() {
	most := min(commonBits, commonWork/len(p.Steps))
	p.common.SetInt64(1)
	var gcd, rest big.Int
	for i, s := range p.Steps {
		d := s.Chance.Denom()
		if rest.Rem(&p.common, d).Sign() == 0 {
			continue
		}
		p.common.Mul(&p.common, rest.Quo(d, gcd.GCD(nil, nil, &p.common, d)))
		require(p.common.BitLen() <= most, fmt.Sprintf("step %d: the chances have too large a common denominator", i+1),
			fmt.Sprintf("at most %d bits", most), p.common.BitLen())
	}
}

// newCut checks that a step brings at most one new cut, the next one, with a multiplier
// above 0: the cuts after it lean on the panels that meet it with equality. It gives the
// cut that is next then.
func (p *prover) newCut(s record.ProofStep, next int, at string) int {
	for _, m := range s.Multipliers {
		require(m.At < next || m.At == next && m.By.Sign() > 0, at+"a cut out of order", next, m.At)
	}
	if n := len(s.Multipliers); n > 0 {
		next = max(next, s.Multipliers[n-1].At+1)
	}
	return next
}

// counted checks what a step says of the people it fixed.
func (p *prover) counted(i int, at string) {
	s := p.Steps[i]
	people, fewest, most := 0, math.MaxInt, 0
	for person, t := range p.typeOf {
		if p.step[t] == i+1 {
			people, fewest, most = people+1, min(fewest, p.pages[person]), max(most, p.pages[person])
		}
	}
	found, said := fmt.Sprint(people, p.floor(s.Chance), fewest, most), fmt.Sprint(s.People, s.Pages, s.Fewest, s.Most)
	require(found == said, at+"people, pages, fewest and most counted again", found, said)
}

// floor is the pages that a chance gives for sure.
func (p *prover) floor(chance *big.Rat) *big.Int {
	n := new(big.Int).Mul(chance.Num(), big.NewInt(p.all))
	return n.Div(n, chance.Denom())
}

// chance evaluates a step. The weight y of a person is what the rows combined give
// their type, if above 0. A panel weighs at most B, so people*y*chance, over all
// types, is at most B. What those fixed before have of that is gone; the rest bounds
// the least chance among the others.
func (p *prover) chance(number int, at string) *big.Rat {
	multipliers := p.Steps[number].Multipliers
	p.combine(multipliers)
	clear(p.weight)
	others := new(big.Int)
	for t, step := range p.step {
		if p.coef[t].Sign() > 0 {
			p.weight[t].Set(&p.coef[t])
		} else if step == 0 && len(multipliers) == 0 {
			p.weight[t].SetInt64(1) // nobody has more than one seat
		}
		if step == 0 {
			others.Add(others, new(big.Int).Mul(&p.weight[t], big.NewInt(p.count[t])))
		}
	}
	require(others.Sign() > 0, at+"nobody left has weight", "somebody", "nobody")
	z := new(big.Rat).SetInt(p.most(p.weight))
	z.Sub(z, p.held(func(t int) *big.Int { return &p.weight[t] }))
	return z.Quo(z, new(big.Rat).SetInt(others))
}

// held is what the people fixed have of a panel's weight on average: by the chance of their
// step where a mixture attains it, else by the pages of the book.
func (p *prover) held(weight func(t int) *big.Int) *big.Rat {
	parts, x := make([]big.Int, len(p.Steps)+1), new(big.Int) // by step
	for t, step := range p.step {
		if step == 0 {
			continue
		}
		n := p.count[t]
		if !p.equations {
			n = p.total[t]
		}
		parts[step].Add(&parts[step], x.Mul(weight(t), x.SetInt64(n)))
	}
	sum, over := new(big.Int), big.NewInt(p.all)
	if p.equations {
		over = &p.common
	}
	for i, s := range p.Steps {
		part := &parts[i+1]
		if p.equations && part.Sign() > 0 {
			part.Mul(part, x.Mul(s.Chance.Num(), x.Quo(over, s.Chance.Denom())))
		}
		sum.Add(sum, part)
	}
	return new(big.Rat).SetFrac(sum, over)
}

// saysLeast refuses a chance where a row alone gives less (P7).
func (p *prover) saysLeast(chance *big.Rat, at string) {
	for i := range p.Rows {
		weight, others := make([]big.Int, len(p.step)), int64(0)
		for _, term := range p.rows[i].terms {
			if weight[term.At].SetInt64(1); p.step[term.At] == 0 {
				others += p.count[term.At]
			}
		}
		room := new(big.Rat).SetInt(p.rows[i].max)
		room.Sub(room, p.held(func(t int) *big.Int { return &weight[t] }))
		want := new(big.Rat).Mul(chance, big.NewRat(others, 1))
		require(room.Cmp(want) >= 0, at+"it says too little, for this row alone says more: "+p.Rows[i], "at least "+want.RatString(), room.RatString())
	}
}

// everybody checks that the steps leave nobody out.
func (p *prover) everybody() {
	require(!slices.Contains(p.step, 0), "the steps leave people out", "everybody fixed", "not so")
}

// least gives the first chance above 0, and whether everybody who is not in a step of chance
// 0 is on as many pages as it gives, rounded down.
func (p *prover) least() (z *big.Rat, attained bool) {
	at := slices.IndexFunc(p.Steps, func(s record.ProofStep) bool { return s.Chance.Sign() > 0 })
	require(at >= 0, "no chance is above 0", "one", "none")
	z, attained = p.Steps[at].Chance, true
	for person, t := range p.typeOf {
		if p.step[t] == 0 || p.step[t] > at {
			attained = attained && p.floor(z).Cmp(big.NewInt(int64(p.pages[person]))) <= 0
		}
	}
	return z, attained
}

// exactly checks that pages and further panels, drawn by weight instead of evenly, give
// every type the seats of its chance: then dealing those by lot among like people, and like
// households, gives everyone exactly the chance of their step.
func (p *prover) exactly(m *record.Mixture, pages [][]int32) {
	for i, panel := range m.Panels {
		p.allowed(panel, fmt.Sprintf("panel %d of the mixture: ", i+1))
	}
	weights := m.Shares()
	ordered(weights, len(pages)+len(m.Panels))
	total, seats, x := new(big.Int), make([]big.Int, len(p.count)), new(big.Int)
	for _, w := range weights {
		require(w.By.Sign() > 0, "a page of no weight", "more than 0", w.By)
		total.Add(total, w.By)
		if w.At >= len(pages) {
			for _, term := range m.Panels[w.At-len(pages)] {
				seats[term.At].Add(&seats[term.At], x.Mul(term.By, w.By))
			}
			continue
		}
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

// allowed checks that a panel given by its seats of each type is inside the windows of all
// rows. Then people can be found for it: households of one shape take the seats in turn.
func (p *prover) allowed(panel []record.ProofTerm, at string) {
	ordered(panel, len(p.count))
	seats := make([]big.Int, len(p.count))
	for _, term := range panel {
		n := big.NewInt(p.count[term.At])
		require(term.By.Sign() > 0 && term.By.Cmp(n) <= 0, at+"other seats than people", "1 to "+n.String(), term.By)
		seats[term.At].Set(term.By)
	}
	for i, name := range p.Rows {
		sum := new(big.Int)
		for _, term := range p.rows[i].terms {
			sum.Add(sum, &seats[term.At])
		}
		r := p.rows[i]
		require(sum.Cmp(r.min) >= 0 && sum.Cmp(r.max) <= 0, at+name, fmt.Sprintf("%s to %s", r.min, r.max), sum)
	}
}

// require stops a check that does not hold: it panics with what proof takes up.
func require(holds bool, why string, expected, got any) {
	if !holds {
		panic(Finding{Expected: fmt.Sprint(expected), Got: fmt.Sprint(got), Why: why})
	}
}
