package quotas_test

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/evenlot/evenlot/quotas"
	"github.com/evenlot/evenlot/quotas/quotastest"
	"github.com/evenlot/evenlot/quotas/sheet"
)

// plain forgets what a file may spell in many ways: its name, its lines and their order.
func plain(t *quotas.Table) *quotas.Table {
	p := &quotas.Table{Flex: t.Flex}
	for _, f := range t.Features {
		g := quotas.Feature{Name: f.Name}
		for _, v := range f.Values {
			v.Line, v.AddsUp = 0, false
			g.Values = append(g.Values, v)
		}
		p.Features = append(p.Features, g)
	}
	return p
}

func TestReadRecognisesEveryDialect(t *testing.T) {
	want := &quotas.Table{Features: []quotas.Feature{
		{Name: "Age group", Values: []quotas.Value{{Name: "16-34", Min: 1, Max: 2, MaxFlex: -1}, {Name: "35+", Min: 2, Max: 3, MaxFlex: -1}}},
		{Name: "gender", Values: []quotas.Value{{Name: "man", Min: 2, Max: 2, MaxFlex: -1}, {Name: "woman", Min: 2, Max: 2, MaxFlex: -1}}},
	}}
	rows := "gender,woman,2,2\nAge group,35+,2,3\nAge group,16-34,1,2\ngender,man,2,2\n"
	for name, text := range map[string]string{
		"feature,value":        "feature,value,min,max\n" + rows,
		"category,name":        "category,name,min,max\n" + rows,
		"category,feature":     "category,feature,min,max\n" + rows,
		"FeatureName":          "FeatureName,ValueName,MinQuota,MaxQuota\n" + rows,
		"case and spaces":      " FEATURE , Value,MIN,Max \n" + strings.ReplaceAll(rows, ",2", ", 2 "),
		"feature name, spaced": "Feature Name,value_name,min-quota,Max Quota\n" + rows,
		"BOM, CRLF":            "\ufefffeature,value,min,max\r\n" + strings.ReplaceAll(rows, "\n", "\r\n"),
		"semicolons":           strings.ReplaceAll("category,feature,min,max\n"+rows, ",", ";"),
		"tabs":                 strings.ReplaceAll("category,name,min,max\n"+rows, ",", "\t"),
		"other case of a name": "feature,value,min,max\nGENDER,woman,2,2\nAge group,35+,2,3\nage  group,16-34,1,2\ngender,man,2,2\n",
		"other columns and comments": "Notes,max,category,min,name\n,2,gender,2,woman\n\"a, b\",3,Age group,2,35+\n,2,Age group,1,16-34\n" +
			"soft,2,gender,2,man\n,,,,\n,,,,Socio-economic target?\nwhy?,,,,\n",
	} {
		table, faults := quotas.Read("q.csv", []byte(text))
		require.Empty(t, faults, name)
		if name == "other case of a name" {
			// The spelling that sorts first is kept, wherever it stands.
			assert.Equal(t, []string{"Age group", "GENDER"}, []string{table.Features[0].Name, table.Features[1].Name})
			table.Features[1].Name = "gender"
		}
		assert.Equal(t, want, plain(table), name)
	}
}

func TestReadKeepsFlexAndLines(t *testing.T) {
	table, faults := quotas.Read("q.csv", []byte("feature,value,min,max,Min Flex,maxflex\n\ng,b,2,3,1,5\ng,a,0,1,0,1\n"))
	require.Empty(t, faults)
	assert.True(t, table.Reading.Plain())
	table.Reading = quotas.Reading{}
	assert.Equal(t, &quotas.Table{File: "q.csv", Flex: true, Features: []quotas.Feature{{Name: "g", Line: 3, Values: []quotas.Value{
		{Name: "a", Min: 0, Max: 1, MinFlex: 0, MaxFlex: 1, Line: 4}, {Name: "b", Min: 2, Max: 3, MinFlex: 1, MaxFlex: 5, Line: 3}}}}}, table)
	assert.Equal(t, 0, table.Feature(" G"))
	assert.Equal(t, 1, table.Features[0].Value("B"))
}

