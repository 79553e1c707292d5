package report

import (
	"encoding/json"
	"maps"
	"math/big"
	"slices"
	"strings"

	"github.com/evenlot/evenlot/quotas"
	"github.com/evenlot/evenlot/quotas/shares"
	"github.com/evenlot/evenlot/selection/draw"
	"github.com/evenlot/evenlot/selection/members"
	"github.com/evenlot/evenlot/selection/pool"
	"github.com/evenlot/evenlot/selection/record"
	"github.com/evenlot/evenlot/selection/verify"
)

// Format names the layout of [Report.JSON]; it changes when a field does.
const Format = "evenlot-report/1"

// Stages of a record.
const (
	Fixed     = "fixed"     // pool, rules and quotas stand; the book is to be mixed
	Announced = "announced" // the book stands; the draw is to come
	Drawn     = "drawn"
	CalledOff = "called off"
)

// A Report is what came of a selection. Lists are never null in its JSON, and what is not known
// is null. Fractions are written "11/170".
type Report struct {
	Format     string          `json:"format"`
	Stage      string          `json:"stage"`
	Colour     verify.Colour   `json:"colour"`       // verdict of the check
	Caveats    []verify.Caveat `json:"reservations"` // what the record does not show; not that a reader compares
	Rule       string          `json:"rule"`
	People     int             `json:"people"`
	Seats      int             `json:"seats"`
	Household  int             `json:"household_limit"`   // people of one household on a panel; 0: any number
	Homes      *int            `json:"shared_households"` // with several people of the pool; null: the record does not tell, or has no limit
	Statements []string        `json:"statements"`
	Commitment string          `json:"commitment"` // before a mixing, that to the pool
	Pool       string          `json:"pool_commitment,omitempty"`
	Source     draw.Source     `json:"source"` // of the value that opens the book
	Mix        *draw.Source    `json:"mix_source"`
	Value      string          `json:"public_value"`
	MixValue   string          `json:"mix_value"`
	Page       string          `json:"page"`
	Reason     string          `json:"called_off_because"`
	Features   []Feature       `json:"features"`
	Chances    *Chances        `json:"chances"` // null before there is a book
	Events     []Event         `json:"events"`
	Digits     [][10]int       `json:"seats_by_digit"` // see digits; empty: not known
	Members    int             `json:"members"`        // after all events
	Chain      *Chain          `json:"chain,omitempty"`
}

// A Feature is a question, with its answers.
type Feature struct {
	Name   string  `json:"feature"`
	Values []Value `json:"values"`
}

// A Value is one answer.
type Value struct {
	Name       string   `json:"value"`
	Population *big.Rat `json:"population"` // share, 0 to 1
	Pool       int      `json:"pool"`
	Min        int      `json:"min"`
	Max        int      `json:"max"`
	Panel      *int     `json:"panel"` // of those drawn; null: not drawn, or nobody's features at hand
	Now        *int     `json:"now"`   // after all events; null: there was none
}

// Chances are counted in pages of the book, of Pages.
type Chances struct {
	Pages     int      `json:"pages"`
	Counts    []Pages  `json:"people_by_pages"` // ascending
	Unseated  int      `json:"unseatable"`      // whom no panel can hold
	Smallest  int      `json:"smallest"`        // of those who can be seated
	AtLeast   int      `json:"people_with_smallest"`
	Largest   int      `json:"largest"`
	Best      *big.Rat `json:"best"` // no lottery gives everybody who can be seated a larger chance
	BestPages int      `json:"best_pages"`
	Grade     string   `json:"grade"`
	Limits    []Limit  `json:"limits"` // what holds the smallest chance; empty: the number of seats
}

// Pages are so many people who are on so many pages.
type Pages struct {
	Pages  int `json:"pages"`
	People int `json:"people"`
}

// A Limit is an end of a quota, the household rule, or that seats are whole.
type Limit struct {
	Feature   string `json:"feature,omitempty"`
	Value     string `json:"value,omitempty"`
	Max       bool   `json:"max,omitempty"` // else the minimum
	Seats     int    `json:"seats,omitempty"`
	Household bool   `json:"household,omitempty"`
	Whole     bool   `json:"whole,omitempty"`
}

// An Event is what happened after the draw.
type Event struct {
	Number    int    `json:"event"`
	Kind      string `json:"kind"`
	Statement string `json:"statement"`
	Time      string `json:"time"`
	Ended     string `json:"stage"`
	Reason    string `json:"called_off_because"`
	Leaving   int    `json:"leaving"`
	Seats     int    `json:"seats"` // people drawn, or to be drawn
	Value     string `json:"public_value"`
	Page      string `json:"page"`

	draw occasion // of an event that is a record of its own
}

