package pool_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/evenlot/evenlot/quotas"
	"github.com/evenlot/evenlot/selection/pool"
)

// column is a pool with these values of one feature.
func column(name string, values ...string) string {
	var b strings.Builder
	fmt.Fprintf(&b, "id,%s\n", name)
	for i, v := range values {
		fmt.Fprintf(&b, "p%d,\"%s\"\n", i, v)
	}
	return b.String()
}

func TestAdviceMakesNoOtherAnswer(t *testing.T) {
	for _, c := range []struct {
		name, listed string
		pool         []string
		want         string // of the only fault; "" where all is read
	}{
		{"a level is missing", "16-29|45+", []string{"16-29", "30-44", "45+", "30-44", "30-44"},
			`p.csv:3:4, :5:4, :6:4: the value "30-44" of "f" (3 people), expected one of "16-29", "45+": add a row for it to the quotas`},
		{"a band beside", "18-24", []string{"18-25"},
			`p.csv:2:4: the value "18-25" of "f", expected a value of the quotas: add a row for it to the quotas, or correct it where it was mistyped`},
		{"yes and no", "no", []string{"yes", "no"},
			`p.csv:2:4: the value "yes" of "f", expected a value of the quotas: add a row for it to the quotas, or correct it where it was mistyped`},
		{"a town beside", "Boston|York", []string{"Bolton", "Boston", "York"},
			`p.csv:2:4: the value "Bolton" of "f", expected one of "Boston", "York": add a row for it to the quotas, or correct it where it was mistyped`},
		{"a letter missing", "Bristol|York", []string{"Bristl", "York"},
			`p.csv:2:4: the value "Bristl" of "f", expected a value of the quotas, perhaps "Bristol": add a row for it to the quotas, or correct it where it was mistyped`},
		{"an accent, in many rows", "Orléans|Paris", []string{"Orleans", "Paris", "orleans", "Orleans"},
			`p.csv:2:4, :4:4, :5:4: the value "Orleans" of "f" (3 people), expected one of "Orléans", "Paris": if it is the same as "Orléans", which nobody has, spell it in the quotas as in the pool; otherwise add a row for it`},
		{"several answers", "Asian|White|Black", []string{"White; Asian", "Black"},
			`p.csv:2:4: the value "White; Asian" of "f", several values of the quotas in one cell, expected one value: decide how people with several answers count, the same way for all: add rows for them to the quotas, or give them one value`},
		{"an answer with a comma", "White, British|Asian", []string{"White, British", "Asian"}, ""},
		{"printers' signs", "18-24|Bachelor's degree|\"\"other\"\"", []string{"18 – 24", "Bachelor’s degree", "„other“"}, ""},
		{"a failed formula", "16-29|30+", []string{"#N/A", "30+", "16-29"},
			`p.csv:2:4: the spreadsheet error "#N/A" of "f", expected one of "16-29", "30+": correct the formula`},
	} {
		t.Run(c.name, func(t *testing.T) {
			text := "feature,value,min,max\n"
			for v := range strings.SplitSeq(c.listed, "|") {
				text += fmt.Sprintf("f,\"%s\",0,9\n", v)
			}
			p, faults := pool.Read("p.csv", []byte(column("f", c.pool...)), table(t, text), pool.Options{})
			assert.Equal(t, c.want, faults.Error())
			if c.want == "" {
				assert.Len(t, p.People, len(c.pool))
			}
		})
	}
}

func TestPrintersSignsAreReadAndSaid(t *testing.T) {
	q := table(t, "feature,value,min,max\nage–band,18-24,0,9\nage–band,25–34,0,9\nx,a-b,0,9\nx,a–b,0,9\n")
	p, faults := pool.Read("p.csv", []byte("id,age-band,x\n1,18–24,a-b\n2,25-34,a–b\n"), q, pool.Options{})
	require.Empty(t, faults)
	assert.Equal(t, []int{1, 1}, []int{p.Having(0, 0), p.Having(0, 1)})
	assert.Equal(t, `p.csv: CSV, UTF-8, separated by commas, 2 rows; read "age-band" as "age–band", "18–24" as "18-24", "25-34" as "25–34"`, p.Reading().String())
	_, faults = pool.Read("p.csv", []byte("id,age–band,x\n1,18-24,a—b\n"), q, pool.Options{})
	assert.Equal(t, `p.csv:2:9: the value "a—b" of "x", expected one of "a-b", "a–b": add a row for it to the quotas, or correct it where it was mistyped`, faults.Error(),
		"two values would fit")
}

