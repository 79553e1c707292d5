package record

import (
	"bytes"
	"crypto/sha256"
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
	Proof  []byte       // proof.json as it stands
	Source SeedSource
}

// Commit writes the files of public/commit, its SHA256SUMS included, and
// auditor/pool.csv. [Commitment] gives the hash to publish.
//
// Names that cannot stand in a record are an error ([CheckNames]). Rules that
// contradict the roster or the pages, and pages that do not name different
// people of the roster in order, are the caller's bug and panic.
func Commit(in CommitInput) (Files, error) {
	if err := CheckNames(in.Roster.Table).Err(); err != nil {
		return nil, err
	}
	if len(in.Pages) == 0 || in.Rules.Pages != len(in.Pages) ||
		in.Rules.Seats != len(in.Pages[0]) || in.Rules.People != len(in.Roster.Entries) {
		panic("record: the rules count other people, seats or pages than there are")
	}
	ids := make([]string, len(in.Roster.Entries))
	for i := range ids {
		ids[i] = in.Roster.Entries[i].ID
		if !isID([]byte(ids[i])) || i > 0 && (ids[i-1] >= ids[i] || len(ids[i-1]) != len(ids[i])) {
			panic("record: the people of a roster stand in the order of their public ids, all of one length")
		}
	}
	var roster bytes.Buffer
	if err := in.Roster.WriteCSV(&roster); err != nil {
		return nil, err
	}
	f := Files{
		RulesFile:      in.Rules.Bytes(),
		QuotasFile:     writeTable(in.Roster.Table),
		TotalsFile:     writeTotals(in.Roster.Table, totalsOf(in.Roster)),
		BookFile:       writeBook(ids, in.Pages),
		ChancesFile:    writeChances(ids, countPages(len(ids), in.Pages)),
		PoolRootFile:   writeRoot(PoolRoot(in.Roster)),
		SeedSourceFile: in.Source.Bytes(),
		ProofFile:      in.Proof,
		RosterFile:     roster.Bytes(),
	}
	f.SealCommit()
	return f, nil
}

// SealCommit adds public/commit/SHA256SUMS, over the files of [Committed], which
// must be there. [Commit] has done it already; it is for whoever changes a file
// before anything was published.
func (f Files) SealCommit() {
	f[CommitSumsFile] = sumsOf(f, "public/commit/", Committed())
}

// AddDraw adds public/draw.json: a draw, and the public ids of the page it led
// to, in the order of book.csv. The notice is what a reader must know of the
// public value; it repeats the statement of the seed source.
func (f Files) AddDraw(d draw.Draw, panel []string, notice string) {
	f[DrawFile] = Drawing{
		Commitment:  d.Commitment,
		PublicValue: d.PublicValue,
		DrawString:  d.Text,
		Counter:     d.Counter,
		Hash:        d.Hash,
		Ticket:      d.Ticket,
		Page:        PageName(d.Page, d.Pages),
		Panel:       slices.Clone(panel),
		Notice:      notice,
	}.Bytes()
}

// Seal adds public/SHA256SUMS, over everything else in public/. It comes last.
func (f Files) Seal() {
	delete(f, PublicSumsFile)
	names := slices.DeleteFunc(f.Names(), func(name string) bool { return !strings.HasPrefix(name, "public/") })
	for _, name := range names {
		if !validName(name) {
			panic("record: a file name has other characters than a-z 0-9 . _ -")
		}
	}
	f[PublicSumsFile] = sumsOf(f, "public/", names)
}

// Hash is SHA-256 of rules.json, 32 raw bytes: what keys the streams.
func (r Rules) Hash() [32]byte {
	return sha256.Sum256(r.Bytes())
}
