package portable

import (
	"maps"
	"slices"
	"testing"

	"github.com/stretchr/testify/assert"
)

// unseen are the checks that a record cannot have answered, by title.
func unseen(lines []line) []string {
	var titles []string
	for _, l := range states(lines, "not checkable here") {
		titles = append(titles, l.Title)
	}
	return titles
}

// Every record holds, and each tier leaves open what it must leave open.
func TestGoodRecords(t *testing.T) {
	b := open(t)
	all := records(t)
	for _, name := range slices.Sorted(maps.Keys(all)) {
		t.Run(name, func(t *testing.T) {
			for _, lines := range [][]line{b.check(all[name]), b.check(public(all[name]))} {
				assert.Empty(t, failures(lines))
				for _, l := range lines {
					t.Logf("%-20s %s: %s", l.State, l.Title, l.Found)
				}
			}
		})
	}
}
