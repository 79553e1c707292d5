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
	"github.com/evenlot/evenlot/selection/words/catalog"
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
			text := append(w.Text(i), w.Proof(i)...)
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
	text := string(w.Text(0)) + string(w.Proof(0))
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

// mailed are the ways in which a slip comes back from a mail program.
func mailed(text string) map[string]string {
	quoted := "> " + strings.ReplaceAll(text, "\n", "\n> ")
	return map[string]string{
		"as it was": text, "in a letter": "Dear Ms Example,\n\nhere is your slip.\n\n" + text + "\nYours,\nthe council\n",
		"blanks behind lines": strings.ReplaceAll(text, "\n", "  \n"), "CRLF": strings.ReplaceAll(text, "\n", "\r\n"),
		"quoted": quoted, "quoted without blanks": strings.ReplaceAll(quoted, "> \n", ">\n"), "quoted twice": "> " + strings.ReplaceAll(quoted, "\n", "\n> "),
		"wrapped at 76": wrapped(text, 76), "wrapped at 50": wrapped(text, 50), "quoted, then wrapped": wrapped(quoted, 76),
		"wrapped, then quoted": "> " + strings.ReplaceAll(wrapped(text, 72), "\n", "\n> "),
	}
}

// wrapped breaks lines at blanks.
func wrapped(text string, width int) string {
	var lines []string
	for line := range strings.SplitSeq(text, "\n") {
		for len(line) > width {
			at := strings.LastIndex(line[:width+1], " ")
			if at <= 1 {
				at = strings.Index(line, " ")
			}
			if at <= 1 {
				break
			}
			lines, line = append(lines, line[:at]), line[at+1:]
		}
		lines = append(lines, line)
	}
	return strings.Join(lines, "\n")
}

// Every word of a slip is compared, however a mail program breaks its lines; what a letter says
// before and after is not, unless it says another chance, commitment or answer.
func TestDiffers(t *testing.T) {
	for _, l := range catalog.Languages() {
		differs(t, l, false)
		differs(t, l, true)
	}
}

func differs(t *testing.T, l catalog.Language, sealed bool) {
	w, r := writer(t, sealed)
	w.Notes, w.Language = []string{"unmixed", "short"}, l
	for person, id := range r.IDs {
		facts := w.sheet(person).Facts
		text := string(w.Text(person)) + string(w.Proof(person))
		ways := mailed(text)
		ways["without the proof of sealed pages"] = string(w.Text(person))
		for how, sent := range ways {
			c, err := Read(sent)
			require.NoError(t, err, how)
			c.Unwrap(r.Table)
			root, ok := c.Root()
			assert.True(t, ok && root == *r.Root && c.ID == id, "%s: %q", how, c.Record)
			assert.Empty(t, c.Differs(facts), how)
		}
		if person > 1 || l != catalog.English && person != 1 {
			continue
		}
		lines := strings.Split(text, "\n")
		for i, line := range lines {
			if line == "" || sealed && (strings.HasPrefix(line, "path:") || strings.HasPrefix(line, "page:")) { // seals tell
				continue
			}
			for _, other := range []string{strings.Replace(line, line[len(line)-1:], "7x", 1), line + " not", "Not " + line, ""} {
				lines[i] = other
				refused(t, strings.Join(lines, "\n"), facts, r)
			}
			lines[i] = line
		}
		for _, lie := range [][2]string{{"pages: ", "pages: 9 of 10\npages: "}, {"end record", "end record\ncommitment: fe"}} {
			refused(t, strings.Replace(text, lie[0], lie[1], 1), facts, r)
		}
		for _, beside := range []string{"pages: 9 of 10", "commitment: fe", "gender: neither"} {
			refused(t, text+"\n"+beside+"\n", facts, r)
			refused(t, beside+"\n\n"+text, facts, r)
		}
	}
}

// refused checks that a slip is refused: it cannot be read, leads elsewhere, or says something else.
func refused(t *testing.T, text string, facts Facts, r *record.Record) {
	t.Helper()
	c, err := Read(text)
	if err != nil {
		return
	}
	c.Unwrap(r.Table)
	root, ok := c.Root()
	if !ok || root != *r.Root || c.Path.Leaves != len(r.IDs) || string(c.Record) != "" && !strings.HasPrefix(string(c.Record), c.ID+"\n") {
		return
	}
	assert.NotEmpty(t, c.Differs(facts), text)
}

// A slip that came as a link says the same to programs; one that was cut off or changed does not.
func TestLink(t *testing.T) {
	w, r := writer(t, false)
	w.Commitment = strings.Repeat("0a", 32)
	for person, id := range r.IDs {
		link := w.Fragment(person)
		assert.Regexp(t, `^#slip=[A-Za-z0-9._-]+$`, link)
		c, err := Read("https://example.org/verify.html" + link + "\n")
		require.NoError(t, err)
		root, ok := c.Root()
		assert.True(t, ok && root == *r.Root && c.ID == id)
		assert.Equal(t, Link{r.Counts[person], 10, w.Commitment}, *c.Link)
		for at := len(linkMark); at < len(link); at++ {
			changed := []byte(link)
			changed[at] ^= 1
			for _, other := range []string{string(changed), link[:at]} {
				c, err := Read(other)
				if err != nil {
					continue
				}
				root, ok := c.Root()
				assert.False(t, ok && root == *r.Root && c.ID == id && c.Path.Leaves == len(r.IDs) && *c.Link == Link{r.Counts[person], 10, w.Commitment}, other)
			}
		}
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

// Slips of older records have the proof of sealed pages at their end, and hold.
func TestProofWithin(t *testing.T) {
	w, r := writer(t, true)
	for person := range r.IDs {
		s := w.sheet(person)
		s.within = true
		text := s.text()
		c, err := Read(text)
		require.NoError(t, err)
		require.Len(t, c.Seats, r.Counts[person])
		assert.Empty(t, c.Differs(s.Facts))
		if r.Counts[person] > 0 {
			assert.Contains(t, text, "\nThe pages are sealed. These lines show that you are on yours.\n")
			refused(t, strings.Replace(text, "These lines show", "Nothing shows", 1), s.Facts, r)
			refused(t, strings.Replace(text, "so your chance is ", "so your chance is not ", 1), s.Facts, r)
		}
	}
}
