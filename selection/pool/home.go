package pool

import (
	"cmp"
	"slices"
	"strings"

	"github.com/evenlot/evenlot/quotas/sheet"
	"github.com/evenlot/evenlot/selection/pool/address"
)

// homes is who lives together, and why some cells join nobody.
type homes struct {
	kinds   []homeColumn // of each household column
	key     []string     // of each person; empty: lives with nobody, as far as anybody knows
	why     []aloneBecause
	name    []string       // of each household: the key that its people share
	decided map[int]string // by row: the key that a person decided on
}

// A homeColumn is what a household column holds.
type homeColumn struct {
	needed   bool // half of the rows or more have something here: one without is half an address
	postcode bool
	place    bool // a town or country: no more than where the street is
	text     bool // most cells have several words, so one that is a postcode lacks its street
}

// aloneBecause says why the household cells of a person join nobody.
type aloneBecause int

const (
	joins       aloneBecause = iota
	noAddress                // all cells blank
	halfAddress              // a part is missing that most rows have
	placeholder              // 0, n/a, unknown
	boxAddress               // a post office box
	onlyPlace                // a postcode or town without a street
	crowded                  // a tenth of the pool has the same
)

// crowd is how many people with one address are more than a household: a tenth of the
// pool, but no family is a crowd.
func (p *Pool) crowd() int { return max(8, (len(p.People)+9)/10) }

// numberHouseholds finds who lives together: whoever has the same household key, see
// [address.Key]. Numbers follow the rows of the file; nothing outside this file depends on
// them.
func (p *Pool) numberHouseholds() {
	p.homes.name = nil
	for i := range p.People {
		p.People[i].Household = -1
	}
	if len(p.households) == 0 {
		return
	}
	home, people := p.readHomes()
	number := make([]int, len(people))
	for i, h := range home {
		if h < 0 || people[h] < 2 {
			continue
		}
		if number[h] == 0 {
			p.homes.name = append(p.homes.name, p.homes.key[i])
			number[h] = len(p.homes.name)
		}
		p.People[i].Household = number[h] - 1
	}
}

// readHomes finds the household key of everyone, and why some have none. It numbers the
// keys and counts their people.
func (p *Pool) readHomes() (home, people []int) {
	h := &p.homes
	if h.kinds == nil {
		for _, column := range p.households {
			h.kinds = append(h.kinds, p.homeColumn(column))
		}
	}
	h.key, h.why, home = make([]string, len(p.People)), make([]aloneBecause, len(p.People)), make([]int, len(p.People))
	numbers := make(map[string]int, len(p.People))
	for i := range p.People {
		h.key[i], h.why[i] = p.homeKey(i)
		if decided, ok := h.decided[p.People[i].Row]; ok {
			h.key[i], h.why[i] = decided, joins
		}
		n, met := numbers[h.key[i]]
		if !met {
			n = len(people)
			numbers[h.key[i]] = n
			people = append(people, 0)
		}
		home[i] = n
		people[n]++
	}
	for i, n := range home {
		_, decided := h.decided[p.People[i].Row]
		if h.key[i] != "" && people[n] >= p.crowd() && !decided {
			h.key[i], h.why[i] = "", crowded
		}
		if h.key[i] == "" {
			home[i] = -1
		}
	}
	return home, people
}

// homeColumn looks at header and cells of a household column.
func (p *Pool) homeColumn(column int) homeColumn {
	name := " " + strings.Join(address.Words(p.Header[column]), " ") + " "
	named := func(words ...string) bool {
		return slices.ContainsFunc(words, func(w string) bool { return strings.Contains(name, w) })
	}
	filled, postcodes, several := 0, 0, 0
	for i := range p.People {
		cell := p.Cell(i, column)
		if sheet.Clean(cell) == "" || address.SaysNothing(cell) {
			continue
		}
		filled++
		if address.IsPostcode(cell) {
			postcodes++
		}
		if strings.ContainsRune(sheet.Clean(cell), ' ') {
			several++
		}
	}
	return homeColumn{
		needed:   2*filled >= len(p.People),
		postcode: named("postcode", "post code", "postal", " zip", "plz", "postleitzahl", "postnr", "postnummer", " cap ") || 2*postcodes > filled,
		place:    named(" city ", " town ", " village ", " country ", " ort ", " stadt ", " wohnort ", " land ", " ville ", " pays ", " ciudad ", " miasto "),
		text:     2*several > filled,
	}
}

