package pool

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/evenlot/evenlot/quotas/sheet"
	"github.com/evenlot/evenlot/selection/pool/address"
)

// A Date is a day of the calendar.
type Date struct{ Year, Month, Day int }

// String is the date as ISO 8601 writes it.
func (d Date) String() string { return fmt.Sprintf("%04d-%02d-%02d", d.Year, d.Month, d.Day) }

// ParseDate reads a date as ISO 8601 writes it: 2027-01-15.
func ParseDate(s string) (Date, bool) {
	d := spellDate(s)
	return d.Date, d.certain && d.valid() && d.String() == s
}

// Years is how many full years have passed on another day.
func (d Date) Years(on Date) int {
	years := on.Year - d.Year
	if on.Month < d.Month || on.Month == d.Month && on.Day < d.Day {
		years--
	}
	return years
}

func (d Date) valid() bool {
	if d.Year < 1 || d.Year > 9999 || d.Month < 1 || d.Month > 12 || d.Day < 1 {
		return false
	}
	days := []int{31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31}[d.Month-1]
	if d.Month == 2 && d.Year%4 == 0 && (d.Year%100 != 0 || d.Year%400 == 0) {
		days++
	}
	return d.Day <= days
}

// A spelledDate is a date that was read. Where it is not certain, day and month may be
// the other way round.
type spelledDate struct {
	Date
	certain bool
}

// spellDate reads a date in one of the usual spellings, and passes over a time behind it.
// The zero date is none of them. Years of two digits are refused: 23 is a child or a
// hundred years old.
func spellDate(cell string) spelledDate {
	cell = sheet.Clean(cell)
	if at := strings.IndexByte(cell, ':'); at > 0 { // a time follows
		cell = strings.TrimRight(strings.TrimRight(cell[:at], "0123456789"), " Tt,")
	}
	parts := address.Tokens(strings.ToLower(strings.ReplaceAll(strings.ReplaceAll(cell, "-", " "), "/", " ")))
	if len(parts) != 3 {
		return spelledDate{}
	}
	var number [3]int
	named := -1
	for i, part := range parts {
		part = strings.TrimRight(part, "stndrh") // 1st, 2nd
		n, err := strconv.Atoi(part)
		if err != nil || len(part) > 4 {
			if n = monthNamed(parts[i]); n == 0 || named >= 0 {
				return spelledDate{}
			}
			named = i
		}
		number[i] = n
	}
	switch {
	case len(parts[2]) == 4 && named == 0:
		return spelledDate{Date{number[2], number[0], number[1]}, true}
	case len(parts[2]) == 4 && named == 1:
		return spelledDate{Date{number[2], number[1], number[0]}, true}
	case len(parts[0]) == 4 && named != 0 && named != 2:
		return spelledDate{Date{number[0], number[1], number[2]}, true}
	case len(parts[2]) == 4 && named < 0:
		return spelledDate{Date{number[2], number[1], number[0]}, strings.Contains(cell, ".")}
	}
	return spelledDate{}
}

// monthNamed finds a month by the first letters of its name in a few languages; 0 if
// there is none.
func monthNamed(word string) int {
	if len(word) < 3 {
		return 0
	}
	for _, names := range []string{
		"jan feb mar apr may jun jul aug sep oct nov dec",
		"jän feb mär apr mai jun jul aug sep okt nov dez",
		"jan fév mar avr mai jui jul aoû sep oct nov déc",
	} {
		for i, name := range strings.Fields(names) {
			if strings.HasPrefix(word, name) {
				if name == "jui" && strings.HasPrefix(word, "juil") {
					return 7
				}
				return i + 1
			}
		}
	}
	return 0
}

// swapped is the date with day and month the other way round.
func (d Date) swapped() Date { return Date{d.Year, d.Day, d.Month} }

// dayOrder says how the dates of a column are to be read.
type dayOrder int

const (
	orderOpen  dayOrder = iota // no cell tells: 3/4/1990
	dayFirst                   // 31/12/1990, or every date is certain
	monthFirst                 // 12/31/1990
	orderMixed                 // some are the one, some the other
)

// order finds it from all cells of a column.
func order(dates func(yield func(string) bool)) dayOrder {
	certain, days, months := true, false, false
	for cell := range dates {
		d := spellDate(cell)
		if d.Date == (Date{}) || d.certain {
			continue
		}
		certain = certain && d.Day == d.Month
		days = days || d.Day > 12
		months = months || d.Month > 12
	}
	switch {
	case days && months:
		return orderMixed
	case months:
		return monthFirst
	case days || certain:
		return dayFirst
	}
	return orderOpen
}

// dateIn reads a cell of a column with that order; false if it is no date.
func dateIn(cell string, o dayOrder) (Date, bool) {
	d := spellDate(cell)
	if o == monthFirst && !d.certain {
		d.Date = d.swapped()
	}
	return d.Date, d.valid()
}
