package main

import (
	"errors"
	"io"
	"slices"

	"github.com/spf13/cobra"

	"github.com/evenlot/evenlot/quotas"
	"github.com/evenlot/evenlot/selection/fair"
	"github.com/evenlot/evenlot/selection/pool"
)

// inputs are the flags that say what is selected from, and by which quotas.
type inputs struct {
	pool      string
	quotas    string
	seats     int
	id        string
	household []string
	most      int // people of one household; 0: 1
	stdin     func() io.Reader
}

func (in *inputs) flags(cmd *cobra.Command) {
	in.stdin = cmd.InOrStdin
	f := cmd.Flags()
	f.Var(text{&in.pool, "FILE"}, "pool", "the pool: CSV, one person a row")
	f.Var(text{&in.quotas, "FILE"}, "quotas", "the quota table: CSV, one value a row")
	f.Var(count{&in.seats, 1, 0}, "seats", "size of the panel")
	f.Var(text{&in.id, "COLUMN"}, "id", "the column that tells people apart (default: one called id or the like, where there is one)")
	f.Var(names{&in.household}, "household", "columns that together tell who lives together; a panel has one of each household at most")
	f.Var(count{&in.most, 1, 0}, "household-limit", "people of one household that a panel may have, with --household (default 1)")
}

// limit is how many people of one household a panel may hold; 0: any number.
func (in *inputs) limit() int {
	if len(in.household) == 0 {
		return 0
	}
	return max(1, in.most)
}

// loaded is what the input files say.
type loaded struct {
	table   *quotas.Table
	pool    *pool.Pool
	faults  quotas.Faults // of the files
	clashes quotas.Faults // sound files, but these quotas cannot be met
}

// load reads both files and finds every fault in them.
func (in *inputs) load() (*loaded, error) {
	if in.most > 0 && len(in.household) == 0 {
		return nil, hint(usage("--household-limit needs --household NAME,NAME"), "name the columns that tell who lives together")
	}
	if in.quotas == standardInput && in.pool == standardInput {
		return nil, usage("--pool and --quotas cannot both be standard input")
	}
	tableData, tableErr := readInput(in.quotas, in.stdin())
	poolData, poolErr := readInput(in.pool, in.stdin())
	if err := errors.Join(tableErr, poolErr); err != nil {
		return nil, err
	}
	l := &loaded{}
	l.table, l.faults = quotas.Read(in.quotas, tableData)
	var faults quotas.Faults
	if len(l.table.Features) == 0 { // then every column and value would be unknown
		return l, nil
	}
	l.pool, faults = pool.Read(in.pool, poolData, l.table, pool.Options{ID: in.id, Household: in.household})
	l.faults = append(l.faults, faults...)
	l.clashes = l.table.Check(in.seats)
	if l.pool != nil {
		l.clashes = append(l.clashes, l.pool.Check(in.seats)...)
	}
	return l, nil
}

// read loads a pool that a selection can be made from; anything else is an error.
func (in *inputs) read() (*pool.Pool, error) {
	l, err := in.load()
	if err == nil {
		err = l.err()
	}
	if err != nil {
		return nil, err
	}
	return l.pool, nil
}

// explained turns quotas that cannot be met into what stands in the way.
func (in *inputs) explained(p *pool.Pool, err error) error {
	var infeasible *fair.Infeasible
	if errors.As(err, &infeasible) {
		return findConflict(p, in.seats, in.limit()).err()
	}
	return err
}

// err is the error of files that no selection can be made from: exit code 1 where
// a file is at fault, 3 where the files are sound but the quotas cannot be met.
func (l *loaded) err() error {
	all := slices.Concat(l.faults, l.clashes)
	switch {
	case len(all) == 0:
		return nil
	case len(l.faults) == 0:
		return &failure{code: exitInfeasible, err: faultError(all)}
	}
	return faultError(all)
}
