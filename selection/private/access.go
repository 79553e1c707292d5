package private

import (
	"fmt"
	"slices"
	"strings"

	"github.com/evenlot/evenlot/quotas/plain"
	"github.com/evenlot/evenlot/selection/members"
	"github.com/evenlot/evenlot/selection/record"
)

// wide is the length of the lines of a text, which fits a letter.
const wide = 76

// KeepUntil is the day until which personal data are kept (2027-12-31), as it was announced
// with the record; empty: none was, or the private files are gone.
func (r *Roll) KeepUntil() string { return r.Notes.KeepUntil }

// Access is all that a record and its private files hold about a person, in words: what
// somebody may ask for under the law of data protection.
func (r *Roll) Access(c *members.Company, log members.Log, id string) string {
	var b strings.Builder
	i, _ := slices.BinarySearch(r.ids, id)
	fmt.Fprintf(&b, "What is held about the person with the public id %s\n\n", id)
	b.WriteString("From the pool, as it was read (private/people.csv):\n")
	for column, cell := range r.rows[r.row[i]] {
		if cell == "" {
			cell = "(empty)"
		}
		fmt.Fprintf(&b, "  %s: %s\n", r.header[column], cell)
	}
	r.accessRecord(&b, i)
	r.accessDraws(&b, c, log, id)
	b.WriteString("\n" + plain.Wrap("Who sees what: the folder public/ has the public id, how many pages name it and, but for the sealed form, which. "+
		"The folder auditor/ has the answers to the quotas beside the public id, without a name. The folder private/ has everything, and stays with the organiser.", wide))
	if until := r.KeepUntil(); until != "" {
		fmt.Fprintf(&b, "Personal data are kept until %s, and then deleted.\n", until)
	}
	return b.String()
}

// accessRecord says what the record itself has of a person.
func (r *Roll) accessRecord(b *strings.Builder, person int) {
	if roster := r.rec.Roster; roster != nil {
		e := roster.Entries[person]
		b.WriteString("\nUnder the public id, for an auditor (auditor/pool.csv):\n")
		for f, v := range e.Values {
			fmt.Fprintf(b, "  %s: %s\n", roster.Table.Features[f].Name, roster.Table.Features[f].Values[v].Name)
		}
		home := "lives alone, as far as is known"
		if roster.Home(person) != "" {
			home = "shares a household with others of the pool, " + roster.Home(person)
		}
		fmt.Fprintf(b, "  household: %s\n  salt, which hides this line in the pool root: %x\n", home, e.Salt)
	}
	if r.rec.Counts != nil {
		fmt.Fprintf(b, "\nOf the book (public/commit/chances.csv): on %d of %d pages\n", r.rec.Counts[person], r.rec.Rules.Pages)
	}
}

// accessDraws says what was drawn and noted of a person.
func (r *Roll) accessDraws(b *strings.Builder, c *members.Company, log members.Log, id string) {
	if !c.Drawn {
		b.WriteString("\nNothing is drawn yet.\n")
	} else {
		fmt.Fprintf(b, "\nOf the draw: %s\n", drawnWords(slices.Contains(r.rec.Drawing.Panel, id), "on the panel", "not on the panel"))
	}
	for n, part := range r.rec.Events {
		fmt.Fprintf(b, "Of event %d: %s\n", n+1, eventWords(part, id))
	}
	for _, note := range log {
		if note.ID != id {
			continue
		}
		fmt.Fprintf(b, "Noted at %s: %s", note.Time, note.State)
		if note.Text != "" {
			fmt.Fprintf(b, " (%s)", note.Text)
		}
		b.WriteByte('\n')
	}
	switch {
	case slices.Contains(c.Left, id):
		b.WriteString("Now: no member any more\n")
	case c.Drawn:
		fmt.Fprintf(b, "Now: %s\n", log.State(c, id))
	}
}

func drawnWords(is bool, yes, no string) string {
	if is {
		return yes
	}
	return no
}

// eventWords says what an event has of a person.
func eventWords(part record.Part, id string) string {
	if part.Record == nil {
		if slices.Contains(part.Event.Leaving, id) {
			return "left the panel"
		}
		return drawnWords(part.Drawing != nil && slices.Contains(part.Drawing.Panel, id), "joined the panel", "nothing")
	}
	rec := part.Record
	if rec.Aborted != nil {
		return "called off"
	}
	all := []string{}
	if slices.Contains(rec.Event.Leaving, id) {
		all = append(all, drawnWords(rec.Drawing != nil, "left the panel", "is named as leaving, when it is drawn"))
	}
	if slices.Contains(rec.Event.Unavailable, id) {
		all = append(all, "took no part")
	}
	if i, in := slices.BinarySearch(rec.IDs, id); in {
		all = append(all, fmt.Sprintf("on %d of %d pages", rec.Counts[i], rec.Rules.Pages))
	}
	if rec.Drawing != nil && slices.Contains(rec.Drawing.Panel, id) {
		switch rec.Event.Kind {
		case record.KindOutgoing:
			all = append(all, "left the panel by the draw")
		case record.KindAlternates:
			all = append(all, "drawn as an alternate")
		default:
			all = append(all, "joined the panel")
		}
	}
	if len(all) == 0 {
		return "nothing"
	}
	return strings.Join(all, ", ")
}

// Processing is a record of processing activities, as Article 30 of the GDPR asks for it, filled
// in as far as the files tell; brackets are for the organiser.
func (r *Roll) Processing() string {
	var features []string
	for _, f := range r.rec.Table.Features {
		features = append(features, f.Name)
	}
	until := r.KeepUntil()
	if until == "" {
		until = "[a date; none was announced with the record]"
	}
	homes := "none"
	if len(r.Homes) > 0 {
		homes = strings.Join(r.Homes, ", ")
	}
	return plain.Wrap("Record of processing activities (Article 30 GDPR). Adapt it: what stands in brackets is not known to the program.", wide) + fmt.Sprintf(`
controller              [name and contact of the organiser; of the data protection officer]
purpose                 to select %s out of %s by lot, so that quotas are met and everybody can check it
legal basis             [consent (Article 6(1)(a)), or a task in the public interest (6(1)(e)); for answers about health,
                        origin or opinions explicit consent (Article 9(2)(a))]
people concerned        volunteers
categories of data      columns of the pool: %s
used for the selection  %s
used to find households %s
pseudonymised as        public ids, made with a key that stays with the organiser (private/record.key)
published               public ids, how many pages name each and, but for the sealed form, which; no name, no answer
recipients              [the public, of public/; auditors, of auditor/]
transfer abroad         [none]
deletion                private/ and auditor/ on %s (evenlot forget); what is published stays
security                private/ and auditor/ are readable by their owner only; [encryption of the disk, backups]
`, plain.Count(r.rec.Rules.Seats, "seat", "seats"), plain.Count(len(r.ids), "person", "people"), strings.Join(r.header, ", "), strings.Join(features, ", "), homes, until)
}
