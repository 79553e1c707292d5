package lottery

import (
	"math/big"
	"slices"

	"github.com/evenlot/evenlot/quotas/oracle"
	"github.com/evenlot/evenlot/selection/fair"
	"github.com/evenlot/evenlot/selection/record"
)

// Proof is proof.json: why nobody can be promised more, in whole numbers. mixture is mixture.json
// where the chances are attained exactly, else nil. Package record specifies both; package verify
// checks them without sharing code with this.
func (l *Lottery) Proof() (proof, mixture []byte) {
	p := record.Proof{
		Format: record.ProofFormat,
		Grade:  record.GradeExactly,
		Over:   oracle.Over,
		Rows:   l.rowNames(),
		Cuts:   []record.ProofCut{},
		Steps:  []record.ProofStep{},
	}
	if none := l.unseatable(); none != nil {
		p.Cuts = append(p.Cuts, record.ProofCut{Weights: none, Tree: l.tree(l.Bounds.Exclusion)})
		p.Steps = append(p.Steps, l.exclude(len(p.Rows)))
	}
	if mixture = l.mixture(); mixture != nil {
		for c := range l.cuts() {
			p.Cuts = append(p.Cuts, l.cut(c))
		}
		for _, level := range l.Bounds.Levels {
			p.Steps = append(p.Steps, l.step(level))
		}
		return p.Bytes(), mixture
	}
	l.proveByBook(&p)
	return p.Bytes(), nil
}

// proveByBook adds the steps of a proof that rests on what the book gives, as far as they
// go: none but the first under another rule than leximin, and none that takes a cut for an
// equation, since no mixture shows that it may.
func (l *Lottery) proveByBook(p *record.Proof) {
	sound := l.soundCuts()
	for c := range sound {
		p.Cuts = append(p.Cuts, l.cut(c))
	}
	given := newGiven(l)
	for i, level := range l.Bounds.Levels {
		step := l.step(level)
		step.Chance = given.chance(level, sound)
		if step.Chance == nil || i > 0 && !l.leximin() {
			break
		}
		step.Pages = record.PagesOf(step.Chance, l.Rules.Pages)
		p.Steps = append(p.Steps, step)
		given.fix(level.Types)
	}
	p.Grade = record.GradeBook
	if l.SmallestCount() < l.PossibleCount() {
		p.Grade = record.GradeBounds
	}
}

// A given is what the book gives the people of the steps before.
type given struct {
	*Lottery
	fixed []bool
	pages []int64 // of the people of each type together
}

func newGiven(l *Lottery) *given {
	g := &given{Lottery: l, fixed: slices.Clone(l.Bounds.Unseatable), pages: make([]int64, len(l.Grouping.Types))}
	for t, members := range l.Grouping.Types {
		for _, i := range members {
			g.pages[t] += int64(l.Counts[i])
		}
	}
	return g
}

func (g *given) fix(types []int) {
	for _, t := range types {
		g.fixed[t] = true
	}
}

// chance is what the multipliers of a level prove of the people left, while the people fixed before
// have their pages. It is the bound on any panel, less what they have of it, over the weight of the
// people left. It is nil where the level uses a cut as more than an upper bound, or where the
// multipliers prove no more than that nobody has two seats.
func (g *given) chance(level fair.Level, sound int) *big.Rat {
	one := big.NewRat(1, 1)
	if len(level.Multipliers) == 0 {
		for _, t := range level.Types {
			if g.pages[t] < int64(g.Rules.Pages*g.Grouping.Instance.Count[t]) {
				return nil // the pages of those before leave less for these, by rounding
			}
		}
		return one
	}
	c, bound := g.combine(level.Multipliers, sound)
	if c == nil {
		return nil
	}
	left, all, x := new(big.Int), big.NewInt(int64(g.Rules.Pages)), new(big.Int)
	bound.Mul(bound, all) // in pages
	for t, y := range c {
		if y.Sign() <= 0 {
			continue
		}
		if g.fixed[t] {
			bound.Sub(bound, x.Mul(y, x.SetInt64(g.pages[t])))
		} else {
			left.Add(left, x.Mul(y, x.SetInt64(int64(g.Grouping.Instance.Count[t]))))
		}
	}
	z := new(big.Rat).SetFrac(bound, left.Mul(left, all))
	if z.Cmp(one) > 0 {
		return nil
	}
	return z
}

