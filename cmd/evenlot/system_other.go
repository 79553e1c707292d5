//go:build !unix

package main

import (
	"os"
	"syscall"
)

// doNotWait is nothing where no pipe stands in a folder.
const doNotWait = 0

// stops are the signals that end the program: Ctrl-C and, on Windows, closing the window.
func stops() []os.Signal { return []os.Signal{os.Interrupt, syscall.SIGTERM} }
