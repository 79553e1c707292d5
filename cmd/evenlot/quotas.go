package main

import (
	"fmt"
	"io"
	"strings"

	"github.com/spf13/cobra"

	"github.com/evenlot/evenlot/cmd/evenlot/internal/disk"
	"github.com/evenlot/evenlot/cmd/evenlot/internal/term"
	"github.com/evenlot/evenlot/quotas"
	"github.com/evenlot/evenlot/quotas/plain"
	"github.com/evenlot/evenlot/quotas/shares"
)

type quotasOptions struct {
	shares, out, method, window string
	seats                       int
	across                      string
	joins                       joins
	force, asJSON               bool
	stdin                       func() io.Reader
}

func newQuotas(t *term.Terminal) *cobra.Command {
	o := quotasOptions{method: string(shares.Hamilton), window: "floor"}
	cmd := &cobra.Command{
		Use:   "quotas --shares FILE --seats N --out FILE",
		Short: "Make a quota table from shares of the population",
		Long: `Read the shares that groups have of a population, and write a quota table: how many of
so many seats each group gets.

The file has a line for each group: feature, value, and share (or percent, count,
population), as a percentage, a part of one, or a number of people. Shares of a feature
that do not add up to a whole are taken as parts of what they add up to, and that is said.

People may also be counted by several features at once: a column for each feature and one
with the count, which gives a quota for each feature, and for each --join of several; or a
table with one feature down the first column and another, named by --across, along the
header.

--method hamilton gives every group the whole part of its share, and the seats that are
left to the largest remainders; sainte-lague gives seat after seat to the group with the
largest share for 1, 3, 5, ... seats. --window says what the table leaves open: floor, from
the whole number below the exact share to the one above; exact; or plus=1, one seat less
to one seat more than was shared out.

` + guide("quotas") + `

Exit codes: 0 the table was written, 1 a file is at fault.`,
		Example: `  evenlot quotas --shares shares.csv --seats 40 --out new-quotas.csv
  evenlot quotas --shares census.csv --join "age x sex=age,sex" --seats 40 --out joint-quotas.csv
  evenlot quotas --shares table.csv --across sex --join "age x sex=age,sex" --seats 40 --out cross-quotas.csv
  evenlot quotas --shares shares.csv --seats 40 --window plus=1 --method sainte-lague --out open-quotas.csv`,
		Args: noArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			if err := need(cmd, "shares", "seats", "out"); err != nil {
				return err
			}
			o.stdin = cmd.InOrStdin
			return o.run(t)
		},
	}
	f := cmd.Flags()
	f.Var(text{&o.shares, "FILE"}, "shares", "the shares: CSV or XLSX, one group a row")
	f.Var(count{&o.seats, 1, 0}, "seats", "size of the panel")
	f.Var(text{&o.out, "FILE"}, "out", "the file to write the quota table to")
	f.Var(text{&o.across, "FEATURE"}, "across", "the feature whose values stand along the header, where a table counts by two")
	f.Var(&o.joins, "join", "a feature whose values join those of others, where people are counted by several; may be given again")
	f.Var(text{&o.method, "NAME"}, "method", "how seats are shared out: hamilton or sainte-lague")
	f.Var(text{&o.window, "KIND"}, "window", "what the table leaves open: floor, exact or plus=N")
	f.BoolVar(&o.force, "force", false, "replace a file that stands at --out")
	f.BoolVar(&o.asJSON, "json", false, "print one JSON document")
	return cmd
}

func (o *quotasOptions) run(t *term.Terminal) error {
	method, err := shares.ParseMethod(o.method)
	if err != nil {
		return term.Usage("--method: %v", err)
	}
	window, err := parseWindow(o.window)
	if err != nil {
		return err
	}
	data, err := disk.ReadInput(o.shares, o.stdin())
	if err != nil {
		return err
	}
	read, faults := shares.Read(o.shares, data, shares.Options{Across: o.across, Joins: o.joins.list})
	if len(faults) > 0 {
		return term.FaultError(faults)
	}
	features := read.Features
	file, err := disk.Create(o.out, o.force)
	if err != nil {
		return err
	}
	table, rows := shares.Table(features, o.seats, method, window)
	if err := disk.WriteFiles([]*disk.File{file}, func(out []io.Writer) error { return table.WriteCSV(out[0]) }); err != nil {
		return err
	}
	said := o.said(read)
	if o.asJSON {
		return term.WriteJSON(t.Out, quotasSaid{o.out, said, sharedOut(rows)})
	}
	for _, line := range said {
		t.Say("%s", line)
	}
	return sharesText(t.Out, rows, o.out, table, o.seats)
}

