package selection

import (
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/evenlot/evenlot/quotas"
	"github.com/evenlot/evenlot/quotas/oracle"
	"github.com/evenlot/evenlot/quotas/plain"
	"github.com/evenlot/evenlot/selection/draw"
	"github.com/evenlot/evenlot/selection/lottery"
	"github.com/evenlot/evenlot/selection/members"
	"github.com/evenlot/evenlot/selection/private"
	"github.com/evenlot/evenlot/selection/record"
)

// A Turnover is a change of the panel that is to be drawn: who leaves, why, and by which
// public value others come in.
type Turnover struct {
	Kind        string            // of [record.Event]
	Leaving     []string          // public ids of members
	Unavailable []string          // public ids of people who take no part in the draw
	Statement   string            // why: a sentence
	Seats       int               // to fill, 0: all that are vacant; or, for outgoing, how many leave
	Accept      []quotas.Wider    // windows to go by in place of what is left of the quotas
	Windows     *quotas.Table     // of the alternates; nil for other kinds
	NextPages   bool              // the alternates are those whom the draw of the panel named
	Statements  []string          // how the windows came about, for everyone to read: sentences
	Pages       int               // 0: as many as the smallest chance needs
	Source      record.SeedSource // of the public value; for [Replace], [record.KnownSource]
	Mix         draw.Source       // of the value that mixes the book; of no kind: nothing does
	PublicValue string            // known already: the event is drawn at once; "": later
	Progress    lottery.Progress  // may be nil
}

// An Unfillable vacancy is one that no panel fills under the quotas that are left.
type Unfillable struct {
	*members.Vacancy
	Cause error // *[fair.Infeasible]
}

func (u *Unfillable) Error() string { return "the seats cannot be filled: " + u.Cause.Error() }
func (u *Unfillable) Unwrap() error { return u.Cause }

// A Replacement is an event, up to its commitment or its draw. Files are by the names that
// they have in the event.
type Replacement struct {
	Number   int
	Vacancy  *members.Vacancy
	Files    record.Files
	Prepared *Prepared // nil where a value is to mix the book
	Fixed    *Fixed    // before a value mixes the book; else nil
	Drawn    *Drawn    // nil before the draw
}

// Replace prepares an event of a record: a record of its own, for the seats that are vacant
// when some members leave, over everybody who can take one. The record must hold and have what
// an auditor sees; kept holds [private.PeopleFile], [private.NotesFile] and [private.KeyFile].
//
// Errors: a record that can have no event now, people who cannot leave, *[Unfillable] where the
// seats cannot be filled, and those of [Prepare] and [Fix].
func Replace(ctx context.Context, rec *record.Record, kept record.Files, t Turnover) (*Replacement, error) {
	company, err := replaceable(rec)
	if err != nil {
		return nil, err
	}
	if err := errors.Join(t.Follow(rec), t.checkLater(rec)); err != nil {
		return nil, err
	}
	number := company.Events + 1
	if t.Kind == record.KindSuccession || t.NextPages {
		t.Source.Source, t.PublicValue, t.Pages = draw.Nothing(), fmt.Sprintf("event %d", number), successionPages
	}
	if t.PublicValue != "" && slices.Contains(SpentValues(rec), t.PublicValue) {
		return nil, &Spent{t.PublicValue}
	}
	vacancy, err := t.vacancy(company)
	if err != nil {
		return nil, err
	}
	p, people, err := prepareEvent(rec, kept, vacancy, number, &t)
	if err != nil {
		return nil, err
	}
	r := &Replacement{Number: number, Vacancy: vacancy}
	if err := p.computeEvent(ctx, people, vacancy, t.Progress); err != nil {
		return nil, err
	}
	if t.Mix.Kind != "" {
		r.Fixed, err = p.fixEvent(people, t.Mix)
		r.Files = p.Files
		return r, err
	}
	r.Prepared, r.Files = p, p.Files
	if err := p.make(people.Origin, people.Labels()); err != nil {
		return nil, err
	}
	p.AddSlips()
	if t.PublicValue != "" {
		return r, r.draw(t.PublicValue)
	}
	return r, nil
}

// successionPages is the length of a book whose pages are all alike: the format asks for 5 pages of
// the smallest chance, which is 1 here.
const successionPages = 5

// KnownValue is the error for an event by a value that is known already, of a record whose draw was
// public: the value could have been tried first.
type KnownValue struct{ Kind string } // of the record's draw

func (k *KnownValue) Error() string {
	return fmt.Sprintf("the draw of this record was public (%s): a value that is known already could have been tried first", k.Kind)
}

