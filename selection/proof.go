package selection

import (
	"fmt"
	"math/big"

	"github.com/evenlot/evenlot/quotas"
	"github.com/evenlot/evenlot/quotas/oracle"
	"github.com/evenlot/evenlot/selection/fair"
	"github.com/evenlot/evenlot/selection/record"
)

// proof is proof.json: why nobody can be promised more, in whole numbers. Package
// record specifies it; package verify checks it without sharing code with this.
func (l *Lottery) proof() []byte {
	p := record.Proof{
		Format: record.ProofFormat,
		Grade:  record.GradeBook,
		Over:   oracle.Over,
		Rows:   l.rowNames(),
		Unseatable: record.ProofUnseatable{
			Types: []int{},
			Tree:  l.tree(l.Chances.Exclusion),
		},
		Cuts:  []record.ProofCut{},
		Steps: []record.ProofStep{},
	}
	for t, un := range l.Chances.Unseatable {
		if un {
			p.Unseatable.Types = append(p.Unseatable.Types, t)
		}
	}
	for c, r := range l.cuts() {
		cut := record.ProofCut{Weights: []record.ProofTerm{}, Bound: int64(r.Max), Tree: l.tree(l.Chances.CutTrees[c])}
		for i, t := range r.Types {
			cut.Weights = append(cut.Weights, record.ProofTerm{At: t, By: big.NewInt(int64(r.Weights[i]))})
		}
		p.Cuts = append(p.Cuts, cut)
	}
	for _, level := range l.Chances.Levels {
		step := l.step(level)
		if step.Fewest < step.Pages {
			p.Grade = record.GradeBounds
		}
		p.Steps = append(p.Steps, step)
	}
	return p.Bytes()
}

// cuts are the rows of the chances that the grouping does not have.
func (l *Lottery) cuts() []quotas.Row {
	return l.Chances.Instance.Rows[len(l.Grouping.Instance.Rows):]
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
	return s
}

// terms lists the multipliers that are not 0 by the row numbers of the record: those
// of the instance with its cuts, then of the seats.
func (l *Lottery) terms(m []*big.Int) []record.ProofTerm {
	terms := []record.ProofTerm{}
	add := func(row int, by *big.Int) {
		if by.Sign() != 0 {
			terms = append(terms, record.ProofTerm{At: row, By: by})
		}
	}
	if len(m) == 0 {
		return terms
	}
	rows, seats := l.rowNumbers()
	last, own := len(m)-1, len(l.Grouping.Instance.Rows)
	for i := range own {
		add(rows[i], m[i])
	}
	add(seats, m[last]) // the seats stand before the cuts
	for i := own; i < last; i++ {
		add(rows[i], m[i])
	}
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
	for _, r := range l.Chances.Instance.Rows {
		switch r.Kind {
		case quotas.QuotaRow:
			rows = append(rows, first[r.Feature]+r.Value)
		case quotas.HouseholdRow:
			rows = append(rows, seats)
			seats++
		default:
			rows = append(rows, len(rows)-len(l.Grouping.Instance.Rows)+seats+1)
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
	names = append(names, "seats")
	for c := range l.cuts() {
		names = append(names, fmt.Sprintf("cut %d", c+1))
	}
	return names
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
