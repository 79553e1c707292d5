package main

import (
	"encoding/json"
	"maps"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/evenlot/evenlot/cmd/evenlot/internal/term"
)

// Programs depend on these names.
func TestSelectJSON(t *testing.T) {
	const dir = instances + "/unseatable_4/"
	out := filepath.Join(t.TempDir(), "record")
	code, stdout, stderr := evenlot(t, "select", "--json", "--pool", dir+"pool.csv", "--quotas", dir+"quotas.csv",
		"--seats", "4", "--seed", "<5>", "--out", out)
	require.Equal(t, term.ExitDone, code, stderr)
	assert.Empty(t, stderr)
	var summary map[string]any
	require.NoError(t, json.Unmarshal([]byte(stdout), &summary))
	for _, key := range []string{"notice", "people", "seats", "pages", "page", "commitment", "fewest_pages",
		"fewest_pages_possible", "open", "binding", "unseatable", "unseatable_reasons", "fairness", "out"} {
		assert.Contains(t, slices.Collect(maps.Keys(summary)), key)
	}
	assert.Equal(t, out, summary["out"])
	reasons, err := json.Marshal(summary["unseatable_reasons"])
	require.NoError(t, err)
	assert.JSONEq(t, `[{"kind": "conflict", "unseatable": 1, "rules": [
		{"kind": "quota", "feature": "occupation", "value": "farmer"}, {"kind": "quota", "feature": "region", "value": "island"}]}]`, string(reasons))
	assert.EqualValues(t, 333, summary["fewest_pages"])
	assert.Contains(t, content(t, filepath.Join(out, "public", "draw.json")), `"public_value": "<5>"`)
}

func TestCheckJSON(t *testing.T) {
	const dir = instances + "/infeasible-joint_4/"
	code, stdout, _ := evenlot(t, "check", "--json", "--pool", dir+"pool.csv", "--quotas", dir+"quotas.csv", "--seats", "4")
	assert.Equal(t, term.ExitInfeasible, code)
	assert.JSONEq(t, `{
		"pool": "`+dir+`pool.csv", "quotas": "`+dir+`quotas.csv", "seats": 4, "people": 8, "features": 2, "values": 4,
		"id_column": "id", "faults": [], "clashes": [], "feasible": false, "alone": [], "doubts": [], "decided": "", "letters": [], "households": null,
		"fates": [], "fates_settled": null,
		"standings": [
			{"feature": "gender", "value": "woman", "people": 4, "min": 3, "max": 3}, {"feature": "gender", "value": "man", "people": 4, "min": 1, "max": 1},
			{"feature": "region", "value": "north", "people": 5, "min": 2, "max": 2}, {"feature": "region", "value": "south", "people": 3, "min": 2, "max": 2}],
		"conflict": [
			{"rule": "gender: man", "min": 1, "max": 1, "people": 4},
			{"rule": "region: south", "min": 2, "max": 2, "people": 3}
		],
		"repairs": [
			{"seats_moved": 2, "proved_least": true, "changes": [
				{"feature": "gender", "value": "woman", "old_min": 3, "old_max": 3, "min": 2, "max": 3},
				{"feature": "gender", "value": "man", "old_min": 1, "old_max": 1, "min": 1, "max": 2}]},
			{"seats_moved": 2, "proved_least": true, "changes": [
				{"feature": "region", "value": "north", "old_min": 2, "old_max": 2, "min": 2, "max": 3},
				{"feature": "region", "value": "south", "old_min": 2, "old_max": 2, "min": 1, "max": 2}]}
		],
		"volunteers": [{"people": 1, "values": ["woman", "south"]}]}`, stdout)
}

func TestReadKey(t *testing.T) {
	file := filepath.Join(t.TempDir(), "key")
	const key = "00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff"
	for _, text := range []string{key, key + "\n", " " + strings.ToUpper(key) + "\r\n"} {
		got, err := readKey(put(t, file, text))
		require.NoError(t, err)
		assert.Equal(t, byte(0x11), got[1])
	}
	for _, text := range []string{"", key[1:], key + "00", key[1:] + "g", key + " " + key} {
		_, err := readKey(put(t, file, text))
		assert.EqualError(t, err, file+": is not a record key, expected 64 hexadecimal digits", "%q", text)
	}
}

func TestShellQuote(t *testing.T) {
	for name, want := range map[string]string{
		"record": "record", "my record": "'my record'", "it's": `'it'\''s'`, "$HOME": "'$HOME'", "": "''", "-x": "./-x", "a\nb": "'a\nb'",
	} {
		assert.Equal(t, want, shellQuote(name))
	}
}