func TestReadNamesEveryFault(t *testing.T) {
	const head = "feature,value,min,max\n"
	const flex = "feature,value,min,max,min_flex,max_flex\n"
	for _, c := range []struct{ name, text, want string }{
		{"empty", "", "q.csv: the file is empty, expected a header line and rows"},
		{"comments only", head + ",x,,\n", "q.csv: a header and no quotas, expected one row for each value of each feature"},
		{"misspelt column", "feature,vlaue,min,max\ng,a,1,2\n", `q.csv:1:9: the column "vlaue", expected "value": rename the column`},
		{"two misspelt columns", "categroy,name,minumum,max\ng,a,1,2\n", `q.csv:1:1: the column "categroy", expected "category": rename the column` + "\n" +
			`q.csv:1:15: the column "minumum", expected "minimum": rename the column`},
		{"another word for a column", "feature,value,from,to\ng,a,1,2\n", `q.csv:1: no column with numbers, expected the columns feature,value,min,max, or one number in a column target: add the columns or rename them`},
		{"no dialect", "a,b,c,d\n1,2,3,4\n", `q.csv:1: no column "feature", expected the columns feature,value,min,max: add the column or rename one` + "\n" +
			`q.csv:1: no column "value", expected the columns feature,value,min,max: add the column or rename one`},
		{"no header", "g,a,1,2\ng,b,1,2\n", `q.csv:1:5: the number "1" in the first row, which seems to be a quota, expected the names of the columns in the first row: write feature,value,min,max above it`},
		{"two numbers", "feature,value,seats,count\ng,a,1,2\n", `q.csv:1:21: the columns "seats" and "count", which may both be the number of seats, expected one of them: delete or rename the other`},
		{"two dialects", "category,feature,value,min,max\ng,a,b,1,2\n", "q.csv:1:1: columns for two kinds of quota file, feature,value and category,feature, expected one of them: delete or rename the column that is not needed"},
		{"duplicate column", "feature,value,min,max,Min\ng,a,1,2,3\n", `q.csv:1:23: the header "Min" in column 5, the same name as "min" in column 3, expected every column once: rename or delete one of the two`},
		{"duplicate column, other spelling", "FeatureName,ValueName,MinQuota,MaxQuota,Min Quota\ng,a,1,2,3\n", `q.csv:1:41: the column "Min Quota", the same name as "MinQuota", expected every column once: rename or delete one of the two`},
		{"one flex column", "feature,value,min,max,min_flex\ng,a,1,2,0\n", `q.csv:1:23: the column "min_flex" alone, expected both min_flex and max_flex or neither: add or delete one`},
		{"other flex column", "feature,value,min,max,max_flex\ng,a,1,2,0\n", `q.csv:1:23: the column "max_flex" alone, expected both min_flex and max_flex or neither: add or delete one`},
		{"flex twice", "feature,value,min,max,min_flex,minflex,max_flex\ng,a,1,2,0,0,9\n", `q.csv:1:32: the column "minflex", the same name as "min_flex", expected every column once: rename or delete one of the two`},
		{"empty minimum", head + "g,a,,2\n", "q.csv:2:5: an empty cell, expected a whole number: write the number, or 0 for no minimum"},
		{"empty target", "feature,value,target\ng,a,1\ng,b,\nh,c, \n", "q.csv:3:5, :4:5: an empty cell, expected a whole number: write the number"},
		{"fraction", head + "g,a,1.5,2\n", `q.csv:2:5: the fraction "1.5", expected a whole number of seats: round it`},
		{"fraction of a target", "feature,value,amount\ng,a,\"20,4\"\n", `q.csv:2:5: the fraction "20,4", expected a whole number of seats: round it`},
		{"exponent", head + "g,a,1e3,2\n", `q.csv:2:5: "1e3", expected a whole number in the digits 0 to 9`},
		{"thousands or a fraction", head + "g,a,1,\"1,000\"\ng,b,12.500,13000\n", `q.csv:2:7: "1,000", which may be 1000 or a fraction, expected a whole number in the digits 0 to 9: write it without the sign inside` + "\n" +
			`q.csv:3:5: "12.500", which may be 12500 or a fraction, expected a whole number in the digits 0 to 9: write it without the sign inside`},
		{"plus", head + "g,a,+1,2\n", `q.csv:2:5: "+1", expected a whole number in the digits 0 to 9`},
		{"percent", head + "g,a,10%,2\n", `q.csv:2:5: the percentage "10%", expected the number of seats that it is of`},
		{"other digits", head + "g,a,١,2\n", `q.csv:2:5: "١", expected a whole number in the digits 0 to 9`},
		{"negative", head + "g,a,-4,2\n", `q.csv:2:5: the negative number "-4", expected a whole number, 0 or more`},
		{"huge", head + "g,a,0,9999999999\n", `q.csv:2:7: the number "9999999999", expected at most 999999999`},
		{"min above max", head + "g,a,7,6\n", "q.csv:2:5: the minimum 7 above the maximum 6, expected a minimum that is not above the maximum: correct one of the two"},
		{"flex above and below", flex + "g,a,2,3,3,2\n", "q.csv:2:9: min_flex 3 above the minimum 2, expected a min_flex that is not above the minimum: correct one of the two\n" +
			"q.csv:2:11: max_flex 2 below the maximum 3, expected a max_flex that is not below the maximum: correct one of the two"},
		{"empty flex", flex + "g,a,2,3,,\n", "q.csv:2:9: an empty cell, expected a whole number: write the number, or 0 for no minimum"},
		{"empty value", head + "g, ,1,2\n", "q.csv:2:3: an empty value, expected the name of a value: write it in every row, or delete the row"},
		{"empty feature", head + ",a,1,2\ng,b,1,2\n", "q.csv:2:1: an empty feature, expected the name of a feature: write it in every row, or delete the row"},
		{"the same in many rows", head + "g,a,x,1\ng,b,x,2\ng,c,x,3\n", `q.csv:2:5, :3:5, :4:5: "x", expected a whole number in the digits 0 to 9`},
		{"duplicate value", head + "g,a,1,2\ng,b,1,2\nG , A,0,1\n", `q.csv:4:4: the value "A" of "G" a second time, first on line 2, expected one row for each value: delete one of the two rows`},
		{"invisible", head + "g,a\u200b,1,2\n", `q.csv:2:3: the invisible character U+200B in the value "a\u200b", expected plain text: type the name anew`},
		{"several", head + "g,a,x,2\ng,b,1\ng,,3,2\n", `q.csv:2:5: "x", expected a whole number in the digits 0 to 9` + "\n" +
			"q.csv:3:5: a row of 3 cells, expected 4 cells as in the header: fill up the row\n" +
			"q.csv:4:3: an empty value, expected the name of a value: write it in every row, or delete the row\n" +
			"q.csv:4:4: the minimum 3 above the maximum 2, expected a minimum that is not above the maximum: correct one of the two"},
	} {
		t.Run(c.name, func(t *testing.T) {
			table, faults := quotas.Read("q.csv", []byte(c.text))
			require.NotNil(t, table)
			assert.Equal(t, c.want, faults.Error())
			for _, f := range faults {
				assert.NotEmpty(t, f.Code)
			}
		})
	}
}

