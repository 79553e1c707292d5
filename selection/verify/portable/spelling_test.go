package portable_test

import (
	"bytes"
	"encoding/json"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/evenlot/evenlot/selection/record"
	"github.com/evenlot/evenlot/selection/record/recordtest"
)

// edited is the proof of an input with texts replaced: old, new, old, new.
func edited(t *testing.T, proof []byte, edits ...string) []byte {
	t.Helper()
	var compact bytes.Buffer
	require.NoError(t, json.Compact(&compact, proof))
	text := compact.String()
	for i := 0; i < len(edits); i += 2 {
		require.Contains(t, text, edits[i])
		text = strings.Replace(text, edits[i], edits[i+1], 1)
	}
	return recordtest.Spell(text)
}

// Numbers have one spelling and one size: the page refuses what package verify refuses,
// also where the arithmetic would come out right.
func TestSpellings(t *testing.T) {
	b := open(t)
	const tree, steps = `[["bound",[[2,65536]]]]`, `"steps":`
	branch := func(what string) string {
		return `[["branch",` + what + `,0],["bound",[]],["bound",[[2,65536]]]]`
	}
	cut := func(bound string) string {
		return `"cuts":[{"weights":[[6,1]],"bound":0,"tree":` + tree + `},{"weights":[[0,1]],"bound":` + bound + `,"tree":[["bound",[[6,65536]]]]}],`
	}
	const cuts = `"cuts":[{"weights":[[6,1]],"bound":0,"tree":` + tree + `}],`
	for name, c := range map[string]struct {
		holds bool
		edits []string
	}{
		"a branch":                {true, []string{tree, branch("6")}},
		"a type as text":          {false, []string{tree, branch(`"6"`)}},
		"an empty type":           {false, []string{tree, branch(`""`)}},
		"a cut":                   {true, []string{cuts, cut("9223372036854775807")}},
		"a bound beyond 64 bits":  {false, []string{cuts, cut("9223372036854775808")}},
		"a weight 0":              {false, []string{`[[6,1]]`, `[[5,0],[6,1]]`}},
		"a multiplier 0":          {false, []string{`[[3,1]]`, `[[2,0],[3,1]]`}},
		"a cut used 0 times":      {false, []string{cuts, cut("4"), `[[3,1]]`, `[[3,1],[8,0]]`}},
		"minus 0":                 {false, []string{`[[3,1]]`, `[[2,-0],[3,1]]`}},
		"not in lowest terms":     {false, []string{`"1/3"`, `"2/6"`}},
		"a denominator of 1":      {false, []string{`"0"`, `"0/1"`}},
		"an exponent":             {false, []string{`"1/3"`, `"1e999999"`}},
		"a very long chance":      {false, []string{`"1/3"`, `"1/` + strings.Repeat("3", 4001) + `"`}},
		"a very long multiplier":  {false, []string{`[[3,1]]`, `[[3,` + strings.Repeat("3", 4001) + `]]`}},
		"people of more digits":   {false, []string{`"people":6`, `"people":1000000006`}},
		"a chance above 1":        {false, []string{`"1/3"`, `"4/3"`}},
		"steps without the grade": {false, []string{steps, `"step":`}},
	} {
		in := recordtest.Input()
		in.Proof = edited(t, in.Proof, c.edits...)
		files := recordtest.Draw(in, recordtest.PublicValue)
		start := time.Now()
		assert.Equal(t, c.holds, failures(b.check(files)) == "", "%s: %s", name, failures(b.check(files)))
		assert.Less(t, time.Since(start), 10*time.Second, name)
		assert.Equal(t, c.holds, goRefuses(files) == "", "%s: %s", name, goRefuses(files))
	}
}

// Weights of pages stand only beside the grade that they are evidence for, and a household
// limit has nine digits.
func TestOutOfPlace(t *testing.T) {
	b := open(t)
	files := records(t)["exactly"]
	require.Empty(t, failures(b.check(files)))
	in := recordtest.Input()
	other := recordtest.Draw(in, recordtest.PublicValue)
	require.Empty(t, failures(b.check(other)))
	other["auditor/mixture.json"] = files["auditor/mixture.json"]
	assert.Contains(t, failures(b.check(other)), "auditor/mixture.json: found beside the grade")
	assert.NotEmpty(t, goRefuses(other))

	for limit, holds := range map[int]bool{999999999: true, 1000000000: false} {
		in := recordtest.Input()
		in.Rules.Household = limit
		in.Proof = edited(t, in.Proof, `,"households of shape 1"`, "", `[[6,1]]`, `[[4,1]]`, `[[7,1]]`, `[[6,1]]`)
		files := recordtest.Draw(in, recordtest.PublicValue)
		assert.Equal(t, holds, failures(b.check(files)) == "", failures(b.check(files)))
		assert.Equal(t, holds, goRefuses(files) == "", goRefuses(files))
	}
}

// The announcement names one commitment, whatever it does to hide another.
func TestAnnouncement(t *testing.T) {
	b := open(t)
	other := strings.Repeat("0123456789abcdef", 4)
	groups := []string{other[:16], other[16:32], other[32:48], other[48:]}
	files := recordtest.Make()
	commitment := record.Commitment(files)
	for text, holds := range map[string]bool{
		"The commitment is " + commitment + ".\n":                                                 true,
		"Commitment\n" + commitment + "\nbefore\nand added afterwards\n":                          true,
		"Of 1200 people, 36 were asked.\nThe commitment is\n\t" + commitment + "\n\nA bad cafe\n": true,
		strings.ToUpper(commitment) + "\n":                                                        true,
		"nothing\n":                                                                               false,
		commitment[:63] + "\n":                                                                    false,
		commitment + "\n" + other + "\n":                                                          false,
		commitment + "\n" + strings.ToUpper(other) + "\n":                                         false,
		commitment + "\n" + other[:30] + "\n" + other[30:] + ".\n":                                false,
		commitment + "\nor " + other[:30] + "  " + other[30:] + " called\n":                       false,
		commitment + "\n(" + other[:20] + "\n" + other[20:40] + "\r\n\t" + other[40:] + ")\n":     false,
		commitment + "\nnot 77" + other + "99 but another\n":                                      false,
		"not 77" + commitment + "99 but another\n":                                                true, // it stands in it
		commitment + "\n" + strings.Join(groups, "-") + "\n":                                      false,
		commitment + "\n" + strings.Join(groups, ".") + "\n":                                      false,
		commitment + "\n" + strings.Join(groups, "\u00a0") + "\n":                                 false,
		commitment + "\n" + strings.Join(groups, "\u200b") + "\n":                                 false,
		commitment + "\n> " + strings.Join(groups, "\n> ") + "\n":                                 false,
		commitment + "\n" + strings.Join(groups, "\x00\xff") + "\n":                               false,
	} {
		files := recordtest.Make()
		files["public/announcement.txt"] = []byte(text)
		files.Seal()
		assert.Equal(t, holds, failures(b.check(files)) == "", "%q\n%s", text, failures(b.check(files)))
		assert.Equal(t, holds, goRefuses(files) == "", "%q\n%s", text, goRefuses(files))
	}
}
