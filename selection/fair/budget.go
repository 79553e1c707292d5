package fair

import (
	"context"

	"github.com/evenlot/evenlot/quotas/oracle"
	"github.com/evenlot/evenlot/quotas/simplex"
)

// Unit is so much work, see [simplex.Solver.Work], as a budget counts for one linear program: that of
// a branch and bound over some thousand people and fifty rows, about 0.3 ms.
const Unit = 1 << 17

// coverUnits is the budget of the search for people whom no panel holds.
const coverUnits = 40_000

// allow gives what follows a budget, in units.
func (s *Solver) allow(budget int) { s.until = s.work + int64(budget)*Unit }

// left is the work that the budget leaves.
func (s *Solver) left() int64 { return s.until - s.work }

// spent reports whether it leaves none.
func (s *Solver) spent() bool { return s.left() <= 0 }

// ask puts a query to the oracle and counts its work. The error is the context's.
func (s *Solver) ask(ctx context.Context, q oracle.Query) (oracle.Answer, error) {
	return s.search(ctx, s.oracle, q)
}

// search is as ask, of any oracle. Where the budget ends first, the answer is Stopped.
func (s *Solver) search(ctx context.Context, o *oracle.Oracle, q oracle.Query) (oracle.Answer, error) {
	q.Done, q.Work = ctx.Done(), max(1, s.left())
	before := o.Work()
	a := o.Best(q)
	s.nodes += a.Nodes
	s.work += o.Work() - before
	return a, ctx.Err()
}

// run solves a linear program and counts its work. Where the budget ends first, or ctx, the status is
// Stopped.
func (s *Solver) run(ctx context.Context, lp *simplex.Solver) simplex.Status {
	lp.SetDone(ctx.Done())
	before := lp.Work()
	lp.SetLimit(before + max(1, s.left()))
	status := lp.Solve()
	s.work += lp.Work() - before
	return status
}
