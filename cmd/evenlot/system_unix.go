//go:build unix

package main

import (
	"os"
	"os/signal"
	"syscall"
)

// stops are the signals that end the program: Ctrl-C, kill, and closing the window, unless
// it was started with nohup.
func stops() []os.Signal {
	if signal.Ignored(syscall.SIGHUP) {
		return []os.Signal{os.Interrupt, syscall.SIGTERM}
	}
	return []os.Signal{os.Interrupt, syscall.SIGTERM, syscall.SIGHUP}
}
