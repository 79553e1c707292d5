package invite

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/evenlot/evenlot/quotas"
	"github.com/evenlot/evenlot/selection/draw"
	"github.com/evenlot/evenlot/selection/record"
	"github.com/evenlot/evenlot/selection/verify"
)

// Public lists the files that the folder public of a lottery may hold, sorted.
func Public() []string {
	names := append(slices.Clone(committed), record.CommitSumsFile, record.PublicSumsFile, record.DrawFile, record.AbortedFile,
		record.AnnouncementFile, record.ScriptFile, CutoffsFile, PageFile)
	slices.Sort(names)
	return names
}

// A checker collects findings.
type checker struct {
	lottery *Lottery
	found   []verify.Finding
}

func (c *checker) equal(topic verify.Topic, name, expected, got, why string) {
	f := verify.Finding{Topic: topic, Name: name, Expected: expected, Got: got, Status: verify.OK}
	if expected != got {
		f.Status, f.Why = verify.Failed, why
	}
	c.found = append(c.found, f)
}

func (c *checker) fail(topic verify.Topic, name, expected, got, why string) {
	c.found = append(c.found, verify.Finding{Topic: topic, Name: name, Expected: expected, Got: got, Status: verify.Failed, Why: why})
}

func (c *checker) open(topic verify.Topic, name, why string) {
	c.found = append(c.found, verify.Finding{Topic: topic, Name: name, Why: why})
}

// CheckFiles checks the public files of a lottery, with the faults that reading them found: every hash, the shares of the strata, the source, the seed,
// the cut-offs as far as they can be checked without the register.
func CheckFiles(files record.Files, faults quotas.Faults) []verify.Finding {
	lottery, more := Parse(files)
	c := &checker{lottery: lottery}
	for _, f := range append(faults, more...) {
		c.fail(verify.TopicFiles, f.File, f.Expected, f.Found, f.Fix)
	}
	c.sums(record.CommitSumsFile, "public/commit/", committed)
	begun := func(name string) bool { return files[name] != nil }
	if slices.ContainsFunc([]string{record.DrawFile, record.AbortedFile, record.PublicSumsFile, CutoffsFile, PageFile}, begun) {
		names := slices.DeleteFunc(slices.Sorted(maps.Keys(files)), func(name string) bool { return name == record.PublicSumsFile })
		c.sums(record.PublicSumsFile, "public/", names)
	}
	c.script()
	c.announcement()
	if l := c.lottery; l.Rules != nil && l.Strata != nil && l.Source != nil && files[record.CommitSumsFile] != nil {
		c.shares()
		c.drawing()
	}
	return c.found
}

// sums checks a SHA256SUMS: that it lists these files, and that they hash to what it says.
func (c *checker) sums(list, folder string, names []string) {
	data, there := c.lottery.Files[list]
	if !there {
		c.fail(verify.TopicFiles, list, "a list of hashes", "no such file", "")
		return
	}
	sums, err := record.ReadSums(list, data)
	if err != nil {
		c.fail(verify.TopicFiles, list, "a list of hashes", err.Error(), "")
		return
	}
	listed := map[string]string{}
	for _, s := range sums {
		listed[folder+s.Name] = s.Hash
	}
	for _, name := range names {
		data, there := c.lottery.Files[name]
		got := "no such file"
		if there {
			sum := sha256.Sum256(data)
			got = hex.EncodeToString(sum[:])
		}
		want := listed[name]
		if want == "" {
			want = "a line in " + list
		}
		c.equal(verify.TopicFiles, name+" in "+list, want, got, "the file is not the one that was published")
		delete(listed, name)
	}
	for _, name := range slices.Sorted(maps.Keys(listed)) {
		c.fail(verify.TopicFiles, name+" in "+list, "no such line", listed[name], "it lists a file that is none of a lottery of letters")
	}
}

// script says whether the checkers that came with the lottery are those of this program.
func (c *checker) script() {
	if got, there := c.lottery.Files[record.ScriptFile]; there && string(got) != string(Script()) {
		c.open(verify.TopicFiles, record.ScriptFile, "it is another one than this evenlot writes: use one that you got elsewhere")
	}
	if got, there := c.lottery.Files[PageFile]; there && c.lottery.Drawing != nil && c.lottery.Rules != nil && string(got) != string(c.lottery.Page()) {
		c.open(verify.TopicFiles, PageFile, "it is another one than this evenlot writes: ask verify.sh, or evenlot invite check")
	}
}

// hashes are hexadecimal digits in a row that could be taken for a commitment.
var hashes = regexp.MustCompile("[0-9a-f]{64,}")