func TestReadGivesWhatItCanDespiteFaults(t *testing.T) {
	table, faults := quotas.Read("q.csv", []byte("feature,vlaue,min,max\ng,a,x,\ng,b,1,2\ng,,1,2\n"))
	assert.Len(t, faults, 3)
	require.Len(t, table.Features, 1)
	assert.Len(t, table.Features[0].Values, 2)
	assert.Empty(t, table.Check(1000), "a number that cannot be read sets no limit")
}

func TestCheckHoldsTheTableAgainstTheSeats(t *testing.T) {
	table, faults := quotas.Read("q.csv", []byte("feature,value,min,max\ng,a,1,2\ng,b,2,3\nh,c,4,9\n"))
	require.Empty(t, faults)
	assert.Empty(t, table.Check(4))
	assert.Empty(t, table.Check(5))
	assert.Equal(t, `q.csv:2: minima of "g" that add up to 3, expected at most the number of seats, 2: lower a minimum or raise the number of seats`+"\n"+
		`q.csv:4: minima of "h" that add up to 4, expected at most the number of seats, 2: lower a minimum or raise the number of seats`, table.Check(2).Error())
	assert.Equal(t, `q.csv:2: maxima of "g" that add up to 5, expected at least the number of seats, 6: raise a maximum or lower the number of seats`, table.Check(6).Error())
	assert.Equal(t, "q.csv: a panel of 0 seats, expected at least one seat", table.Check(0).Error())
}

