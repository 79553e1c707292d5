package private

import (
	"bytes"
	"crypto/sha256"
	"encoding/csv"
	"encoding/hex"
	"maps"
	"slices"
	"strings"

	"github.com/evenlot/evenlot/quotas"
	"github.com/evenlot/evenlot/quotas/sheet"
	"github.com/evenlot/evenlot/selection/draw"
	"github.com/evenlot/evenlot/selection/record"
)

// Names of the files that stay with the organiser.
const (
	SelectedFile   = "private/selected.csv"
	RemainingFile  = "private/remaining.csv"
	IDsFile        = "private/ids.csv"
	UnseatableFile = "private/unseatable.csv"
	KeyFile        = "private/record.key"
	PeopleFile     = "private/people.csv"
	FixedNotesFile = "private/fixed.json" // where the book is mixed
	NotesFile      = "private/book.json"
	MembersFile    = "private/members.csv" // how every member stands
	StatesFile     = "private/states.csv"  // every change of a state, in order
	SlipsFile      = "private/slips.csv"   // slips of all volunteers, for mail merge
	SlipsFolder    = "private/slips/"      // a text for each of them, and in the sealed form the proof of their pages

	MailFile      = "private/mail.csv" // a table for mail merge
	MailBook      = "private/mail.xlsx"
	QRFolder      = "private/qr/"      // a picture for each person
	LettersFolder = "private/letters/" // a text for each of them

	// Beside the lists, where the pool is a workbook.
	SelectedBook  = "private/selected.xlsx"
	RemainingBook = "private/remaining.xlsx"
)

// Names are the files that evenlot writes into private/, but for those in [SlipsFolder].
func Names() []string {
	return []string{
		SelectedFile, RemainingFile, IDsFile, UnseatableFile, KeyFile, PeopleFile, FixedNotesFile, NotesFile,
		MembersFile, StatesFile, SlipsFile, SelectedBook, RemainingBook, MailFile, MailBook,
	}
}

// LivesWith is the column of [RemainingFile] that marks who lives with somebody selected.
const LivesWith = "lives_with_selected"

// remedyPrivate is what to do about a file that stays with the organiser.
const remedyPrivate = "put back the file as book wrote it, from a copy"

// Fault names a file of the organiser that is not as it was written.
func Fault(name, found, expected string) error {
	return quotas.Fault{File: name, Found: found, Expected: expected, Fix: remedyPrivate}
}

// Missing is the fault of a file that a mixing or a draw needs.
func Missing(name string) error {
	return Fault(name, "no such file", "the whole folder that book wrote")
}

// ReadRows reads what [Table] wrote.
func ReadRows(data []byte, comma rune) ([][]string, error) {
	in := csv.NewReader(bytes.NewReader(bytes.TrimPrefix(data, []byte(sheet.Mark))))
	in.Comma = comma
	rows, err := in.ReadAll()
	for _, row := range rows {
		for j := range row {
			row[j] = sheet.Unguard(row[j])
		}
	}
	return rows, err
}

// Table is a file for the organiser to open in a spreadsheet.
func Table(comma rune, rows [][]string) []byte {
	out := bytes.NewBufferString(sheet.Mark)
	for _, row := range rows {
		sheet.WriteRow(out, comma, row...)
	}
	return out.Bytes()
}

// sum is a SHA-256 as notes have it.
func sum(data []byte) string {
	hash := sha256.Sum256(data)
	return hex.EncodeToString(hash[:])
}

// With adds the files in private/ to those of a record, and no others: what stands in a
// record is what was checked.
func With(files, kept record.Files) record.Files {
	all := maps.Clone(files)
	for name, data := range kept {
		if strings.HasPrefix(name, "private/") {
			all[name] = data
		}
	}
	return all
}

// ReadKey reads private/record.key.
func ReadKey(rules *record.Rules, data []byte) (key [32]byte, err error) {
	if data == nil {
		return key, Missing(KeyFile)
	}
	text, err := hex.DecodeString(strings.TrimSpace(string(data)))
	if err != nil || len(text) != len(key) || draw.KeyHash([32]byte(text)) != rules.KeyHash {
		return key, Fault(KeyFile, "another key", "the one whose hash is in "+record.RulesFile)
	}
	return [32]byte(text), nil
}

// Fresh gives columns names that are not taken: a mail merge finds them by name.
func Fresh(names, taken []string) []string {
	var all []string
	for _, name := range names {
		for slices.ContainsFunc(taken, func(t string) bool { return sheet.Fold(t) == sheet.Fold(name) }) {
			name += "_"
		}
		all = append(all, name)
	}
	return all
}