// announcement checks that the text published before the draw names this commitment, and no other hash than those that stand in what was
// fixed: the rule of package record.
func (c *checker) announcement() {
	files := c.lottery.Files
	said, there := files[record.AnnouncementFile]
	if !there || files[record.CommitSumsFile] == nil {
		return
	}
	text := strings.Map(func(r rune) rune {
		switch {
		case '0' <= r && r <= '9' || 'a' <= r && r <= 'z':
			return r
		case 'A' <= r && r <= 'Z':
			return r + 'a' - 'A'
		}
		return -1
	}, string(said))
	want := hashOf(files[record.CommitSumsFile])
	got := "another or none"
	if strings.Contains(text, want) {
		got = want
	}
	text = strings.ReplaceAll(text, want, " ")
	for _, name := range committed {
		for _, fixed := range hashes.FindAllString(string(files[name]), -1) {
			text = strings.ReplaceAll(text, fixed, " ")
		}
	}
	if other := hashes.FindString(text); other != "" {
		got = other
	}
	c.equal(verify.TopicFiles, "commitment in "+record.AnnouncementFile, want, got, "the text announces something else than this lottery")
}

// shares does the allocation again.
func (c *checker) shares() {
	l := c.lottery
	people, again := 0, make([]Stratum, len(l.Strata))
	for i, s := range l.Strata {
		people += s.People
		again[i] = newStratum(s.Name, s.People, l.Rules.Strata)
	}
	c.equal(verify.TopicPool, "people of all strata", strconv.Itoa(l.Rules.People), strconv.Itoa(people), "the strata are not the register")
	if err := Allocate(l.Rules, again); err != nil {
		c.fail(verify.TopicPool, "letters of each stratum", "as "+RulesFile+" asks", err.Error(), "")
		return
	}
	for i, s := range l.Strata {
		if want, got := fmt.Sprint(again[i].Waves), fmt.Sprint(s.Waves); want != got {
			c.fail(verify.TopicPool, "letters of "+s.Name, want, got, "the letters are not shared as "+RulesFile+" asks")
			return
		}
	}
	c.equal(verify.TopicPool, "letters of each stratum", strconv.Itoa(l.Rules.Total())+" shared", strconv.Itoa(l.Rules.Total())+" shared", "")
}

// drawing checks the draw, or the end without one.
func (c *checker) drawing() {
	l := c.lottery
	if err := CheckSource(l.Source.Source); err != nil {
		c.fail(verify.TopicDraw, record.SeedSourceFile, "a source that can draw letters", err.Error(), "")
	}
	if a := l.Aborted; a != nil {
		c.equal(verify.TopicDraw, "commitment in "+record.AbortedFile, l.Commitment(), a.Commitment, "another lottery was called off")
		if l.Drawing != nil {
			c.fail(verify.TopicDraw, record.AbortedFile, "no such file", "a file", "a lottery is drawn or called off, not both")
		}
	}
	d := l.Drawing
	if d == nil {
		c.open(verify.TopicDraw, "draw", "there is none yet")
		return
	}
	c.equal(verify.TopicDraw, "commitment in "+record.DrawFile, l.Commitment(), d.Commitment, "another lottery was drawn")
	got := "as announced"
	if err := l.Source.Verify(d.PublicValue, d.Signature); err != nil {
		got = err.Error()
	}
	c.equal(verify.TopicDraw, "public value", "as announced", got, "the value is none that the source gives")
	c.equal(verify.TopicDraw, "seed", Seed(l.Commitment(), d.PublicValue), d.Seed, "the seed does not follow from commitment and value")
	c.cutoffs()
	if l.Source.Kind == draw.KindRehearsal {
		c.open(verify.TopicOutside, "public value", "a rehearsal: the draw binds nobody")
		return
	}
	c.open(verify.TopicOutside, "when the commitment was published", "only witnesses know that it was before the value was drawn")
}

// cutoffs checks that there is one for each wave, in order, of no more letters than were fixed.
func (c *checker) cutoffs() {
	l := c.lottery
	if l.Cutoffs == nil {
		return // a fault that is told
	}
	waves := len(l.Rules.Waves) + 1
	got := fmt.Sprintf("%d lines", len(l.Cutoffs))
	if len(l.Cutoffs) == len(l.Strata)*waves {
		got = "in order"
		for i := range l.Cutoffs {
			if wrong := l.cutoffWrong(i, waves); wrong != "" && got == "in order" {
				got = wrong
			}
		}
	}
	c.equal(verify.TopicDraw, CutoffsFile, "in order", got, "the cut-offs are not those of the strata")
	c.open(verify.TopicPool, "cut-offs and list", "the register is needed; one letter can be checked without it")
}

