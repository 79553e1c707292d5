package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/evenlot/evenlot/cmd/evenlot/internal/disk"
	"github.com/evenlot/evenlot/cmd/evenlot/internal/term"
	"github.com/evenlot/evenlot/selection/fairness/plots"
	"github.com/evenlot/evenlot/selection/fairness/study"
	"github.com/evenlot/evenlot/selection/fairness/tables"
	"github.com/evenlot/evenlot/selection/private"
	"github.com/evenlot/evenlot/selection/record"
	"github.com/evenlot/evenlot/selection/verify"
)

// A research is what a researcher asks of a record.
type research struct {
	out   string // folder
	draws int
	sent  int // letters
	pages bool
	// What report has flags for.
	dir, population string
	force, asJSON   bool
}

// flags are those that say what is studied.
func (o *research) flags(cmd *cobra.Command) {
	f := cmd.Flags()
	f.Var(text{&o.out, "FOLDER"}, "research", "write tables for R, pandas and spreadsheets into this folder, and no report")
	f.Var(count{&o.draws, 1, mostDraws}, "draws", "with --research: public values to try (default 100000)")
	f.Var(count{&o.sent, 1, 0}, "sent", "with --research and --population: letters that were sent, in proportion to the population")
	f.BoolVar(&o.pages, "pages", false, "with --research: write who sits on each page, too")
}

// mostDraws take some seconds.
const mostDraws = 10_000_000

// asked reports whether there is something to write; the other flags need that.
func (o *research) asked() (bool, error) {
	if o.out == "" && (o.draws > 0 || o.pages || o.sent > 0) {
		return false, term.Hint(term.Usage("--draws, --pages and --sent are for tables"), "name a folder with --research")
	}
	return o.out != "", nil
}

func (o *research) run(ctx context.Context, t *term.Terminal) error {
	rec, _, err := soundRecord(o.dir, "nothing to study")
	if err != nil {
		return err
	}
	in, err := study.OfRecord(rec)
	if err != nil {
		return term.Fault("%s: %w", o.dir, err)
	}
	if kept := privateOf(o.dir); kept != nil {
		people, err := private.ReadRegister(private.With(rec.Files, kept), private.NotesFile, rec.IDs)
		if err != nil {
			return err
		}
		in.Table, in.Extra = people.AsWritten(rec.Table), people.Extra()
	}
	in.Draws, in.Letters = o.draws, o.sent
	if o.population != "" {
		data, err := disk.ReadFile(o.population)
		if err != nil {
			return err
		}
		population, faults := study.ReadPopulation(o.population, data, in.Table)
		if len(faults) > 0 {
			return term.FaultError(faults)
		}
		in.Population = population
	}
	s := study.Of(in)
	files := tables.Files(s, o.pages)
	drawn, err := plots.Files(s)
	if err != nil {
		return err
	}
	maps.Copy(files, drawn)
	if err := writeTables(ctx, o.out, o.force, files); err != nil {
		return err
	}
	if o.asJSON {
		return term.WriteJSON(t.Out, s)
	}
	return tellStudy(t.Out, s, o.out)
}

// soundRecord reads a record that holds; without says what there is not for one that does not.
func soundRecord(dir, without string) (*record.Record, *verify.Verdict, error) {
	files, _, faults, err := loadRecord(dir)
	if err != nil {
		return nil, nil, err
	}
	v := verify.CheckFiles(files, faults)
	if failed := v.Failed(); len(failed) > 0 {
		f := failed[0]
		err := &term.Failure{Code: term.ExitUnverified, Err: fmt.Errorf("%s: the record does not hold, so there is %s: %s: expected %s, got %s",
			dir, without, printable(f.Name), printable(f.Expected), printable(f.Got))}
		return nil, nil, term.Hint(err, "evenlot verify %s lists every check", shellQuote(dir))
	}
	rec, faults := record.Parse(files)
	if len(faults) > 0 {
		return nil, nil, term.FaultError(faults)
	}
	return rec, v, nil
}

