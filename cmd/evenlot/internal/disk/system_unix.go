//go:build unix

package disk

import (
	"syscall"
)

// doNotWait opens a pipe at once, whether or not somebody writes into it.
const doNotWait = syscall.O_NONBLOCK
