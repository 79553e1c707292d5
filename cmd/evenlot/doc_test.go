package main

import (
	"os"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// documented gives the words of every command a text shows: lines that begin,
// after any indent, with "$ evenlot".
func documented(t *testing.T, path string) [][]string {
	t.Helper()
	data, err := os.ReadFile(path)
	require.NoError(t, err)
	var commands [][]string
	for line := range strings.Lines(string(data)) {
		if rest, ok := strings.CutPrefix(strings.TrimSpace(line), "$ evenlot "); ok {
			commands = append(commands, shellWords(rest))
		}
	}
	require.NotEmpty(t, commands, "%s shows no command", path)
	return commands
}

// shellWords parts a line at spaces outside double quotation marks, which go away.
func shellWords(line string) []string {
	quoted := false
	fields := strings.FieldsFunc(line, func(r rune) bool {
		if r == '"' {
			quoted = !quoted
		}
		return r == ' ' && !quoted
	})
	for i := range fields {
		fields[i] = strings.ReplaceAll(fields[i], `"`, "")
	}
	return fields
}
