package main

import (
	"cmp"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"unicode/utf8"

	"github.com/spf13/cobra"

	"github.com/evenlot/evenlot/cmd/evenlot/internal/term"
	"github.com/evenlot/evenlot/selection"
	"github.com/evenlot/evenlot/selection/words/catalog"
)

// languages are the names of all languages.
func languages() (names []string) {
	for _, l := range catalog.Languages() {
		names = append(names, string(l))
	}
	return names
}

// languageFlag adds --lang.
func languageFlag(cmd *cobra.Command, to *string) {
	cmd.Flags().Var(text{to, "CODE"}, "lang", "language of texts for people: "+strings.Join(languages(), ", ")+" (default: that of the environment)")
	completes(cmd, "lang", languages()...)
}

// languageOf is the language that --lang asks for, or else the environment; English where that
// names none of ours.
func languageOf(flag string) (catalog.Language, error) {
	if flag == "" {
		l, ok := catalog.Parse(cmp.Or(os.Getenv("LC_ALL"), os.Getenv("LC_MESSAGES"), os.Getenv("LANG")))
		if !ok {
			return catalog.English, nil
		}
		return l, nil
	}
	l, ok := catalog.Parse(flag)
	if !ok {
		return l, term.Usage("--lang is %q, expected one of %s", flag, strings.Join(languages(), ", "))
	}
	return l, nil
}

// leastLabel is how wide a column of labels is at least.
const leastLabel = 16

// lined sets labels, and what they are about, in two columns.
func lined(rows [][2]string) string {
	wide := leastLabel
	for _, row := range rows {
		wide = max(wide, utf8.RuneCountInString(row[0]))
	}
	var b strings.Builder
	for _, row := range rows {
		fmt.Fprintf(&b, "%-*s  %s\n", wide, row[0], row[1])
	}
	return b.String()
}

// completes lists what a shell offers for a flag.
func completes(cmd *cobra.Command, flag string, values ...string) {
	err := cmd.RegisterFlagCompletionFunc(flag, func(*cobra.Command, []string, string) ([]string, cobra.ShellCompDirective) {
		return values, cobra.ShellCompDirectiveNoFileComp
	})
	if err != nil {
		panic("evenlot: internal error: " + err.Error())
	}
}

// announceIn writes, in another language than English, what the report says before a draw: a text to
// publish beside announcement.txt, which checkers read and which is English. It is a courtesy, so that what goes
// wrong is only told. It gives the text; empty in English.
func (h *held) announceIn(t *term.Terminal, l catalog.Language) string {
	if l == catalog.English {
		return ""
	}
	name := selection.Announcement(string(l), h.event)
	r, err := makeReport(t, h.dir, nil)
	text := ""
	if err == nil {
		document := r.Document(l)
		if h.event > 0 {
			document = r.Announce(l, h.event)
		}
		text = document.Text()
		err = (&held{dir: h.dir}).rewrite(name, []byte(text))
	}
	if err != nil {
		t.Say("%s: was not written: %v", filepath.Join(h.dir, name), err)
		return ""
	}
	said := catalog.In(l).Say("cli.announced", filepath.Join(h.dir, name))
	t.Say("%s", said)
	return text
}
