package response

import (
	"bytes"
	"fmt"
	"os"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"
)

func Example() {
	drive := &Table{Rows: []Row{
		{Stratum: "area=north", Sent: 600, Answered: 21},
		{Stratum: "area=north", Feature: "age", Values: []string{"16-29"}, Sent: Unknown, Answered: 3},
		{Stratum: "area=north", Feature: "age", Values: []string{"30-59"}, Sent: Unknown, Answered: 8},
		{Stratum: "area=north", Feature: "age", Values: []string{"60+"}, Sent: Unknown, Answered: 10},
	}}
	if err := drive.Anonymous(LeastTogether).WriteCSV(os.Stdout); err != nil {
		fmt.Println(err)
	}
	// Output:
	// stratum,feature,value,sent,answered
	// area=north,,,600,21
	// area=north,age,16-29 | 30-59,,11
	// area=north,age,60+,,10
}

func TestReadFaults(t *testing.T) {
	for name, c := range map[string]struct{ data, want string }{
		"no column": {"stratum,value,sent,answered\n", "r.csv:1: no column feature, expected the columns stratum, feature, value, sent, answered: name the column"},
		"half":      {"stratum,feature,value,sent,answered\n,,,100,5\n,age,,,5\n", "r.csv:3:6: one of feature and value alone"},
		"fraction":  {"stratum,feature,value,sent,answered\n,,,100,5.5\n", "r.csv:2:8: \"5.5\", expected a whole number"},
		"too many":  {"stratum,feature,value,sent,answered\n,,,100,500\n", "r.csv:2:8: 500 answers to 100 letters"},
		"twice":     {"stratum,feature,value,sent,answered\n,,,100,9\n,age,young | old,,9\n,age,Old,,1\n", `r.csv:4:6: "Old" a second time, first on line 3`},
		"no totals": {"stratum,feature,value,sent,answered\n,age,young,,9\n", "r.csv: 0 letters and 0 answers in the rows of whole strata"},
	} {
		_, faults := Read("r.csv", []byte(c.data))
		require.Len(t, faults, 1, "%s: %v", name, faults)
		assert.Contains(t, faults[0].Error(), c.want, name)
	}
}

// No published row speaks of 1 to k-1 people, sums stay, and the file reads back as it was.
func TestAnonymous(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		drive := &Table{}
		all := 0
		for s := range rapid.IntRange(1, 4).Draw(t, "strata") {
			values := rapid.SliceOfN(rapid.IntRange(0, 9), 1, 5).Draw(t, "answers")
			total := Row{Stratum: fmt.Sprintf("area=%d", s), Sent: 1000}
			var rows []Row
			for v, n := range values {
				total.Answered += n
				rows = append(rows, Row{Stratum: total.Stratum, Feature: "age", Values: []string{fmt.Sprint(v)}, Sent: Unknown, Answered: n})
			}
			all += total.Answered
			drive.Rows = append(append(drive.Rows, total), rows...)
		}
		const k = 5
		safe := drive.Anonymous(k)
		sum := 0
		for _, r := range safe.Rows {
			if all >= k {
				assert.False(t, r.Answered > 0 && r.Answered < k, "%+v", r)
			} else {
				assert.True(t, r.whole(), "%+v", r)
			}
			if !r.whole() {
				sum += r.Answered
			}
		}
		if all >= k {
			assert.Equal(t, all, sum)
		}
		sent, answered := safe.Totals()
		wasSent, wasAnswered := drive.Totals()
		assert.Equal(t, []int{wasSent, wasAnswered}, []int{sent, answered})
		var out bytes.Buffer
		require.NoError(t, safe.WriteCSV(&out))
		again, faults := Read("r.csv", out.Bytes())
		require.Empty(t, faults)
		assert.Equal(t, safe, again)
	})
}
