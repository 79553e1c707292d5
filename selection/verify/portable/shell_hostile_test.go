package portable_test

import (
	"bytes"
	"context"
	"fmt"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/evenlot/evenlot/selection/draw"
	"github.com/evenlot/evenlot/selection/record"
	"github.com/evenlot/evenlot/selection/record/recordtest"
	"github.com/evenlot/evenlot/selection/verify/portable"
)

// long switches on what .ci/run tries and a developer need not wait for; exhaustive what takes too long
// for .ci/run.
func long() bool       { return os.Getenv("EVENLOT_LONG") != "" }
func exhaustive() bool { return os.Getenv("EVENLOT_LONG") == "all" }

// hostile are values of a JSON field that a shell script could trip over, as they are spelt.
var hostile = []string{
	`"x/y/;1e touch pwned; #"`, `"$(touch pwned)"`, "\"`touch pwned`\"", `"'; touch pwned; '"`, `"\"; touch pwned; \""`,
	`"a[$(touch pwned)]"`, `"%s%n%999999999d"`, `"&\\1\\n"`, `"w pwned"`, "\"\x1b[2K\x1b[1Aok\"", "\"a\nb\"", "\"a\x00b\"", `"\u001b"`,
	`"-n"`, `"-e x"`, `"*"`, `"."`, `"../../etc/passwd"`, `"` + strings.Repeat("9", 5000) + `"`, `"` + strings.Repeat("9", 3<<20) + `"`,
	strings.Repeat("9", 5000), "08", "-1", "0x10", "1e9", "[]", "{}", "null", "$(touch pwned)", `""`, ``,
}

// resealed makes the lists of hashes fit again, and what names a commitment.
func resealed(files record.Files) record.Files {
	files = maps.Clone(files)
	rename := func(from string) {
		to := record.Commitment(files)
		for name, data := range files {
			if strings.HasSuffix(name, ".json") || name == record.AnnouncementFile {
				files[name] = bytes.ReplaceAll(data, []byte(from), []byte(to))
			}
		}
	}
	if sums := files[record.FixedSumsFile]; sums != nil {
		files.SealFixed()
		data := files[record.MixFile]
		files[record.MixFile] = bytes.ReplaceAll(data, []byte(hexSum(sums)), []byte(hexSum(files[record.FixedSumsFile])))
		if data == nil {
			delete(files, record.MixFile)
			rename(hexSum(sums))
		}
	}
	if sums := files[record.CommitSumsFile]; sums != nil {
		files.SealCommit()
		rename(hexSum(sums))
	}
	if sums := files[record.PublicSumsFile]; sums != nil {
		var list strings.Builder
		for _, name := range files.Names() {
			if rest, ok := strings.CutPrefix(name, "public/"); ok && name != record.PublicSumsFile {
				fmt.Fprintf(&list, "%s  %s\n", hexSum(files[name]), rest)
			}
		}
		files[record.PublicSumsFile] = []byte(list.String())
	}
	return files
}

// runShell runs verify.sh in an empty folder, where no file may appear. What it prints is plain
// ASCII, and it ends in time.
func runShell(t *testing.T, what string, shell []string, folder string) (out string, code int) {
	t.Helper()
	empty, script := t.TempDir(), filepath.Join(t.TempDir(), "verify.sh")
	require.NoError(t, os.WriteFile(script, portable.Files()["public/verify.sh"], 0o600))
	before := tree(t, folder)
	ctx, cancel := context.WithTimeout(context.Background(), 30*time.Second)
	defer cancel()
	cmd := exec.CommandContext(ctx, shell[0], append(slices.Clone(shell[1:]), script, folder)...)
	cmd.Dir = empty
	said, err := cmd.CombinedOutput()
	if err != nil {
		require.IsType(t, &exec.ExitError{}, err)
	}
	require.NoError(t, ctx.Err(), "%s in %s takes for ever", what, shell[0])
	assert.Empty(t, tree(t, empty), "%s in %s wrote a file", what, shell[0])
	assert.Equal(t, before, tree(t, folder), "%s in %s wrote a file", what, shell[0])
	assert.NotRegexp(t, `[^\n -~]`, string(said), "%s in %s prints more than plain text", what, shell[0])
	assert.Less(t, len(said), 100<<10, what)
	return string(said), cmd.ProcessState.ExitCode()
}

