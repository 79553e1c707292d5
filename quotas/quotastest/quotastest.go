// Package quotastest helps tests that hold an answer against all panels, one by one, and tests
// that read pools from outside the repository.
package quotastest

import (
	"iter"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"github.com/evenlot/evenlot/quotas"
)

// Compositions lists every way to take seats from types of so many people, whatever the rows
// say. The slice of one step is used again in the next.
func Compositions(in *quotas.Instance) iter.Seq[[]int] {
	return func(yield func([]int) bool) {
		panel := make([]int, len(in.Count))
		var walk func(t, left int) bool
		walk = func(t, left int) bool {
			if t == len(panel) {
				return left > 0 || yield(panel)
			}
			for n := 0; n <= min(left, in.Count[t]); n++ {
				panel[t] = n
				if !walk(t+1, left-n) {
					return false
				}
			}
			panel[t] = 0
			return true
		}
		walk(0, in.Seats)
	}
}

// Panels lists every panel, in seats of each type, by trying all compositions.
func Panels(in *quotas.Instance) (all [][]int) {
	for panel := range Compositions(in) {
		if in.Allows(panel) {
			all = append(all, slices.Clone(panel))
		}
	}
	return all
}

// Groups lists every group of so many of n people, ascending. The slice of one step is used
// again in the next.
func Groups(n, seats int) iter.Seq[[]int] {
	return func(yield func([]int) bool) {
		var extend func(group []int, next int) bool
		extend = func(group []int, next int) bool {
			if len(group) == seats {
				return yield(group)
			}
			for i := next; i < n; i++ {
				if !extend(append(group, i), i+1) {
					return false
				}
			}
			return true
		}
		extend(make([]int, 0, seats), 0)
	}
}

// Shared is a file or folder below data/ of the pools to develop against, which are no part of
// the repository: EVENLOT_SHARED names their folder, by default shared beside the repository.
// Where they are absent the test is skipped, and says so.
func Shared(t testing.TB, elem ...string) string {
	t.Helper()
	dir := os.Getenv("EVENLOT_SHARED")
	if dir == "" {
		dir = filepath.Join(root(t), "..", "shared")
	}
	name := filepath.Join(append([]string{dir, "data"}, elem...)...)
	if _, err := os.Stat(name); err != nil {
		t.Skipf("SKIPPED: the shared pools are not here (%v); set EVENLOT_SHARED to the folder that holds data/", err)
	}
	return name
}

// root is the folder of the module: the nearest one above a test that has a go.mod.
func root(t testing.TB) string {
	t.Helper()
	dir, err := os.Getwd()
	if err != nil {
		t.Fatal(err)
	}
	for {
		if _, err := os.Stat(filepath.Join(dir, "go.mod")); err == nil {
			return dir
		}
		if dir == filepath.Dir(dir) {
			t.Fatal("no go.mod above the test")
		}
		dir = filepath.Dir(dir)
	}
}
