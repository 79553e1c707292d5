package lottery

import (
	"github.com/evenlot/evenlot/quotas/oracle"
	"github.com/evenlot/evenlot/selection/fair"
	"github.com/evenlot/evenlot/selection/record"
)

// proof1 is proof.json as records of version 1 have it, to compute those again.
func (l *Lottery) proof1() (proof, mixture []byte) {
	p := record.Proof{
		Format: record.ProofFormat1,
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
	for c := range l.cuts() {
		p.Cuts = append(p.Cuts, l.cut(c))
	}
	for i, level := range l.Bounds.Levels {
		step, ends := l.step(level), !l.leximin()
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
