package sheet

import (
	"archive/zip"
	"bytes"
	"fmt"
	"io"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"github.com/xuri/excelize/v2"
)

// made builds a workbook.
func made(t testing.TB, build func(f *excelize.File)) []byte {
	t.Helper()
	f := excelize.NewFile()
	build(f)
	b, err := f.WriteToBuffer()
	require.NoError(t, err)
	return b.Bytes()
}

// put fills a row of a sheet from column A.
func put(f *excelize.File, name string, row int, cells ...any) {
	if err := f.SetSheetRow(name, fmt.Sprintf("A%d", row), &cells); err != nil {
		panic(err)
	}
}

// edited changes a file inside a workbook as only other programs would write it.
func edited(t testing.TB, data []byte, part string, change func(xml string) string) []byte {
	t.Helper()
	out, err := edit(data, part, change)
	require.NoError(t, err)
	require.NotEqual(t, data, out)
	return out
}

func edit(data []byte, part string, change func(xml string) string) ([]byte, error) {
	in, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		return nil, err
	}
	var out bytes.Buffer
	z := zip.NewWriter(&out)
	for _, f := range in.File {
		r, err := f.Open()
		if err != nil {
			return nil, err
		}
		content, err := io.ReadAll(r)
		if err != nil {
			return nil, err
		}
		if f.Name == part {
			content = []byte(change(string(content)))
		}
		w, err := z.Create(f.Name)
		if err != nil {
			return nil, err
		}
		if _, err := w.Write(content); err != nil {
			return nil, err
		}
	}
	err = z.Close()
	return out.Bytes(), err
}

func TestCellsAreReadAsAPersonSeesThem(t *testing.T) {
	day := time.Date(1987, 3, 15, 0, 0, 0, 0, time.UTC)
	for _, c := range []struct {
		name   string
		value  any
		format string // number format; "#14" is one of the library's own
		want   string
	}{
		{"text", " Zoë\n& Bo ", "", " Zoë\n& Bo "},
		{"number", 34, "", "34"},
		{"long number", int64(46734153322), "", "46734153322"},
		{"fifteen digits", int64(123456789012345), "", "123456789012345"},
		{"fraction", 0.1 + 0.2, "", "0.3"},
		{"text of digits", "007", "", "007"},
		{"leading zeros by format", 7, "000", "007"},
		{"percent", 0.485, "0.0%", "48.5%"},
		{"rounded percent", 0.48, "#9", "48%"},
		{"thousands", 1200, "#,##0", "1,200"},
		{"date as the computer writes it", day, "#14", "1987-03-15"},
		{"date with a format of its own", day, "dd/mm/yyyy", "15/03/1987"},
		{"date and time", day.Add(90 * time.Minute), "#22", "1987-03-15 01:30"},
		{"truth", true, "", "TRUE"},
		{"guarded text", "'+46", "", "+46"},
		{"line ends of Windows", "a\r\nb", "", "a\nb"},
	} {
		t.Run(c.name, func(t *testing.T) {
			s, faults := Parse("f.xlsx", made(t, func(f *excelize.File) {
				put(f, "Sheet1", 1, "id", "x")
				put(f, "Sheet1", 2, "p1", c.value)
				if c.format != "" {
					style := &excelize.Style{CustomNumFmt: &c.format}
					if n, found := strings.CutPrefix(c.format, "#"); found && !strings.Contains(n, "#") {
						style = &excelize.Style{}
						_, err := fmt.Sscan(n, &style.NumFmt)
						require.NoError(t, err)
					}
					id, err := f.NewStyle(style)
					require.NoError(t, err)
					require.NoError(t, f.SetCellStyle("Sheet1", "B2", "B2", id))
				}
			}))
			require.Empty(t, faults)
			assert.Equal(t, [][]string{{"id", "x"}, {"p1", c.want}}, s.rows())
			assert.True(t, s.Workbook())
		})
	}
}