func TestIDsThatASpreadsheetSpoilt(t *testing.T) {
	const fix = ", expected ids as they were given out: export the pool again without opening it in a spreadsheet, or take another column for them; people with equal ids may be different people"
	for _, c := range []struct {
		name string
		ids  string
		want string
	}{
		{"numbers cut short", "4.67E+10|46734153322|4.67E+10|4,7E+11", `p.csv:2:1, :4:1, :5:1: the id "4.67E+10", a long number that a spreadsheet cut short` + fix},
		{"one is enough", "a|5E+15", `p.csv:3:1: the id "5E+15", a long number that a spreadsheet cut short` + fix},
		{"errors", "#REF!|#N/A|p3", `p.csv:2:1, :3:1: the id "#REF!", an error of a spreadsheet` + fix},
		{"last digits", "4673415332210000|4673415332220000|4673415332230000", `p.csv:2:1, :3:1, :4:1: the id "4673415332210000", a long number whose last digits a spreadsheet turned into zeros` + fix},
		{"some round numbers", "4673415332210000|4673415332220000|4673415332234567", ""},
		{"dates", "3-11|12-Mar|Mar-14|x", `p.csv:3:1, :4:1: the id "12-Mar", which a spreadsheet turned into a date` + fix},
		{"all are days", "12-Mar|13-Mar", ""},
		{"codes with an E", "12E45|1E5|E+10|x1E+10", ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			text := "id,age,gender\n"
			for id := range strings.SplitSeq(c.ids, "|") {
				text += `"` + id + "\",65+,man\n"
			}
			_, faults := pool.Read("p.csv", []byte(text), table(t, tableText), pool.Options{})
			assert.Equal(t, c.want, faults.Error())
		})
	}
}

// What follows from a row that was lost is not said.
func TestConsequencesAreNoFaults(t *testing.T) {
	q := table(t, "feature,value,min,max\ngender,woman,1,2\ngender,man,1,2\n")
	for _, c := range []struct{ name, text, want string }{
		{"short rows that have all that is needed", "id,gender,note,x\n1,woman\n2,man\n", ""},
		{"short rows", "id,note,gender,x\n1\n2,b\n3,c,man\n", `p.csv:2, :3: a row of 1 cell, which ends before "gender", expected 4 cells as in the header: put a cell that holds the delimiter or a line end into quotation marks, or fill up the row`},
		{"long rows", "id,gender\n1,woman,x\n2,woman,y\n3,man\n", "p.csv:2:9, :3:9: a row of 3 cells, expected 2 cells as in the header: put a cell that holds the delimiter into quotation marks, or delete what is too much"},
		{"an open quotation mark", "id,gender\n1,woman\n2,\"man\n3,man\n", "p.csv:3:1: a row with a quoted cell that runs on to line 4, expected a delimiter or the end of the line after the closing quotation mark: double quotation marks inside a quoted cell, or add the one that is missing"},
		{"no rows", "id,gender\n", "p.csv: a header and no people, expected one row for each person"},
	} {
		t.Run(c.name, func(t *testing.T) {
			p, faults := pool.Read("p.csv", []byte(c.text), q, pool.Options{})
			assert.Equal(t, c.want, faults.Error())
			assert.Empty(t, p.Check(2))
		})
	}
	lost, faults := quotas.Read("q.csv", []byte("feature,value,min,max\ngender,woman,1,2\ngender,,1,2\nage,old,0,1\n"))
	require.Len(t, faults, 1)
	_, faults = pool.Read("p.csv", []byte("id,gender,age\n1,man,young\n2,woman,old\n"), lost, pool.Options{})
	assert.Equal(t, `p.csv:2:7: the value "young" of "age", expected a value of the quotas: add a row for it to the quotas, or correct it where it was mistyped`, faults.Error(),
		"the row that was lost may have been man")
}