// combine adds up the multiplied rows. c is the weight of each type, also below 0. bound is the most
// that the positive weights come to on any panel. c is nil where a cut is not sound or its
// multiplier is below 0.
func (g *given) combine(m []*big.Int, sound int) (c []*big.Int, bound *big.Int) {
	in := g.Bounds.Instance
	seats, x := m[len(m)-1], new(big.Int)
	bound = new(big.Int).Mul(seats, big.NewInt(int64(in.Seats)))
	lift := g.lift(m)
	for t := range in.Count {
		c = append(c, new(big.Int).Set(seats))
		if g.Bounds.Unseatable[t] {
			c[t].Add(c[t], lift)
		}
	}
	for i, r := range in.Rows {
		if m[i].Sign() == 0 {
			continue
		}
		if cut := i - len(g.Grouping.Instance.Rows); cut >= 0 && (cut >= sound || m[i].Sign() < 0) {
			return nil, nil
		}
		end := r.Max
		if m[i].Sign() < 0 {
			end = r.Min
		}
		bound.Add(bound, x.Mul(m[i], x.SetInt64(int64(end))))
		for k, t := range r.Types {
			x.SetInt64(1)
			if r.Weights != nil {
				x.SetInt64(int64(r.Weights[k]))
			}
			c[t].Add(c[t], x.Mul(x, m[i]))
		}
	}
	for t, y := range c {
		if y.Sign() < 0 {
			bound.Sub(bound, x.Mul(y, x.SetInt64(int64(in.Count[t]))))
		}
	}
	return c, bound
}

// exclude is the step of those who have no seat, by the cut that says so.
func (l *Lottery) exclude(cut int) record.ProofStep {
	return record.ProofStep{
		Chance: new(big.Rat), People: len(l.Unseatable()),
		Multipliers: []record.ProofTerm{{At: cut, By: big.NewInt(1)}},
	}
}

// step states one level of leximin and what the book gives.
func (l *Lottery) step(level fair.Level) record.ProofStep {
	s := record.ProofStep{Chance: level.Exact, Fewest: l.Rules.Pages}
	s.Pages = record.PagesOf(level.Exact, l.Rules.Pages)
	for _, t := range level.Types {
		for _, i := range l.Grouping.Types[t] {
			s.People++
			s.Fewest, s.Most = min(s.Fewest, l.Counts[i]), max(s.Most, l.Counts[i])
		}
	}
	s.Multipliers = l.terms(level.Multipliers)
	if by := l.lift(level.Multipliers); by.Sign() > 0 {
		_, seats := l.rowNumbers()
		place := slices.IndexFunc(s.Multipliers, func(m record.ProofTerm) bool { return m.At > seats })
		if place < 0 {
			place = len(s.Multipliers)
		}
		s.Multipliers = slices.Insert(s.Multipliers, place, record.ProofTerm{At: seats + 1, By: by})
	}
	return s
}

// Commit writes the committed part of the record, and what an auditor sees. The input has
// the sources and the salts; the rest is added here.
func (l *Lottery) Commit(in record.CommitInput) (record.Files, error) {
	proof, mixture := l.Proof()
	in.Rules, in.Roster, in.Pages, in.Proof = l.Rules, l.Roster, l.Book.Pages, proof
	files, err := record.Commit(in)
	if err == nil && mixture != nil {
		files[l.Rules.Form.MixtureFile()] = mixture
	}
	return files, err
}
