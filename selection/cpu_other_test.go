//go:build !unix

package selection

import (
	"time"
)

var start = time.Now()

// processor is the time of day, where the time on processors is not to be had.
func processor() time.Duration { return time.Since(start) }
