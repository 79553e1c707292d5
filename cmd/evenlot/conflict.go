package main

import (
	"errors"

	"github.com/evenlot/evenlot/cmd/evenlot/internal/term"
	"github.com/evenlot/evenlot/selection/why"
	"github.com/evenlot/evenlot/selection/words"
)

// impossible ends a command: the quotas cannot be met.
func impossible(c *why.Impossible) *term.Failure {
	return &term.Failure{Code: term.ExitInfeasible, Err: errors.New(words.Impossible(c)), Conflict: c.Rules}
}
