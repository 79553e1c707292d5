package selection

import (
	"fmt"

	"github.com/evenlot/evenlot/quotas/plain"
	"github.com/evenlot/evenlot/selection/members"
	"github.com/evenlot/evenlot/selection/record"
)

// LeastFirst lets those with the least chance so far come first in a replacement or a rotation: by
// the draw of the record and its events ([members.Chances]), and by what a person had elsewhere
// before, by public id. Everybody else who could take a seat waits, is named in event.json, and a
// statement says how many do and why.
//
// Errors: a record that can have no event now, and seats that are not vacant.
func (t *Turnover) LeastFirst(rec *record.Record, past map[string]float64) (members.Level, error) {
	company, err := replaceable(rec)
	if err != nil {
		return members.Level{}, err
	}
	v, err := t.vacancy(company)
	if err != nil {
		return members.Level{}, err
	}
	chances := map[string]float64{}
	for i, c := range members.Chances(rec) {
		chances[rec.IDs[i]] = 1 - float64((1-c)*(1-past[rec.IDs[i]]))
	}
	l := v.LeastFirst(chances, rec.Rules.Household)
	t.Unavailable = append(t.Unavailable, l.Out...)
	elsewhere := ""
	if len(past) > 0 {
		elsewhere = ", and by earlier ones that a ledger of the organiser has,"
	}
	t.Statements = append(t.Statements, fmt.Sprintf("those with the least chance so far come first: by the draws of this record%s %s at most %s and %s part; %s more, and %s",
		elsewhere, plain.Count(l.People, "person had", "people had"), plain.Percent(l.Chance), map[bool]string{true: "takes", false: "take"}[l.People == 1],
		plain.Count(len(l.Out), "other had", "others had"), map[bool]string{true: "waits", false: "wait"}[len(l.Out) == 1]))
	return l, nil
}
