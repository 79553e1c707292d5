package selection

import (
	"cmp"
	"fmt"
	"math/big"
	"slices"

	"github.com/evenlot/evenlot/quotas"
	"github.com/evenlot/evenlot/quotas/oracle"
	"github.com/evenlot/evenlot/selection/fair"
	"github.com/evenlot/evenlot/selection/record"
)

// proof is proof.json: why nobody can be promised more, in whole numbers, and
// mixture.json if the chances are attained exactly, else nil. Package record specifies
// them; package verify checks them without sharing code with this.
func (l *Lottery) proof() (proof, mixture []byte) {
	p := record.Proof{
		Format: record.ProofFormat,
		Grade:  record.GradeBook,
		Over:   oracle.Over,
		Rows:   l.rowNames(),
		Cuts:   []record.ProofCut{},
		Steps:  []record.ProofStep{},
	}
	if none := l.unseatable(); none != nil {
		cut := record.ProofCut{Weights: none, Tree: l.tree(l.Bounds.Exclusion)}
		p.Cuts = append(p.Cuts, cut)
		p.Steps = append(p.Steps, l.exclude(len(p.Rows)))
	}
	for c, r := range l.cuts() {
		cut := record.ProofCut{Weights: []record.ProofTerm{}, Bound: int64(r.Max), Tree: l.tree(l.Bounds.CutTrees[c])}
		for i, t := range r.Types {
			cut.Weights = append(cut.Weights, record.ProofTerm{At: t, By: big.NewInt(int64(r.Weights[i]))})
		}
		p.Cuts = append(p.Cuts, cut)
	}
	for i, level := range l.Bounds.Levels {
		step, ends := l.step(level), !l.is(fair.Leximin{})
		if ends || step.Fewest < step.Pages {
			step, ends = l.step(l.upTo(i)), true
		}
		if step.Fewest < step.Pages {
			p.Grade = record.GradeBounds
		}
		if p.Steps = append(p.Steps, step); ends {
			break
		}
	}
	if p.Grade == record.GradeBook {
		if mixture = l.mixture(); mixture != nil {
			p.Grade = record.GradeExactly
		}
	}
	return p.Bytes(), mixture
}

// unseatable gives every type that no panel can hold the weight 1; nil if there is
// none.
func (l *Lottery) unseatable() (weights []record.ProofTerm) {
	for t, un := range l.Bounds.Unseatable {
		if un {
			weights = append(weights, record.ProofTerm{At: t, By: big.NewInt(1)})
		}
	}
	return weights
}

// exclude is the step of those who have no seat, by the cut that says so.
func (l *Lottery) exclude(cut int) record.ProofStep {
	return record.ProofStep{
		Chance: new(big.Rat), People: len(l.Unseatable()),
		Multipliers: []record.ProofTerm{{At: cut, By: big.NewInt(1)}},
	}
}

// upTo is the level that ends a proof which claims nothing above it: it stands for
// everybody whom the levels before leave.
func (l *Lottery) upTo(last int) fair.Level {
	left := make([]bool, len(l.Grouping.Types))
	for t := range left {
		left[t] = !l.Bounds.Unseatable[t]
	}
	for _, level := range l.Bounds.Levels[:last] {
		for _, t := range level.Types {
			left[t] = false
		}
	}
	level := l.Bounds.Levels[last]
	level.Types = nil
	for t := range left {
		if left[t] {
			level.Types = append(level.Types, t)
		}
	}
	return level
}

