package sheet

import (
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
	s, faults := Parse("f.csv", []byte("\ufeffsep=,\n\nKjønn,Ålder,navn\r\n\r\næ,\"ø\nå\",ü,\n"))
	assert.Equal(t, `f.csv:6:6: a row of 4 cells, expected 3 cells as in the header: `+
		`put a cell that holds the delimiter into quotation marks, or fill up the row`, faults.Error())
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
	l, c := s.HeaderPos(2)
	assert.Equal(t, [2]int{3, 13}, [2]int{l, c})
	assert.Equal(t, 1, s.Column(" åLDER "))
	assert.Equal(t, -1, s.Column("alder"))
	assert.Equal(t, -1, s.Column(" "))
}

func TestParseRefuses(t *testing.T) {
	utf16 := func(s string) string {
		var b strings.Builder
		for _, c := range []byte(s) {
			b.WriteString(string([]byte{c, 0}))
		}
		return b.String()
	}
	const save = `: save the file as UTF-8 (in a spreadsheet: "CSV UTF-8")`
	const fill = `: put a cell that holds the delimiter into quotation marks, or fill up the row`
	const double = `: double quotation marks inside a quoted cell, or add the one that is missing`
	for _, c := range []struct{ name, text, want string }{
		{"empty", "", "f.csv: the file is empty, expected a header line and rows"},
		{"white space", "\ufeff \r\n\n", "f.csv: the file is empty, expected a header line and rows"},
		{"delimiters", ",,\n,,\n", "f.csv: the file is empty, expected a header line and rows"},
		{"UTF-16 LE", "\xff\xfe" + utf16("id,a\n"), "f.csv: the file is UTF-16, expected UTF-8 text" + save},
		{"UTF-16 BE", "\xfe\xff\x00i\x00d", "f.csv: the file is UTF-16, expected UTF-8 text" + save},
		{"UTF-16 bare", utf16("id,a\n1,b\n"), "f.csv: the file is UTF-16 without a byte order mark, expected UTF-8 text" + save},
		{"UTF-32 LE", "\xff\xfe\x00\x00i\x00\x00\x00", "f.csv: the file is UTF-32, expected UTF-8 text" + save},
		{"UTF-32 BE", "\x00\x00\xfe\xff\x00\x00\x00i", "f.csv: the file is UTF-32, expected UTF-8 text" + save},
		{"XLSX", "PK\x03\x04\x00\x00", "f.csv: the file is a ZIP archive, perhaps a spreadsheet, expected UTF-8 text: open it in a spreadsheet and save the sheet as CSV UTF-8"},
		{"NUL", "id,name\np1,ø\x00\n", "f.csv:2:5: a NUL byte, expected UTF-8 text: the file is damaged or not a text file: export it again"},
		{"Windows-1252", "id,name\np1,Ren\xe9\n", `f.csv:2:7: byte 0xE9, which is not UTF-8; the file looks like Windows-1252, where it is 'é', expected UTF-8 text` + save},
		{"invalid", "id,name\np1,\x81\n", `f.csv:2:4: byte 0x81, which is not UTF-8, expected UTF-8 text` + save},
		{"old Mac", "id,name\rp1,x\r", "f.csv: the lines end with a carriage return alone, as on old Macs, expected lines that end with LF or CRLF: save the file again as CSV with Windows or Unix line ends"},
		{"controls", "id\nø\x01\x02\nx\x7f\n\"y\rz\"\n", "f.csv:2:2: the control character U+0001, expected text: delete it\n" +
			"f.csv:3:2: the control character U+007F, expected text: delete it\n" +
			"f.csv:4:3: a carriage return that does not end a line, expected text: delete it"},
		{"ragged", "a,b\n1\n1,2\n1,2,3\n", "f.csv:2:1: a row of 1 cell, expected 2 cells as in the header" + fill + "\n" +
			"f.csv:4:5: a row of 3 cells, expected 2 cells as in the header" + fill},
		{"bare quote", "a,b\nø,6\" pipe\n1,2\n1\n", "f.csv:2:4: a quotation mark inside a cell that is not in quotation marks: " +
			`put the whole cell into quotation marks and double the one inside: "6"" pipe"` + "\n" +
			"f.csv:4:1: a row of 1 cell, expected 2 cells as in the header" + fill},
		{"text after quotes", "a,b\n\"ø\"x,2\n", "f.csv:2:3: a quoted cell that goes on after its quotation marks, expected a delimiter or the end of the line after the closing quotation mark" + double},
		{"open quote", "a,b\n1,2\n\n\"ø,2\n3,4\n5,6\n", "f.csv:4:1: a row with a quoted cell that runs on to line 6, expected a delimiter or the end of the line after the closing quotation mark" + double},
		{"open quote in header", "\"a,b\n1,2\n", "f.csv:1:1: a row with a quoted cell that runs on to line 2, expected a delimiter or the end of the line after the closing quotation mark" + double},
		{"bad sep line", "sep=|\na|b\n", "f.csv:1:5: the delimiter '|', expected a comma, a semicolon or a tab: save the file with one of these"},
		{"quoted sep line", "\"sep=;\"\na;b\n", "f.csv:1:1: a sep= line in quotation marks, expected a header line: delete it"},
		{"equal headers", "Gender,id, gender ,ID\n", `f.csv:1:11: the header " gender " in column 3, the same name as "Gender" in column 1, expected every column once: rename or delete one of the two` + "\n" +
			`f.csv:1:20: the header "ID" in column 4, the same name as "id" in column 2, expected every column once: rename or delete one of the two`},
		{"invisible header", "id,gen\u200bder\n", `f.csv:1:4: the invisible character U+200B in the header "gen\u200bder", expected plain text: type the name anew`},
		{"long cell", "a,b\n1," + strings.Repeat("x", 65537) + "\n", "f.csv:2:3: a cell of 65537 bytes, expected at most 65536: look for a quotation mark that is never closed"},
	} {
		t.Run(c.name, func(t *testing.T) {
			_, faults := Parse("f.csv", []byte(c.text))
			assert.Equal(t, c.want, faults.Error())
		})
	}
}

