package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"runtime/debug"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/evenlot/evenlot/cmd/evenlot/internal/term"
)

const long = `evenlot turns a pool of volunteers and a quota table into a book: a numbered list
of equally likely panels, each meeting every quota, that together give every
volunteer the fairest chance the quotas allow. One public number then opens the
book at a page. Anyone can check both halves.

A pool, a quota table, a round of drand or a slip is read from a plain file of at most
2 GiB, or, where its name is -, from standard input.

Exit codes: 0 done, 1 a fault in a file or folder, 2 a command line that makes no
sense, 3 the quotas cannot be met, 4 a record that does not hold.`

// grace is how long an interrupted command may take to clean up.
const grace = 3 * time.Second

// run is the program: it prints what err says and hands it on for the exit code.
// Results go to stdout, all else to stderr. When ctx ends, so does run.
func run(ctx context.Context, args []string, stdin io.Reader, stdout, stderr io.Writer) error {
	t := term.New(stdout, stderr)
	done := make(chan error, 1)
	go func() {
		done <- guard(func() error { return execute(ctx, t, args, stdin) })
	}()
	var err error
	select {
	case err = <-done:
	case <-ctx.Done():
		select {
		case err = <-done:
		case <-time.After(grace):
			err = term.Fault("interrupted")
		}
	}
	t.Clear()
	if err != nil {
		term.Report(stderr, err)
		if term.WantsJSON(args) {
			err = errors.Join(err, term.ReportJSON(stdout, err))
		}
	}
	return err
}

// execute finds and runs the command that args name.
func execute(ctx context.Context, t *term.Terminal, args []string, stdin io.Reader) error {
	started := false
	root := newRoot(t, &started)
	root.SetArgs(args)
	root.SetIn(stdin)
	root.SetOut(t.Out)
	root.SetErr(t.Err)
	if err := checkCommand(root, args); err != nil {
		return err
	}
	cmd, err := root.ExecuteContextC(ctx)
	var f *term.Failure
	if err != nil && !started && !errors.As(err, &f) { // cobra's own: flags and names
		err = term.Hint(term.Usage("%w", err), "evenlot --help lists the commands and evenlot COMMAND --help their flags")
	}
	return advised(cmd, err)
}

// guard turns a panic into an error.
func guard(work func() error) (err error) {
	defer func() {
		if r := recover(); r != nil {
			err = internal(r, debug.Stack())
		}
	}()
	return work()
}

// internal is the error for a panic: a defect of evenlot, in one sentence.
func internal(r any, stack []byte) error {
	if os.Getenv("EVENLOT_DEBUG") == "1" {
		return term.Fault("internal error: %v\n%s", r, stack)
	}
	text, _, _ := strings.Cut(fmt.Sprint(r), "\n")
	return term.Hint(term.Fault("internal error: %s; please report it with the command line", text),
		"EVENLOT_DEBUG=1 shows where it happened")
}

func newRoot(t *term.Terminal, started *bool) *cobra.Command {
	root := &cobra.Command{
		Use:               "evenlot",
		Short:             "Select citizens' assemblies so that everyone can check it",
		Long:              long,
		Version:           version(),
		SilenceErrors:     true,
		SilenceUsage:      true,
		DisableAutoGenTag: true,
		Args:              noArgs,
		RunE:              func(cmd *cobra.Command, _ []string) error { return cmd.Help() },
		PersistentPreRun:  func(*cobra.Command, []string) { *started = true },
	}
	root.PersistentFlags().BoolVarP(&t.Quiet, "quiet", "q", false, "print results and errors only")
	root.SetFlagErrorFunc(flagError)
	root.SetVersionTemplate("evenlot {{.Version}}\n")
	root.CompletionOptions.HiddenDefaultCmd = true
	root.AddCommand(newAccess(t), newAlternates(t), newBook(t), newChance(t), newCheck(t), newCompare(t), newDraw(t), newExplain(t), newForget(t), newInit(t), newInvite(t), newMix(t), newQuotas(t), newReplace(t), newReport(t), newRotate(t), newSample(t), newSelect(t), newStatus(t), newVerify(t))
	root.AddCommand(newEndToEnd(t), newMail(t), newManipulation(t), newPlaces(t), newPlan(t), newSimulate(t))
	root.AddCommand(newTopics()...)
	for _, cmd := range root.Commands() {
		cmd.DisableFlagsInUseLine = true
		offerValues(cmd)
	}
	return root
}

// noArgs refuses words that are no flags.
func noArgs(cmd *cobra.Command, args []string) error {
	switch {
	case len(args) == 0:
		return nil
	case cmd.HasParent():
		return term.Hint(term.Usage("%s takes flags only, not %q", cmd.Name(), args[0]), "%s --help shows an example", cmd.CommandPath())
	}
	return term.Hint(term.Usage("unknown command %q", args[0]), "evenlot --help lists the commands")
}

// version is what the build knows of itself.
func version() string {
	info, ok := debug.ReadBuildInfo()
	if !ok || info.Main.Version == "" {
		return "(unknown version)"
	}
	return info.Main.Version
}
