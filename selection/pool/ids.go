package pool

import (
	"fmt"
	"regexp"
	"slices"
	"strings"

	"github.com/evenlot/evenlot/quotas/sheet"
)

// findID settles the id column and checks its cells.
func (r *reader) findID(name string) {
	p := r.pool
	p.IDColumn, r.ids = -1, -1
	if name != "" {
		if p.IDColumn = r.column(name); p.IDColumn < 0 {
			r.missing("column-missing", "no column "+sheet.Quote(name), "the id column that was named", name)
			return
		}
	} else {
		p.IDColumn = r.guessID()
	}
	if r.ids = p.IDColumn; r.ids >= 0 {
		r.checkIDs()
	}
}

func (r *reader) checkIDs() {
	damaged := r.damagedIDs()
	first := map[string]int{} // stays empty where all ids are known to differ
	for i := range r.sheet.Rows() {
		if r.out[i] {
			continue
		}
		id := sheet.Clean(r.sheet.Cell(i, r.ids))
		j, again := first[id]
		switch {
		case id == "" && r.sheet.Width(i) <= r.ids:
		case id == "":
			r.refuseID("id-empty", i, "", func(int) sheet.Words {
				return sheet.Words{Found: "an empty id", Expected: "an id for every person", Fix: "fill it in or delete the row"}
			})
		case damaged != nil && damaged(id) != "":
			what := damaged(id)
			r.refuseID("id-damaged", i, what, func(n int) sheet.Words {
				return sheet.Words{Found: fmt.Sprintf("the id %s, %s", sheet.Quote(id), what), Expected: "ids as they were given out",
					Fix: "export the pool again without opening it in a spreadsheet, or take another column for them; people with equal ids may be different people"}
			})
		case again:
			r.refuseID("id-twice", i, id, func(n int) sheet.Words { return r.twice(id, i, j, n) })
		case !r.differ:
			first[id] = i
		}
	}
}

func (r *reader) refuseID(code string, row int, about string, say func(int) sheet.Words) {
	r.sound[row] = false
	r.faults.Add(r.sheet, code, row, r.ids, about, say)
}

// twice words an id that rows i and j share, and n rows have after the first.
func (r *reader) twice(id string, i, j, n int) sheet.Words {
	again := "a second time"
	if n > 1 {
		again = fmt.Sprintf("in %d more rows", n)
	}
	w := sheet.Words{Found: fmt.Sprintf("the id %s %s, first on %s %d", sheet.Quote(id), again, r.sheet.LineWord(), r.sheet.Line(j)), Expected: "every id once",
		Fix: "if it is one person, delete a row; if not, correct an id"}
	same := true
	for c := range r.sheet.Header {
		same = same && sheet.Fold(r.sheet.Cell(i, c)) == sheet.Fold(r.sheet.Cell(j, c))
	}
	if same && n == 1 {
		w.Fix = "delete one of the two rows, which are alike"
	}
	return w
}

// idNames are what organisers' tools call their ids.
func idNames() []string { return []string{"uniqueid", "nationbuilderid", "externalid", "id"} }

// guessID finds the column that organisers' tools call their id. One with ids
// that repeat is taken all the same: it is far likelier that somebody is in the
// pool twice than that such a column means something else.
func (r *reader) guessID() int {
	guess := -1
	for _, name := range idNames() {
		for j, h := range r.sheet.Header {
			key := strings.NewReplacer(" ", "", "_", "", "-", "").Replace(sheet.Fold(h))
			if key != name || slices.Contains(r.pool.features, j) {
				continue
			}
			filled, unique := r.unique(j)
			if unique {
				r.differ = true
				return j
			}
			if filled && guess < 0 {
				guess = j
			}
		}
	}
	return guess
}

// unique reports whether a column holds anything, and whether it holds something else
// in every row.
func (r *reader) unique(column int) (filled, unique bool) {
	seen := make(map[string]bool, r.sheet.Rows())
	unique = true
	for i := range r.sheet.Rows() {
		id := sheet.Clean(r.sheet.Cell(i, column))
		filled = filled || id != ""
		unique = unique && id != "" && !seen[id]
		seen[id] = true
	}
	return filled, unique && filled
}

var (
	scientific = regexp.MustCompile(`^[0-9]([.,][0-9]+)?E\+[0-9]{2,3}$`)
	dayOrMonth = regexp.MustCompile(`(?i)^([0-9]{1,2}-(jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)|(jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)-[0-9]{2})$`)
	rounded    = regexp.MustCompile(`^[0-9]{15}0+$`)
	long       = regexp.MustCompile(`^[0-9]{16,}$`)
)

// What spreadsheets do to ids.
const (
	cutShort   = "a long number that a spreadsheet cut short"
	zeroed     = "a long number whose last digits a spreadsheet turned into zeros"
	errorValue = "an error of a spreadsheet"
	dated      = "which a spreadsheet turned into a date"
)

// damagedIDs looks for ids that a spreadsheet spoilt: nil where there are none, or a
// function that says what happened to an id. A number in scientific notation, or an error,
// was never given out. Zeros at the end and days of a month may have been: these count only
// where every long number ends so, three at least, and where other ids are no days.
func (r *reader) damagedIDs() func(id string) string {
	var sure, zeros, longs, days, others int
	for i := range r.sheet.Rows() {
		id := sheet.Clean(r.sheet.Cell(i, r.ids))
		switch {
		case len(id) < 4:
			others++
		case id[0] == '#' && isError(id), strings.Contains(id, "E+") && scientific.MatchString(id):
			sure++
		case len(id) > 15 && long.MatchString(id):
			if longs++; rounded.MatchString(id) {
				zeros++
			}
		case len(id) <= 6 && strings.IndexByte(id, '-') > 0 && dayOrMonth.MatchString(id):
			days++
		default:
			others++
		}
	}
	rounds, dates := zeros == longs && zeros > 2, days > 0 && others > 0
	if sure == 0 && !rounds && !dates {
		return nil
	}
	return func(id string) string {
		switch {
		case isError(id):
			return errorValue
		case scientific.MatchString(id):
			return cutShort
		case rounds && rounded.MatchString(id):
			return zeroed
		case dates && dayOrMonth.MatchString(id):
			return dated
		}
		return ""
	}
}

// isError reports whether a cell is what a spreadsheet writes for a formula that failed.
func isError(cell string) bool {
	switch cell {
	case "#REF!", "#N/A", "#NAME?", "#VALUE!", "#DIV/0!", "#NULL!", "#NUM!", "#SPILL!", "#CALC!", "#NV", "#WERT!", "#BEZUG!", "#ZAHL!", "#VALEUR!", "#NOM?", "#NOMBRE!", "########":
		return true
	}
	return false
}