func tree(t *testing.T, folder string) (names []string) {
	t.Helper()
	require.NoError(t, filepath.WalkDir(folder, func(name string, d os.DirEntry, err error) error {
		if err == nil && !d.IsDir() {
			names = append(names, name)
		}
		return err
	}))
	return names
}

// Whatever stands in a field of a record, verify.sh runs nothing, writes nothing, prints plain
// text, ends, and verifies nothing that package verify refuses.
func TestShellHostileFields(t *testing.T) {
	_, event := recordtest.Mixed(record.FormDefault, recordtest.MixDigits(), "271828182845")
	all := map[string]record.Files{"v1": records(t)["event"], "unmixed": recordtest.Unmixed(record.FormSealed, recordtest.MixDigits()), "undrawn": event}
	for _, v := range recordtest.Variants() {
		if v.Name == "2 mixed" || v.Name == "2 unmixed called off" || v.Name == "2 mixed drand" {
			all[v.Name] = v.Make()
		}
	}
	list, line := shells(t), regexp.MustCompile(`(?m)^  "[a-z_]+": (.*?),?$`)
	tried, at := 0, 0
	for _, name := range slices.Sorted(maps.Keys(all)) {
		files := public(all[name])
		for _, file := range files.Names() {
			if !strings.HasSuffix(file, ".json") || strings.HasSuffix(file, "proof.json") || strings.HasSuffix(file, "measures.json") {
				continue
			}
			for _, place := range line.FindAllSubmatchIndex(files[file], -1) {
				if at++; !long() && at%3 != 0 {
					continue
				}
				for i, value := range hostile {
					if !long() && i != at/3%len(hostile) || (i+at)%20 > 0 && exhaustive() || (i+at)%60 > 0 && !exhaustive() && long() {
						continue
					}
					changed := maps.Clone(files)
					changed[file] = slices.Concat(files[file][:place[2]], []byte(value), files[file][place[3]:])
					changed = resealed(changed)
					what := name + ", " + file + ", " + string(files[file][place[0]:place[2]]) + value[:min(len(value), 40)]
					out, code := runShell(t, what, list[(at/3+i)%len(list)], written(t, changed))
					if code == 0 {
						assert.Empty(t, goRefuses(changed), "%s: %s", what, out)
					}
					tried++
				}
			}
		}
	}
	t.Logf("%d values tried", tried)
}

