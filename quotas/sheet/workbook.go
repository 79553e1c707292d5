package sheet

import (
	"archive/zip"
	"bytes"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/xuri/excelize/v2"

	"github.com/evenlot/evenlot/quotas/plain"
)

// readWorkbook reads one sheet of a workbook, every cell as a person sees it: dates by
// their format, formulas by the value that was saved with them, merged cells in every row
// they span.
func readWorkbook(name string, data []byte, opt Options, lim limits) (s *Sheet, faults Faults) {
	damaged := Faults{{Code: "file-damaged", File: name, Found: "a spreadsheet that cannot be read", Expected: "a whole .xlsx file", Fix: saveAsTable}}
	defer func() {
		if recover() != nil { // the library trusts what it reads
			s, faults = nil, damaged
		}
	}()
	if fault := checkArchive(name, data, lim); fault != nil {
		return nil, Faults{*fault}
	}
	// Nothing is unpacked to the disk: a pool names people.
	file, err := excelize.OpenReader(bytes.NewReader(data), excelize.Options{
		UnzipSizeLimit: lim.unzipped, UnzipXMLSizeLimit: lim.unzipped, ShortDatePattern: "yyyy-mm-dd"})
	if err != nil {
		return nil, damaged
	}
	w := &workbook{name: name, file: file, parts: parts(data), limits: lim}
	t, fault := w.choose(opt)
	if fault != nil {
		return nil, Faults{*fault}
	}
	return w.read(t)
}

// checkArchive refuses what would fill the memory.
func checkArchive(name string, data []byte, lim limits) *Fault {
	const most = 10_000 // files in a workbook
	const bomb = 250    // times smaller: no table packs so well
	z, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		panic(err) // it was opened before
	}
	var size uint64
	for _, f := range z.File {
		if size += min(f.UncompressedSize64, 1<<40); size > uint64(lim.unzipped) {
			break
		}
	}
	switch {
	case size > uint64(lim.unzipped), len(z.File) > most, size > 100<<20 && size > bomb*uint64(len(data)):
		return &Fault{Code: "file-too-large", File: name, Found: fmt.Sprintf("a workbook that unpacks to more than it should (%d MB from %d kB)", size>>20, len(data)>>10),
			Expected: fmt.Sprintf("at most %d MB", lim.unzipped>>20), Fix: "save the sheet alone, or as .csv"}
	}
	return nil
}

// A workbook is an open XLSX file.
type workbook struct {
	name   string
	file   *excelize.File
	parts  map[string]string // path in the archive of each sheet
	limits limits
}

// A tab is one sheet of a workbook that may be read.
type tab struct {
	name   string
	label  string // the name, where there are several
	score  int
	header int // its row, from 1; 0: the sheet is empty
	above  int // rows with text above it
	note   string
}

// choose takes the sheet that was named, or the one whose header has most of what is
// needed; where none has any of it, the only one with text.
func (w *workbook) choose(opt Options) (*tab, *Fault) {
	fault := func(code, found, expected, fix string) *Fault {
		return &Fault{Code: code, File: w.name, Found: found, Expected: expected, Fix: fix}
	}
	names := w.file.GetSheetList()
	if opt.Sheet != "" {
		i := slices.IndexFunc(names, func(n string) bool { return Fold(n) == Fold(opt.Sheet) })
		if i < 0 {
			return nil, fault("sheet-unknown", "no sheet "+Quote(opt.Sheet), "one of "+quoteList(names), "")
		}
		names = names[i : i+1]
	}
	var filled []*tab
	var broken *Fault
	several := len(w.file.GetSheetList()) > 1
	for _, name := range names {
		if seen, err := w.file.GetSheetVisible(name); opt.Sheet == "" && (err != nil || !seen) {
			continue
		}
		t, err := w.look(name, opt.Score)
		if several {
			t.label = name
		}
		if t.header > 0 {
			filled = append(filled, t)
		} else if err != nil {
			broken = w.broken(t, err)
		}
	}
	switch {
	case len(filled) == 0 && broken != nil:
		return nil, broken
	case len(filled) == 0:
		return nil, emptyFile(w.name)
	}
	best := slices.MaxFunc(filled, func(a, b *tab) int { return a.score - b.score })
	alike := slices.DeleteFunc(slices.Clone(filled), func(t *tab) bool { return t.score < best.score })
	if len(alike) > 1 {
		found := "several sheets have the columns that are needed: "
		if best.score == 0 {
			found = "no sheet has the columns that are needed; there are "
		}
		return nil, fault("sheet-unclear", found+quoteTabs(alike), "one of them", "say which, or hide the others")
	}
	if len(filled) > 1 {
		best.note = fmt.Sprintf("the only one of %d sheets with the columns that are needed", len(filled))
	}
	return best, nil
}

