package slip

import (
	"bytes"
	"encoding/csv"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/evenlot/evenlot/selection/record"
	"github.com/evenlot/evenlot/selection/record/recordtest"
)

// writer makes slips for the small record, sealed or not.
func writer(t *testing.T, sealed bool) (*Writer, *record.Record) {
	r, faults := record.Parse(recordtest.Make())
	require.NoError(t, faults.Err())
	in := Input{Commitment: r.Drawing.Commitment, Roster: r.Roster, Pages: r.Pages}
	if sealed {
		in.Salts = record.PageSalts([32]byte{1}, len(r.Pages))
	}
	return New(in), r
}

// Every slip leads to the pool root, and to the seals of the person's pages.
func TestSlipsLeadToRoots(t *testing.T) {
	for _, sealed := range []bool{false, true} {
		w, r := writer(t, sealed)
		for i, id := range r.IDs {
			text := w.Text(i)
			for _, sent := range []string{string(text), strings.ReplaceAll(string(text), "\n", "\r\n")} {
				c, err := Read(sent)
				require.NoError(t, err)
				root, ok := c.Root()
				assert.True(t, ok && root == *r.Root && c.ID == id, id)
				if !sealed {
					assert.Empty(t, c.Seats)
					continue
				}
				require.Len(t, c.Seats, r.Counts[i])
				for s, seat := range c.Seats {
					page := w.on[i][s]
					ids := make([]string, r.Rules.Seats)
					for k, j := range r.Pages[page] {
						ids[k] = r.IDs[j]
					}
					seal, ok := seat.Seal(id, r.Rules.Seats)
					assert.True(t, ok)
					assert.Equal(t, record.SealTree(w.Salts[page], seat.Page, ids).Root(), seal)
				}
			}
		}
	}
}

// Whatever is changed in what a slip claims, it leads somewhere else or cannot be read.
func TestChangedSlips(t *testing.T) {
	w, r := writer(t, false)
	text := w.Text(0)
	from := bytes.Index(text, []byte("\nsalt: "))
	require.Positive(t, from)
	tried := 0
	for at := from; at < len(text); at++ {
		changed := bytes.Clone(text)
		changed[at] ^= 1
		if bytes.Equal(bytes.TrimSpace(changed), bytes.TrimSpace(text)) {
			continue
		}
		tried++
		c, err := Read(string(changed))
		if err != nil {
			continue
		}
		root, ok := c.Root()
		same := ok && root == *r.Root && c.Path.Leaves == len(r.IDs)
		assert.False(t, same && !blank(text[at]), "byte %d: %q", at, changed[max(0, at-20):at+1])
	}
	assert.Greater(t, tried, 300)
}

// blank tells that a byte only separates words.
func blank(b byte) bool { return b == ' ' || b == '\n' }

func TestSlipText(t *testing.T) {
	w, r := writer(t, false)
	text := string(w.Text(0))
	assert.Contains(t, text, "\nid: "+r.IDs[0]+"\n")
	assert.Contains(t, text, "so your chance is 4 in 10 (40.0 per cent).")
	assert.Contains(t, text, "\n  0 2 5 7\n")
	assert.Contains(t, text, `  age: 16 to 29, "young"`)
	assert.Contains(t, text, "household")
	none := string(w.Text(len(r.IDs) - 1))
	assert.Contains(t, none, "You are on none of the 10 pages")
	assert.NotContains(t, none, "household")
	for _, line := range strings.Split(text[:strings.Index(text, "commitment:")], "\n") {
		assert.LessOrEqual(t, len(line), 90, line)
	}
}

func TestReadSaysWhatIsMissing(t *testing.T) {
	w, _ := writer(t, true)
	text := string(w.Text(0))
	for _, c := range []struct{ cut, message string }{
		{"\nid:", "no line \"id: ...\""}, {"\nsalt:", "no line \"salt: ...\""}, {"\nplace:", "no line \"place: ...\""},
		{"\nbegin record", "no line \"begin record\""}, {"\nend record", "no line \"end record\""},
	} {
		_, err := Read(strings.Replace(text, c.cut, "\nx"+c.cut[1:], 1))
		assert.ErrorContains(t, err, c.message)
	}
	for _, c := range [][2]string{{"of 12\n", "off 12\n"}, {"salt: ", "salt: g"}, {" seat ", " seat x"}, {"place: 1", "place: -1"}} {
		_, err := Read(strings.Replace(text, c[0], c[1], 1))
		assert.ErrorContains(t, err, "cannot be read", c[1])
	}
	_, err := Read(text + text)
	assert.ErrorContains(t, err, "stands there twice")
}

