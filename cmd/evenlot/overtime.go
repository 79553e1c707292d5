package main

import (
	"encoding/csv"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/spf13/cobra"

	"github.com/evenlot/evenlot/cmd/evenlot/internal/disk"
	"github.com/evenlot/evenlot/cmd/evenlot/internal/term"
	"github.com/evenlot/evenlot/quotas/plain"
	"github.com/evenlot/evenlot/quotas/sheet"
	"github.com/evenlot/evenlot/selection"
	"github.com/evenlot/evenlot/selection/members"
)

// overTime are the flags by which chances become even over time.
type overTime struct {
	fair bool
	past string
}

func (o *overTime) flags(cmd *cobra.Command) {
	f := cmd.Flags()
	f.BoolVar(&o.fair, "fair-over-time", false, "those with the least chance so far come first, and the others wait")
	f.Var(text{&o.past, "FILE"}, "past", "a ledger of the chances that people had elsewhere before, as status --ledger prints it")
}

// apply lets those with the least chance so far come first.
func (o *overTime) apply(t *term.Terminal, s *turn, event *selection.Turnover) error {
	switch {
	case !o.fair && o.past != "":
		return term.Usage("--past goes with --fair-over-time")
	case !o.fair:
		return nil
	}
	past, err := s.readPast(o.past)
	if err != nil {
		return err
	}
	l, err := event.LeastFirst(s.rec, past)
	if err != nil {
		return term.Fault("%s: %w", s.dir, err)
	}
	t.Say("least chance first: %s part, who had at most %s so far; %s", plain.Count(l.People, "person takes", "people take"), plain.Percent(l.Chance),
		plain.Count(len(l.Out), "other waits", "others wait"))
	return nil
}

// readPast reads a ledger: the columns id (or public_id) and chance. Nobody need be in it, and who is
// not in the pool is passed over.
func (s *turn) readPast(name string) (map[string]float64, error) {
	if name == "" {
		return nil, nil //nolint:nilnil // no ledger is an empty one
	}
	data, err := disk.ReadFile(name)
	if err != nil {
		return nil, err
	}
	t, faults := sheet.Read(name, data, sheet.Options{Score: scoreOf("id", "public_id", "chance")})
	if len(faults) > 0 {
		return nil, term.FaultError(faults)
	}
	column := func(names ...string) int {
		return slices.IndexFunc(t.Header, func(h string) bool { return slices.Contains(names, sheet.Fold(h)) })
	}
	id, chance := column("id"), column("chance")
	if id < 0 {
		id = column("public_id")
	}
	if id < 0 || chance < 0 {
		return nil, term.Fault("%s: the columns are %s, expected id (or public_id) and chance", name, strings.Join(t.Header, ", "))
	}
	past := map[string]float64{}
	for row := range t.Rows() {
		line, char := t.Pos(row, chance)
		text := sheet.Clean(t.Cell(row, chance))
		c, err := strconv.ParseFloat(text, 64)
		if err != nil || !(c >= 0 && c <= 1) {
			return nil, term.Fault("%s:%d:%d: the chance is %q, expected a number from 0 to 1, such as 0.125", name, line, char, text)
		}
		who, err := s.roll.Find(t.Cell(row, id))
		if err != nil {
			continue // of another pool
		}
		if _, twice := past[who]; twice {
			return nil, term.Fault("%s:%d: %s stands in it a second time", name, line, who)
		}
		past[who] = c
	}
	if len(past) == 0 {
		return nil, term.Fault("%s: nobody of the pool stands in it", name)
	}
	return past, nil
}

// ledger prints what chance everybody of a pool had so far.
func (s *turn) ledger(t *term.Terminal) error {
	out := csv.NewWriter(t.Out)
	rows := [][]string{{"id", "public_id", "chance", "held_a_seat"}}
	for i, c := range members.Chances(s.rec) {
		id := s.rec.IDs[i]
		held := "no"
		if s.company.Has(id) || slices.Contains(s.company.Left, id) {
			held = "yes"
		}
		label := s.roll.Label(id)
		if label == "" {
			label = id
		}
		rows = append(rows, []string{label, id, fmt.Sprintf("%.6f", c), held})
	}
	return out.WriteAll(rows)
}
