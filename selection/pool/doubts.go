package pool

import (
	"bytes"
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"slices"
	"strings"
)

// A Doubt is neither sound nor a fault: a person must look at it. A strong doubt stops a selection
// until it is decided.
type Doubt struct {
	Code   string // names the kind, such as person-twice; it never changes
	Strong bool
	Rows   []Row  // in the order of the file; none: the whole file
	Text   string // what was found, a sentence without its end
	Ask    string // what the answers mean
	// Key names this doubt about these people: it is the same however the rows are ordered.
	Key string
}

// A Row is one entry of a pool in a doubt.
type Row struct {
	Line   int    `json:"line"` // as an editor counts, or the row of a spreadsheet
	ID     string `json:"id"`   // as [Pool.Label] gives it
	person int    // index into People
	row    int    // of the file
}

// Codes of doubts.
const (
	PersonTwice    = "person-twice"    // two entries that may be one person's
	IDTwice        = "id-twice"        // ids that differ by case or blanks only
	RowTwice       = "row-twice"       // rows alike in all but a time stamp
	ContactShared  = "contact-shared"  // an e-mail or telephone of several people
	HouseholdAlike = "household-alike" // addresses that may be one
	HouseholdCrowd = "household-crowd" // an address that a tenth of the pool has
	HouseholdLarge = "household-large" // more people in a household than in most families
	ValueNobody    = "value-nobody"    // a value of the quotas that nobody has
	FeatureSame    = "feature-same"    // a feature in which all are alike
	MaximumIdle    = "maximum-idle"    // maxima above the people there are
	IDsRounded     = "ids-rounded"     // long numbers that end in zeros
	PoolCut        = "pool-cut"        // a pool that ends where a program stops
)

// Doubts finds everything about a pool that a person should look at before a draw for
// that many seats: strong doubts first, then by kind and row.
func (p *Pool) Doubts(seats int) []Doubt {
	var all []Doubt
	twice := p.twice()
	all = append(all, twice.doubts()...)
	all = append(all, p.homeDoubts()...)
	all = append(all, p.fileDoubts()...)
	all = append(all, p.quotaDoubts(seats)...)
	for i := range all {
		all[i].Key = all[i].Code + "-" + p.doubtHash(&all[i])
	}
	slices.SortStableFunc(all, func(a, b Doubt) int {
		if a.Strong != b.Strong {
			return cmp.Compare(boolInt(b.Strong), boolInt(a.Strong))
		}
		return cmp.Or(strings.Compare(a.Code, b.Code), slices.CompareFunc(a.Rows, b.Rows, func(a, b Row) int { return a.row - b.row }))
	})
	return all
}

func boolInt(b bool) int {
	if b {
		return 1
	}
	return 0
}

// rows makes the rows of a doubt from people.
func (p *Pool) rows(people []int) []Row {
	rows := make([]Row, len(people))
	for i, person := range people {
		rows[i] = Row{p.Line(person), p.Label(person), person, p.People[person].Row}
	}
	slices.SortFunc(rows, func(a, b Row) int { return a.row - b.row })
	return rows
}

// doubtHash is a short hash of who a doubt is about, or of its text where it is about
// nobody.
func (p *Pool) doubtHash(d *Doubt) string {
	h := sha256.New()
	h.Write([]byte(d.Code))
	if len(d.Rows) == 0 {
		h.Write([]byte(d.Text))
	}
	for _, sum := range p.identities(d.Rows) {
		h.Write(sum[:])
	}
	return hex.EncodeToString(h.Sum(nil)[:5])
}

// identities are the hashes of the people of some rows, sorted.
func (p *Pool) identities(rows []Row) [][32]byte {
	sums := make([][32]byte, len(rows))
	for i, r := range rows {
		sums[i] = sha256.Sum256([]byte(p.Canonical(r.person)))
	}
	slices.SortFunc(sums, func(a, b [32]byte) int { return bytes.Compare(a[:], b[:]) })
	return sums
}

// A joiner gathers people into groups: union-find.
type joiner map[int]int

func (j joiner) root(i int) int {
	for {
		up, ok := j[i]
		if !ok || up == i {
			return i
		}
		if above, ok := j[up]; ok {
			j[i] = above
		}
		i = up
	}
}

func (j joiner) join(a, b int) {
	a, b = j.root(a), j.root(b)
	j[max(a, b)] = min(a, b)
	j[min(a, b)] = min(a, b)
}

// groups are the groups of two and more, by their first member.
func (j joiner) groups() [][]int {
	members := make(map[int][]int)
	for i := range j {
		r := j.root(i)
		members[r] = append(members[r], i)
	}
	var all [][]int
	for _, m := range members {
		slices.Sort(m)
		all = append(all, m)
	}
	slices.SortFunc(all, func(a, b []int) int { return a[0] - b[0] })
	return all
}
