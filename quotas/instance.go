package quotas

// An Instance is the question "which panels are allowed?" without names. The
// people of the pool are gathered into types: people of one type are alike for
// every rule, so a panel is fully described by how many of each type sit on it.
//
// A panel is an integer vector x with
//
//	x[0] + x[1] + … = Seats
//	0 <= x[t] <= Count[t]                     for every type t
//	r.Min <= sum of x[t], t in r.Types <= r.Max   for every row r (weighted, if r has weights)
//
// Types stand in canonical order: by value vector, then household shape.
type Instance struct {
	Seats int
	Count []int // people of each type, > 0
	Rows  []Row
}

// A Row is one rule: the seats of some types together stay in a window.
type Row struct {
	Kind    RowKind
	Feature int // QuotaRow: index into Table.Features
	Value   int // QuotaRow: index into Feature.Values
	Types   []int
	Weights []int // of each of Types; nil: 1
	Min     int
	Max     int
}

// Sum is the left-hand side of the row for x.
func (r *Row) Sum(x []int) int {
	sum := 0
	for i, t := range r.Types {
		if r.Weights == nil {
			sum += x[t]
		} else {
			sum += r.Weights[i] * x[t]
		}
	}
	return sum
}

// RowKind tells where a row comes from.
type RowKind int

const (
	// QuotaRow is the window of one value of one feature.
	QuotaRow RowKind = iota
	// HouseholdRow says that the households of one shape take at most as many
	// seats as there are such households (times the limit a household has).
	HouseholdRow
	// CutRow holds for every panel anyway, by proof; it tells a linear program what
	// whole seats exclude.
	CutRow
)

// Allows reports whether x is a panel of the instance.
func (in *Instance) Allows(x []int) bool {
	if len(x) != len(in.Count) {
		return false
	}
	seats := 0
	for t, n := range x {
		if n < 0 || n > in.Count[t] {
			return false
		}
		seats += n
	}
	if seats != in.Seats {
		return false
	}
	for i := range in.Rows {
		r := &in.Rows[i]
		if sum := r.Sum(x); sum < r.Min || sum > r.Max {
			return false
		}
	}
	return true
}
