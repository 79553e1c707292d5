package main

import (
	"fmt"
	"io"
	"path/filepath"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/evenlot/evenlot/cmd/evenlot/internal/disk"
	"github.com/evenlot/evenlot/cmd/evenlot/internal/term"
	"github.com/evenlot/evenlot/quotas"
	"github.com/evenlot/evenlot/quotas/sheet"
	"github.com/evenlot/evenlot/selection/config"
	"github.com/evenlot/evenlot/selection/pool"
)

type initOptions struct {
	asJSON bool
	inputs
	out   string
	force bool
}

func newInit(t *term.Terminal) *cobra.Command {
	o := initOptions{out: config.File}
	cmd := &cobra.Command{
		Use:   "init --pool FILE --quotas FILE --seats N",
		Short: "Write a file with the settings of a selection",
		Long: `Look at a pool and a quota table, and write ` + config.File + `: the files, the seats, the id
column, and which column of the pool is which feature, each with a comment. What was
guessed is said, and marked in the file. Where several columns may tell who lives
together, they are named for you to choose from.

Every command that reads a pool takes the file by itself where it stands in the present
folder, or with --config; a flag on the command line wins.

Exit codes: 0 the file was written, 1 a file cannot be read.`,
		Example: `  evenlot init --pool pool.csv --quotas quotas.csv --seats 40 --out settings.toml`,
		Args:    noArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			for _, name := range []string{"pool", "seats"} {
				if f := cmd.Flags().Lookup(name); !f.Changed {
					return term.Hint(term.Usage("init needs --%s %s", name, f.Value.Type()), "evenlot init --help shows an example")
				}
			}
			return o.run(t)
		},
	}
	o.inputs.flags(cmd)
	_ = cmd.Flags().MarkHidden("config")
	cmd.Flags().Var(text{&o.out, "FILE"}, "out", "the file to write")
	cmd.Flags().BoolVar(&o.force, "force", false, "replace a file that stands at --out")
	cmd.Flags().BoolVar(&o.asJSON, "json", false, "print one JSON document")
	return cmd
}

func (o *initOptions) run(t *term.Terminal) error {
	poolData, err := disk.ReadInput(o.pool, o.stdin())
	if err != nil {
		return err
	}
	table := quotas.Everyone(o.seats)
	if o.quotas != "" {
		data, err := disk.ReadInput(o.quotas, o.stdin())
		if err != nil {
			return err
		}
		var faults quotas.Faults
		if table, faults = quotas.ReadFor(o.quotas, data, quotas.Options{Sheet: o.quotasSheet, Seats: o.seats}); len(table.Features) == 0 {
			return term.FaultError(faults)
		}
	}
	s, faults := sheet.Read(o.pool, poolData, sheet.Options{Sheet: o.poolSheet})
	if s == nil {
		return term.FaultError(faults)
	}
	c, guessed := o.guess(s, table, poolData)
	file, err := disk.Create(o.out, o.force)
	if err != nil {
		return err
	}
	if err := disk.WriteFiles([]*disk.File{file}, func(out []io.Writer) error { _, err := out[0].Write(c.Bytes(guessed)); return err }); err != nil {
		return err
	}
	return o.tell(t, c, guessed, config.Addresses(s))
}

// guess fills in what the flags do not say.
func (o *initOptions) guess(s *sheet.Sheet, table *quotas.Table, data []byte) (c *config.Config, guessed []string) {
	c = &config.Config{Pool: o.beside(o.pool), PoolSheet: o.poolSheet, Quotas: o.beside(o.quotas), QuotasSheet: o.quotasSheet, Seats: o.seats,
		ID: o.id, Household: o.household, HouseholdLimit: o.most, Decisions: o.beside(o.decisions), Columns: map[string]string{}}
	for feature, column := range config.Columns(s, table) {
		c.Columns[feature] = column
		guessed = append(guessed, "columns."+feature)
	}
	for feature, column := range o.columns {
		c.Columns[feature] = column
		guessed = slices.DeleteFunc(guessed, func(g string) bool { return g == "columns."+feature })
	}
	c.Made, c.Require = map[string]config.Made{}, o.required
	for feature, day := range o.born {
		c.Made[feature] = config.Made{Born: day, Answers: o.answers[feature]}
	}
	for feature, path := range o.lookup {
		c.Made[feature] = config.Made{Lookup: o.beside(path), Answers: o.answers[feature]}
	}
	for feature, parts := range o.join {
		m := c.Made[feature]
		m.Join = strings.Split(parts, ",")
		c.Made[feature] = m
	}
	for feature, answers := range o.answers {
		m := c.Made[feature]
		m.Answers = answers
		c.Made[feature] = m
	}
	if c.ID == "" {
		p, _ := pool.Read(o.pool, data, table, pool.Options{Columns: c.Columns, Sheet: o.poolSheet})
		if p != nil && p.IDColumn >= 0 {
			c.ID = sheet.Clean(p.Header[p.IDColumn])
			guessed = append(guessed, "id")
		}
	}
	slices.Sort(guessed)
	return c, guessed
}

// beside is a path as seen from the folder of the file that is written.
func (o *initOptions) beside(path string) string {
	if path == "" || filepath.IsAbs(path) {
		return path
	}
	if rel, err := filepath.Rel(filepath.Dir(o.out), path); err == nil {
		return filepath.ToSlash(rel)
	}
	return path
}

func (o *initOptions) tell(t *term.Terminal, c *config.Config, guessed, addresses []string) error {
	if o.asJSON {
		return term.WriteJSON(t.Out, struct {
			Out       string            `json:"out"`
			Guessed   []string          `json:"guessed"` // keys of the file
			ID        string            `json:"id"`
			Columns   map[string]string `json:"columns"`
			Addresses []string          `json:"addresses"`
		}{o.out, append([]string{}, guessed...), c.ID, c.Columns, append([]string{}, addresses...)})
	}
	var b strings.Builder
	for _, key := range guessed {
		if feature, ok := strings.CutPrefix(key, "columns."); ok {
			fmt.Fprintf(&b, "guessed: %q is the column %q, by its values\n", feature, c.Columns[feature])
		} else {
			fmt.Fprintf(&b, "guessed: people are told apart by the column %q\n", c.ID)
		}
	}
	if len(addresses) > 0 && len(c.Household) == 0 {
		fmt.Fprintf(&b, "to choose: household, if one of each home may sit at most; columns with addresses: %q\n", addresses)
	}
	fmt.Fprintf(&b, "written: %s\nnext: evenlot check%s\n", o.out, map[bool]string{false: " --config " + o.out}[o.out == config.File])
	_, err := io.WriteString(t.Out, b.String())
	return err
}
