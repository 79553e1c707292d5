package pool

import (
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/evenlot/evenlot/quotas"
)

// lives reads households from rows of cells, two columns where there is a bar.
func lives(t *testing.T, header string, rows ...string) *Pool {
	t.Helper()
	table, faults := quotas.Read("q.csv", []byte("feature,value,min,max\ng,f,0,1000\n"))
	require.Empty(t, faults)
	columns := strings.Split(header, "|")
	var b strings.Builder
	fmt.Fprintf(&b, "id,g,%s\n", strings.Join(columns, ","))
	for i, row := range rows {
		fmt.Fprintf(&b, "p%d,f,\"%s\"\n", i, strings.ReplaceAll(row, "|", `","`))
	}
	p, faults := Read("p.csv", []byte(b.String()), table, Options{Household: columns})
	require.Empty(t, faults)
	return p
}

func (p *Pool) homeNumbers() []int {
	var all []int
	for _, person := range p.People {
		all = append(all, person.Household)
	}
	return all
}

func TestWhatJoinsNobody(t *testing.T) {
	check := func(name, header, code string, want []int, rows ...string) {
		t.Helper()
		p := lives(t, header, rows...)
		assert.Equal(t, want, p.homeNumbers(), name)
		if code == "" {
			assert.Empty(t, p.Homes().Alone, name)
			return
		}
		require.Len(t, p.Homes().Alone, 1, name)
		assert.Equal(t, code, p.Homes().Alone[0].Code, name)
	}
	check("placeholder", "home", "address-placeholder", []int{-1, -1, 0, 0}, "0", "0", "7", "7")
	check("no fixed abode", "address|postcode", "address-placeholder", []int{-1, -1, 0, 0},
		"no fixed abode|AB1 2CD", "No Fixed Abode|AB1 2CD", "1 Low St|AB1 2CD", "1 Low Street|ab12cd")
	check("no street", "address|postcode", "address-half", []int{-1, -1, 0, 0, -1},
		"|AB1 2CD", "|AB1 2CD", "1 Low St|AB1 2CD", "1 Low Street|ab12cd", "2 Low Street|AB1 2CD")
	check("no postcode", "address|postcode", "address-half", []int{-1, -1, 0, 0, -1},
		"1 Low St|", "1 Low St|", "1 Low St|AB1 2CD", "1 Low Street|ab12cd", "2 Low Street|AB1 2CD")
	check("a second line is no part that all have", "line 1|line 2|plz", "", []int{0, 0, -1},
		"1 Low St||12345", "1 Low Street||D-12345", "1 Low St|Hinterhaus|12345")
	check("post office box", "address", "address-box", []int{-1, -1, 0, 0}, "PO Box 12", "P.O. Box 12", "1 Low St", "1 low street")
	check("postcodes only", "postcode", "address-no-street", []int{-1, -1}, "AB1 2CD", "ab12cd")
	check("postcodes under another name", "where", "address-no-street", []int{-1, -1, -1}, "AB1 2CD", "ab12cd", "ZE2 9XX")
	check("a postcode among addresses", "where", "address-no-street", []int{-1, -1, 0, 0, -1},
		"AB1 2CD", "AB1 2CD", "1 Low St", "1 Low Street", "2 Low Street")
	check("blank cells are nobody's doubt", "home", "", []int{-1, -1, -1}, "", "", "7")
}

func TestACrowdIsNoHousehold(t *testing.T) {
	homes := func(same, others int) []string {
		var rows []string
		for range same {
			rows = append(rows, "Oak House, 1 Park Lane")
		}
		for i := range others {
			rows = append(rows, fmt.Sprint(10+i, " Park Lane"))
		}
		return rows
	}
	p := lives(t, "address", homes(9, 82)...)
	assert.Equal(t, Homes{Households: 83, Several: 1, Largest: []int{0, 1, 2, 3, 4, 5, 6, 7, 8}, Cell: "Oak House, 1 Park Lane"}, p.Homes(), "9 of 91")
	p = lives(t, "address", homes(9, 81)...)
	h := p.Homes()
	assert.Equal(t, 90, h.Households, "9 of 90 are a tenth")
	assert.Equal(t, "address-crowd", h.Alone[0].Code)
	assert.Len(t, h.Alone[0].People, 9)
	p = lives(t, "address", homes(7, 1)...)
	assert.Equal(t, 2, p.Homes().Households, "a family in a small pool is no crowd")
}
