package selection

import (
	"fmt"
	"math"
	"runtime"
	"runtime/metrics"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/evenlot/evenlot/selection/book"
	"github.com/evenlot/evenlot/selection/lottery"
	"github.com/evenlot/evenlot/selection/record"
)

// A meter takes the processor time of a run, phase by phase, and the most memory its
// objects held.
type meter struct {
	began   time.Duration
	chances time.Duration // until the first page
	whole   time.Duration
	most    uint64 // bytes
	quit    chan struct{}
	done    chan struct{}
}

// watch starts a meter that looks at the heap a hundred times a second.
func watch() *meter {
	runtime.GC() // what others left behind
	m := &meter{began: processor(), quit: make(chan struct{}), done: make(chan struct{})}
	go func() {
		defer close(m.done)
		heap := []metrics.Sample{{Name: "/memory/classes/heap/objects:bytes"}}
		for {
			metrics.Read(heap)
			m.most = max(m.most, heap[0].Value.Uint64())
			select {
			case <-m.quit:
				return
			case <-time.After(10 * time.Millisecond):
			}
		}
	}()
	return m
}

// tell is a [lottery.Progress]: the chances are known when the first page is filled.
func (m *meter) tell(phase string, _, _ int) {
	if phase == "filling pages" && m.chances == 0 {
		m.chances = processor() - m.began
	}
}

func (m *meter) stop() {
	m.whole = processor() - m.began
	close(m.quit)
	<-m.done
}

// A devRow is one pool of the table that TestDevPools prints.
type devRow struct {
	*lottery.Lottery
	*meter
	name    string
	within  float64 // share of people within one page of M p, in per cent
	worst   float64 // pages off M p
	meeting meeting
}

func devHead() string {
	return fmt.Sprintf("%-22s %6s %5s %6s %4s %12s %9s %-20s %7s %7s %6s %9s %9s %9s %6s %6s %6s %6s",
		"pool", "people", "types", "levels", "cuts", "smallest", "", "grade", "M", "fewest", "floor",
		"within 1", "worst off", "never met", "/dealt", "LPs", "s", "MB")
}

// String gives the row: the smallest chance as a fraction and a number; the pages of the
// person who has fewest, and floor(M z); pairs that never meet, over those expected from
// independent dealing; linear programs of the oracle for the chances; seconds of
// processors for the chances and for all; the most megabytes of objects on the heap.
func (d *devRow) String() string {
	z := d.Chances.Levels[0].Exact
	grade := record.GradeBook
	if d.Open || d.SmallestCount() < d.PossibleCount() {
		grade = record.GradeBounds
	}
	return fmt.Sprintf("%-22s %6d %5d %6d %4d %12s %9.6f %-20s %7d %7d %6d %8.1f%% %9.2f %9d %6.3f %6d %6.2f %6.2f %6.0f",
		d.name, len(d.Counts), len(d.Grouping.Types), len(d.Chances.Levels), len(d.Bounds.CutTrees), z.RatString(), d.Chances.Smallest(),
		grade, d.Rules.Pages, d.SmallestCount(), d.PossibleCount(), d.within, d.worst, d.meeting.never, d.meeting.excess(),
		d.Chances.Nodes, d.chances.Seconds(), d.whole.Seconds(), float64(d.most)/1e6)
}

// requireFair checks smallest count, floor(M z) and the share of people within one
// page of M p.
func (d *devRow) requireFair(t *testing.T) {
	t.Helper()
	pages, within := d.Rules.Pages, 0
	for i, ty := range d.TypeOf() {
		off := math.Abs(float64(d.Counts[i]) - float64(pages)*d.Chances.Chance[ty])
		d.worst = max(d.worst, off)
		if off < 1 {
			within++
		}
	}
	d.within = 100 * float64(within) / float64(len(d.Counts))
	assert.False(t, d.Open)
	assert.Equal(t, d.PossibleCount(), d.SmallestCount(), "fewest pages")
	assert.GreaterOrEqual(t, d.within, 99.0, "share within one page")
	assert.Less(t, d.worst, 3.0, "worst deviation")
	assert.Equal(t, book.Floor(d.Chances.Smallest(), pages), d.PossibleCount())
	if d.name == "example_large_200" {
		for _, n := range d.Counts {
			require.Equal(t, 100, n)
		}
	}
}

func (d *devRow) requireMeetings(t *testing.T) {
	t.Helper()
	d.meeting = meetings(d.Grouping, d.Book.Pages)
	assert.LessOrEqual(t, float64(d.meeting.never), d.meeting.most(), "pairs who never meet")
}
