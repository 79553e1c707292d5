package selection

import (
	"cmp"
	"context"

	"github.com/evenlot/evenlot/selection/draw"
	"github.com/evenlot/evenlot/selection/fairness"
	"github.com/evenlot/evenlot/selection/pool"
	"github.com/evenlot/evenlot/selection/record"
)

// A Request is one selection, done in one go with a public value that is given.
type Request struct {
	Pool        *pool.Pool
	Seats       int
	Pages       int       // 0: as many as the smallest chance needs
	Rule        string    // name of a rule; empty: leximin
	Household   int       // people of one household a panel may hold; 0: no rule
	Budget      int       // linear programs that the search for panels may take; 0: [DefaultBudget]
	Key         *[32]byte // record key; nil: derived from pool and rules
	PublicValue string
	Progress    Progress // may be nil
}

// A Result is a finished selection.
type Result struct {
	*Lottery
	Draw     draw.Draw
	Person   []int // roster index -> index into Pool.People
	Fairness *fairness.Report
	Reasons  []Reason     // why the unseatable are
	Binding  string       // what bounds the smallest chance, a sentence
	Files    record.Files // everything to be written: public/, auditor/, private/, research/
}

// Run selects: it computes the chances, writes the book, opens it at the page of the
// public value, and gives every file of the record. The same request gives the same
// bytes in public/ and auditor/ on every machine, whatever the order of the pool.
//
// Errors: *[fair.Infeasible] where no panel meets the quotas, *[TooFew], a public
// value that cannot be used, or the context's error.
func Run(ctx context.Context, req Request) (*Result, error) {
	public, err := draw.ParsePublic(req.PublicValue)
	if err != nil {
		return nil, err
	}
	rules := record.Rules{
		Format: record.Format, Algorithm: draw.Algorithm, Rule: cmp.Or(req.Rule, "leximin"),
		People: len(req.Pool.People), Seats: req.Seats, Pages: req.Pages,
		Household: req.Household, Budget: cmp.Or(req.Budget, DefaultBudget),
	}
	key := draw.DeriveKey(req.Pool.Digest(), rules.Bytes())
	if req.Key != nil {
		key = *req.Key
	}
	rules.KeyHash = draw.KeyHash(key)
	roster, person := req.Pool.Roster(key)
	l, err := NewLottery(ctx, roster, rules, req.Progress)
	if err != nil {
		return nil, err
	}
	r := &Result{Lottery: l, Person: person}
	if r.Files, err = l.commit(record.KnownSource(), nil); err != nil {
		return nil, err
	}
	if r.Draw, err = l.finish(r.Files, public); err != nil {
		return nil, err
	}
	r.Binding, r.Reasons = l.binding(), l.reasons()
	r.Fairness = r.describe(req.Pool)
	r.Files["research/fairness.json"] = r.Fairness.JSON()
	return r, r.addPrivate(req.Pool, key)
}

// describe measures the finished selection.
func (r *Result) describe(p *pool.Pool) *fairness.Report {
	values := make([][]int, len(r.Roster.Entries))
	for i := range values {
		values[i] = r.Roster.Entries[i].Values
	}
	return fairness.Describe(fairness.Input{
		Table: p.Table, Values: values, Book: r.Book, Seats: r.Rules.Seats,
		Page: r.Draw.Page, Unseatable: r.Unseatable(), Extra: r.free(p),
	})
}

// free are the columns of the pool that are neither quota, id nor household.
func (r *Result) free(p *pool.Pool) []fairness.Column {
	var columns []fairness.Column
	for c, name := range p.Header {
		if !p.Free(c) {
			continue
		}
		cells := make([]string, len(r.Person))
		for i, person := range r.Person {
			cells[i] = p.Cell(person, c)
		}
		columns = append(columns, fairness.Column{Name: name, Values: cells})
	}
	return columns
}
