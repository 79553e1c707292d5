package portable_test

import (
	"fmt"
	"maps"
	"slices"
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/evenlot/evenlot/selection/record"
)

// What stands in auditor/ under the name of a file that this form and stage does not have, nobody
// checks: all refuse it, in a record and in its events.
func TestStraysOfAuditor(t *testing.T) {
	e := newEngine(t)
	var trials []trial
	for _, form := range []record.Form{record.FormDefault, record.FormSealed, record.FormOpen} {
		b := newBody(t, basis{form: form, mixed: true})
		event := leave("", b.members(t)[:2]...).on(9) // neither mixed nor drawn
		whole := b.do(t, event).files
		for _, folder := range []string{"auditor/", "auditor/events/1/"} {
			for _, name := range []string{"pool.csv", "book.csv", "mixture.json"} {
				if whole[folder+name] == nil {
					files := maps.Clone(whole)
					files[folder+name] = []byte("x\n")
					trials = append(trials, trial{fmt.Sprintf("form %d, %s%s", form, folder, name), files, seen{}})
				}
			}
		}
	}
	for i, v := range e.tries(trials) {
		c := trials[i]
		assert.NotEmpty(t, goRefuses(c.files), c.what)
		e.sameVerdict(t, c.what, c.files, c.given, v)
	}
	assert.True(t, slices.ContainsFunc(trials, func(c trial) bool { return c.what == "form 0, auditor/book.csv" }))
	assert.Len(t, trials, 11)
}
