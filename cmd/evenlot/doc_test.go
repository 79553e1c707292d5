package main

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/spf13/cobra"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// A shown is a command that a text shows, and what it says comes out.
type shown struct {
	words []string
	want  []string // lines; "..." stands for any number of them
}

// documented gives every command a text shows: lines that begin, after any indent,
// with "$ evenlot" or "$ go run ./cmd/evenlot"; a backslash at the end goes on.
// What follows up to the next "$", blank line or fence is what comes out.
func documented(t *testing.T, path string) []shown {
	t.Helper()
	var all []shown
	inside := false
	text := regexp.MustCompile(`\\\n\s*`).ReplaceAllString(content(t, path), "")
	for line := range strings.Lines(text) {
		line = strings.TrimRight(line, "\n")
		bare := strings.TrimSpace(line)
		command, found := strings.CutPrefix(bare, "$ evenlot ")
		if !found {
			command, found = strings.CutPrefix(bare, "$ go run ./cmd/evenlot ")
		}
		switch {
		case found:
			all = append(all, shown{words: shellWords(command)})
			inside = true
		case bare == "" || strings.HasPrefix(bare, "$ ") || strings.HasPrefix(bare, "```"):
			inside = false
		case inside:
			last := &all[len(all)-1]
			last.want = append(last.want, bare)
		}
	}
	require.NotEmpty(t, all, "%s shows no command", path)
	return all
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

// matches holds what came out against what a text says.
func (s shown) matches(stdout string) bool {
	var b strings.Builder
	b.WriteString(`^`)
	for _, line := range s.want {
		if line == "..." {
			b.WriteString(`(?:.*\n)*?`)
			continue
		}
		b.WriteString(`[ \t]*` + regexp.QuoteMeta(line) + `[ \t]*\n`)
	}
	b.WriteString(`$`)
	return len(s.want) == 0 || regexp.MustCompile(b.String()).MatchString(stdout)
}

// What README.md shows is what happens, in a folder that has testdata.
func TestReadme(t *testing.T) {
	commands := documented(t, "../../README.md")
	dir := t.TempDir()
	require.NoError(t, os.CopyFS(filepath.Join(dir, "testdata", "instances"), os.DirFS(instances)))
	t.Chdir(dir)
	for _, c := range commands {
		code, stdout, stderr := evenlot(t, c.words...)
		require.Equal(t, exitDone, code, "%q: %s%s", c.words, stdout, stderr)
		assert.True(t, c.matches(stdout), "%q gives\n%s\nnot\n%s", c.words, stdout, strings.Join(c.want, "\n"))
	}
}

// Every example of the help works, in a folder that has what it reads.
func TestHelpExamples(t *testing.T) {
	example, err := filepath.Abs(instances + "/example_40")
	require.NoError(t, err)
	record := selectInto(t, "dialects_4", instances+"/dialects_4/pool.csv", instances+"/dialects_4/quotas.csv")
	started := false
	for _, cmd := range newRoot(newTerminal(nil, nil), &started).Commands() {
		if !cmd.IsAvailableCommand() || cmd.Name() == "help" {
			continue
		}
		t.Run(cmd.Name(), func(t *testing.T) { runExamples(t, cmd, example, record) })
	}
}

func runExamples(t *testing.T, cmd *cobra.Command, example, record string) {
	require.NotEmpty(t, cmd.Example, "the help shows an example")
	for line := range strings.Lines(cmd.Example) {
		command, ok := strings.CutPrefix(strings.TrimSpace(line), "evenlot ")
		require.True(t, ok, line)
		t.Chdir(t.TempDir())
		switch cmd.Name() {
		case "sample": // writes the files the others read
		case "verify":
			require.NoError(t, os.CopyFS("record", os.DirFS(record)))
		default:
			require.NoError(t, os.CopyFS(".", os.DirFS(example)))
		}
		code, stdout, stderr := evenlot(t, shellWords(command)...)
		assert.Equal(t, exitDone, code, "%s: %s%s", command, stdout, stderr)
	}
}
