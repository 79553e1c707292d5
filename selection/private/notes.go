package private

import (
	"cmp"
	"encoding/json"
	"slices"
	"unicode/utf8"

	"github.com/evenlot/evenlot/quotas"
	"github.com/evenlot/evenlot/selection/pool"
	"github.com/evenlot/evenlot/selection/record"
	"github.com/evenlot/evenlot/selection/words"
)

// An Origin is what the organiser's files had that people.csv and the record do not tell.
type Origin struct {
	ID        int      `json:"id_column"`       // column of the pool that identifies a person; -1: the row does
	Free      []string `json:"free"`            // columns that are neither quota, id nor household
	Lines     [][]int  `json:"lines"`           // for each feature its line, and those of its values, in the organiser's file
	Rows      []int    `json:"rows"`            // of the pool, as its owner counts them; where no column identifies a person
	Separator string   `json:"separator"`       // of the pool, and of the files made from it; empty: a comma
	Workbook  bool     `json:"workbook"`        // the pool was one
	Homes     []string `json:"homes,omitempty"` // columns that together tell who lives together
	// KeepUntil is the day until which personal data are kept (2027-12-31), as it was announced;
	// empty: no day was.
	KeepUntil string `json:"keep_until,omitempty"`
}

// Notes are private/fixed.json and private/book.json: what the next step has to know and no
// file of the record says. Nothing that a mixing or a draw decides depends on them.
type Notes struct {
	// Sums are SHA-256 of files that the commitment does not cover and the next step takes or
	// publishes: against mistakes with an editor, not against whoever wrote these notes.
	Sums map[string]string `json:"sums"`
	Origin
	Unseatable []string       `json:"unseatable"`      // public ids
	Facts      *words.Summary `json:"facts,omitempty"` // of a book: the summary as far as it goes before the draw
	// Earlier is the summary as earlier versions stored it, partly in sentences.
	Earlier map[string]json.RawMessage `json:"summary,omitempty"`
}

// Note gives the notes of the files that stand.
func (o Origin) Note(files record.Files) *Notes {
	n := &Notes{Sums: map[string]string{}, Origin: o, Unseatable: []string{}}
	for _, name := range append(record.Optional(), PeopleFile) {
		if data, ok := files[name]; ok {
			n.Sums[name] = sum(data)
		}
	}
	return n
}

// OriginOf gives what is to be known of a pool. keepUntil may be empty.
func OriginOf(p *pool.Pool, keepUntil string) Origin {
	o := Origin{
		KeepUntil: keepUntil, ID: p.IDColumn, Homes: p.HouseholdColumns(), Free: []string{},
		Lines: lines(p.Table), Separator: string(p.Comma()), Workbook: p.Workbook(),
	}
	for c, name := range p.Header {
		if p.Free(c) {
			o.Free = append(o.Free, name)
		}
	}
	if p.IDColumn < 0 {
		for _, person := range p.People {
			o.Rows = append(o.Rows, person.Row)
		}
	}
	return o
}

func lines(t *quotas.Table) [][]int {
	all := make([][]int, len(t.Features))
	for f, feature := range t.Features {
		all[f] = append(all[f], feature.Line)
		for _, v := range feature.Values {
			all[f] = append(all[f], v.Line)
		}
	}
	return all
}

// AsWritten gives the table of a record the lines of the organiser's file, by which
// reports are sorted.
func (o Origin) AsWritten(t *quotas.Table) *quotas.Table {
	written := *t
	written.Features = slices.Clone(t.Features)
	for f := range written.Features {
		feature := &written.Features[f]
		if len(o.Lines) != len(t.Features) || len(o.Lines[f]) != 1+len(feature.Values) {
			return t
		}
		feature.Line, feature.Values = o.Lines[f][0], slices.Clone(feature.Values)
		for v := range feature.Values {
			feature.Values[v].Line = o.Lines[f][1+v]
		}
	}
	return &written
}

// readEarlier takes the numbers of a summary that an earlier version stored. The sentences in it
// are left out: a draw from such a record does not say again what bounds the smallest chance.
func (n *Notes) readEarlier() error {
	for _, sentence := range []string{"reservations", "standing", "unsettled", "binding", "unseatable_reasons"} {
		delete(n.Earlier, sentence)
	}
	data, err := json.Marshal(n.Earlier)
	if err != nil {
		return err
	}
	n.Facts = &words.Summary{}
	return json.Unmarshal(data, n.Facts)
}

// Order gives the table of a record the lines of the organiser's file, as the bytes of [NotesFile]
// have them. An order is a courtesy: of other bytes the table stays as it is.
func Order(noted []byte, t *quotas.Table) *quotas.Table {
	var n Notes
	if err := json.Unmarshal(noted, &n); err != nil {
		return t
	}
	return n.AsWritten(t)
}

// Bytes is the file.
func (n *Notes) Bytes() []byte {
	out, err := json.MarshalIndent(n, "", "  ")
	if err != nil {
		panic("private: internal error: notes do not marshal")
	}
	return append(out, '\n')
}

// Comma is the separator of the files for the organiser.
func (o Origin) Comma() rune {
	comma, _ := utf8.DecodeRuneInString(cmp.Or(o.Separator, ","))
	return comma
}
