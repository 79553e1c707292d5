package main

import (
	"fmt"
	"io"
	"math"
	"strings"

	"github.com/evenlot/evenlot/quotas/plain"
	"github.com/evenlot/evenlot/selection/plan"
)

// mostNamed is how many strata or values a table of plan shows.
const mostNamed = 40

func strataNames(town *plan.Town) string {
	var names []string
	for _, s := range town.Strata {
		names = append(names, s.Name)
	}
	return plain.List(names, 8, "strata")
}

// print is the answer as text.
func (o *planOptions) print(w io.Writer, town *plan.Town, all []*plan.Advice, a *plan.Advice) error {
	var b strings.Builder
	fmt.Fprintf(&b, "%s letters%s: with them the quotas can be met with a probability of %s.\n", thousands(a.Letters), o.price(float64(a.Letters)), plain.Percent(a.Chance))
	answers := town.Rate * town.Yield(a.Design) * float64(a.Letters)
	b.WriteString(plain.Wrap(fmt.Sprintf("%.0f answers are expected, %.1f for each seat. The probability is that of %d simulated mailings, good to between %s and %s; the letters for %s are good to between %s and %s. Certainly fewer than %s are too few.",
		answers, answers/float64(o.seats), o.runs, plain.Percent(a.Within[0]), plain.Percent(a.Within[1]), plain.Percent(o.probability),
		end(a.Interval[0], "an unknown number"), end(a.Interval[1], "an unknown number"), thousands(int(math.Ceil(a.Closed)))), 92))
	o.warn(&b, town, a)
	o.printDeciding(&b, a)
	o.printCurve(&b, a)
	o.printWaves(&b, a)
	if len(all) > 1 {
		o.printDesigns(&b, all)
		o.printStrata(&b, town, a)
	}
	_, err := io.WriteString(w, b.String())
	return err
}

func (o *planOptions) price(letters float64) string {
	if o.cost == 0 {
		return ""
	}
	return fmt.Sprintf(" (cost %s)", thousands(int(math.Round(letters*o.cost))))
}

// warn says where letters run out, or the search did.
func (o *planOptions) warn(b *strings.Builder, town *plan.Town, a *plan.Advice) {
	if a.Most > 0 && a.Letters > a.Most {
		b.WriteString(plain.Wrap(fmt.Sprintf("There are not enough people: after %s letters everyone of some stratum has one (%s people in all). Widen the quotas, or raise the response.", thousands(a.Most), thousands(town.People)), 92))
	}
	if a.Doubt > 0 {
		b.WriteString(plain.Wrap(fmt.Sprintf("In %d runs the search for a panel was given up after much work, and taken for none.", a.Doubt), 92))
	}
}

func (o *planOptions) printDeciding(b *strings.Builder, a *plan.Advice) {
	fmt.Fprintf(b, "\nWhat decides (cv %.2g, %s):\n", o.cv, plain.Percent(o.probability))
	rows := [][]string{{"", "needed", "mean needed", "letters for that", "met last"}}
	for i, x := range a.Bounds {
		if x.Letters == 0 || i == mostNamed {
			break
		}
		name := x.Feature + ": " + x.Value
		if x.Feature == "" {
			name = "all seats"
		}
		rows = append(rows, []string{name, fmt.Sprint(x.Least), fmt.Sprintf("%.1f", x.Need), thousands(int(math.Ceil(x.Letters))), plain.Percent(a.Last[i])})
	}
	rows = append(rows, []string{"all values there, and no panel yet", "", "", "", plain.Percent(a.Clash)})
	b.WriteString(plain.Columns(rows, "  "))
}

func (o *planOptions) printCurve(b *strings.Builder, a *plan.Advice) {
	b.WriteString("\nHow likely the quotas can be met:\n")
	rows := [][]string{{"letters", "probability", "95 % interval", "closed form"}}
	for _, p := range a.Curve {
		rows = append(rows, []string{thousands(p.Letters), plain.Percent(p.Chance), fmt.Sprintf("%s to %s", plain.Percent(p.Within[0]), plain.Percent(p.Within[1])), "at most " + plain.Percent(p.AtMost)})
	}
	b.WriteString(plain.Columns(rows, "  "))
}

func (o *planOptions) printWaves(b *strings.Builder, a *plan.Advice) {
	w := a.Waves
	if w.Most < 2 {
		return
	}
	b.WriteString("\n" + plain.Wrap(fmt.Sprintf("In waves: %s letters first, then %s at a time until the quotas can be met, in at most %d waves. That is %s letters on average%s and %s at worst%s, in %.1f waves; the quotas can be met in %s.",
		thousands(w.First), thousands(w.Wave), w.Most, thousands(int(math.Round(w.Mean))), o.price(w.Mean), thousands(w.Worst), o.price(float64(w.Worst)), w.MeanWaves, plain.Percent(w.Met)), 92))
}

func (o *planOptions) printDesigns(b *strings.Builder, all []*plan.Advice) {
	b.WriteString("\nWays of sharing out the letters:\n")
	rows := [][]string{{"", "letters", "95 % interval", "at least", "in waves, mean", "chances differ by", "decides"}}
	for _, a := range all {
		letters := thousands(a.Letters)
		if a.Letters == 0 {
			letters = "never"
		}
		rows = append(rows, []string{a.Design.Name, letters, end(a.Interval[0], "?") + " to " + end(a.Interval[1], "?"), thousands(int(math.Ceil(a.Closed))),
			thousands(int(math.Round(a.Waves.Mean))), fmt.Sprintf("%.2f times", a.Spread), decides(a)})
	}
	b.WriteString(plain.Columns(rows, "  "))
}

