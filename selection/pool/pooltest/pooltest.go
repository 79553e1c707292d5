// Package pooltest makes pools for tests of the packages that take one.
package pooltest

import (
	"bytes"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"github.com/evenlot/evenlot/quotas"
	"github.com/evenlot/evenlot/quotas/quotastest"
	"github.com/evenlot/evenlot/selection/pool"
)

// Parse reads a quota table without its header, feature,value,min,max, and the rows of a pool
// with theirs. Faults end the test.
func Parse(t testing.TB, table string, rows ...string) *pool.Pool {
	t.Helper()
	return read(t, "feature,value,min,max\n"+table, strings.Join(rows, "\n"), pool.Options{})
}

// ParseHomes is Parse for a pool with columns that tell who lives together.
func ParseHomes(t testing.TB, table string, household []string, rows ...string) *pool.Pool {
	t.Helper()
	return read(t, "feature,value,min,max\n"+table, strings.Join(rows, "\n"), pool.Options{Household: household})
}

// Times is a row so many times.
func Times(n int, row string) string {
	return strings.TrimSuffix(strings.Repeat(row+"\n", n), "\n")
}

// Dev lists the files of the shared pools to develop against, see [quotastest.Shared].
func Dev(t testing.TB) (files []string) {
	t.Helper()
	root := quotastest.Shared(t)
	for _, pattern := range []string{"*", "synth/*", "peerbench/*"} {
		found, err := filepath.Glob(filepath.Join(root, pattern, "respondents.csv"))
		if err != nil {
			t.Fatal(err)
		}
		files = append(files, found...)
	}
	if len(files) <= 30 {
		t.Fatalf("%d shared pools, expected more than 30", len(files))
	}
	return files
}

// ReadDev reads one of them with its quotas; the number at the end of the folder's name is the
// seats. household are the columns that tell who lives together.
func ReadDev(t testing.TB, file string, household ...string) (p *pool.Pool, seats int) {
	t.Helper()
	dir := filepath.Dir(file)
	table, err := os.ReadFile(filepath.Join(dir, "categories.csv"))
	if err != nil {
		t.Fatal(err)
	}
	people, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if strings.HasPrefix(filepath.Base(dir), "ogtal") {
		// One volunteer has a value without a quota, which evenlot refuses: give it one.
		table = append(bytes.TrimSpace(table), "\nBosted,Tromsø,0,0\n"...)
	}
	parts := strings.Split(filepath.Base(dir), "_")
	if seats, err = strconv.Atoi(parts[len(parts)-1]); err != nil {
		t.Fatal(err)
	}
	return read(t, string(table), string(people), pool.Options{Household: household}), seats
}

func read(t testing.TB, table, people string, o pool.Options) *pool.Pool {
	t.Helper()
	q, faults := quotas.Read("quotas.csv", []byte(table))
	if err := faults.Err(); err != nil {
		t.Fatal(err)
	}
	p, faults := pool.Read("pool.csv", []byte(people), q, o)
	if err := faults.Err(); err != nil {
		t.Fatal(err)
	}
	return p
}
