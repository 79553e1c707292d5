package fair

import "context"

// Leximin is the default rule as a [Rule]. Value and Bound are the smallest chance of
// anyone who can be seated.
type Leximin struct{}

var _ Rule = Leximin{}

// Name is "leximin".
func (Leximin) Name() string { return "leximin" }

// Aim says it in a few words.
func (Leximin) Aim() string {
	return "the smallest chance as large as possible, then the second smallest, and so on"
}

// Independent is false: the chances are a vector, and one book has them all.
func (Leximin) Independent() bool { return false }

// MayExclude is false.
func (Leximin) MayExclude() bool { return false }

// Chances is [Solver.Close], or [Solver.Leximin] without a budget.
func (Leximin) Chances(ctx context.Context, s *Solver, o RuleOptions) (*Outcome, error) {
	solve := s.Leximin
	if o.Budget > 0 {
		solve = func(ctx context.Context) (*Chances, error) { return s.Close(ctx, o.Budget) }
	}
	c, err := solve(ctx)
	if err != nil {
		return nil, err
	}
	out := Leximin{}.Outcome(c)
	if o.Budget > 0 && !c.Meets {
		out.Grade = Open
	}
	return out, nil
}

// Outcome is what leximin promises everyone.
func (Leximin) Outcome(c *Chances) *Outcome {
	out := &Outcome{Chances: *c, Rule: "leximin", Value: c.Smallest(), Bound: c.Levels[0].Chance}
	if c.Meets {
		out.Grade = Attained
	}
	return out
}