func TestWriteThenReadGivesTheSameTable(t *testing.T) {
	name := rapid.StringMatching(`[a-zæ"',;\\.=]([a-z0-9 +"',;\n-]{0,6}[a-z"',;])?`).Filter(func(s string) bool {
		return s != "id" && s != "salt" && sheet.Unguard(s) == s // a record keeps what a quota file has guarded
	})
	rapid.Check(t, func(t *rapid.T) {
		var text bytes.Buffer
		flex := rapid.Bool().Draw(t, "flex")
		text.WriteString("feature,value,min,max")
		if flex {
			text.WriteString(",min_flex,max_flex")
		}
		quote := func(s string) string { return `"` + strings.ReplaceAll(s, `"`, `""`) + `"` }
		for _, feature := range rapid.SliceOfNDistinct(name, 1, 4, quotas.Fold).Draw(t, "features") {
			for _, value := range rapid.SliceOfNDistinct(name, 1, 4, quotas.Fold).Draw(t, "values") {
				low := rapid.IntRange(0, 9).Draw(t, "min")
				fmt.Fprintf(&text, "\n%s,%s,%d,%d", quote(feature), quote(value), low, low+rapid.IntRange(0, 9).Draw(t, "room"))
				if flex {
					fmt.Fprintf(&text, ",%d,%d", low/2, low+20)
				}
			}
		}
		table, faults := quotas.Read("q.csv", text.Bytes())
		require.Empty(t, faults)
		var out, again bytes.Buffer
		require.NoError(t, table.WriteCSV(&out))
		copied, faults := quotas.Read("q.csv", out.Bytes())
		require.Empty(t, faults)
		require.Equal(t, plain(table), plain(copied))
		require.NoError(t, copied.WriteCSV(&again))
		require.Equal(t, out.String(), again.String())
	})
}

func FuzzRead(f *testing.F) {
	for _, text := range []string{
		"feature,value,min,max\ng,a,1,2\n", "category;name;min;max;Notes\ng;a;1;2;x\n;c;;;\n", "category,feature,min,max\ng,\"a\"\"b\",1,2\n",
		"FeatureName,ValueName,MinQuota,MaxQuota\ng,a,1,2\n", "feature,value,min,max,min_flex,max_flex\ng,a,1,2,0,3\n",
		"feature,vlaue,min\n,,\n", "CAegorY,nAme\n", "feature,value,min,000,min_flex,max_flex\n", "feature,value,target\ng,a,50%\n,b,1.0\ng,Total,2\n", "Title\n\ncategory;value;share\ng;a;0,5\n", "feature,value,min,max\ng,a,-1,1e3\ng,a,,\n",
	} {
		f.Add([]byte(text))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		table, faults := quotas.Read("q.csv", data)
		_ = table.Check(10).Error()
		if len(faults) > 0 {
			return
		}
		for _, f := range table.Features {
			for _, v := range f.Values {
				if sheet.Unguard(f.Name) != f.Name || sheet.Unguard(v.Name) != v.Name {
					return
				}
			}
		}
		var out bytes.Buffer
		require.NoError(t, table.WriteCSV(&out))
		again, faults := quotas.Read("q.csv", out.Bytes())
		require.Empty(t, faults)
		require.Equal(t, plain(table), plain(again))
	})
}

func TestReadPeersFilesUnchanged(t *testing.T) {
	dir := quotastest.Shared(t)
	files := 0
	require.NoError(t, filepath.WalkDir(dir, func(path string, d os.DirEntry, err error) error {
		if !strings.Contains(filepath.Base(path), "categories") && !strings.Contains(filepath.Base(path), "features") || filepath.Ext(path) != ".csv" {
			return err
		}
		data, err := os.ReadFile(path)
		require.NoError(t, err)
		table, faults := quotas.Read(path, data)
		assert.Empty(t, faults)
		assert.NotEmpty(t, table.Features)
		files++
		return nil
	}))
	assert.Greater(t, files, 30)
}

func ExampleRead() {
	table, faults := quotas.Read("quotas.csv", []byte("category;feature;min;max\ngender;woman;5;6\ngender;man;4;5\n"))
	fmt.Println(faults.Err(), table.Features[0].Name, table.Features[0].Values[1].Name, table.Features[0].Values[1].Min)
	fmt.Println(table.Check(12).Error())
	_, faults = quotas.Read("quotas.csv", []byte("category;feature;min;maxmium\ngender;woman;six;5\n"))
	fmt.Println(faults.Error())
	// Output:
	// <nil> gender woman 5
	// quotas.csv:2: maxima of "gender" that add up to 11, expected at least the number of seats, 12: raise a maximum or lower the number of seats
	// quotas.csv:1:22: the column "maxmium", expected "maximum": rename the column
	// quotas.csv:2:14: "six", expected a whole number in the digits 0 to 9
}
