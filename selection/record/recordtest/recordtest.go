// Package recordtest makes one small record by hand, for the tests of the
// packages that write, read and check records: twelve people, panels of four,
// ten pages.
package recordtest

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"

	"github.com/evenlot/evenlot/quotas"
	"github.com/evenlot/evenlot/selection/draw"
	"github.com/evenlot/evenlot/selection/pool"
	"github.com/evenlot/evenlot/selection/record"
)

// PublicValue opens the record of [Make].
const PublicValue = "3 12 19 27 44 45, \"bonus\" 7"

// The quotas have names that CSV quotes and characters of two bytes.
const table = `feature,value,min,max
gender,woman,2,2
gender,man,2,2
age,"16 to 29, ""young""",1,2
age,30 and older,2,3
age,ungültig,0,0
`

// people are the women and men, their ages, and who lives with whom: persons 0
// and 5 share a household. Nobody may sit with the last one's age.
var people = []struct {
	id, gender, age string
	household       int
}{
	{"bcd23k", "woman", young, 0},
	{"bdf9xz", "man", young, -1},
	{"cgh4mn", "woman", old, -1},
	{"cxx222", "man", old, -1},
	{"dfghjk", "woman", young, -1},
	{"fgh777", "man", old, 0},
	{"ghj8kk", "woman", old, -1},
	{"hkq3vw", "man", young, -1},
	{"kmn5pq", "woman", old, -1},
	{"qrs6tv", "man", young, -1},
	{"wxz999", "man", old, -1},
	{"zzz2zz", "woman", "ungültig", -1},
}

const (
	young = `16 to 29, "young"`
	old   = "30 and older"
)

// Pages are the pages of the record of [Make]: two women, two men, one or two
// young people, never 0 and 5 together.
var pages = [][]int32{
	{0, 1, 2, 3}, {4, 5, 6, 7}, {0, 8, 9, 10}, {1, 2, 3, 4}, {5, 6, 7, 8},
	{0, 2, 9, 10}, {1, 3, 4, 6}, {0, 7, 8, 10}, {2, 4, 5, 9}, {1, 3, 6, 8},
}

// proof is proof.json in short: two seats for six men, then two for the five women
// who can have them. The last one's age has no seats, which makes a step of its own. [Spell] lays it out.
const proof = `{"format": "evenlot-proof/1", "grade": "attained by the book", "over": 65536,
	"rows": ["quota age: 16 to 29, \"young\"", "quota age: 30 and older", "quota age: ungültig",
		"quota gender: man", "quota gender: woman", "households of shape 1", "seats"],
	"cuts": [{"weights": [[6, 1]], "bound": 0, "tree": [["bound", [[2, 65536]]]]}],
	"steps": [
		{"chance": "0", "people": 1, "pages": 0, "fewest": 0, "most": 0, "multipliers": [[7, 1]]},
		{"chance": "1/3", "people": 6, "pages": 3, "fewest": 3, "most": 4, "multipliers": [[3, 1]]},
		{"chance": "2/5", "people": 5, "pages": 4, "fewest": 4, "most": 4, "multipliers": [[4, 1]]}]}`

// Input gives what the record of [Make] commits to. Each call gives new memory.
func Input() record.CommitInput {
	t, faults := quotas.Read("quotas.csv", []byte(table))
	if len(faults) > 0 {
		panic("recordtest: " + faults.Error())
	}
	roster := &pool.Roster{Table: t}
	for i, p := range people {
		e := pool.Entry{ID: p.id, Household: p.household, Values: make([]int, len(t.Features))}
		salt := sha256.Sum256([]byte{byte(i)})
		copy(e.Salt[:], salt[:])
		for f := range t.Features {
			name := map[string]string{"gender": p.gender, "age": p.age}[t.Features[f].Name]
			e.Values[f] = t.Features[f].Value(name)
		}
		roster.Entries = append(roster.Entries, e)
	}
	in := record.CommitInput{
		Rules: record.Rules{
			Format: record.Format1, Algorithm: draw.Algorithm1, Rule: "leximin",
			People: len(people), Seats: 4, Pages: len(pages), Household: 1, Budget: 100,
			KeyHash: draw.KeyHash([32]byte{1, 2, 3}),
		},
		Roster: roster,
		Proof:  Spell(proof),
		Source: record.KnownSource(),
	}
	for _, page := range pages {
		in.Pages = append(in.Pages, append([]int32(nil), page...))
	}
	return in
}

// Spell lays out the text of a proof as records do.
func Spell(proof string) []byte {
	var compact, b bytes.Buffer
	if err := json.Compact(&compact, []byte(proof)); err != nil {
		panic("recordtest: " + err.Error())
	}
	if err := json.Indent(&b, compact.Bytes(), "", "  "); err != nil {
		panic("recordtest: " + err.Error())
	}
	return append(b.Bytes(), '\n')
}

// Make writes a whole record: public/ after the draw, and auditor/.
func Make() record.Files {
	return Draw(Input(), PublicValue)
}

// Draw writes a whole record of any input, drawn by the given public value.
func Draw(in record.CommitInput, public string) record.Files {
	files, err := record.Commit(in)
	if err != nil {
		panic("recordtest: " + err.Error())
	}
	value, err := in.Source.Value(public, len(in.Pages))
	if err != nil {
		panic("recordtest: " + err.Error())
	}
	d, err := value.Open(record.Commitment(files), len(in.Pages))
	if err != nil {
		panic("recordtest: " + err.Error())
	}
	files.AddDraw(d)
	files.Seal()
	return files
}

// Rehash makes every hash list and the draw's commitment fit changed files, as a
// forger would: the lists are computed anew, and the draw is done again. Where the book
// can be read, the panel is that of its line, as it now stands.
func Rehash(files record.Files) {
	rec, _ := record.Parse(files)
	drawing := *rec.Drawing
	files.SealCommit()
	d, err := draw.Open(record.Commitment(files), drawing.PublicValue, rec.Rules.Pages)
	if rec.Source != nil {
		d, err = rec.Draw()
	}
	if err != nil {
		panic("recordtest: " + err.Error())
	}
	drawing.Commitment, drawing.DrawString, drawing.Counter, drawing.Hash = d.Commitment, d.Text, d.Counter, d.Hash
	drawing.Ticket, drawing.Page = d.Ticket, record.PageName(d.Page, d.Pages)
	if d.Page < len(rec.Pages) {
		drawing.Panel = nil
		for _, i := range rec.Pages[d.Page] {
			drawing.Panel = append(drawing.Panel, rec.IDs[i])
		}
	}
	if d.Page < len(rec.Salts) {
		drawing.PageSalt = hex.EncodeToString(rec.Salts[d.Page][:])
	}
	files[record.DrawFile] = drawing.Bytes()
	files.Seal()
}
