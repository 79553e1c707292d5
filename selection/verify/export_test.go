package verify

import (
	"math/big"

	"github.com/evenlot/evenlot/selection/record"
)

// CheckProof checks the proof of a record, and nothing else of it.
func CheckProof(rec *record.Record) *Verdict {
	c := &checker{rec: rec, files: rec.Files, together: true}
	c.proof()
	return &c.Verdict
}

// Fit makes every claim of a proof follow from its multipliers, as a forger would: chances,
// people, pages. Cuts are believed. It reports whether there are such claims.
func Fit(rec *record.Record) (ok bool) {
	defer func() {
		if r := recover(); r != nil {
			if _, stopped := r.(Finding); !stopped {
				panic(r)
			}
			ok = false
		}
	}()
	proof := rec.Proof
	p := newProver(proof, rec, proof.Grade == record.GradeExactly)
	for _, c := range p.Cuts {
		ordered(c.Weights, len(p.count))
		cut := row{terms: c.Weights, max: big.NewInt(c.Bound)}
		if p.equations {
			cut.min = cut.max
		}
		p.rows = append(p.rows, cut)
	}
	for i := range proof.Steps {
		proof.Steps[i].Chance = new(big.Rat)
	}
	for i := range proof.Steps {
		s := &proof.Steps[i]
		p.denominator()
		z := p.chance(i, "")
		if z.Sign() < 0 || z.Cmp(big.NewRat(1, 1)) > 0 {
			return false
		}
		s.Chance, s.People, s.Fewest, s.Most = z, 0, len(rec.Pages), 0
		s.Pages = int(p.floor(z).Int64())
		for t := range p.step {
			if p.step[t] == 0 && p.weight[t].Sign() > 0 {
				p.step[t] = i + 1
			}
		}
		for person, t := range p.typeOf {
			if p.step[t] == i+1 {
				s.People, s.Fewest, s.Most = s.People+1, min(s.Fewest, rec.Counts[person]), max(s.Most, rec.Counts[person])
			}
		}
	}
	return true
}

// StepOf says which step of a proof that holds fixes each person, from 0; -1: none.
func StepOf(rec *record.Record) []int {
	p := newProver(rec.Proof, rec, rec.Proof.Grade == record.GradeExactly)
	p.cuts(len(p.Cuts))
	p.steps(false, false)
	steps := make([]int, len(p.typeOf))
	for i, t := range p.typeOf {
		steps[i] = p.step[t] - 1
	}
	return steps
}

// CheckDealing checks who sits with whom, and nothing else of a record.
func CheckDealing(rec *record.Record) *Verdict {
	c := &checker{rec: rec, files: rec.Files, together: true}
	c.dealing()
	return &c.Verdict
}
