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
	// Max tells that Row may take one seat more, and the other values of its feature may
	// give one (their minima are lowered by one); else Row may take one less, and the
	// others one more.
	Max bool
	// Smallest is the largest chance that everyone who can be seated now can be promised
	// then, as far as the rows go: the first level over them, see [Solver.Leximin]. Gain is
	// how much more that is.
	Smallest, Gain *big.Rat
}

// Prices re-solves the first level of chances for every quota of their instance and
// either end of it, exactly. It needs no panels: base is the first level without cuts,
// as [Solver.Leximin] gives it. Those who cannot be seated now stay out. Minima of 0
// cannot be lowered and are left out; prices come in the order of the rows.
//
// Where the multipliers of the level use none of the ends that move, its proof holds as
// it stands and the gain is 0 without work. The error is the solver's, or the context's.
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
// give or take it; used tells whether multipliers lean on an end that moved.
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
