package members

import (
	"github.com/evenlot/evenlot/selection/draw"
	"github.com/evenlot/evenlot/selection/record"
)

// Chances are how likely each person of a pool was to get a seat so far, by the draw and every
// event that somebody could join by: 1 - (1-p1)(1-p2)..., in the order of the record's ids. Events
// that are not drawn, and those that nobody joins by, do not count.
//
// The draws are taken for what they were, one after the other: a chance in an event is that of
// a person who was still in the pool.
func Chances(rec *record.Record) []float64 {
	missed := make([]float64, len(rec.IDs))
	for i, pages := range rec.Counts {
		missed[i] = 1 - float64(pages)/float64(rec.Rules.Pages)
	}
	at := map[string]int{}
	for i, id := range rec.IDs {
		at[id] = i
	}
	for _, part := range rec.Events {
		r := part.Record
		if r == nil || r.Drawing == nil || r.Source.Kind == draw.KindNothing || r.Event.Kind == record.KindOutgoing || r.Event.Kind == record.KindAlternates {
			continue
		}
		for i, id := range r.IDs {
			missed[at[id]] *= 1 - float64(r.Counts[i])/float64(r.Rules.Pages)
		}
	}
	for i := range missed {
		missed[i] = 1 - missed[i]
	}
	return missed
}
