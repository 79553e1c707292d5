package main

import (
	"context"
	"fmt"
	"maps"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"

	"github.com/evenlot/evenlot/cmd/evenlot/internal/term"
	"github.com/evenlot/evenlot/selection"
	"github.com/evenlot/evenlot/selection/draw"
	"github.com/evenlot/evenlot/selection/private"
	"github.com/evenlot/evenlot/selection/record"
	"github.com/evenlot/evenlot/selection/report"
	"github.com/evenlot/evenlot/selection/verify"
	"github.com/evenlot/evenlot/selection/words"
	"github.com/evenlot/evenlot/selection/words/catalog"
)

type selectOptions struct {
	making
	seed   string
	sealed bool
	lang   string
}

func newSelect(t *term.Terminal) *cobra.Command {
	var o selectOptions
	cmd := &cobra.Command{
		Use:   "select --pool FILE --quotas FILE --seats N --seed TEXT --out DIR",
		Short: "Select a panel in one go",
		Long: `Check the files, make the book, open it at the page that the public value names,
and write the record. The same files, flags and public value give the same bytes
in public and auditor on every machine; the order of the rows does not matter.

The public value is given here before the book exists, so whoever runs this could
try several: it is for rehearsals, and for operators who are trusted. The record
says so. Other reservations are printed with the summary; one always is:
` + reservation(verify.CaveatUnmixed) + `

Exit codes: 0 done, 1 a fault in a file or folder, 2 a command line that makes no
sense, 3 the quotas cannot be met.`,
		Example: `  evenlot select --pool pool.csv --quotas quotas.csv --seats 40 --seed "3 12 19 27 44 45" --out record
  evenlot select --pool pool.csv --quotas quotas.csv --seats 40 --seed 5 --household address,postcode --out record`,
		Args: noArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			if err := need(cmd, "pool", "seats", "seed", "out"); err != nil {
				return err
			}
			return runSelect(cmd.Context(), t, o)
		},
	}
	o.making.flags(cmd, "a key derived from pool and rules")
	cmd.Flags().Var(text{&o.seed, "TEXT"}, "seed", "the public value: what was drawn in public")
	cmd.Flags().BoolVar(&o.sealed, "sealed", false, "publish seals in place of the pages")
	languageFlag(cmd, &o.lang)
	return cmd
}

// runSelect goes the whole way. Nothing is written before everything is known, and
// nothing stands under the name given before it was verified.
func runSelect(ctx context.Context, t *term.Terminal, o selectOptions) error {
	value, err := draw.ParsePublic(o.seed)
	if err != nil {
		return term.Usage("--seed: %w", err)
	}
	language, err := languageOf(o.lang)
	if err != nil {
		return err
	}
	request, out, err := o.prepare(t)
	if err != nil {
		return err
	}
	request.PublicValue = value
	if o.sealed {
		request.Form = record.FormSealed
	}
	result, err := selection.Run(ctx, request)
	t.Clear()
	if err != nil {
		return o.explained(request.Pool, err)
	}
	if len(result.Person) <= mostLetters { // more would double the time of a large pool
		maps.Copy(result.Files, result.SlipsIn(language))
	}
	var told *report.Report
	err = o.write(ctx, t, out, result.Files, func(v *verify.Verdict) { told = addReport(result.Files, result.Files, v, language) })
	if err != nil {
		return err
	}
	defer sayNextInLine(t, o.out, o.alternates)
	gives := result.Disclosure()
	if err := summarise(t, summed{o.out, result.Summary(), told, &gives, language}, o.asJSON); err != nil {
		return term.Hint(err, "the record is complete: %s", o.out)
	}
	return nil
}

// A summed selection is what its operator is told.
type summed struct {
	dir     string
	summary *words.Summary
	report  *report.Report    // nil: there is none
	gives   *words.Disclosure // what publishing gives away; nil: that was said before the draw
	lang    catalog.Language
}

// summarise prints what came out, where the files are and how to check them.
func summarise(t *term.Terminal, s summed, asJSON bool) error {
	dir, summary, disclosure := s.dir, s.summary, ""
	if s.gives != nil {
		disclosure = s.gives.String()
	}
	if asJSON {
		return term.WriteJSON(t.Out, struct {
			*words.Summary
			Disclosure string `json:"disclosure,omitempty"`
			Out        string `json:"out"`
		}{summary, disclosure, dir})
	}
	if s.lang != catalog.English && s.report != nil {
		return s.translated(t)
	}
	if disclosure != "" {
		disclosure = "gives away        " + disclosure + "\n"
	}
	in := func(name string) string { return filepath.Join(dir, filepath.FromSlash(name)) }
	_, err := fmt.Fprintf(t.Out, `%s
selected people   %s
everyone else     %s
to read           %s
%sto publish        %s
for an auditor    %s
keep to yourself  %s
public value      %s
commitment        %s
to verify         evenlot verify %s
`, summary, in(private.SelectedFile), in(private.RemainingFile), in(selection.ReportFile), disclosure, published(catalog.In(s.lang), dir), in("auditor"), in("private"),
		summary.PublicValue, summary.Commitment, shellQuote(dir))
	return err
}

// translated prints the summary in another language than English.
func (s summed) translated(t *term.Terminal) error {
	say := catalog.In(s.lang)
	in := func(name string) string { return filepath.Join(s.dir, filepath.FromSlash(name)) }
	rows := [][2]string{
		{say.Say("cli.selected"), in(private.SelectedFile)}, {say.Say("cli.others"), in(private.RemainingFile)}, {say.Say("cli.report"), in(selection.ReportFile)},
	}
	if s.gives != nil {
		rows = append(rows, [2]string{say.Say("cli.gives"), s.gives.In(s.lang)})
	}
	rows = append(rows, [][2]string{
		{say.Say("cli.publish"), published(say, s.dir)}, {say.Say("cli.auditor"), in("auditor")}, {say.Say("cli.keep"), in("private")},
		{say.Say("cli.value"), s.summary.PublicValue}, {say.Say("cli.commitment"), s.summary.Commitment}, {say.Say("cli.verify"), "evenlot verify " + shellQuote(s.dir)},
	}...)
	_, err := fmt.Fprint(t.Out, s.report.Summary(s.lang).Text(), lined(rows))
	return err
}

// shellQuote makes the name of a folder safe to paste into a command line.
func shellQuote(name string) string {
	if strings.HasPrefix(name, "-") { // not a flag
		name = "./" + name
	}
	plain := func(r rune) bool {
		return r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r >= '0' && r <= '9' || strings.ContainsRune("./_-+,:@%"+string(filepath.Separator), r) || r > 0x7f
	}
	if name != "" && strings.TrimFunc(name, plain) == "" {
		return name
	}
	return "'" + strings.ReplaceAll(name, "'", `'\''`) + "'"
}
