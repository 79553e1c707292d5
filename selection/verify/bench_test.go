package verify_test

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/stretchr/testify/require"

	"github.com/evenlot/evenlot/quotas"
	"github.com/evenlot/evenlot/selection/pool"
	"github.com/evenlot/evenlot/selection/verify"
)

// A record of 1,000 pages of 110 people out of 1,700 in some hundred types, with the auditor's
// pool: everything but the computation again.
func BenchmarkCheck(b *testing.B) {
	rng := rand.New(rand.NewPCG(17, 110))
	var people, table strings.Builder
	people.WriteString("id,age,education,gender,region\n")
	table.WriteString("feature,value,min,max\n")
	sizes := map[string][]int{"age": {20, 22, 24, 22, 22}, "education": {40, 40, 30}, "gender": {55, 55}, "region": {15, 15, 20, 20, 20, 20}}
	for _, f := range []string{"age", "education", "gender", "region"} {
		for v, n := range sizes[f] {
			fmt.Fprintf(&table, "%s,%c,%d,%d\n", f, 'a'+v, n-1, n+1)
		}
	}
	for i := range 1700 {
		// The later values of a feature volunteer more often.
		pick := func(n int) rune { return 'a' + rune(max(rng.IntN(n), rng.IntN(n))) }
		fmt.Fprintf(&people, "p%d,%c,%c,%c,%c\n", i, pick(5), pick(3), pick(2), pick(6))
	}
	q, faults := quotas.Read("q.csv", []byte(table.String()))
	require.NoError(b, faults.Err())
	p, faults := pool.Read("p.csv", []byte(people.String()), q, pool.Options{})
	require.NoError(b, faults.Err())
	files, err := produce(p, 110, 1000, 0)
	require.NoError(b, err)
	fsys := fstest.MapFS{}
	for name, data := range files {
		fsys[name] = &fstest.MapFile{Data: data}
	}
	for b.Loop() {
		v := verify.Check(fsys)
		require.True(b, v.OK(), lines(v, verify.Failed))
	}
}
