package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"unicode"

	"github.com/spf13/cobra"

	"github.com/evenlot/evenlot/selection"
	"github.com/evenlot/evenlot/selection/record"
	"github.com/evenlot/evenlot/selection/verify"
)

func newVerify(t *terminal) *cobra.Command {
	var asJSON, recompute bool
	cmd := &cobra.Command{
		Use:   "verify DIR",
		Short: "Check a record, line by line",
		Long: `Check the record in a folder: the hashes, the draw, the book. Without the folder
auditor, what needs the features of the people is not checkable, and said to be so.

With --recompute the chances and the book are computed again from the auditor's
pool, and every file of public and auditor must come out the same byte for byte.

Exit codes: 0 nothing failed, 1 the folder cannot be read, 4 a check failed.`,
		Example: `  evenlot verify record
  evenlot verify record --recompute`,
		Args: func(_ *cobra.Command, args []string) error {
			if len(args) != 1 {
				return hint(usage("verify needs one folder, not %d", len(args)), "evenlot verify --help shows an example")
			}
			return nil
		},
		RunE: func(cmd *cobra.Command, args []string) error {
			folder, err := openRecord(args[0])
			if err != nil {
				return err
			}
			v := verify.Check(folder)
			if recompute {
				err = again(cmd.Context(), t, folder, v)
			}
			if err != nil {
				return err
			}
			return tell(t, v, asJSON)
		},
	}
	cmd.Flags().BoolVar(&recompute, "recompute", false, "compute everything again and compare")
	cmd.Flags().BoolVar(&asJSON, "json", false, "print one JSON document")
	return cmd
}

// openRecord opens a folder that has at least the outline of a record.
func openRecord(dir string) (fs.FS, error) {
	for _, path := range []string{dir, filepath.Join(dir, "public")} {
		info, err := os.Stat(path)
		switch {
		case errors.Is(err, fs.ErrNotExist) && path != dir:
			return nil, hint(fault("%s: has no folder public", dir), "name the folder that holds public")
		case err != nil:
			return nil, err
		case !info.IsDir():
			return nil, fault("%s: is not a folder", path)
		}
	}
	return os.DirFS(dir), nil
}

// again adds to a verdict one check for each file of public and auditor, which must
// be what the computation gives. Only a record that holds so far is worth it.
func again(ctx context.Context, t *terminal, folder fs.FS, v *verify.Verdict) error {
	const name = "the computation again"
	rec, faults := record.Open(folder)
	why := ""
	switch {
	case !v.OK() || len(faults) > 0:
		why = "the record does not hold as it is"
	case rec.Roster == nil:
		why = "needs " + record.RosterFile
	}
	if why != "" {
		v.Checks = append(v.Checks, verify.Finding{Name: name, Why: why})
		return nil
	}
	want, err := selection.Recompute(ctx, rec, t.progress)
	t.clear()
	if ctx.Err() != nil {
		return ctx.Err()
	}
	if err != nil {
		v.Checks = append(v.Checks, verify.Finding{Name: name, Expected: "a book", Got: err.Error(), Status: verify.Failed})
		return nil
	}
	for _, c := range verify.Compare(rec.Files, withOptional(want, rec.Files)) {
		c.Name += " computed again"
		v.Checks = append(v.Checks, c)
	}
	return nil
}

// withOptional adds the files that a record may have but no computation gives.
func withOptional(want, got record.Files) record.Files {
	for _, name := range record.Optional() {
		if data, ok := got[name]; ok {
			want[name] = data
		}
	}
	want.Seal()
	return want
}

// holds is nil for a record that passes every check.
func holds(folder fs.FS) error { return sound(verify.Check(folder)) }

// sound is nil where nothing failed in a record that was just made.
func sound(v *verify.Verdict) error {
	failed := v.Failed()
	if len(failed) == 0 {
		return nil
	}
	c := failed[0]
	return fault("internal error: the record just made does not hold, so nothing was kept: %s: expected %s, got %s; "+
		"please report it with the command line", c.Name, c.Expected, c.Got)
}

// tell prints a verdict and turns it into an exit code.
func tell(t *terminal, v *verify.Verdict, asJSON bool) error {
	print := tellText
	if asJSON {
		print = tellJSON
	}
	if err := print(t.out, v); err != nil {
		return err
	}
	if !v.OK() {
		return &failure{code: exitUnverified, err: errors.New("a check failed"), said: true}
	}
	return nil
}

func tellJSON(w io.Writer, v *verify.Verdict) error {
	return writeJSON(w, struct {
		OK     bool             `json:"ok"`
		Checks []verify.Finding `json:"checks"`
	}{v.OK(), v.Checks})
}

// tellText prints a line for every check and one for all.
func tellText(w io.Writer, v *verify.Verdict) error {
	var b strings.Builder
	open := 0
	for _, c := range v.Checks {
		fmt.Fprintf(&b, "%s: ", plain(c.Name))
		if c.Status == verify.NotCheckable {
			open++
			fmt.Fprintf(&b, "%s: %s\n", c.Status, plain(c.Why))
			continue
		}
		fmt.Fprintf(&b, "expected %s, got %s: %s", plain(c.Expected), plain(c.Got), c.Status)
		if c.Why != "" {
			fmt.Fprintf(&b, ": %s", plain(c.Why))
		}
		b.WriteByte('\n')
	}
	failed := len(v.Failed())
	if failed > 0 {
		fmt.Fprintf(&b, "NOT VERIFIED: %d of %d checks failed\n", failed, len(v.Checks))
	} else {
		fmt.Fprintf(&b, "verified: %d checks ok, %d not checkable here\n", len(v.Checks)-open, open)
	}
	_, err := io.WriteString(w, b.String())
	return err
}

// plainRunes is how much of a text from a record is printed.
const plainRunes = 200

// plain makes a text from a record safe to print: one line, nothing a terminal
// would obey, not endless.
func plain(text string) string {
	var b strings.Builder
	n := 0
	for _, r := range text {
		if n++; n > plainRunes {
			b.WriteString("…")
			break
		}
		if unicode.IsPrint(r) {
			b.WriteRune(r)
			continue
		}
		b.WriteString(strings.Trim(strconv.QuoteRuneToASCII(r), "'"))
	}
	return b.String()
}
