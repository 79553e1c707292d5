package main

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/evenlot/evenlot/selection"
	"github.com/evenlot/evenlot/selection/record"
	"github.com/evenlot/evenlot/selection/verify"
)

// patience is how long a computation may take that nobody asked for.
const patience = 20 * time.Second

// again adds to a verdict one check for each file of public and auditor, which must
// be what the computation gives. Only a record that holds so far is worth it.
func (o *verifyOptions) again(ctx context.Context, t *terminal, files record.Files, v *verify.Verdict) error {
	rec, faults := record.Parse(files)
	why := ""
	switch {
	case o.noRecompute:
		why = "--no-recompute leaves it out"
	case !v.OK() || len(faults) > 0:
		why = "the record does not hold as it is"
	case files.Unmixed():
		why = "there is no book yet"
	case rec.Roster == nil:
		why = "needs " + rec.Form().RosterFile()
	case rec.Pages == nil:
		why = "needs " + rec.Form().PagesFile()
	case !o.recompute && !selection.Quick(rec):
		why = "it may take long; --recompute does it"
	}
	limited, cancel := ctx, context.CancelFunc(func() {})
	if !o.recompute {
		limited, cancel = context.WithTimeout(ctx, patience)
	}
	defer cancel()
	var want record.Files
	var err error
	if why == "" {
		want, err = selection.Recompute(limited, rec, t.progress)
		t.clear()
	}
	switch {
	case ctx.Err() != nil:
		return ctx.Err()
	case why == "" && limited.Err() != nil:
		why = fmt.Sprintf("it takes more than %.0f seconds; --recompute goes on to the end", patience.Seconds())
	}
	if why != "" {
		v.Add(verify.TopicAgain, verify.Finding{Name: computedAgain, Why: why})
		return nil
	}
	if err != nil {
		v.Add(verify.TopicAgain, verify.Finding{Name: computedAgain, Expected: "a book", Got: err.Error(), Status: verify.Failed})
		return nil
	}
	o.compare(rec, files, want, v)
	return nil
}

// computedAgain names the check where it was not made.
const computedAgain = "the computation again"

// compare holds the files of a record against those computed.
func (o *verifyOptions) compare(rec *record.Record, files, want record.Files, v *verify.Verdict) {
	complete(want, files)
	got := maps.Clone(files)
	for _, all := range []record.Files{got, want} {
		maps.DeleteFunc(all, func(name string, _ []byte) bool { return uncomputed(name) })
	}
	for _, c := range verify.Compare(got, want) {
		c.Name += " computed again"
		v.Add(verify.TopicAgain, c)
	}
	if o.recompute {
		v.Add(verify.TopicMeasures, verify.Groups(rec)...)
	}
	if v.OK() {
		v.Recomputed()
	}
}

// uncomputed tells whether a file is one that a record may have but no computation gives:
// an optional one, or of an event.
func uncomputed(name string) bool {
	return slices.Contains(record.Optional(), name) || strings.HasPrefix(name, record.EventsFolder)
}

// complete adds such files as they stand to those computed, so that public/SHA256SUMS
// lists them too.
func complete(want, got record.Files) {
	for name, data := range got {
		if uncomputed(name) {
			want[name] = data
		}
	}
	if _, sealed := got[record.PublicSumsFile]; sealed {
		want.Seal()
	}
}
