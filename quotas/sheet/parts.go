package sheet

import (
	"archive/zip"
	"bytes"
	"encoding/xml"
	"io"
	"path"
	"regexp"
	"slices"
	"strings"

	"github.com/xuri/excelize/v2"
)

// parts finds the file of each sheet in the archive. The library knows it too, but reads
// merged cells only by holding a whole sheet as a tree, at ten times its size.
func parts(data []byte) map[string]string {
	var book struct {
		Sheets []struct {
			Name string     `xml:"name,attr"`
			Refs []xml.Attr `xml:",any,attr"`
		} `xml:"sheets>sheet"`
	}
	var links struct {
		Link []struct {
			ID     string `xml:"Id,attr"`
			Target string `xml:"Target,attr"`
		} `xml:"Relationship"`
	}
	z, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil || !unmarshal(z, "xl/workbook.xml", &book) || !unmarshal(z, "xl/_rels/workbook.xml.rels", &links) {
		return nil
	}
	found := make(map[string]string)
	for _, s := range book.Sheets {
		for _, ref := range s.Refs {
			for _, l := range links.Link {
				if ref.Name.Local == "id" && ref.Value == l.ID {
					found[s.Name] = strings.TrimPrefix(path.Join("/xl", absolute(l.Target)), "/")
				}
			}
		}
	}
	return found
}

// absolute is a target relative to the folder xl.
func absolute(target string) string {
	if rest, ok := strings.CutPrefix(target, "/xl/"); ok {
		return rest
	}
	return target
}

func unmarshal(z *zip.Reader, name string, to any) bool {
	f, err := z.Open(name)
	if err != nil {
		return false
	}
	defer f.Close()
	return xml.NewDecoder(io.LimitReader(f, 16<<20)).Decode(to) == nil
}

// part is the file of a sheet.
func (w *workbook) part(sheet string) []byte {
	part, _ := w.file.Pkg.Load(w.parts[sheet])
	xml, _ := part.([]byte)
	return xml
}

// A mergedRange is a merged cell that spans several rows.
type mergedRange struct {
	column, from, to int    // column from 0, rows from 1
	text             string // once its first row was read
}

var mergeCell = regexp.MustCompile(`<(?:\w+:)?mergeCell\s[^>]*\bref="([A-Z]{1,3}[0-9]{1,7}):([A-Z]{1,3}[0-9]{1,7})"`)

// merged finds the merged cells of a sheet that span several rows, by their first row.
func (w *workbook) merged(sheet string) (ranges []mergedRange) {
	const most = 200_000
	xml := w.part(sheet)
	for _, ref := range mergeCell.FindAllSubmatch(xml[max(0, bytes.LastIndex(xml, []byte("</sheetData>"))):], most) {
		column, from, err := excelize.CellNameToCoordinates(string(ref[1]))
		_, to, err2 := excelize.CellNameToCoordinates(string(ref[2]))
		if err == nil && err2 == nil && to > from {
			ranges = append(ranges, mergedRange{column: column - 1, from: from, to: to})
		}
	}
	slices.SortFunc(ranges, func(a, b mergedRange) int { return a.from - b.from })
	return ranges
}

// A filler puts the text of merged cells into the rows they span, which come in order.
type filler struct {
	ranges []mergedRange // still to come
	open   []mergedRange // that the last row was in
}

// fill completes a row, unless it has no text of its own.
func (m *filler) fill(row int, cells []string) []string {
	m.open = slices.DeleteFunc(m.open, func(r mergedRange) bool { return r.to < row })
	for ; len(m.ranges) > 0 && m.ranges[0].from <= row; m.ranges = m.ranges[1:] {
		if r := m.ranges[0]; r.from == row && r.column < len(cells) {
			r.text = cells[r.column]
			m.open = append(m.open, r)
		}
	}
	if blank(cells) {
		return cells
	}
	for _, r := range m.open {
		for len(cells) <= r.column {
			cells = append(cells, "")
		}
		if cells[r.column] == "" {
			cells[r.column] = r.text
		}
	}
	return cells
}

// hidden counts the rows that a sheet has and does not show, as a filter leaves them.
func (w *workbook) hidden(sheet string) (n int) {
	for rest := w.part(sheet); ; {
		_, after, found := bytes.Cut(rest, []byte("<row "))
		if !found {
			return n
		}
		tag, _, _ := bytes.Cut(after, []byte(">"))
		if bytes.Contains(tag, []byte(` hidden="1"`)) || bytes.Contains(tag, []byte(` hidden="true"`)) {
			n++
		}
		rest = after
	}
}

var cellRef = regexp.MustCompile(`\br="([A-Z]{1,3}[0-9]{1,7})"`)

// uncalculated refuses formulas without a saved value, which programs write that are no
// spreadsheets: nobody has seen what they give.
func (w *workbook) uncalculated(s *Sheet, t *tab) {
	xml := w.part(t.name)
	if !bytes.Contains(xml, []byte("<f>")) && !bytes.Contains(xml, []byte("<f ")) {
		return
	}
	for {
		cell, rest, found := bytes.Cut(xml, []byte("</c>"))
		if !found {
			return
		}
		xml = rest
		cell = cell[max(0, bytes.LastIndex(cell, []byte("<c "))):]
		ref := cellRef.FindSubmatch(cell)
		if ref == nil || !bytes.Contains(cell, []byte("<f")) || bytes.Contains(cell, []byte("<v")) {
			continue
		}
		if column, row, err := excelize.CellNameToCoordinates(string(ref[1])); err == nil && row > t.header {
			s.faults.add("formula-uncalculated", column-1, "", func() Place { return Place{row, column} }, func(int) Words {
				return Words{"a formula without a saved value", "a value", "open the file in a spreadsheet, save it, and use what is saved"}
			})
		}
	}
}
