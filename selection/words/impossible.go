package words

import (
	"fmt"
	"strings"

	"github.com/evenlot/evenlot/quotas"
	"github.com/evenlot/evenlot/quotas/plain"
	"github.com/evenlot/evenlot/selection/why"
)

// Impossible says why no panel is allowed: a sentence, and a line for every rule.
func Impossible(c *why.Impossible) string {
	var b strings.Builder
	fmt.Fprintf(&b, "the quotas cannot be met with %s: ", plain.Count(c.Seats, "seat", "seats"))
	switch {
	case len(c.Features) == 0 && c.Home:
		most := "one person"
		if c.Household > 1 {
			most = plain.Count(c.Household, "person", "people")
		}
		b.WriteString("with " + most + " of each household at most, the pool is too small")
	case len(c.Features) == 0:
		b.WriteString("each can, all together cannot")
	case len(c.Features) == 1 && c.Home:
		fmt.Fprintf(&b, "%s cannot be met under the household rule", c.Features[0])
	case len(c.Features) == 1:
		fmt.Fprintf(&b, "%s cannot be met even alone", c.Features[0])
	case c.Home:
		b.WriteString("these and the household rule contradict each other, and each is needed for that")
	default:
		b.WriteString("these contradict each other, and each is needed for that")
	}
	for _, r := range c.Rules {
		fmt.Fprintf(&b, "\n  %s: %s, %s in the pool", r.Name, window(r.Min, r.Max), plain.Count(r.People, "person", "people"))
	}
	if c.Others > 0 {
		fmt.Fprintf(&b, "\n  any other %s: %s in the pool", c.Features[0], plain.Count(c.Others, "person", "people"))
	}
	return b.String()
}

func window(low, high int) string {
	if low == high {
		return "exactly " + plain.Count(low, "seat", "seats")
	}
	return fmt.Sprintf("%d to %s", low, plain.Count(high, "seat", "seats"))
}

// Menu says what could be changed so that the quotas can be met, a line for each repair.
func Menu(m *why.Menu, table *quotas.Table) (lines []string) {
	if m.Beyond && len(m.Repairs) > 0 {
		lines = append(lines, "no repair stays inside min_flex and max_flex; these go beyond")
	}
	for n, r := range m.Repairs {
		var parts []string
		for _, c := range r.Changes {
			parts = append(parts, fmt.Sprintf("%s: %s %s instead of %s", c.Feature, c.Value, window(c.Min, c.Max), window(c.OldMin, c.OldMax)))
		}
		least := ""
		if n == 0 && r.Least {
			least = "; no repair changes fewer quotas, and none of as many fewer seats"
		}
		lines = append(lines, fmt.Sprintf("repair %d: %s (%s moved%s)", n+1, strings.Join(parts, "; "), plain.Count(r.Seats, "seat", "seats"), least))
	}
	if len(m.Volunteers) > 0 {
		lines = append(lines, volunteers(m, table))
	}
	return lines
}

// volunteers says how few more people would do.
func volunteers(m *why.Menu, table *quotas.Table) string {
	total := 0
	var kinds []string
	for _, k := range m.Volunteers {
		total += k.Count
		var values []string
		for f, v := range k.Values {
			values = append(values, table.Features[f].Name+": "+v)
		}
		kinds = append(kinds, fmt.Sprintf("%d of %s", k.Count, strings.Join(values, ", ")))
	}
	text := fmt.Sprintf("or %s would do, for example %s", plain.Count(total, "volunteer more", "volunteers more"), strings.Join(kinds, "; "))
	if m.Fewest {
		text += "; fewer would not"
	}
	return text
}
