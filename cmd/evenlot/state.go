package main

import (
	"cmp"
	"fmt"
	"io"
	"slices"
	"unicode/utf8"

	"github.com/evenlot/evenlot/quotas/plain"
	"github.com/evenlot/evenlot/selection/pool"
	"github.com/evenlot/evenlot/selection/why"
	"github.com/evenlot/evenlot/selection/words"
)

// A standing is how many people have a value, and how many seats are for them.
type standing struct {
	Feature string `json:"feature"`
	Value   string `json:"value"`
	People  int    `json:"people"`
	Min     int    `json:"min"`
	Max     int    `json:"max"`
	line    int
}

// standings are those of every value, in the order of the quota table.
func standings(l *loaded) []standing {
	all := []standing{}
	for f, feature := range l.table.Features {
		for v, value := range feature.Values {
			all = append(all, standing{feature.Name, value.Name, l.pool.Having(f, v), value.Min, value.Max, value.Line})
		}
	}
	slices.SortStableFunc(all, func(a, b standing) int { return cmp.Compare(a.line, b.line) })
	return all
}

// tight says how much choice a value leaves.
func (s *standing) tight() string {
	switch {
	case s.Max == 0 && s.People > 0:
		return "nobody may sit"
	case s.People == 0:
		return "nobody in the pool"
	case s.People == s.Min:
		return "everybody is needed"
	case s.People <= s.Max:
		return "everybody may sit"
	}
	return fmt.Sprintf("%.1f people a seat", float64(s.People)/float64(s.Max))
}

// standingsText is a table of values: people of the pool, window, how tight it is.
func standingsText(w io.Writer, all []standing, people, seats int) {
	wide := len("value")
	for _, s := range all {
		wide = max(wide, utf8.RuneCountInString(s.Value)+2)
	}
	pad := func(s string) string { return fmt.Sprintf("%s%*s", s, wide-utf8.RuneCountInString(s), "") }
	fmt.Fprintf(w, "%s  %14s  %16s\n", pad("value"), "pool", "seats")
	last := ""
	for _, s := range all {
		if s.Feature != last {
			fmt.Fprintln(w, s.Feature)
			last = s.Feature
		}
		share := func(n, of int) float64 { return 100 * float64(n) / float64(max(of, 1)) }
		window := fmt.Sprintf("%d..%d", s.Min, min(s.Max, seats))
		fmt.Fprintf(w, "%s  %6d %5.1f %%  %8s %5.1f %%  %s\n", pad("  "+s.Value), s.People, share(s.People, people), window, share(min(s.Max, seats), seats), s.tight())
	}
}

// A fate is what the quotas leave no choice about.
type fate struct {
	Certain bool        `json:"certain"` // every panel holds them; else none can
	People  int         `json:"people"`
	Lines   []int       `json:"lines"`  // of the pool
	Reason  *why.Reason `json:"reason"` // null: several rules together
}

func fatesOf(p *pool.Pool, all []why.Fate) []fate {
	out := []fate{}
	for _, f := range all {
		out = append(out, fate{f.Certain, len(f.People), linesOf(p, f.People), f.Reason})
	}
	return out
}

// line says who they are.
func (f *fate) line() string {
	what := "no panel can hold %s"
	if f.Certain {
		what = "every panel holds %s"
	}
	text := fmt.Sprintf(what, plain.Count(f.People, "person", "people"))
	if f.Reason != nil {
		text += " " + words.Reason(*f.Reason)
	}
	return text + " (" + lineList(f.Lines) + ")"
}
