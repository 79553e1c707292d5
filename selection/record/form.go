package record

import "fmt"

// Form says how much of the pool and of the book is public.
type Form int

const (
	// FormDefault: the pages are public by public id, the features are not.
	FormDefault Form = iota
	// FormSealed: of the pages only their seals are public, and the page drawn.
	FormSealed
	// FormOpen: the pages and the features are public.
	FormOpen
)

var formNames = []string{FormDefault: "default", FormSealed: "sealed", FormOpen: "open"}

// String gives the name that rules.json has.
func (f Form) String() string {
	if f < 0 || int(f) >= len(formNames) {
		panic("record: no such form")
	}
	return formNames[f]
}

// MarshalText gives [Form.String], for JSON.
func (f Form) MarshalText() ([]byte, error) { return []byte(f.String()), nil }

// UnmarshalText reads what [Form.MarshalText] writes.
func (f *Form) UnmarshalText(text []byte) error {
	for form, name := range formNames {
		if name == string(text) {
			*f = Form(form)
			return nil
		}
	}
	return fmt.Errorf("form is %q, expected default, sealed or open", text)
}

// BookFile is the file of the commitment that fixes the pages.
func (f Form) BookFile() string {
	if f == FormSealed {
		return BookRootFile
	}
	return BookFile
}

// PagesFile is the file that holds the pages, public or not.
func (f Form) PagesFile() string {
	if f == FormSealed {
		return SaltedBookFile
	}
	return BookFile
}

// RosterFile is the file that holds the pool without names, public or not.
func (f Form) RosterFile() string {
	if f == FormOpen {
		return OpenRosterFile
	}
	return RosterFile
}

// Committed lists the paths of the files that the commitment of a book covers that no
// value mixed, sorted.
func (f Form) Committed() []string {
	return []string{
		f.BookFile(), ChancesFile, PoolRootFile, ProofFile,
		QuotasFile, RulesFile, SeedSourceFile, TotalsFile,
	}
}
