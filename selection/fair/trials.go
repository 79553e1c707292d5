package fair

import (
	"context"
	"fmt"
	"math/big"

	"github.com/evenlot/evenlot/quotas/census"
)

const (
	// uniformSamples is how many panels are drawn by trial for frequencies, where the options do not say.
	uniformSamples = 10_000
	// trialsEach is how many trials a panel may take on average: of so many, more than a few succeed.
	trialsEach = 1000
	// firstTrials are made before anything is said about the share that succeeds; of more than
	// uniformTrials nothing more is learnt.
	firstTrials, uniformTrials = 20_000, 100_000
)

// Trials draws panels where there are too many to count: panels that meet the quotas of some features
// are counted and drawn, and those kept that meet the quotas of the others, see [census.Subset]. Each
// panel is as likely as any other, exactly.
type Trials struct{ subset *census.Subset }

var _ Drawer = (*Trials)(nil)

// Left are the features left out of the count.
func (d *Trials) Left() []int { return d.subset.Left }

// Panels is about the number of panels, where so many of the trials succeeded.
func (d *Trials) Panels(succeeded, trials int) *big.Int {
	all := d.subset.Ceiling()
	all.Mul(all, big.NewRat(int64(succeeded), int64(trials)))
	return new(big.Int).Quo(all.Num(), all.Denom())
}

// Draw draws a panel; the error is *[TooRare] or the context's.
func (d *Trials) Draw(ctx context.Context, random Source) ([]int, error) {
	for trial := range 100 * trialsEach {
		if trial%trialsEach == 0 && ctx.Err() != nil {
			return nil, ctx.Err()
		}
		if panel := d.try(random); panel != nil {
			return panel, nil
		}
	}
	return nil, &TooRare{100 * trialsEach, 0}
}

func (d *Trials) try(random Source) []int {
	return d.subset.Try(func(n *big.Int) *big.Int { return below(random, n) })
}

// TooRare is the error for a pool whose panels can be neither counted nor found by trial.
type TooRare struct{ Trials, Succeeded int }

// Error says it in a sentence.
func (e *TooRare) Error() string {
	return fmt.Sprintf("the panels can be neither counted, with %d states of a half-filled panel, nor found by trial: of %d panels that meet "+
		"the quotas of some features, %d meet the others; the rule uniform needs fewer features, wider quotas or fewer seats",
		census.MaxStates, e.Trials, e.Succeeded)
}

// sample fills in frequencies.
func (d *Trials) sample(ctx context.Context, out *Outcome, o RuleOptions) error {
	wanted := o.Samples
	if wanted <= 0 {
		wanted = uniformSamples
	}
	out.Drawn = make([]int, len(out.Chance))
	for ; out.Samples < wanted && out.Attempts < uniformTrials; out.Attempts++ {
		if out.Attempts%trialsEach == 0 && ctx.Err() != nil {
			return ctx.Err()
		}
		if out.Attempts == firstTrials && out.Samples < firstTrials/trialsEach {
			break
		}
		if panel := d.try(o.Random); panel != nil {
			out.Samples++
			for t, x := range panel {
				out.Drawn[t] += x
			}
		}
	}
	if out.Samples < min(wanted, firstTrials/trialsEach) {
		return &TooRare{out.Attempts, out.Samples}
	}
	for t, x := range out.Drawn {
		out.Chance[t] = float64(x) / float64(out.Samples) / float64(out.Instance.Count[t])
	}
	out.Grade, out.Drawer = Sampled, d
	return nil
}
