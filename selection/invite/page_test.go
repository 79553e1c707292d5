package invite

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os/exec"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/evenlot/evenlot/selection/record"
)

// The page says of every letter id, in every stratum, what the program says; and SHA-256 is SHA-256, of every length.
func TestPage(t *testing.T) {
	files := lotteries(t)["drawn"]
	l, faults := Parse(files)
	require.Empty(t, faults)
	page := string(files[PageFile])
	assert.NotContains(t, page, "const lottery = {};")
	assert.Equal(t, string(l.Page()), page)
	node, err := exec.LookPath("node")
	if err != nil {
		t.Skip("NOT TESTED: no Node here")
	}
	_, script, _ := strings.Cut(page, "<script>")
	logic, rest, found := strings.Cut(script, "function put(")
	require.True(t, found)
	_, rows, found := strings.Cut(rest, "const rows = ")
	require.True(t, found)
	rows, _, _ = strings.Cut(rows, "const strata")
	var ids []string
	for i := range 60 {
		ids = append(ids, LetterID(vectorKey(), fmt.Sprint("id", i)))
	}
	asked, err := json.Marshal(ids)
	require.NoError(t, err)
	program := "const document = { getElementById: () => ({}) }; globalThis.navigator ??= {};" + logic + "const rows = " + strings.SplitAfter(rows, "lottery.cutoffs = rows(lottery.csv);\n")[0] +
		"const said = []; for (const id of " + string(asked) + ") for (const name of new Set(lottery.cutoffs.map(([n]) => n))) { const d = due(id, name); said.push([name, d.ticket, d.wave, d.cutoff].join(';')); }" +
		"console.log(said.join('\\n')); for (let n = 0; n < 200; n++) console.log(hash('ä'.repeat(n)));"
	cmd := exec.Command(node, "-")
	cmd.Stdin = strings.NewReader(program)
	var wrong bytes.Buffer
	cmd.Stderr = &wrong
	out, err := cmd.Output()
	require.NoError(t, err, wrong.String())
	var want []string
	letters := 0
	for _, id := range ids {
		for _, d := range l.Due(id, "") {
			if d.Wave != "" {
				letters++
			}
			want = append(want, strings.Join([]string{d.Stratum, d.Ticket, d.Wave, d.Cutoff}, ";"))
		}
	}
	assert.Positive(t, letters)
	for n := range 200 {
		want = append(want, hashOf([]byte(strings.Repeat("ä", n))))
	}
	assert.Equal(t, want, strings.Split(strings.TrimSpace(string(out)), "\n"))
}

// A stratum that looks like the end of a script is text in the page; a lottery of very many strata has no page.
func TestPageIsText(t *testing.T) {
	l := &Lottery{Files: record.Files{CutoffsFile: []byte("</script><script>alert(1)//,1,0,\n")}, Rules: &Rules{}, Drawing: &Drawing{}}
	assert.Equal(t, 1, strings.Count(string(l.Page()), "</script>"))
	l.Files[CutoffsFile] = make([]byte, largestPage+1)
	assert.Nil(t, l.Page())
}
