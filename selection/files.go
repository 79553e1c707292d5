package selection

import (
	"encoding/hex"
	"slices"
	"strconv"
	"strings"

	"github.com/evenlot/evenlot/selection/pool"
	"github.com/evenlot/evenlot/selection/private"
	"github.com/evenlot/evenlot/selection/record"
	"github.com/evenlot/evenlot/selection/slip"
	"github.com/evenlot/evenlot/selection/why"
	"github.com/evenlot/evenlot/selection/words"
	"github.com/evenlot/evenlot/selection/words/catalog"
)

// ReportFile is where the report of a record goes: beside public/, whose bytes depend neither on the
// language of a report nor on what happens after the draw.
const ReportFile = "report.html"

// Announcement is where a text in another language than English goes that announces a draw, of the record
// (0) or of an event: beside public/, too.
func Announcement(language string, event int) string {
	if event > 0 {
		language = strconv.Itoa(event) + "." + language
	}
	return "announcement." + language + ".txt"
}

// Writes reports whether evenlot writes a file of this slash path into the folder of a record.
func Writes(name string) bool {
	for folder, ending := range map[string]string{private.SlipsFolder: ".txt", private.LettersFolder: ".txt", private.QRFolder: ".png"} {
		if rest, ok := strings.CutPrefix(name, folder); ok {
			if folder == private.SlipsFolder {
				rest = strings.Replace(rest, slip.ProofName(""), ending, 1)
			}
			id, named := strings.CutSuffix(rest, ending)
			return named && record.IsID(id)
		}
	}
	if _, inner, ok := record.OfEvent(name); ok {
		return Writes(inner)
	}
	return record.IsKnown(name) || name == record.PackFile || name == FairnessFile || name == ReportFile || announces(name) || slices.Contains(private.Names(), name)
}

// addKeys writes who is behind each public id, with the pool's own columns in the pool's own
// order, and the record key.
func (r *Prepared) addKeys(p *pool.Pool, key [32]byte) {
	rows := [][]string{append([]string{"public_id"}, p.Header...)}
	for person, i := range r.inPoolOrder() {
		rows = append(rows, append([]string{r.Roster.Entries[i].ID}, p.Row(person)...))
	}
	r.Files[private.PeopleFile] = private.Table(p.Comma(), rows)
	r.Files[private.KeyFile] = []byte(hex.EncodeToString(key[:]) + "\n")
}

// addPrivate writes the files that name people and follow from the book: on how many pages
// everyone is, who cannot be seated and why, and what a draw has to know of all this. labels
// are what the organiser calls people, in the order of the pool.
func (r *Prepared) addPrivate(o private.Origin, labels []string) {
	r.Files[private.IDsFile] = r.ids(o, labels)
	r.Files[private.UnseatableFile] = r.unseatable(o, labels)
	n := o.Note(r.Files)
	n.Facts = r.Summary()
	for _, i := range r.Lottery.Unseatable() {
		n.Unseatable = append(n.Unseatable, r.Roster.Entries[i].ID)
	}
	r.Files[private.NotesFile] = n.Bytes()
}

// inPoolOrder lists roster indices in the order of the pool's rows.
func (r *Prepared) inPoolOrder() []int {
	order := make([]int, len(r.Person))
	for i, person := range r.Person {
		order[person] = i
	}
	return order
}

func (r *Prepared) ids(o private.Origin, labels []string) []byte {
	rows := [][]string{{"id", "public_id", "pages"}}
	for person, i := range r.inPoolOrder() {
		rows = append(rows, []string{labels[person], r.Roster.Entries[i].ID, strconv.Itoa(r.Counts[i])})
	}
	return private.Table(o.Comma(), rows)
}

func (r *Prepared) unseatable(o private.Origin, labels []string) []byte {
	rows := [][]string{{"id", "public_id", "reason"}}
	types := r.TypeOf()
	for person, i := range r.inPoolOrder() {
		if !r.Chances.Unseatable[types[i]] {
			continue
		}
		at := slices.IndexFunc(r.Reasons, func(u why.Unseatable) bool { return slices.Contains(u.Types, types[i]) })
		rows = append(rows, []string{labels[person], r.Roster.Entries[i].ID, "no panel can hold this person " + words.Reason(r.Reasons[at].Reason)})
	}
	return private.Table(o.Comma(), rows)
}

// labels are what the organiser calls people, in the order of the pool.
func labels(p *pool.Pool) []string {
	all := make([]string, len(p.People))
	for person := range all {
		all[person] = p.Label(person)
	}
	return all
}

// announces reports whether a file is of [Announcement], for any of the languages.
func announces(name string) bool {
	rest, ok := strings.CutPrefix(name, "announcement.")
	number, _, _ := strings.Cut(rest, ".")
	event, _ := strconv.Atoi(number)
	return ok && slices.ContainsFunc(catalog.Languages(), func(l catalog.Language) bool { return name == Announcement(string(l), event) })
}
