package main

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"github.com/spf13/cobra"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/evenlot/evenlot/cmd/evenlot/internal/term"
	"github.com/evenlot/evenlot/selection/record"
)

// A shown is a command that a text shows, and what it says comes out.
type shown struct {
	line  string
	words []string // of a command line of evenlot
	want  []string // lines; "..." stands for any number of them
}

// documented gives every command a text shows: lines that begin, after any indent,
// with "$ "; a backslash at the end goes on. What follows up to the next "$", blank
// line or fence is what comes out. Those of go itself are left out.
func documented(t *testing.T, path string) []shown {
	t.Helper()
	var all []shown
	inside := false
	text := regexp.MustCompile(`\\\n\s*`).ReplaceAllString(content(t, path), "")
	for line := range strings.Lines(text) {
		bare := strings.TrimSpace(line)
		line, found := strings.CutPrefix(bare, "$ ")
		command, ours := strings.CutPrefix(strings.Replace(line, "go run ./cmd/evenlot ", "evenlot ", 1), "evenlot ")
		switch {
		case found && strings.HasPrefix(command, "go "):
			inside = false
		case found:
			c := shown{line: line}
			if ours {
				c.words = shellWords(command)
			}
			all = append(all, c)
			inside = true
		case bare == "" || strings.HasPrefix(bare, "```"):
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

// What README.md shows is what happens, in a folder that has testdata; -update writes
// the numbers anew.
func TestReadme(t *testing.T) {
	readme, err := filepath.Abs("../../README.md")
	require.NoError(t, err)
	commands := documented(t, readme)
	text := content(t, readme)
	dir := t.TempDir()
	require.NoError(t, os.CopyFS(filepath.Join(dir, "testdata", "instances"), os.DirFS(instances)))
	t.Chdir(dir)
	compare := func(t *testing.T, c shown, stdout string) {
		switch {
		case c.matches(stdout):
		case *update:
			text = c.renumber(text, stdout)
		default:
			assert.Fail(t, "README.md shows something else", "%q gives\n%s\nnot\n%s", c.line, stdout, strings.Join(c.want, "\n"))
		}
	}
	t.Run("evenlot", func(t *testing.T) {
		for _, c := range commands {
			if c.words != nil {
				code, stdout, stderr := evenlot(t, c.words...)
				require.Equal(t, term.ExitDone, code, "%q: %s%s", c.words, stdout, stderr)
				compare(t, c, stdout)
			}
		}
	})
	t.Run("shell", func(t *testing.T) {
		var others []shown
		for _, c := range commands {
			if c.words == nil {
				others = append(others, c)
			}
		}
		for i, stdout := range shellSays(t, others) {
			compare(t, others[i], stdout)
		}
	})
	if *update {
		require.NoError(t, os.WriteFile(readme, []byte(text), 0o644))
	}
}

// shellSays runs lines in one shell and gives what each prints.
func shellSays(t *testing.T, lines []shown) []string {
	for _, tool := range []string{"sh", "sha256sum"} {
		if _, err := exec.LookPath(tool); err != nil {
			t.Skip("needs a shell and sha256sum: ", err)
		}
	}
	require.NotEmpty(t, lines)
	const mark = "-- next --\n"
	script := "set -e\n"
	for _, c := range lines {
		script += c.line + "\nprintf -- '" + strings.TrimSuffix(mark, "\n") + "\\n'\n"
	}
	out, err := exec.Command("sh", "-c", script).Output()
	require.NoError(t, err, "%s", out)
	said := strings.Split(string(out), mark)
	require.Len(t, said, len(lines)+1)
	return said[:len(lines)]
}

// renumber puts what came out in the place of what a text shows, line by line, where
// the two differ in digits only.
func (s shown) renumber(text, stdout string) string {
	shape := func(line string) string {
		return regexp.MustCompile(`[0-9]+| {2,}`).ReplaceAllString(strings.TrimSpace(line), "#")
	}
	before, after, _ := strings.Cut(text, s.line)
	for _, line := range s.want {
		for got := range strings.Lines(stdout) {
			if line != "..." && shape(got) == shape(line) {
				after = strings.Replace(after, line, strings.TrimSpace(got), 1)
				break
			}
		}
	}
	return before + s.line + after
}

// Every example of the help works, in a folder that has what it reads.
func TestHelpExamples(t *testing.T) {
	example, err := filepath.Abs(instances + "/example_40")
	require.NoError(t, err)
	dir := selectInto(t, "dialects_4", instances+"/dialects_4/pool.csv", instances+"/dialects_4/quotas.csv")
	started := false
	for _, cmd := range newRoot(term.New(nil, nil), &started).Commands() {
		if !cmd.IsAvailableCommand() || cmd.Name() == "help" || cmd.HasSubCommands() { // those: TestInviteExamples
			continue
		}
		t.Run(cmd.Name(), func(t *testing.T) { runExamples(t, cmd, example, dir) })
	}
}

func runExamples(t *testing.T, cmd *cobra.Command, example, dir string) {
	require.NotEmpty(t, cmd.Example, "the help shows an example")
	for line := range strings.Lines(cmd.Example) {
		command, ok := strings.CutPrefix(strings.TrimSpace(line), "evenlot ")
		require.True(t, ok, line)
		t.Chdir(t.TempDir())
		switch cmd.Name() {
		case "sample": // writes the files the others read
		case "quotas":
			put(t, "shares.csv", "feature,value,share\ngender,woman,51.5 %\ngender,man,48.5 %\n")
			put(t, "census.csv", "age,sex,count\nyoung,m,30\nyoung,w,30\nold,m,20\nold,w,20\n")
			put(t, "table.csv", "age,m,w\nyoung,30,30\nold,20,20\n")
		case "endtoend":
			require.NoError(t, os.CopyFS("record", os.DirFS(dir)))
			put(t, "register.csv", smallRegister(1000))
			for _, line := range []string{"invite commit --register register.csv --letters 60,40 --draw rehearsal --out letters", "invite draw letters --register register.csv x"} {
				code, stdout, stderr := evenlot(t, shellWords(line)...)
				require.Equal(t, term.ExitDone, code, stdout+stderr)
			}
		case "plan":
			require.NoError(t, os.CopyFS(".", os.DirFS(example)))
			putDrive(t)
		case "simulate":
			people := content(t, example+"/pool.csv")
			put(t, "frame.csv", people)
			put(t, "survey.csv", people)
			put(t, "quotas.csv", content(t, example+"/quotas.csv"))
			put(t, "relative.csv", "feature,value,rate\ngender,female,1.2\n")
			command += " --runs 20"
		case "draw", "mix":
			announcedFor(t, command)
			if strings.Contains(command, "--event") {
				announcedEvent(t)
			}
		case "access", "alternates", "forget", "replace", "rotate", "status":
			command = afterDraw(t, command)
		case "chance":
			require.NoError(t, os.CopyFS("record", os.DirFS(dir)))
			ids := strings.Split(strings.Split(content(t, "record/private/ids.csv"), "\n")[1], ",")
			_, text, _ := evenlot(t, "chance", "record", ids[0])
			put(t, "slip.txt", text)
			command = strings.Replace(strings.Replace(command, "p017", ids[0], 1), "bcdfgh", ids[1], 1)
		case "report", "mail":
			require.NoError(t, os.CopyFS("record", os.DirFS(dir)))
			put(t, "census.csv", "feature,value,share\ngender,woman,51.5 %\ngender,man,48.5 %\n")
			put(t, "invitation.txt", "You were on {{.Chance}}.\n")
		case "verify":
			require.NoError(t, os.CopyFS("record", os.DirFS(dir)))
			files, faults := record.Load(os.DirFS("record"))
			require.NoError(t, faults.Err())
			command = strings.Replace(command, "3f2a...9c", record.Commitment(files), 1)
			command = strings.Replace(command, "31415926535897932384", `"golden dialects_4"`, 1)
		default:
			require.NoError(t, os.CopyFS(".", os.DirFS(example)))
			put(t, "narrow.csv", "id,gender\na,woman\nb,woman\nc,woman\nd,man\ne,man\n")
			put(t, "narrow-quotas.csv", "feature,value,min,max\ngender,woman,1,1\ngender,man,2,2\n")
		}
		code, stdout, stderr := evenlot(t, shellWords(command)...)
		assert.Equal(t, term.ExitDone, code, "%s: %s%s", command, stdout, stderr)
	}
}

// putDrive writes what plan reads, for a population as the quotas ask for it.
func putDrive(t *testing.T) {
	t.Helper()
	population, answers := "feature,value,count\n", "stratum,feature,value,sent,answered\n,,,3000,200\n"
	for line := range strings.Lines(content(t, "quotas.csv")) {
		cells := strings.Split(strings.TrimSpace(line), ",")
		if least, err := strconv.Atoi(cells[2]); err == nil {
			population += fmt.Sprintf("%s,%s,%d\n", cells[0], cells[1], 100*least+10)
			answers += fmt.Sprintf(",%s,%s,,%d\n", cells[0], cells[1], 5*least)
		}
	}
	put(t, "population.csv", population)
	put(t, "response.csv", answers)
	put(t, "relative.csv", "feature,value,rate\nage,16-29,0.5\n")
}
