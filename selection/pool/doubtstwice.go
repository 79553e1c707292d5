package pool

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/hbollon/go-edlib"

	"github.com/evenlot/evenlot/quotas/sheet"
)

// twice looks for people who are in the pool more than once. Only entries that share an
// e-mail, a telephone, a date of birth or an address are held against each other.
type twice struct {
	pool     *Pool
	contacts *contacts
	people   []contact
	strong   joiner
	weak     joiner
	why      map[[2]int]shared // of the pairs found
	lonely   [][]int           // people who share an e-mail or telephone and no more
	lonelyBy []string
}

// shared is what two entries have in common, and what speaks against one person.
type shared struct {
	name                                 likeness
	email, phone, birth, address         bool
	otherBirth                           bool // both known, and no slip of the pen
	otherEmail, otherPhone, otherAddress bool // both known, and different
	sameAnswers                          bool // the features agree, but for one at most
}

func (p *Pool) twice() *twice {
	c := p.contactColumns()
	t := &twice{pool: p, contacts: c, people: make([]contact, len(p.People)),
		strong: joiner{}, weak: joiner{}, why: map[[2]int]shared{}}
	for i := range t.people {
		t.people[i] = p.contact(c, i)
	}
	t.blocks("e-mail address", func(c *contact) string { return c.email })
	t.blocks("telephone", func(c *contact) string { return c.phone })
	t.blocks("", func(c *contact) string { return c.address })
	t.births()
	if !slices.ContainsFunc(t.people, contact.tells) {
		t.namesakes()
	}
	return t
}

// tells reports whether an entry holds anything beside the name by which a person is
// known again.
func (c contact) tells() bool {
	return c.email != "" || c.phone != "" || c.birth != Date{} || c.address != ""
}

// blocks compares people who share something. What it is called is empty where families
// share it by nature.
func (t *twice) blocks(called string, of func(*contact) string) {
	blocks := make(map[string][]int)
	for i := range t.people {
		if key := of(&t.people[i]); key != "" {
			blocks[key] = append(blocks[key], i)
		}
	}
	for _, key := range slices.Sorted(maps.Keys(blocks)) {
		block := blocks[key]
		if len(block) < 2 {
			continue
		}
		t.compareAll(block)
		if called != "" {
			t.lonely, t.lonelyBy = append(t.lonely, block), append(t.lonelyBy, called)
		}
	}
}

func (t *twice) births() {
	blocks := make(map[Date][]int)
	for i := range t.people {
		if d := t.people[i].birth; d != (Date{}) {
			blocks[d] = append(blocks[d], i)
		}
	}
	for _, block := range blocks {
		t.compareAll(block)
	}
}

// namesakes finds names that come twice, where nothing else is known of anybody.
func (t *twice) namesakes() {
	first := make(map[string]int)
	for i := range t.people {
		name := t.people[i].name
		if !name.known() {
			continue
		}
		if j, met := first[name.all]; met {
			t.why[[2]int{j, i}] = shared{name: equal}
			t.weak.join(j, i)
			continue
		}
		first[name.all] = i
	}
}

// mostAll is the largest group in which everyone is compared with everyone. In a larger
// one, such as of an e-mail address that a club lent, only people who share a name are.
const mostAll = 100

func (t *twice) compareAll(block []int) {
	if len(block) <= mostAll {
		for n, i := range block {
			for _, j := range block[n+1:] {
				t.compare(i, j)
			}
		}
		return
	}
	words := make(map[string][]int)
	for _, i := range block {
		for _, w := range slices.Compact(slices.Clone(t.people[i].name.words)) {
			words[w] = append(words[w], i)
		}
	}
	for _, some := range words {
		if len(some) > mostAll {
			slices.SortStableFunc(some, func(a, b int) int { return strings.Compare(t.people[a].name.all, t.people[b].name.all) })
		}
		for n, i := range some {
			for _, j := range some[n+1 : min(len(some), n+mostAll)] {
				t.compare(min(i, j), max(i, j))
			}
		}
	}
}

// compare judges one pair; i is before j.
func (t *twice) compare(i, j int) {
	a, b := &t.people[i], &t.people[j]
	name := a.name.compare(b.name)
	if name == unlike && a.sameBut(b) {
		name = near
	}
	if name == unlike {
		return
	}
	pair := [2]int{i, j}
	if _, known := t.why[pair]; known {
		return
	}
	s := t.pool.sharing(i, j, a, b)
	s.name = name
	switch verdict := s.verdict(); verdict {
	case strongly:
		t.strong.join(i, j)
	case weakly:
		t.weak.join(i, j)
	default:
		return
	}
	t.why[pair] = s
}

