package main

import (
	"context"
	"errors"
	"fmt"
	"io"

	"github.com/spf13/cobra"

	"github.com/evenlot/evenlot/cmd/evenlot/internal/disk"
	"github.com/evenlot/evenlot/cmd/evenlot/internal/term"
	"github.com/evenlot/evenlot/quotas/plain"
	"github.com/evenlot/evenlot/selection/ceremony"
	"github.com/evenlot/evenlot/selection/private"
	"github.com/evenlot/evenlot/selection/record"
	"github.com/evenlot/evenlot/selection/words/catalog"
)

type drawOptions struct {
	valueFlags
	dir    string
	event  int
	abort  string
	lang   string
	asJSON bool
}

func newDraw(t *term.Terminal) *cobra.Command {
	var o drawOptions
	cmd := &cobra.Command{
		Use:   "draw DIR VALUE",
		Short: "Open the book at the page that the public value names",
		Long: `Draw from a record that book wrote, with the public value that was announced: digits,
lottery numbers, a round of drand, any text for a rehearsal. The record is checked
against its commitment first, and there is one draw only. What book --mix wrote is mixed
first, with mix.

A round of drand is given as what a relay shows (JSON, in a file: --beacon) or as its
signature (96 hexadecimal digits). It is checked without a network.

With --event the draw is that of an event of the record, which replace, rotate or alternates
made: the drawn page names those who join, leave, or are next in line.

With --abort the ceremony ends without a draw: the record says so and why, and
book --supersedes (for an event: replace) makes the one that takes its place.

Exit codes: 0 done, 1 a fault in a file or folder, or a draw that may not be, 2 a
command line that makes no sense or another value than announced, 4 a record that is
not what was committed to.`,
		Example: `  evenlot draw record 31415926535897932384
  evenlot draw record --value "3 12 19 27 44 45 + 7"
  evenlot draw record --beacon round.json
  evenlot draw record --dice 3141592653 --beacon round.json
  evenlot draw record --event 1 27182818284590452353
  evenlot draw record --abort "the hall was closed"`,
		Args: oneValue,
		RunE: func(cmd *cobra.Command, args []string) (err error) {
			if o.dir, err = o.words(cmd, args); err != nil {
				return err
			}
			if cmd.Flags().Changed("abort") {
				return runAbort(cmd.Context(), t, o)
			}
			return runDraw(cmd.Context(), t, o, cmd.InOrStdin())
		},
	}
	o.valueFlags.flags(cmd)
	f := cmd.Flags()
	f.Var(text{&o.abort, "TEXT"}, "abort", "end the ceremony without a draw, for this reason")
	f.Var(count{&o.event, 1, record.MaxEvents}, "event", "draw this event of the record, from 1 on")
	f.BoolVar(&o.asJSON, "json", false, "print the summary as one JSON document")
	languageFlag(cmd, &o.lang)
	return cmd
}

// runDraw draws. Nothing is written before everything is known and verified.
func runDraw(ctx context.Context, t *term.Terminal, o drawOptions, stdin io.Reader) error {
	language, err := languageOf(o.lang)
	if err != nil {
		return err
	}
	h, err := openEvent(o.dir, o.event)
	if err != nil {
		return err
	}
	disk.TellLeftovers(t, o.dir)
	c, err := h.committed()
	if err != nil {
		h.packed(t)
		return err
	}
	if err := c.CheckDue(now().Unix()); err != nil {
		return term.Fault("%s: %w", h.shown(), err)
	}
	input, err := o.input("draw", c.Record().Source.Source, c.Record().Rules.Pages, stdin)
	if err != nil {
		return err
	}
	private, err := h.private(private.PeopleFile, private.NotesFile)
	if err != nil {
		return err
	}
	drawn, step, err := c.Draw(now().Unix(), private, input)
	if err != nil {
		return h.within(err)
	}
	told := h.report(step, language)
	if err := h.put(ctx, step); err != nil {
		return err
	}
	pack(t, h.dir)
	if h.event > 0 {
		err = tellJoined(t, h, drawn, language, o.asJSON)
	} else {
		err = summarise(t, summed{o.dir, drawn.Summary, told, nil, language}, o.asJSON)
		sayNextInLine(t, o.dir, c.Record().Rules.Alternates())
	}
	if err != nil {
		return term.Hint(err, "the draw is complete: %s", o.dir)
	}
	return nil
}

// sayNextInLine tells how the alternates are put down whom a draw named; 0: it named none.
func sayNextInLine(t *term.Terminal, dir string, alternates int) {
	if alternates > 0 {
		t.Say("the public value also names %s: evenlot alternates %s --drawn puts them down", plain.Count(alternates, "alternate", "alternates"), shellQuote(dir))
	}
}

// runAbort ends a ceremony without a draw.
func runAbort(ctx context.Context, t *term.Terminal, o drawOptions) error {
	if o.value != "" || o.beacon != "" || o.dice != "" {
		return term.Usage("--abort takes no public value")
	}
	language, err := languageOf(o.lang)
	if err != nil {
		return err
	}
	h, err := openEvent(o.dir, o.event)
	if err != nil {
		return err
	}
	disk.TellLeftovers(t, o.dir)
	if err := h.ended(); err != nil {
		h.packed(t)
		return err
	}
	step, err := h.callOff(o.abort)
	var f *term.Failure
	switch {
	case errors.Is(err, ceremony.ErrOther):
		return h.within(err)
	case err != nil && !errors.As(err, &f):
		return term.Usage("--abort: %w", err)
	case err != nil:
		return err
	}
	if err := h.put(ctx, step); err != nil {
		return err
	}
	pack(t, h.dir)
	next := "book --supersedes"
	if h.event > 0 {
		next = "replace"
	}
	say := catalog.In(language)
	tail := lined([][2]string{
		{say.Say("cli.commitment"), record.Commitment(h.state.Record().Files)}, {say.Say("cli.publish"), published(say, o.dir)},
		{say.Say("cli.next_one"), fmt.Sprintf("evenlot %s %s ...", next, shellQuote(o.dir))},
	})
	said := say.Say("cli.off", o.abort)
	_, err = fmt.Fprint(t.Out, said, "\n", tail)
	return err
}
