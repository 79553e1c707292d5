package verify

import (
	"fmt"
	"math/big"
	"slices"

	"github.com/evenlot/evenlot/selection/record"
)

// proof checks proof.json. What follows a check that failed, or that could not be
// made, is not checkable.
func (c *checker) proof() {
	proof, rules := c.rec.Proof, c.rec.Rules
	t := trial{checker: c, why: c.noPool()}
	switch {
	case proof == nil || rules == nil:
		t.why = "proof.json or rules.json is missing or at fault"
		for _, name := range []string{"rows", "cuts", "steps", "smallest chance"} {
			t.run(name, func() any { return nil })
		}
		return
	case t.why == "" && !c.together:
		t.why = "pages and pool do not belong together"
	}
	exactly := proof.Grade == record.GradeExactly
	if c.rec.Mixture != nil && !exactly {
		c.fail("proof: "+c.rec.Form().MixtureFile(), "no such file", "a file", "grade "+proof.Grade+" has no mixture")
	}
	var p *prover
	t.run("rows", func() any {
		require(proof.Version() == rules.Version(), "a proof for another version of the format", rules.Version(), proof.Version())
		require(!exactly || rules.Rule == "leximin", "only leximin is attained exactly", record.GradeBook+" or less", proof.Grade)
		p = newProver(proof, c.rec, exactly || rules.Version() == 1)
		return len(p.rows)
	})
	t.run("cuts", func() any { p.cuts(len(p.Cuts)); return len(p.Cuts) })
	if rules.Version() == 1 {
		t.first(func() *prover { return p })
		return
	}
	if exactly {
		t.exactly(func() *prover { return p }, func() { p.steps(false, false) })
		return
	}
	t.run("steps", func() any { p.steps(false, false); return p.smallest(rules.Rule == "leximin") })
	t.run(proof.Grade, func() any {
		found := p.byBook()
		if proof.Grade == record.GradeBook && rules.Rule == "leximin" {
			t.limits = p.smallestOf()
		}
		return found
	})
}

// A trial runs the checks of a proof until one fails or cannot be made; why says so.
type trial struct {
	*checker
	why string
}

// run makes a check that stops by [require] if it does not hold.
func (t *trial) run(name string, check func() (found any)) {
	name = "proof: " + name
	if t.why != "" {
		t.notCheckable(name, "", t.why)
		return
	}
	defer func() {
		switch r := recover().(type) {
		case nil:
		case Finding:
			t.fail(name, r.Expected, r.Got, r.Why)
			t.why = "the proof has failed before"
		default:
			panic(r)
		}
	}()
	found := fmt.Sprint(check())
	t.equal(name, found, found, "")
}

// exactly checks the steps, and that a mixture attains their chances, without which they
// rest on nothing.
func (t *trial) exactly(prover func() *prover, steps func()) {
	mixture := t.rec.Mixture
	if mixture == nil && t.why == "" {
		t.why = "needs " + t.rec.Form().MixtureFile()
	}
	t.run("steps", func() any { steps(); prover().everybody(); return prover().smallest(true) })
	t.run(record.GradeExactly, func() any {
		prover().exactly(mixture, t.rec.Pages)
		t.chances = prover().chances()
		return fmt.Sprintf("by %d panels", len(mixture.Shares()))
	})
}

// first checks a proof of version 1. Its steps take cuts for equations and the people before
// for people with their chance, which a mixture alone can show. Without one the first step
// above 0 stands, if it does with cuts as no more than bounds.
func (t *trial) first(prover func() *prover) {
	proof, rules := t.rec.Proof, t.rec.Rules
	bounds, leximin := proof.Grade == record.GradeBounds, rules.Rule == "leximin"
	steps := func() {
		p := prover()
		p.steps(false, bounds || !leximin)
		for i, s := range p.Steps {
			require(bounds || s.Fewest >= s.Pages, fmt.Sprintf("step %d: the book does not attain the chance", i+1), s.Pages, s.Fewest)
		}
	}
	if proof.Grade == record.GradeExactly && t.rec.Mixture != nil {
		t.exactly(prover, steps)
		return
	}
	t.run("steps", func() any { steps(); prover().everybody(); return prover().smallest(leximin) })
	t.run("smallest chance", func() any {
		p := newProver(proof, t.rec, false)
		p.cuts(p.needed())
		p.steps(true, bounds || !leximin)
		z, _ := p.least()
		return z.RatString()
	})
}

// needed is how many cuts the steps up to the first above 0 use, from the first on.
func (p *prover) needed() (cuts int) {
	for _, s := range p.Steps {
		if n := len(s.Multipliers); n > 0 {
			cuts = max(cuts, s.Multipliers[n-1].At+1-len(p.Rows))
		}
		if s.Chance.Sign() > 0 {
			break
		}
	}
	require(cuts <= len(p.Cuts), "a cut that is not there", len(p.Cuts), cuts)
	return cuts
}

// smallest gives the first chance above 0. A rule other than leximin has one step above 0.
func (p *prover) smallest(leximin bool) string {
	z, _ := p.least()
	above := 0
	for _, s := range p.Steps {
		above += s.Chance.Sign()
	}
	require(leximin || above == 1, "another rule than leximin proves the smallest chance only", "one step above chance 0", above)
	return z.RatString()
}

// byBook checks that the grade is the one that the book has, and says how far the book stays
// below the bounds of the steps.
func (p *prover) byBook() string {
	_, attained := p.least()
	want := map[bool]string{true: record.GradeBook, false: record.GradeBounds}[attained]
	require(p.Grade == want, "the book has another grade", want, p.Grade)
	worst := new(big.Rat)
	for _, s := range p.Steps {
		gap := new(big.Rat).Mul(s.Chance, new(big.Rat).SetInt64(p.all))
		if gap.Sub(gap, new(big.Rat).SetInt64(int64(s.Fewest))).Cmp(worst) > 0 {
			worst = gap
		}
	}
	return fmt.Sprintf("%d steps, the book at most %s pages below them", len(p.Steps), worst.FloatString(1))
}

// chances gives the chance of each type, once a mixture attains them.
func (p *prover) chances() []*big.Rat {
	all := make([]*big.Rat, len(p.step))
	for t, step := range p.step {
		all[t] = p.Steps[step-1].Chance
	}
	return all
}

// smallestOf gives the smallest chance above 0 for the types that its step fixes, nil for others.
func (p *prover) smallestOf() []*big.Rat {
	all := make([]*big.Rat, len(p.step))
	at := slices.IndexFunc(p.Steps, func(s record.ProofStep) bool { return s.Chance.Sign() > 0 })
	for t, step := range p.step {
		if step == at+1 {
			all[t] = p.Steps[at].Chance
		}
	}
	return all
}
