package answers

import (
	"bytes"
	"encoding/csv"
	"errors"
	"fmt"
	"slices"
	"strconv"

	"github.com/evenlot/evenlot/quotas"
	"github.com/evenlot/evenlot/quotas/sheet"
	"github.com/evenlot/evenlot/selection/invite"
)

// A Drive is a lottery of letters, drawn, with its list.
type Drive struct {
	Frame   string // how the quotas call the people of its register; empty: there is one register only
	Lottery *invite.Lottery
	Waves   int // that went out

	header []string          // of the register
	codes  map[string]letter // by code
}

// A letter is a line of the list.
type letter struct {
	stratum, wave int
	cells         []string // of the register
}

// columns are those of private/letters.csv before the register's.
var columns = []string{"stratum", "wave", "rank", "ticket", "letter_id", "code"}

// Read reads private/letters.csv of a drawn lottery, of which so many waves went out (0: all), and holds it against the public files.
func Read(name string, data []byte, l *invite.Lottery, waves int) (*Drive, quotas.Faults) {
	if waves == 0 {
		waves = len(l.Rules.Waves)
	}
	fault := func(line int, found, expected string) quotas.Faults {
		return quotas.Faults{{Code: "letters-changed", File: name, Line: line, Found: found, Expected: expected, Fix: "put back the list as it was drawn"}}
	}
	r := csv.NewReader(bytes.NewReader(bytes.TrimPrefix(data, []byte(sheet.Mark))))
	rows, err := r.ReadAll()
	var wrong *csv.ParseError
	switch {
	case errors.As(err, &wrong):
		return nil, fault(wrong.Line, wrong.Err.Error(), "the table that the draw wrote")
	case len(rows) == 0 || len(rows[0]) < len(columns) || !slices.Equal(rows[0][:len(columns)], columns):
		return nil, fault(1, "another header", "the columns stratum, wave, rank, ticket, letter_id, code and those of the register")
	}
	d := &Drive{Lottery: l, Waves: waves, header: rows[0][len(columns):], codes: map[string]letter{}}
	c := newChecker(l)
	for i, cells := range rows[1:] {
		one, found, expected := c.line(cells)
		if _, twice := d.codes[cells[5]]; found == "" && twice {
			found, expected = "the code of another letter", "a code for each letter"
		}
		if found != "" {
			return nil, fault(i+2, found, expected)
		}
		one.cells = cells[len(columns):]
		d.codes[cells[5]] = one
	}
	if found, expected := c.end(); found != "" {
		return nil, fault(0, found, expected)
	}
	return d, nil
}

// A checker holds a list against cut-offs.
type checker struct {
	lottery *invite.Lottery
	strata  map[string]int
	waves   map[string]int
	letters []int    // met, by stratum and wave, as in the cut-offs
	last    []string // largest ticket, likewise
}

func newChecker(l *invite.Lottery) *checker {
	c := &checker{lottery: l, strata: map[string]int{}, waves: map[string]int{}, letters: make([]int, len(l.Cutoffs)), last: make([]string, len(l.Cutoffs))}
	for i, s := range l.Strata {
		c.strata[s.Name] = i
	}
	for w := range len(l.Rules.Waves) + 1 {
		c.waves[l.Rules.WaveName(w)] = w
	}
	return c
}

// line checks a line; found says what is wrong with it.
func (c *checker) line(cells []string) (one letter, found, expected string) {
	s, known := c.strata[cells[0]]
	if !known {
		return one, "the stratum " + sheet.Quote(cells[0]), "one of " + invite.CutoffsFile
	}
	w, known := c.waves[cells[1]]
	if !known {
		return one, "the wave " + sheet.Quote(cells[1]), "one of " + invite.CutoffsFile
	}
	if ticket := invite.TicketOf(c.lottery.Drawing.Seed, cells[4]).String(); ticket != cells[3] {
		return one, "the ticket " + sheet.Quote(cells[3]), "that of the letter id, " + ticket
	}
	if code, ok := invite.ReadCode(cells[5]); !ok || code != cells[5] {
		return one, "the code " + sheet.Quote(cells[5]), "a letter code"
	}
	at := s*len(c.waves) + w
	if cells[3] <= c.last[at] {
		return one, "the ticket " + sheet.Quote(cells[3]), "one larger than the ticket before"
	}
	c.letters[at]++
	c.last[at] = cells[3]
	return letter{stratum: s, wave: w}, "", ""
}

// end checks that nothing is missing and nothing was added.
func (c *checker) end() (found, expected string) {
	for i, cut := range c.lottery.Cutoffs {
		if c.letters[i] != cut.Letters || c.last[i] != cut.Ticket {
			return fmt.Sprintf("%d letters of %s, wave %s, the last with the ticket %q", c.letters[i], cut.Stratum, cut.Wave, c.last[i]),
				strconv.Itoa(cut.Letters) + " up to " + strconv.Quote(cut.Ticket) + ", as " + invite.CutoffsFile + " says"
		}
	}
	return "", ""
}

// sent reports whether a letter went out, as far as anybody knows: those in reserve replace letters that came back.
func (d *Drive) sent(l letter) bool { return l.wave < d.Waves || l.wave == len(d.Lottery.Rules.Waves) }

// Sent is how many letters went out; those in reserve, in the place of others, are not counted.
func (d *Drive) Sent() (n int) {
	for s := range d.Lottery.Strata {
		n += d.sentTo(s)
	}
	return n
}

func (d *Drive) sentTo(stratum int) (n int) {
	waves := len(d.Lottery.Rules.Waves) + 1
	for _, c := range d.Lottery.Cutoffs[stratum*waves:][:d.Waves] {
		n += c.Letters
	}
	return n
}
