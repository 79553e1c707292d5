package term

import (
	"encoding/json"
	"fmt"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/evenlot/evenlot/quotas"
)

func TestFaultLines(t *testing.T) {
	var faults quotas.Faults
	for line := 2; line < 2+sameKind+3; line++ {
		faults = append(faults, quotas.Fault{File: "pool.csv", Line: line, Column: 3,
			Found: fmt.Sprintf(`value "x%d" for 1%d`, line, line), Expected: fmt.Sprintf("not %d", line)})
	}
	faults = append(faults, quotas.Fault{File: "pool.csv", Found: "another"})
	faults = append(faults, quotas.Fault{File: "quotas.csv", Line: 1, Found: `value "y" for 1`})
	lines := FaultLines(faults)
	require.Len(t, lines, sameKind+3)
	assert.Equal(t, `pool.csv:2:3: value "x2" for 12, expected not 2`, lines[0])
	assert.Equal(t, []string{
		"pool.csv: another",
		`quotas.csv:1: value "y" for 1`,
		`pool.csv: 3 more such: value "…" for …`,
	}, lines[sameKind:])
	assert.Empty(t, FaultLines(nil))
}

func TestFaultsAsJSON(t *testing.T) {
	data, err := json.Marshal(FaultList{{Code: "c", File: "a", Line: 2, Column: 3, Found: "f", Expected: "e", Fix: "x", Count: 2, More: []quotas.Place{{Line: 4, Column: 1}}}})
	require.NoError(t, err)
	assert.JSONEq(t, `[{"code":"c","file":"a","line":2,"column":3,"found":"f","expected":"e","fix":"x","count":2,"places":[{"line":2,"column":3},{"line":4,"column":1}]}]`, string(data))
	data, err = json.Marshal(FaultList(nil))
	require.NoError(t, err)
	assert.Equal(t, "[]", string(data))
}
