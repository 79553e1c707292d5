package main

import (
	"cmp"
	"fmt"
	"io"
	"os"
	"strings"

	"github.com/gocarina/gocsv"

	"github.com/evenlot/evenlot/quotas/plain"
	"github.com/evenlot/evenlot/selection/places"
)

func isFile(path string) bool {
	info, err := os.Stat(path)
	return err == nil && info.Mode().IsRegular()
}

// A placeRow is a line of the outcome: a unit that was drawn or is in reserve.
type placeRow struct {
	Places  string `csv:"places" json:"places"` // ids, with " + " between those drawn as one
	Names   string `csv:"names" json:"names"`
	Group   string `csv:"group" json:"group"`
	People  int    `csv:"people" json:"people"`
	State   string `csv:"state" json:"state"` // drawn, took over, refused, reserve
	Order   int    `csv:"order" json:"order"` // in the reserve list of its group, or of all places; 0: drawn
	Of      string `csv:"reserve_of" json:"reserve_of"`
	Points  int    `csv:"points" json:"points"`
	Letters int    `csv:"letters" json:"letters"`
}

// drawnPlaces are the units that were drawn, then those in reserve.
func drawnPlaces(d *places.Drawn, r *places.Replaced) []placeRow {
	row := func(i int) placeRow {
		u := &d.Units[i]
		var called []string
		for _, p := range u.Places {
			called = append(called, cmp.Or(p.Name, p.ID))
		}
		return placeRow{Places: strings.Join(u.IDs(), " + "), Names: strings.Join(called, " + "), Group: u.Group(), People: u.People, Points: r.Points[i], Letters: r.Points[i] * d.Rules.PerPoint()}
	}
	rows := []placeRow{}
	for i := range d.Units {
		if d.Units[i].Points > 0 {
			x := row(i)
			if x.State = "drawn"; r.Out[i] {
				x.State = "refused"
			}
			rows = append(rows, x)
		}
	}
	for _, group := range d.Lists() {
		for n, i := range d.Reserves[group] {
			x := row(i)
			x.Order, x.Of = n+1, group
			switch x.State = "reserve"; {
			case r.Out[i]:
				x.State = "refused"
			case x.Points > 0:
				x.State = "took over"
			}
			rows = append(rows, x)
		}
	}
	return rows
}

func writePlaces(w io.Writer, rows []placeRow) error { return gocsv.Marshal(rows, w) }

type placesSaid struct {
	Commitment string     `json:"commitment"`
	Value      string     `json:"public_value"`
	Seed       string     `json:"seed"`
	Start      int        `json:"start"`
	People     int        `json:"people"`
	Letters    int        `json:"letters"`
	Chance     string     `json:"chance"` // of a letter, for everybody but in places that have their points for certain
	Open       int        `json:"points_open"`
	Refusing   int        `json:"people_refusing"`
	Places     []placeRow `json:"places"`
}

func placesDocument(f *places.File, d *places.Drawn, r *places.Replaced, commitment, value string, rows []placeRow) placesSaid {
	return placesSaid{commitment, value, d.Seed, d.Start, d.People, f.Rules.Letters, chance(d), r.Open, r.Refusing, rows}
}

// chance is that of a letter, exactly.
func chance(d *places.Drawn) string {
	if num, den := d.Chance(); num > 0 {
		return fmt.Sprintf("%d/%d", num, den)
	}
	return "0"
}

// printPlaces says what was drawn.
func printPlaces(w io.Writer, d *places.Drawn, r *places.Replaced, commitment, value string, rows []placeRow, refused []string) error {
	var b strings.Builder
	fmt.Fprintf(&b, "commitment %s\npublic value %s\nseed %s, start %d\n\n", commitment, value, d.Seed, d.Start)
	num, den := d.Chance()
	whose := "Everybody's"
	if d.Certain > 0 {
		whose = "The"
	}
	text := fmt.Sprintf("%s chance of a letter is exactly %d/%d: 1 in %s.", whose, num, den, thousands(int((den+num/2)/max(1, num))))
	for i := range d.Certain {
		u := &d.Units[i]
		text += fmt.Sprintf(" In %s, which has %s for certain, it is %d/%d.", cmp.Or(u.Places[0].Name, u.IDs()[0]), plain.Count(u.Points, "point", "points"), u.Points*d.Rules.PerPoint(), u.People)
	}
	b.WriteString(plain.Wrap(text, 92))
	b.WriteByte('\n')
	table := [][]string{{"place", "id", "group", "people", "points", "letters", ""}}
	for _, x := range rows {
		state := x.State
		if x.Order > 0 {
			of := x.Of
			if of == places.Everywhere {
				of = "all places"
			}
			state = fmt.Sprintf("%s %d", map[string]string{"reserve": "reserve", "took over": "took over, reserve", "refused": "refused, reserve"}[x.State], x.Order)
			if of != "" {
				state += " of " + of
			}
		}
		table = append(table, []string{x.Names, x.Places, x.Group, thousands(x.People), fmt.Sprint(x.Points), thousands(x.Letters), state})
	}
	b.WriteString(plain.Columns(table, ""))
	if len(refused) > 0 {
		b.WriteString("\n" + plain.Wrap(fmt.Sprintf("Places with %s people refused: %s of the population had no chance of a letter for that. %s went to the next place of the same group, %d to another group, %d found none.",
			thousands(r.Refusing), plain.Percent(float64(r.Refusing)/float64(d.People)), plain.Count(r.Stayed, "point", "points"), r.Moved, r.Open), 92))
	}
	_, err := io.WriteString(w, b.String())
	return err
}
