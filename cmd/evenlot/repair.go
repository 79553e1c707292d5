package main

import (
	"io"

	"github.com/evenlot/evenlot/cmd/evenlot/internal/disk"
	"github.com/evenlot/evenlot/cmd/evenlot/internal/term"
	"github.com/evenlot/evenlot/quotas/plain"
	"github.com/evenlot/evenlot/selection/why"
)

// A repair is a table with a few other numbers, for JSON.
type repair struct {
	Changes []change `json:"changes"`
	Seats   int      `json:"seats_moved"`
	Least   bool     `json:"proved_least"`
}

type change struct {
	Feature string `json:"feature"`
	Value   string `json:"value"`
	OldMin  int    `json:"old_min"`
	OldMax  int    `json:"old_max"`
	Min     int    `json:"min"`
	Max     int    `json:"max"`
}

type more struct {
	Count  int      `json:"people"`
	Values []string `json:"values"`
}

// repairs is what a menu says, as data.
func repairs(m *why.Menu) (all []repair, volunteers []more) {
	all, volunteers = []repair{}, []more{}
	for _, r := range m.Repairs {
		out := repair{Seats: r.Seats, Least: r.Least}
		for _, c := range r.Changes {
			out.Changes = append(out.Changes, change{c.Feature, c.Value, c.OldMin, c.OldMax, c.Min, c.Max})
		}
		all = append(all, out)
	}
	for _, k := range m.Volunteers {
		volunteers = append(volunteers, more{k.Count, k.Values})
	}
	return all, volunteers
}

// writeRepair writes the table of a repair.
func writeRepair(path string, m *why.Menu, choice int) error {
	switch {
	case m == nil:
		return term.Fault("%s: the quotas can be met as they are: nothing was written", path)
	case len(m.Repairs) == 0:
		return term.Fault("%s: there is no repair to write", path)
	case choice > len(m.Repairs):
		return term.Usage("--choose is %d, and there are %s", choice, plain.Count(len(m.Repairs), "repair", "repairs"))
	}
	file, err := disk.Create(path, false)
	if err != nil {
		return err
	}
	return disk.WriteFiles([]*disk.File{file}, func(out []io.Writer) error { return m.Repairs[choice-1].Table.WriteCSV(out[0]) })
}