func quoteTabs(tabs []*tab) string {
	var names []string
	for _, t := range tabs {
		names = append(names, t.name)
	}
	return quoteList(names)
}

// quoteList quotes names for a message, not too many of them.
func quoteList(names []string) string {
	const most = 8
	var quoted []string
	for _, n := range names[:min(len(names), most)] {
		quoted = append(quoted, Quote(n))
	}
	list := strings.Join(quoted, ", ")
	if more := len(names) - most; more > 0 {
		list += fmt.Sprintf(" and %d more", more)
	}
	return list
}

// look finds the header of a sheet: the first row with most of what is needed, or the
// first with text.
func (w *workbook) look(name string, score func([]string) int) (*tab, error) {
	t := &tab{name: name}
	texts := 0
	err := w.rows(name, func(row int, cells []string) bool {
		if blank(cells) {
			return true
		}
		n := 0
		if score != nil {
			n = score(unguardAll(slices.Clone(cells)))
		}
		if t.header == 0 || n > t.score {
			t.header, t.score, t.above = row, n, texts
		}
		texts++
		return texts <= mostAbove && score != nil && !(t.above == 0 && t.score > 0)
	})
	return t, err
}

var (
	errTooMuch = errors.New("too much")
	errCutOff  = errors.New("cut off")
)

// rows calls do for the rows of a sheet, from 1, until it gives false.
func (w *workbook) rows(name string, do func(row int, cells []string) bool) error {
	if part := w.part(name); !bytes.Contains(part, []byte("sheetData>")) && !bytes.Contains(part, []byte("sheetData/>")) {
		return errCutOff // the library would give the rows before
	}
	rows, err := w.file.Rows(name)
	if err != nil {
		return err
	}
	defer rows.Close()
	merged := filler{ranges: w.merged(name)}
	slots := 0
	for row := 1; rows.Next(); row++ {
		cells, err := rows.Columns()
		if err != nil {
			return err
		}
		if slots += len(cells) + 1; slots > w.limits.slots || row > excelize.TotalRows {
			return errTooMuch
		}
		if cells = merged.fill(row, cells); !do(row, cells) {
			return nil
		}
	}
	return rows.Error()
}

// read fills a sheet from a tab.
func (w *workbook) read(t *tab) (*Sheet, Faults) {
	s := &Sheet{Name: w.name, Comma: ',', grid: true, label: t.label}
	s.Reading.Sheet = t.name
	b := &gridBuilder{sheet: s, limits: w.limits, from: t.header}
	err := w.rows(t.name, b.row)
	if b.full {
		err = errTooMuch
	}
	if err != nil {
		return nil, Faults{*w.broken(t, err)}
	}
	b.finish()
	w.note(s, t, b)
	w.uncalculated(s, t)
	return s, nil
}

// broken words a sheet that cannot be read to its end.
func (w *workbook) broken(t *tab, err error) *Fault {
	if errors.Is(err, errTooMuch) {
		return &Fault{Code: "file-too-large", File: w.name, Sheet: t.label, Found: "a sheet with more cells than a table has",
			Expected: fmt.Sprintf("at most %d cells and %d MB of text", w.limits.slots, w.limits.bytes>>20), Fix: "delete empty columns and rows, or save it as .csv"}
	}
	return &Fault{Code: "file-damaged", File: w.name, Sheet: t.label, Found: "a sheet that breaks off or has cells that cannot be read",
		Expected: "a whole .xlsx file", Fix: saveAsTable}
}

// note says what was decided about a sheet.
func (w *workbook) note(s *Sheet, t *tab, b *gridBuilder) {
	note := func(text string) { s.Reading.Notes = append(s.Reading.Notes, text) }
	if t.note != "" {
		note(t.note)
	}
	if t.above > 0 {
		note(fmt.Sprintf("the header is in row %d, and what stands above it was passed over", t.header))
	}
	if n := len(w.merged(t.name)); n > 0 {
		note(plain.Count(n, "merged cell was", "merged cells were") + " read in every row they span")
	}
	if n := w.hidden(t.name); n > 0 {
		note(plain.Count(n, "hidden row was", "hidden rows were") + " read too")
	}
	s.noteGuarded(b.guarded)
}