// privateOf reads what the organiser's folder has of a record; nil elsewhere.
func privateOf(dir string) record.Files {
	files := record.Files{}
	for _, name := range []string{private.PeopleFile, private.NotesFile} {
		data, err := os.ReadFile(filepath.Join(recordOf(dir), filepath.FromSlash(name)))
		if err != nil {
			return nil
		}
		files[name] = data
	}
	return files
}

// writeTables puts tables into a folder, which is made where there is none.
func writeTables(ctx context.Context, folder string, force bool, files map[string][]byte) error {
	switch err := os.Mkdir(folder, 0o755); {
	case errors.Is(err, fs.ErrNotExist):
		return term.Hint(term.Fault("%s: the folder %s does not exist", folder, filepath.Dir(folder)), "create it first")
	case err == nil:
		defer func() { _ = os.Remove(folder) }() // which only an empty folder lets happen
	case !errors.Is(err, fs.ErrExist):
		return err
	}
	var all []*disk.File
	var failed error
	names := slices.Sorted(maps.Keys(files))
	for _, name := range names {
		file, err := disk.Create(filepath.Join(folder, name), force)
		if err != nil {
			failed = err
			break
		}
		all = append(all, file)
	}
	return disk.WriteFiles(all, func(out []io.Writer) error {
		if failed != nil {
			return failed
		}
		for i, name := range names {
			if err := ctx.Err(); err != nil {
				return err
			}
			if _, err := out[i].Write(files[name]); err != nil {
				return err
			}
		}
		return nil
	})
}

// tellStudy says what was found in a few lines.
func tellStudy(w io.Writer, s *study.Study, out string) error {
	c := s.Chances
	_, err := fmt.Fprintf(w, "chances           %.2f %% to %.2f %%, %d levels, Gini %.3f, geometric mean %.2f %%\n"+
		"book              %d different panels on %d pages, %.1f bits\n", 100*c.Smallest, 100*c.Largest, c.Levels, c.Gini, 100*c.GeometricMean,
		c.Support, s.Pages, c.Entropy)
	if err != nil {
		return err
	}
	if err := tellSelfSelection(w, s); err != nil {
		return err
	}
	made, found := 0, 0
	for _, t := range s.Tests {
		if t.Refused == "" {
			made++
			if t.Holm <= 0.05 {
				found++
				if _, err := fmt.Fprintf(w, "unusual           %s: p = %.2g, %.2g after Holm, if %s\n", t.Subject, float64(t.P), float64(t.Holm), t.Null); err != nil {
					return err
				}
			}
		}
	}
	if _, err := fmt.Fprintf(w, "tests             %d made, %d refused, %d below 0.05 after Holm\n", made, len(s.Tests)-made, found); err != nil {
		return err
	}
	_, err = fmt.Fprintf(w, "tables, plots     %s\n", out)
	return err
}

// tellSelfSelection says who answered, and how much of that the quotas repair, where a population was
// given.
func tellSelfSelection(w io.Writer, s *study.Study) error {
	single := slices.DeleteFunc(slices.Clone(s.Kinds), func(k study.Kind) bool { return k.Feature2 != "" || !(k.Population > 0) })
	if len(single) == 0 {
		return nil
	}
	ends := func(of func(study.Kind) study.Number) string {
		least := slices.MinFunc(single, func(a, b study.Kind) int { return cmp.Compare(of(a), of(b)) })
		most := slices.MaxFunc(single, func(a, b study.Kind) int { return cmp.Compare(of(a), of(b)) })
		return fmt.Sprintf("%.2f times that of everybody (%s: %s) to %.2f times (%s: %s)", of(least), least.Feature1, least.Value1, of(most), most.Feature1, most.Value1)
	}
	var repaired []string
	for _, r := range s.Repairs {
		if r.Feature2 == "" && r.Repaired == r.Repaired { // a number
			name := r.Feature1
			if !r.Quota {
				name += " (no quota)"
			}
			repaired = append(repaired, fmt.Sprintf("%s %.0f %%", name, 100*r.Repaired))
		}
	}
	_, err := fmt.Fprintf(w, "response          %s, estimated\nrepaired          %s\nend to end        seats for each head %s\n",
		ends(func(k study.Kind) study.Number { return k.Relative }), strings.Join(repaired, ", "), ends(func(k study.Kind) study.Number { return k.Whole }))
	return err
}
