package lottery

import (
	"github.com/evenlot/evenlot/quotas"
	"github.com/evenlot/evenlot/quotas/oracle"
)

// cuts are the rows of the chances that the grouping does not have.
func (l *Lottery) cuts() []quotas.Row {
	return l.Bounds.Instance.Rows[len(l.Grouping.Instance.Rows):]
}

// soundCuts is how many cuts, from the first on, have trees that take the cuts before them
// for no more than upper bounds.
func (l *Lottery) soundCuts() int {
	first := len(l.Grouping.Instance.Rows)
	var sound func(n *oracle.Node) bool
	sound = func(n *oracle.Node) bool {
		if n == nil {
			return true
		}
		for i, m := range n.Multipliers {
			if m < 0 && i >= first && i < len(n.Multipliers)-1 {
				return false
			}
		}
		return sound(n.Down) && sound(n.Up)
	}
	cuts := len(l.cuts())
	for c := range cuts {
		if !sound(l.Bounds.CutTrees[c]) {
			return c
		}
	}
	return cuts
}

// cutsOfAll is how many of the cuts of the chances hold for every panel, as far as is known.
func (l *Lottery) cutsOfAll() int {
	if !l.leximin() {
		return 0
	}
	return l.soundCuts()
}
