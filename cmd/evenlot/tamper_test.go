package main

import (
	"bytes"
	"fmt"
	"maps"
	"math/rand"
	"os"
	"path"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/evenlot/evenlot/selection/draw"
	"github.com/evenlot/evenlot/selection/record"
	"github.com/evenlot/evenlot/selection/record/recordtest"
	"github.com/evenlot/evenlot/selection/verify"
)

// smallFile is the size up to which the long matrix tries every byte of a file; of larger ones,
// tries places and both ends are.
const (
	smallFile = 4 << 10
	tries     = 2000
	fewTries  = 60 // of any file, but in the long matrix
)

// A tally counts what was tried, by kind.
type tally struct {
	sync.Mutex
	counts map[string]int
}

func (c *tally) add(kind string, n int) {
	c.Lock()
	defer c.Unlock()
	c.counts[kind] += n
}

// Whatever is changed in a record, verify says no and names the file: bytes, files taken
// away, added, exchanged and cut, in every form, stage and kind of event.
func TestTamper(t *testing.T) {
	counted := &tally{counts: map[string]int{}}
	t.Run("records", func(t *testing.T) {
		for name, files := range tampered(t) {
			t.Run(name, func(t *testing.T) {
				t.Parallel()
				require.Empty(t, verify.CheckFiles(files, nil).Failed())
				m := &mutants{t: t, files: files, counted: counted, random: rand.New(rand.NewSource(int64(len(name))))}
				for _, file := range files.Names() {
					if !slices.Contains(draw.Kinds(), name) || file == record.DrawFile || file == record.SeedSourceFile {
						m.flip(file) // the other files of a kind are as in "default"
					}
					m.cut(file)
					m.remove(file)
				}
				m.add()
				m.swap()
			})
		}
	})
	total := 0
	for _, kind := range slices.Sorted(maps.Keys(counted.counts)) {
		t.Logf("%-30s %6d tried, all refused", kind, counted.counts[kind])
		total += counted.counts[kind]
	}
	t.Logf("%-30s %6d", "together", total)
}

// tampered are the records to change: small ones of every form, stage and kind, and
// three as select writes them.
func tampered(t *testing.T) map[string]record.Files {
	records := map[string]record.Files{}
	for _, v := range recordtest.Variants() {
		records[v.Name] = v.Make()
	}
	const dir = instances + "/households_15/"
	files, faults := record.Load(os.DirFS(selectInto(t, "households_15", dir+"pool.csv", dir+"quotas.csv", "--pages", "100")))
	require.NoError(t, faults.Err())
	records["large, default"] = files
	records["large, sealed"] = as(t, files, record.FormSealed,
		draw.Source{Kind: draw.KindLottery, Statement: "6 of 49", Numbers: 6, Highest: 49}, "3 12 19 27 44 45")
	open := as(t, files, record.FormOpen, draw.Source{Kind: draw.KindDigits, Statement: "twelve balls", Digits: 12}, "314159265358")
	recordtest.Leave(open, record.SeedSource{Source: draw.Source{Kind: draw.KindRehearsal, Statement: "on Monday"}})
	open.Seal()
	records["large, open, event"] = open
	large := 0
	for name, files := range records {
		for _, data := range files {
			if strings.HasPrefix(name, "large") && len(data) > smallFile {
				large++
			}
		}
	}
	assert.GreaterOrEqual(t, large, 6, "the books and the pools are larger")
	return records
}

// as writes a record in another form, with another public value.
func as(t *testing.T, files record.Files, form record.Form, source draw.Source, value string) record.Files {
	t.Helper()
	rec, faults := record.Parse(files)
	require.NoError(t, faults.Err())
	in := record.CommitInput{
		Rules: *rec.Rules, Roster: rec.Roster, Pages: rec.Pages,
		Proof: files[record.ProofFile], Source: record.SeedSource{Source: source},
	}
	if in.Rules.Form = form; form == record.FormSealed {
		in.Salts = record.PageSalts([32]byte{7}, len(rec.Pages))
	}
	return recordtest.Draw(in, value)
}

// mutants changes the files of one record.
type mutants struct {
	t       *testing.T
	files   record.Files
	counted *tally
	random  *rand.Rand
}

