package sample

import (
	"bufio"
	"context"
	"encoding/csv"
	"fmt"
	"io"
	"strconv"
)

// WritePool writes the pool as CSV (comma, LF, UTF-8) and calls progress, where it
// is not nil, every few thousand rows. It stops with ctx's error when ctx ends.
func (s *Sample) WritePool(ctx context.Context, w io.Writer, progress func(done, total int)) error {
	buffer := bufio.NewWriterSize(w, 1<<16)
	out := csv.NewWriter(buffer)
	if err := out.Write(s.header()); err != nil {
		return err
	}
	s.maker.restart(s.options.Seed)
	contact := newContacts(s.options.Seed)
	digits := len(strconv.Itoa(s.options.People))
	row := make([]string, 0, len(s.header()))
	for i := 1; i <= s.options.People; i++ {
		p := s.maker.next()
		row = row[:0]
		id := fmt.Sprintf("p%0*d", digits, i)
		if !s.options.NoID {
			row = append(row, id)
		}
		if s.options.Contacts {
			row = contact.add(row, id, p.household)
		}
		for f, v := range p.values {
			row = append(row, s.features[f].values[v])
		}
		if s.householdColumn() {
			row = append(row, "h"+strconv.Itoa(p.household+1))
		}
		if err := out.Write(row); err != nil {
			return err
		}
		if i%4096 != 0 {
			continue
		}
		if ctx.Err() != nil {
			return ctx.Err()
		}
		if progress != nil {
			progress(i, s.options.People)
		}
	}
	out.Flush()
	if err := out.Error(); err != nil {
		return err
	}
	return buffer.Flush()
}

func (s *Sample) header() []string {
	var names []string
	if !s.options.NoID {
		names = append(names, "id")
	}
	if s.options.Contacts {
		names = append(names, "first_name", "last_name", "email", "address", "postcode")
	}
	names = append(names, s.Features()...)
	if s.householdColumn() {
		names = append(names, "household")
	}
	return names
}

// householdColumn: with contact columns the address tells who lives together.
func (s *Sample) householdColumn() bool { return s.options.Households && !s.options.Contacts }

// WriteQuotas writes the quota table as CSV.
func (s *Sample) WriteQuotas(w io.Writer) error { return s.Table().WriteCSV(w) }

// contacts make the contact columns.
type contacts struct {
	random               *stream
	first, last, streets []string
}

// add appends a made name, an e-mail of the domain kept for examples, and the
// address of the household: no two households share one.
func (c *contacts) add(row []string, id string, household int) []string {
	street := household % len(c.streets)
	return append(row,
		c.first[c.random.below(len(c.first))],
		c.last[c.random.below(len(c.last))],
		id+"@example.org",
		strconv.Itoa(1+household/len(c.streets))+" "+c.streets[street],
		"EV"+strconv.Itoa(10+street),
	)
}

func newContacts(seed string) *contacts {
	c := &contacts{random: newStream("contacts", seed)}
	c.first = []string{"Aino", "Amina", "Anna", "Ben", "Chloé", "Daniel", "Elif", "Emma", "Fatima", "Grace", "Hugo", "Ines",
		"Ivan", "Jack", "Jürgen", "Kofi", "Lena", "Leo", "Maria", "Mei", "Mohamed", "Nora", "Olga", "Omar", "Pavel", "Priya",
		"Rosa", "Sara", "Søren", "Tom", "Yusuf", "Zoë"}
	c.last = []string{"Andersen", "Bauer", "Brown", "Costa", "Dubois", "Évrard", "Fischer", "García", "Hughes", "Ivanova",
		"Jensen", "Kaya", "Khan", "Kowalska", "Lee", "MacLeod", "Martin", "Murphy", "Müller", "Nowak", "O'Neill", "Okafor",
		"Patel", "Rossi", "Schmidt", "Silva", "Smith", "Svensson", "Taylor", "Virtanen", "Walsh", "Zhang"}
	c.streets = streets()
	return c
}

func streets() []string {
	return []string{"Abbey Road", "Bridge Street", "Castle Hill", "Dock Lane", "Elm Grove", "Ferry Road", "Garden Walk",
		"High Street", "Iron Row", "Jubilee Way", "King's Parade", "Long Acre", "Market Square", "North Street", "Orchard Close",
		"Park View", "Quay Side", "River Bank", "Station Road", "Temple Court", "Upper Green", "Vine Street", "Well Lane", "York Place"}
}