func TestWorkbookPlaces(t *testing.T) {
	s, faults := Parse("f.xlsx", made(t, func(f *excelize.File) {
		put(f, "Sheet1", 2, "id", "gender", nil, "note")
		put(f, "Sheet1", 5, "p1", "f")
		put(f, "Sheet1", 6, " ", "", " ")
		put(f, "Sheet1", 8, "p2", "m", nil, nil, nil, "beyond the header")
	}))
	require.Empty(t, faults)
	assert.Equal(t, [][]string{{"id", "gender", "", "note", "", ""}, {"p1", "f", "", "", "", ""}, {"p2", "m", "", "", "", "beyond the header"}}, s.rows())
	assert.Equal(t, []int{2, 5, 8}, []int{s.HeaderLine(), s.Line(0), s.Line(1)})
	assert.Equal(t, "f.xlsx: XLSX, sheet \"Sheet1\", 2 rows", s.Reading.String())
	var g Gatherer
	for i := range s.Rows() {
		g.Add(s, "c", i, 1, "", func(n int) Words { return Words{"both", "neither", "go"} })
	}
	assert.Equal(t, `f.xlsx: rows 5, 8, column B "gender": both, expected neither: go`, g.Faults(s).Error())
	assert.Equal(t, `f.xlsx: row 2, column D "note": x`, s.HeaderFault("c", 3, Words{Found: "x"}).Error())
	assert.Equal(t, `f.xlsx: row 2: x`, s.TopFault("c", Words{Found: "x"}).Error())
}

func TestMergedCellsAreReadInEveryRow(t *testing.T) {
	s, faults := Read("f.xlsx", made(t, func(f *excelize.File) {
		put(f, "Sheet1", 1, "Quotas", nil, "Seats")
		put(f, "Sheet1", 2, "id", "gender", "min", "max")
		put(f, "Sheet1", 3, "gender", "f", 1, 2)
		put(f, "Sheet1", 4, nil, "m", 1, 2)
		put(f, "Sheet1", 6, nil, "x", 0, 1)
		put(f, "Sheet1", 7, "age", "old", 0, 1)
		put(f, "Sheet1", 8, nil, "young", 0, 1)
		require.NoError(t, f.MergeCell("Sheet1", "A1", "B1"))
		require.NoError(t, f.MergeCell("Sheet1", "A3", "A6"))
		require.NoError(t, f.MergeCell("Sheet1", "A7", "A8"))
	}), Options{Score: idAndGender})
	require.Empty(t, faults)
	assert.Equal(t, [][]string{{"id", "gender", "min", "max"}, {"gender", "f", "1", "2"}, {"gender", "m", "1", "2"}, {"gender", "x", "0", "1"},
		{"age", "old", "0", "1"}, {"age", "young", "0", "1"}}, s.rows())
	assert.Contains(t, s.Reading.String(), "the header is in row 2, and what stands above it was passed over; 2 merged cells were read in every row they span")
	s, faults = Parse("f.xlsx", made(t, func(f *excelize.File) { // a header of two rows
		put(f, "Sheet1", 1, "id", "x")
		put(f, "Sheet1", 3, "p1", "y")
		require.NoError(t, f.MergeCell("Sheet1", "A1", "A2"))
		require.NoError(t, f.MergeCell("Sheet1", "A3", "A9"))
	}))
	require.Empty(t, faults)
	assert.Equal(t, [][]string{{"id", "x"}, {"p1", "y"}}, s.rows(), "a merged cell makes no rows")
}

func TestSheetIsChosen(t *testing.T) {
	build := func(more func(f *excelize.File)) []byte {
		return made(t, func(f *excelize.File) {
			put(f, "Sheet1", 1, "Read me")
			_, err := f.NewSheet("People")
			require.NoError(t, err)
			put(f, "People", 1, "id", "gender")
			put(f, "People", 2, "p1", "f")
			_, err = f.NewSheet("Empty")
			require.NoError(t, err)
			more(f)
		})
	}
	two := func(f *excelize.File) {
		_, err := f.NewSheet("Old")
		require.NoError(t, err)
		put(f, "Old", 1, "id", "gender")
		put(f, "Old", 2, "p0", "m")
	}
	none := func(*excelize.File) {}
	score := Options{Score: idAndGender}
	s, faults := Read("f.xlsx", build(none), score)
	require.Empty(t, faults)
	assert.Equal(t, "p1", s.Cell(0, 0))
	assert.Equal(t, `f.xlsx: XLSX, sheet "People", 1 row; the only one of 2 sheets with the columns that are needed`, s.Reading.String())
	assert.Equal(t, `f.xlsx, sheet "People": row 1, column A "id": x`, s.HeaderFault("c", 0, Words{Found: "x"}).Error())
	_, faults = Read("f.xlsx", build(two), score)
	assert.Equal(t, `f.xlsx: several sheets have the columns that are needed: "People", "Old", expected one of them: say which, or hide the others`, faults.Error())
	s, faults = Read("f.xlsx", build(two), Options{Score: idAndGender, Sheet: " old"})
	require.Empty(t, faults)
	assert.Equal(t, "p0", s.Cell(0, 0))
	s, faults = Read("f.xlsx", build(func(f *excelize.File) {
		two(f)
		require.NoError(t, f.SetSheetVisible("Old", false))
	}), score)
	require.Empty(t, faults)
	assert.Equal(t, "p1", s.Cell(0, 0), "a hidden sheet is read only by name")
	_, faults = Read("f.xlsx", build(none), Options{Sheet: "Peple"})
	assert.Equal(t, `f.xlsx: no sheet "Peple", expected one of "Sheet1", "People", "Empty"`, faults.Error())
	_, faults = Read("f.xlsx", build(none), Options{Sheet: "Empty"})
	assert.Equal(t, "f.xlsx: the file is empty, expected a header line and rows", faults.Error())
	_, faults = Read("f.xlsx", build(none), Options{Score: func([]string) int { return 0 }})
	assert.Equal(t, `f.xlsx: no sheet has the columns that are needed; there are "Sheet1", "People", expected one of them: say which, or hide the others`, faults.Error())
}