// joins is a flag that may be given again: NAME=FEATURE,FEATURE.
type joins struct{ list []shares.Join }

func (j *joins) String() string { return "" }

func (j *joins) Type() string { return "NAME=FEATURE,FEATURE" }

func (j *joins) Set(s string) error {
	name, parts, found := strings.Cut(s, "=")
	var of []string
	if err := (names{&of}).Set(parts); err != nil || !found || strings.TrimSpace(name) == "" || len(of) < 2 {
		return fmt.Errorf(`expected a name and two features or more, such as "age x sex=age,sex"`)
	}
	j.list = append(j.list, shares.Join{Name: strings.TrimSpace(name), Of: of})
	return nil
}

// parseWindow reads --window.
func parseWindow(s string) (w shares.Window, err error) {
	var n int
	switch _, scan := fmt.Sscanf(s, "plus=%d", &n); {
	case s == "floor":
		return shares.Window{Floor: true}, nil
	case s == "exact":
		return shares.Window{}, nil
	case scan == nil && s == fmt.Sprintf("plus=%d", n) && n > 0 && n < 1000:
		return shares.Window{Plus: n}, nil
	}
	return w, term.Usage("--window is %q, expected floor, exact or plus=1", s)
}

// said names features whose shares are no whole.
func (o *quotasOptions) said(read *shares.Shares) []string {
	lines := []string{}
	for _, text := range read.Said {
		lines = append(lines, o.shares+": "+text)
	}
	for i, sum := range read.Sums {
		if !sum.Whole(len(read.Features[i].Groups)) {
			unit := ""
			if sum.Percent {
				unit = " %"
			}
			lines = append(lines, fmt.Sprintf("%s: the shares of %q add up to %s%s; they were taken as parts of that", o.shares, sum.Feature, decimals(sum.Total.FloatString(3)), unit))
		}
	}
	return lines
}

// decimals drops zeros at the end of a fraction.
func decimals(s string) string { return strings.TrimSuffix(strings.TrimRight(s, "0"), ".") }

type quotasSaid struct {
	Out  string   `json:"out"`
	Said []string `json:"said"`
	Rows []shared `json:"rows"`
}

type shared struct {
	Feature string `json:"feature"`
	Value   string `json:"value"`
	Exact   string `json:"exact"` // seats, to three digits
	Seats   int    `json:"seats"`
	Min     int    `json:"min"`
	Max     int    `json:"max"`
}

func sharedOut(rows []shares.Row) []shared {
	out := []shared{}
	for _, r := range rows {
		out = append(out, shared{r.Feature, r.Value, r.Exact.FloatString(3), r.Seats, r.Min, r.Max})
	}
	return out
}

// sharesText shows how every number came about.
func sharesText(w io.Writer, rows []shares.Row, out string, t *quotas.Table, seats int) error {
	var b strings.Builder
	wide := len("exact share")
	for _, r := range rows {
		wide = max(wide, len([]rune(r.Value))+2)
	}
	fmt.Fprintf(&b, "%-*s  exact  seats  window\n", wide, "")
	last := ""
	for _, r := range rows {
		if r.Feature != last {
			fmt.Fprintln(&b, r.Feature)
			last = r.Feature
		}
		pad := strings.Repeat(" ", max(0, wide-2-len([]rune(r.Value))))
		fmt.Fprintf(&b, "  %s%s %6s %6d  %s\n", r.Value, pad, r.Exact.FloatString(2), r.Seats, fmt.Sprintf("%d..%d", r.Min, r.Max))
	}
	fmt.Fprintf(&b, "%s: %s, %s, %s\n", out, plain.Count(len(t.Features), "feature", "features"), plain.Count(len(rows), "value", "values"), plain.Count(seats, "seat", "seats"))
	_, err := io.WriteString(w, b.String())
	return err
}
