package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/evenlot/evenlot/cmd/evenlot/internal/term"
	"github.com/evenlot/evenlot/selection/private"
	"github.com/evenlot/evenlot/selection/record"
)

// addressSpace is what the program gets here, in kB. Without doing anything it reserves 1.3
// GB of addresses, as every Go program does; with 1.4 GB small honest records verify. So it
// has 0.6 GB of memory.
const addressSpace = 2_000_000

// A hostile is the program as its users get it, with little memory.
type hostile struct {
	program string
	dir     string
}

func newHostile(t *testing.T) *hostile {
	if testing.Short() {
		t.Skip("builds the program")
	}
	h := &hostile{program: filepath.Join(t.TempDir(), "evenlot"), dir: t.TempDir()}
	build := exec.Command("go", "build", "-trimpath", "-o", h.program, ".")
	build.Env = append(os.Environ(), "CGO_ENABLED=0")
	out, err := build.CombinedOutput()
	require.NoError(t, err, string(out))
	return h
}

// run gives the exit code and all that the program says. It must say it in plain lines and
// in time.
func (h *hostile) run(t *testing.T, args ...string) (code int, said string) {
	t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), 30*time.Second)
	defer cancel()
	script := fmt.Sprintf(`ulimit -v %d; exec "$0" "$@"`, addressSpace)
	cmd := exec.CommandContext(ctx, "sh", append([]string{"-c", script, h.program}, args...)...)
	var out bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &out
	err := cmd.Run()
	require.NoError(t, ctx.Err(), "not in time")
	var exit *exec.ExitError
	if !errors.As(err, &exit) {
		require.NoError(t, err)
	}
	assert.NotRegexp(t, `goroutine|panic|fatal error|out of memory`, out.String())
	return cmd.ProcessState.ExitCode(), out.String()
}

// spoil is the record with one thing changed in its folder.
func (h *hostile) spoil(t *testing.T, honest string, change func(dir string)) string {
	t.Helper()
	dir, err := os.MkdirTemp(h.dir, "")
	require.NoError(t, err)
	for _, part := range []string{"public", "auditor"} {
		require.NoError(t, os.CopyFS(filepath.Join(dir, part), os.DirFS(filepath.Join(honest, part))))
	}
	change(dir)
	return dir
}

// sparse makes a file that claims bytes which are not on the disk.
func sparse(t *testing.T, path string, size int64) {
	t.Helper()
	require.NoError(t, os.MkdirAll(filepath.Dir(path), 0o755))
	f, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE, 0o644)
	require.NoError(t, err)
	require.NoError(t, f.Truncate(size))
	require.NoError(t, f.Close())
}

func pipe(t *testing.T, path string) {
	t.Helper()
	_ = os.Remove(path)
	require.NoError(t, syscall.Mkfifo(path, 0o644))
}

