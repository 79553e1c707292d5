package sheet

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
)

func TestNearest(t *testing.T) {
	for _, c := range []struct{ name, options, want string }{
		{"gendr", "Gender|age", "Gender"},
		{"vlaue", "feature|value|min", "value"},
		{" GENDER", "gender", "gender"},
		{"Kjonn", "Kjønn|Alder", "Kjønn"},
		{"Ile-de-France", "Île de France|Bretagne", "Île de France"},
		{"nonbinary", "non-binary|woman|man", "non-binary"},
		{"18–24", "18-24|25-34", "18-24"},
		{"Bachelor’s degree", "Bachelor's degree|Master's degree", "Bachelor's degree"},
		{"Batchelor's degree", "Bachelor's degree|Master's degree", "Bachelor's degree"},
		{"womna", "man|woman", "woman"},
		{"gendre", "gender", "gender"},
		{"postgrauate", "postgraduate|undergraduate", "postgraduate"},
		{"No qualificatons", "No qualifications", "No qualifications"},
		// Another answer, not another spelling.
		{"male", "female", ""}, {"man", "woman|men", ""},
		{"yes", "yess", ""}, {"no", "non", ""}, {"legal", "illegal|regal", ""}, {"typical", "atypical", ""},
		{"16-24", "16-29|25-34", ""}, {"16-24", "1624", ""}, {"1-8", "18", ""}, {"65+", "65", ""}, {"-5", "5", ""}, {"< 5", "> 5", ""},
		{"Level 1", "Level 2", ""}, {"Level 1", "Level 12", ""}, {"Level I", "Level II", ""}, {"Group A north", "Group B north", ""},
		{"North East", "North West|North", ""}, {"Eastern", "Western", ""}, {"Latino", "Latina", ""}, {"retraité", "retraitée", ""},
		{"White, Hispanic", "White|Hispanic", ""}, {"age", "age_bucket|age group", ""}, {"employed", "unemployed|self-employed", ""},
		{"Bostn", "Boston|Bostun", ""}, {"max", "mux", ""}, {"", "x|", ""}, {"x", "", ""},
		{strings.Repeat("x", 3000), strings.Repeat("x", 3001), ""},
	} {
		assert.Equal(t, c.want, Nearest(c.name, strings.Split(c.options, "|")), "%s among %s", c.name, c.options)
	}
}

func TestPlainUndoesPrintersSigns(t *testing.T) {
	assert.Equal(t, Plain("18-24"), Plain("18 – 24"))
	assert.Equal(t, Plain("Bachelor's degree"), Plain("Bachelor’s degree"))
	assert.Equal(t, Plain(`"A"`), Plain("„A“"))
	assert.NotEqual(t, Plain("18-24"), Plain("1824"))
	assert.NotEqual(t, Plain("Ile"), Plain("Île"))
}