// refused checks that the record with these files instead does not pass, and that the
// verdict speaks of one of them. nil takes a file away.
func (m *mutants) refused(kind, what string, changed record.Files) {
	files := maps.Clone(m.files)
	for name, data := range changed {
		if files[name] = data; data == nil {
			delete(files, name)
		}
	}
	failed := verify.CheckFiles(files, nil).Failed()
	named := slices.ContainsFunc(failed, func(c verify.Finding) bool {
		for name := range changed {
			if strings.Contains(c.Name+" "+c.Expected+" "+c.Why, name) {
				return true
			}
			if path.Base(name) == "mixture.json" && c.Name == "proof: attained exactly" { // the rule it serves
				return true
			}
		}
		return false
	})
	if !named {
		require.Fail(m.t, "passes", "%s: %s: %v", kind, what, failed)
	}
	m.counted.add(kind, 1)
}

// unlisted reports whether no hash covers a file: those of public/ before the draw that are
// not part of the commitment.
func (m *mutants) unlisted(file string) bool {
	return m.files[record.PublicSumsFile] == nil && slices.Contains(record.Optional(), file)
}

// flip changes one byte at a time.
func (m *mutants) flip(file string) {
	data := m.files[file]
	places := m.random.Perm(len(data))
	kind, most := "byte of a small file", len(places)
	if len(data) > smallFile {
		kind, most = "byte of a large file", tries
	}
	switch {
	case testing.Short():
		most = min(most, 20)
	case os.Getenv("EVENLOT_LONG") == "":
		most = min(most, fewTries)
	}
	for _, at := range append(places[:most], 0, len(data)-1) {
		changed := bytes.Clone(data)
		changed[at] ^= byte(1 + m.random.Intn(255))
		m.refused(kind, fmt.Sprintf("%s, byte %d: %q for %q", file, at, changed[at], data[at]), record.Files{file: changed})
	}
}

// cut takes away the end of a file.
func (m *mutants) cut(file string) {
	data := m.files[file]
	last := bytes.LastIndexByte(data[:len(data)-1], '\n') + 1
	for _, length := range slices.Compact([]int{0, 1, len(data) / 2, last, len(data) - 1}) {
		m.refused("file cut", fmt.Sprintf("%s to %d bytes", file, length), record.Files{file: append([]byte{}, data[:length]...)})
	}
	m.refused("file lengthened", file, record.Files{file: append(bytes.Clone(data), '\n')})
	m.refused("file lengthened", file, record.Files{file: append(bytes.Clone(data), data...)})
}

// remove takes a file away. What an auditor has may be missing: then it is said that this
// cannot be checked.
func (m *mutants) remove(file string) {
	if strings.HasPrefix(file, "public/") {
		m.refused("file removed", file, record.Files{file: nil})
		return
	}
	files := maps.Clone(m.files)
	delete(files, file)
	said := slices.ContainsFunc(verify.CheckFiles(files, nil).Checks, func(c verify.Finding) bool {
		return c.Status == verify.NotCheckable && strings.Contains(c.Why, file)
	})
	require.True(m.t, said, "%s was removed, and nothing is said", file)
	m.counted.add("auditor's file, said to be missing", 1)
}

// add puts files there that no record has, or this one should not have.
func (m *mutants) add() {
	for _, name := range []string{
		"public/extra.txt", "public/commit/extra", "public/events/extra", "public/events/9/draw.json", "public/.hidden",
		"public/index.html", "public/pool.csv", "public/commit/book.root", "public/commit/book.csv", "public/aborted.json",
		"public/draw.json", "auditor/book.csv", "auditor/pool.csv", "public/report.html", "public/measures.json",
	} {
		if m.files[name] == nil && !m.unlisted(name) && !(name == record.DrawFile || name == record.AbortedFile) {
			m.refused("file added", name, record.Files{name: []byte("x\n")})
		}
	}
}

// swap exchanges two files.
func (m *mutants) swap() {
	names := m.files.Names()
	for i, a := range names {
		for _, b := range names[i+1:] {
			if !bytes.Equal(m.files[a], m.files[b]) {
				m.refused("files exchanged", a+" and "+b, record.Files{a: m.files[b], b: m.files[a]})
			}
		}
	}
}
