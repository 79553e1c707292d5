package main

import (
	"context"
	"io"
	"os"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"

	"github.com/evenlot/evenlot/cmd/evenlot/internal/disk"
	"github.com/evenlot/evenlot/cmd/evenlot/internal/term"
	"github.com/evenlot/evenlot/quotas"
	"github.com/evenlot/evenlot/quotas/shares"
	"github.com/evenlot/evenlot/selection"
	"github.com/evenlot/evenlot/selection/ceremony"
	"github.com/evenlot/evenlot/selection/private"
	"github.com/evenlot/evenlot/selection/record"
	"github.com/evenlot/evenlot/selection/report"
	"github.com/evenlot/evenlot/selection/verify"
	"github.com/evenlot/evenlot/selection/words/catalog"
)

type reportOptions struct {
	dir        string
	lang       string
	format     string
	population string
	chain      string
	out        string
	press      bool
	force      bool
	asJSON     bool
	tables     research
}

// Formats of a report.
const (
	formatText = "text"
	formatHTML = "html"
	formatJSON = "json"
)

func newReport(t *term.Terminal) *cobra.Command {
	var o reportOptions
	cmd := &cobra.Command{
		Use:   "report DIR",
		Short: "Tell a council or a newspaper how the panel was selected",
		Long: `Write a report of a record: what was asked, who volunteered, how the chances were made as
equal as possible and what limits them, who was drawn, in totals, what happened
afterwards, and how to check it. It names nobody. A page of HTML is one file with
charts, for a screen, a telephone or paper; text goes to a letter, JSON to programs.

The record is checked first; one that does not hold gets no report. --population gives
the shares of the population, as evenlot quotas reads them, to compare with. --chain adds
what everybody's chance was from the letters on, as evenlot endtoend --json says it. --press
writes half a page for a newspaper. select and draw write ` + selection.ReportFile + ` by themselves.

--research writes tables and plots for researchers into a folder: chances of everybody, values and
intersections of two and three in pool, quotas, book and panel, distances, and exact tests
with their null hypotheses in words; datapackage.json says what every column means,
methods.md how it was computed, with sources. With --population there is self-selection,
too: response by group (a rate where --sent says how many letters went out), how much of
it the quotas repair, and the way of each kind of person from the population to a seat. The record must have the folder auditor. In
the organiser's own folder columns of the pool without a quota are tested too; only counts
of them are written. people.csv says what features a public id has, as auditor/pool.csv
does: keep it as you keep that. The other files are for everybody.

The language is that of --lang (` + strings.Join(languages(), ", ") + `), or else of the environment.

Exit codes: 0 done, 1 a fault in a file or folder, 2 a command line that makes no sense,
4 a record that does not hold.`,
		Example: `  evenlot report record
  evenlot report record --lang de --out bericht.html
  evenlot report record --population census.csv --out report.html
  evenlot report record --press
  evenlot report record --research tables --population census.csv`,
		Args: oneFolder,
		RunE: func(cmd *cobra.Command, args []string) error {
			o.dir = args[0]
			return o.run(cmd.Context(), t, cmd.InOrStdin())
		},
	}
	f := cmd.Flags()
	languageFlag(cmd, &o.lang)
	o.tables.flags(cmd)
	f.Var(text{&o.format, "KIND"}, "format", "text, html or json (default: by the name of --out, else text)")
	f.Var(text{&o.population, "FILE"}, "population", "shares of the population: CSV or XLSX, one group a row")
	f.Var(text{&o.chain, "FILE"}, "chain", "what evenlot endtoend --json printed: the chances from the letters on")
	f.BoolVar(&o.press, "press", false, "half a page for a newspaper")
	f.Var(text{&o.out, "FILE"}, "out", "the file to write to (default: standard output)")
	f.BoolVar(&o.force, "force", false, "replace a file that stands at --out")
	f.BoolVar(&o.asJSON, "json", false, "the same as --format json")
	completes(cmd, "format", formatText, formatHTML, formatJSON)
	return cmd
}

func (o *reportOptions) run(ctx context.Context, t *term.Terminal, stdin io.Reader) error {
	switch asked, err := o.tables.asked(); {
	case err != nil:
		return err
	case asked && (o.out != "" || o.press || o.format != "" || o.chain != ""):
		return term.Usage("--research writes no report: --out, --press, --format and --chain are for one")
	case asked:
		o.tables.dir, o.tables.population, o.tables.force, o.tables.asJSON = o.dir, o.population, o.force, o.asJSON
		return o.tables.run(ctx, t)
	}
	format, err := o.formatOf()
	if err != nil {
		return err
	}
	language, err := languageOf(o.lang)
	if err != nil {
		return err
	}
	var population *shares.Shares
	if o.population != "" {
		if population, err = readPopulation(t, o.population, stdin); err != nil {
			return err
		}
	}
	r, err := makeReport(t, o.dir, population)
	if err != nil {
		return err
	}
	if o.chain != "" {
		data, err := disk.ReadInput(o.chain, stdin)
		if err != nil {
			return err
		}
		if err := r.ReadChain(data); err != nil {
			return term.Hint(term.Fault("%s: %w", o.chain, err), "evenlot endtoend %s --letters DIR --json makes it", shellQuote(o.dir))
		}
	}
	return o.write(t, layOut(r, language, format, o.press))
}