// Follow makes the event name the one that was called off just before it. The error is
// *[KnownValue]. [Replace] does this too; a caller may ask before long work.
func (t *Turnover) Follow(rec *record.Record) error {
	kind := rec.Source.Kind
	if t.PublicValue != "" && kind != draw.KindKnown && kind != draw.KindRehearsal {
		return &KnownValue{kind}
	}
	if last := len(rec.Events); last > 0 && rec.Events[last-1].Record != nil && rec.Events[last-1].Record.Aborted != nil {
		end := rec.Events[last-1].Record.Aborted
		t.Source.Supersedes, t.Source.Reason = end.Commitment, end.Reason
	}
	return nil
}

// checkLater refuses public values that are announced for a time, or a round, that is not after
// every one before it in the record: they could be known.
func (t *Turnover) checkLater(rec *record.Record) error {
	var last draw.Source
	after := func(s *record.SeedSource) {
		if s != nil {
			last.Time, last.Round = max(last.Time, s.Time), max(last.Round, s.Round)
		}
	}
	after(rec.MixSource)
	after(rec.Source)
	for _, part := range rec.Events {
		after(part.Record.MixSource)
		after(part.Record.Source)
	}
	for _, s := range []draw.Source{t.Mix, t.Source.Source} {
		if s.Time != "" && s.Time <= last.Time {
			return fmt.Errorf("a value is announced for %s, and one before it was for %s: announce a later time", s.Time, last.Time)
		}
		if s.Round > 0 && s.Round <= last.Round {
			return fmt.Errorf("a value is that of round %d, and one before it was that of round %d: announce a later round", s.Round, last.Round)
		}
	}
	return nil
}

// vacancy is what is to be drawn.
func (t *Turnover) vacancy(company *members.Company) (*members.Vacancy, error) {
	switch t.Kind {
	case record.KindOutgoing:
		return company.Outgoing(t.Seats, t.Unavailable)
	case record.KindAlternates:
		if t.NextPages {
			return company.NextPages()
		}
		return company.NextInLine(t.Seats, t.Unavailable, t.Windows)
	case record.KindSuccession:
		return company.Succession(t.Leaving, t.Unavailable)
	}
	vacancy, err := company.Vacancy(t.Leaving, t.Unavailable)
	switch {
	case err != nil:
		return nil, err
	case vacancy.Seats == 0:
		return nil, errors.New("no seat is vacant: say who leaves")
	case t.Seats > vacancy.Seats:
		return nil, fmt.Errorf("%d seats to fill, but %s vacant", t.Seats, plain.Count(vacancy.Seats, "is", "are"))
	}
	if t.Seats > 0 {
		vacancy.Seats = t.Seats
	}
	vacancy.Table, err = vacancy.Table.Widened(t.Accept)
	return vacancy, err
}

// CheckAccepted refuses windows that are accepted in place of quotas that can be met as they are.
func (t Turnover) CheckAccepted(rec *record.Record) error {
	company, err := replaceable(rec)
	if err != nil || len(t.Accept) == 0 {
		return err
	}
	t.Accept = nil
	v, err := t.vacancy(company)
	if err != nil {
		return err
	}
	in := v.Roster.Group(v.Seats, rec.Rules.Household).Instance
	if oracle.New(in).Best(oracle.Query{Weights: make([]int64, len(in.Count)), Enough: 0}).Status == oracle.Infeasible {
		return nil
	}
	return errors.New("the quotas that are left can be met as they are, so nothing is accepted in their place")
}

// TooFewLeft is the error of more seats than there are people who can take one.
type TooFewLeft struct{ Seats, People int }

func (t *TooFewLeft) Error() string {
	return fmt.Sprintf("%s to fill, and %s can take one", plain.Count(t.Seats, "seat", "seats"), plain.Count(t.People, "person", "people"))
}

// A Spent public value has drawn or mixed in the record before.
type Spent struct{ Value string }

func (s *Spent) Error() string {
	return fmt.Sprintf("the public value %q drew or mixed in this record before, so it was known: an event takes one of its own", s.Value)
}

// SpentValues are the public values that drew or mixed in a record and its events. Digits that name
// a page are few, and may come again.
func SpentValues(rec *record.Record) (values []string) {
	spent := func(r *record.Record) {
		if r.Mixing != nil {
			values = append(values, r.Mixing.PublicValue)
		}
		if r.Drawing != nil && r.Source.Kind != draw.KindPageDigits {
			values = append(values, r.Drawing.PublicValue)
		}
	}
	spent(rec)
	for _, part := range rec.Events {
		if part.Record != nil {
			spent(part.Record)
		}
	}
	return values
}

