package sample

import (
	"bufio"
	"context"
	"encoding/csv"
	"fmt"
	"io"
	"strconv"
)

// MaxRegister is the largest register made.
const MaxRegister = 999_999_999

// A Register is one of people who do not exist, for lotteries of letters: a row a person, those of a household one after
// the other. It is made as it is written, in memory that does not grow with it.
type Register struct {
	People int
	Seed   string // any text; other seeds give other registers
	Traps  bool   // one row in a hundred is one that some database gets wrong
}

// trapEvery is how many rows have one trap.
const trapEvery = 100

// registerHeader has the columns: id is of ten digits, in no order; an address may have several households.
var registerHeader = []string{"id", "household", "address", "place", "area", "age", "sex"}

// Write writes the register as CSV (comma, LF, UTF-8) and calls progress, where it is not nil, every few thousand
// rows. It stops with ctx's error when ctx ends.
func (r Register) Write(ctx context.Context, w io.Writer, progress func(done, total int)) error {
	switch {
	case r.People < 1 || r.People > MaxRegister:
		return fmt.Errorf("%d people, expected 1 to %d", r.People, MaxRegister)
	case r.Seed == "":
		return fmt.Errorf("an empty seed, expected any text")
	}
	buffer := bufio.NewWriterSize(w, 1<<16)
	out := csv.NewWriter(buffer)
	if err := out.Write(registerHeader); err != nil {
		return err
	}
	m := newResidents(r.Seed)
	row := make([]string, len(registerHeader))
	for i := range r.People {
		m.next(row)
		if r.Traps && i%trapEvery == trapEvery/2 {
			m.trap(row, i/trapEvery)
		}
		if err := out.Write(row); err != nil {
			return err
		}
		if (i+1)%4096 != 0 {
			continue
		}
		if ctx.Err() != nil {
			return ctx.Err()
		}
		if progress != nil {
			progress(i+1, r.People)
		}
	}
	out.Flush()
	if err := out.Error(); err != nil {
		return err
	}
	return buffer.Flush()
}

// Ids are (row * step + offset) mod idRange: as idRange is 2^10 * 5^10 and step is neither even nor a multiple of five, no two are
// alike.
const idRange = 10_000_000_000

// residents make the people of a register one after the other.
type residents struct {
	homes, people *stream
	id, step      uint64

	household, building, left int // of the household: its number, its building, members still to come
	place                     string
	area, home, address       string
	twin                      string // the id of the first row of a pair of traps

	streets []string
}

func newResidents(seed string) *residents {
	m := &residents{homes: newStream("register homes", seed), people: newStream("register people", seed), streets: streets()}
	ids := newStream("register ids", seed)
	m.id = ids.below64(idRange)
	m.step = ids.below64(idRange/10)*10 + []uint64{1, 3, 7, 9}[ids.below(4)]
	return m
}

// A share is one of a thousand people, or households, up to which a value reaches.
type upTo struct {
	thousandth int
	value      string
}

// pickOf finds the value of a random number from 0 to 999.
func pickOf(values []upTo, at int) string {
	for _, v := range values {
		if at < v.thousandth {
			return v.value
		}
	}
	panic("sample: shares that do not reach a thousand")
}

var (
	placesOfHomes = []upTo{{210, "Aldham"}, {370, "Brackwater"}, {490, "Corfield"}, {590, "Dunmoor"}, {670, "Eastmere"}, {740, "Fenwick"},
		{800, "Garsdale"}, {850, "Holme"}, {895, "Inverley"}, {930, "Kirkby"}, {960, "Lindow"}, {985, "Marsh"}, {1000, "Ness"}}
	sizesOfHomes = []int{400, 730, 860, 955, 990, 1000} // up to which thousandth a home has 1, 2, ... people
	agesOfPeople = []upTo{{220, "16-29"}, {465, "30-44"}, {705, "45-59"}, {900, "60-74"}, {1000, "75+"}}
	sexes        = []upTo{{505, "female"}, {992, "male"}, {1000, "other"}}
)

