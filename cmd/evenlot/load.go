package main

import (
	"errors"
	"io"
	"slices"

	"github.com/spf13/cobra"

	"github.com/evenlot/evenlot/cmd/evenlot/internal/disk"
	"github.com/evenlot/evenlot/cmd/evenlot/internal/term"
	"github.com/evenlot/evenlot/quotas"
	"github.com/evenlot/evenlot/selection/config"
	"github.com/evenlot/evenlot/selection/fair"
	"github.com/evenlot/evenlot/selection/invite/answers"
	"github.com/evenlot/evenlot/selection/pool"
	"github.com/evenlot/evenlot/selection/why"
)

// inputs are the flags that say what is selected from, and by which quotas.
type inputs struct {
	pool        string
	poolSheet   string
	quotas      string // empty: a lottery without quotas
	quotasSheet string
	seats       int
	id          string
	household   []string
	most        int // people of one household; 0: 1
	decisions   string
	columns     map[string]string // of features
	born        map[string]string // days, of features that are ages
	lookup      map[string]string // tables, of features
	join        map[string]string // parts of joint features, with commas
	answers     map[string]map[string]string
	required    map[string]string // by column
	must        []string
	selected    string
	exclude     []string
	why         string // of the three above
	config      string
	doubting    bool // look for doubts
	letters     invited
	stdin       func() io.Reader
}

func (in *inputs) flags(cmd *cobra.Command) {
	in.stdin = cmd.InOrStdin
	f := cmd.Flags()
	f.Var(text{&in.pool, "FILE"}, "pool", "the pool: CSV or XLSX, one person a row")
	f.Var(text{&in.poolSheet, "NAME"}, "pool-sheet", "the sheet of the pool's workbook (default: the one that has the features)")
	f.Var(text{&in.quotas, "FILE"}, "quotas", "the quota table: CSV or XLSX, one value a row (default: none, a lottery in which everyone has the same chance)")
	f.Var(text{&in.quotasSheet, "NAME"}, "quotas-sheet", "the sheet of the quotas' workbook (default: the one that has quotas)")
	f.Var(count{&in.seats, 1, 0}, "seats", "size of the panel")
	f.Var(text{&in.id, "COLUMN"}, "id", "the column that tells people apart (default: one called id or the like, where there is one)")
	f.Var(names{&in.household}, "household", "columns that together tell who lives together; a panel has one of each household at most")
	f.Var(pairs{&in.columns, "FEATURE=COLUMN"}, "column", "the column of a feature that is called otherwise in the pool; may be given again")
	f.Var(pairs{&in.born, "FEATURE=DATE"}, "born", "the column of a feature has dates of birth, and its values are ages on that day; may be given again")
	f.Var(pairs{&in.lookup, "FEATURE=FILE"}, "lookup", "a table of beginnings of cells and the values they stand for; may be given again")
	f.Var(pairs{&in.join, "FEATURE=NAME,NAME"}, "join", "a feature whose values join those of others, such as \"woman 18-24\"; may be given again")
	f.Var(pairs{&in.required, "COLUMN=VALUE"}, "require", "what a column must hold for a person to take part, such as consent; may be given again")
	f.Var(triples{&in.answers}, "answer", "an answer that counts as a value of the quotas; may be given again")
	f.Var(text{&in.config, "FILE"}, "config", "a file with these settings (default: "+config.File+", where the present folder has one)")
	f.Var(text{&in.decisions, "FILE"}, "decisions", "what was decided of doubtful entries: the table of check --doubts, filled in")
	f.Var(count{&in.most, 1, 0}, "household-limit", "people of one household that a panel may have, with --household (default 1)")
}

// reserving are the flags about people who hold a seat already, or take no part, and how all came.
func (in *inputs) reserving(cmd *cobra.Command) {
	in.letters.flags(cmd)
	f := cmd.Flags()
	f.Var(people{&in.must}, "must", "people of the pool who hold a seat before the draw, or a file with one in each line; --seats counts them")
	f.Var(text{&in.selected, "FILE"}, "selected", "people who hold a seat already, with the columns of the pool; --seats counts them")
	f.Var(people{&in.exclude}, "exclude", "people of the pool who take no part, or a file with one in each line")
	f.Var(text{&in.why, "TEXT"}, "why", "why there is --must, --selected or --exclude, for everyone to read")
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
	doubts  []pool.Doubt  // that are not decided
	decided *pool.Decided // nil: no decisions were given
	// Who holds a seat already or takes no part, for everyone to read.
	reserved []string

	drives  []*answers.Drive // lotteries of letters by which people came
	answers *answers.Answers // nil: no lottery was given, or there are faults
}

// stated is what everybody may read of who takes part and how they came.
func (l *loaded) stated() []string {
	if l.answers == nil {
		return l.reserved
	}
	return append(l.answers.Sentences(), l.reserved...)
}

// readings are how the files were read.
func (l *loaded) readings() (all []quotas.Reading) {
	if l.table != nil {
		all = append(all, l.table.Reading)
	}
	if l.pool != nil {
		all = append(all, l.pool.Reading())
	}
	return all
}