// formatOf is what --format and --json ask for, or the ending of --out.
func (o *reportOptions) formatOf() (string, error) {
	switch {
	case o.asJSON && o.format != "" && o.format != formatJSON:
		return "", term.Usage("--json and --format %s exclude each other", o.format)
	case o.asJSON:
		return formatJSON, nil
	case o.format == formatText || o.format == formatHTML || o.format == formatJSON:
		return o.format, nil
	case o.format != "":
		return "", term.Usage("--format is %q, expected text, html or json", o.format)
	}
	switch strings.ToLower(filepath.Ext(o.out)) {
	case ".html", ".htm":
		return formatHTML, nil
	case ".json":
		return formatJSON, nil
	}
	return formatText, nil
}

// readPopulation reads the shares of the population.
func readPopulation(t *term.Terminal, path string, stdin io.Reader) (*shares.Shares, error) {
	data, err := disk.ReadInput(path, stdin)
	if err != nil {
		return nil, err
	}
	read, faults := shares.Read(path, data, shares.Options{})
	if len(faults) > 0 {
		return nil, term.FaultError(faults)
	}
	for _, said := range read.Said {
		t.Say("%s: %s", path, said)
	}
	return read, nil
}

// makeReport reads a record and checks it.
func makeReport(t *term.Terminal, dir string, population *shares.Shares) (*report.Report, error) {
	rec, v, err := soundRecord(dir, "no report")
	if err != nil {
		return nil, err
	}
	in := report.Input{Record: rec, Verdict: v, Population: population, Order: written(dir, rec)}
	if population != nil {
		tellUnmatched(t, in)
	}
	return report.Of(in), nil
}

// tellUnmatched says which answers the shares of the population do not have.
func tellUnmatched(t *term.Terminal, in report.Input) {
	if missing := report.Unmatched(in); len(missing) > 0 {
		t.Say("no share of the population is given for %s", strings.Join(missing, ", "))
	}
}

// layOut gives the bytes of a report.
func layOut(r *report.Report, l catalog.Language, format string, press bool) []byte {
	if format == formatJSON {
		return r.JSON()
	}
	document := r.Document(l)
	if press {
		document = r.Press(l)
	}
	if format == formatHTML {
		return document.HTML()
	}
	return []byte(document.Text())
}

func (o *reportOptions) write(t *term.Terminal, data []byte) error {
	if o.out == "" {
		_, err := t.Out.Write(data)
		return err
	}
	file, err := disk.Create(o.out, o.force)
	if err != nil {
		return err
	}
	return disk.WriteFiles([]*disk.File{file}, func(out []io.Writer) error {
		_, err := out[0].Write(data)
		return err
	})
}

// written is the table of a record with the lines of the organiser's file, where the folder has
// what knows them.
func written(dir string, rec *record.Record) *quotas.Table {
	data, err := disk.ReadFile(filepath.Join(dir, filepath.FromSlash(private.NotesFile)))
	if err != nil {
		return nil // a reader who is no organiser
	}
	return private.Order(data, rec.Table)
}

// addReport adds to the files of a step the page for people, in the language given: of a record with
// all its files, which holds by the verdict. It gives the report; nil where there is none.
func addReport(step, all record.Files, v *verify.Verdict, l catalog.Language) *report.Report {
	rec, faults := record.Parse(all)
	if len(faults) > 0 {
		return nil // the record is refused elsewhere
	}
	in := report.Input{Record: rec, Verdict: v}
	if noted, ok := all[private.NotesFile]; ok {
		in.Order = private.Order(noted, rec.Table)
	}
	r := report.Of(in)
	step[selection.ReportFile] = layOut(r, l, formatHTML, false)
	return r
}

// report adds to a draw the report of the whole record, as it will be then.
func (h *held) report(step *ceremony.Step, l catalog.Language) *report.Report {
	all, _ := record.Load(disk.RecordFolder(h.dir))
	for name, data := range step.Added {
		if h.event > 0 {
			name = record.EventPath(h.event, name)
		}
		if record.IsKnown(name) {
			all[name] = data
		}
	}
	if noted, err := disk.ReadFile(filepath.Join(h.dir, filepath.FromSlash(private.NotesFile))); err == nil {
		all[private.NotesFile] = noted
	}
	v := verify.CheckFiles(all, nil)
	if !v.OK() {
		return nil
	}
	return addReport(step.Added, all, v, l)
}

// refreshReport writes report.html anew after an event that no draw ends, where there is one. It is a
// courtesy: report writes it elsewhere.
func (h *held) refreshReport(t *term.Terminal, l catalog.Language) {
	whole := &held{dir: h.dir}
	if info, err := os.Lstat(whole.path(selection.ReportFile)); err != nil || !info.Mode().IsRegular() {
		return
	}
	r, err := makeReport(t, h.dir, nil)
	if err == nil {
		err = whole.rewrite(selection.ReportFile, layOut(r, l, formatHTML, false))
	}
	if err != nil {
		t.Say("%s: the report was not written anew: %v", h.dir, err)
	}
}