func TestHiddenRowsAreReadAndSaid(t *testing.T) {
	s, faults := Parse("f.xlsx", made(t, func(f *excelize.File) {
		put(f, "Sheet1", 1, "id")
		put(f, "Sheet1", 2, "p1")
		put(f, "Sheet1", 3, "p2")
		require.NoError(t, f.SetRowVisible("Sheet1", 2, false))
	}))
	require.Empty(t, faults)
	assert.Equal(t, 2, s.Rows())
	assert.Contains(t, s.Reading.String(), "; 1 hidden row was read too")
}

func TestFormulasAreReadByTheirSavedValues(t *testing.T) {
	book := made(t, func(f *excelize.File) {
		put(f, "Sheet1", 1, "id", "age", "note")
		put(f, "Sheet1", 2, "p1", 3, "x")
		put(f, "Sheet1", 3, "p2", 4, "y")
		require.NoError(t, f.SetCellFormula("Sheet1", "B2", "1+2"))
		require.NoError(t, f.SetCellFormula("Sheet1", "B3", "2+2"))
	})
	s, faults := Parse("f.xlsx", book)
	require.Empty(t, faults)
	assert.Equal(t, []string{"3", "4"}, []string{s.Cell(0, 1), s.Cell(1, 1)})
	never := edited(t, book, "xl/worksheets/sheet1.xml", func(xml string) string {
		return strings.ReplaceAll(strings.ReplaceAll(xml, "<v>3</v>", ""), "<v>4</v>", "")
	})
	_, faults = Parse("f.xlsx", never)
	assert.Equal(t, `f.xlsx: rows 2, 3, column B "age": a formula without a saved value, expected a value: open the file in a spreadsheet, save it, and use what is saved`, faults.Error())
	blank := edited(t, book, "xl/worksheets/sheet1.xml", func(xml string) string { return strings.ReplaceAll(xml, "<v>3</v>", "<v></v>") })
	s, faults = Parse("f.xlsx", blank)
	require.Empty(t, faults)
	assert.Equal(t, "", s.Cell(0, 1), "a formula may give nothing")
}

func TestAbsurdWorkbooksAreRefused(t *testing.T) {
	small := made(t, func(f *excelize.File) {
		put(f, "Sheet1", 1, "id", "x")
		put(f, "Sheet1", 2, "p1", strings.Repeat("y", 40))
	})
	lim := caps()
	lim.unzipped = 1000
	_, faults := read("f.xlsx", small, Options{}, lim)
	assert.Equal(t, "file-too-large", faults[0].Code)
	lim = caps()
	lim.slots = 2
	_, faults = read("f.xlsx", small, Options{}, lim)
	assert.Contains(t, faults.Error(), "a sheet with more cells than a table has, expected at most 2 cells")
	lim = caps()
	lim.cell = 10
	s, faults := read("f.xlsx", small, Options{}, lim)
	assert.Equal(t, `f.xlsx: row 2, column B "x": a cell of 40 bytes, expected at most 10: look for a quotation mark that is never closed`, faults.Error())
	assert.Equal(t, 1, s.Lost)
	bomb := edited(t, small, "xl/worksheets/sheet1.xml", func(xml string) string { return xml + strings.Repeat(" ", 150<<20) })
	_, faults = Parse("f.xlsx", bomb)
	assert.Contains(t, faults.Error(), "f.xlsx: a workbook that unpacks to more than it should (150 MB from ")
	for name, change := range map[string]func(xml string) string{
		"no XML":                 func(string) string { return "\x00\x01" },
		"cut off":                func(xml string) string { return xml[:len(xml)/2] },
		"a cell beyond the last": func(xml string) string { return strings.Replace(xml, `r="B2"`, `r="ZZZZ2"`, 1) },
		"a row beyond the last":  func(xml string) string { return strings.Replace(xml, `<row r="2"`, `<row r="99999999"`, 1) },
	} {
		_, faults := Parse("f.xlsx", edited(t, small, "xl/worksheets/sheet1.xml", change))
		assert.NotEmpty(t, faults, name)
	}
	_, faults = Parse("f.xlsx", edited(t, small, "xl/workbook.xml", func(string) string { return "<workbook/>" }))
	assert.NotEmpty(t, faults)
}

