package main

import (
	"errors"
	"strings"

	"github.com/hbollon/go-edlib"
	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"github.com/evenlot/evenlot/cmd/evenlot/internal/term"
)

// checkCommand refuses a first word that is no command before its flags are read; where it may
// stand for one, also the flags that this one does not have. Flags that a command does not have are
// refused all at once. So for "help" and a second word.
func checkCommand(root *cobra.Command, args []string) error {
	if len(args) > 1 && args[0] == "help" {
		args = args[1:]
	}
	if len(args) == 0 || strings.HasPrefix(args[0], "-") || strings.HasPrefix(args[0], "__") {
		return nil
	}
	known := []string{"help", "completion"}
	for _, cmd := range root.Commands() {
		known = append(known, cmd.Name())
		known = append(known, cmd.Aliases...)
		if cmd.Name() == args[0] {
			return checkFlags(cmd, args[1:])
		}
	}
	if args[0] == "help" || args[0] == "completion" {
		return nil
	}
	text := ""
	if cmd, _, err := root.Find([]string{nearest(args[0], known)}); err == nil && cmd != root {
		text = strings.Join(strangeFlags(cmd, args[1:]), "")
	}
	return term.Hint(term.Usage("unknown command %q%s%s", args[0], perhaps(args[0], known), text), "evenlot --help lists the commands")
}

// checkFlags refuses flags that a command does not have, where there are several: of a single one
// [flagError] says the same.
func checkFlags(cmd *cobra.Command, args []string) error {
	strange := strangeFlags(cmd, args)
	if len(strange) < 2 || cmd.HasSubCommands() {
		return nil
	}
	return term.Hint(term.Usage("%s", strings.TrimPrefix(strings.Join(strange, ""), "; ")), "%s --help lists its flags", cmd.CommandPath())
}

// strangeFlags says of every flag that a command does not have what it may stand for: "; select has no
// flag --seets, perhaps --seats".
func strangeFlags(cmd *cobra.Command, args []string) (all []string) {
	for i := 0; i < len(args) && args[i] != "--"; i++ {
		name, _, valued := strings.Cut(args[i], "=")
		name, long := strings.CutPrefix(name, "--")
		if !long || name == "help" || name == "version" {
			continue
		}
		f := cmd.Flag(name)
		switch {
		case f == nil:
			all = append(all, "; "+noFlag(cmd, name))
		case !valued && f.NoOptDefVal == "": // the next word is its value
			i++
		}
	}
	return all
}

// noFlag says that a command has no such flag, and what may be meant.
func noFlag(cmd *cobra.Command, name string) string {
	var known []string
	cmd.Flags().VisitAll(func(f *pflag.Flag) { known = append(known, f.Name) })
	_, verbs, _ := strings.Cut(cmd.CommandPath(), " ")
	return verbs + " has no flag --" + name + strings.Replace(perhaps(name, known), "perhaps ", "perhaps --", 1)
}

// flagError words what pflag found.
func flagError(cmd *cobra.Command, err error) error {
	how := cmd.CommandPath() + " --help lists its flags"
	var unknown *pflag.NotExistError
	var invalid *pflag.InvalidValueError
	switch {
	case errors.As(err, &unknown) && unknown.GetSpecifiedShortnames() == "":
		return term.Hint(term.Usage("%s", noFlag(cmd, unknown.GetSpecifiedName())), "%s", how)
	case errors.As(err, &invalid):
		return term.Hint(term.Usage("--%s is %q, %w", invalid.GetFlag().Name, invalid.GetValue(), invalid.Unwrap()), "%s", how)
	}
	return term.Hint(term.Usage("%w", err), "%s", how)
}

// perhaps names the one of the known words that a mistyped one may stand for: ", perhaps it".
func perhaps(word string, known []string) string {
	if near := nearest(word, known); near != "" {
		return ", perhaps " + near
	}
	return ""
}

// nearest is the one of the known words that a mistyped one may stand for; empty: there is none, or
// several.
func nearest(word string, known []string) string {
	best, least, tied := "", len(word), false
	for _, k := range known {
		d := edlib.OSADamerauLevenshteinDistance(word, k)
		if strings.HasPrefix(k, word) && len(word) > 1 {
			d = min(d, 1)
		}
		if d > max(1, len(k)/3) {
			continue
		}
		switch {
		case best == "" || d < least:
			best, least, tied = k, d, false
		case d == least:
			tied = true
		}
	}
	if tied {
		return ""
	}
	return best
}
