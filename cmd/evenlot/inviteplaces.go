package main

import (
	"fmt"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/evenlot/evenlot/cmd/evenlot/internal/term"
	"github.com/evenlot/evenlot/quotas/plain"
	"github.com/evenlot/evenlot/selection/ceremony"
	"github.com/evenlot/evenlot/selection/places"
)

// placed are the flags about the lottery of places by which a register gets its letters.
type placed struct {
	file    string
	place   string
	refused []string
}

func (o *placed) flags(cmd *cobra.Command) {
	f := cmd.Flags()
	f.Var(text{&o.file, "FILE"}, "places", "the lottery of places that drew this one, which the rules then name")
	f.Var(text{&o.place, "ID"}, "place", "with --places: whose register this is")
	f.Var(people{&o.refused}, "refused", "with --places: places that do not take part, so that others took over their points")
}

// statement holds the letters against those that the lottery of places gave, and says for everybody where they come from; "" without a
// lottery of places. people is how many the list of places says there are.
func (o *placed) statement(letters int) (said string, people int, err error) {
	switch {
	case o.file == "" && (o.place != "" || o.refused != nil):
		return "", 0, term.Usage("--place and --refused go with --places")
	case o.file == "":
		return "", 0, nil
	case o.place == "":
		return "", 0, term.Usage("--places needs --place ID: whose register this is")
	}
	state, err := openPlaces(o.file)
	if err != nil {
		return "", 0, err
	}
	drawn, ok := state.(*ceremony.PlacesDrawn)
	if !ok {
		return "", 0, term.Hint(term.Fault("%s: is not drawn yet", o.file), "evenlot places draw %s VALUE", shellQuote(o.file))
	}
	refused, err := namedPlaces(o.refused)
	if err != nil {
		return "", 0, err
	}
	d := drawn.Drawing().Of(drawn.File())
	r, err := d.Replace(refused)
	if err != nil {
		return "", 0, term.Usage("--refused: %w", err)
	}
	i := slices.IndexFunc(d.Units, func(u places.Unit) bool { return slices.Contains(u.IDs(), o.place) })
	if i < 0 {
		return "", 0, term.Usage("--place: %s has no place %q", o.file, o.place)
	}
	due := r.Points[i] * d.Rules.PerPoint()
	if due == 0 {
		return "", 0, term.Hint(term.Fault("%s: %q was not drawn, so its register gets no letters", o.file, o.place), "places that took over from others do so where --refused names those")
	}
	if letters != due {
		return "", 0, term.Usage("--letters is %d, but %s is due %d: %s of %d", letters, o.place, due, plain.Count(r.Points[i], "point", "points"), d.Rules.PerPoint())
	}
	how := "was drawn"
	if d.Units[i].Points == 0 {
		how = "took over from a place that refused"
	}
	return fmt.Sprintf("places were drawn by lot under the commitment %s, by the public value %q; this is the register of %s, which %s and is due %s",
		drawn.Commitment(), drawn.Drawing().PublicValue, strings.Join(d.Units[i].IDs(), " and "), how, plain.Count(due, "letter", "letters")), d.Units[i].People, nil
}
