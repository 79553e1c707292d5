package draw

import (
	"fmt"
	"strings"
)

// A Public is what was drawn, checked against what was announced.
type Public struct {
	Value     string // the public value, as the record holds it
	Signature string // of the drand round, 96 lower-case hexadecimal digits; "" for other kinds
	Named     bool   // the value is the page: nothing is hashed
	Page      int    // the page it names; 0 unless Named
}

// maxInput is more than any relay prints; what is longer was not drawn.
const maxInput = 10_000

// Value turns what was drawn, as a person types or saves it, into the public value
// for a book of so many pages. It takes nothing but what was announced.
//
// What it reads, by kind:
//
//	known in advance,  any text that [ParsePublic] takes
//	rehearsal,
//	nothing is drawn
//	digits,            the digits in the order drawn; blanks, commas and dashes
//	page digits        between them do not count
//	lottery            the main numbers in any order, "+" or "/", the bonus numbers;
//	                   blanks, commas, semicolons or full stops between them
//	drand              the round as a relay prints it (JSON of its version 1 or 2),
//	                   or its signature in hexadecimal
//	dice and drand     the digits, then the round
func (s Source) Value(input string, pages int) (Public, error) {
	if err := s.CheckPages(pages); err != nil {
		return Public{}, fmt.Errorf("the announced source cannot be used: %w", err)
	}
	if len(input) > maxInput {
		return Public{}, fmt.Errorf("public value has %d bytes, expected at most %d", len(input), maxInput)
	}
	switch s.Kind {
	case KindDigits, KindPageDigits:
		digits, err := parseDigits(input, s.Digits)
		if err != nil || s.Kind == KindDigits {
			return Public{Value: digits}, err
		}
		return Public{Value: digits, Named: true, Page: number(digits)}, nil
	case KindLottery:
		value, err := s.lottery(input)
		return Public{Value: value}, err
	case KindDrand:
		return s.open("", input)
	case KindDiceDrand:
		dice, beacon, err := splitDice(input)
		if err != nil {
			return Public{}, err
		}
		digits, err := parseDigits(dice, s.Digits)
		if err != nil {
			return Public{}, err
		}
		return s.open(digits+".", beacon)
	}
	value, err := ParsePublic(input)
	return Public{Value: value}, err
}

// open reads the announced round and puts a prefix before its randomness.
func (s Source) open(prefix, input string) (Public, error) {
	signature, err := readRound(input, s.Round)
	if err != nil {
		return Public{}, err
	}
	return Public{Value: prefix + randomness(signature), Signature: signature}, nil
}

// Verify checks a public value and a signature, as a record holds them, against
// the announcement: the value in its one spelling, and for drand the signature of
// the announced round, from which the value follows.
func (s Source) Verify(value, signature string) error {
	if err := s.Check(); err != nil {
		return fmt.Errorf("the announced source is not valid: %w", err)
	}
	if !s.hasRound() && signature != "" {
		return fmt.Errorf("signature is %s, expected none: kind %q has none", excerpt(signature), s.Kind)
	}
	want := ""
	var err error
	switch s.Kind {
	case KindDigits, KindPageDigits:
		want, err = parseDigits(value, s.Digits)
	case KindLottery:
		want, err = s.lottery(value)
	case KindDrand:
		want, err = s.verifyRound("", signature)
	case KindDiceDrand:
		dice, _, _ := strings.Cut(value, ".")
		var digits string
		if digits, err = parseDigits(dice, s.Digits); err == nil {
			want, err = s.verifyRound(digits+".", signature)
		}
	default:
		want, err = ParsePublic(value)
	}
	if err == nil && value != want {
		err = fmt.Errorf("public value is %s, expected %q", excerpt(value), want)
	}
	return err
}

// verifyRound gives the value that a signature leads to. A record holds signatures
// in one spelling only.
func (s Source) verifyRound(prefix, signature string) (string, error) {
	if err := checkSpelling(signature); err != nil {
		return "", err
	}
	if err := checkSignature(signature, s.Round); err != nil {
		return "", err
	}
	return prefix + randomness(signature), nil
}

// Open draws the page of a book: as [Open] does, or the page that the value names.
// The public value must be of [Source.Value] for the same number of pages.
func (p Public) Open(commitment string, pages int) (Draw, error) {
	if !p.Named {
		d, err := Open(commitment, p.Value, pages)
		d.Signature = p.Signature
		return d, err
	}
	if pages < 1 {
		panic("draw: a book has at least one page")
	}
	if err := checkCommitment(commitment); err != nil {
		return Draw{}, err
	}
	if p.Page < 0 || p.Page >= pages {
		return Draw{}, fmt.Errorf("page %d is named, expected 0 to %d", p.Page, pages-1)
	}
	return Draw{
		Commitment: commitment, PublicValue: p.Value, Pages: pages,
		Ticket: p.Page + 1, Page: p.Page,
	}, nil
}
