package quotas

import (
	"fmt"
	"math"
	"math/big"
	"slices"
	"strconv"
	"strings"

	"github.com/evenlot/evenlot/quotas/plain"
	"github.com/evenlot/evenlot/quotas/sheet"
)

func (r *reading) fault(code string, i, column int, found, expected, fix string) {
	r.faults.Add(r.sheet, code, i, column, found, func(int) sheet.Words { return sheet.Words{Found: found, Expected: expected, Fix: fix} })
}

// window takes the numbers of a row. One that cannot be read sets no limit. share is the
// percentage that stands for both, if one does.
func (r *reading) window(i int, x *row, v *Value) (share *big.Rat) {
	v.MinFlex, v.MaxFlex = 0, -1
	one, column := &x.Target, r.layout.target
	if one.blank && !x.Percent.blank || column < 0 {
		one, column = &x.Percent, r.layout.percent
	}
	switch short := r.short(i); {
	case short:
		v.Min, v.Max = 0, math.MaxInt32
		return nil
	case x.Min.blank && x.Max.blank && column >= 0 && (!one.blank || r.layout.min < 0 && r.layout.max < 0):
		v.Min, v.Max = r.count(i, column, one, low, 0), r.count(i, column, one, high, math.MaxInt32)
		share = one.percent
		if r.layout.min >= 0 || r.layout.max >= 0 {
			r.single = append(r.single, i)
		}
	default:
		r.limits(i, x, v)
	}
	if r.layout.minFlex >= 0 {
		r.flex(i, x, v)
	}
	return share
}

// short refuses a row that ends before its numbers.
func (r *reading) short(i int) bool {
	l, width := r.layout, r.sheet.Width(i)
	last := max(l.min, l.max, l.minFlex, l.maxFlex)
	if l.min < 0 && l.max < 0 {
		last = max(l.target, l.percent)
	}
	if width > last {
		return false
	}
	r.fault("row-too-short", i, width-1, "a row of "+plain.Count(width, "cell", "cells"), plain.Count(len(r.sheet.Header), "cell", "cells")+" as in the header",
		"fill up the row")
	return true
}

// limits takes minimum and maximum. A blank maximum is none, and so are both where both
// are blank; a minimum alone is missing.
func (r *reading) limits(i int, x *row, v *Value) {
	l := r.layout
	switch {
	case x.Min.blank && (l.min < 0 || x.Max.blank && l.max >= 0), x.Min.none:
		v.Min = 0
	default:
		v.Min = r.count(i, l.min, &x.Min, lower, 0)
	}
	if x.Max.blank || x.Max.none {
		v.Max = r.unlimited()
		r.endless = append(r.endless, i)
		return
	}
	v.Max = r.count(i, l.max, &x.Max, upper, math.MaxInt32)
	if v.Min > v.Max {
		r.fault("min-above-max", i, l.min, fmt.Sprintf("the minimum %d above the maximum %d", v.Min, v.Max), "a minimum that is not above the maximum", "correct one of the two")
	}
}

// unlimited is a maximum that is none: a panel has no more people than seats.
func (r *reading) unlimited() int {
	if r.seats > 0 {
		return r.seats
	}
	return maxCount
}

func (r *reading) flex(i int, x *row, v *Value) {
	l := r.layout
	v.MinFlex, v.MaxFlex = 0, r.unlimited()
	if !x.MinFlex.none {
		v.MinFlex = r.count(i, l.minFlex, &x.MinFlex, lower, 0)
	}
	if !x.MaxFlex.none && !x.MaxFlex.blank {
		v.MaxFlex = r.count(i, l.maxFlex, &x.MaxFlex, upper, math.MaxInt32)
	}
	if v.MinFlex > v.Min && (x.Min.ok || x.Target.ok) {
		r.fault("min-flex-above-min", i, l.minFlex, fmt.Sprintf("min_flex %d above the minimum %d", v.MinFlex, v.Min), "a min_flex that is not above the minimum", "correct one of the two")
	}
	if v.MaxFlex < v.Max && v.Max < math.MaxInt32 {
		r.fault("max-flex-below-max", i, l.maxFlex, fmt.Sprintf("max_flex %d below the maximum %d", v.MaxFlex, v.Max), "a max_flex that is not below the maximum", "correct one of the two")
	}
}

// A bound is what a number is for. A percentage is seldom a whole number of seats: as a
// target it stands for the numbers below and above it, as a limit it is kept.
type bound int

const (
	low   bound = iota // of a target
	high               // of a target
	lower              // a minimum
	upper              // a maximum
)

