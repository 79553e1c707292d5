package record_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/evenlot/evenlot/selection/record"
)

// What a reader takes does not hang on how a writer sorts, folds or normalises.
func TestReadTableOrder(t *testing.T) {
	const text = "feature,value,min,max\n" +
		"zone,north,0,1\nzone,North,0,1\nzone, south ,0,1\n" + // ends in blanks, so quoted
		"Zone,e\u0301,0,1\nZone,\u00e9,0,1\n" + // alike to the eye
		"age,\"30, or more\",1,2\n"
	spelt := strings.Replace(text, "zone, south ,", "zone,\" south \",", 1)
	table, err := record.ReadTable("q", []byte(spelt))
	require.NoError(t, err)
	var names []string
	for _, f := range table.Features {
		for _, v := range f.Values {
			names = append(names, f.Name+"="+v.Name)
		}
	}
	assert.Equal(t, []string{"zone=north", "zone=North", "zone= south ", "Zone=e\u0301", "Zone=\u00e9", "age=30, or more"}, names)
	_, err = record.ReadTable("q", []byte(text))
	assert.ErrorContains(t, err, `q:4:6: " south ,0,1\n", expected "\" south \",0,1\n"`)
}

func TestReadTableFaults(t *testing.T) {
	const header = "feature,value,min,max\n"
	check := func(text, want string) {
		t.Helper()
		_, err := record.ReadTable("q", []byte(text))
		assert.ErrorContains(t, err, want)
	}
	check("", "q:1:1: the end of the file")
	check("\ufeff"+header+"a,b,1,2\n", "q:1:1: ")
	check("value,feature,min,max\na,b,1,2\n", "q:1:1: ")
	check(header, "q:2:1: no line, expected a line for each value")
	check(header+"a,b,1,2", "q:2:8: the end of the file")
	check(header+"a,b,1\n", "q:2:1: wrong number of fields")
	check(header+"a,b,1,2\n\na,c,1,2\n", `q:3:1: "\n", expected "a,c`)
	check(header+",b,1,2\n", "q:2:1: an empty name")
	check(header+"a,,1,2\n", "q:2:3: an empty name")
	check(header+"a,b,01,2\n", `q:2:5: "01", expected a whole number`)
	check(header+"a,b,1,1234567890\n", `q:2:7: "1234567890"`)
	check(header+"a,b,3,2\n", "q:2:5: 3,2, expected min no more than max")
	check(header+"a,b,1,2\na,b,1,2\n", `q:3:3: "b" of "a" a second time`)
	check(header+"a,b,1,2\nc,b,1,2\na,d,1,2\n", `q:4:1: "a" after lines of "c", expected the lines of a feature together`)
	check(header+"a,\"b\",1,2\n", `q:2:3: "\"b\"`)
	check(header+"a,b\xff,1,2\n", "not UTF-8")
	for _, hidden := range []string{"\t", "\x01", "\x7f", "\u0085", "\u2028", "\u2029"} {
		check(header+"a,b"+hidden+"c,1,2\n", "a control character")
	}
	const flex = "feature,value,min,max,min_flex,max_flex\n"
	check(flex+"a,b,1,2\n", "q:2:1: wrong number of fields")
	check(flex+"a,b,1,2,,\n", `q:2:9: "", expected a whole number`)
	check(flex+"a,b,1,2,2,3\n", "q:2:5: 1,2,2,3, expected min no more than max, min_flex no more than min")
	check(flex+"a,b,1,2,0,1\n", "max_flex no less than max")
	table, err := record.ReadTable("q", []byte(flex+"a,b,1,2,0,3\n"))
	require.NoError(t, err)
	assert.Equal(t, 3, table.Features[0].Values[0].MaxFlex)
}

// Numbers of a proof may be long, but not without end.
func TestLongNumbers(t *testing.T) {
	text := func(digits int) []byte {
		return []byte("{\n  \"format\": \"evenlot-mixture/1\",\n  \"pages\": [\n    [\n      0,\n      " +
			strings.Repeat("7", digits) + "\n    ]\n  ]\n}\n")
	}
	m, err := record.ReadMixture("m", text(record.MaxDigits))
	require.NoError(t, err)
	assert.Len(t, m.Pages[0].By.String(), record.MaxDigits)
	_, err = record.ReadMixture("m", text(record.MaxDigits+1))
	assert.ErrorContains(t, err, "m:6:7: ")
	assert.ErrorContains(t, err, "numbers of at most 4000 digits")
}