// An occasion is how a draw is held.
type occasion struct {
	commitment, pool string
	source           draw.Source
	mix              *draw.Source
	mixValue         string
	open             bool // the book is to be mixed
}

// Input is what a report is made from.
type Input struct {
	Record     *record.Record
	Verdict    *verify.Verdict
	Population *shares.Shares // nil: not known
	Order      *quotas.Table  // table with the lines of the organiser's file, by which features are sorted; nil: as in the record
}

// Of takes the facts of a record that holds.
func Of(in Input) *Report {
	rec := in.Record
	r := &Report{
		Format: Format, Stage: stage(rec), Colour: in.Verdict.Colour(), Caveats: []verify.Caveat{}, Rule: rec.Rules.Rule,
		People: rec.Rules.People, Seats: rec.Rules.Seats, Household: rec.Rules.Household, Statements: append([]string{}, rec.Rules.Statements...),
		Commitment: record.Commitment(rec.Files), Source: rec.Source.Source, Events: []Event{}, Digits: [][10]int{},
	}
	for _, remark := range in.Verdict.Remarks {
		if remark.Caveat != verify.CaveatUnconfirmed {
			r.Caveats = append(r.Caveats, remark.Caveat)
		}
	}
	if rec.MixSource != nil {
		r.Mix = &rec.MixSource.Source
	}
	if rec.Mixing != nil {
		r.MixValue, r.Pool = rec.Mixing.PublicValue, rec.Mixing.Commitment
	}
	if rec.Drawing != nil {
		r.Value, r.Page = rec.Drawing.PublicValue, rec.Drawing.Page
	}
	if rec.Aborted != nil {
		r.Reason = rec.Aborted.Reason
	}
	for n, part := range rec.Events {
		r.Events = append(r.Events, event(n+1, part))
	}
	if rec.Roster != nil && rec.Rules.Household > 0 {
		n := homes(rec.Roster)
		r.Homes = &n
	}
	r.features(in)
	if rec.Counts != nil {
		r.Chances = chances(rec)
		r.Digits = digits(rec, r.Chances.Unseated)
	}
	return r
}

// homes counts the households with several people of the pool.
func homes(roster *pool.Roster) int {
	found := map[string]bool{}
	for i := range roster.Entries {
		if home := roster.Home(i); home != "" {
			found[home] = true
		}
	}
	return len(found)
}

// JSON is the report for programs.
func (r *Report) JSON() []byte {
	out, err := json.MarshalIndent(r, "", "  ")
	if err != nil {
		panic("report: internal error: a report does not marshal")
	}
	return append(out, '\n')
}

func stage(rec *record.Record) string {
	switch {
	case rec.Aborted != nil:
		return CalledOff
	case rec.Drawing != nil:
		return Drawn
	case rec.Files.Unmixed():
		return Fixed
	}
	return Announced
}

// event takes the facts of an event of either form.
func event(number int, part record.Part) Event {
	e := Event{Number: number, Ended: Announced}
	drawing, aborted := part.Drawing, part.Aborted
	if inner := part.Record; inner != nil {
		drawing, aborted = inner.Drawing, inner.Aborted
		e.Kind, e.Statement, e.Leaving, e.Seats, e.Time = inner.Event.Kind, inner.Event.Statement, len(inner.Event.Leaving), inner.Rules.Seats, inner.Source.Time
		e.draw = occasionOf(inner)
	} else {
		e.Kind, e.Statement, e.Leaving, e.Seats, e.Time = part.Event.Kind, part.Event.Statement, len(part.Event.Leaving), part.Event.Seats, part.Source.Time
	}
	switch {
	case drawing != nil:
		e.Ended, e.Value, e.Page = Drawn, drawing.PublicValue, drawing.Page
	case aborted != nil:
		e.Ended, e.Reason = CalledOff, aborted.Reason
	}
	return e
}

func occasionOf(rec *record.Record) occasion {
	o := occasion{commitment: record.Commitment(rec.Files), source: rec.Source.Source, open: rec.Files.Unmixed()}
	if rec.MixSource != nil {
		o.mix = &rec.MixSource.Source
	}
	if rec.Mixing != nil {
		o.mixValue, o.pool = rec.Mixing.PublicValue, rec.Mixing.Commitment
	}
	return o
}