func TestTotalsLeftInTheTable(t *testing.T) {
	const people = "id,g,a\n1,f,x\n2,m,y\n3,m,z\n"
	const fix = ", expected rows for values that people have: delete the row"
	for _, c := range []struct{ name, quotas, pool, want string }{
		{"by name", "g,f,1,1\ng,m,1,1\ng,Total,2,2\na,x,1,1\na,y,1,1\na,z,0,0\na,TOTAL,2,2\n", people,
			`q.csv:4: a row "Total", a value that nobody in the pool has, with the sums of the rows above: a total` + fix + "\n" +
				`q.csv:8: a row "TOTAL", a value that nobody in the pool has, with the sums of the rows above: a total` + fix},
		{"by name, with other numbers", "g,f,1,1\ng,m,1,1\ng,Summe,0,40\n", people, `q.csv:4: a row "Summe", a value that nobody in the pool has` + fix},
		{"a last value that happens to be the sum", "a,x,1,1\na,y,1,1\na,z,2,2\n", people, ""},
		{"people called total", "g,f,0,1\ng,total,1,1\n", "id,g\n1,f\n2,total\n", ""},
		{"nobody, and none needed", "a,x,0,1\na,y,0,1\na,z,0,1\na,w,0,3\n", people, ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			q := table(t, "feature,value,min,max\n"+c.quotas)
			p, faults := pool.Read("p.csv", []byte(c.pool), q, pool.Options{})
			assert.Equal(t, c.want, faults.Error())
			if c.want != "" {
				assert.Empty(t, append(q.Check(2, p.Unsure()...), p.Check(2)...), "that it is a total is all there is to say")
			}
		})
	}
}

// Only the person can know what a row is that has the numbers of a total and another name.
func TestARowThatOnlyAddsUp(t *testing.T) {
	q := table(t, "feature,value,min,max\ng,f,1,1\ng,m,1,2\ng,Panel,2,3\n")
	p, faults := pool.Read("p.csv", []byte("id,g\n1,f\n2,m\n3,m\n"), q, pool.Options{})
	require.Empty(t, faults)
	assert.Equal(t, `q.csv:4: a row "Panel", a value that nobody in the pool has, with the sums of the rows above, expected rows for values that people have: if it is a total, delete the row; if not, invite such people`,
		append(q.Check(2, p.Unsure()...), p.Check(2)...).Error())
}

func TestTheFirstRowMayBeAPerson(t *testing.T) {
	const want = ", expected a header row with the names of the columns: add it above the first person"
	for _, c := range []struct{ name, text, want string }{
		{"values", "ann@example.org;Woman;65+;\nbob@example.org;man;16-34;\n", `p.csv:1: the first row seems to be a person, because it holds "Woman" and "65+"` + want},
		{"no values", "name,town\nAnn,Bath\n", `p.csv:1: no column "age", expected a column for each feature (q.csv:4): add the column or correct the name` + "\n" +
			`p.csv:1: no column "gender", expected a column for each feature (q.csv:2): add the column or correct the name`},
	} {
		_, faults := pool.Read("p.csv", []byte(c.text), table(t, tableText), pool.Options{})
		assert.Equal(t, c.want, faults.Error(), c.name)
	}
	_, faults := pool.Read("p.csv", []byte("Ann,ann@example.org\nBob,bob@example.org\n"), quotas.Everyone(1), pool.Options{})
	assert.Equal(t, `p.csv:1: the first row seems to be a person, because it holds "ann@example.org"`+want, faults.Error())
}

func TestALotteryWithoutQuotas(t *testing.T) {
	q := quotas.Everyone(2)
	p, faults := pool.Read("p.csv", []byte("Members of 2026\nname,pool\nAnn,x\nBob,\nCid,\n"), q, pool.Options{ID: "name"})
	require.Empty(t, faults)
	assert.Len(t, p.People, 3)
	assert.Equal(t, 3, p.Having(0, 0))
	assert.Empty(t, append(q.Check(2), p.Check(2)...))
	assert.Len(t, p.Check(4), 1)
	assert.True(t, p.Free(1), "a column that happens to be called pool is none of ours")
	r, _ := p.Roster([32]byte{})
	assert.Contains(t, rosterBytes(t, r), "id,salt,household,pool\n")
}