// decides names the value that was met last most often.
func decides(a *plan.Advice) string {
	best, name := a.Clash, "combinations"
	for i, x := range a.Bounds {
		if a.Last[i] > best {
			best, name = a.Last[i], x.Value
			if x.Feature == "" {
				name = "all seats"
			}
		}
	}
	return name
}

func (o *planOptions) printStrata(b *strings.Builder, town *plan.Town, a *plan.Advice) {
	fmt.Fprintf(b, "\nLetters for each stratum (%s):\n", a.Design.Name)
	rows := [][]string{{"", "population", "letters", "answer"}}
	per := a.Design.PerStratum(a.Letters)
	for h, s := range town.Strata {
		if h == mostNamed {
			rows = append(rows, []string{fmt.Sprintf("and %d more (--json has them)", len(town.Strata)-h)})
			break
		}
		rows = append(rows, []string{s.Name, plain.Percent(s.Share), thousands(per[h]), plain.Percent(s.Rate)})
	}
	b.WriteString(plain.Columns(rows, "  "))
}

// end is an end of an interval of letters.
func end(n int, unknown string) string {
	if n < 0 || n == math.MaxInt {
		return unknown
	}
	return thousands(n)
}

// thousands writes a number with commas: 12,500.
func thousands(n int) string {
	s := fmt.Sprint(n)
	for i := len(s) - 3; i > 0; i -= 3 {
		s = s[:i] + "," + s[i:]
	}
	return s
}

// The JSON document of plan. Letters are null where no number is enough, ends of intervals where the
// runs are too few to tell.
type (
	planSaid struct {
		Said        []string     `json:"said"`
		Rate        float64      `json:"rate"`
		CV          float64      `json:"cv"`
		Probability float64      `json:"probability"`
		Runs        int          `json:"runs"`
		Seed        string       `json:"seed"`
		People      int          `json:"people"` // 0: not known
		Design      string       `json:"design"`
		Designs     []planDesign `json:"designs"`
	}
	planDesign struct {
		Name     string        `json:"name"`
		Kind     string        `json:"kind"`
		Letters  *int          `json:"letters"`
		Interval [2]*int       `json:"interval"`
		AtLeast  int           `json:"at_least"`
		Chance   float64       `json:"chance"`
		Within   [2]float64    `json:"chance_interval"`
		Cost     *float64      `json:"cost"`
		Spread   float64       `json:"spread"`
		Most     int           `json:"letters_at_most"` // 0: not known
		Clash    float64       `json:"met_last_together"`
		Doubt    int           `json:"runs_given_up"`
		Values   []planValue   `json:"values"`
		Curve    []planPoint   `json:"curve"`
		Waves    planWaves     `json:"waves"`
		Strata   []planStratum `json:"strata"`
	}
	planValue struct {
		Feature string  `json:"feature"` // empty: all seats
		Value   string  `json:"value"`
		Needed  int     `json:"needed"`
		Mean    float64 `json:"mean_needed"`
		Letters *int    `json:"letters"`
		Last    float64 `json:"met_last"`
	}
	planPoint struct {
		Letters int        `json:"letters"`
		Chance  float64    `json:"chance"`
		Within  [2]float64 `json:"chance_interval"`
		AtMost  float64    `json:"at_most"`
	}
	planWaves struct {
		First     int     `json:"first"`
		Wave      int     `json:"wave"`
		Most      int     `json:"waves_at_most"`
		Mean      float64 `json:"mean_letters"`
		Worst     int     `json:"worst_letters"`
		MeanWaves float64 `json:"mean_waves"`
		Met       float64 `json:"met"`
	}
	planStratum struct {
		Stratum string  `json:"stratum"`
		Share   float64 `json:"share"`
		Letters int     `json:"letters"`
		Rate    float64 `json:"rate"`
	}
)

func (o *planOptions) document(town *plan.Town, said []string, all []*plan.Advice, chosen *plan.Advice) planSaid {
	out := planSaid{Said: append([]string{}, said...), Rate: town.Rate, CV: o.cv, Probability: o.probability, Runs: o.runs, Seed: o.seed, People: town.People, Design: chosen.Design.Kind}
	for _, a := range all {
		d := planDesign{Name: a.Design.Name, Kind: a.Design.Kind, Letters: known(a.Letters, 1), Interval: [2]*int{known(a.Interval[0], 0), known(a.Interval[1], 0)},
			AtLeast: int(min(a.Closed, math.MaxInt32)), Chance: a.Chance, Within: a.Within, Spread: a.Spread, Most: a.Most, Clash: a.Clash, Doubt: a.Doubt,
			Values: []planValue{}, Curve: []planPoint{}, Strata: []planStratum{},
			Waves: planWaves(a.Waves)}
		if o.cost > 0 {
			cost := o.cost * float64(a.Letters)
			d.Cost = &cost
		}
		for i, b := range a.Bounds {
			v := planValue{Feature: b.Feature, Value: b.Value, Needed: b.Least, Mean: b.Need, Last: a.Last[i]}
			if !math.IsInf(b.Letters, 1) {
				v.Letters = known(int(math.Ceil(b.Letters)), 0)
			}
			d.Values = append(d.Values, v)
		}
		for _, p := range a.Curve {
			d.Curve = append(d.Curve, planPoint(p))
		}
		for h, n := range a.Design.PerStratum(a.Letters) {
			s := town.Strata[h]
			d.Strata = append(d.Strata, planStratum{s.Name, s.Share, n, s.Rate})
		}
		out.Designs = append(out.Designs, d)
	}
	return out
}

// known is a number that is at least so large; nil: it is not known.
func known(n, least int) *int {
	if n < least || n == math.MaxInt {
		return nil
	}
	return &n
}