// Sentences are free: whatever an organiser states is no fault, and does no harm.
func TestShellHostileSentences(t *testing.T) {
	for i, value := range []string{
		"x/y/;1e touch pwned; #", "$(touch pwned)", "`touch pwned`", "'; touch pwned; '", "\"; touch pwned; \"", "%s%n %999999999d",
		`& \1 \n \`, "-n", "*", "ein Würfel: ½", strings.Repeat("x", 1000),
	} {
		in := recordtest.In2(record.FormDefault, draw.Source{Kind: draw.KindRehearsal, Statement: value})
		in.Rules.Statements = []string{value, value}
		files := recordtest.Draw(in, value)
		require.Empty(t, goRefuses(files), value)
		list := shells(t)
		out, code := runShell(t, value, list[i%len(list)], written(t, files))
		assert.Zero(t, code, "%s: %s", value, out)
	}
}

// The same in the lists of hashes, in tables, in names of files, and in what files are.
func TestShellHostileFiles(t *testing.T) {
	files := public(records(t)["event"])
	edit := func(name, text string) func(record.Files) {
		return func(f record.Files) { f[name] = []byte(text) }
	}
	zeros := strings.Repeat("0", 64)
	list := shells(t)
	for what, change := range map[string]func(record.Files){
		"name of a listed file":  edit(record.PublicSumsFile, zeros+"  $(touch pwned)\n"),
		"list that leads away":   edit(record.PublicSumsFile, zeros+"  ../../../../etc/passwd\n"),
		"absolute list":          edit(record.PublicSumsFile, zeros+"  /etc/passwd\n"),
		"list with an escape":    edit(record.PublicSumsFile, zeros+"  \x1b[2K\n"),
		"list with a backslash":  edit(record.PublicSumsFile, "\\"+zeros+"  x\n"),
		"list with a zero":       edit(record.PublicSumsFile, zeros+"  x\x00y\n"),
		"empty list":             edit(record.PublicSumsFile, ""),
		"list cut":               edit(record.PublicSumsFile, zeros[:10]),
		"long list":              edit(record.PublicSumsFile, strings.Repeat(zeros+"  draw.json\n", 40000)),
		"book of a line":         edit(record.BookFile, strings.Repeat("a,", 1<<20)),
		"book with a program":    edit(record.BookFile, "page\n0,$(touch pwned)\n"),
		"chances with a program": edit(record.ChancesFile, "id,pages\n$(touch pwned),1\n"),
		"file name":              func(f record.Files) { f["public/$(touch pwned)"] = []byte("x") },
		"file name of two lines": func(f record.Files) { f["public/x\ncommit"] = []byte("x") },
		"escape in a file name":  func(f record.Files) { f["public/\x1b[2K"] = []byte("x") },
		"announcement":           func(f record.Files) { f[record.AnnouncementFile] = []byte("\x00\xff\x1b" + zeros) },
	} {
		for i, shell := range list {
			if !exhaustive() && i != len(what)%len(list) {
				continue
			}
			changed := maps.Clone(files)
			change(changed)
			if !strings.Contains(what, "list") {
				changed = resealed(changed)
			}
			out, code := runShell(t, what, shell, written(t, changed))
			assert.NotZero(t, code, "%s: %s", what, out)
		}
	}
	for what, change := range map[string]func(folder string) error{
		"link":   func(f string) error { return os.Symlink("/etc/passwd", f+"/verify.sh") },
		"folder": func(f string) error { return os.Symlink("/", f+"/events") },
		"pipe":   func(f string) error { return exec.Command("mkfifo", f+"/report.html").Run() },
		"sparse": func(f string) error {
			require.NoError(t, os.WriteFile(f+"/report.html", nil, 0o600))
			return os.Truncate(f+"/report.html", 1<<40)
		},
	} {
		for _, shell := range list {
			folder := written(t, records(t)["undrawn"])
			require.NoError(t, change(folder+"/public"))
			out, code := runShell(t, what, shell, folder)
			assert.Equal(t, 2, code, "%s: %s", what, out)
		}
	}
}

// Programs in verify.sh are constants: no quoted or unquoted text of awk, grep, sed, tr or printf
// holds a variable, but a list of words of the script's own.
func TestShellConstantPrograms(t *testing.T) {
	script := string(portable.Files()["public/verify.sh"])
	assert.NotRegexp(t, `\b(sed|eval|bc|dc|perl|python|expr|source)\b`, regexp.MustCompile(`(?m)#.*$`).ReplaceAllString(script, ""))
	// After the words that begin a program: flags and assignments, then a text in single quotes.
	for _, command := range regexp.MustCompile(`\bawk\b[^\n]*`).FindAllString(strings.SplitN(script, "LC_ALL=C", 2)[1], -1) {
		if command != "awk, grep" {
			assert.Regexp(t, `^awk( -F[,.])? '`, command)
		}
	}
	for _, command := range regexp.MustCompile(`\bgrep\b[^\n]*`).FindAllString(strings.SplitN(script, "LC_ALL=C", 2)[1], -1) {
		assert.Regexp(t, `^grep( -[qvcE])* '|^grep -v -x -F "\$2"`, command)
	}
	for _, command := range regexp.MustCompile(`\bprintf '?"?[^ ]*`).FindAllString(script, -1) {
		assert.Regexp(t, `^printf ('ok|'%s|'%b'|"%0|"%d|"%s%s"|"\\\\0%03o")`, command)
	}
}
