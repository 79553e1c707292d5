package sheet

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"golang.org/x/text/encoding/unicode"
)

func TestEncodingsAreConvertedAndSaid(t *testing.T) {
	wide := func(s string, order unicode.Endianness, bom unicode.BOMPolicy) string {
		out, err := unicode.UTF16(order, bom).NewEncoder().String(s)
		require.NoError(t, err)
		return out
	}
	text := "id;name\np1;Zoë €\np2;Łukasz\n"
	greek := "α;β\nγ;1\n"
	for _, c := range []struct{ name, text, want, said string }{
		{"UTF-8", text, text, ""},
		{"UTF-16 LE", wide(text, unicode.LittleEndian, unicode.UseBOM), text, "f.csv: CSV, UTF-16, separated by semicolons, 2 rows"},
		{"UTF-16 BE", wide(text, unicode.BigEndian, unicode.UseBOM), text, "f.csv: CSV, UTF-16, separated by semicolons, 2 rows"},
		{"UTF-16 LE, bare", wide(text, unicode.LittleEndian, unicode.IgnoreBOM), text, "f.csv: CSV, UTF-16 without a byte order mark, separated by semicolons, 2 rows"},
		{"UTF-16 BE, bare", wide(text, unicode.BigEndian, unicode.IgnoreBOM), text, "f.csv: CSV, UTF-16 without a byte order mark, separated by semicolons, 2 rows"},
		{"UTF-16 LE, bare, Greek", wide(greek, unicode.LittleEndian, unicode.IgnoreBOM), greek, "f.csv: CSV, UTF-16 without a byte order mark, separated by semicolons, 1 row"},
		{"Windows-1252", "id;name\np1;Zo\xeb \x80\n", "id;name\np1;Zoë €\n", `f.csv: CSV, Windows-1252, separated by semicolons, 1 row; for example "Zoë" on line 2`},
		{"Latin-1 in the header", "Gr\xf6\xdfe,b\n1,2\n", "Größe,b\n1,2\n", `f.csv: CSV, Windows-1252, separated by commas, 1 row; for example "Größe" on line 1`},
		{"lost letters", "a,b\nx,M\ufffdller\n", "a,b\nx,M\ufffdller\n", "f.csv: CSV, UTF-8, separated by commas, 1 row; 1 letter was lost in an earlier program and stands here as \ufffd, first on line 2"},
	} {
		t.Run(c.name, func(t *testing.T) {
			s, faults := Parse("f.csv", []byte(c.text))
			require.Empty(t, faults)
			want, faults := Parse("f.csv", []byte(c.want))
			require.Empty(t, faults)
			assert.Equal(t, want.rows(), s.rows())
			assert.Equal(t, c.said == "", s.Reading.Plain())
			if c.said != "" {
				assert.Equal(t, c.said, s.Reading.String())
			}
		})
	}
}
