package words

import (
	"fmt"
	"path"
	"regexp"
	"slices"
	"strings"

	"github.com/evenlot/evenlot/quotas"
	"github.com/evenlot/evenlot/quotas/plain"
	"github.com/evenlot/evenlot/selection/draw"
	"github.com/evenlot/evenlot/selection/record"
)

// An Announcement is what a council publishes before the draw, public/announcement.txt, as
// facts: what is fixed, what is open, and how to check both.
type Announcement struct {
	Rules      record.Rules
	Table      *quotas.Table // with the lines of the organiser's file, by which it is sorted
	Homes      Homes
	Source     record.SeedSource
	MixSource  *record.SeedSource // nil: nothing mixes the book
	Mixing     *record.Mixing     // nil: nothing did yet
	Commitment string
	Summary    *Summary
	Event      *Event // nil: this is no event of a record
}

// Homes are what was compared to find who lives together, and what was found: a promise about
// households means little where none was found.
type Homes struct {
	Columns []string // none: answers not named
	Found   int      // households with several volunteers
}

// Book announces a draw from a book that is made.
func (a *Announcement) Book() string {
	var b strings.Builder
	a.rehearsal(&b)
	a.event(&b)
	a.fixed(&b)
	a.open(&b)
	a.checks(&b)
	return b.String()
}

func (a *Announcement) rehearsal(b *strings.Builder) {
	if a.Source.Kind == draw.KindRehearsal {
		b.WriteString("REHEARSAL. This draw binds nobody.\n\n")
	}
}

func (a *Announcement) fixed(b *strings.Builder) {
	title(b, "What is fixed")
	first, last := record.PageName(0, a.Rules.Pages), record.PageName(a.Rules.Pages-1, a.Rules.Pages)
	keeps := " Every page keeps to these numbers of " + a.things() + ":"
	if a.outgoing() {
		keeps = ""
	}
	para(b, "%s A book of %s was made, numbered %s to %s: each page names %s, and all pages are equally likely.%s", a.question(),
		plain.Count(a.Rules.Pages, "page", "pages"), first, last, plain.Count(a.Rules.Seats, "person", "people"), keeps)
	if !a.outgoing() {
		a.quotas(b, "No page names")
	}
	a.stated(b)
	if ruling := a.Summary.Ruling(); ruling != "" {
		para(b, "%s", ruling)
	}
	para(b, "%s", a.Summary.Fairest())
	a.unseatable(b)
	a.mixing(b)
	a.reservations(b)
	para(b, "All this is fixed by one number, the commitment:")
	fmt.Fprintf(b, "    %s\n\n", a.Commitment)
	para(b, "It is the SHA-256 hash of the file %s. Whoever changes the pool, the quotas or a "+
		"page changes this number. Keep it, on paper or in a photograph, to check the draw against it.", a.place(record.CommitSumsFile))
	announceSuperseded(b, a.Source)
}

// stated says what was decided before, for everyone to read. Events go by it, too, and need not
// say it again.
func (a *Announcement) stated(b *strings.Builder) {
	if a.Event != nil {
		return
	}
	for _, s := range a.Rules.Statements {
		para(b, "Stated: %s.", strings.TrimSuffix(withoutHashes(s), "."))
	}
}

// hash is a hash as texts have it.
var hash = regexp.MustCompile("[0-9A-Fa-f]{64,}")

// withoutHashes shortens the hashes in a statement: an announcement may hold one commitment, its own, and no
// other number that could be taken for it. The rules have the statement in full.
func withoutHashes(statement string) string {
	const shown = 16
	return hash.ReplaceAllStringFunc(statement, func(h string) string { return h[:shown] + "..." })
}

// things are what the people of a page get.
func (a *Announcement) things() string {
	if a.nextInLine() {
		return "alternates"
	}
	return "seats"
}

// question says who can be drawn, and for how many seats: a sentence.
func (a *Announcement) question() string {
	people, seats := plain.Count(a.Rules.People, "person", "people"), plain.Count(a.Rules.Seats, "seat", "seats")
	switch {
	case a.outgoing():
		return fmt.Sprintf("%s are in the lot, and %s.", plain.Count(a.Rules.People, "member", "members"), plain.Count(a.Rules.Seats, "leaves", "leave"))
	case a.nextInLine():
		return fmt.Sprintf("%s can be alternates, and %s drawn.", people, plain.Count(a.Rules.Seats, "is", "are"))
	case a.Event != nil:
		return people + " can take " + seats + "."
	}
	return people + " volunteered for " + seats + "."
}

