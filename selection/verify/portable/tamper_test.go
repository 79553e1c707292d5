package portable_test

import (
	"bytes"
	"encoding/hex"
	"fmt"
	"maps"
	"math/big"
	"math/rand/v2"
	"regexp"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

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
func tampered(t *testing.T, files record.Files, rng *rand.Rand) []mutant {
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
		for _, at := range append([]int{0, len(data) - 1}, rng.Perm(len(data))[:min(forgeries(t)/12, len(data))]...) {
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
			mutants := tampered(t, all[name], rng)
			refused := 0
			for i, v := range e.verdicts(all[name], mutants) {
				files := mutants[i].of(all[name])
				if !e.sameVerdict(t, mutants[i].what, files, seen{}, v).OK() {
					refused++
				}
			}
			t.Logf("%d of %d refused", refused, len(mutants))
		})
	}
}

var numbers = regexp.MustCompile(`-?[0-9]+`)

// forged changes one place of a committed file so that it may still be well formed, and
// makes every hash fit again.
func forged(files record.Files, rng *rand.Rand) (m mutant, ok bool) {
	names := slices.DeleteFunc(slices.Sorted(maps.Keys(files)), func(name string) bool {
		return strings.HasSuffix(name, "SHA256SUMS")
	})
	name := names[rng.IntN(len(names))]
	data := slices.Clone(files[name])
	letters := []byte("0123456789bcdgkmnz,\" -\n/e")
	switch rng.IntN(5) {
	case 4: // a number one higher or lower
		if at := numbers.FindAllIndex(data, -1); at != nil {
			at := at[rng.IntN(len(at))]
			n, _ := new(big.Int).SetString(string(data[at[0]:at[1]]), 10)
			n.Add(n, big.NewInt(int64(2*rng.IntN(2)-1)))
			data = slices.Concat(data[:at[0]], []byte(n.String()), data[at[1]:])
		}
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

// rehash makes the hashes fit after a change of one file, from the pool to the draw.
func rehash(files record.Files, changed string) {
	if strings.HasSuffix(changed, "/pool.csv") {
		rec, _ := record.Parse(files)
		root := record.PoolRoot(rec.Roster)
		files[record.PoolRootFile] = []byte(hex.EncodeToString(root[:]) + "\n")
	}
	if files.Mixes() {
		files.SealFixed()
	}
	if mixing, err := record.ReadMixing("mix.json", files[record.MixFile]); err == nil && changed != record.MixFile {
		mixing.Commitment = hexSum(files[record.FixedSumsFile])
		mixing.MixString = mixing.Commitment + "." + mixing.PublicValue
		files[record.MixFile] = mixing.Bytes()
	}
	switch {
	case files[record.DrawFile] == nil:
		if !files.Unmixed() {
			files.SealCommit()
		}
		if end, err := record.ReadAborted("aborted.json", files[record.AbortedFile]); err == nil && changed != record.AbortedFile {
			end.Commitment = record.Commitment(files)
			files[record.AbortedFile] = end.Bytes()
		}
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
		files.AddEventDraw1(1, d)
	case changed != record.DrawFile:
		recordtest.Rehash(files)
	}
	if files[record.PublicSumsFile] != nil {
		files.Seal()
	}
}

// forgeries is how many are tried of each record.
func forgeries(t *testing.T) int {
	switch {
	case testing.Short():
		return 30
	case exhaustive():
		return 150
	case long():
		return 75
	}
	return 45
}

// The page and package verify agree on forgeries, whichever way: where every hash was
// made to fit again, only what the files say can give them away.
func TestForged(t *testing.T) {
	e := newEngine(t)
	all := everything(t)
	rng := rand.New(rand.NewPCG(3, 4))
	tried, refused := 0, 0
	for _, name := range slices.Sorted(maps.Keys(all)) {
		var mutants []mutant
		for range forgeries(t) / 3 {
			if m, ok := forged(all[name], rng); ok {
				mutants = append(mutants, m)
			}
		}
		for i, v := range e.verdicts(all[name], mutants) {
			if !e.sameVerdict(t, name+": "+mutants[i].what, mutants[i].of(all[name]), seen{}, v).OK() {
				refused++
			}
		}
		tried += len(mutants)
	}
	t.Logf("%d of %d refused", refused, tried)
}