// replaceable says who is in, or why no event can follow.
func replaceable(rec *record.Record) (*members.Company, error) {
	company := members.Of(rec)
	switch {
	case !company.Drawn:
		return nil, errors.New("nobody holds a seat: the record is not drawn")
	case rec.Version() == 1:
		return nil, errors.New("a record of version 1 has no events of this kind")
	case company.Events > 0 && rec.Events[0].Record == nil:
		return nil, errors.New("its events are of the plain form, of an earlier program, and others do not follow them")
	case company.Events == record.MaxEvents:
		return nil, fmt.Errorf("it has %d events, as many as a record can have: begin a new record", company.Events)
	case company.Pending > 0:
		return nil, fmt.Errorf("event %d is announced and not drawn yet: it comes first", company.Pending)
	case rec.Roster == nil:
		return nil, private.Missing(rec.Rules.Form.RosterFile())
	}
	return company, nil
}

// prepareEvent puts together what an event takes over from its record.
func prepareEvent(rec *record.Record, kept record.Files, v *members.Vacancy, number int, t *Turnover) (*Prepared, *private.Register, error) {
	people, err := private.ReadRegister(private.With(rec.Files, kept), private.NotesFile, rec.IDs)
	if err != nil {
		return nil, nil, err
	}
	v.Table = people.AsWritten(v.Table)
	v.Roster.Table = v.Table
	previous := sha256.Sum256(rec.Files.LastSums(number))
	event := &record.Event{
		Format: record.EventFormat, Event: number, Kind: t.Kind, Previous: hex.EncodeToString(previous[:]),
		Leaving: slices.Sorted(slices.Values(t.Leaving)), Unavailable: slices.Sorted(slices.Values(t.Unavailable)),
		Statement: strings.TrimSpace(t.Statement),
	}
	if _, err := record.ReadEvent(record.EventFile, event.Bytes()); err != nil {
		return nil, nil, fmt.Errorf("the reason is %q, expected a sentence on one line, of at most 1000 characters", t.Statement)
	}
	key, err := eventKey(rec.Rules, kept[private.KeyFile], event)
	if err != nil {
		return nil, nil, err
	}
	sub := people.Subset(v.People)
	p := &Prepared{Source: t.Source, Files: record.Files{}, Person: sub.RowOf(), Event: event, Seated: v.Seated, Quotas: people.AsWritten(rec.Table)}
	rules := *rec.Rules
	rules.People, rules.Seats, rules.Pages, rules.KeyHash = len(v.Roster.Entries), v.Seats, t.Pages, draw.KeyHash(key)
	rules.Statements = append([]string{}, t.Statements...)
	p.Lottery = &lottery.Lottery{Rules: rules}
	p.Files[private.PeopleFile] = sub.People(v.Roster.IDs())
	p.Files[private.KeyFile] = []byte(hex.EncodeToString(key[:]) + "\n")
	p.key = key
	return p, sub, nil
}

// eventKey is the record key of an event: it follows from that of the record and from what
// the event is about, so that no salt serves twice.
func eventKey(rules *record.Rules, data []byte, event *record.Event) (key [32]byte, err error) {
	of, err := private.ReadKey(rules, data)
	if err != nil {
		return key, err
	}
	mac := hmac.New(sha256.New, of[:])
	mac.Write([]byte("evenlot/2 event\x00"))
	mac.Write(event.Bytes())
	return [32]byte(mac.Sum(nil)), nil
}

// computeEvent makes the book of an event.
func (p *Prepared) computeEvent(ctx context.Context, people *private.Register, v *members.Vacancy, tell lottery.Progress) (err error) {
	rules := p.Rules
	if len(v.Roster.Entries) < rules.Seats {
		return &TooFewLeft{rules.Seats, len(v.Roster.Entries)}
	}
	if p.Lottery, err = lottery.New(ctx, v.Roster, rules, "", tell); err != nil {
		if isInfeasible(err) {
			return &Unfillable{v, err}
		}
		return err
	}
	if p.Source.Source, err = SourceFor(p.Source.Source, p.Rules.Pages); err != nil {
		return err
	}
	p.salts = pageSalts(p.Rules, p.key)
	return p.checkShort()
}

// fixEvent fixes everything of an event but the book, which a public value will mix.
func (p *Prepared) fixEvent(people *private.Register, mix draw.Source) (*Fixed, error) {
	if err := CheckMix(mix, p.Source.Source); err != nil {
		return nil, err
	}
	return p.fix(mix, people.Origin)
}

// draw opens the book of an event by a value that is known already.
func (r *Replacement) draw(input string) error {
	rec, faults := record.Parse(r.Files)
	if len(faults) > 0 {
		return faults
	}
	d, err := Draw(0, rec, r.Files, input)
	if err != nil {
		return err
	}
	maps.Copy(r.Files, d.Added)
	r.Drawn = d
	return nil
}