// announceQuotas lists the seats of each value, and the household rule.
func (a *Announcement) quotas(b *strings.Builder, noPage string) {
	for _, f := range inOrder(a.Table.Features, func(f quotas.Feature) int { return f.Line }) {
		b.WriteString("    " + strings.ReplaceAll(strings.TrimSpace(plain.Wrap(f.Name+": "+windows(f), wrapAt-6)), "\n", "\n      ") + "\n")
	}
	b.WriteByte('\n')
	if a.Rules.Household > 0 {
		para(b, "%s more than %s of one household.%s", noPage, plain.Count(a.Rules.Household, "person", "people"), a.Homes.sentence())
	}
}

// sentence says where homes were looked for and what was found.
func (h Homes) sentence() string {
	found := "no two volunteers live together"
	if h.Found > 0 {
		found = plain.Count(h.Found, "household has", "households have") + " several volunteers"
	}
	if len(h.Columns) == 0 {
		return " By their answers " + found + "."
	}
	return fmt.Sprintf(" By their answers to %s %s.", plain.List(h.Columns, mostNames, "limits"), found)
}

func (a *Announcement) reservations(b *strings.Builder) {
	for _, reserved := range a.Summary.Reserved {
		para(b, "Reservation: %s.", reserved.Sentence())
	}
}

func (a *Announcement) unseatable(b *strings.Builder) {
	if n := a.Summary.Unseatable; n > 0 {
		para(b, "%s of the pool cannot be seated by any panel that keeps to these numbers; they are told why.", plain.Count(n, "person", "people"))
	}
}

// announceMixing says what mixed the book.
func (a *Announcement) mixing(b *strings.Builder) {
	if a.Mixing == nil {
		return
	}
	para(b, "Who sits with whom, and on which page, follows from a public value that nobody knew when the pool, the rules and the "+
		"quotas were fixed and published:")
	announceWhere(b, a.MixSource.Source)
	para(b, "It was")
	fmt.Fprintf(b, "    %s\n\n", a.Mixing.PublicValue)
	para(b, "What was fixed before has a number of its own, the commitment to the pool:")
	fmt.Fprintf(b, "    %s\n\n", a.Mixing.Commitment)
}

func announceSuperseded(b *strings.Builder, s record.SeedSource) {
	if s.Supersedes == "" {
		return
	}
	para(b, "This takes the place of a draw that was called off (%s). Its commitment was:", s.Reason)
	fmt.Fprintf(b, "    %s\n\n", s.Supersedes)
}

// inOrder sorts features or values as the organiser wrote them.
func inOrder[T any](all []T, line func(T) int) []T {
	sorted := slices.Clone(all)
	slices.SortStableFunc(sorted, func(a, b T) int { return line(a) - line(b) })
	return sorted
}

// windows lists the seats of a feature's values: "female (20 to 21), male (19)".
func windows(f quotas.Feature) string {
	values := inOrder(f.Values, func(v quotas.Value) int { return v.Line })
	parts := make([]string, len(values))
	for i, v := range values {
		parts[i] = fmt.Sprintf("%s (%d)", v.Name, v.Min)
		if v.Max > v.Min {
			parts[i] = fmt.Sprintf("%s (%d to %d)", v.Name, v.Min, v.Max)
		}
	}
	return strings.Join(parts, ", ")
}

func (a *Announcement) open(b *strings.Builder) {
	title(b, "What is open")
	para(b, "Which page it is. That follows from a public value which nobody knows yet:")
	announceWhere(b, a.Source.Source)
	announceValue(b, a.Source.Source, "pages")
	para(b, "There is one draw. If it cannot take place as announced, that is published too, and a new announcement names this one.")
}

// announceWhere says what is drawn, when and where.
func announceWhere(b *strings.Builder, s draw.Source) {
	fmt.Fprintf(b, "    what   %s\n", Source(s))
	if s.Time != "" {
		fmt.Fprintf(b, "    when   %s (UTC)\n", strings.TrimSuffix(strings.Replace(s.Time, "T", " ", 1), "Z"))
	}
	fmt.Fprintf(b, "    where  %s\n\n", s.Statement)
}

// atOnce is how a hall draws digits, and why.
const atOnce = "All digits are shown at the same moment, or several people each draw one of them, covered, and all are opened " +
	"together: whoever throws the last one alone, with a telephone at hand, picks one of ten"