// homeKey joins the household cells of a person as they match; "" where they join nobody.
func (p *Pool) homeKey(person int) (string, aloneBecause) {
	var b strings.Builder
	filled, street, because := false, false, joins
	for i, column := range p.households {
		if i > 0 {
			b.WriteString(cellEnd)
		}
		kind, cell := p.homes.kinds[i], p.Cell(person, column)
		blank := sheet.Clean(cell) == ""
		tokens := address.Words(cell)
		filled = filled || !blank
		switch {
		case blank || address.SaysNothing(cell):
			if !blank && (kind.needed || len(p.households) == 1) {
				because = max(because, placeholder)
			} else if kind.needed {
				because = max(because, halfAddress)
			}
			continue
		case address.IsBox(tokens):
			because = boxAddress
		case kind.postcode:
			b.WriteString(address.PostcodeKey(cell))
			continue
		default:
			street = street || !kind.place && !(kind.text && address.IsPostcode(cell))
		}
		b.WriteString(address.KeyOf(tokens))
	}
	switch {
	case !filled:
		return "", noAddress
	case because != joins:
		return "", because
	case !street:
		return "", onlyPlace
	}
	return b.String(), joins
}

// Homes counts the households of a pool.
type Homes struct {
	Households int   // in all; whoever lives with nobody in the pool is one
	Several    int   // with several people of the pool
	Largest    []int // people of the largest of these
	Cell       string
	Alone      []Alone
}

// Alone counts people whose address joins nobody, and says why.
type Alone struct {
	Code   string
	Why    string // goes on from "people ..."
	People []int
	Cell   string // an example
}

// Homes counts the households; it is empty where no columns tell of them.
func (p *Pool) Homes() Homes {
	if len(p.households) == 0 {
		return Homes{}
	}
	people := make([][]int, len(p.homes.name))
	alone := make([][]int, crowded+1)
	out := Homes{Households: len(p.People), Several: len(people)}
	for i, person := range p.People {
		if person.Household >= 0 {
			people[person.Household] = append(people[person.Household], i)
		}
		if p.homes.why[i] > noAddress {
			alone[p.homes.why[i]] = append(alone[p.homes.why[i]], i)
		}
	}
	for _, members := range people {
		out.Households -= len(members) - 1
		if len(members) > len(out.Largest) {
			out.Largest = members
		}
	}
	if len(out.Largest) > 0 {
		out.Cell = p.address(out.Largest[0])
	}
	for why, members := range alone {
		if len(members) > 0 {
			code, text := aloneBecause(why).words()
			out.Alone = append(out.Alone, Alone{code, text, members, p.address(members[0])})
		}
	}
	slices.SortStableFunc(out.Alone, func(a, b Alone) int { return cmp.Compare(len(b.People), len(a.People)) })
	return out
}

func (b aloneBecause) words() (code, why string) {
	switch b {
	case placeholder:
		return "address-placeholder", "whose address says nothing"
	case halfAddress:
		return "address-half", "whose address lacks a part that most have"
	case boxAddress:
		return "address-box", "with a post office box"
	case onlyPlace:
		return "address-no-street", "with a postcode or town and no street"
	case crowded:
		return "address-crowd", "who share an address with a tenth of the pool"
	}
	return "address-none", "without an address"
}

// address is what the household cells of a person say, as the file spells them.
func (p *Pool) address(person int) string {
	var cells []string
	for _, column := range p.households {
		if cell := sheet.Clean(p.Cell(person, column)); cell != "" {
			cells = append(cells, cell)
		}
	}
	return strings.Join(cells, ", ")
}

// HouseholdColumns names the columns that together tell who lives together, as the file spells
// them.
func (p *Pool) HouseholdColumns() []string {
	names := []string{}
	for _, c := range p.households {
		names = append(names, p.Header[c])
	}
	return names
}
