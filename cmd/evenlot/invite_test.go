package main

import (
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/evenlot/evenlot/cmd/evenlot/internal/term"
	"github.com/evenlot/evenlot/selection/draw"
)

// smallRegister has what the examples of the help name.
func smallRegister(people int) string {
	var b strings.Builder
	b.WriteString("id,household,place,area,uprn\n")
	for i := range people {
		fmt.Fprintf(&b, "%09d,h%d,%s,%s,%d\n", i, i/2, []string{"north", "south"}[i%2], []string{"deprived", "other"}[i/2%2], i)
	}
	return b.String()
}

// Every example of the commands below invite works, in a folder that has what it reads.
func TestInviteExamples(t *testing.T) {
	for _, cmd := range newInvite(term.New(nil, nil)).Commands() {
		require.NotEmpty(t, cmd.Example, cmd.Name())
		for line := range strings.Lines(cmd.Example) {
			command, ok := strings.CutPrefix(strings.TrimSpace(line), "evenlot ")
			require.True(t, ok, line)
			t.Chdir(t.TempDir())
			command = invitedFor(t, cmd.Name(), command)
			code, stdout, stderr := evenlot(t, shellWords(command)...)
			assert.Equal(t, term.ExitDone, code, "%s: %s%s", command, stdout, stderr)
		}
	}
}

// invitedFor makes what an example reads.
func invitedFor(t *testing.T, name, command string) string {
	put(t, "register.csv", smallRegister(12_000))
	put(t, "addresses.csv", smallRegister(12_000))
	if name == "commit" {
		return command
	}
	commit := "invite commit --register register.csv --letters 100 --household household --strata place,area --out letters --draw "
	if strings.Contains(command, "--beacon") {
		commit += "drand=42 --where drand"
		put(t, "round.json", round42)
	} else {
		commit += `digits=20 --where hall --when ` + draw.FormatTime(draw.TimeOf(42))
	}
	at(t, draw.FormatTime(draw.TimeOf(42)-7200))
	code, stdout, stderr := evenlot(t, shellWords(commit)...)
	require.Equal(t, term.ExitDone, code, stdout+stderr)
	setClock(draw.FormatTime(draw.TimeOf(42)))
	if name == "draw" {
		return command
	}
	code, stdout, stderr = evenlot(t, "invite", "draw", "letters", "--register", "register.csv", "31415926535897932384")
	require.Equal(t, term.ExitDone, code, stdout+stderr)
	_, rest, _ := strings.Cut(stdout, "commitment        ")
	put(t, "letters.key", content(t, "letters/private/letters.key"))
	return strings.Replace(command, "4b227777d4dd1fc61c6f884f48641d02b4d121d3fd328cb08b5531fcacdabf8a", rest[:64], 1)
}