// announceValue says how the public value is written, and what keeps it from being chosen
// among the things (pages, books) that it leads to.
func announceValue(b *strings.Builder, s draw.Source, things string) {
	switch s.Kind {
	case draw.KindDigits:
		para(b, "The public value is the digits, in the order in which they are drawn, without blanks. %s %s.", atOnce, things)
	case draw.KindPageDigits:
		para(b, "The digits are the number of the page, in the order in which they are drawn. %s %s.", atOnce, things)
	case draw.KindDrand:
		para(b, "The round is signed by a network of independent organisations at that moment (drand, quicknet). Nobody "+
			"knows the signature before, and it proves itself: no other value can pass for it. The public value is the SHA-256 "+
			"of its 48 bytes, as 64 lower-case hexadecimal digits. The round will stand at")
		fmt.Fprintf(b, "    %s\n\n", draw.RoundURL(s.Round))
	case draw.KindDiceDrand:
		para(b, "The digits are drawn and published before that time. The round is signed by a network of independent "+
			"organisations at that moment (drand, quicknet). Whoever draws the digits cannot know the round, so that nobody gains by "+
			"holding one back, and whoever signs the round cannot choose the digits. The public value is the digits, a point, and the "+
			"SHA-256 of the 48 bytes of the signature, as 64 lower-case hexadecimal digits. The round will stand at")
		fmt.Fprintf(b, "    %s\n\n", draw.RoundURL(s.Round))
	case draw.KindLottery:
		para(b, "The numbers are written in ascending order, each followed by a point and each group by a stroke: "+
			"3, 12 and 7 become 3.7.12./")
	}
}

// Source says in words what is drawn.
func Source(s draw.Source) string {
	switch s.Kind {
	case draw.KindDigits:
		return plain.Count(s.Digits, "digit", "digits") + ", drawn in public"
	case draw.KindPageDigits:
		return plain.Count(s.Digits, "digit", "digits") + ", drawn in public: the number of the page"
	case draw.KindLottery:
		text := plain.Count(s.Numbers, "lottery number", "lottery numbers") + upTo(s.Highest)
		if s.Extra > 0 {
			text += " and " + plain.Count(s.Extra, "bonus number", "bonus numbers") + upTo(s.ExtraHighest)
		}
		return text
	case draw.KindDrand:
		return fmt.Sprintf("round %d of the public random numbers of drand (quicknet)", s.Round)
	case draw.KindDiceDrand:
		return fmt.Sprintf("%s, drawn in public, then round %d of the public random numbers of drand (quicknet)",
			plain.Count(s.Digits, "digit", "digits"), s.Round)
	}
	return "any text"
}

// upTo names the range of lottery numbers; records of version 1 have none.
func upTo(highest int) string {
	if highest == 0 {
		return ""
	}
	return fmt.Sprintf(" out of 1 to %d", highest)
}

func (a *Announcement) checks(b *strings.Builder) {
	title(b, "How to check it")
	para(b, "Now: the folder public is published with this text. In a shell, sha256sum %s prints the "+
		"commitment, and sha256sum -c SHA256SUMS, inside %s, checks that no file was changed.", a.place(record.CommitSumsFile),
		path.Dir(a.place(record.CommitSumsFile)))
	what := "pages of the book"
	if a.Rules.Form == record.FormSealed {
		what = "seals of the pages (the pages themselves are not published, to protect the volunteers)"
	}
	para(b, "The folder holds the quotas, the %s, and for every volunteer, by a public id that is told to nobody else, on how "+
		"many of the %d pages they stand: their chance.", what, a.Rules.Pages)
	para(b, "After the draw: the folder also holds the public value, the page and the panel. Open public/verify.html in a "+
		"browser and choose the folder; or run sh verify.sh inside it; or evenlot verify. They check every step, without "+
		"a network.")
	if a.Source.Kind == draw.KindPageDigits {
		return
	}
	para(b, "By hand: write the commitment, a point, the public value and ,1 one after the other. The SHA-256 of that, "+
		"read as a number, divided by %d, leaves a remainder: the page. In a shell:", a.Rules.Pages)
	fmt.Fprintf(b, "    h=$(printf '%%s' \"COMMITMENT.VALUE,1\" | sha256sum | cut -c 1-64 | tr a-f A-F)\n")
	fmt.Fprintf(b, "    echo \"ibase=16; $h %% %X\" | bc\n", a.Rules.Pages)
}

// wrapAt is the length of lines, which fits a letter.
const wrapAt = 76
