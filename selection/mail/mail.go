package mail

import (
	"math/big"
	"slices"
	"strconv"

	"github.com/evenlot/evenlot/selection/members"
	"github.com/evenlot/evenlot/selection/private"
	"github.com/evenlot/evenlot/selection/record"
	"github.com/evenlot/evenlot/selection/slip"
	"github.com/evenlot/evenlot/selection/words/catalog"
)

// A Group of people gets the same letter.
type Group string

// The groups. Members who left have been written to, and get no letter.
const (
	Selected    Group = "selected"
	Alternate   Group = "alternate"
	NotSelected Group = "not selected"
	Left        Group = "left"
)

// Groups are those who get a letter.
func Groups() []Group { return []Group{Selected, Alternate, NotSelected} }

// A Person is what a letter says of somebody. Its fields, but for the cells, can stand in a template.
type Person struct {
	Group       Group
	ID          string // public id
	Pages, Of   int    // pages of the book that name them, of all
	Chance      string // in words: 64 of 1,000 pages, which is 6.4 %
	Link        string // to their entry in verify.html; empty where nobody said where that is
	QR          string // name of the picture of the link, beside the table; empty likewise
	People      int    // of the pool
	Seats       int
	Page        string // that was drawn
	PublicValue string
	Commitment  string

	cells []string // of the pool
}

// Input is what letters are made from: a drawn record that holds, with its pool and its pages.
type Input struct {
	Record   *record.Record
	Roll     *private.Roll
	Slips    *slip.Writer
	Language catalog.Language
	At       string // address of verify.html, for links; may be empty
}

// List gives everybody, in the order of the pool.
func List(in Input) []Person {
	rec, say := in.Record, catalog.In(in.Language)
	company := members.Of(rec)
	people := make([]Person, len(rec.IDs))
	for person, row := range in.Roll.RowOf() {
		id := rec.IDs[person]
		p := Person{
			Group: groupOf(company, id), ID: id, Pages: rec.Counts[person], Of: rec.Rules.Pages, Chance: chance(say, rec.Counts[person], rec.Rules.Pages),
			People: rec.Rules.People, Seats: rec.Rules.Seats, Page: rec.Drawing.Page, PublicValue: rec.Drawing.PublicValue,
			Commitment: record.Commitment(rec.Files), cells: in.Roll.Cells(row),
		}
		if in.At != "" {
			p.Link, p.QR = in.At+in.Slips.Fragment(person), QRFolder+id+".png"
		}
		people[row] = p
	}
	return people
}

// groupOf says how a person stands after the draw and all events.
func groupOf(c *members.Company, id string) Group {
	switch {
	case c.Has(id):
		return Selected
	case slices.Contains(c.Next, id):
		return Alternate
	case slices.Contains(c.Left, id):
		return Left
	}
	return NotSelected
}

func chance(say *catalog.Speaker, pages, of int) string {
	if pages == 0 {
		return say.Say("mail.no_chance", of)
	}
	return say.Say("mail.chance", pages, of, say.Share(big.NewRat(int64(pages), int64(of))))
}

// QRFolder is where pictures lie, as seen from the table.
const QRFolder = "qr/"

// Table is the people as rows for mail merge, the header first: the pool's own columns, then ours,
// which are named mail_..., longer where the pool has such a name.
func Table(roll *private.Roll, people []Person) [][]string {
	header := roll.Header()
	ours := []string{"mail_group", "mail_public_id", "mail_pages", "mail_of", "mail_chance", "mail_page_drawn", "mail_link", "mail_qr"}
	rows := [][]string{slices.Concat(header, private.Fresh(ours, header))}
	for _, p := range people {
		rows = append(rows, slices.Concat(p.cells, []string{string(p.Group), p.ID, strconv.Itoa(p.Pages), strconv.Itoa(p.Of), p.Chance, p.Page, p.Link, p.QR}))
	}
	return rows
}
