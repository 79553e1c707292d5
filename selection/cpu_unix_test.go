//go:build unix

package selection

import (
	"syscall"
	"time"
)

// processor is the time this process has spent on all processors: unlike the time of
// day it does not depend on what else the machine does.
func processor() time.Duration {
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		panic(err)
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}
