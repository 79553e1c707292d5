package fair

import (
	"context"
	"fmt"
	"math"
	"math/big"
)

const (
	// nashGap is the largest proved gap of a Nash vector per person who can be seated: no
	// lottery has a geometric mean of chances above this one's by more than about this
	// share (the logarithms of the chances sum to at most n*nashGap more).
	nashGap = 1e-6
	// dyadicBits: Nash chances are multiples of 2^-dyadicBits, far finer than any book.
	dyadicBits = 40
	// proofBits: the proof is evaluated in units of 2^-proofBits.
	proofBits = 60
)

// Nash makes the product of all chances as large as possible:
//
//	maximise  sum over everyone who can be seated of log p[i]
//
// (Flanigan, Gölz, Gupta, Hennig, Procaccia, Nature 596, 2021, supplement). The vector is
// unique. It is computed over Q by an interior point method, then confirmed or cut off
// by panels as leximin is.
//
// The proof needs no logarithm. By concavity, with p as printed (a dyadic vector), no
// lottery q has sum log q above sum log p by more than
//
//	max over panels P of (sum over i in P of 1/p[i]) - n,
//
// the Frank-Wolfe gap, and row multipliers bound the maximum; the bound is evaluated in
// integers. Value is that bound on the maximum, Bound is n: Value - Bound is the
// proved gap in the sum of logarithms, at most nashGap*n.
type Nash struct{}

var _ Rule = Nash{}

// Name is "nash".
func (Nash) Name() string { return "nash" }

// Aim says it in a few words.
func (Nash) Aim() string {
	return "the product of all chances as large as possible"
}

// Independent is false: the chances are a vector, and one book has them all.
func (Nash) Independent() bool { return false }

// MayExclude is false.
func (Nash) MayExclude() bool { return false }

// Chances computes the Nash vector.
func (Nash) Chances(ctx context.Context, s *Solver, o RuleOptions) (*Outcome, error) {
	if err := s.prepare(ctx); err != nil {
		return nil, err
	}
	s.allow(o.Budget)
	m, seeded := newMixer(s), false
	for {
		p := newNash(s)
		if !p.solve() {
			return nil, errNumerical
		}
		out, err := p.outcome(s)
		if err != nil || o.Budget == 0 {
			return out, err
		}
		if !seeded {
			s.seed(ctx, out.Seats)
			seeded = true
		}
		found, cut, err := m.inside(ctx, out.Seats, out.Seats)
		switch {
		case err != nil:
			return nil, err
		case cut != nil:
			s.cuts = append(s.cuts, *cut)
		case found != nil:
			out.attained(found)
			out.Nodes = s.nodes
			return out, nil
		default:
			out.Grade, out.Nodes = Open, s.nodes
			return out, nil
		}
	}
}

// A nash is the program over Q; its types are those that can be seated.
type nash struct {
	*interior
	types []int
}

func newNash(s *Solver) *nash {
	types, n, rows := s.seatableProgram()
	return &nash{newInterior(n, rows), types}
}

// outcome rounds the vector and proves its gap.
func (p *nash) outcome(s *Solver) (*Outcome, error) {
	chance := make([]float64, len(s.in.Count))
	unit := float64(int64(1) << dyadicBits)
	for i, t := range p.types {
		v := math.Floor(float64(p.x[i]/p.n[i]*unit)+0.5) / unit
		if !(v > 0) {
			return nil, errNumerical
		}
		chance[t] = min(v, 1)
	}
	out := s.outcome("nash", chance)
	people := s.seatable()
	bound := p.prove(chance)
	out.Value, _ = bound.Float64()
	out.Bound = float64(people)
	if gap := out.Value - out.Bound; gap > float64(nashGap*out.Bound) {
		return nil, fmt.Errorf("fair: the Nash vector is proved only up to %.2g per person, %.2g was wanted",
			gap/out.Bound, nashGap)
	}
	return out, nil
}

// prove bounds, in units of 2^-proofBits, the sum of 1/p over the people of any panel:
// for all multipliers y of the rows
//
//	sum over t of x[t]/p[t] <= sum over t of n[t] max(0, 1/p[t] - (yA)[t])
//	                         + sum over rows of the largest y*r in the window.
//
// 1/p is rounded up and y to whole units, so the bound is valid as computed.
func (p *nash) prove(chance []float64) *big.Rat {
	d := make([]*big.Int, len(p.types))
	for i, t := range p.types {
		d[i] = roundedInverse(chance[t])
	}
	sum := new(big.Int)
	for i := range p.rows {
		r := &p.rows[i]
		y := units(p.multiplier(i))
		at := r.max
		if y.Sign() < 0 {
			at = r.min
		}
		sum.Add(sum, new(big.Int).Mul(y, big.NewInt(int64(at))))
		for k, t := range r.index {
			d[t].Sub(d[t], new(big.Int).Mul(y, big.NewInt(int64(r.value[k]))))
		}
	}
	for i, v := range d {
		if v.Sign() > 0 {
			sum.Add(sum, v.Mul(v, big.NewInt(int64(p.n[i]))))
		}
	}
	return new(big.Rat).SetFrac(sum, new(big.Int).Lsh(big.NewInt(1), proofBits))
}

// multiplier of row i, 0 where its sign would ask for an end of the window that cannot
// bind.
func (p *nash) multiplier(i int) float64 {
	r, y := &p.rows[i], -p.y[i]
	if !r.equality() && (y > 0 && !r.up || y < 0 && !r.low) {
		return 0
	}
	return y
}

// roundedInverse is 1/p in units of 2^-proofBits, rounded up; p is a multiple of
// 2^-dyadicBits.
func roundedInverse(p float64) *big.Int {
	parts := big.NewInt(int64(p * (1 << dyadicBits)))
	one := new(big.Int).Lsh(big.NewInt(1), proofBits+dyadicBits)
	one.Add(one, parts)
	one.Sub(one, big.NewInt(1))
	return one.Quo(one, parts)
}

// units is y in units of 2^-proofBits, rounded towards 0.
func units(y float64) *big.Int {
	scaled := new(big.Float).SetMantExp(big.NewFloat(y), proofBits)
	whole, _ := scaled.Int(nil)
	return whole
}