// load reads both files, says what was decided about them, and finds every fault in them.
func (in *inputs) load(t *term.Terminal) (*loaded, error) {
	if in.config != "" {
		t.Say("settings from %s", in.config)
	}
	if in.most > 0 && len(in.household) == 0 {
		return nil, term.Hint(term.Usage("--household-limit needs --household NAME,NAME"), "name the columns that tell who lives together")
	}
	if in.quotas == disk.StandardInput && in.pool == disk.StandardInput {
		return nil, term.Usage("--pool and --quotas cannot both be standard input")
	}
	var tableData []byte
	var tableErr error
	if in.quotas != "" {
		tableData, tableErr = disk.ReadInput(in.quotas, in.stdin())
	}
	poolData, poolErr := disk.ReadInput(in.pool, in.stdin())
	if err := errors.Join(tableErr, poolErr); err != nil {
		return nil, err
	}
	l := &loaded{}
	if l.drives, poolErr = in.letters.drives(); poolErr != nil {
		return nil, poolErr
	}
	if l.readTable(in, tableData); len(l.table.Features) > 0 { // else every column and value would be unknown
		made, err := in.made(l.table)
		if err != nil {
			return nil, err
		}
		columns, err := in.letters.framed(l.table, l.drives, made, in.columns)
		if err != nil {
			return nil, err
		}
		l.readPool(in, poolData, made, columns)
		if err := l.decide(in); err != nil {
			return nil, err
		}
	} else {
		l.swapped(in, poolData)
	}
	for _, said := range l.stated() {
		t.Say("%s", said)
	}
	if l.pool != nil && len(l.pool.LeftOut()) > 0 {
		t.Say("%s (%s)", l.pool.Required(), lineList(l.pool.LeftOut()))
	}
	for _, reading := range l.readings() {
		if !reading.Plain() {
			t.Say("%s", reading)
		}
	}
	return l, nil
}

func (l *loaded) readTable(in *inputs, data []byte) {
	if in.quotas == "" {
		l.table = quotas.Everyone(in.seats)
		return
	}
	l.table, l.faults = quotas.ReadFor(in.quotas, data, quotas.Options{Sheet: in.quotasSheet, Seats: in.seats})
}

func (l *loaded) readPool(in *inputs, data []byte, made map[string]pool.Making, columns map[string]string) {
	var faults quotas.Faults
	l.pool, faults = pool.Read(in.pool, data, l.table, pool.Options{ID: in.id, Household: in.household, Columns: columns, Made: made, Require: in.requirements(), Sheet: in.poolSheet})
	l.faults = append(l.faults, faults...)
}

// decide looks for doubts in a sound pool, takes the decisions on them, and holds what is left
// against the quotas.
func (l *loaded) decide(in *inputs) error {
	if l.pool == nil {
		return nil
	}
	if len(l.faults) == 0 && (in.doubting || in.decisions != "") {
		l.doubts = l.pool.Doubts(in.seats)
	}
	l.asked(in)
	if len(l.faults) == 0 && in.decisions != "" {
		data, err := disk.ReadInput(in.decisions, in.stdin())
		if err != nil {
			return err
		}
		decisions, faults := pool.ReadDecisions(in.decisions, data)
		if len(faults) == 0 {
			l.decided, faults = l.pool.Decide(l.doubts, decisions)
			l.doubts = l.decided.Open
		}
		l.faults = append(l.faults, faults...)
	}
	if err := l.reserve(in); err != nil {
		return err
	}
	l.came(in)
	l.clashes = append(l.table.Check(in.seats, l.pool.Unsure()...), l.pool.Check(in.seats)...)
	return nil
}

// swapped says so where each file was given as the other.
func (l *loaded) swapped(in *inputs, data []byte) {
	table, faults := quotas.ReadFor(in.pool, data, quotas.Options{Seats: in.seats})
	if len(table.Features) > 0 && len(faults) == 0 && !table.Plain() {
		l.faults = quotas.Faults{{Code: "files-swapped", File: in.quotas, Found: "no quotas, while " + in.pool + " has some",
			Expected: "the quota table with --quotas and the people with --pool", Fix: "exchange the two"}}
	}
}

// read loads a pool that a selection can be made from; anything else is an error.
func (in *inputs) read(t *term.Terminal) (*loaded, error) {
	l, err := in.load(t)
	if err == nil {
		err = l.err()
	}
	if err != nil {
		return nil, err
	}
	return l, nil
}

// explained turns quotas that cannot be met into what stands in the way.
func (in *inputs) explained(p *pool.Pool, err error) error {
	var infeasible *fair.Infeasible
	if errors.As(err, &infeasible) {
		return term.Hint(impossible(why.WhyNot(p, in.seats, in.limit())), "evenlot check says which quotas could be changed, and how little")
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
		return &term.Failure{Code: term.ExitInfeasible, Err: term.FaultError(all), Faults: all}
	}
	return term.FaultError(all)
}