// A record from a stranger costs no more than its size lets one expect.
func TestHostileRecords(t *testing.T) {
	h := newHostile(t)
	honest := filepath.Join(h.dir, "honest")
	code, said := h.run(t, "select", "--pool", dialects+"/pool.csv", "--quotas", dialects+"/quotas.csv", "--seats", "4",
		"--seed", "7", "--out", honest, "--quiet")
	require.Equal(t, term.ExitDone, code, said)
	code, said = h.run(t, "verify", honest)
	require.Equal(t, term.ExitDone, code, said)

	const gib, zero = 1 << 30, ": a zero byte after "
	refused := func(name, want string, change func(dir string)) {
		t.Helper()
		t.Run(name, func(t *testing.T) {
			dir := h.spoil(t, honest, change)
			defer os.RemoveAll(dir)
			code, said := h.run(t, "verify", dir)
			assert.Equal(t, term.ExitUnverified, code, "%.2000s", said)
			assert.Regexp(t, want, said)
			assert.Contains(t, said, "NOT VERIFIED")
		})
	}
	write := func(name, text string) func(dir string) {
		return func(dir string) { put(t, filepath.Join(dir, name), text) }
	}
	edit := func(name, old, new string) func(dir string) {
		return func(dir string) {
			text := content(t, filepath.Join(dir, name))
			require.Regexp(t, old, text)
			write(name, regexp.MustCompile(old).ReplaceAllString(text, new))(dir)
		}
	}

	refused("a thousand sparse files", "public/x9/book.csv: expected no such file", func(dir string) {
		for i := range 490 {
			sparse(t, fmt.Sprintf("%s/public/x%d/book.csv", dir, i), 2*gib)
		}
	})
	large := h.spoil(t, honest, func(dir string) {
		for i := range 200 {
			sparse(t, fmt.Sprintf("%s/public/events/%d/commit/book.csv", dir, i+1), 2*gib-1)
		}
	})
	code, said = h.run(t, "verify", large)
	assert.Equal(t, term.ExitFault, code)
	assert.Regexp(t, `^evenlot: `+large+`/public: 4\d{11} bytes in the files of the record, expected at most 2147483647: `, said)
	refused("a sparse book", "public/commit/book.csv: .* got a zero byte after 0 bytes", func(dir string) {
		path := filepath.Join(dir, record.BookFile)
		require.NoError(t, os.Remove(path))
		sparse(t, path, gib)
	})
	refused("a hole after the book", "public/commit/book.csv: .* got a zero byte after ", func(dir string) { sparse(t, filepath.Join(dir, record.BookFile), gib) })
	refused("small sparse files", "public/events/1/draw.json: .* got a zero byte", func(dir string) {
		for i := range 100 {
			sparse(t, fmt.Sprintf("%s/public/events/%d/draw.json", dir, i+1), 16<<20)
		}
	})
	refused("a pipe", "public/commit/chances.csv: expected a plain file, got a link or device", func(dir string) { pipe(t, filepath.Join(dir, record.ChancesFile)) })
	refused("a pipe for the auditor", "auditor/pool.csv: expected a plain file, got a link or device", func(dir string) { pipe(t, filepath.Join(dir, record.RosterFile)) })
	refused("a link to a device", "auditor/pool.csv: expected a plain file, got a link or device", func(dir string) {
		require.NoError(t, os.Remove(filepath.Join(dir, record.RosterFile)))
		require.NoError(t, os.Symlink("/dev/zero", filepath.Join(dir, record.RosterFile)))
	})
	refused("deep JSON", "proof.json:1:1: expected {", write(record.ProofFile, strings.Repeat("[", 50<<20)))
	refused("deep JSON, well laid out", "proof.json:17:33: expected at most 16 levels", func(dir string) {
		var b strings.Builder
		b.WriteString("{\n  \"cuts\": [\n")
		for level := 2; level < 2000; level++ {
			b.WriteString(strings.Repeat(" ", 2*level) + "[\n")
		}
		write(record.ProofFile, b.String())(dir)
	})
	refused("a huge array", "proof.json:1:2: expected the end of the line", write(record.ProofFile, `{"cuts":[{"weights":[`+strings.Repeat("0,", 25<<20)+"0]}]}"))
	refused("a huge array, well laid out", "proof.json:", write(record.ProofFile,
		"{\n  \"format\": \"evenlot-proof/1\",\n  \"rows\": [\n"+strings.Repeat("    0,\n", 1<<20)+"    0\n  ]\n}\n"))
	refused("chances of a million digits", `proof.json:\d+:\d+: expected a fraction, such as`, edit(record.ProofFile, `"chance": "[^"]*"`, `"chance": "1e999999"`))
	refused("999,999,999 digits", "seedsource.json", edit(record.SeedSourceFile, `"digits": \d+`, `"digits": 999999999`))
	refused("999,999,999 pages", "pages of the book: expected 999999999", edit(record.RulesFile, `"pages": \d+`, `"pages": 999999999`))
	refused("line feeds", `book.csv:\d+:1: `, edit(record.BookFile, `\n`, "\n"+strings.Repeat("\n", 1<<15)))
	refused("commas", `book.csv:1:6: expected "seat1", got ",,,`, write(record.BookFile, "page"+strings.Repeat(",", 50<<20)+"\n"))
	refused("a million values", "quotas.csv: expected at most 1048576", write(record.QuotasFile, "feature,value,min,max\n"+strings.Repeat("a,b,0,0\n", 1_000_000)))
	refused("as many values as there may be", "quotas.csv", func(dir string) {
		b := strings.Builder{}
		b.WriteString("feature,value,min,max\n")
		for i := range 60_000 {
			fmt.Fprintf(&b, "a,%d,0,0\n", i)
		}
		write(record.QuotasFile, b.String())(dir)
	})
	refused("a roster of faults", "auditor/pool.csv:2:3: ", write(record.RosterFile, "id,salt,household,gender,region\n"+strings.Repeat("x,y,z,v,w\n", 500_000)))
	refused("a list of other files", "SHA256SUMS: expected at most 1048576", write(record.PublicSumsFile, strings.Repeat(strings.Repeat("0", 64)+"  x\n", 100_000)))
}

// Inputs that never end, or never begin.
func TestHostileInputs(t *testing.T) {
	h := newHostile(t)
	refused := func(want string, args ...string) {
		t.Helper()
		code, said := h.run(t, args...)
		assert.Equal(t, term.ExitFault, code)
		assert.Contains(t, said, want)
	}
	fifo, holes := filepath.Join(h.dir, "fifo"), filepath.Join(h.dir, "holes")
	pipe(t, fifo)
	sparse(t, holes, 1<<31)
	quotas := dialects + "/quotas.csv"
	for path, want := range map[string]string{
		fifo: "this is a pipe, expected a plain file", "/dev/zero": "this is a device, expected a plain file",
		holes: "thousands of zero bytes, expected text",
	} {
		want = "evenlot: " + path + ": " + want
		refused(want, "check", "--pool", path, "--quotas", quotas, "--seats", "4")
		refused(want, "check", "--pool", dialects+"/pool.csv", "--quotas", path, "--seats", "4")
		refused(want, "select", "--pool", dialects+"/pool.csv", "--quotas", quotas, "--seats", "4", "--seed", "1", "--key", path, "--out", h.dir+"/none")
	}
	refused("evenlot: "+fifo+": this is a pipe", "verify", fifo)
	refused("evenlot: /dev/zero: this is a device", "verify", "/dev/zero")

	drawn := filepath.Join(h.dir, "drawn")
	code, said := h.run(t, "book", "--pool", dialects+"/pool.csv", "--quotas", quotas, "--seats", "4", "--draw", "rehearsal", "--out", drawn, "--quiet")
	require.Equal(t, term.ExitDone, code, said)
	people := filepath.Join(drawn, private.PeopleFile)
	pipe(t, people)
	refused("evenlot: "+people+": this is a pipe", "draw", drawn, "7")
	pipe(t, filepath.Join(drawn, private.IDsFile))
	refused("nobody has the id", "chance", drawn, "p1")
	pipe(t, filepath.Join(drawn, record.SeedSourceFile))
	refused("this is a pipe", "select", "--pool", dialects+"/pool.csv", "--quotas", quotas, "--seats", "4", "--seed", "1", "--out", drawn, "--force")
}
