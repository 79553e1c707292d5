package invite

import (
	"bytes"
	"context"
	"fmt"
	"maps"
	"math/rand"
	"os"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/evenlot/evenlot/selection/draw"
	"github.com/evenlot/evenlot/selection/record"
	"github.com/evenlot/evenlot/selection/verify"
)

// lotteries are small ones at every point of their lives, as their folders public are published.
func lotteries(t *testing.T) map[string]record.Files {
	rows := []madeRow{}
	for i := range 60 {
		rows = append(rows, madeRow{fmt.Sprint("id", i), fmt.Sprint("H", i/2), []string{"a", `"b,c"`}[i%2], []string{"x", "y", "y"}[i%3]})
	}
	key := vectorKey()
	count, err := NewCount(context.Background(), registerOf(rows), &key, &Memory{}, nil)
	require.NoError(t, err)
	r := rulesOf(12, 6)
	r.KeyHash, r.SparePercent, r.Extra, r.Statements = draw.KeyHash(key), 10, []Extra{{20, "area", "x"}}, []string{"letters go to people of 16 and more"}
	source := record.SeedSource{Source: draw.Source{Kind: draw.KindDigits, Statement: "ten-sided dice", Time: "2027-01-15T18:00:00Z", Digits: 20}}
	l, err := Commit(r, count, source)
	require.NoError(t, err)
	committed := maps.Clone(l.Files)
	committed[record.AnnouncementFile] = []byte("The commitment is " + l.Commitment() + ".\n")
	committed[record.ScriptFile] = Script()
	l.Files = committed
	value, err := l.Value(vectorValue)
	require.NoError(t, err)
	list, err := Pick(context.Background(), registerOf(rows), r, l.Strata, &key, Seed(l.Commitment(), value.Value), nil)
	require.NoError(t, err)
	drawn, off := maps.Clone(committed), maps.Clone(committed)
	maps.Copy(drawn, l.Drawn(value, list))
	aborted, err := l.Abort("the hall was closed")
	require.NoError(t, err)
	maps.Copy(off, aborted)
	return map[string]record.Files{"committed": committed, "drawn": drawn, "called off": off}
}

// failures are the failed checks of files as they would lie in a folder.
func failures(files record.Files) []verify.Finding {
	folder := fstest.MapFS{}
	for name, data := range files {
		folder[name] = &fstest.MapFile{Data: data}
	}
	return Failed(CheckFiles(Load(folder)))
}

// Whatever is changed in the public files, verify says no and names a file of those that were changed: bytes, ends, files taken away, added and
// exchanged, at every point of a lottery's life.
func TestTamper(t *testing.T) {
	most := 25 // places of a file
	switch {
	case os.Getenv("EVENLOT_EVERY_BYTE") != "": // 27,590 changes, 16 s of processor
		most = 1 << 30
	case os.Getenv("EVENLOT_LONG") != "":
		most = 500
	}
	tried := 0
	for name, files := range lotteries(t) {
		require.Empty(t, failures(files), name)
		random := rand.New(rand.NewSource(int64(len(name))))
		refused := func(what string, changed record.Files) {
			t.Helper()
			all := maps.Clone(files)
			for name, data := range changed {
				if all[name] = data; data == nil {
					delete(all, name)
				}
			}
			failed := failures(all)
			named := slices.ContainsFunc(failed, func(f verify.Finding) bool {
				for name := range changed {
					if strings.Contains(f.Name+" "+f.Expected+" "+f.Why, name) {
						return true
					}
				}
				return false
			})
			require.True(t, named, "%s: %s: %v", name, what, failed)
			tried++
		}
		for _, file := range slices.Sorted(maps.Keys(files)) {
			data := files[file]
			if name == "committed" && file == record.ScriptFile { // no hash covers it yet; it is said that it is another
				continue
			}
			places := random.Perm(len(data))
			places = places[:min(len(places), most)]
			if name == "committed" && file == record.AnnouncementFile { // its words are free
				at := strings.Index(string(data), "is ") + len("is ")
				places = []int{at, at + 31, at + 63}
			}
			for _, at := range places {
				changed := bytes.Clone(data)
				changed[at] ^= byte(1 + random.Intn(255))
				refused(fmt.Sprintf("%s, byte %d: %q", file, at, changed[at]), record.Files{file: changed})
			}
			if name == "committed" && file == record.AnnouncementFile {
				refused("two commitments", record.Files{file: append(bytes.Clone(data), []byte("Or "+strings.Repeat("0", 64)+".\n")...)})
				continue
			}
			for _, length := range []int{0, 1, len(data) / 2, len(data) - 1} {
				refused(fmt.Sprintf("%s cut to %d bytes", file, length), record.Files{file: append([]byte{}, data[:length]...)})
			}
			refused(file+" lengthened", record.Files{file: append(bytes.Clone(data), '\n')})
			refused(file+" removed", record.Files{file: nil})
			for other, its := range files {
				if other > file && (name != "committed" || other != record.ScriptFile) {
					refused(file+" and "+other+" exchanged", record.Files{file: its, other: data})
				}
			}
		}
		for _, file := range []string{"public/extra.txt", "public/commit/extra", "public/.hidden", "public/index.html", "public/letters.csv", record.DrawFile, record.AbortedFile, CutoffsFile} {
			if files[file] == nil && (name != "committed" || file != CutoffsFile) {
				refused(file+" added", record.Files{file: []byte("x\n")})
			}
		}
	}
	t.Logf("%d tried, all refused", tried)
}

// A lottery that says it is drawn by another value, or that its cut-offs are others, does not hold even where all hashes are mended.
func TestForged(t *testing.T) {
	for what, forge := range map[string]func(files record.Files, l *Lottery){
		"another value": func(files record.Files, l *Lottery) {
			files[record.DrawFile] = bytes.ReplaceAll(files[record.DrawFile], []byte(vectorValue), []byte("31415926535897932385"))
		},
		"another seed": func(files record.Files, l *Lottery) {
			files[record.DrawFile] = bytes.ReplaceAll(files[record.DrawFile], []byte(l.Drawing.Seed), []byte(strings.Repeat("0", 64)))
		},
		"a letter less": func(files record.Files, l *Lottery) {
			l.Cutoffs[0].Letters = 0
			l.Cutoffs[0].Ticket = ""
			files[CutoffsFile] = writeCutoffs(l.Cutoffs)
		},
		"a letter more": func(files record.Files, l *Lottery) {
			l.Cutoffs[0].Letters++
			files[CutoffsFile] = writeCutoffs(l.Cutoffs)
		},
		"waves exchanged": func(files record.Files, l *Lottery) {
			l.Cutoffs[0].Ticket, l.Cutoffs[1].Ticket = l.Cutoffs[1].Ticket, l.Cutoffs[0].Ticket
			files[CutoffsFile] = writeCutoffs(l.Cutoffs)
		},
		"a stratum less": func(files record.Files, l *Lottery) { files[CutoffsFile] = writeCutoffs(l.Cutoffs[3:]) },
		"drawn and called": func(files record.Files, l *Lottery) {
			files[record.AbortedFile] = record.Aborted{Commitment: l.Commitment(), Reason: "x"}.Bytes()
		},
	} {
		files := maps.Clone(lotteries(t)["drawn"])
		l, faults := Parse(files)
		require.Empty(t, faults)
		delete(files, record.PublicSumsFile)
		forge(files, l)
		files.Seal()
		assert.NotEmpty(t, failures(files), what)
	}
}
