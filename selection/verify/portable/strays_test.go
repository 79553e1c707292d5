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

// Only beside public/ do private/ and research/ stand, which nobody opens; only files bear the names
// that are passed over. Inside public/ all refuse them, in an event too, and in an archive.
func TestStraysOfPublic(t *testing.T) {
	e := newEngine(t)
	b := newBody(t, basis{})
	whole := b.do(t, leave("600000000001", b.members(t)[:1]...)).files
	var trials []trial
	for _, name := range []string{
		"private/x", "research/x", "private/commit/rules.json", "events/private/commit/rules.json", "events/1/private/x",
		"events/1/research/commit/rules.json", "events/2/private/x", "Thumbs.db/x", "events/1/desktop.ini/x", "events/1/.DS_Store/x",
	} {
		files := maps.Clone(whole)
		files["public/"+name] = []byte("x\n")
		trials = append(trials, trial{name, files, seen{}})
	}
	for i, v := range e.tries(trials) {
		c := trials[i]
		assert.NotEmpty(t, goRefuses(c.files), c.what)
		e.sameVerdict(t, c.what, c.files, c.given, v)
		said := pageUnzips(t, e, packed(t, c.files, record.DrawFile, nil))
		assert.Contains(t, said, "!", "%s in an archive", c.what)
		_, code := shellCheck(t, shells(t)[0], written(t, public(c.files)))
		assert.NotZero(t, code, c.what)
	}
	said := pageUnzips(t, e, packed(t, whole, "private/ids.csv", nil))
	assert.NotContains(t, said, "!", "private/ beside public/")
}
