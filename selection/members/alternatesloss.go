package members

import (
	"github.com/evenlot/evenlot/quotas"
	"github.com/evenlot/evenlot/selection/draw"
)

// A Loss is how far a panel is from its quotas, in millionths of a quota: a seat that misses the
// window of a value counts 1/max of the value (1 where max is 0).
type Loss int64

// Float is the loss in quotas.
func (l Loss) Float() float64 { return float64(l) / Million }

// quotaUnits is a whole quota in the integers that losses are added up in: the least number that
// all numbers to 24 divide, so that 2 seats of 6 and 1 of 3 are the same loss. A maximum above
// that is divided with a remainder, which is dropped.
const quotaUnits = 5_354_228_880

// A board is a quota table laid out flat: one place for each value of each feature.
type board struct {
	low, high []int
	price     []int64 // of a seat that misses the window
	first     []int   // place of the first value of each feature
}

func newBoard(table *quotas.Table) *board {
	b := &board{}
	for _, f := range table.Features {
		b.first = append(b.first, len(b.low))
		for _, v := range f.Values {
			b.low, b.high = append(b.low, v.Min), append(b.high, v.Max)
			b.price = append(b.price, quotaUnits/int64(max(v.Max, 1)))
		}
	}
	return b
}

// places are where a person counts.
func (b *board) places(values []int) []int {
	at := make([]int, len(values))
	for f, v := range values {
		at[f] = b.first[f] + v
	}
	return at
}

// loss is that of a panel.
func (b *board) loss(count []int) (sum int64) {
	for v, n := range count {
		sum += int64(max(b.low[v]-n, n-b.high[v], 0)) * b.price[v]
	}
	return sum
}

// gains says for each value by how much one more person with it lowers the loss.
func (b *board) gains(count []int, into []int64) {
	for v, n := range count {
		switch {
		case n < b.low[v]:
			into[v] = b.price[v]
		case n >= b.high[v]:
			into[v] = -b.price[v]
		default:
			into[v] = 0
		}
	}
}

func sum(gains []int64, places []int) (g int64) {
	for _, v := range places {
		g += gains[v]
	}
	return g
}

// next is the alternate who lowers the loss most, and by how much; the first of several. Those
// who moved up before are passed over. -1: nobody is left.
func next(gains []int64, set [][]int, up []bool) (best int, most int64) {
	best = -1
	for i, places := range set {
		if up[i] {
			continue
		}
		if g := sum(gains, places); best < 0 || g > most {
			best, most = i, g
		}
	}
	return best, most
}

// MoveUp is the rule by which alternates take vacant seats: one by one, the alternate with whom
// the loss of the panel is least, the first in order where several are alike. It ends when all
// seats are filled, or when everybody who is left would take the panel further from its quotas.
// Seated counts those who stay, by feature and value; alternates are given by their values. The
// answer are their indices, in the order in which they move up.
//
// The loss of a value is convex in its seats, so whoever does not lower the loss now never will:
// who moves up without lowering it keeps nobody out who would.
func MoveUp(table *quotas.Table, seated [][]int, alternates [][]int, vacant int) (order []int) {
	b := newBoard(table)
	var count []int
	for _, values := range seated {
		count = append(count, values...)
	}
	var set [][]int
	for _, values := range alternates {
		set = append(set, b.places(values))
	}
	gains, up := make([]int64, len(count)), make([]bool, len(set))
	for range vacant {
		b.gains(count, gains)
		i, gain := next(gains, set, up)
		if i < 0 || gain < 0 {
			break
		}
		order, up[i] = append(order, i), true
		for _, v := range set[i] {
			count[v]++
		}
	}
	return order
}

// A scenario is who might stay: their counts, the seats of those who leave, and the loss while
// nobody has moved up.
type scenario struct {
	count  []int
	vacant int
	loss   int64
}

// An Outlook is the scenarios that sets of alternates are judged by. It is for one goroutine at a
// time.
type Outlook struct {
	*board
	scenarios []scenario
	// Of one call, to spare memory.
	count []int
	gain  []int64
	up    []bool
}

// NewOutlook draws scenarios: in each, every member leaves with the chance of their rate, whoever
// else leaves.
func NewOutlook(q *AlternatesQuestion, scenarios int, stream *draw.Stream) *Outlook {
	o := &Outlook{board: newBoard(q.Table)}
	o.count, o.gain = make([]int, len(o.low)), make([]int64, len(o.low))
	for range scenarios {
		s := scenario{count: make([]int, len(o.low)), vacant: q.Seats}
		for _, values := range q.Members {
			if stream.IntN(Million) < q.Rates.Leave(values) {
				continue
			}
			s.vacant--
			for _, v := range o.places(values) {
				s.count[v]++
			}
		}
		s.loss = o.loss(s.count)
		o.scenarios = append(o.scenarios, s)
	}
	return o
}

// Loss is the mean loss of the panel over the scenarios with a set of alternates, given by the
// values of its people, in its order.
func (o *Outlook) Loss(set [][]int) Loss {
	people := make([][]int, len(set))
	for i, values := range set {
		people[i] = o.places(values)
	}
	return o.mean(o.total(people))
}

// total is the loss of a set, summed over the scenarios.
func (o *Outlook) total(set [][]int) (total int64) {
	for i := range o.scenarios {
		s := &o.scenarios[i]
		o.up = append(o.up[:0], make([]bool, len(set))...)
		copy(o.count, s.count)
		total += o.rest(set, o.count, s.vacant, s.loss)
	}
	return total
}

// rest is the loss that is left when those of a set who are not up move up too. It changes
// count and o.up.
func (o *Outlook) rest(set [][]int, count []int, vacant int, loss int64) int64 {
	for ; vacant > 0; vacant-- {
		o.gains(count, o.gain)
		i, gain := next(o.gain, set, o.up)
		if i < 0 || gain <= 0 {
			break
		}
		loss -= gain
		o.up[i] = true
		for _, v := range set[i] {
			count[v]++
		}
	}
	return loss
}

// mean turns a sum over the scenarios into a loss, rounded.
func (o *Outlook) mean(total int64) Loss {
	each := total / int64(len(o.scenarios))
	return Loss((each*Million + quotaUnits/2) / quotaUnits)
}
