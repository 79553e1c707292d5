package draw

import (
	"errors"
	"fmt"
	"math/big"
)

// The kinds of public value, as seedsource.json names them.
const (
	KindKnown      = "known in advance" // given to whoever ran the selection
	KindRehearsal  = "rehearsal"        // any text; the draw binds nobody
	KindDigits     = "digits"           // digits drawn in public, hashed
	KindPageDigits = "page digits"      // digits drawn in public that are the page
	KindLottery    = "lottery"          // numbers of a lottery, hashed
	KindDrand      = "drand"            // one round of quicknet, hashed
	KindDiceDrand  = "dice and drand"   // digits drawn in public, then one round of quicknet
	KindNothing    = "nothing is drawn" // all pages are alike: a rule says who, and no value is needed
)

// KnownStatement is the statement of every source of [KindKnown].
const KnownStatement = "value known in advance: a rehearsal, or a trusted operator"

// NothingStatement is the statement of every source of [KindNothing].
const NothingStatement = "nothing is drawn: a rule says who, and every page has the same people"

// Kinds lists all kinds of public value, in the order of the package documentation.
func Kinds() []string {
	return []string{KindKnown, KindRehearsal, KindDigits, KindPageDigits, KindLottery, KindDrand, KindDiceDrand, KindNothing}
}

// A Source says where a public value comes from: what seedsource.json announces
// before the value is known. A field that the kind does not use is 0 or "".
type Source struct {
	Kind      string `json:"kind"`      // one of [Kinds]
	Statement string `json:"statement"` // where, by whom and how it is drawn; one line
	Time      string `json:"time"`      // when, as [ParseTime] reads it; "": not announced
	Digits    int    `json:"digits"`    // digits drawn
	Numbers   int    `json:"numbers"`   // main numbers drawn
	Extra     int    `json:"extra"`     // bonus numbers drawn
	// Of a lottery: main numbers are 1 to Highest, bonus numbers 1 to ExtraHighest. Records
	// of version 1 did not announce them.
	Highest      int    `json:"highest,omitzero"`
	ExtraHighest int    `json:"extra_highest,omitzero"`
	Chain        string `json:"chain"` // [Quicknet] for the kinds with drand
	Round        int64  `json:"round"` // of that chain, from 1
}

const (
	maxStatement = 2000 // bytes; a paragraph
	maxDigits    = 100  // more says nothing more: 78 digits name every hash
	maxNumbers   = 20   // main numbers, and bonus numbers; 20 of 70 is the longest in use
)

// Known is the source of a selection whose public value was given to it.
func Known() Source { return Source{Kind: KindKnown, Statement: KnownStatement} }

// Nothing is the source of an event in which nothing is left to chance.
func Nothing() Source { return Source{Kind: KindNothing, Statement: NothingStatement} }

// Quick is a source of [KindDrand] for the first round at or after a time, in
// seconds since 1970. With digits it is of [KindDiceDrand].
func Quick(statement string, seconds int64, digits int) Source {
	round := min(RoundAt(seconds), maxRound)
	s := Source{Kind: KindDrand, Statement: statement, Time: FormatTime(TimeOf(round)), Chain: Quicknet, Round: round}
	if digits > 0 {
		s.Kind, s.Digits = KindDiceDrand, digits
	}
	return s
}

// Check reports whether the source can be announced: a known kind, every field that
// it needs and no other, and nothing that could be read in two ways. The error
// lists every fault.
func (s Source) Check() error {
	var faults []error
	need := func(field string, used bool, value, least, most int) {
		switch {
		case !used && value != 0:
			faults = append(faults, fmt.Errorf("%s is %d, expected 0: kind %q has none", field, value, s.Kind))
		case used && (value < least || value > most):
			faults = append(faults, fmt.Errorf("%s is %d, expected %d to %d", field, value, least, most))
		}
	}
	switch s.Kind {
	case KindKnown, KindRehearsal, KindDigits, KindPageDigits, KindLottery, KindDrand, KindDiceDrand, KindNothing:
	default:
		return fmt.Errorf("kind is %q, expected one of %q", s.Kind, Kinds())
	}
	faults = append(faults, s.checkStatement(), s.checkTime())
	digits := maxDigits
	if s.Kind == KindPageDigits {
		digits = maxPageDigits
	}
	lottery := s.Kind == KindLottery
	need("digits", s.Kind == KindDigits || s.Kind == KindPageDigits || s.Kind == KindDiceDrand, s.Digits, 1, digits)
	need("numbers", lottery, s.Numbers, 1, maxNumbers)
	need("extra", lottery, s.Extra, 0, maxNumbers)
	ranged := lottery && s.Highest != 0
	need("highest", ranged, s.Highest, s.Numbers, maxLottery)
	need("extra_highest", ranged && s.Extra > 0, s.ExtraHighest, s.Extra, maxLottery)
	return errors.Join(append(faults, s.checkRound())...)
}

