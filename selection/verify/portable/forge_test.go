package portable_test

import (
	"crypto/sha256"
	"fmt"
	"math/big"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/evenlot/evenlot/quotas"
	"github.com/evenlot/evenlot/selection/draw"
	"github.com/evenlot/evenlot/selection/pool"
	"github.com/evenlot/evenlot/selection/record"
	"github.com/evenlot/evenlot/selection/record/recordtest"
)

// A forgery is what a hostile operator puts into a record, before all hashes are made to fit.
type forgery struct {
	table   string   // lines of quotas.csv, sorted
	people  []string // the values of each person, in the order of the features
	home    []int    // household of each person, -1: none; nil: nobody has one
	shapes  int      // of households that count
	limit   int      // of a household
	seats   int
	pages   [][]int32
	grade   string
	cuts    []record.ProofCut
	steps   []step
	mixture string // weights; "": none
	form    record.Form
	version int
	source  draw.Source // "": digits, drawn after a mixing
	rule    string      // "": leximin
}

// A step is one of a proof: its chance, the people it fixes, and multipliers of rows.
type step struct {
	chance      *big.Rat
	people      []int
	multipliers []record.ProofTerm
}

// terms writes [[at,by],...].
func terms(numbers ...int64) []record.ProofTerm {
	out := []record.ProofTerm{}
	for i := 0; i < len(numbers); i += 2 {
		out = append(out, record.ProofTerm{At: int(numbers[i]), By: big.NewInt(numbers[i+1])})
	}
	return out
}

// publicID gives ids in order.
func publicID(i int) string {
	const letters = "bcdfghjkmnpqrstvwxyz"
	return "b" + string([]byte{letters[i/400], letters[i/20%20], letters[i%20]})
}

// roster is the pool of a forgery.
func (f forgery) roster(t *testing.T) *pool.Roster {
	table, faults := quotas.Read("quotas.csv", []byte("feature,value,min,max\n"+f.table))
	require.NoError(t, faults.Err())
	roster, first := &pool.Roster{Table: table}, map[int]int{}
	for i, values := range f.people {
		e := pool.Entry{ID: publicID(i), Household: -1}
		salt := sha256.Sum256([]byte(e.ID))
		copy(e.Salt[:], salt[:])
		if f.home != nil && f.home[i] >= 0 {
			if _, met := first[f.home[i]]; !met {
				first[f.home[i]] = i
			}
			e.Household = first[f.home[i]]
			if f.version > 1 {
				e.Home = fmt.Sprintf("%032x", f.home[i])
			}
		}
		for j, value := range strings.Fields(values) {
			e.Values = append(e.Values, table.Features[j].Value(value))
		}
		roster.Entries = append(roster.Entries, e)
	}
	return roster
}

// proof lays out proof.json, with everything counted as it is.
func (f forgery) proof(table *quotas.Table, counts []int) []byte {
	p := record.Proof{Format: record.ProofFormat, Grade: f.grade, Over: record.ProofOver, Cuts: f.cuts, Rows: []string{}}
	if f.version == 1 {
		p.Format = record.ProofFormat1
	}
	if p.Cuts == nil {
		p.Cuts = []record.ProofCut{}
	}
	for _, feature := range table.Features {
		for _, value := range feature.Values {
			p.Rows = append(p.Rows, "quota "+feature.Name+": "+value.Name)
		}
	}
	for i := range f.shapes {
		p.Rows = append(p.Rows, fmt.Sprintf("households of shape %d", i+1))
	}
	p.Rows = append(p.Rows, "seats")
	for _, s := range f.steps {
		fewest, most := len(f.pages), 0
		for _, i := range s.people {
			fewest, most = min(fewest, counts[i]), max(most, counts[i])
		}
		p.Steps = append(p.Steps, record.ProofStep{Chance: s.chance, People: len(s.people), Fewest: fewest, Most: most,
			Pages: record.PagesOf(s.chance, len(f.pages)), Multipliers: s.multipliers})
	}
	return p.Bytes()
}

// files is the record of a forgery, with every hash right.
func (f forgery) files(t *testing.T) record.Files {
	t.Helper()
	roster := f.roster(t)
	in := recordtest.Input2()
	in.Rules.Statements = []string{}
	if f.version == 1 {
		in = recordtest.Input()
	}
	counts := make([]int, len(f.people))
	for _, page := range f.pages {
		slices.Sort(page)
		for _, i := range page {
			counts[i]++
		}
	}
	in.Roster, in.Pages, in.Proof = roster, f.pages, f.proof(roster.Table, counts)
	in.Rules.People, in.Rules.Seats, in.Rules.Pages, in.Rules.Household = len(f.people), f.seats, len(f.pages), f.limit
	in.Rules.Form = f.form
	if f.rule != "" {
		in.Rules.Rule = f.rule
	}
	if f.form == record.FormSealed {
		in.Salts = record.PageSalts([32]byte{1, 2, 3}, len(in.Pages))
	}
	value := balls
	in.Source = record.SeedSource{Source: draw.Source{Kind: draw.KindDigits, Statement: "twelve balls in the town hall", Time: "2027-01-15T18:00:00Z", Digits: 12}}
	if f.source.Kind != "" {
		in.Source, value = record.SeedSource{Source: f.source}, "12 digits are no more than a text"
	}
	files := recordtest.Draw(in, value)
	if f.version > 1 && f.source.Kind == "" {
		files = mixed(t, files)
	}
	if f.mixture != "" {
		files[f.form.MixtureFile()] = recordtest.Spell(f.mixture)
		files.Seal()
	}
	return files
}

// everyone lists so many people from one on.
func everyone(from, count int) (all []int) {
	for i := range count {
		all = append(all, from+i)
	}
	return all
}

// A deck deals people out evenly, in a new order whenever it runs out.
type deck struct {
	of, left []int
	rng      *rand.Rand
}

// deal adds so many people of the deck to a page, none twice.
func (d *deck) deal(page []int32, count int) []int32 {
	for range count {
		if len(d.left) == 0 {
			d.left = slices.Clone(d.of)
			d.rng.Shuffle(len(d.left), func(i, j int) { d.left[i], d.left[j] = d.left[j], d.left[i] })
			// Who is on the page already waits for the next one.
			slices.SortStableFunc(d.left, func(a, b int) int { return on(page, b) - on(page, a) })
		}
		last := len(d.left) - 1
		page, d.left = append(page, int32(d.left[last])), d.left[:last]
	}
	return page
}

func on(page []int32, i int) int {
	if slices.Contains(page, int32(i)) {
		return 1
	}
	return 0
}
