package main

import (
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/evenlot/evenlot/cmd/evenlot/internal/term"
)

// Every example of the help works.
func TestPlacesExamples(t *testing.T) {
	for _, cmd := range newPlaces(term.New(nil, nil)).Commands() {
		require.NotEmpty(t, cmd.Example, cmd.Name())
		for line := range strings.Lines(cmd.Example) {
			command, ok := strings.CutPrefix(strings.TrimSpace(line), "evenlot ")
			require.True(t, ok, line)
			t.Chdir(t.TempDir())
			towns := "id,ags,state,people,population\n"
			for i := range 300 {
				towns += fmt.Sprintf("t%d,%d,s%d,%d,%d\n", i, i, i%4, 700+i*i, 700+i*i)
			}
			put(t, "towns.csv", strings.Replace(towns, "t299,", "aachen,", 1))
			if cmd.Name() == "draw" {
				code, stdout, stderr := evenlot(t, shellWords("places commit --list towns.csv --letters 3000 --points 300 --draw rehearsal --out places.json")...)
				require.Equal(t, term.ExitDone, code, stdout+stderr)
			}
			code, stdout, stderr := evenlot(t, shellWords(command)...)
			assert.Equal(t, term.ExitDone, code, "%s: %s%s", command, stdout, stderr)
		}
	}
}
