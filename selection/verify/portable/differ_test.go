package portable_test

import (
	"maps"
	"slices"
	"testing"
	"testing/fstest"

	"github.com/stretchr/testify/assert"

	"github.com/evenlot/evenlot/selection/record"
	"github.com/evenlot/evenlot/selection/record/recordtest"
	"github.com/evenlot/evenlot/selection/verify"
)

// goVerdict is what package verify says of a record.
func goVerdict(files record.Files, given seen) *verify.Verdict {
	fsys := fstest.MapFS{}
	for name, data := range files {
		fsys[name] = &fstest.MapFile{Data: data}
	}
	v := verify.Check(fsys)
	if given != (seen{}) {
		v.Confirm(verify.Seen{Commitment: given.Commitment, Pool: given.Pool, Mixing: given.Mixing, Value: given.Value},
			verify.Seen(given.Events[0]), verify.Seen(given.Events[1]))
	}
	return v
}

// sameVerdict holds the page and the second checker against package verify: one colour and,
// where the record holds, the same caveats.
func (e engine) sameVerdict(t *testing.T, what string, files record.Files, given seen, got verdict) *verify.Verdict {
	t.Helper()
	want := goVerdict(files, given)
	e.second.agrees(t, what, files, want)
	said := ""
	if failed := want.Failed(); len(failed) > 0 {
		said = failed[0].Name + ": " + failed[0].Why
	}
	if assert.Equal(t, string(want.Colour()), got.Colour, "%s\nverify: %s\npage: %s", what, said, got.failed()) && got.Colour != "red" {
		var codes []string
		for _, r := range want.Remarks {
			codes = append(codes, string(r.Caveat))
		}
		assert.ElementsMatch(t, once(codes), once(got.Caveats), what)
		assert.True(t, slices.IsSortedFunc(got.Caveats, inOrder) || len(files.Event(1)) > 0, "%s: %v", what, got.Caveats)
	}
	return want
}

// once gives each caveat once: events may have those of the record again.
func once(caveats []string) []string { return slices.Compact(slices.Sorted(slices.Values(caveats))) }

// inOrder sorts caveats as the specification lists them.
func inOrder(a, b string) int {
	order := []string{"known", "rehearsal", "public", "company", "bounds", "smallest", "dealing", "events", "narrowed", "deviation", "unmixed", "short", "range", "rule", "unconfirmed"}
	return slices.Index(order, a) - slices.Index(order, b)
}

// everything is every small record there is: those of this package and of recordtest.
func everything(t *testing.T) map[string]record.Files {
	all := records(t)
	for _, v := range recordtest.Variants() {
		all["variant "+v.Name] = v.Make()
	}
	return all
}

// Of every record, with all that an auditor has and with public/ alone, confirmed or not, the
// page says what package verify says.
func TestSameVerdict(t *testing.T) {
	e := newEngine(t)
	var trials []trial
	for name, files := range everything(t) {
		weightless := maps.Clone(files)
		delete(weightless, record.MixtureFile)
		for tier, files := range map[string]record.Files{"auditor": files, "public": public(files), "no weights": weightless} {
			trials = append(trials, trial{name + " " + tier, files, seen{}})
			if files[record.DrawFile] != nil {
				trials = append(trials, trial{name + " " + tier + " confirmed", files, confirmation(files)})
			}
		}
	}
	for i, got := range e.tries(trials) {
		c := trials[i]
		e.sameVerdict(t, c.what, c.files, c.given, got)
		assert.Equal(t, c.given == seen{}, slices.Contains(got.Caveats, "unconfirmed"), c.what)
	}
}
