package verify_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/evenlot/evenlot/selection/draw"
	"github.com/evenlot/evenlot/selection/record"
	"github.com/evenlot/evenlot/selection/record/recordtest"
	"github.com/evenlot/evenlot/selection/verify"
)

func caveats(v *verify.Verdict) string {
	var all []string
	for _, r := range v.Remarks {
		all = append(all, string(r.Caveat))
	}
	slices.Sort(all)
	return strings.Join(all, " ")
}

// Every form and stage of version 2 holds, and says what it does not show.
func TestVersion2(t *testing.T) {
	want := map[string]string{
		"2 known":              "known smallest unconfirmed unmixed",
		"2 rehearsal":          "rehearsal smallest unconfirmed unmixed",
		"2 unmixed":            "unconfirmed",
		"2 unmixed open":       "unconfirmed",
		"2 unmixed called off": "unconfirmed",
		"2 mixed undrawn":      "smallest unconfirmed",
		"2 mixed":              "smallest unconfirmed",
		"2 mixed sealed":       "smallest unconfirmed",
		"2 mixed drand":        "smallest unconfirmed",
	}
	for _, variant := range recordtest.Variants() {
		if !strings.HasPrefix(variant.Name, "2 ") {
			continue
		}
		t.Run(variant.Name, func(t *testing.T) {
			v := check(variant.Make())
			assert.Empty(t, lines(v, verify.Failed))
			assert.Equal(t, verify.Amber, v.Colour())
			if w, ok := want[variant.Name]; ok {
				assert.Equal(t, w, caveats(v))
			} else {
				assert.Equal(t, "smallest unconfirmed unmixed", caveats(v))
			}
		})
	}
}

// What mixes a book is announced before the draw, and is the value that was drawn.
func TestMixRefusals(t *testing.T) {
	mixed := func() record.Files {
		_, files := recordtest.Mixed(record.FormDefault, recordtest.MixDigits(), "271828182845")
		return files
	}
	refused := func(name, want string, change func(files record.Files)) {
		t.Helper()
		files := mixed()
		change(files)
		if files[record.FixedSumsFile] != nil && files[record.MixFile] != nil {
			files.SealCommit()
		}
		v := check(files)
		assert.Equal(t, verify.Red, v.Colour(), name)
		assert.Contains(t, lines(v, verify.Failed), want, name)
	}
	replace := func(file, from, to string) func(record.Files) {
		return func(files record.Files) {
			require.Contains(t, string(files[file]), from)
			files[file] = []byte(strings.ReplaceAll(string(files[file]), from, to))
		}
	}
	refused("another value", "mixing: mix string", replace(record.MixFile, `"public_value": "271828182845"`, `"public_value": "271828182846"`))
	refused("too few digits", "mixing: public value is of the kind announced", replace(record.MixFile, "271828182845", "27182818284"))
	refused("another pool", "mixing: commitment to the pool", replace(record.MixFile, `"commitment": "`, `"commitment": "0`))
	refused("after the draw", "mixing comes before the draw", func(files record.Files) {
		source := record.SeedSource{Source: recordtest.MixDigits()}
		source.Time = "2027-02-14T18:00:00Z"
		files[record.MixSourceFile] = source.Bytes()
		files.SealFixed()
	})
	refused("page digits", "mixing comes before the draw", func(files record.Files) {
		files[record.MixSourceFile] = record.SeedSource{Source: draw.Source{Kind: draw.KindPageDigits, Statement: "balls", Time: "2027-01-14T18:00:00Z", Digits: 2}}.Bytes()
		files.SealFixed()
	})
	refused("rules changed after mixing", "public/commit/rules.json as listed in public/commit/fixed.sha256", replace(record.RulesFile, "born after 1997", "born after 1998"))
	refused("without its list", "public/commit/fixed.sha256", func(files record.Files) { delete(files, record.FixedSumsFile) })
	refused("value lost", "public/commit/mix.json", func(files record.Files) { delete(files, record.MixFile) })
	refused("not mixed, but with a book", "public/commit/chances.csv", func(files record.Files) {
		delete(files, record.MixFile)
		delete(files, record.CommitSumsFile)
	})
}

// A verdict is green only once the reader has seen what was published and drawn.
func TestConfirm(t *testing.T) {
	in, _ := recordtest.Mixed(record.FormDefault, recordtest.MixDigits(), "271828182845")
	files := recordtest.Draw(in, "314159265358")
	mixing := "2718 2818 2845"
	seen := func(commitment, pool, value string) *verify.Verdict {
		v := check(files)
		v.Confirm(verify.Seen{Commitment: commitment, Pool: pool, Mixing: mixing, Value: value})
		return v
	}
	commitment, pool := record.Commitment(files), in.Mixing.Commitment
	assert.NotContains(t, caveats(seen(strings.ToUpper(commitment[:30])+" "+commitment[30:], pool, " 314159265358 ")), "unconfirmed")
	assert.Contains(t, caveats(seen(commitment, "", "314159265358")), "unconfirmed", "the commitment to the pool counts too")
	assert.Contains(t, caveats(seen(commitment, pool, "")), "unconfirmed")
	assert.NotContains(t, caveats(seen(commitment, pool, "3141 5926-5358")), "unconfirmed", "as a person types it")
	assert.Equal(t, verify.Red, seen(pool, pool, "314159265358").Colour())
	assert.Equal(t, verify.Red, seen(commitment, pool, "314159265359").Colour())
	mixing = ""
	assert.Contains(t, caveats(seen(commitment, pool, "314159265358")), "unconfirmed", "the value that mixed the book counts too")
	mixing = "271828182846"
	assert.Equal(t, verify.Red, seen(commitment, pool, "314159265358").Colour())
}

// Features and values stand in one order, households have names of their own, and a lottery
// has a range.
func TestVersion2Refusals(t *testing.T) {
	in := recordtest.In2(record.FormDefault, recordtest.Lottery2())
	in.Source.Highest, in.Source.ExtraHighest = 0, 0
	v := check(recordtest.Draw(in, "19 3 12 27 44 45 + 7"))
	assert.Contains(t, lines(v, verify.Failed), "a lottery announces its highest number")

	in = recordtest.Input2()
	f := in.Roster.Table.Features
	f[0], f[1] = f[1], f[0]
	for i := range in.Roster.Entries {
		e := in.Roster.Entries[i].Values
		e[0], e[1] = e[1], e[0]
	}
	v = check(recordtest.Draw(in, "x"))
	assert.Contains(t, lines(v, verify.Failed), `expected by the bytes of the names, got "age" after "gender"`)

	in = recordtest.In2(record.FormDefault, draw.Source{Kind: draw.KindPageDigits, Statement: "one ball", Digits: 1})
	in.Pages, in.Rules.Pages = in.Pages[:10], 10
	in.Proof = recordtest.Input().Proof
	v = check(recordtest.Draw(in, "7"))
	assert.Contains(t, lines(v, verify.Failed), "pages of the smallest chance: expected at least 5, got 3")
	assert.Contains(t, lines(v, verify.Failed), "a proof for another version of the format")
}

// What was drawn after the panel makes a verdict amber, and so does a rehearsal there.
func TestEventCaveats(t *testing.T) {
	assert.Equal(t, "events known rehearsal short smallest unconfirmed unmixed", caveats(check(recordtest.WithEvents(1))))
	assert.NotContains(t, caveats(check(recordtest.Make())), "events")
}
