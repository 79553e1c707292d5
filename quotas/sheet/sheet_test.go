package sheet

import (
	"archive/zip"
	"bytes"
	"encoding/csv"
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// rows gives header and rows as text.
func (s *Sheet) rows() [][]string {
	all := [][]string{s.Header}
	for i := range s.Rows() {
		var row []string
		for j := range s.Header {
			row = append(row, s.Cell(i, j))
		}
		all = append(all, row)
	}
	return all
}

func TestParseReadsWhatSpreadsheetsWrite(t *testing.T) {
	want := [][]string{{"id", "gender"}, {"p1", "woman"}, {"p2", "man"}}
	for name, text := range map[string]string{
		"comma":            "id,gender\np1,woman\np2,man\n",
		"no last line end": "id,gender\np1,woman\np2,man",
		"semicolon":        "id;gender\np1;woman\np2;man\n",
		"tab":              "id\tgender\np1\twoman\np2\tman\n",
		"CRLF":             "id,gender\r\np1,woman\r\np2,man\r\n",
		"BOM":              "\ufeffid,gender\np1,woman\np2,man\n",
		"BOM and quotes":   "\ufeff\"id\",\"gender\"\n\"p1\",\"woman\"\np2,man\n",
		"blank lines":      "\n\nid,gender\n\np1,woman\n\n,\n \t,\np2,man\n\n",
		"sep line":         "sep=;\r\nid;gender\r\np1;woman\r\np2;man\r\n",
		"sep line, BOM":    "\ufeffSEP=\t\nid\tgender\np1\twoman\np2\tman\n",
	} {
		s, faults := Parse("f.csv", []byte(text))
		require.Empty(t, faults, name)
		assert.Equal(t, want, s.rows(), name)
	}
}

func TestDelimiterIsCountedOutsideQuotes(t *testing.T) {
	s, faults := Parse("f.csv", []byte("\"a,b,c,d\";e\n\"x\ny\";\"1,2\"\n"))
	require.Empty(t, faults)
	assert.Equal(t, ';', s.Comma)
	assert.Equal(t, [][]string{{"a,b,c,d", "e"}, {"x\ny", "1,2"}}, s.rows())
	s, faults = Parse("f.csv", []byte("id;Do you own, rent, or live with your parents?;x\n1;own;y\n"))
	require.Empty(t, faults)
	assert.Equal(t, ';', s.Comma)
	s, faults = Parse("f.csv", []byte("id\np1\np2\n"))
	require.Empty(t, faults)
	assert.Equal(t, [][]string{{"id"}, {"p1"}, {"p2"}}, s.rows())
}

func TestPlacesCountLinesAndCharacters(t *testing.T) {
	s, faults := Parse("f.csv", []byte("\ufeffsep=,\n\nKjønn,Ålder,navn\r\n\r\næ,\"ø\nå\",ü,x\n"))
	assert.Equal(t, `f.csv:6:6: a row of 4 cells, expected 3 cells as in the header: `+
		`put a cell that holds the delimiter into quotation marks, or delete what is too much`, faults.Error())
	s, faults = Parse("f.csv", []byte("\ufeffsep=,\n\nKjønn,Ålder,navn\r\n\r\næ,\"ø\nå\",ü\n\nx,y,z\n"))
	require.Empty(t, faults)
	check := func(row, column, line, char int) {
		t.Helper()
		l, c := s.Pos(row, column)
		assert.Equal(t, [2]int{line, char}, [2]int{l, c}, "cell %d,%d", row, column)
	}
	check(0, 0, 5, 1)
	check(0, 1, 5, 3)
	check(0, 2, 6, 4)
	check(1, 0, 8, 1)
	check(1, 2, 8, 5)
	assert.Equal(t, Place{3, 13}, s.headerPlace(2))
	assert.Equal(t, 1, s.Column(" åLDER "))
	assert.Equal(t, -1, s.Column("alder"))
	assert.Equal(t, -1, s.Column(" "))
}

func TestParseRefuses(t *testing.T) {
	const save = `: save the file as UTF-8 (in a spreadsheet: "CSV UTF-8")`
	const much = `: put a cell that holds the delimiter into quotation marks, or delete what is too much`
	const double = `: double quotation marks inside a quoted cell, or add the one that is missing`
	for _, c := range []struct{ name, text, want string }{
		{"empty", "", "f.csv: the file is empty, expected a header line and rows"},
		{"white space", "\ufeff \r\n\n", "f.csv: the file is empty, expected a header line and rows"},
		{"delimiters", ",,\n,,\n", "f.csv: the file is empty, expected a header line and rows"},
		{"NUL", "id,name\np1,ø\x00\n", "f.csv:2:5: a NUL byte, expected UTF-8 text: the file is damaged or not a text file: export it again"},
		{"UTF-8 with damage", "id,name\np1,Ren\xe9\np2,René\n", `f.csv:2:7: byte 0xE9, which is not UTF-8, expected UTF-8 text` + save},
		{"UTF-8 cut off", "id,name\np1,René\np2,Ren\xc3", `f.csv:3:7: byte 0xC3, which is not UTF-8, expected UTF-8 text` + save},
		{"neither code page", "id,name\np1,\x81\n", `f.csv:2:4: byte 0x81, which is neither UTF-8 nor Windows-1252, expected UTF-8 text` + save},
		{"UTF-16 of an odd length", "\xff\xfei\x00d\x00\n", "f.csv: UTF-16 text that is damaged or cut off, expected whole characters: export the file again"},
		{"UTF-16 with half a character", "\xff\xfei\x00\n\x00\x00\xd8x\x00", "f.csv:2:1: UTF-16 text that is damaged or cut off, expected whole characters: export the file again"},
		{"old Mac", "id,name\rp1,x\r", "f.csv: the lines end with a carriage return alone, as on old Macs, expected lines that end with LF or CRLF: save the file again as CSV with Windows or Unix line ends"},
		{"controls", "id\nø\x01\x02\nx\x7f\n\"y\rz\"\n\x01", "f.csv:2:2, :5:1: the control character U+0001, expected text: delete it\n" +
			"f.csv:3:2: the control character U+007F, expected text: delete it\n" +
			"f.csv:4:3: a carriage return that does not end a line, expected text: delete it"},
		{"long rows", "a,b\n1,2,3\n1,2\n1,2,4\n1,2,3,4\n", "f.csv:2:5, :4:5: a row of 3 cells, expected 2 cells as in the header" + much + "\n" +
			"f.csv:5:5: a row of 4 cells, expected 2 cells as in the header" + much},
		{"bare quote", "a,b\nø,6\" pipe\n1,2\n1,2,3\n", "f.csv:2:4: a quotation mark inside a cell that is not in quotation marks: " +
			`put the whole cell into quotation marks and double the one inside: "6"" pipe"` + "\n" +
			"f.csv:4:5: a row of 3 cells, expected 2 cells as in the header" + much},
		{"text after quotes", "a,b\n\"ø\"x,2\n", "f.csv:2:3: a quoted cell that goes on after its quotation marks, expected a delimiter or the end of the line after the closing quotation mark" + double},
		{"open quote", "a,b\n1,2\n\n\"ø,2\n3,4\n5,6\n", "f.csv:4:1: a row with a quoted cell that runs on to line 6, expected a delimiter or the end of the line after the closing quotation mark" + double},
		{"open quote in header", "\"a,b\n1,2\n", "f.csv:1:1: a row with a quoted cell that runs on to line 2, expected a delimiter or the end of the line after the closing quotation mark" + double},
		{"bad sep line", "sep=|\na|b\n", "f.csv:1:5: the delimiter '|', expected a comma, a semicolon or a tab: save the file with one of these"},
		{"equal headers", "Gender,id, gender ,ID\n", `f.csv:1:11: the header " gender " in column 3, the same name as "Gender" in column 1, expected every column once: rename or delete one of the two` + "\n" +
			`f.csv:1:20: the header "ID" in column 4, the same name as "id" in column 2, expected every column once: rename or delete one of the two`},
		{"invisible header", "id,gen\u200bder\n", `f.csv:1:4: the invisible character U+200B in the header "gen\u200bder", expected plain text: type the name anew`},
		{"long cell", "a,b\n1," + strings.Repeat("x", 65537) + "\n", "f.csv:2:3: a cell of 65537 bytes, expected at most 65536: look for a quotation mark that is never closed"},
	} {
		t.Run(c.name, func(t *testing.T) {
			_, faults := Parse("f.csv", []byte(c.text))
			assert.Equal(t, c.want, faults.Error())
			for _, f := range faults {
				assert.NotEmpty(t, f.Code)
			}
		})
	}
}

func TestParseNamesWhatIsNoTable(t *testing.T) {
	archived := func(name string) string {
		var b bytes.Buffer
		z := zip.NewWriter(&b)
		_, err := z.Create(name)
		require.NoError(t, err)
		require.NoError(t, z.Close())
		return b.String()
	}
	const ole = "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
	const save = "open it in a spreadsheet and save it as .xlsx or .csv"
	for _, c := range []struct{ name, text, found, fix string }{
		{"Excel of 1997", ole + "..W\x00o\x00r\x00k\x00b\x00o\x00o\x00k\x00", "an old spreadsheet (.xls)", save},
		{"behind a password", ole + "E\x00n\x00c\x00r\x00y\x00p\x00t\x00e\x00d\x00P\x00a\x00c\x00k\x00a\x00g\x00e\x00", "protected by a password", "take the password away"},
		{"Word of 1997", ole + "W\x00o\x00r\x00d\x00D\x00o\x00c\x00u\x00m\x00e\x00n\x00t\x00", "an old text document", "copy the table"},
		{"some OLE file", ole + "...", "an old document", save},
		{"ODS", archived("content.xml"), "OpenDocument", save},
		{"Numbers", archived("Index/Document.iwa"), "Numbers", "export it from Numbers"},
		{"XLSB", archived("xl/workbook.bin"), "binary spreadsheet", save},
		{"DOCX", archived("word/document.xml"), "text document", "copy the table"},
		{"ZIP", archived("pool.csv"), "a ZIP archive", "unpack it first"},
		{"ZIP cut off", "PK\x03\x04\x00\x00", "damaged or cut off", "fetch or save it again"},
		{"UTF-32", "\xff\xfe\x00\x00i\x00\x00\x00", "UTF-32", "save the file as UTF-8"},
		{"PDF", "%PDF-1.7\n", "PDF", "ask for the table"},
		{"gzip", "\x1f\x8b\x08", "packed", "unpack it first"},
		{"Parquet", "PAR1xx", "Parquet", "export it as CSV"},
		{"sign-in page", "\n<!DOCTYPE html>\n<html><title>Sign in</title>", "a web page, perhaps one that asks to sign in", "export it again"},
		{"table of a web page", "<TABLE><tr><td>id", "a web page", "export it again"},
		{"XML spreadsheet", "\ufeff<?xml version=\"1.0\"?><Workbook xmlns=\"urn:schemas-microsoft-com:office:spreadsheet\">", "an old XML format", save},
		{"JSON", "[{\"id\": 1}]", "JSON", "export the table as CSV"},
	} {
		t.Run(c.name, func(t *testing.T) {
			s, faults := Parse("f.csv", []byte(c.text))
			assert.Nil(t, s)
			require.Len(t, faults, 1)
			assert.Equal(t, "format-unknown", faults[0].Code)
			assert.Contains(t, faults[0].Found, c.found)
			assert.Contains(t, faults[0].Fix, c.fix)
		})
	}
}

func TestRowsThatEndEarlyAreFilledUp(t *testing.T) {
	s, faults := Parse("f.csv", []byte("a,b,c\n1\n1,2,3\n4,5\n1,2,3,, \n"))
	require.Empty(t, faults)
	assert.Equal(t, [][]string{{"a", "b", "c"}, {"1", "", ""}, {"1", "2", "3"}, {"4", "5", ""}, {"1", "2", "3"}}, s.rows())
	assert.Equal(t, []int{1, 3, 2, 3}, []int{s.Width(0), s.Width(1), s.Width(2), s.Width(3)})
	assert.Equal(t, "f.csv: CSV, UTF-8, separated by commas, 4 rows; 2 rows end before the last column and were filled up with blanks, first line 2", s.Reading.String())
}

func TestParseKeepsTheSoundRows(t *testing.T) {
	s, faults := Parse("f.csv", []byte("a,b\n1,2,3\n1,2\n\"x\"y,2\n3,4\n"))
	assert.Len(t, faults, 2)
	assert.Equal(t, [][]string{{"a", "b"}, {"1", "2"}, {"3", "4"}}, s.rows())
	assert.Equal(t, 5, s.Line(1))
	assert.Equal(t, 2, s.Lost)
	s, faults = Parse("f.csv", []byte("a,b\n1,2\n\"x,2\n3,4\n5,6\n"))
	assert.Len(t, faults, 1)
	assert.GreaterOrEqual(t, s.Lost, 3, "the quotation mark swallows three rows")
}

func TestHeaderIsFoundBelowATitle(t *testing.T) {
	for name, text := range map[string]string{
		"title":                "Our volunteers\n\nid,gender\n1,f\n",
		"title of many cells":  "Our volunteers,\nof, 2026\nid,gender\n1,f\n",
		"a title with commas":  "Volunteers, men and women, 2026\nid;gender\n1;f\n",
		"apostrophe in a cell": "'=x\nid,gender\n1,f\n",
	} {
		s, faults := Read("f.csv", []byte(text), Options{Score: idAndGender})
		require.Empty(t, faults, name)
		assert.Equal(t, [][]string{{"id", "gender"}, {"1", "f"}}, s.rows(), name)
		assert.Contains(t, s.Reading.String(), fmt.Sprintf("the header is on line %d, and what stands above it was passed over", s.HeaderLine()), name)
	}
	s, faults := Read("f.csv", []byte("name,sex\n1,f\n"), Options{Score: idAndGender})
	require.Empty(t, faults)
	assert.Equal(t, []string{"name", "sex"}, s.Header, "no row has what is needed")
}

// idAndGender is the score of a header that needs these two columns.
func idAndGender(row []string) (n int) {
	for _, cell := range row {
		if cell == "id" || cell == "gender" {
			n++
		}
	}
	return n
}

func TestGuardIsUndone(t *testing.T) {
	for _, cell := range []string{"", "'", "''", "a", "'a", "=1+1", "'=1+1", "''=1", "+46 70", "-", "@x", "\tx", "\r", "O'Hara", "'+", "'''-x", "é"} {
		assert.Equal(t, cell, Unguard(Guard(cell)), "%q", cell)
		assert.False(t, cell != "" && strings.Contains(triggers, Guard(cell)[:1]), "%q", cell)
	}
	s, faults := Parse("f.csv", []byte("id,'=n\n'+46,'a\n'-1,''=x\n"))
	require.Empty(t, faults)
	assert.Equal(t, [][]string{{"id", "=n"}, {"+46", "'a"}, {"-1", "'=x"}}, s.rows())
	assert.Contains(t, s.Reading.String(), "the apostrophe before 4 cells that would be a formula in a spreadsheet was taken away")
	line, char := s.Pos(1, 1)
	assert.Equal(t, [2]int{3, 5}, [2]int{line, char})
}

func TestGathererKeepsNoMoreThanItPrints(t *testing.T) {
	s, faults := Parse("f.csv", []byte("id,x\n"+strings.Repeat("a,b\n", 1000)))
	require.Empty(t, faults)
	var g Gatherer
	for i := range s.Rows() {
		g.Add(s, "one", i, 1, "same", func(n int) Words { return Words{fmt.Sprintf("%d alike", n), "", ""} })
		g.Add(s, "many", i, 0, fmt.Sprint(i), func(int) Words { return Words{fmt.Sprintf("number %d", i), "", ""} })
		g.Add(s, "row", i, -1, fmt.Sprint(i%2), func(int) Words { return Words{fmt.Sprintf("a row %d", i%2), "nothing", "go"} })
	}
	faults = g.Faults(s)
	assert.Len(t, faults, 1+mostAlike+1+2)
	lines := strings.Split(faults.Error(), "\n")
	assert.Equal(t, "f.csv:2, :4, :6, :8, :10, :12, :14, :16 and 492 more: a row 0, expected nothing: go", lines[0])
	assert.Equal(t, "f.csv:2:1: number 0", lines[1])
	assert.Equal(t, "f.csv:2:3, :3:3, :4:3, :5:3, :6:3, :7:3, :8:3, :9:3 and 992 more: 1000 alike", lines[2])
	assert.Equal(t, "f.csv: 900 more such: number …", lines[len(lines)-1])
	assert.Len(t, faults[2].Places(), mostPlaces)
	assert.True(t, faults[1].Alike(faults[4]))
	assert.False(t, faults[0].Alike(faults[1]))
}

func TestCaps(t *testing.T) {
	s, faults := read("f.csv", []byte("a\n1\n2\n\n"), Options{}, limits{bytes: 8, rows: 2, columns: 1, cell: 1})
	assert.Empty(t, faults)
	assert.Equal(t, 2, s.Rows())
	s, faults = read("f.csv", []byte("a\n1\n2\n3\n4\n"), Options{}, limits{bytes: 100, rows: 2, columns: 1, cell: 1})
	assert.Equal(t, "f.csv:4: more than 2 rows, expected at most as many", faults.Error())
	assert.Equal(t, 2, s.Rows())
	_, faults = read("f.csv", []byte("a\n1\n"), Options{}, limits{bytes: 3, rows: 2, columns: 1, cell: 1})
	assert.Equal(t, "f.csv: the file has 4 bytes, expected at most 3", faults.Error())
	_, faults = read("f.csv", []byte("a,b,c\n1\n"), Options{}, limits{bytes: 100, rows: 2, columns: 2, cell: 1})
	assert.Equal(t, "f.csv:1: 3 columns, expected at most 2, as a spreadsheet has: see whether the line ends were lost", faults.Error())
}

func TestParseCanonicalLeavesTheHeaderAlone(t *testing.T) {
	s, faults := ParseCanonical("f.csv", []byte("id,id;x;y\n1,2\n"))
	require.Empty(t, faults)
	assert.Equal(t, [][]string{{"id", "id;x;y"}, {"1", "2"}}, s.rows())
	_, faults = ParseCanonical("f.csv", []byte("id\n\xff\n"))
	assert.Len(t, faults, 1)
}

func TestFold(t *testing.T) {
	assert.Equal(t, Fold("level 1"), Fold("\u00a0Level\t 1 \n"))
	assert.Equal(t, Fold("STRASSE"), Fold("straße"))
	assert.Equal(t, Fold("Kj\u00f8nn A\u030a"), Fold("KJ\u00d8NN \u00e5"))
	assert.NotEqual(t, Fold("16-24"), Fold("16–24"))
	assert.Equal(t, "", Fold(" \t"))
	assert.Equal(t, "a b", Clean(" a  b "))
	assert.Equal(t, "a b", Clean("a b"))
}

func TestInvisible(t *testing.T) {
	for _, s := range []string{"a\u200bb", "\ufeffid", "\u202eabc", "so\u00adft", "a\u0085", "x\u200dy", "\u200c"} {
		_, bad := Invisible(s)
		assert.True(t, bad, "%q", s)
	}
	for _, s := range []string{"", "naïve", "می\u200cخواهم", "क्\u200dष", "日本"} {
		_, bad := Invisible(s)
		assert.False(t, bad, "%q", s)
	}
}

func FuzzParse(f *testing.F) {
	for _, text := range []string{
		"id,gender\np1,woman\n", "\ufeff\"a\";b\n1;2\n", "sep=;\na;b\n", "a\tb\n1\t\"x\ny\"\n",
		"a,b\n1\n\"x", "\xff\xfea\x00", "a\r1\r", "a,A\n1,2\n", "id\n\x01\n", "a,b\n\"x\"y,2\n3,4\n",
	} {
		f.Add([]byte(text))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		s, faults := Parse("f.csv", data)
		for _, fault := range faults {
			require.NotEmpty(t, fault.Error())
		}
		if len(faults) > 0 {
			return
		}
		lines := bytes.Count(data, []byte("\n")) + 1
		for i := range s.Rows() {
			for j := range s.Header {
				line, char := s.Pos(i, j)
				require.True(t, line >= s.Line(i) && line <= lines && char >= 1)
			}
		}
		var out bytes.Buffer
		out.WriteString("sep=,\n") // a header may hold more semicolons than there are commas
		w := csv.NewWriter(&out)
		require.NoError(t, w.WriteAll(s.rows()))
		again, faults := Parse("f.csv", out.Bytes())
		require.Empty(t, faults)
		require.Equal(t, s.rows(), again.rows())
	})
}

// BenchmarkParse reads a million rows of seven columns.
func BenchmarkParse(b *testing.B) {
	var text bytes.Buffer
	text.WriteString("id,gender,age,region,education,housing,opinion\n")
	for i := range 1_000_000 {
		fmt.Fprintf(&text, "p%d,female,25-34,region %d,some college,own,for\n", i, i%16)
	}
	b.SetBytes(int64(text.Len()))
	b.ReportAllocs()
	for b.Loop() {
		if _, faults := Parse("f.csv", text.Bytes()); faults != nil {
			b.Fatal(faults)
		}
	}
}
