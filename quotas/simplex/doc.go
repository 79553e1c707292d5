// Package simplex solves linear programs in which every variable has two finite
// bounds:
//
//	maximise    c·x
//	subject to  rowMin <= Ax <= rowMax
//	            lower  <=  x <= upper
//
// It is a bounded dual simplex. A row i has a logical variable r[i] = (Ax)[i],
// boxed by the row's window, so every basis becomes dual feasible by putting each
// nonbasic variable at the right one of its two bounds. There is no phase 1, and
// after any change of costs, bounds or rows the solver goes on from the basis it
// has. That is what the callers live on: a branch and bound tightens a bound, a
// level of leximin raises one, a page of the book changes all the costs.
//
// # Method
//
// Leaving row: largest infeasibility by exact dual steepest edge weights (Forrest
// and Goldfarb, Math. Programming 57, 1992), which an explicit inverse gives for
// nothing. Entering column: the long-step ratio test with bound flips (Fourer
// 1994; Maros, EJOR 149, 2003). The basis inverse is dense: there are a few dozen
// rows, and columns come in thousands. It is rebuilt from the columns every
// refactorAfter pivots.
//
// Cycling: costs carry a fixed perturbation that depends on the column number
// only, so ties between columns are broken the same way on every machine.
// Duals are multipliers of a boxed problem: whatever they are, [Solver.Bound]
// evaluated with the true costs is a valid upper bound, so the perturbation never
// makes an answer wrong, only (by a hair) less tight.
//
// # Answers check themselves
//
// Before [Optimal] is returned the primal residual, the bounds, the dual signs and
// the gap between objective and bound are recomputed from the data; before
// [Infeasible] is returned the Farkas row is. An answer that fails is retried from
// a fresh factorisation, then from the logical basis; then the status is [Failed].
//
// # Numbers that travel
//
// Only + - * / and Sqrt-free comparisons are used, every product that feeds a sum
// is written float64(x*y), nothing is parallel, no map is ranged over: the pivots
// are the same on every processor.
//
// Files in reading order: basis.go, solver.go, column.go, exact.go, ratio.go, check.go, solve.go.
package simplex
