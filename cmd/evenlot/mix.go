package main

import (
	"context"
	"errors"
	"io"
	"maps"

	"github.com/spf13/cobra"

	"github.com/evenlot/evenlot/cmd/evenlot/internal/disk"
	"github.com/evenlot/evenlot/cmd/evenlot/internal/term"
	"github.com/evenlot/evenlot/selection"
	"github.com/evenlot/evenlot/selection/private"
	"github.com/evenlot/evenlot/selection/record"
	"github.com/evenlot/evenlot/selection/words/catalog"
)

type mixOptions struct {
	valueFlags
	dir    string
	event  int
	lang   string
	asJSON bool
}

func newMix(t *term.Terminal) *cobra.Command {
	var o mixOptions
	cmd := &cobra.Command{
		Use:   "mix DIR VALUE",
		Short: "Make the book of a record, mixed by a public value",
		Long: `Make the book of a record that book --mix wrote, with the public value that was
announced for the mixing: the value decides who sits with whom, and on which pages, so
that nobody could choose the book. The record is checked against its commitment first,
the pool files are not read again, and there is one mixing only. Print the text to
publish; the draw comes later, with draw.

Values are given as for draw. If the command is interrupted, the same command finishes
it. draw --abort calls the ceremony off, before the mixing as well as after it.

Exit codes: 0 done, 1 a fault in a file or folder, or a mixing that may not be, 2 a
command line that makes no sense or another value than announced, 4 a record that is
not what was committed to.`,
		Example: `  evenlot mix record 27182818284590452353
  evenlot mix record --beacon round.json
  evenlot mix record --dice 3141592653 --beacon round.json`,
		Args: oneValue,
		RunE: func(cmd *cobra.Command, args []string) (err error) {
			if o.dir, err = o.words(cmd, args); err != nil {
				return err
			}
			return runMix(cmd.Context(), t, o, cmd.InOrStdin())
		},
	}
	o.valueFlags.flags(cmd)
	cmd.Flags().Var(count{&o.event, 1, record.MaxEvents}, "event", "mix the book of this event of the record, from 1 on")
	cmd.Flags().BoolVar(&o.asJSON, "json", false, "print the summary as one JSON document")
	languageFlag(cmd, &o.lang)
	return cmd
}

// runMix makes the book. Nothing is written before everything is known and verified.
func runMix(ctx context.Context, t *term.Terminal, o mixOptions, stdin io.Reader) error {
	language, err := languageOf(o.lang)
	if err != nil {
		return err
	}
	h, err := openEvent(o.dir, o.event)
	if err != nil {
		return err
	}
	disk.TellLeftovers(t, o.dir)
	f, err := h.fixed()
	if err != nil {
		h.packed(t)
		return err
	}
	if err := f.CheckDue(now().Unix()); errors.Is(err, selection.ErrLate) {
		return term.Hint(term.Fault("%s: %w", h.shown(), err), `evenlot draw %s --abort "why" calls it off, and --supersedes names it`, h.words())
	} else if err != nil {
		return term.Fault("%s: %w", h.shown(), err)
	}
	input, err := o.input("mix", f.Record().MixSource.Source, f.Record().Rules.Pages, stdin)
	if err != nil {
		return err
	}
	private, err := h.private(private.PeopleFile, private.FixedNotesFile, private.KeyFile)
	if err != nil {
		return err
	}
	mixed, step, err := f.Mix(ctx, now().Unix(), private, input, t.Progress)
	t.Clear()
	if err != nil {
		return h.within(err)
	}
	if language != catalog.English {
		maps.Copy(step.Added, mixed.SlipsIn(language))
	}
	if err := h.put(ctx, step); err != nil {
		return err
	}
	pack(t, h.dir)
	if err := tellBook(t, mixed.Prepared, told{h, language, h.announceIn(t, language)}, o.asJSON); err != nil {
		return term.Hint(err, "the book is complete: %s", o.dir)
	}
	return nil
}
