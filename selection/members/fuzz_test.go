package members_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/evenlot/evenlot/quotas"
	"github.com/evenlot/evenlot/selection/members"
)

// What a log of states is read to comes back from its bytes.
func FuzzReadLog(f *testing.F) {
	f.Add([]byte("time,public_id,state,note\n2027-01-15T18:00:00Z,bb,declined,\"ill, very\"\n"))
	f.Fuzz(func(t *testing.T, data []byte) {
		log, err := members.ReadLog("states.csv", data)
		if err != nil {
			return
		}
		again, err := members.ReadLog("states.csv", log.Bytes())
		require.NoError(t, err)
		assert.Equal(t, log, again)
	})
}

// Rates that are read are chances.
func FuzzReadRates(f *testing.F) {
	table, faults := quotas.Read("quotas.csv", []byte("feature,value,min,max\nside,left,1,4\nside,right,1,4\n"))
	require.Empty(f, faults)
	f.Add([]byte("feature,value,stay\nside,left,0.8\neveryone,,0.9\n"))
	f.Fuzz(func(t *testing.T, data []byte) {
		rates, faults := members.ReadRates("rates.csv", data, table)
		if len(faults) > 0 || rates == nil {
			return
		}
		for v := range 2 {
			leave := rates.Leave([]int{v})
			assert.GreaterOrEqual(t, leave, 0)
			assert.LessOrEqual(t, leave, members.Million)
		}
	})
}