// cutoffWrong says what is wrong with a line; empty: nothing.
func (l *Lottery) cutoffWrong(i, waves int) string {
	k, s, w := l.Cutoffs[i], l.Strata[i/waves], i%waves
	short := false // a wave before ended early, so no later one has letters
	last := ""
	for j := i - w; j < i; j++ {
		short = short || l.Cutoffs[j].Letters < s.Waves[j%waves]
		last = max(last, l.Cutoffs[j].Ticket)
	}
	switch {
	case k.Stratum != s.Name || k.Wave != l.Rules.WaveName(w):
		return fmt.Sprintf("line %d: %s, wave %s", i+2, k.Stratum, k.Wave)
	case k.Letters > s.Waves[w] || short && k.Letters > 0:
		return fmt.Sprintf("line %d: %d letters", i+2, k.Letters)
	case k.Letters > 0 && k.Ticket <= last:
		return fmt.Sprintf("line %d: a cut-off below that of an earlier wave", i+2)
	case k.Letters < s.Waves[w] && l.Rules.Household == 0:
		return fmt.Sprintf("line %d: %d letters of %d", i+2, k.Letters, s.Waves[w])
	}
	return ""
}

// CheckRegister holds a register, and the list that was kept of it, against a drawn or committed lottery: the
// count and the list are made anew. list is nil where the lottery is not drawn, kept is the file of letters, nil where it is not at
// hand.
func CheckRegister(l *Lottery, count *Count, list *List, kept []byte, key [32]byte) []verify.Finding {
	c := &checker{lottery: l}
	c.equal(verify.TopicPool, "rows of the register", strconv.Itoa(l.Rules.People), strconv.Itoa(count.Rows), "it is another register")
	c.equal(verify.TopicPool, "root of the register", l.Root, count.Root, "it is another register, or another key, or it was changed since")
	c.equal(verify.TopicPool, "key", l.Rules.KeyHash, draw.KeyHash(key), "it is another key")
	for i, s := range count.Strata {
		if i >= len(l.Strata) || l.Strata[i].Name != s.Name || l.Strata[i].People != s.People {
			c.fail(verify.TopicPool, "people of "+s.Name, "as "+StrataFile+" says", strconv.Itoa(s.People), "it is another register")
			break
		}
	}
	if list == nil {
		return c.found
	}
	c.equal(verify.TopicAgain, CutoffsFile, string(hashOf(l.Files[CutoffsFile])), string(hashOf(writeCutoffs(l.Cut(list)))), "the cut-offs are not those of this register")
	if kept != nil {
		c.equal(verify.TopicAgain, LettersFile, hashOf(WriteLetters(l, list, key)), hashOf(kept), "the list that was kept is not the one that was drawn")
	}
	return c.found
}

func hashOf(data []byte) string {
	sum := sha256.Sum256(data)
	return hex.EncodeToString(sum[:])
}

// Failed are the findings that failed.
func Failed(found []verify.Finding) (failed []verify.Finding) {
	for _, f := range found {
		if f.Status == verify.Failed {
			failed = append(failed, f)
		}
	}
	return failed
}

// A Due is the answer to one letter id.
type Due struct {
	Ticket  string `json:"ticket"`
	Stratum string `json:"stratum"`
	Wave    string `json:"wave"` // in which a letter was due; empty: in none
	Cutoff  string `json:"cutoff"`
}

// Due says for each stratum, or for the one named, in which wave a letter was due to a letter id, if it belongs there.
func (l *Lottery) Due(letterID, stratum string) []Due {
	ticket := TicketOf(l.Drawing.Seed, letterID).String()
	var all []Due
	waves := len(l.Rules.Waves) + 1
	for s := range l.Strata {
		if stratum != "" && l.Strata[s].Name != stratum {
			continue
		}
		d := Due{Ticket: ticket, Stratum: l.Strata[s].Name}
		for _, k := range l.Cutoffs[s*waves : (s+1)*waves] {
			if k.Letters == 0 {
				continue
			}
			d.Cutoff = k.Ticket
			if ticket <= k.Ticket {
				d.Wave = k.Wave
				break
			}
		}
		all = append(all, d)
	}
	return all
}

// WriteLetters is private/letters.csv: who gets a letter, in the order of the strata and the draw, with the columns of the register.
func WriteLetters(l *Lottery, list *List, key [32]byte) []byte {
	header := append([]string{"stratum", "wave", "rank", "ticket", "letter_id", "code"}, list.Header...)
	rows := [][]string{header}
	codes := map[string]bool{}
	for i := range list.Letters {
		k := &list.Letters[i]
		code := Code(key, k.ID)
		for n := 2; codes[code]; n++ {
			code = Code(key, k.ID+strings.Repeat("\n", n))
		}
		codes[code] = true
		rows = append(rows, append([]string{l.Strata[k.Stratum].Name, l.Rules.WaveName(k.Wave), strconv.Itoa(k.Rank), k.Ticket.String(),
			k.LetterID, code}, k.Cells...))
	}
	return writeTable(rows)
}