func TestControlCharactersInAWorkbook(t *testing.T) {
	_, faults := Parse("f.xlsx", edited(t, made(t, func(f *excelize.File) {
		put(f, "Sheet1", 1, "id", "x")
		put(f, "Sheet1", 2, "p1", "BELL")
	}), "xl/sharedStrings.xml", func(xml string) string { return strings.Replace(xml, "BELL", "_x0007_", 1) }))
	assert.Equal(t, `f.xlsx: row 2, column B "x": the control character U+0007, expected text: delete it`, faults.Error())
}

func TestWorkbookRoundTrip(t *testing.T) {
	rows := [][]string{{"id", "=n", "'-x", "O'Hara"}, {"007", "=1+1", "''=", "12345678901234567890"}, {"+46", "", "a\nb", " x "}, {"3.0", "_x0041_", "1987-03-15", "<&>\""}}
	data, err := Workbook(rows)
	require.NoError(t, err)
	s, faults := Parse("f.xlsx", data)
	require.Empty(t, faults)
	assert.Equal(t, rows, s.rows())
	again, err := Workbook(rows)
	require.NoError(t, err)
	assert.Equal(t, data, again, "the same rows give the same bytes")
}

func FuzzWorkbook(f *testing.F) {
	f.Add([]byte("PK\x03\x04"), "", "")
	small := made(f, func(x *excelize.File) {
		put(x, "Sheet1", 1, "id", "gender")
		put(x, "Sheet1", 2, "p1", 0.5)
		_ = x.MergeCell("Sheet1", "A2", "A4")
		_ = x.SetCellFormula("Sheet1", "C2", "1+1")
	})
	f.Add(small, "", "")
	f.Add(small, `r="B2"`, `r="XFD1048576"`)
	f.Add(small, `ref="A2:A4"`, `ref="A2:XFD1048576"`)
	f.Add(small, `t="s"`, `t="d" s="99"`)
	f.Fuzz(func(t *testing.T, data []byte, old, replaced string) {
		if old != "" && replaced != "" {
			changed, err := edit(data, "xl/worksheets/sheet1.xml", func(xml string) string { return strings.ReplaceAll(xml, old, replaced) })
			if err == nil {
				data = changed
			}
		}
		lim := caps()
		lim.unzipped, lim.slots = 8<<20, 1<<20
		s, faults := read("f.xlsx", data, Options{Score: idAndGender}, lim)
		for _, fault := range faults {
			require.NotEmpty(t, fault.Error())
			require.NotEmpty(t, fault.Code)
		}
		if s == nil {
			require.NotEmpty(t, faults)
			return
		}
		for i := range s.Rows() {
			for j := range s.Header {
				s.Cell(i, j)
				s.Pos(i, j)
			}
		}
	})
}

// BenchmarkWorkbook reads 100,000 rows of seven columns.
func BenchmarkWorkbook(b *testing.B) {
	rows := [][]string{strings.Split("id,gender,age,region,education,housing,opinion", ",")}
	for i := range 100_000 {
		rows = append(rows, []string{fmt.Sprintf("p%d", i), "female", "25-34", fmt.Sprintf("region %d", i%16), "some college", "own", "for"})
	}
	data, err := Workbook(rows)
	require.NoError(b, err)
	b.SetBytes(int64(len(data)))
	b.ReportAllocs()
	for b.Loop() {
		if _, faults := Parse("f.xlsx", data); faults != nil {
			b.Fatal(faults)
		}
	}
}
