package study

import (
	"errors"
	"fmt"

	"github.com/evenlot/evenlot/selection/draw"
	"github.com/evenlot/evenlot/selection/record"
)

// OfRecord is the input that a record gives which holds: the part that an auditor sees. The error is
// that the record has no book yet, or lacks the pool's features or its pages.
func OfRecord(rec *record.Record) (Input, error) {
	var in Input
	switch {
	case rec.Files.Unmixed():
		return in, errors.New("the book is not mixed yet: there is nothing to study")
	case rec.Roster == nil:
		return in, fmt.Errorf("studying the record needs %s, which an auditor has", rec.Form().RosterFile())
	case rec.Pages == nil:
		return in, fmt.Errorf("studying the record needs %s, which an auditor has", rec.Form().PagesFile())
	}
	in = Input{IDs: rec.IDs, Table: rec.Table, Values: rec.Roster.Values(), HomeLimit: rec.Rules.Household,
		Pages: rec.Pages, Seats: rec.Rules.Seats, Page: -1, Rule: rec.Rules.Rule, Grade: rec.Proof.Grade,
		Unseatable: unseatable(rec), Random: draw.NewStream(draw.Algorithm, "research", *rec.Root, [32]byte{})}
	if rec.Rules.Household > 0 {
		for i := range rec.IDs {
			in.Homes = append(in.Homes, rec.Roster.Home(i))
		}
	}
	if rec.Source.Kind != draw.KindPageDigits { // digits that name the page are not hashed
		in.Commitment = record.Commitment(rec.Files)
	}
	if rec.Drawing == nil {
		return in, nil
	}
	d, err := rec.Draw()
	in.Page = d.Page
	return in, err
}

// unseatable lists the people on no page, where the proof begins with a step of chance 0 for as many:
// under a rule that may leave people out others are on no page, too, and then nobody can tell who.
func unseatable(rec *record.Record) (people []int) {
	for i, n := range rec.Counts {
		if n == 0 {
			people = append(people, i)
		}
	}
	if len(rec.Proof.Steps) == 0 || rec.Proof.Steps[0].Chance.Sign() != 0 || rec.Proof.Steps[0].People != len(people) {
		return nil
	}
	return people
}
