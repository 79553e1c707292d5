package fair

import "context"

// Minimax makes the largest chance as small as possible:
//
//	minimise u  subject to  p[i] <= u for everyone.
//
// It is the rule that a person gains least from when lying about themselves
// (Flanigan, Liang, Procaccia, Wang: "Manipulation-robust selection of citizens'
// assemblies", AAAI 2024). It asks nothing below u and may leave people at 0 whom
// panels could seat. Many vectors are optimal; this is the evenest of them, see [Maximin].
//
// Value and Bound are the largest chance.
type Minimax struct{}

var _ Rule = Minimax{}

// Name is "minimax".
func (Minimax) Name() string { return "minimax" }

// Aim says it in a few words.
func (Minimax) Aim() string {
	return "the largest chance as small as possible; of all lotteries with it the evenest"
}

// Independent is false: the chances are a vector, and one book has them all.
func (Minimax) Independent() bool { return false }

// MayExclude: nothing here raises a small chance.
func (Minimax) MayExclude() bool { return true }

// Chances computes a minimax vector.
func (Minimax) Chances(ctx context.Context, s *Solver, o RuleOptions) (*Outcome, error) {
	return s.solveBox(ctx, "minimax", lowest{}, o)
}

// lowest is the aim of minimax: z is free, u as small as the lines allow.
type lowest struct{}

func (lowest) pick(lines []line, mean float64) (z, u float64) {
	u = mean
	for _, l := range lines {
		if l.rise > 0 {
			u = max(u, l.least/l.rise)
		}
	}
	return 0, min(u, 1)
}

func (lowest) value(_, u float64) float64 { return u }
