package verify

import (
	"fmt"

	"github.com/evenlot/evenlot/selection/record"
)

// proof checks proof.json. What follows a check that failed, or that could not be
// made, is not checkable.
func (c *checker) proof() {
	proof, rules, mixture := c.rec.Proof, c.rec.Rules, c.rec.Mixture
	why := c.noPool()
	switch {
	case proof == nil || rules == nil:
		why, proof = "proof.json or rules.json is missing or at fault", new(record.Proof)
	case why == "" && !c.together:
		why = "pages and pool do not belong together"
	}
	try := func(name string, check func() (found any)) {
		name = "proof: " + name
		if why != "" {
			c.notCheckable(name, "", why)
			return
		}
		defer func() {
			switch r := recover().(type) {
			case nil:
			case Finding:
				c.fail(name, r.Expected, r.Got, r.Why)
				why = "the proof has failed before"
			default:
				panic(r)
			}
		}()
		found := fmt.Sprint(check())
		c.equal(name, found, found, "")
	}
	var p *prover
	try("rows", func() any { p = newProver(proof, c.rec.Roster, rules); return len(p.rows) })
	try("cuts", func() any { p.cuts(); return len(p.Cuts) })
	try("steps", func() any {
		require(rules.Rule == "leximin" || len(proof.Steps) == 1 || len(proof.Steps) == 2 && proof.Steps[0].Chance.Sign() == 0,
			"another rule than leximin proves the smallest chance only", "one step above chance 0", len(proof.Steps))
		p.steps(c.rec.Counts, rules.Pages, rules.Rule != "leximin" || proof.Grade == record.GradeBounds)
		return p.Steps[0].Chance.RatString()
	})
	if proof.Grade == record.GradeBounds {
		c.Note = boundsNote
		if why == "" {
			why = "the record claims upper bounds only"
		}
	}
	try("attained by the book", func() any { return fmt.Sprintf("%d of %d steps", len(proof.Steps), len(proof.Steps)) })
	switch {
	case mixture == nil && proof.Grade != record.GradeExactly:
		return // nobody says so
	case mixture == nil && why == "":
		why = "needs " + c.rec.Form().MixtureFile()
	}
	try("attained exactly", func() any {
		p.exactly(mixture.Pages, c.rec.Pages)
		return fmt.Sprintf("by %d pages", len(mixture.Pages))
	})
}

// require stops a check that does not hold: it panics with what proof takes up.
func require(holds bool, why string, expected, got any) {
	if !holds {
		panic(Finding{Expected: fmt.Sprint(expected), Got: fmt.Sprint(got), Why: why})
	}
}
