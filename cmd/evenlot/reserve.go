package main

import (
	"fmt"
	"slices"
	"strings"

	"github.com/evenlot/evenlot/cmd/evenlot/internal/disk"
	"github.com/evenlot/evenlot/cmd/evenlot/internal/term"
	"github.com/evenlot/evenlot/quotas"
	"github.com/evenlot/evenlot/quotas/plain"
	"github.com/evenlot/evenlot/quotas/sheet"
	"github.com/evenlot/evenlot/selection/draw"
	"github.com/evenlot/evenlot/selection/pool"
)

// reserve takes out of a sound pool who holds a seat already or takes no part, and out of the
// quotas the seats that are taken. What is left is selected from.
func (l *loaded) reserve(in *inputs) error {
	if in.must == nil && in.selected == "" && in.exclude == nil {
		if in.why != "" {
			return term.Usage("--why goes with --must, --selected or --exclude")
		}
		return nil
	}
	if strings.TrimSpace(in.why) == "" {
		return term.Hint(term.Usage("--why is missing: say why people hold a seat already or take no part, for everyone to read"), `--why "two seats are kept for the islands"`)
	}
	if _, err := draw.ParsePublic(in.why); err != nil {
		return term.Usage("--why: %s", strings.Replace(err.Error(), "public value", "the reason", 1))
	}
	if len(l.faults) > 0 {
		return nil // first things first
	}
	r := pool.Reservation{Limit: in.limit()}
	var err error
	if r.Must, err = l.named("--must", in.must); err != nil {
		return err
	}
	if r.Exclude, err = l.named("--exclude", in.exclude); err != nil {
		return err
	}
	if in.selected != "" {
		if err := l.seated(in, &r); err != nil || len(l.faults) > 0 {
			return err
		}
	}
	for _, i := range r.Exclude {
		if slices.Contains(r.Must, i) {
			return term.Fault("--must and --exclude both name %s", l.pool.Label(i))
		}
	}
	out := l.pool.Reserve(r)
	if len(out.Over) > 0 {
		return term.Fault("more people hold a seat already than the quotas allow: %s", strings.Join(out.Over, "; "))
	}
	l.table = l.pool.Table
	if in.seats > 0 {
		if out.Seats >= in.seats {
			return term.Fault("%s taken already, expected fewer than the %d of --seats, which counts them", plain.Count(out.Seats, "seat is", "seats are"), in.seats)
		}
		in.seats -= out.Seats
	}
	l.reserved = out.Sentences(in.seats, in.why)
	return nil
}

// named finds people of the pool by what the organiser calls them.
func (l *loaded) named(flag string, given []string) (people []int, err error) {
	all, err := whom(flag, given)
	if err != nil {
		return nil, err
	}
	seen := map[int]bool{}
	var faults quotas.Faults
	for _, n := range all {
		person := l.pool.Named(n.name)
		switch {
		case person < 0:
			faults = append(faults, n.fault("person-unfit", fmt.Errorf("nobody of the pool is called %s", sheet.Quote(n.name))))
		case !seen[person]:
			people = append(people, person)
		}
		seen[person] = true
	}
	if len(faults) > 0 {
		return nil, term.Hint(term.FaultError(faults), "people are called by the column of --id, else by the number of their row")
	}
	return people, nil
}

// seated reads who holds a seat already.
func (l *loaded) seated(in *inputs, r *pool.Reservation) error {
	data, err := disk.ReadInput(in.selected, in.stdin())
	if err != nil {
		return err
	}
	made, err := in.made(l.table)
	if err != nil {
		return err
	}
	columns, err := in.letters.framed(l.table, l.drives, made, in.columns)
	if err != nil {
		return err
	}
	var faults quotas.Faults
	r.Others, faults = pool.Read(in.selected, data, l.table, pool.Options{ID: in.id, Household: in.household, Columns: columns, Made: made})
	l.faults = append(l.faults, faults...)
	return nil
}
