package lottery

import (
	"cmp"
	"fmt"
	"math/big"
	"slices"

	"github.com/evenlot/evenlot/quotas"
	"github.com/evenlot/evenlot/quotas/oracle"
	"github.com/evenlot/evenlot/selection/record"
)

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

// cut is a cut of the chances with its tree.
func (l *Lottery) cut(c int) record.ProofCut {
	r := l.cuts()[c]
	cut := record.ProofCut{Weights: []record.ProofTerm{}, Bound: int64(r.Max), Tree: l.tree(l.Bounds.CutTrees[c])}
	for i, t := range r.Types {
		cut.Weights = append(cut.Weights, record.ProofTerm{At: t, By: big.NewInt(int64(r.Weights[i]))})
	}
	return cut
}

// lift is how often the cut of the unseatable must be added to multipliers, so that no unseatable
// person counts against the others. The solver knows that they have no seats; the rows without that
// cut do not.
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
