package main

import (
	"errors"
	"strings"

	"github.com/hbollon/go-edlib"
	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"github.com/evenlot/evenlot/cmd/evenlot/internal/term"
)

// checkCommand refuses a first word that is no command before its flags are read: the flags
// of a command that does not exist cannot be right. So for "help" and a second word.
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
			return nil
		}
	}
	if args[0] == "help" || args[0] == "completion" {
		return nil
	}
	return term.Hint(term.Usage("unknown command %q%s", args[0], perhaps(args[0], known)), "evenlot --help lists the commands")
}

// flagError words what pflag found.
func flagError(cmd *cobra.Command, err error) error {
	how := cmd.CommandPath() + " --help lists its flags"
	var unknown *pflag.NotExistError
	var invalid *pflag.InvalidValueError
	switch {
	case errors.As(err, &unknown) && unknown.GetSpecifiedShortnames() == "":
		var known []string
		cmd.Flags().VisitAll(func(f *pflag.Flag) { known = append(known, f.Name) })
		near := perhaps(unknown.GetSpecifiedName(), known)
		return term.Hint(term.Usage("%s has no flag --%s%s", cmd.Name(), unknown.GetSpecifiedName(), strings.Replace(near, "perhaps ", "perhaps --", 1)), "%s", how)
	case errors.As(err, &invalid):
		return term.Hint(term.Usage("--%s is %q, %w", invalid.GetFlag().Name, invalid.GetValue(), invalid.Unwrap()), "%s", how)
	}
	return term.Hint(term.Usage("%w", err), "%s", how)
}

// perhaps names the one of the known words that a mistyped one may stand for: ", perhaps it".
func perhaps(word string, known []string) string {
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
	if best == "" || tied {
		return ""
	}
	return ", perhaps " + best
}
