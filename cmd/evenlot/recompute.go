package main

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/evenlot/evenlot/cmd/evenlot/internal/term"
	"github.com/evenlot/evenlot/selection"
	"github.com/evenlot/evenlot/selection/draw"
	"github.com/evenlot/evenlot/selection/record"
	"github.com/evenlot/evenlot/selection/verify"
)

// patience is how long a computation may take that nobody asked for.
const patience = 20 * time.Second

// again adds to a verdict one check for each file of public and auditor, which must
// be what the computation gives, for the record and for each of its events. Only a record
// that holds so far is worth it.
func (o *verifyOptions) again(ctx context.Context, t *term.Terminal, files record.Files, v *verify.Verdict) error {
	rec, faults := record.Parse(files)
	sound := v.OK() && len(faults) == 0
	limited, cancel := ctx, context.CancelFunc(func() {})
	if !o.recompute {
		limited, cancel = context.WithTimeout(ctx, patience)
	}
	defer cancel()
	done, err := o.part(ctx, limited, t, part{rec, files.WithoutEvents(), 0}, sound, v)
	for n, event := range rec.Events {
		if event.Record == nil || err != nil {
			continue
		}
		var also bool
		also, err = o.part(ctx, limited, t, part{event.Record, files.Event(n + 1), n + 1}, sound, v)
		done = done && also
	}
	if done && v.OK() {
		v.Recomputed()
	}
	return err
}

// A part is what is computed again at once: a record without its events, or an event.
type part struct {
	rec   *record.Record
	files record.Files
	event int // 0: the record
}

// named is the name of a check of the part.
func (p part) named(text string) string {
	if p.event == 0 {
		return text
	}
	return fmt.Sprintf("event %d: %s", p.event, text)
}

// part computes one part again; done reports whether it did.
func (o *verifyOptions) part(ctx, limited context.Context, t *term.Terminal, p part, sound bool, v *verify.Verdict) (done bool, err error) {
	rec, files := p.rec, p.files
	why := ""
	switch {
	case o.noRecompute:
		why = "--no-recompute leaves it out"
	case !sound:
		why = "the record does not hold as it is"
	case rec.Rules.Algorithm != draw.Algorithm:
		why = fmt.Sprintf("its chances and pages were computed by %s, and this program computes by %s: the release of evenlot that made it can compute it again",
			rec.Rules.Algorithm, draw.Algorithm)
	case files.Unmixed():
		why = "there is no book yet"
	case rec.Roster == nil:
		why = "needs " + rec.Form().RosterFile()
	case rec.Pages == nil:
		why = "needs " + rec.Form().PagesFile()
	case !o.recompute && !selection.Quick(rec):
		why = "it may take long; --recompute does it"
	}
	var want record.Files
	if why == "" {
		want, err = selection.Recompute(limited, rec, t.Progress)
		t.Clear()
	}
	switch {
	case ctx.Err() != nil:
		return false, ctx.Err()
	case why == "" && limited.Err() != nil:
		why = fmt.Sprintf("it takes more than %.0f seconds; --recompute goes on to the end", patience.Seconds())
	}
	if why != "" {
		v.Add(verify.TopicAgain, verify.Finding{Name: p.named(computedAgain), Why: why})
		return false, nil
	}
	if err != nil {
		v.Add(verify.TopicAgain, verify.Finding{Name: p.named(computedAgain), Expected: "a book", Got: err.Error(), Status: verify.Failed})
		return false, nil
	}
	o.compare(p, want, v)
	return true, nil
}

// computedAgain names the check where it was not made.
const computedAgain = "the computation again"

// compare holds the files of a record against those computed.
func (o *verifyOptions) compare(p part, want record.Files, v *verify.Verdict) {
	complete(want, p.files)
	got := maps.Clone(p.files)
	for _, all := range []record.Files{got, want} {
		maps.DeleteFunc(all, func(name string, _ []byte) bool { return uncomputed(name) })
	}
	for _, c := range verify.Compare(got, want) {
		c.Name = p.named(c.Name) + " computed again"
		v.Add(verify.TopicAgain, c)
	}
	if o.recompute {
		for _, c := range verify.Groups(p.rec) {
			c.Name = p.named(c.Name)
			v.Add(verify.TopicMeasures, c)
		}
	}
}

// uncomputed reports whether a file is one that a record may have but no computation gives:
// an optional one, or of an event of the plain form.
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
