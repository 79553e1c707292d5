package oracle

import "math"

// Over is the denominator of the multipliers in a [Node].
const Over = 1 << scaleBits

// A Node is a node of a proof by branch and bound. A leaf has a multiplier for each row of the
// instance, and last one for the seats, in units of 1/[Over]. exactBound says what they prove inside
// the boxes of the node.
type Node struct {
	Type        int // branches on x[Type] <= At or x[Type] >= At+1; or Bound, Empty
	At          int
	Down, Up    *Node
	Multipliers []int64
}

// The two kinds of leaves, as Node.Type.
const (
	Bound = -1 // the multipliers bound the weight
	Empty = -2 // the multipliers show that there is no panel
)

// scaleBits: multipliers are rounded to multiples of 2^-scaleBits. With weights of
// at most 2^20 the scaled sums stay below 2^63 for pools of up to 2^22 people and
// rounding costs far less than one unit of weight.
const scaleBits = 16

// scaled rounds multipliers to integers, in units of 2^-scaleBits. A multiplier
// that does not fit (a numerical accident) is taken as 0: any multipliers are valid.
func scaled(y []float64) []int64 {
	out := make([]int64, len(y))
	for i, v := range y {
		if v = float64(v * (1 << scaleBits)); v > -(1<<40) && v < 1<<40 {
			out[i] = int64(math.Floor(v + 0.5))
		}
	}
	return out
}

// exactBound evaluates, in integers, the bound that multipliers prove on the weight of
// every panel inside the present boxes: for any y,
//
//	w·x = (w - yA)·x + y·(Ax) <= sum of max over the box + sum of max over the windows.
func (b *search) exactBound(y []int64) int64 {
	return b.reach(y, b.q.Weights) >> scaleBits // floor, also for negative sums
}

// farkas rounds a Farkas row to integers. It shows that no panel is inside the boxes if
// the bound it proves on 0·x is below 0.
func farkas(ray []float64) []int64 {
	largest := 0.0
	for _, v := range ray {
		largest = max(largest, math.Abs(v))
	}
	y := make([]float64, len(ray))
	for i, v := range ray {
		if largest > 0 {
			y[i] = -float64(v * ((1 << farkasBits) / largest))
		}
	}
	return scaled(y)
}

// farkasBits: a ray is scaled so that its largest entry is 2^farkasBits, in units of
// 2^-scaleBits.
const farkasBits = 10

// reach is sum over types of max d*x over the box, d = w - yA, plus sum over rows of
// max y*r over the window, in units of 2^-scaleBits.
func (b *search) reach(y []int64, weights []int64) int64 {
	d := make([]int64, len(b.lower))
	for t := range weights {
		d[t] = weights[t] << scaleBits
	}
	sum := int64(0)
	for i, r := range b.rows {
		if y[i] == 0 {
			continue
		}
		for k, t := range r.Index {
			if r.Value == nil {
				d[t] -= y[i]
			} else {
				d[t] -= y[i] * int64(r.Value[k])
			}
		}
		sum += max(y[i]*int64(r.Min), y[i]*int64(r.Max))
	}
	for t, v := range d {
		sum += max(v*int64(b.lower[t]), v*int64(b.upper[t]))
	}
	return sum
}
