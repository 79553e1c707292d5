package portable_test

import (
	"bytes"
	"fmt"
	"maps"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/stretchr/testify/assert"

	"github.com/evenlot/evenlot/selection/draw"
	"github.com/evenlot/evenlot/selection/record"
	"github.com/evenlot/evenlot/selection/record/recordtest"
	"github.com/evenlot/evenlot/selection/verify"
)

// A mutant is a record with something changed.
type mutant struct {
	what    string
	changed record.Files // nil data: the file is removed
}

// of applies a mutant to a record.
func (m mutant) of(files record.Files) record.Files {
	out := maps.Clone(files)
	for name, data := range m.changed {
		if data == nil {
			delete(out, name)
		} else {
			out[name] = data
		}
	}
	return out
}

// goRefuses is what package verify says of a record: the first fault, or "".
func goRefuses(files record.Files) string {
	fsys := fstest.MapFS{}
	for name, data := range files {
		fsys[name] = &fstest.MapFile{Data: data}
	}
	if failed := verify.Check(fsys).Failed(); len(failed) > 0 {
		return fmt.Sprintf("%s: %s", failed[0].Name, failed[0].Why)
	}
	return ""
}

// tampered changes a record in every way that takes no thought: bytes, files.
func tampered(files record.Files, rng *rand.Rand) []mutant {
	var out []mutant
	names := slices.Sorted(maps.Keys(files))
	for i, name := range names {
		data := files[name]
		one := func(what string, changed []byte) {
			out = append(out, mutant{what + " " + name, record.Files{name: changed}})
		}
		one("removed", nil)
		one("emptied", []byte{})
		one("cut in", data[:len(data)/2])
		one("cut at the end of", data[:len(data)-1])
		one("added to", append(slices.Clone(data), '\n'))
		for _, at := range append([]int{0, len(data) - 1}, rng.Perm(len(data))[:min(12, len(data))]...) {
			flipped := slices.Clone(data)
			flipped[at] ^= 1 << rng.IntN(8)
			one(fmt.Sprintf("byte %d of", at), flipped)
		}
		other := names[(i+1)%len(names)]
		out = append(out, mutant{"swapped " + name + " and " + other, record.Files{name: files[other], other: data}})
	}
	for _, name := range []string{"public/extra.txt", "public/commit/extra.csv", "public/commit/book.txt", "public/events/1/extra", "public/events/2/draw.json"} {
		out = append(out, mutant{"added " + name, record.Files{name: []byte("extra\n")}})
	}
	return out
}

// The page refuses whatever was done to the bytes of a record, as package verify does.
func TestTampered(t *testing.T) {
	e := newEngine(t)
	all := records(t)
	rng := rand.New(rand.NewPCG(1, 2))
	for _, name := range []string{"default", "sealed", "open", "event", "drand", "called off"} {
		t.Run(name, func(t *testing.T) {
			mutants := tampered(all[name], rng)
			refused := 0
			for i, v := range e.verdicts(all[name], mutants) {
				said := v.failed()
				files := mutants[i].of(all[name])
				if want := goRefuses(files); want != "" {
					refused++
					assert.NotEmpty(t, said, "%s: accepted, though verify says: %s", mutants[i].what, want)
				} else {
					assert.Empty(t, said, "%s: refused, though verify says nothing", mutants[i].what)
				}
			}
			t.Logf("%d of %d refused", refused, len(mutants))
		})
	}
}

// forged changes one place of a committed file so that it may still be well formed, and
// makes every hash fit again.
func forged(files record.Files, rng *rand.Rand) (m mutant, ok bool) {
	names := slices.DeleteFunc(slices.Sorted(maps.Keys(files)), func(name string) bool {
		return strings.HasSuffix(name, "SHA256SUMS")
	})
	name := names[rng.IntN(len(names))]
	data := slices.Clone(files[name])
	letters := []byte("0123456789bcdgkmnz,\" -\n/e")
	switch rng.IntN(4) {
	case 0, 1: // another digit or letter for one
		at := rng.IntN(len(data))
		data[at] = letters[rng.IntN(len(letters))]
	case 2: // two lines change places
		lines := bytes.SplitAfter(data, []byte("\n"))
		i, j := rng.IntN(len(lines)), rng.IntN(len(lines))
		lines[i], lines[j] = lines[j], lines[i]
		data = bytes.Join(lines, nil)
	case 3: // one line is left out
		lines := bytes.SplitAfter(data, []byte("\n"))
		at := rng.IntN(len(lines))
		data = bytes.Join(slices.Delete(lines, at, at+1), nil)
	}
	if bytes.Equal(data, files[name]) {
		return m, false
	}
	forgery := maps.Clone(files)
	forgery[name] = data
	defer func() { // what Rehash cannot read, a forger cannot rehash
		if recover() != nil {
			ok = false
		}
	}()
	rehash(forgery, name)
	m = mutant{"forged " + name, record.Files{}}
	for name, data := range forgery {
		if !bytes.Equal(data, files[name]) {
			m.changed[name] = data
		}
	}
	return m, true
}

// rehash makes the hashes fit after a change of one file.
func rehash(files record.Files, changed string) {
	switch {
	case files["public/draw.json"] == nil:
		files.SealCommit()
	case strings.HasPrefix(changed, "public/events/1/commit/"):
		var sums strings.Builder
		for _, name := range []string{"book.csv", "event.json", "seedsource.json"} {
			fmt.Fprintf(&sums, "%s  %s\n", hexSum(files["public/events/1/commit/"+name]), name)
		}
		files["public/events/1/commit/SHA256SUMS"] = []byte(sums.String())
		d, err := draw.Open(hexSum([]byte(sums.String())), eventValue, 10)
		if err != nil {
			panic(err)
		}
		files.AddEventDraw(1, d)
	case strings.HasPrefix(changed, "public/commit/"):
		recordtest.Rehash(files)
	}
	if files["public/SHA256SUMS"] != nil {
		files.Seal()
	}
}

// forgeries is how many are tried of each record.
func forgeries(t *testing.T) int {
	if testing.Short() {
		return 30
	}
	return 150
}

// The page and package verify agree on forgeries, whichever way: where every hash was
// made to fit again, only what the files say can give them away.
func TestForged(t *testing.T) {
	e := newEngine(t)
	all := records(t)
	rng := rand.New(rand.NewPCG(3, 4))
	for _, name := range []string{"default", "sealed", "open", "lottery", "page digits", "drand", "exactly", "event", "called off", "undrawn"} {
		t.Run(name, func(t *testing.T) {
			var mutants []mutant
			for range forgeries(t) {
				if m, ok := forged(all[name], rng); ok {
					mutants = append(mutants, m)
				}
			}
			refused := 0
			for i, v := range e.verdicts(all[name], mutants) {
				said := v.failed()
				want := goRefuses(mutants[i].of(all[name]))
				if want != "" {
					refused++
				}
				assert.Equal(t, want != "", said != "", "%s\nverify: %s\npage: %s", mutants[i].what, want, said)
			}
			t.Logf("%d of %d refused", refused, len(mutants))
		})
	}
}
