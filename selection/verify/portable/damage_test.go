package portable_test

import (
	"bytes"
	"maps"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/evenlot/evenlot/selection/record"
	"github.com/evenlot/evenlot/selection/record/recordtest"
)

// damages are what programs do to text files on their way.
var damages = map[string]func([]byte) []byte{
	"carriage returns": func(d []byte) []byte { return bytes.ReplaceAll(d, []byte("\n"), []byte("\r\n")) },
	"byte order mark":  func(d []byte) []byte { return append([]byte("\xef\xbb\xbf"), d...) },
	"last line end":    func(d []byte) []byte { return bytes.TrimSuffix(d, []byte("\n")) },
}

// damaged does to every file what a program would.
func damaged(files record.Files, change func([]byte) []byte) record.Files {
	out := maps.Clone(files)
	for name, data := range out {
		out[name] = change(data)
	}
	return out
}

// Damage on the way is refused, and named as such where undoing it is enough; where something else
// was changed too, the page says so.
func TestDamage(t *testing.T) {
	e := newEngine(t)
	for name, files := range map[string]record.Files{"public": public(whole(t)), "undrawn": records(t)["undrawn"], "sealed": records(t)["sealed"]} {
		for what, change := range damages {
			bad := damaged(files, change)
			said := e.damage(bad)
			assert.Contains(t, said, "Damaged on its way here", "%s, %s", name, what)
			assert.Contains(t, said, what, name)
			assert.Contains(t, said, "Undoing this makes every hash fit", name)
			forged := maps.Clone(bad)
			forged[record.ChancesFile] = bytes.Replace(forged[record.ChancesFile], []byte(","), []byte(",1"), 2)
			said = e.damage(forged)
			assert.Contains(t, said, "This record does not hold", "%s, %s", name, what)
			assert.Contains(t, said, "something else was changed, too", name)
		}
	}
	forged := whole(t)
	forged[record.ChancesFile] = bytes.Replace(forged[record.ChancesFile], []byte(","), []byte(",1"), 2)
	said := e.damage(forged)
	assert.False(t, strings.Contains(said, "on their way"), said)
}

// The script says the same.
func TestDamageInShell(t *testing.T) {
	list := shells(t)
	for name, files := range map[string]record.Files{"drawn": records(t)["digits"], "undrawn": records(t)["undrawn"], "unmixed": recordtest.Unmixed(record.FormDefault, recordtest.MixDigits())} {
		for _, change := range damages {
			bad := damaged(public(files), change)
			forged := maps.Clone(bad)
			forged[record.TotalsFile] = bytes.Replace(forged[record.TotalsFile], []byte(","), []byte(",1"), 2)
			for i, shell := range list {
				if name != "drawn" && !long() || !exhaustive() && i != len(name)%len(list) {
					continue
				}
				out, code := shellCheck(t, shell, written(t, bad))
				assert.Equal(t, 1, code, "%s\n%s", name, out)
				assert.Contains(t, out, "undoing it makes every hash fit", name)
				out, code = shellCheck(t, shell, written(t, forged))
				assert.Equal(t, 1, code, name)
				assert.Contains(t, out, "something else was changed, too", name)
			}
		}
	}
}

// damage gives the colour, the title and what the page says of damage.
func (e engine) damage(files record.Files) string {
	e.t.Helper()
	return run[string](e, `(async () => {`+judging+`
		const r = new RecordFiles(new Map(unpack(`+inBase64(e.t, files)+`)));
		const lines = await checkRecord(r), { colour, title } = judge(r, lines);
		if (colour !== "red") return colour;
		return title + ". " + (r.damage ? damageWords(r.damage) : "");
	})()`)
}
