package main

import (
	"fmt"
	"math/rand"
	"os"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/evenlot/evenlot/cmd/evenlot/internal/term"
	"github.com/evenlot/evenlot/quotas/sheet"
)

// formExport is what a form gives: questions as headers, a time stamp, dates of birth, postcodes,
// answers in other words. Four people answered twice; of five couples both answered, and wrote
// their address in two ways; three gave no consent.
func formExport(rng *rand.Rand) [][]string {
	rows := [][]string{{"Response #", "Timestamp", "What is your full name?", "What is your date of birth?", "Your e-mail address",
		"Street and number", "Postcode", "Which of these describes you best?", "Which school or degree did you finish last?", "I agree that my answers are used for the selection"}}
	first := strings.Fields("Ada Ben Cas Dee Eli Fay Gus Hal Ida Jon Kit Lea Max Nia Ola Pia Quy Rex Sue Tom")
	last := strings.Fields("Nowak Orr Pike Quin Rust Stone Tell Unger Vogt Wolf Young Zabel Adler Brandt Carr")
	streets := strings.Fields("Elm Oak Ash Fir Yew Mill Hill Lake Park North")
	pick := func(from []string) string { return from[rng.Intn(len(from))] }
	add := func(name, birth, mail, street, code, gender, degree, consent string) {
		rows = append(rows, []string{fmt.Sprint(1000 + len(rows)), fmt.Sprintf("2026-10-%02d 12:%02d", 1+len(rows)%28, len(rows)%60),
			name, birth, mail, street, code, gender, degree, consent})
	}
	for n := range 137 {
		name := first[n%len(first)] + " " + last[n%len(last)] + strings.Repeat("a", n/60)
		birth := fmt.Sprintf("%d-%02d-%02d", 1945+rng.Intn(62), 1+rng.Intn(12), 1+rng.Intn(28))
		street := fmt.Sprintf("%d %s Street", n+1, pick(streets))
		code := fmt.Sprintf("%s%d %dAA", pick([]string{"AB", "CD", "EF"}), 1+rng.Intn(9), n%10)
		gender := pick([]string{"Woman", "woman", "Man", "man", "I would rather not say"})
		degree := pick([]string{"School", "Degree", "Degree"})
		consent := "Yes"
		if n >= 134 {
			consent = "No"
		}
		mail := fmt.Sprintf("person%d@example.org", n)
		add(name, birth, mail, street, code, gender, degree, consent)
		switch {
		case n < 4: // again, a week later
			add(strings.ToUpper(name), birth, mail, street, code, gender, degree, consent)
		case n < 9: // somebody else, at the same address, which they write in their own way
			other := strings.NewReplacer("Street", []string{"St", "St.", "Sreet", "street", "STREET"}[n-4]).Replace(street)
			add(first[(n+7)%len(first)]+" "+last[n%len(last)], fmt.Sprintf("19%02d-06-15", 50+n), fmt.Sprintf("other%d@example.org", n), other, code, gender, degree, consent)
		}
	}
	return rows
}

// A form export and quotas in percent, both workbooks, to a sound panel: one init, one look at
// the doubts, one select.
func TestFormExport(t *testing.T) {
	t.Chdir(t.TempDir())
	book := func(name string, rows [][]string) {
		data, err := sheet.Workbook(rows)
		require.NoError(t, err)
		require.NoError(t, os.WriteFile(name, data, 0o600))
	}
	export := formExport(rand.New(rand.NewSource(2026)))
	require.Len(t, export, 1+137+4+5)
	book("export.xlsx", export)
	book("quotas.xlsx", [][]string{{"Feature", "Value", "Share"}, {"age", "18 to 39", "35 %"}, {"", "40 to 64", "40 %"}, {"", "65+", "25 %"},
		{"gender", "woman", "45 %"}, {"", "man", "45 %"}, {"", "other", "10 %"}, {"region", "north", "50 %"}, {"", "south", "50 %"},
		{"education", "school", "40 %"}, {"", "degree", "60 %"}})
	put(t, "codes.csv", "code,region\nAB,north\nCD,south\nEF,south\n")
	run := func(want int, args ...string) (string, string) {
		t.Helper()
		code, stdout, stderr := evenlot(t, args...)
		require.Equal(t, want, code, "%v\n%s%s", args, stdout, stderr)
		return stdout, stderr
	}
	out, _ := run(term.ExitDone, "init", "--pool", "export.xlsx", "--quotas", "quotas.xlsx", "--seats", "20", "--id", "Response #",
		"--column", "age=What is your date of birth?", "--born", "age=2027-01-15", "--column", "region=Postcode", "--lookup", "region=codes.csv",
		"--column", "gender=Which of these describes you best?", "--answer", "gender=I would rather not say=other",
		"--household", "Street and number,Postcode", "--require", "I agree that my answers are used for the selection=yes")
	assert.Contains(t, out, `guessed: "education" is the column "Which school or degree did you finish last?", by its values`)

	out, _ = run(term.ExitDone, "check", "--doubts", "doubts.csv")
	assert.Equal(t, 4, strings.Count(out, "alike in name, date of birth, e-mail and address"), out)
	assert.Contains(t, out, "may be one (to be decided)")
	assert.Contains(t, out, "the quotas can be met with 20 seats")
	_, said := run(term.ExitFault, "select", "--seed", "x", "--out", "record")
	assert.Contains(t, said, "doubts are to be decided before a selection")

	var decided strings.Builder // every strong doubt: the same
	for i, line := range strings.Split(strings.TrimSuffix(content(t, "doubts.csv"), "\n"), "\n") {
		if i > 0 && strings.Contains(line, "to be decided") {
			line += "same"
		}
		decided.WriteString(line + "\n")
	}
	put(t, "decided.csv", decided.String())
	_, said = run(term.ExitDone, "select", "--decisions", "decided.csv", "--seed", "x", "--out", "record")
	assert.Contains(t, said, "3 entries of 146 were left out for that")
	assert.Contains(t, said, "4 entries left out because the same person gave a later one; 1 household joined")
	assert.Contains(t, said, "households: 134 in all, 5 with several people")
	run(term.ExitDone, "verify", "record")
	assert.FileExists(t, "record/private/selected.xlsx")
	assert.FileExists(t, "record/private/remaining.xlsx")
	rules := content(t, "record/public/commit/rules.json")
	for _, stated := range []string{`as the age on 2027-01-15`, `by the table codes.csv of 3 lines`, `counted \"I would rather not say\" as \"other\"`, `were left out for that`} {
		assert.Contains(t, rules, stated)
	}
	for _, private := range []string{"Nowak", "example.org", "Street and number"} {
		assert.NotContains(t, rules, private)
	}
}
