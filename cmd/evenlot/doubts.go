package main

import (
	"fmt"
	"io"
	"strings"

	"github.com/evenlot/evenlot/cmd/evenlot/internal/disk"
	"github.com/evenlot/evenlot/cmd/evenlot/internal/term"
	"github.com/evenlot/evenlot/quotas/plain"
	"github.com/evenlot/evenlot/selection/pool"
)

// A doubt is something that a person should look at, for JSON.
type doubt struct {
	Code   string     `json:"code"`
	Strong bool       `json:"to_be_decided"` // a selection waits for it
	Key    string     `json:"key"`
	Text   string     `json:"text"`
	Ask    string     `json:"answers"`
	Rows   []pool.Row `json:"rows"`
}

func doubtList(all []pool.Doubt) []doubt {
	out := []doubt{}
	for _, d := range all {
		out = append(out, doubt{d.Code, d.Strong, d.Key, d.Text, d.Ask, append([]pool.Row{}, d.Rows...)})
	}
	return out
}

// mostDoubts is how many doubts are printed; a table has all.
const mostDoubts = 20

// doubtLines are what is printed of doubts.
func doubtLines(p *pool.Pool, doubts []pool.Doubt) (lines []string) {
	for n, d := range doubts {
		if n == mostDoubts {
			return append(lines, fmt.Sprintf("%d doubts more: check --doubts FILE writes all", len(doubts)-n))
		}
		weight := "to be looked at"
		if d.Strong {
			weight = "to be decided"
		}
		lines = append(lines, fmt.Sprintf("%s: %s%s (%s)", p.Name, whereOf(p, d.Rows), d.Text, weight))
	}
	return lines
}

// whereOf names the rows of a doubt, as an editor or a spreadsheet counts them.
func whereOf(p *pool.Pool, rows []pool.Row) string {
	if len(rows) == 0 {
		return ""
	}
	lines := make([]int, len(rows))
	for i, r := range rows {
		lines[i] = r.Line
	}
	where := lineList(lines)
	if p.Workbook() {
		where = strings.Replace(where, "line", "row", 1)
	}
	return where + ": "
}

// strong are the doubts that a selection waits for.
func strong(doubts []pool.Doubt) (out []pool.Doubt) {
	for _, d := range doubts {
		if d.Strong {
			out = append(out, d)
		}
	}
	return out
}

// undecided is the error of a selection from a pool with strong doubts; nil without.
func undecided(p *pool.Pool, doubts []pool.Doubt) error {
	open := strong(doubts)
	if len(open) == 0 {
		return nil
	}
	said := fmt.Errorf("%s\n%s", plain.Count(len(open), "doubt is to be decided before a selection", "doubts are to be decided before a selection"),
		strings.Join(doubtLines(p, open), "\n"))
	return term.Hint(&term.Failure{Code: term.ExitFault, Err: said, Doubts: doubtList(open)},
		"evenlot check --doubts doubts.csv writes them as a table; fill in the column decision, and give it back with --decisions doubts.csv")
}

// writeDoubts writes a table of doubts, which names people, for its owner to read only.
func writeDoubts(path string, table []byte) error {
	file, err := disk.Create(path, false)
	if err != nil {
		return err
	}
	return disk.WriteFiles([]*disk.File{file}, func(out []io.Writer) error {
		if err := file.Private(); err != nil {
			return err
		}
		_, err := out[0].Write(table)
		return err
	})
}