func TestParseKeepsTheSoundRows(t *testing.T) {
	s, faults := Parse("f.csv", []byte("a,b\n1\n1,2\n\"x\"y,2\n3,4\n"))
	assert.Len(t, faults, 2)
	assert.Equal(t, [][]string{{"a", "b"}, {"1", "2"}, {"3", "4"}}, s.rows())
	assert.Equal(t, 5, s.Line(1))
}

func TestCaps(t *testing.T) {
	s, faults := parse("f.csv", []byte("a\n1\n2\n\n"), limits{bytes: 8, rows: 2, cell: 1})
	assert.Empty(t, faults)
	assert.Equal(t, 2, s.Rows())
	s, faults = parse("f.csv", []byte("a\n1\n2\n3\n4\n"), limits{bytes: 100, rows: 2, cell: 1})
	assert.Equal(t, "f.csv:4: more than 2 rows, expected at most as many", faults.Error())
	assert.Equal(t, 2, s.Rows())
	_, faults = parse("f.csv", []byte("a\n1\n"), limits{bytes: 3, rows: 2, cell: 1})
	assert.Equal(t, "f.csv: the file has 4 bytes, expected at most 3", faults.Error())
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

func TestNearest(t *testing.T) {
	options := []string{"Gender", "age_bucket", "value", "Kjønn", "max"}
	for name, want := range map[string]string{
		"gendr": "Gender", "GENDER ": "Gender", "vlaue": "value", "age": "age_bucket", "Kjonn": "Kjønn",
		"mux": "max", "min": "", "region": "", "": "", "ax": "max",
	} {
		assert.Equal(t, want, Nearest(name, options), name)
	}
	assert.Empty(t, Nearest(strings.Repeat("x", 300), options))
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
