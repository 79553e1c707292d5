package invite

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/evenlot/evenlot/quotas"
	"github.com/evenlot/evenlot/selection/draw"
	"github.com/evenlot/evenlot/selection/record"
)

// What one row of a register is.
const (
	People    = "people"
	Addresses = "addresses"
)

// What is hashed of a row.
const (
	Keyed = "keyed" // [LetterID]
	Open  = "open"  // the id of the register
)

// Rules are the contents of letters.json: what was asked for.
type Rules struct {
	Format       string   `json:"format"` // [Format]
	Unit         string   `json:"unit"`   // [People] or [Addresses]
	IDs          string   `json:"ids"`    // [Keyed] or [Open]
	KeyHash      string   `json:"key_hash"`
	Household    int      `json:"household_limit"` // letters a household: 1, by its best ticket; 0: no limit
	Strata       []string `json:"strata"`          // names of the columns; none: everybody is one stratum
	Allocation   string   `json:"allocation"`      // [SainteLague] or [Hamilton]
	Waves        []int    `json:"waves"`           // letters of each wave
	SparePercent int      `json:"spare_percent"`   // further letters of each stratum, for those that come back
	Extra        []Extra  `json:"extra"`           // letters to some strata in addition
	People       int      `json:"people"`          // rows of the register
	Statements   []string `json:"statements"`      // what was decided before, for everyone to read
}

// An Extra gives a share of all letters to the people with one value, who get their share of the other letters
// too.
type Extra struct {
	Percent int    `json:"percent"`
	Column  string `json:"column"` // one of the strata
	Value   string `json:"value"`
}

// String is how a person gives it: "20%:area=deprived".
func (x Extra) String() string { return fmt.Sprintf("%d%%:%s=%s", x.Percent, x.Column, x.Value) }

func (x Extra) in(r *Rules, s *Stratum) bool {
	i := slices.Index(r.Strata, x.Column)
	return i >= 0 && s.Values[i] == x.Value
}

const (
	maxLetters = 100_000_000 // letters in all; a country
	maxWaves   = 20
	maxStrata  = 20_000 // more are no strata but, by mistake, a column of ids
	maxPeople  = 999_999_999
)

// Total is all letters of the waves.
func (r *Rules) Total() int {
	sum := 0
	for _, n := range r.Waves {
		sum += n
	}
	return sum
}

// Check reports whether the rules can be carried out. The error lists every fault.
func (r *Rules) Check() error {
	var faults []error
	add := func(wrong bool, format string, args ...any) {
		if wrong {
			faults = append(faults, fmt.Errorf(format, args...))
		}
	}
	add(r.Format != Format, "format is %q, expected %s", r.Format, Format)
	add(r.Unit != People && r.Unit != Addresses, "unit is %q, expected %s or %s", r.Unit, People, Addresses)
	add(r.IDs != Keyed && r.IDs != Open, "ids are %q, expected %s or %s", r.IDs, Keyed, Open)
	add(!isHash(r.KeyHash), "key_hash is %q, expected 64 hexadecimal digits", r.KeyHash)
	add(r.Household != 0 && r.Household != 1, "household_limit is %d, expected 0 or 1", r.Household)
	add(r.Household > 0 && r.Unit == Addresses, "one letter a household is for registers of people: an address is one row already")
	add(r.Allocation != SainteLague && r.Allocation != Hamilton, "allocation is %q, expected %s or %s", r.Allocation, SainteLague, Hamilton)
	add(len(r.Waves) < 1 || len(r.Waves) > maxWaves, "%d waves, expected 1 to %d", len(r.Waves), maxWaves)
	for _, n := range r.Waves {
		add(n < 1 || n > maxLetters, "%d letters, expected 1 to %d", n, maxLetters)
	}
	add(r.Allocation == Hamilton && len(r.Waves) > 1, "largest remainders do not go with several waves: "+
		"a stratum could lose a letter when there are more of them; expected %s", SainteLague)
	add(r.SparePercent < 0 || r.SparePercent > 100, "%d %% spare letters, expected 0 to 100", r.SparePercent)
	add(r.People < 0 || r.People > maxPeople, "%d rows, expected at most %d", r.People, maxPeople)
	return errors.Join(append(faults, r.checkColumns(), r.checkStatements())...)
}

func (r *Rules) checkColumns() error {
	percent := 0
	for i, c := range r.Strata {
		if clean, err := draw.ParsePublic(c); err != nil || clean != c || slices.Contains(r.Strata[:i], c) {
			return fmt.Errorf("strata have the column %q, expected each column once, with a visible name", c)
		}
	}
	for i, x := range r.Extra {
		percent += x.Percent
		twice := slices.ContainsFunc(r.Extra[:i], func(y Extra) bool { return x.Column == y.Column && x.Value == y.Value })
		if x.Percent < 1 || x.Percent > 99 || percent > 99 || twice {
			return fmt.Errorf("extra letters are %s, expected 1 to 99 %% in all, and each value once", x)
		}
		if !slices.Contains(r.Strata, x.Column) {
			return fmt.Errorf("extra letters go to %s, expected a column of the strata (%s)", x, strings.Join(r.Strata, ", "))
		}
	}
	return nil
}

func (r *Rules) checkStatements() error {
	for _, s := range r.Statements {
		if clean, err := draw.ParsePublic(s); err != nil || clean != s {
			return fmt.Errorf("a statement is %q, expected a sentence on one line", s)
		}
	}
	return nil
}

// Bytes is letters.json.
func (r *Rules) Bytes() []byte { return record.Spell(r) }

// ReadRules reads letters.json, in the spelling of [Rules.Bytes].
func ReadRules(name string, data []byte) (*Rules, error) {
	var r Rules
	if err := record.ReadSpelt(name, data, &r); err != nil {
		return nil, err
	}
	if err := r.Check(); err != nil {
		return nil, quotas.Fault{File: name, Found: err.Error(), Expected: "rules of a lottery of letters",
			Fix: "if a newer evenlot wrote this, check it with that one"}
	}
	return &r, nil
}

func isHash(s string) bool {
	if len(s) != 64 {
		return false
	}
	return strings.Trim(s, "0123456789abcdef") == ""
}