// features puts quotas, pool, population and panel side by side.
func (r *Report) features(in Input) {
	rec := in.Record
	var drawn, now [][]int
	company := members.Of(rec)
	r.Members = len(company.Members)
	if rec.Roster != nil && rec.Drawing != nil {
		drawn = members.Seated(rec.Roster, rec.Drawing.Panel)
		if len(rec.Events) > 0 {
			now = members.Seated(rec.Roster, company.Members)
		}
	}
	at := func(counts [][]int, f, v int) *int {
		if counts == nil {
			return nil
		}
		return &counts[f][v]
	}
	r.Features = make([]Feature, len(rec.Table.Features))
	for f, feature := range rec.Table.Features {
		r.Features[f] = Feature{feature.Name, make([]Value, len(feature.Values))}
		for v, value := range feature.Values {
			r.Features[f].Values[v] = Value{value.Name, population(in.Population, feature.Name, value.Name), rec.Totals[f][v], value.Min, value.Max, at(drawn, f, v), at(now, f, v)}
		}
	}
	r.sort(in.Order)
}

// population is the share of a value; nil where it is not known.
func population(all *shares.Shares, feature, value string) *big.Rat {
	if all == nil {
		return nil
	}
	for i, f := range all.Features {
		if quotas.Fold(f.Name) != quotas.Fold(feature) {
			continue
		}
		for _, g := range f.Groups {
			if total := all.Sums[i].Total; quotas.Fold(g.Value) == quotas.Fold(value) && total.Sign() > 0 {
				return new(big.Rat).Quo(g.Weight, total)
			}
		}
	}
	return nil
}

// Unmatched names the answers for which the shares of the population have nothing: "age: 16-29".
func Unmatched(in Input) (names []string) {
	for _, f := range in.Record.Table.Features {
		for _, v := range f.Values {
			if population(in.Population, f.Name, v.Name) == nil {
				names = append(names, f.Name+": "+v.Name)
			}
		}
	}
	return names
}

// sort brings features and values into the order in which the organiser wrote them.
func (r *Report) sort(order *quotas.Table) {
	if order == nil {
		return
	}
	line := map[[2]string]int{}
	for _, f := range order.Features {
		line[[2]string{f.Name}] = f.Line
		for _, v := range f.Values {
			line[[2]string{f.Name, v.Name}] = v.Line
		}
	}
	slices.SortStableFunc(r.Features, func(a, b Feature) int { return line[[2]string{a.Name}] - line[[2]string{b.Name}] })
	for _, f := range r.Features {
		slices.SortStableFunc(f.Values, func(a, b Value) int { return line[[2]string{f.Name, a.Name}] - line[[2]string{f.Name, b.Name}] })
	}
}

// chances counts pages, and says by the proof what is possible.
func chances(rec *record.Record) *Chances {
	c := &Chances{Pages: rec.Rules.Pages, Counts: []Pages{}, Grade: rec.Proof.Grade, Limits: []Limit{}}
	for _, step := range rec.Proof.Steps {
		if step.Chance.Sign() > 0 {
			c.Best, c.BestPages = step.Chance, record.PagesOf(step.Chance, c.Pages)
			c.Limits = limits(rec, step)
			break
		}
		c.Unseated += step.People
	}
	people := map[int]int{}
	for _, n := range rec.Counts {
		people[n]++
	}
	out := c.Unseated // they are on no page, and stand first
	for _, pages := range slices.Sorted(maps.Keys(people)) {
		n := people[pages]
		c.Counts = append(c.Counts, Pages{pages, n})
		if n -= min(out, n); n > 0 {
			if c.AtLeast == 0 {
				c.Smallest, c.AtLeast = pages, n
			}
			c.Largest = pages
		}
		out -= min(out, people[pages])
	}
	return c
}

// limits are the rows that a step of the proof multiplies, the one that weighs most first. The
// row of the seats always holds, and is left out.
func limits(rec *record.Record, step record.ProofStep) []Limit {
	terms := slices.Clone(step.Multipliers)
	slices.SortStableFunc(terms, func(a, b record.ProofTerm) int { return b.By.CmpAbs(a.By) })
	named := map[string]Limit{}
	for _, f := range rec.Table.Features {
		for _, v := range f.Values {
			named["quota "+f.Name+": "+v.Name] = Limit{Feature: f.Name, Value: v.Name, Max: true, Seats: v.Max}
		}
	}
	all, rows := []Limit{}, rec.Proof.Rows
	for _, term := range terms {
		l := Limit{Whole: true} // a cut
		if term.At < len(rows) {
			name := rows[term.At]
			quota, known := named[name]
			switch {
			case known && term.By.Sign() < 0:
				quota.Max, quota.Seats = false, minimum(rec.Table, quota)
				l = quota
			case known:
				l = quota
			case strings.HasPrefix(name, "household"):
				l = Limit{Household: true}
			default:
				continue
			}
		}
		if !slices.Contains(all, l) {
			all = append(all, l)
		}
	}
	return all
}

func minimum(t *quotas.Table, l Limit) int {
	for _, f := range t.Features {
		for _, v := range f.Values {
			if f.Name == l.Feature && v.Name == l.Value {
				return v.Min
			}
		}
	}
	return 0
}
