package main

import (
	"errors"
	"fmt"

	"github.com/spf13/cobra"

	"github.com/evenlot/evenlot/cmd/evenlot/internal/term"
	"github.com/evenlot/evenlot/quotas"
	"github.com/evenlot/evenlot/selection"
	"github.com/evenlot/evenlot/selection/lottery"
	"github.com/evenlot/evenlot/selection/private"
)

// advised adds to an error which flags of a command lead out of it. The library says what is
// wrong and what to do, and names no flag: other faces have none.
func advised(cmd *cobra.Command, err error) error {
	var f *term.Failure
	if errors.As(err, &f) {
		for _, way := range ways(cmd, f.Faults) {
			err = term.Hint(err, "%s", way)
		}
	}
	return advisedOf(err, err)
}

// advisedOf adds to an error what leads out of its cause.
func advisedOf(err, cause error) error {
	var short *selection.TooShort
	var few *lottery.TooFew
	var unknown *private.Unknown
	switch {
	case errors.As(cause, &short):
		return term.Hint(err, "--pages %d makes a book that is long enough", short.Needed)
	case errors.As(cause, &few):
		return term.Hint(err, "--pages N asks for a number of pages")
	case errors.As(cause, &unknown) && unknown.Taken > 0:
		return term.Hint(err, "evenlot book --selected FILE makes a record that fills a seat taken before the draw")
	}
	return err
}

// ways are the flags of a command that lead out of faults, each once.
func ways(cmd *cobra.Command, faults quotas.Faults) (all []string) {
	said := map[string]bool{}
	for _, fault := range faults {
		name, does := way(cmd, fault)
		flag := cmd.Flags().Lookup(name)
		if flag == nil || said[name] {
			continue
		}
		said[name] = true
		all = append(all, fmt.Sprintf("--%s %s %s", name, flag.Value.Type(), does))
	}
	return all
}

// way is the flag that leads out of a fault, and what it does; "": there is none.
func way(cmd *cobra.Command, fault quotas.Fault) (flag, does string) {
	switch fault.Code {
	case "id-damaged":
		return "id", "takes another column for the ids"
	case "value-unmade":
		return "answer", "says what an answer stands for"
	case "across-missing":
		return "across", "names the feature along the header"
	case "decision-stale":
		return "doubts", "makes the table of doubts anew"
	case "sheet-unclear":
		for _, input := range []string{"pool", "quotas"} {
			if f := cmd.Flags().Lookup(input); f != nil && f.Value.String() == fault.File {
				return input + "-sheet", "says which sheet"
			}
		}
	}
	return "", ""
}