func TestRow(t *testing.T) {
	w, r := writer(t, false)
	row := w.Row(0)
	require.Len(t, row, len(Header()))
	assert.Equal(t, []string{r.IDs[0], "4", "10", "0 2 5 7"}, row[:4])
	_, err := csv.NewReader(strings.NewReader(strings.Join(row, ","))).Read()
	assert.NoError(t, err)
}

func FuzzRead(f *testing.F) {
	r, _ := record.Parse(recordtest.Make())
	w := New(Input{Roster: r.Roster, Pages: r.Pages, Salts: record.PageSalts([32]byte{}, len(r.Pages))})
	f.Add(string(w.Text(0)))
	f.Add("id: x\nplace: 1 of 0\nsalt: \npath:\nbegin record\nend record")
	f.Fuzz(func(t *testing.T, text string) {
		c, err := Read(text)
		if err != nil {
			return
		}
		c.Root()
		for _, seat := range c.Seats {
			seat.Seal(c.ID, 7)
		}
	})
}

// What people read is compared too, however a mail program breaks it.
func TestDiffers(t *testing.T) {
	text := "pages: 2 of 10\n\nYou are on 2 of them, so\nyour chance is 2 in 10 (20.0 per cent).\n  3 7\n  age: 16 to 29\n" +
		"commitment: ff\nid: b\nsalt: 00000000000000000000000000000000\nplace: 1 of 1\nbegin record\nb\n\nage\n16 to 29\nend record\n"
	facts := Facts{Pages: []string{"3", "7"}, Of: 10, Answers: []string{"age: 16 to 29"}, Commitment: "ff"}
	for _, mailed := range []string{text, strings.ReplaceAll(text, "\n", "  \r\n"), "> " + strings.ReplaceAll(text, "\n", "\n> "),
		strings.ReplaceAll(">> "+strings.ReplaceAll(text, "\n", "\n>> "), ">> \n", ">>\n")} {
		c, err := Read(mailed)
		require.NoError(t, err)
		assert.Equal(t, "b\n\nage\n16 to 29\n", string(c.Record))
		assert.Empty(t, c.Differs(facts))
	}
	for _, change := range [][2]string{{"pages: 2", "pages: 3"}, {"on 2 of", "on 4 of"}, {"2 in 10", "5 in 10"}, {"3 7", "3 8"}, {"age: 16 to", "age: 17 to"}, {"ff", "fe"}} {
		c, err := Read(strings.Replace(text, change[0], change[1], 1))
		require.NoError(t, err)
		assert.NotEmpty(t, c.Differs(facts), change)
	}
	// A slip that has the true lines somewhere, and others beside them.
	for _, lie := range [][2]string{{"pages: 2", "pages: 9 of 10\npages: 2"}, {"end record", "end record\nage: 17"}, {"age: 16", "age: 30 to 45\n\nage: 16"},
		{"end record", "end record\ncommitment: fe"}, {"3 7", "3 7 8"}, {"3 7", "1 3 7"}} {
		c, err := Read(strings.Replace(text, lie[0], lie[1], 1))
		require.NoError(t, err)
		assert.NotEmpty(t, c.Differs(facts), lie)
	}
	for _, broken := range []string{strings.ReplaceAll(text, "\n  age: 16 to 29\n", "\nage:\n16\nto 29\n"), strings.ReplaceAll(text, "16 to 29\ncomm", "16 to\n29 comm"),
		"Please note: the average: 50.\n" + text} {
		c, err := Read(broken)
		require.NoError(t, err)
		assert.Empty(t, c.Differs(facts), broken)
	}
}

// Every line that programs read has one spelling, and stands there once.
func TestReadOneSpelling(t *testing.T) {
	text := "id: b\nsalt: 0a000000000000000000000000000000\nplace: 1 of 1\nbegin record\nb\n\nage\n16 to 29\nend record\n"
	_, err := Read(text)
	require.NoError(t, err)
	for _, change := range [][2]string{{"1 of 1", "+1 of 1"}, {"1 of 1", "01 of 1"}, {"1 of 1", "1 of 01"}, {"1 of 1", "0 of 1"}, {"0a00", "0A00"},
		{"begin record", "path: " + strings.Repeat("AB", 32) + "\nbegin record"}, {"id: b", "id: b\nid: b"},
		{"end record\n", "end record\nbegin record\nb\n\nage\n30\nend record\n"}} {
		_, err := Read(strings.Replace(text, change[0], change[1], 1))
		assert.Error(t, err, change)
	}
}
