package main

import (
	"errors"
	"fmt"
	"strconv"
	"strings"

	"github.com/spf13/cobra"

	"github.com/evenlot/evenlot/cmd/evenlot/internal/term"
)

// A count is a flag that takes a whole number from min to max.
type count struct {
	to  *int
	min int
	max int // 0: as large as it may be
}

func (c count) String() string {
	if c.to == nil || *c.to == 0 {
		return ""
	}
	return strconv.Itoa(*c.to)
}

func (c count) Type() string { return "N" }

// Set refuses every spelling but plain digits: 040, +40, 4e1 and 40.0 are slips.
func (c count) Set(text string) error {
	n, err := strconv.Atoi(text)
	wrong := err != nil || n < c.min || strconv.Itoa(n) != text
	switch {
	case c.max > 0 && (wrong || n > c.max):
		return fmt.Errorf("expected a whole number from %d to %d", c.min, c.max)
	case errors.Is(err, strconv.ErrRange):
		return fmt.Errorf("too large a number")
	case wrong:
		return fmt.Errorf("expected a whole number of at least %d", c.min)
	}
	*c.to = n
	return nil
}

// text is a flag that takes any text, named in the help by what it stands for.
type text struct {
	to   *string
	kind string
}

func (t text) String() string {
	if t.to == nil {
		return ""
	}
	return *t.to
}

func (t text) Type() string { return t.kind }

func (t text) Set(s string) error {
	*t.to = s
	return nil
}

// texts is a flag that may be given several times, with any text.
type texts struct {
	to   *[]string
	kind string
}

func (t texts) String() string {
	if t.to == nil {
		return ""
	}
	return strings.Join(*t.to, " ")
}

func (t texts) Type() string { return t.kind }

func (t texts) Set(s string) error {
	*t.to = append(*t.to, s)
	return nil
}

// people is a flag of names, or of a file of them.
type people struct{ to *[]string }

func (p people) String() string { return names(p).String() }
func (p people) Type() string   { return "NAME,NAME|FILE" }

func (p people) Set(s string) error { return names(p).Set(s) }

// names is a flag that takes names separated by commas.
type names struct{ to *[]string }

func (n names) String() string {
	if n.to == nil {
		return ""
	}
	return strings.Join(*n.to, ",")
}

func (n names) Type() string { return "NAME,NAME" }

func (n names) Set(s string) error {
	for name := range strings.SplitSeq(s, ",") {
		if name = strings.TrimSpace(name); name == "" {
			return fmt.Errorf("an empty name, expected names separated by commas")
		}
		*n.to = append(*n.to, name)
	}
	return nil
}

// need reports all the named flags that were not given, in one error.
func need(cmd *cobra.Command, flags ...string) error {
	if err := configure(cmd); err != nil {
		return err
	}
	var missing []string
	for _, name := range flags {
		f := cmd.Flags().Lookup(name)
		if f == nil {
			panic("need names no flag of the command")
		}
		if !f.Changed || f.Value.String() == "" {
			missing = append(missing, "--"+name+" "+f.Value.Type())
		}
	}
	if len(missing) == 0 {
		return nil
	}
	return term.Hint(term.Usage("%s needs %s", cmd.Name(), strings.Join(missing, ", ")),
		"%s --help shows an example", cmd.CommandPath())
}
