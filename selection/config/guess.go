package config

import (
	"slices"
	"strings"

	"github.com/evenlot/evenlot/quotas"
	"github.com/evenlot/evenlot/quotas/sheet"
)

// enough is the part of the cells of a column, of 100, that are values of a feature where the
// column is guessed to be the feature's: some people give no answer, or another one.
const enough = 60

// Columns guesses the column of each feature that no column of the pool is named after: the column
// whose cells are values of the feature. Where two columns fit, there is no guess.
func Columns(s *sheet.Sheet, t *quotas.Table) map[string]string {
	found := map[string]string{}
	taken := map[int]bool{}
	for _, f := range t.Features {
		if j := s.Column(f.PoolColumn()); j >= 0 {
			taken[j] = true
		}
	}
	for _, f := range t.Features {
		if f.Implied || s.Column(f.PoolColumn()) >= 0 {
			continue
		}
		values := map[string]bool{}
		for _, v := range f.Values {
			values[quotas.Fold(v.Name)] = true
		}
		best, hits, second := -1, 0, 0
		for j := range s.Header {
			n := 0
			for i := range s.Rows() {
				if values[quotas.Fold(s.Cell(i, j))] {
					n++
				}
			}
			if taken[j] || 100*n < enough*s.Rows() {
				continue
			}
			if n > hits {
				best, hits, second = j, n, hits
			} else {
				second = max(second, n)
			}
		}
		if best >= 0 && hits > second {
			found[f.Name] = sheet.Clean(s.Header[best])
			taken[best] = true
		}
	}
	return found
}

// addressWords are parts of headers of columns that may tell who lives together.
var addressWords = []string{"address", "street", "postcode", "post code", "zip", "household", "adresse", "strasse", "straße", "plz", "adres", "indirizzo", "direccion", "dirección"}

// Addresses lists the columns that may tell who lives together, for the organiser to choose from.
func Addresses(s *sheet.Sheet) (names []string) {
	for _, h := range s.Header {
		low := strings.ToLower(h)
		mail := strings.Contains(low, "mail") || strings.Contains(low, "web") || strings.Contains(low, "ip ")
		if !mail && slices.ContainsFunc(addressWords, func(w string) bool { return strings.Contains(low, w) }) {
			names = append(names, sheet.Clean(h))
		}
	}
	return names
}
