package fair

import "context"

// Maximin makes the smallest chance as large as possible and asks nothing of anyone
// above it:
//
//	maximise z  subject to  p[i] >= z for everyone who can be seated.
//
// It is what most selection tools compute (Flanigan, Gölz, Gupta, Procaccia:
// "Neutralizing self-selection bias in sampling for sortition", NeurIPS 2020; the
// default of several programs in use). Many vectors are optimal, and the leximin vector is
// one of them; such programs give the first one that their search comes to. This rule gives the
// evenest: the one with the least sum of squares. Where panels that attain it are not found within
// half the budget, it is the first one, too, and Outcome.Even is false.
//
// Value and Bound are the smallest chance.
type Maximin struct{}

var _ Rule = Maximin{}

// Name is "maximin".
func (Maximin) Name() string { return "maximin" }

// Aim says it in a few words.
func (Maximin) Aim() string {
	return "the smallest chance as large as possible; of all lotteries with it the evenest"
}

// Independent is false: the chances are a vector, and one book has them all.
func (Maximin) Independent() bool { return false }

// MayExclude is false.
func (Maximin) MayExclude() bool { return false }

// Chances computes a maximin vector.
func (Maximin) Chances(ctx context.Context, s *Solver, o RuleOptions) (*Outcome, error) {
	return s.solveBox(ctx, "maximin", highest{}, o)
}

// highest is the aim of maximin: u is free, z as large as the lines allow.
type highest struct{}

func (highest) pick(lines []line, mean float64) (z, u float64) {
	z = mean
	for _, l := range lines {
		if l.fall > 0 {
			z = min(z, (l.rise-l.least)/l.fall)
		}
	}
	return max(z, 0), 1
}

func (highest) value(z, _ float64) float64 { return z }
