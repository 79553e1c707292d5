package main

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"

	"github.com/evenlot/evenlot/selection"
	"github.com/evenlot/evenlot/selection/draw"
	"github.com/evenlot/evenlot/selection/fair"
)

// maxPages is the longest book: with 1,000 seats its people take 4 GB of memory.
const maxPages = 1_000_000

type selectOptions struct {
	inputs
	ruling
	seed   string
	pages  int
	key    string
	out    string
	force  bool
	asJSON bool
}

func newSelect(t *terminal) *cobra.Command {
	var o selectOptions
	cmd := &cobra.Command{
		Use:   "select --pool FILE --quotas FILE --seats N --seed TEXT --out DIR",
		Short: "Select a panel in one go",
		Long: `Check the files, make the book, open it at the page that the public value names,
and write the record. The same files, flags and public value give the same bytes
in public and auditor on every machine; the order of the rows does not matter.

The public value is given here before the book exists, so whoever runs this could
try several: it is for rehearsals, and for operators who are trusted. The record
says so.

Exit codes: 0 done, 1 a fault in a file or folder, 2 a command line that makes no
sense, 3 the quotas cannot be met.`,
		Example: `  evenlot select --pool pool.csv --quotas quotas.csv --seats 40 --seed "3 12 19 27 44 45" --out record
  evenlot select --pool pool.csv --quotas quotas.csv --seats 40 --seed 5 --household address,postcode --out record`,
		Args: noArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			if err := need(cmd, "pool", "quotas", "seats", "seed", "out"); err != nil {
				return err
			}
			return runSelect(cmd.Context(), t, o)
		},
	}
	o.inputs.flags(cmd)
	o.ruling.flags(cmd)
	f := cmd.Flags()
	f.Var(text{&o.seed, "TEXT"}, "seed", "the public value: what was drawn in public")
	f.Var(text{&o.out, "DIR"}, "out", "the folder to write the record to")
	f.Var(count{&o.pages, 1, maxPages}, "pages", "pages of the book (default: a power of ten, 1000 or more, that gives the smallest chance 5 pages)")
	f.Var(text{&o.key, "FILE"}, "key", "a file with the record key to use again (default: a key derived from pool and rules)")
	f.BoolVar(&o.force, "force", false, "replace a record that stands at --out")
	f.BoolVar(&o.asJSON, "json", false, "print the summary as one JSON document")
	return cmd
}

// runSelect goes the whole way. Nothing is written before everything is known, and
// nothing stands under the name given before it was verified.
func runSelect(ctx context.Context, t *terminal, o selectOptions) error {
	request, out, err := o.prepare(t)
	if err != nil {
		return err
	}
	request.Progress = t.progress
	result, err := selection.Run(ctx, request)
	t.clear()
	var infeasible *fair.Infeasible
	if errors.As(err, &infeasible) {
		return findConflict(request.Pool, o.seats, o.limit()).err()
	}
	if err != nil {
		return err
	}
	t.progress("checking the record", 0, 1)
	err = out.write(ctx, result.Files, holds)
	t.clear()
	if err != nil {
		return err
	}
	if err := o.summarise(t, result); err != nil {
		return hint(err, "the record is complete: %s", o.out)
	}
	return nil
}

// prepare finds every fault that can be found before the work begins.
func (o *selectOptions) prepare(t *terminal) (selection.Request, *folder, error) {
	request := selection.Request{Seats: o.seats, Pages: o.pages, Household: o.limit(), Rule: o.rule, Budget: o.budget}
	var err error
	if request.PublicValue, err = draw.ParsePublic(o.seed); err != nil {
		return request, nil, usage("--seed: %w", err)
	}
	sources := []string{o.pool, o.quotas}
	if o.key != "" {
		sources = append(sources, o.key)
		if request.Key, err = readKey(o.key); err != nil {
			return request, nil, err
		}
	}
	l, err := o.load()
	if err == nil {
		err = l.err()
	}
	if err != nil {
		return request, nil, err
	}
	request.Pool = l.pool
	out, err := newFolder(o.out, o.force, sources...)
	if err != nil {
		return request, nil, err
	}
	for _, stale := range out.leftovers() {
		t.say("%s was left by a run that was killed", stale)
		t.advise("delete it: it may hold names and addresses")
	}
	return request, out, nil
}

// readKey reads a record key: 64 hexadecimal digits and perhaps a line end.
func readKey(path string) (*[32]byte, error) {
	data, err := readInput(path)
	if err != nil {
		return nil, err
	}
	key, err := hex.DecodeString(strings.TrimSpace(string(data)))
	if err != nil || len(key) != sha256.Size {
		return nil, hint(fault("%s: is not a record key, expected 64 hexadecimal digits", path),
			"the key of a record is in its file %s", selection.KeyFile)
	}
	return (*[32]byte)(key), nil
}

// summarise prints what came out, where the files are and how to check them.
func (o *selectOptions) summarise(t *terminal, result *selection.Result) error {
	summary := result.Summary()
	if o.asJSON {
		return writeJSON(t.out, struct {
			*selection.Summary
			Out string `json:"out"`
		}{summary, o.out})
	}
	in := func(name string) string { return filepath.Join(o.out, filepath.FromSlash(name)) }
	_, err := fmt.Fprintf(t.out, `%s
selected people   %s
everyone else     %s
to publish        %s
for an auditor    %s
keep to yourself  %s
commitment        %s
to verify         evenlot verify %s
`, summary, in(selection.SelectedFile), in(selection.RemainingFile), in("public"), in("auditor"), in("private"),
		summary.Commitment, shellQuote(o.out))
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
