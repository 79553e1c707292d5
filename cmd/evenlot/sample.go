package main

import (
	"context"
	"fmt"
	"io"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"

	"github.com/evenlot/evenlot/cmd/evenlot/internal/disk"
	"github.com/evenlot/evenlot/cmd/evenlot/internal/term"
	"github.com/evenlot/evenlot/quotas/plain"
	"github.com/evenlot/evenlot/selection/sample"
)

type sampleOptions struct {
	asJSON       bool
	preset       string
	features     []string
	people       int
	seats        int
	seed         string
	tilt         int
	loose        bool
	tight, exact bool
	households   bool
	contacts     bool
	noID         bool
	pool, quotas string
	register     int
	traps        bool
	out          string
	force        bool
}

func newSample(t *term.Terminal) *cobra.Command {
	var o sampleOptions
	cmd := &cobra.Command{
		Use:   "sample --seed TEXT --pool FILE --quotas FILE | --register N",
		Short: "Make a pool and quotas to try things on",
		Long: `Make a pool of people who do not exist, and quotas that at least one panel meets.
The same flags give the same bytes on every machine.

With --register a register to draw letters from is made instead, with households, addresses and
places, and written to standard output or --out. It is never held, so it may be as
large as a country. --traps makes one row in a hundred one that a database may get wrong: ids and households
that differ in case or accents only, numbers written in two ways, other alphabets.

Presets: ` + strings.Join(sample.Presets(), ", ") + `.
Features: ` + strings.Join(sample.Features(), ", ") + `.`,
		Example: `  evenlot sample --people 300 --seats 40 --seed "a town" --pool pool.csv --quotas quotas.csv
  evenlot sample --preset households --seed 1 --pool pool.csv --quotas quotas.csv
  evenlot sample --features age,region --tight --seed 1 --pool pool.csv --quotas quotas.csv
  evenlot sample --register 12000 --seed "a town" --out register.csv`,
		Args: noArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			if cmd.Flags().Changed("register") {
				return runSampleRegister(cmd, t, o)
			}
			if o.traps || o.out != "" {
				return term.Usage("--traps and --out are for --register N")
			}
			if err := need(cmd, "seed", "pool", "quotas"); err != nil {
				return err
			}
			made, err := o.options(cmd)
			if err != nil {
				return err
			}
			return runSample(cmd.Context(), t, o, made)
		},
	}
	f := cmd.Flags()
	f.Var(text{&o.preset, "NAME"}, "preset", "ready-made options, which other flags change (default easy)")
	f.Var(names{&o.features}, "features", "features, in the order of the columns")
	f.Var(count{&o.people, 1, 0}, "people", "rows of the pool")
	f.Var(count{&o.seats, 1, 0}, "seats", "size of a panel")
	f.Var(text{&o.seed, "TEXT"}, "seed", "any text; another text gives another pool")
	f.Var(count{&o.tilt, 0, 0}, "tilt", "how far volunteers differ from the population, in per cent of the usual, up to 500")
	f.BoolVar(&o.loose, "loose", false, "quotas up to a tenth of the seats off the population's share")
	f.BoolVar(&o.tight, "tight", false, "quotas of the population's share, rounded down and up")
	f.BoolVar(&o.exact, "exact", false, "quotas that leave one number only")
	f.BoolVar(&o.households, "households", false, "let some people live together")
	f.BoolVar(&o.contacts, "contacts", false, "add columns with names, e-mail and postal addresses")
	f.BoolVar(&o.noID, "no-id", false, "leave out the id column")
	f.Var(text{&o.pool, "FILE"}, "pool", "the pool to write")
	f.Var(text{&o.quotas, "FILE"}, "quotas", "the quota table to write")
	f.Var(count{&o.register, 1, sample.MaxRegister}, "register", "make a register of so many people instead")
	f.BoolVar(&o.traps, "traps", false, "plant rows in the register that a database may get wrong")
	f.Var(text{&o.out, "FILE"}, "out", "the register to write (default: standard output)")
	f.BoolVar(&o.force, "force", false, "replace the files if they exist")
	f.BoolVar(&o.asJSON, "json", false, "print one JSON document")
	return cmd
}

// options are the preset's with what the flags change.
func (o *sampleOptions) options(cmd *cobra.Command) (sample.Options, error) {
	if o.preset == "" {
		o.preset = "easy"
	}
	made, ok := sample.Preset(o.preset)
	if !ok {
		return made, term.Usage("unknown preset %q, expected one of %s", o.preset, strings.Join(sample.Presets(), ", "))
	}
	given := cmd.Flags().Changed
	made.Seed = o.seed
	if given("features") {
		made.Features = o.features
	}
	if given("people") {
		made.People = o.people
	}
	if given("seats") {
		made.Seats = o.seats
	}
	if given("tilt") {
		made.Tilt = o.tilt
	}
	switch {
	case o.loose && o.tight, o.loose && o.exact, o.tight && o.exact:
		return made, term.Usage("--loose, --tight and --exact exclude each other, expected one of them")
	case o.loose:
		made.Window = sample.Loose
	case o.tight:
		made.Window = sample.Tight
	case o.exact:
		made.Window = sample.Exact
	}
	made.Households = made.Households || o.households
	made.Contacts = made.Contacts || o.contacts
	made.NoID = o.noID
	if filepath.Clean(o.pool) == filepath.Clean(o.quotas) {
		return made, term.Usage("--pool and --quotas name the same file %s, expected two", o.pool)
	}
	return made, nil
}

func runSample(ctx context.Context, t *term.Terminal, o sampleOptions, made sample.Options) error {
	s, err := sample.New(ctx, made)
	if err != nil {
		if ctx.Err() != nil {
			return err
		}
		return term.Usage("%w", err)
	}
	pool, err := disk.Create(o.pool, o.force)
	if err != nil {
		return err
	}
	quotas, err := disk.Create(o.quotas, o.force)
	if err != nil {
		return disk.WriteFiles([]*disk.File{pool}, func([]io.Writer) error { return err })
	}
	err = disk.WriteFiles([]*disk.File{pool, quotas}, func(out []io.Writer) error {
		err := s.WritePool(ctx, out[0], func(done, total int) { t.Progress("writing people", done, total) })
		if err != nil {
			return err
		}
		return s.WriteQuotas(out[1])
	})
	t.Clear()
	if err != nil {
		return err
	}
	if o.asJSON {
		return term.WriteJSON(t.Out, struct {
			Pool     string `json:"pool"`
			Quotas   string `json:"quotas"`
			People   int    `json:"people"`
			Features int    `json:"features"`
			Seats    int    `json:"seats"`
		}{o.pool, o.quotas, made.People, len(made.Features), made.Seats})
	}
	fmt.Fprintf(t.Out, "%s: %s\n%s: %s, %s\n", o.pool, plain.Count(made.People, "person", "people"),
		o.quotas, plain.Count(len(made.Features), "feature", "features"), plain.Count(made.Seats, "seat", "seats"))
	return nil
}
