package words

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/evenlot/evenlot/quotas/plain"
	"github.com/evenlot/evenlot/selection/fairness"
)

// Fairness is a report in plain English: the chances, a table of pool, panel and
// window for every quota, and the features without a quota. Lines end in LF; the
// last one too. Pages are numbered as in the book, from 0.
func Fairness(r *fairness.Report) string {
	var b strings.Builder
	chances(&b, r)
	if len(r.Quotas) > 0 {
		b.WriteByte('\n')
		b.WriteString(plain.Columns(quotaTable(r), ""))
	}
	if len(r.Free)+len(r.LeftOut) > 0 {
		b.WriteByte('\n')
		free(&b, r)
	}
	return b.String()
}

func chances(b *strings.Builder, r *fairness.Report) {
	c := &r.Chances
	width := len(strconv.Itoa(r.Pages - 1))
	fmt.Fprintf(b, "Page %0*d of a book of %s (%0*d to %d): a panel of %d from a pool of %s.\n",
		width, r.Page, plain.Count(r.Pages, "page", "pages"), width, 0, r.Pages-1,
		r.Seats, plain.Count(r.People, "person", "people"))
	everyone, rest := "everyone", "the pool"
	if c.Unseatable > 0 {
		everyone, rest = "everyone else", "the others"
		fmt.Fprintf(b, "Left out of the smallest chance: %s no panel can hold.\n",
			plain.Count(c.Unseatable, "person whom", "people whom"))
	}
	if c.SmallestPages == c.LargestPages {
		fmt.Fprintf(b, "Chances: the same for %s, %s.\n", everyone, chance(r, c.SmallestPages))
		return
	}
	fmt.Fprintf(b, "Chances: smallest %s, for %s (%s of %s); mean %s; largest %s.\n",
		chance(r, c.SmallestPages), plain.Count(c.WithFewest, "person", "people"), plain.Percent(c.ShareFewest), rest,
		plain.Percent(c.Mean), chance(r, c.LargestPages))
	if zero := c.OnNoPage - c.Unseatable; zero > 0 {
		fmt.Fprintf(b, "On no page of the book, although a panel could hold them: %s.\n",
			plain.Count(zero, "person", "people"))
	}
	fmt.Fprintf(b, "Inequality of the chances (Gini): %s, where 0 %% is the same chance for everyone. Geometric mean: %s.\n",
		plain.Percent(c.Gini), plain.Percent(c.GeometricMean))
}

// chance writes a number of pages as a chance.
func chance(r *fairness.Report, pages int) string {
	return fmt.Sprintf("%d of %s (%s)", pages, plain.Count(r.Pages, "page", "pages"),
		plain.Percent(float64(pages)/float64(r.Pages)))
}

// quotaTable has one row per value, under the name of its feature.
func quotaTable(r *fairness.Report) [][]string {
	rows := [][]string{{"quota", "pool", "", "panel", "", "window", "book mean"}}
	for _, f := range r.Quotas {
		rows = append(rows, []string{f.Feature})
		for _, v := range f.Values {
			rows = append(rows, []string{
				"  " + v.Value,
				strconv.Itoa(v.PoolPeople), plain.Percent(v.PoolShare),
				strconv.Itoa(v.PanelSeats), plain.Percent(v.PanelShare),
				fmt.Sprintf("%d..%d", v.Min, v.Max), fmt.Sprintf("%.1f", v.BookMean),
			})
		}
	}
	return rows
}

func free(b *strings.Builder, r *fairness.Report) {
	values := 0
	var found []string
	for _, f := range r.Free {
		values += len(f.Values)
		for _, v := range f.Values {
			if v.PPoolHolm <= fairness.Level || v.PBookHolm <= fairness.Level {
				found = append(found, unusual(f.Feature, v))
			}
		}
	}
	b.WriteString("Features without a quota: ")
	tested := fmt.Sprintf("%s of %s tested", plain.Count(values, "value", "values"), plain.Count(len(r.Free), "feature", "features"))
	switch {
	case values == 0:
		b.WriteString("none that could be tested.\n")
	case len(found) == 0:
		fmt.Fprintf(b, "%s, nothing unusual (5 %% level, adjusted for the number of tests).\n", tested)
	default:
		fmt.Fprintf(b, "%s, unusual (5 %% level, adjusted for the number of tests):\n", tested)
		b.WriteString(strings.Join(found, ""))
	}
	if len(r.LeftOut) > 0 {
		left := make([]string, len(r.LeftOut))
		for i, l := range r.LeftOut {
			left[i] = fmt.Sprintf("%s (%s)", l.Feature, l.Reason)
		}
		fmt.Fprintf(b, "Not tested: %s.\n", strings.Join(left, ", "))
	}
}

// unusual says what the two yardsticks make of a value.
func unusual(feature string, v fairness.FreeValue) string {
	var b strings.Builder
	fmt.Fprintf(&b, "  %s, %s: %s.\n", feature, v.Value, plain.Count(v.PanelSeats, "seat", "seats"))
	fmt.Fprintf(&b, "    Against an equal draw from the pool without quotas (%.1f expected): %s.\n",
		v.PoolExpected, verdict(v.PPool, v.PPoolHolm))
	fmt.Fprintf(&b, "    Against the pages of the book (%.1f on average, %d to %d): %s.\n",
		v.BookMean, v.BookMin, v.BookMax, verdict(v.PBook, v.PBookHolm))
	if v.PBook > fairness.Level {
		b.WriteString("    Panels like this are common in the book: it comes from the quotas, not from this draw.\n")
	}
	return b.String()
}

func verdict(p, adjusted float64) string {
	word := "not unusual"
	if adjusted <= fairness.Level {
		word = "unusual"
	}
	return fmt.Sprintf("p %s, adjusted %s, %s", pValue(p), pValue(adjusted), word)
}

// pValue has two significant digits; nobody needs to know how far below 1 in
// 10,000 a p-value is.
func pValue(p float64) string {
	if p < 1e-4 {
		return "< 0.0001"
	}
	return fmt.Sprintf("= %.2g", p)
}