// next makes the next person into a row of [registerHeader].
func (m *residents) next(row []string) {
	if m.left == 0 {
		m.move()
	}
	m.left--
	m.id = (m.id + m.step) % idRange
	word := m.people.word()
	digits := strconv.FormatUint(idRange+m.id, 10)[1:]
	row[0], row[1], row[2], row[3], row[4] = digits, m.home, m.address, m.place, m.area
	row[5], row[6] = pickOf(agesOfPeople, int(word&0xffff)*1000>>16), pickOf(sexes, int(word>>16&0xffff)*1000>>16)
}

// move makes the next household: one in five shares the address of the one before.
func (m *residents) move() {
	word := m.homes.word()
	if m.household == 0 || word&0xff >= 51 {
		m.building++
		m.place = pickOf(placesOfHomes, int(word>>8&0xffff)*1000>>16)
		m.area = "other"
		if word>>24&0xff < 51 {
			m.area = "deprived"
		}
		m.address = strconv.Itoa(1+m.building/len(m.streets)) + " " + m.streets[m.building%len(m.streets)]
	}
	m.household++
	m.home = "h" + strconv.Itoa(m.household)
	size := int(word>>32&0xffff) * 1000 >> 16
	for m.left = 1; size >= sizesOfHomes[m.left-1]; m.left++ {
	}
}

// trapPairs are what two ids, or two households, begin and end with that somebody might take for one: upper and lower case,
// accents in one character or two, letters of other alphabets, numbers written in two ways, quotation marks.
var trapPairs = []struct{ id, home [2][2]string }{
	{id: [2][2]string{{"A", ""}, {"a", ""}}, home: [2][2]string{{"HS", ""}, {"Hs", ""}}},
	{id: [2][2]string{{"é", ""}, {"e\u0301", ""}}, home: [2][2]string{{"Hé", ""}, {"He\u0301", ""}}},
	{id: [2][2]string{{"", "E5"}, {"", "00000"}}, home: [2][2]string{{"He", ""}, {"Hé", ""}}},
	{id: [2][2]string{{"00", ""}, {"0", ""}}, home: [2][2]string{{"0", "E5"}, {"00", "E5"}}},
	{id: [2][2]string{{"å", ""}, {"aa", ""}}, home: [2][2]string{{"Å", ""}, {"Aa", ""}}},
	{id: [2][2]string{{"ß", ""}, {"ss", ""}}, home: [2][2]string{{"H", "ß"}, {"H", "ss"}}},
	{id: [2][2]string{{"東", ""}, {"😀", ""}}, home: [2][2]string{{"東", ""}, {"😀", ""}}},
	{id: [2][2]string{{"it's ", ""}, {"its ", ""}}, home: [2][2]string{{`"`, `"`}, {`\`, `\`}}},
	{id: [2][2]string{{"", ` "x"`}, {"", ` \x`}}, home: [2][2]string{{"-", ""}, {"--", ""}}},
	{id: [2][2]string{{"NULL", ""}, {"null", ""}}, home: [2][2]string{{"", ""}, {"", ""}}}, // whoever lives nowhere
}

// trap makes a row one of a pair; number counts the traps from 0.
func (m *residents) trap(row []string, number int) {
	pair, second := trapPairs[number/2%len(trapPairs)], number%2
	if second == 0 {
		m.twin = row[0]
	}
	row[0] = pair.id[second][0] + m.twin + pair.id[second][1]
	row[1] = pair.home[second][0]
	if pair.home != [2][2]string{} {
		row[1] += strconv.Itoa(number/2/len(trapPairs)) + pair.home[second][1]
	}
	row[2] += ", \"flat\"; 1"
	row[3] = []string{"Ærø", "aa", "zz", "it's"}[number%4]
}
