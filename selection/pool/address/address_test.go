package address

import (
	"testing"

	"github.com/stretchr/testify/assert"
)

func TestAddressesMatchHoweverTheyAreWritten(t *testing.T) {
	for _, same := range [][]string{
		{"12 High Street", "12 high st", "12, High St.", "12  HIGH  STREET", "No. 12 High Str"},
		{"Flat 2, 12 Mill Road", "flat 2 12 mill rd", "12 Mill Rd, Flat 2", "Apt. 2, 12 Mill Rd.", "12 Mill Road #2"},
		{"5a Castle Lane", "5 A Castle Ln", "5A, Castle Lane"},
		{"12 St Mary's Avenue", "12 Saint Marys Ave", "12 St. Mary’s Av."},
		{"Hauptstraße 7", "Hauptstr. 7", "Haupt Str 7", "HAUPTSTRASSE 7", "Haupt-Straße 7"},
		{"Rue de l'Église 3", "rue de l’eglise 3"},
		{"Łódzka 8/12", "lodzka 8/12"},
		{"h17", "H17", " h17 "},
	} {
		for _, s := range same[1:] {
			assert.Equal(t, Key(same[0]), Key(s), "%s = %s", same[0], s)
		}
	}
}

func TestOtherHousesStayApart(t *testing.T) {
	for _, pair := range [][2]string{
		{"12 High Street", "21 High Street"},
		{"12 High Street", "12a High Street"},
		{"12/3 High Street", "123 High Street"},
		{"12-14 High Street", "12 High Street"},
		{"Flat 1, 12 High Street", "Flat 2, 12 High Street"},
		{"Flat 1, 12 High Street", "12 High Street"},
		{"12 High Street", "12 High Road"},
		{"12 St James", "12 James Street"},
		{"कमल 5", "कमला 5"}, // the mark is a vowel
		{"h1", "h11"},
	} {
		assert.NotEqual(t, Key(pair[0]), Key(pair[1]), "%v", pair)
	}
}

func TestPlaceholdersSayNothing(t *testing.T) {
	for _, cell := range []string{"0", "00", "-", "--", ".", "n/a", "N.A.", "#N/A", "#REF!", "none", "Unknown", "same as above", "No fixed abode",
		"k.A.", "keine Angabe", "inconnu", "xxx", "-1", "-99", "?", "Prefer not to say", "sans domicile fixe"} {
		assert.True(t, SaysNothing(cell), cell)
	}
	for _, cell := range []string{"1", "10", "h0", "101", "12 High Street", "Nowhere Lane", "Xavier House", "The Same Inn", "-1 Mill Lane", "Rose Cottage", "A", "7-9"} {
		assert.False(t, SaysNothing(cell), cell)
	}
}
