package words

import (
	"fmt"
	"strings"

	"github.com/evenlot/evenlot/quotas/plain"
	"github.com/evenlot/evenlot/selection/draw"
	"github.com/evenlot/evenlot/selection/record"
)

// Letters is what is published before letters are drawn, public/announcement.txt, as facts.
type Letters struct {
	Source     record.SeedSource
	Commitment string
	Waves      []int // letters of each
	Spare      int
	People     int // rows of the register
	Addresses  bool
	Household  bool
	Keyed      bool
	Strata     []string // columns
	Count      int      // strata
	Statements []string
	// The least and the most likely letter, in all waves, each as letters and rows of its stratum.
	Least, Most [2]int
}

// Announcement is the text.
func (l *Letters) Announcement() string {
	var b strings.Builder
	if l.Source.Kind == draw.KindRehearsal {
		b.WriteString("REHEARSAL. This draw binds nobody.\n\n")
	}
	title(&b, "What is fixed")
	para(&b, "%s", l.fixed())
	for _, s := range l.Statements {
		para(&b, "Stated: %s.", strings.TrimSuffix(withoutHashes(s), "."))
	}
	para(&b, "%s", l.chances())
	para(&b, "All this is fixed by one number, the commitment:")
	fmt.Fprintf(&b, "    %s\n\n", l.Commitment)
	para(&b, "It is the SHA-256 hash of the file %s, and covers the rules, the letters of each stratum, and a hash of the whole register. "+
		"Whoever adds, changes or leaves out a person changes this number. Keep it to check the draw against it.", record.CommitSumsFile)
	announceSuperseded(&b, l.Source)
	title(&b, "What is open")
	para(&b, "Who gets a letter. That follows from a public value which nobody knows yet:")
	announceWhere(&b, l.Source.Source)
	announceValue(&b, l.Source.Source, "lists")
	para(&b, "There is one draw. If it cannot take place as announced, that is published too, and a new announcement names this one.")
	title(&b, "How to check it")
	l.checks(&b)
	return b.String()
}

func (l *Letters) rows() (one, many string) {
	if l.Addresses {
		return "address", "addresses"
	}
	return "person", "people"
}

// fixed says how many letters go to whom.
func (l *Letters) fixed() string {
	one, many := l.rows()
	total := 0
	for _, n := range l.Waves {
		total += n
	}
	text := fmt.Sprintf("%s will be drawn from a register of %s.", plain.Count(total, "letter", "letters"), plain.Count(l.People, one, many))
	if len(l.Waves) > 1 {
		text += " They go out in waves of " + strings.Trim(strings.ReplaceAll(fmt.Sprint(l.Waves), " ", ", "), "[]") + ", down one order that one draw fixes."
	}
	if l.Spare > 0 {
		text += fmt.Sprintf(" %s in reserve, to replace letters that come back, in the order drawn.", plain.Count(l.Spare, "letter is held", "letters are held"))
	}
	if l.Household {
		text += " A household gets one letter at most, to its member with the smallest ticket."
	}
	if len(l.Strata) > 0 {
		text += fmt.Sprintf(" Letters are shared among %s (by %s), in a way that the file letters.json fixes.", plain.Count(l.Count, "stratum", "strata"),
			plain.List(l.Strata, mostNames, "columns"))
	}
	return text
}

// chances says how likely a letter is, and of what.
func (l *Letters) chances() string {
	one, _ := l.rows()
	share := func(x [2]int) string { return fmt.Sprintf("%d in %d", x[0], x[1]) }
	text := fmt.Sprintf("The chance of a letter, in all waves, is %s for every %s", share(l.Least), one)
	if l.Least != l.Most {
		text = fmt.Sprintf("The chance of a letter, in all waves, is the same for every %s of a stratum, from %s to %s", one, share(l.Least), share(l.Most))
	}
	if l.Household {
		text += ", but for the rule on households: who lives with others has almost the same chance, a little less"
	}
	if l.Addresses {
		text += ". It is the address that has this chance; where several people share one, each of them has it together with the others, and nobody knows how many they are"
	}
	return text + "."
}

func (l *Letters) checks(b *strings.Builder) {
	para(b, "Now: the folder public is published with this text. In a shell, sha256sum %s prints the commitment.", record.CommitSumsFile)
	para(b, "After the draw: the folder also holds the public value, the seed that follows from it, and for each stratum the cut-off: the largest ticket that got a letter. "+
		"No list of people is published.")
	id := "number that the register has for you"
	if l.Keyed {
		id = "letter id (it stands on the letter, and whoever got none is told theirs on request)"
	}
	para(b, "Everyone can check at home whether a letter was due to them. The ticket is the SHA-256 of the seed, a colon and the %s. In a shell:", id)
	b.WriteString("    printf '%s' \"SEED:LETTERID\" | sha256sum\n\n")
	rest := ""
	if l.Household {
		rest = " (or to somebody of the same household, with a smaller ticket)"
	}
	para(b, "If that is not larger than the cut-off of the stratum, digit by digit, a letter was due%s. The page verify.html, which is published with the draw, does the same in a browser, and so do verify.sh and evenlot invite check.", rest)
}
