package record

import (
	"bytes"
	"slices"
	"strings"

	"github.com/evenlot/evenlot/selection/draw"
	"github.com/evenlot/evenlot/selection/pool"
)

// CommitInput is everything that is fixed before the draw.
type CommitInput struct {
	Rules  Rules
	Roster *pool.Roster // with its quota table
	Pages  [][]int32    // people of each page: indices into the roster, ascending
	Salts  []Salt       // of the pages, in the sealed form: see [PageSalts]
	Proof  []byte       // proof.json as it stands
	Source SeedSource
	// MixSource announces the value that mixes the book, and Mixing is that value; nil for a
	// book that is not mixed.
	MixSource *SeedSource
	Mixing    *Mixing
	// Event says which change of a panel this is about, and Seated how many of those who stay
	// have each value of the table; nil for a record that is no event.
	Event  *Event
	Seated [][]int
}

// Fix writes the files that are fixed before a value mixes the book, fixed.sha256 included,
// and the pool without names. [Commitment] gives the hash to publish. There is no book yet.
//
// Names that cannot stand in a record are an error ([CheckNames]).
func Fix(in CommitInput) (Files, error) {
	if err := CheckNames(in.Roster.Table).Err(); err != nil {
		return nil, err
	}
	checkIDs(in.Roster.IDs())
	var roster bytes.Buffer
	if err := in.Roster.WriteCSV(&roster); err != nil {
		return nil, err
	}
	f := Files{
		RulesFile:      in.Rules.Bytes(),
		QuotasFile:     writeTable(in.Roster.Table),
		TotalsFile:     writeTotals(in.Roster.Table, totalsOf(in.Roster)),
		PoolRootFile:   writeRoot(PoolRoot(in.Roster)),
		SeedSourceFile: in.Source.Bytes(),
	}
	f[in.Rules.Form.RosterFile()] = roster.Bytes()
	if in.Event != nil {
		f[EventFile] = in.Event.Bytes()
		f[SeatedFile] = writeTotals(in.Roster.Table, in.Seated)
	}
	if in.MixSource != nil {
		f[MixSourceFile] = in.MixSource.Bytes()
		f.SealFixed()
	}
	return f, nil
}

// SealFixed adds fixed.sha256, over the files that are fixed before a book is mixed. [Fix]
// has done it already.
func (f Files) SealFixed() { f[FixedSumsFile] = sumsOf(f, "public/commit/", f.Fixed()) }

// Commit writes the files of public/commit, its SHA256SUMS included, the pool without
// names and, in the sealed form, auditor/book.csv. [Commitment] gives the hash to
// publish.
//
// Names that cannot stand in a record are an error ([CheckNames]). Rules that
// contradict the roster or the pages, and pages that do not name different
// people of the roster in order, are the caller's bug and panic.
func Commit(in CommitInput) (Files, error) {
	if len(in.Pages) == 0 || in.Rules.Pages != len(in.Pages) ||
		in.Rules.Seats != len(in.Pages[0]) || in.Rules.People != len(in.Roster.Entries) {
		panic("record: the rules count other people, seats or pages than there are")
	}
	if in.Rules.Form == FormSealed && len(in.Salts) != len(in.Pages) || in.Rules.Form != FormSealed && in.Salts != nil {
		panic("record: every page of a sealed book has a salt, and no other page has")
	}
	f, err := Fix(in)
	if err != nil {
		return nil, err
	}
	ids := in.Roster.IDs()
	f[ChancesFile] = writeChances(ids, countPages(len(ids), in.Pages))
	f[ProofFile] = in.Proof
	if in.Mixing != nil {
		f[MixFile] = in.Mixing.Bytes()
	}
	form := in.Rules.Form
	f[form.PagesFile()] = writeBook(ids, in.Pages, in.Salts)
	if form == FormSealed {
		f[BookRootFile] = writeSeals(sealsOf(ids, in.Pages, in.Salts))
	}
	f.SealCommit()
	return f, nil
}

func checkIDs(ids []string) {
	for i := range ids {
		if !isID([]byte(ids[i])) || i > 0 && (ids[i-1] >= ids[i] || len(ids[i-1]) != len(ids[i])) {
			panic("record: the people of a roster stand in the order of their public ids, all of one length")
		}
	}
}

// SealCommit adds public/commit/SHA256SUMS, over the files that the form asks for, which
// must be there. [Commit] has done it already; it is for whoever changes a file
// before anything was published.
func (f Files) SealCommit() {
	f[CommitSumsFile] = sumsOf(f, "public/commit/", f.Committed())
}

// AddDraw adds public/draw.json: a draw, with the people of the page it led to and, in
// the sealed form, the salt of the page. It needs the pages, as [Commit] wrote them.
func (f Files) AddDraw(d draw.Draw) {
	f[DrawFile] = f.drawing(d, f.Form().PagesFile(), SeedSourceFile).Bytes()
}

// AddEventDraw1 adds the draw.json of an event.
func (f Files) AddEventDraw1(number int, d draw.Draw) {
	folder := EventFolder(number)
	f[folder+Event1DrawFile] = f.drawing(d, folder+Event1BookFile, folder+Event1SourceFile).Bytes()
}

// drawing reads what a draw led to out of a book.
func (f Files) drawing(d draw.Draw, book, source string) Drawing {
	s, err := ReadSeedSource(source, f[source])
	if err != nil {
		panic("record: the seed source is not as it was written")
	}
	cells := pageLine(f[book], d.Page, d.Pages)
	salt := ""
	if book == SaltedBookFile {
		salt, cells = cells[0], cells[1:]
	}
	return Drawing{
		Commitment:  d.Commitment,
		PublicValue: d.PublicValue,
		Signature:   d.Signature,
		DrawString:  d.Text,
		Counter:     d.Counter,
		Hash:        d.Hash,
		Ticket:      d.Ticket,
		Page:        PageName(d.Page, d.Pages),
		PageSalt:    salt,
		Panel:       cells,
		Notice:      s.Statement,
	}
}

// Seal adds public/SHA256SUMS, over everything else in public/ but events that are records of
// their own. It comes last.
func (f Files) Seal() {
	delete(f, PublicSumsFile)
	names := slices.DeleteFunc(f.Names(), func(name string) bool { return !strings.HasPrefix(name, "public/") || f.inWhole(name) })
	for _, name := range names {
		if !validName(name) {
			panic("record: a file name has other characters than a-z 0-9 . _ -")
		}
	}
	f[PublicSumsFile] = sumsOf(f, "public/", names)
}