// cuts are the rows of the chances that the grouping does not have.
func (l *Lottery) cuts() []quotas.Row {
	return l.Bounds.Instance.Rows[len(l.Grouping.Instance.Rows):]
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

// lift is how often the cut of the unseatable must be added to multipliers so that
// nobody of them counts against the others: the solver knows that their seats are
// none, the rows without that cut do not.
func (l *Lottery) lift(m []*big.Int) *big.Int {
	by := new(big.Int)
	if len(m) == 0 {
		return by
	}
	none := map[int]*big.Int{}
	for _, u := range l.unseatable() {
		none[u.At] = new(big.Int).Neg(m[len(m)-1]) // every type is in the row of the seats
	}
	var x big.Int
	for i, r := range l.Bounds.Instance.Rows {
		for k, t := range r.Types {
			if sum := none[t]; sum != nil {
				x.SetInt64(1)
				if r.Weights != nil {
					x.SetInt64(int64(r.Weights[k]))
				}
				sum.Sub(sum, x.Mul(&x, m[i]))
			}
		}
	}
	for _, u := range l.unseatable() {
		if none[u.At].Cmp(by) > 0 {
			by = none[u.At]
		}
	}
	return by
}

// terms lists the multipliers that are not 0 by the row numbers of the record: those
// of the instance with its cuts, then of the seats.
func (l *Lottery) terms(m []*big.Int) []record.ProofTerm {
	terms := []record.ProofTerm{}
	if len(m) == 0 {
		return terms
	}
	rows, seats := l.rowNumbers()
	for i := range m[:len(m)-1] {
		terms = append(terms, record.ProofTerm{At: rows[i], By: m[i]})
	}
	terms = append(terms, record.ProofTerm{At: seats, By: m[len(m)-1]})
	terms = slices.DeleteFunc(terms, func(m record.ProofTerm) bool { return m.By.Sign() == 0 })
	slices.SortFunc(terms, func(a, b record.ProofTerm) int { return cmp.Compare(a.At, b.At) })
	return terms
}

// rowNumbers gives the number that each row of the chances' instance has in the
// record, where values that nobody has are rows too, and the number of the seats row.
func (l *Lottery) rowNumbers() (rows []int, seats int) {
	first := make([]int, len(l.Roster.Table.Features))
	for f, feature := range l.Roster.Table.Features {
		first[f] = seats
		seats += len(feature.Values)
	}
	none := 0 // cuts before those of the chances: that of the unseatable
	if l.unseatable() != nil {
		none = 1
	}
	for _, r := range l.Bounds.Instance.Rows {
		switch r.Kind {
		case quotas.QuotaRow:
			rows = append(rows, first[r.Feature]+r.Value)
		case quotas.HouseholdRow:
			rows = append(rows, seats)
			seats++
		default:
			rows = append(rows, len(rows)-len(l.Grouping.Instance.Rows)+seats+1+none)
		}
	}
	return rows, seats
}

func (l *Lottery) rowNames() []string {
	var names []string
	for _, f := range l.Roster.Table.Features {
		for _, v := range f.Values {
			names = append(names, "quota "+f.Name+": "+v.Name)
		}
	}
	for s := range l.Grouping.Families {
		names = append(names, fmt.Sprintf("households of shape %d", s+1))
	}
	return append(names, "seats")
}

// tree lists a tree in preorder.
func (l *Lottery) tree(n *oracle.Node) []record.ProofNode {
	out := []record.ProofNode{}
	var walk func(n *oracle.Node)
	walk = func(n *oracle.Node) {
		switch {
		case n == nil:
			return
		case n.Type == oracle.Bound:
			out = append(out, record.ProofNode{Kind: record.NodeBound, Multipliers: l.terms(wide(n.Multipliers))})
		case n.Type == oracle.Empty:
			out = append(out, record.ProofNode{Kind: record.NodeEmpty, Multipliers: l.terms(wide(n.Multipliers))})
		default:
			out = append(out, record.ProofNode{Kind: record.NodeBranch, Type: n.Type, Seats: n.At})
		}
		walk(n.Down)
		walk(n.Up)
	}
	walk(n)
	return out
}

func wide(m []int64) []*big.Int {
	out := make([]*big.Int, len(m))
	for i, v := range m {
		out[i] = big.NewInt(v)
	}
	return out
}
