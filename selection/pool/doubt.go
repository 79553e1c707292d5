package pool

import "slices"

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

// rows makes the rows of a doubt from people.
func (p *Pool) rows(people []int) []Row {
	rows := make([]Row, len(people))
	for i, person := range people {
		rows[i] = Row{p.Line(person), p.Label(person), person, p.People[person].Row}
	}
	slices.SortFunc(rows, func(a, b Row) int { return a.row - b.row })
	return rows
}

func boolInt(b bool) int {
	if b {
		return 1
	}
	return 0
}