func (s Source) checkStatement() error {
	if want, ok := map[string]string{KindKnown: KnownStatement, KindNothing: NothingStatement}[s.Kind]; ok {
		if s.Statement != want {
			return fmt.Errorf("statement is %q, expected %q", s.Statement, want)
		}
		return nil
	}
	clean, err := parseLine("statement", s.Statement, maxStatement)
	switch {
	case err != nil:
		return err
	case clean == "":
		return errors.New("statement is empty: say where, by whom and how the public value is drawn")
	case clean != s.Statement:
		return errors.New("statement has blanks at its ends: leave them out")
	}
	return nil
}

func (s Source) checkTime() error {
	switch {
	case s.Time == "":
		return nil
	case s.Kind == KindKnown, s.Kind == KindNothing:
		return fmt.Errorf("time is %q, expected none: kind %q has none", s.Time, s.Kind)
	}
	_, err := ParseTime(s.Time)
	return err
}

// hasRound reports whether the value comes from a round of quicknet.
func (s Source) hasRound() bool { return s.Kind == KindDrand || s.Kind == KindDiceDrand }

func (s Source) checkRound() error {
	if !s.hasRound() {
		if s.Chain != "" || s.Round != 0 {
			return fmt.Errorf("chain is %q and round %d, expected none: kind %q has none", s.Chain, s.Round, s.Kind)
		}
		return nil
	}
	if s.Chain != Quicknet {
		return fmt.Errorf("chain is %q, expected %s (quicknet): no other is known here", s.Chain, Quicknet)
	}
	if s.Round < 1 || s.Round > maxRound {
		return fmt.Errorf("round is %d, expected 1 to %d", s.Round, maxRound)
	}
	// The time is stated although the round gives it: people read times, and a slip
	// in the round would otherwise be found on the evening of the draw.
	if want := FormatTime(TimeOf(s.Round)); s.Time != want {
		return fmt.Errorf("time is %q, but round %d of quicknet is due at %s: announce that time, or another round",
			s.Time, s.Round, want)
	}
	return nil
}

// CheckPages reports whether the source suits a book of so many pages. Digits that name the page
// must name every page, and no other. A value that is hashed must have many more outcomes than there
// are pages. With N equally likely outcomes the chance of a page differs from 1/M by a share of
// about sqrt(M/N); with N = M about 37 pages of 100 are never reached. The least is 10,000 outcomes
// a page, which keeps that share at 1% (digits may be of six-sided dice: 9 digits for 1000 pages). A
// source that [Source.Check] refuses suits no book.
//
// No pages are the caller's bug and panic.
func (s Source) CheckPages(pages int) error {
	if pages < 1 {
		panic("draw: a book has at least one page")
	}
	if err := s.Check(); err != nil {
		return err
	}
	switch s.Kind {
	case KindPageDigits:
		if named := power(10, s.Digits); named != int64(pages) {
			return fmt.Errorf("%s name %d pages, but the book has %d: announce a digit for each zero of %d pages, "+
				"or make a book of 10, 100, 1000, ... pages", count(s.Digits, "digit"), named, pages, pages)
		}
	case KindDigits, KindDiceDrand:
		if least := fewestDigits(pages); s.Digits < least {
			return fmt.Errorf("%s would reach the %d pages unevenly, expected at least %d (20 are usual): "+
				"announce more digits, or digits that name the page (kind %q)",
				count(s.Digits, "digit"), pages, least, KindPageDigits)
		}
	case KindLottery:
		return s.checkLottery(pages)
	}
	return nil
}

// checkLottery counts the outcomes of a lottery; where the range was not announced, it can
// only count numbers.
func (s Source) checkLottery(pages int) error {
	if s.Highest == 0 {
		if n := s.Numbers + s.Extra; n < fewestNumbers {
			return fmt.Errorf("%s would reach the %d pages unevenly, expected at least %d: "+
				"take a lottery that draws more numbers", count(n, "number"), pages, fewestNumbers)
		}
		return nil
	}
	ways, bonus := new(big.Int), new(big.Int)
	ways.Mul(ways.Binomial(int64(s.Highest), int64(s.Numbers)), bonus.Binomial(int64(s.ExtraHighest), int64(s.Extra)))
	if ways.Cmp(big.NewInt(outcomesPerPage*int64(pages))) < 0 {
		return fmt.Errorf("a lottery of %s outcomes would reach the %d pages unevenly, expected at least %d: "+
			"take a lottery that draws more numbers", ways, pages, outcomesPerPage*int64(pages))
	}
	return nil
}

const (
	// fewestNumbers of a lottery whose range is not announced: 5 out of 50 have two million
	// outcomes.
	fewestNumbers = 5
	// outcomesPerPage keeps the chances of two pages within 1 % of each other.
	outcomesPerPage = 10_000
	// maxLottery is the highest number that a lottery may have.
	maxLottery = 9999
)

// fewestDigits has 10,000 outcomes of six-sided dice for each page.
func fewestDigits(pages int) int {
	if pages > 1_000_000_000 {
		return maxDigits // beyond any book; the powers below would overflow
	}
	digits := 1
	for power(6, digits) < outcomesPerPage*int64(pages) {
		digits++
	}
	return digits
}

// power is base to a small exponent; callers keep it below 2^63.
func power(base int64, exponent int) int64 {
	p := int64(1)
	for range exponent {
		p *= base
	}
	return p
}
