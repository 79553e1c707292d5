// Evenlot selects citizens' assemblies: from a pool of volunteers and a quota
// table it makes a numbered book of panels that gives everyone the fairest chance
// the quotas allow, and opens the book at a page that one public number names.
//
// Run evenlot --help for the commands.
package main

import (
	"context"
	"os"
	"os/signal"
	"runtime/debug"

	"github.com/evenlot/evenlot/cmd/evenlot/internal/term"
)

// softMemory is where the garbage collector begins to work harder: a pool of a million
// people needs half of it, and would take 1.7 GB if the collector took its time. What
// is needed above it is still given. GOMEMLIMIT sets another.
const softMemory = 1 << 30

func main() {
	if os.Getenv("GOMEMLIMIT") == "" {
		debug.SetMemoryLimit(softMemory)
	}
	ctx, stop := signal.NotifyContext(context.Background(), stops()...)
	context.AfterFunc(ctx, stop) // a second Ctrl-C ends the program at once
	err := run(ctx, os.Args[1:], os.Stdin, os.Stdout, os.Stderr)
	os.Exit(term.ExitCode(err))
}
