package record

import (
	"maps"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"
)

// Format names the layout and the spelling of everything in a record; Format1 is the one
// before it, which stays readable.
const (
	Format  = "evenlot-record/2"
	Format1 = "evenlot-record/1"
)

// Files are the files of a record by slash path from its folder
// (public/commit/rules.json).
type Files map[string][]byte

// Names of the files of a record.
const (
	RulesFile      = "public/commit/rules.json"
	QuotasFile     = "public/commit/quotas.csv"
	TotalsFile     = "public/commit/totals.csv"
	BookFile       = "public/commit/book.csv"  // but in the sealed form
	BookRootFile   = "public/commit/book.root" // in the sealed form
	ChancesFile    = "public/commit/chances.csv"
	PoolRootFile   = "public/commit/pool.root"
	SeedSourceFile = "public/commit/seedsource.json"
	ProofFile      = "public/commit/proof.json"
	MixSourceFile  = "public/commit/mixsource.json" // these three where the book is mixed
	FixedSumsFile  = "public/commit/fixed.sha256"
	MixFile        = "public/commit/mix.json"
	CommitSumsFile = "public/commit/SHA256SUMS"
	DrawFile       = "public/draw.json"
	AbortedFile    = "public/aborted.json"
	PublicSumsFile = "public/SHA256SUMS"

	AnnouncementFile = "public/announcement.txt"
	MeasuresFile     = "public/measures.json"
	ReportFile       = "public/report.html"
	CheckerFile      = "public/verify.html"
	ScriptFile       = "public/verify.sh"

	OpenRosterFile = "public/pool.csv"  // in the open form
	RosterFile     = "auditor/pool.csv" // in the others
	SaltedBookFile = "auditor/book.csv" // in the sealed form
)

// Optional lists the paths that public/ may hold beside the files every record
// has, sorted.
func Optional() []string {
	return []string{AnnouncementFile, MeasuresFile, ReportFile, CheckerFile, ScriptFile}
}

// Auditor lists the paths that auditor/ may hold, sorted. Other files there are nobody's
// business.
func Auditor() []string { return []string{SaltedBookFile, MixtureFile, RosterFile} }

// Names gives the paths of f, sorted.
func (f Files) Names() []string {
	return slices.Sorted(maps.Keys(f))
}

// Commitment is SHA-256 of public/commit/SHA256SUMS or, where the book is still to be mixed,
// of fixed.sha256, in lower-case hexadecimal. Files with neither are the caller's bug and
// panic.
func Commitment(f Files) string {
	sums, ok := f[CommitSumsFile]
	if !ok {
		sums, ok = f[FixedSumsFile]
	}
	if !ok {
		panic("record: no commitment yet")
	}
	return hashHex(sums)
}

// Mixes reports whether a public value mixes the book, or is still to do so.
func (f Files) Mixes() bool { return f[MixSourceFile] != nil || f[FixedSumsFile] != nil }

// Unmixed reports whether the value that mixes the book is still to come: there is no book.
func (f Files) Unmixed() bool { return f.Mixes() && f[MixFile] == nil && f[CommitSumsFile] == nil }

// Fixed lists the paths of the files that fixed.sha256 covers, sorted.
func (f Files) Fixed() []string {
	return f.ofEvent(MixSourceFile, PoolRootFile, QuotasFile, RulesFile, SeedSourceFile, TotalsFile)
}

// ofEvent gives the names sorted, with those that only the record of an event has.
func (f Files) ofEvent(names ...string) []string {
	if f[EventFile] != nil {
		names = append(names, EventFile, SeatedFile)
	}
	return slices.Sorted(slices.Values(names))
}

// Committed lists the paths of the files that the commitment covers, sorted.
func (f Files) Committed() []string {
	switch {
	case f.Unmixed():
		return f.Fixed()
	case f.Mixes():
		return f.ofEvent(append(f.Form().Committed(), MixSourceFile, FixedSumsFile, MixFile)...)
	}
	return f.ofEvent(f.Form().Committed()...)
}

// PageName spells a page number: with leading zeros, as many digits as the last
// page of a book of that many pages has.
func PageName(page, pages int) string {
	s := strconv.Itoa(page)
	return strings.Repeat("0", digits(pages)-len(s)) + s
}

// Form is what rules.json says, and the default where it cannot be read.
func (f Files) Form() Form {
	r, err := ReadRules(RulesFile, f[RulesFile])
	if err != nil {
		return FormDefault
	}
	return r.Form
}

// digits is the length of the name of a page, where there are so many.
func digits(pages int) int { return len(strconv.Itoa(pages - 1)) }

// nameRule is what [validName] asks for.
const nameRule = "a-z 0-9 . _ -, and no name that some system keeps for itself"

// validName reports whether a slash path may stand in a record: parts of
// [a-z0-9._-], or SHA256SUMS, none of them "." or "..". It is the one rule on names, for
// folders, archives and lists of hashes, and leaves out what names something else on some
// system: Windows passes over dots at the end, and takes "aux.csv" for a device.
func validName(name string) bool {
	for part := range strings.SplitSeq(name, "/") {
		if part == "" || strings.HasSuffix(part, ".") || isDevice(part) || len(part) > 100 {
			return false
		}
		if part != "SHA256SUMS" && strings.Trim(part, "abcdefghijklmnopqrstuvwxyz0123456789._-") != "" {
			return false
		}
	}
	return len(name) <= 300
}

// isDevice reports whether Windows takes a file of this name for a device, whatever its
// folder and what follows the first dot.
func isDevice(part string) bool {
	base, _, _ := strings.Cut(part, ".")
	switch base = strings.ToLower(strings.TrimRight(base, " ")); base {
	case "con", "prn", "aux", "nul", "conin$", "conout$":
		return true
	}
	number, com := strings.CutPrefix(base, "com")
	if !com {
		number, com = strings.CutPrefix(base, "lpt")
	}
	return com && utf8.RuneCountInString(number) == 1 && strings.Contains("0123456789\u00b9\u00b2\u00b3", number)
}