// count gives the seats of a cell, and otherwise where they cannot be read.
func (r *reading) count(i, column int, n *number, b bound, otherwise int) int {
	switch {
	case n.ok && n.percent == nil:
		return int(n.Count)
	case n.percent != nil && r.seats > 0 && n.percent.Cmp(big.NewRat(100, 1)) <= 0:
		floor, ceil := n.of(r.seats)
		if b == low || b == upper {
			return floor
		}
		return ceil
	case b == high: // the fault is that of low
		return otherwise
	case n.percent != nil && r.seats == 0:
		r.fault("percent-of-what", i, column, "the percentage "+sheet.Quote(n.text), "the number of seats that it is of", "")
		return otherwise
	case n.percent != nil:
		r.fault("percent-too-large", i, column, sheet.Quote(n.text), "at most 100 %", "")
		return otherwise
	}
	code, w := n.wrong(b)
	r.fault(code, i, column, w.Found, w.Expected, w.Fix)
	return otherwise
}

// percentages reads a column of shares, where the sign is left out: they are of 100, or of
// 1 where none is more.
func (r *reading) percentages(rows []row) {
	if r.layout.percent < 0 {
		return
	}
	one := big.NewRat(1, 1)
	shares := true
	for i := range rows {
		n := rows[i].Percent
		if n.percent == nil {
			n.asPercent(false)
		}
		shares = shares && (n.percent == nil || n.percent.Cmp(one) <= 0 && !strings.HasSuffix(n.text, "%"))
	}
	for i := range rows {
		rows[i].Percent.asPercent(shares)
	}
}

// notes says what was decided.
func (r *reading) notes() {
	note := func(format string, args ...any) {
		r.sheet.Reading.Notes = append(r.sheet.Reading.Notes, fmt.Sprintf(format, args...))
	}
	l, header := r.layout, r.sheet.Header
	if r.filled > 0 {
		note("%s without a %s belong to the one above", plain.Count(r.filled, "row", "rows"), header[l.feature])
	}
	switch {
	case len(r.single) > 0:
		note("one number %s is read as minimum and maximum", r.where(r.single))
	case l.min >= 0 || l.max >= 0:
	case l.target >= 0:
		note("%s is read as minimum and maximum", sheet.Quote(header[l.target]))
	case l.percent >= 0:
		note("%s of %d seats is read as the whole numbers below and above", sheet.Quote(header[l.percent]), r.seats)
	}
	if l.min < 0 && l.max >= 0 {
		note("no column with a minimum: there is none")
	}
	if len(r.endless) > 0 {
		note("no maximum %s, read as no upper limit", r.where(r.endless))
	}
	for f, sum := range r.sums {
		if sum.shares == sum.rows && sum.rows > 0 && !about100(sum.percent) {
			note("the percentages of %s add up to %s", sheet.Quote(r.table.Features[f].Name), sum.percent.FloatString(1))
		}
	}
	if unused := r.unused(); len(unused) > 0 {
		note("not used: %s", strings.Join(unused, ", "))
	}
}

// about100 reports whether percentages add up, but for rounding.
func about100(sum *big.Rat) bool {
	off := new(big.Rat).Sub(sum, big.NewRat(100, 1))
	return off.Abs(off).Cmp(big.NewRat(1, 1)) <= 0
}

// where names rows.
func (r *reading) where(rows []int) string {
	const most = 8
	var lines []string
	for _, i := range rows[:min(len(rows), most)] {
		lines = append(lines, strconv.Itoa(r.sheet.Line(i)))
	}
	word := r.sheet.LineWord()
	if r.sheet.Workbook() {
		word = "in " + word
	} else {
		word = "on " + word
	}
	if len(rows) > 1 {
		word += "s"
	}
	list := word + " " + strings.Join(lines, ", ")
	if more := len(rows) - most; more > 0 {
		list += fmt.Sprintf(" and %d more", more)
	}
	return list
}

// unused are columns of numbers that nothing was read from: somebody may have meant them.
func (r *reading) unused() (names []string) {
	l := r.layout
	used := []int{l.feature, l.value, l.min, l.max, l.target, l.percent, l.minFlex, l.maxFlex}
	for j, h := range r.sheet.Header {
		if slices.Contains(used, j) || Fold(h) == "" || r.sheet.Rows() == 0 {
			continue
		}
		numbers := false
		for i := range r.sheet.Rows() {
			var n number
			if n.parse(r.sheet.Cell(i, j)); !n.blank {
				if numbers = n.ok || n.percent != nil || decimal.MatchString(n.text); !numbers {
					break
				}
			}
		}
		if numbers {
			names = append(names, sheet.Quote(h))
		}
	}
	return names
}
