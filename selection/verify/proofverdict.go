package verify

import (
	"fmt"

	"github.com/evenlot/evenlot/selection/record"
)

// Names of the checks of proof.json.
const (
	checkStated     = "proof: numbers as stated"
	checkRows       = "proof: rows"
	checkUnseatable = "proof: unseatable"
	checkCuts       = "proof: cuts"
	checkSteps      = "proof: steps"
	checkAttained   = "proof: attained by the book"
)

// proof checks proof.json. What follows a check that failed, or that could not be
// made, is not checkable.
func (c *checker) proof() {
	left := []string{checkStated, checkRows, checkUnseatable, checkCuts, checkSteps, checkAttained}
	holds := func(check func() string) bool {
		name := left[0]
		left = left[1:]
		return c.attempt(name, check)
	}
	why := c.prove(holds)
	for _, name := range left {
		c.notCheckable(name, "", why)
	}
}

// prove goes through the checks, and says why it went no further.
func (c *checker) prove(holds func(check func() string) bool) (why string) {
	const failed = "the proof has failed before"
	proof, rules := c.rec.Proof, c.rec.Rules
	switch {
	case proof == nil || rules == nil:
		return "proof.json or rules.json is missing or at fault"
	case !holds(func() string {
		stated(proof, rules.Pages)
		return fmt.Sprintf("right at %d steps", len(proof.Steps))
	}):
		return failed
	case c.noPool() != "":
		return c.noPool()
	case !c.together:
		return "pages and pool do not belong together"
	}
	var p *prover
	if !holds(func() string {
		p = newProver(proof, gather(c.rec.Roster, rules.Seats, rules.Household), c.rec.Counts)
		return fmt.Sprintf("%d rows", len(p.Rows))
	}) ||
		!holds(func() string { p.noSeat(); return fmt.Sprintf("%d types", len(p.Unseatable.Types)) }) ||
		!holds(func() string { p.addCuts(); return fmt.Sprintf("%d cuts", len(p.Cuts)) }) ||
		!holds(func() string { p.steps(); return p.Steps[0].Chance.RatString() }) {
		return failed
	}
	if p.Grade != record.GradeBook {
		return "the record claims upper bounds only, not that the book attains them"
	}
	all := fmt.Sprintf("%d of %d steps", len(p.Steps), len(p.Steps))
	holds(func() string { return all })
	return ""
}

// A refusal says why a proof does not hold.
type refusal struct{ why, expected, got string }

// require stops a check that does not hold: it panics with a refusal, and
// [attempt] takes it up.
func require(holds bool, why string, expected, got any) {
	if !holds {
		panic(refusal{why, fmt.Sprint(expected), fmt.Sprint(got)})
	}
}

// attempt makes a check that gives what it found, or stops with a refusal.
func (c *checker) attempt(name string, check func() string) (holds bool) {
	defer func() {
		switch r := recover().(type) {
		case nil:
		case refusal:
			c.fail(name, r.expected, r.got, r.why)
		default:
			panic(r)
		}
	}()
	got := check()
	c.equal(name, got, got, "")
	return true
}
