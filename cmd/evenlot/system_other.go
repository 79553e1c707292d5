//go:build !unix

package main

import (
	"os"
	"syscall"
)

// stops are the signals that end the program: Ctrl-C and, on Windows, closing the window.
func stops() []os.Signal { return []os.Signal{os.Interrupt, syscall.SIGTERM} }
