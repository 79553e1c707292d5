package main

import (
	"embed"
	"strings"

	"github.com/spf13/cobra"

	"github.com/evenlot/evenlot/selection/invite"
	"github.com/evenlot/evenlot/selection/places"
	"github.com/evenlot/evenlot/selection/record"
)

//go:embed topics/*.txt
var guides embed.FS

// guide is a page of the help for people who have a task, not a command.
func guide(name string) string {
	text, err := guides.ReadFile("topics/" + name + ".txt")
	if err != nil {
		panic("evenlot: internal error: no guide " + name)
	}
	return strings.TrimSuffix(string(text), "\n")
}

// newTopics are pages of the help that are no commands.
func newTopics() []*cobra.Command {
	return []*cobra.Command{
		{Use: "ceremony", Short: "A draw in public, step by step", Long: guide("ceremony")},
		{Use: "files", Short: "What goes in, what comes out, and who may see it", Long: guide("files")},
		{Use: "after", Short: "What to do when members leave", Long: guide("after")},
		{Use: "places-rule", Short: "The rule by which places are drawn: write a checker from this", Long: places.Specification()},
		{Use: "letters", Short: "The rule by which letters are drawn: write a checker from this", Long: invite.Specification()},
		{Use: "record", Short: "The format of a record: write a checker from this", Long: record.Specification()},
		{Use: "proof", Short: "What a proof states, and how to check it", Long: record.Section("The proof")},
		{Use: "threats", Short: "Who could cheat how, and what comes of it", Long: record.Section("Who could cheat")},
	}
}
