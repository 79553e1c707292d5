package fair

import (
	"context"
	"math/big"
	"slices"

	"github.com/evenlot/evenlot/quotas"
)

// A Price says what one seat of a quota is worth to those worst off.
type Price struct {
	Row int // of the instance, a quota row
	// Max: Row may take one seat more, and every other value of its feature may give one (its
	// minimum is one lower). Not Max: Row may take one seat less, and every other value one more.
	Max bool
	// Smallest is the first level of leximin over the changed rows, see [Solver.Leximin]: what
	// everyone who can be seated today could then be promised. Gain is how much more that is.
	Smallest, Gain *big.Rat
}

// Prices prices every quota of an instance at both ends, in the order of the rows. A price is exact:
// the first level is solved again over the changed rows. base is that level before the change,
// without cuts, as [Solver.Leximin] gives it. People who cannot be seated now stay out. A minimum of
// 0 cannot be lowered and has no price.
//
// Where the multipliers of base use none of the ends that move, its proof still holds and the gain
// is 0 without work. The error is the solver's, or the context's.
func Prices(ctx context.Context, in *quotas.Instance, excluded []bool, base Level, tell func(done, total int)) ([]Price, error) {
	var all []Price
	for r, row := range in.Rows {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		for _, up := range [2]bool{true, false} {
			if row.Kind != quotas.QuotaRow || !up && row.Min <= 0 {
				continue
			}
			p := Price{Row: r, Max: up, Smallest: base.Exact, Gain: new(big.Rat)}
			if moved, used := relax(in, r, up, base.Multipliers); used {
				level, err := newOuter(moved, excluded).level()
				if err != nil {
					return nil, err
				}
				p.Smallest = level.Exact
				p.Gain.Sub(level.Exact, base.Exact)
			}
			all = append(all, p)
		}
		tell(r+1, len(in.Rows))
	}
	return all, nil
}

// relax gives one seat to row r, or takes one, and lets the other values of the feature
// give or take it; used reports whether multipliers use an end that moved.
func relax(in *quotas.Instance, r int, up bool, multipliers []*big.Int) (moved *quotas.Instance, used bool) {
	out := *in
	out.Rows = slices.Clone(in.Rows)
	for i := range out.Rows {
		row := &out.Rows[i]
		if row.Kind != quotas.QuotaRow || row.Feature != in.Rows[r].Feature {
			continue
		}
		sign := 0
		if multipliers != nil {
			sign = multipliers[i].Sign()
		}
		if up == (i == r) {
			row.Max++
			used = used || sign > 0
		} else if row.Min > 0 {
			row.Min--
			used = used || sign < 0
		}
	}
	return &out, used
}