// sameBut reports whether two entries differ in one letter of a name so short that this alone
// would say nothing.
func (a *contact) sameBut(b *contact) bool {
	contact := a.email != "" && a.email == b.email || a.phone != "" && a.phone == b.phone
	return contact && a.birth != Date{} && a.birth == b.birth && a.name.known() && b.name.known() &&
		edlib.OSADamerauLevenshteinDistance(a.name.all, b.name.all) <= 1
}

func (p *Pool) sharing(i, j int, a, b *contact) shared {
	s := shared{
		email:   a.email != "" && (a.email == b.email || slip(a.email, b.email)),
		phone:   a.phone != "" && a.phone == b.phone,
		birth:   a.birth != Date{} && a.birth == b.birth,
		address: a.address != "" && a.address == b.address,
	}
	s.otherEmail = a.email != "" && b.email != "" && !s.email
	s.otherPhone = a.phone != "" && b.phone != "" && !s.phone
	s.otherAddress = a.address != "" && b.address != "" && !s.address
	s.otherBirth = a.birth != Date{} && b.birth != Date{} && !s.birth && !nearDates(a.birth, b.birth)
	differ := 0
	for f, v := range p.People[i].Values {
		differ += boolInt(v != p.People[j].Values[f])
	}
	s.sameAnswers = differ <= 1
	return s
}

// slip reports whether two long texts differ in one letter.
func slip(a, b string) bool {
	return len(a) >= 8 && len(b) >= 8 && len(a)-len(b) <= 1 && len(b)-len(a) <= 1 && edlib.OSADamerauLevenshteinDistance(a, b) <= 1
}

// nearDates reports whether two dates differ by a slip of the pen: one digit, or day and
// month.
func nearDates(a, b Date) bool {
	differ := boolInt(a.Year != b.Year) + boolInt(a.Month != b.Month) + boolInt(a.Day != b.Day)
	return a == b.swapped() || differ == 1 && edlib.OSADamerauLevenshteinDistance(a.String(), b.String()) == 1
}

// A verdict on two entries.
type verdict int

const (
	others verdict = iota
	weakly
	strongly
)

// verdict weighs what two people of like names share. A father and a son of one name and
// address have different dates of birth; brothers and sisters of like names share all but
// name and answers; in a large pool some people share name and date of birth by chance.
func (s shared) verdict() verdict {
	elsewhere := s.otherEmail && s.otherPhone || s.otherAddress && (s.otherEmail || s.otherPhone)
	own := boolInt(s.email) + boolInt(s.phone) + boolInt(s.birth)
	byChance := s.birth && own == 1 && !s.address // name and date of birth, and no more
	switch {
	case s.name == equal && (s.otherBirth || byChance && elsewhere):
		return weakly
	case s.name == equal:
		return strongly
	case s.otherBirth, byChance && (s.otherEmail || s.otherPhone || s.otherAddress):
		return others
	case s.birth, s.sameAnswers:
		return strongly
	}
	return weakly
}

// fields names what two entries share.
func (s shared) fields() []string {
	var all []string
	for _, f := range []struct {
		shared bool
		name   string
	}{{s.name != unlike, "name"}, {s.birth, "date of birth"}, {s.email, "e-mail"}, {s.phone, "telephone"}, {s.address, "address"}} {
		if f.shared {
			all = append(all, f.name)
		}
	}
	return all
}

const askTwice = "same: one person, of whose entries the latest stays; different: several people; leave out: this entry goes"

// together reports whether a strong doubt is about all of a group already.
func (t *twice) together(group []int) bool {
	for _, i := range group {
		if t.strong.root(i) != t.strong.root(group[0]) {
			return false
		}
	}
	return true
}

// text says what the entries of a group share.
func (t *twice) text(group []int) string {
	var all shared
	for n, i := range group {
		for _, j := range group[n+1:] {
			if s, ok := t.why[[2]int{i, j}]; ok {
				all = shared{name: max(all.name, s.name), email: all.email || s.email, phone: all.phone || s.phone, birth: all.birth || s.birth,
					address: all.address || s.address, otherBirth: all.otherBirth || s.otherBirth}
			}
		}
	}
	text := fmt.Sprintf("alike in %s (%s)", listed(all.fields()), sheet.Quote(sheet.Clean(t.pool.joined(group[0], t.contacts.names))))
	if all.otherBirth {
		text += ", with different dates of birth"
	}
	return text
}

// listed joins names: "a, b and c".
func listed(names []string) string {
	if len(names) < 2 {
		return strings.Join(names, "")
	}
	return strings.Join(names[:len(names)-1], ", ") + " and " + names[len(names)-1]
}
