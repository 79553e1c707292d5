package selection

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"maps"
	"math/big"

	"github.com/evenlot/evenlot/quotas"
	"github.com/evenlot/evenlot/selection/draw"
	"github.com/evenlot/evenlot/selection/fair"
	"github.com/evenlot/evenlot/selection/lottery"
	"github.com/evenlot/evenlot/selection/pool"
	"github.com/evenlot/evenlot/selection/private"
	"github.com/evenlot/evenlot/selection/record"
	"github.com/evenlot/evenlot/selection/verify/portable"
	"github.com/evenlot/evenlot/selection/why"
)

// A Request says what is to be selected, from whom, and how.
type Request struct {
	Pool        *pool.Pool
	Seats       int
	Pages       int       // 0: as many as the smallest chance needs
	Rule        string    // name of a rule; empty: leximin
	Household   int       // people of one household a panel may hold; 0: no rule
	Budget      int       // linear programs that the search for panels may take; 0: [lottery.DefaultBudget]
	Key         *[32]byte // record key; nil: derived from pool and rules
	Form        record.Form
	Statements  []string          // how features were made and doubts decided, for everyone to read: sentences
	Source      record.SeedSource // of the public value; [Run] takes [record.KnownSource]
	Mix         draw.Source       // of the value that mixes the book, for [Fix] only
	PublicValue string            // for Run only
	KeepUntil   string            // day until which personal data are kept (2027-12-31); empty: none is announced
	Progress    lottery.Progress  // may be nil
}

// Question is what the request asks of the quotas alone.
func (req *Request) Question() lottery.Question {
	return lottery.Question{Pool: req.Pool, Seats: req.Seats, Household: req.Household, Budget: req.Budget, Progress: req.Progress}
}

// check refuses a request that makes no sense, in every way that a caller may get wrong.
func (req *Request) check() error {
	q := req.Question()
	if err := q.Check(); err != nil {
		return err
	}
	if req.Pages < 0 {
		return fmt.Errorf("%d pages, expected a number that is not negative", req.Pages)
	}
	req.Progress = q.Progress
	_, err := lottery.RuleNamed(cmp.Or(req.Rule, "leximin"))
	return err
}

// isInfeasible reports whether an error says that no panel meets the quotas.
func isInfeasible(err error) bool {
	var none *fair.Infeasible
	return errors.As(err, &none)
}

// A Prepared selection is fixed, and not drawn yet.
type Prepared struct {
	*lottery.Lottery
	Source record.SeedSource
	// MixSource announced the value that mixed the book, and Mixing is that value; nil where
	// nothing did.
	MixSource *record.SeedSource
	Mixing    *record.Mixing
	Person    []int            // roster index -> index into Pool.People
	Reasons   []why.Unseatable // why no panel can hold some people
	Binding   why.Bound        // what bounds the smallest chance
	Files     record.Files     // everything to be written: public/, auditor/, private/
	// Measures are what publishing the record gives away.
	Measures record.Measures

	// Event says which change of a panel this is about, and Seated how many of those who stay
	// have each value; Quotas are those of the whole panel, if they are known. nil for a
	// selection that is no event.
	Event  *record.Event
	Seated [][]int
	Quotas *quotas.Table

	key    [32]byte       // record key; of an event only
	salts  []record.Salt  // of the pages in the sealed form
	origin private.Origin // of the pool
}

// A Result is a finished selection. Its Files hold research/ too.
type Result struct {
	*Prepared
	*Drawn
}

// Run selects: it prepares, and opens the book at the page of a public value that is
// known already. The same request gives the same bytes in public/ and auditor/ on
// every machine, whatever the order of the pool.
//
// Errors are those of [Prepare], and a public value that cannot be used.
func Run(ctx context.Context, req Request) (*Result, error) {
	value, err := draw.ParsePublic(req.PublicValue)
	if err != nil {
		return nil, err
	}
	req.Source = record.KnownSource()
	p, err := Prepare(ctx, req)
	if err != nil {
		return nil, err
	}
	rec, faults := record.ParseMade(p.Files, record.Made{Roster: p.Roster, Pages: p.Book.Pages, Salts: p.salts})
	if len(faults) > 0 {
		return nil, faults
	}
	d, err := Draw(0, rec, p.Files, value) // such a value has no time
	if err != nil {
		return nil, err
	}
	maps.Copy(p.Files, d.Added)
	return &Result{p, d}, nil
}

// Prepare computes the chances, writes the book and commits to it. A source of digits
// that name the page gets as many as the book needs.
//
// Errors: *[fair.Infeasible] where no panel meets the quotas, *[lottery.TooFew], *[TooShort], a
// source that does not suit the book, or the context's error.
func Prepare(ctx context.Context, req Request) (*Prepared, error) {
	p, key, err := compute(ctx, req)
	if err != nil {
		return nil, err
	}
	p.addKeys(req.Pool, key)
	maps.Copy(p.Files, portable.Files())
	if err := p.make(private.OriginOf(req.Pool, req.KeepUntil), labels(req.Pool)); err != nil {
		return nil, err
	}
	return p, nil
}

