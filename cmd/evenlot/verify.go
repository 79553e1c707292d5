package main

import (
	"encoding/json"
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

	"github.com/evenlot/evenlot/selection/verify"
)

func newVerify(t *terminal) *cobra.Command {
	var asJSON bool
	cmd := &cobra.Command{
		Use:   "verify DIR",
		Short: "Check a record, line by line",
		Long: `Check the record in a folder: the hashes, the draw, the book. Without the folder
auditor, what needs the features of the people is not checkable, and said to be so.

Exit codes: 0 nothing failed, 1 the folder cannot be read, 4 a check failed.`,
		Example: `  evenlot verify record`,
		Args: func(_ *cobra.Command, args []string) error {
			if len(args) != 1 {
				return hint(usage("verify needs one folder, not %d", len(args)), "evenlot verify --help shows an example")
			}
			return nil
		},
		RunE: func(_ *cobra.Command, args []string) error {
			folder, err := openRecord(args[0])
			if err != nil {
				return err
			}
			return tell(t, verify.Check(folder), asJSON)
		},
	}
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
	out := json.NewEncoder(w)
	out.SetIndent("", "  ")
	return out.Encode(struct {
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
