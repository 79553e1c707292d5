package main

import (
	"github.com/spf13/cobra"

	"github.com/evenlot/evenlot/selection/invite"
	"github.com/evenlot/evenlot/selection/places"
	"github.com/evenlot/evenlot/selection/record"
)

// newTopics are pages of the help that are no commands.
func newTopics() []*cobra.Command {
	return []*cobra.Command{
		{Use: "places-rule", Short: "The rule by which places are drawn: write a checker from this", Long: places.Specification()},
		{Use: "letters", Short: "The rule by which letters are drawn: write a checker from this", Long: invite.Specification()},
		{Use: "record", Short: "The format of a record: write a checker from this", Long: record.Specification()},
		{Use: "proof", Short: "What a proof states, and how to check it", Long: record.Section("The proof")},
		{Use: "threats", Short: "Who could cheat how, and what comes of it", Long: record.Section("Who could cheat")},
	}
}