// compute does what needs no public value: it finds the chances and makes a book that nothing
// mixes, and checks that it suits the source.
func compute(ctx context.Context, req Request) (p *Prepared, key [32]byte, err error) {
	if err := req.check(); err != nil {
		return nil, key, err
	}
	rules := record.Rules{
		Format: record.Format, Algorithm: draw.Algorithm, Rule: cmp.Or(req.Rule, "leximin"),
		People: len(req.Pool.People), Seats: req.Seats, Pages: req.Pages,
		Household: req.Household, Budget: cmp.Or(req.Budget, lottery.DefaultBudget), Form: req.Form,
		Statements: append([]string{}, req.Statements...),
	}
	if req.KeepUntil != "" {
		rules.Statements = append(rules.Statements, "personal data are kept until "+req.KeepUntil+", and then deleted")
	}
	key = draw.DeriveKey(req.Pool.Digest(), rules.Bytes())
	if req.Key != nil {
		key = *req.Key
	}
	rules.KeyHash = draw.KeyHash(key)
	p = &Prepared{Source: req.Source, Files: record.Files{}}
	roster, person := req.Pool.Roster(key)
	p.Person = person
	if p.Lottery, err = lottery.New(ctx, roster, rules, "", req.Progress); err != nil {
		return nil, key, err
	}
	if p.Source.Source, err = SourceFor(p.Source.Source, p.Rules.Pages); err != nil {
		return nil, key, err
	}
	p.salts = pageSalts(p.Rules, key)
	return p, key, p.checkShort()
}

// make commits to the book, and writes everything that follows from it.
func (p *Prepared) make(o private.Origin, labels []string) error {
	files, err := p.Commit(record.CommitInput{Source: p.Source, Salts: p.salts, MixSource: p.MixSource, Mixing: p.Mixing,
		Event: p.Event, Seated: p.Seated})
	if err != nil {
		return err
	}
	maps.Copy(p.Files, files)
	p.Measures = p.measure()
	p.Files[record.MeasuresFile] = p.Measures.Bytes()
	p.Binding, p.Reasons = why.BoundOf(p.Lottery), why.Reasons(p.Lottery)
	if p.Source.Kind != draw.KindKnown && p.Source.Kind != draw.KindNothing {
		p.Files[record.AnnouncementFile] = []byte(p.Announcement())
	}
	p.origin = o
	p.addPrivate(o, labels)
	return nil
}

// leastPossible is how many pages the smallest chance gives in a book that binds: package
// verify refuses less.
const leastPossible = 5

// TooShort is the error for a book that a public draw is announced for and that has too few
// pages to tell the smallest chance.
type TooShort struct{ Pages, Possible, Needed int }

// Error says what it would take.
func (e *TooShort) Error() string {
	return fmt.Sprintf("the smallest chance gives %d of %d pages, and for a draw that binds it is at least %d: such a book can be chosen "+
		"among many; ask for at least %d pages, or make it a rehearsal", e.Possible, e.Pages, leastPossible, e.Needed)
}

// checkShort refuses a book that binds and has too few pages to tell the smallest chance.
func (p *Prepared) checkShort() error {
	if p.PossibleCount() >= leastPossible || p.Source.Kind == draw.KindKnown || p.Source.Kind == draw.KindRehearsal {
		return nil
	}
	z := p.Bounds.Levels[0].Exact
	needed := new(big.Int).Mul(big.NewInt(leastPossible), z.Denom())
	needed.Add(needed, new(big.Int).Sub(z.Num(), big.NewInt(1))).Div(needed, z.Num())
	short := &TooShort{Pages: p.Rules.Pages, Possible: p.PossibleCount(), Needed: int(needed.Int64())}
	if p.Source.Kind == draw.KindPageDigits {
		power := 10
		for power < short.Needed {
			power *= 10
		}
		short.Needed = power
	}
	return short
}

// SourceFor checks that a public value can be announced for a book of so many pages.
// Digits that name the page get their number; a lottery says how high its numbers go, so that
// its outcomes can be counted.
func SourceFor(s draw.Source, pages int) (draw.Source, error) {
	if s.Kind == draw.KindPageDigits && s.Digits == 0 {
		power := 1
		for ; power < pages; power *= 10 {
			s.Digits++
		}
		if power != pages || pages == 1 {
			return s, fmt.Errorf("digits that name the page need a book of 10, 100, 1000, ... pages, and this one has %d", pages)
		}
	}
	if err := s.Check(); err != nil {
		return s, err
	}
	if s.Kind == draw.KindLottery && s.Highest == 0 {
		return s, errors.New("a lottery is announced with the range of its numbers, for 5 numbers out of 6 have 6 outcomes and no more")
	}
	return s, s.CheckPages(pages)
}
