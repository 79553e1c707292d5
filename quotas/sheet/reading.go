package sheet

import (
	"strings"

	"github.com/evenlot/evenlot/quotas/plain"
)

// A Reading says how a file was read: what format it was taken for, and every decision on the way
// that a person may want to know.
type Reading struct {
	File      string   `json:"file"`
	Format    string   `json:"format"`    // CSV or XLSX; empty where nothing could be read
	Sheet     string   `json:"sheet"`     // of a workbook
	Encoding  string   `json:"encoding"`  // of a text file: UTF-8, UTF-16, Windows-1252
	Separator string   `json:"separator"` // of a text file: comma, semicolon or tab
	Rows      int      `json:"rows"`      // without the header
	Notes     []string `json:"notes"`     // what else was decided, in words
}

// Plain reports whether nothing was decided that is worth a line: a CSV file in UTF-8.
func (r Reading) Plain() bool {
	return r.Format == "" || r.Format == formatCSV && r.Encoding == encodingUTF8 && len(r.Notes) == 0
}

// Workbook reports whether places in the file are rows and columns of a spreadsheet.
func (r Reading) Workbook() bool { return r.Format == formatXLSX }

// String is one line: "pool.csv: CSV, Windows-1252, separated by semicolons, 300 rows; …".
func (r Reading) String() string {
	parts := []string{r.Format}
	if r.Sheet != "" {
		parts = append(parts, "sheet "+Quote(r.Sheet))
	}
	if r.Encoding != "" {
		parts = append(parts, r.Encoding)
	}
	if r.Separator != "" {
		parts = append(parts, "separated by "+r.Separator+"s")
	}
	parts = append(parts, plain.Count(r.Rows, "row", "rows"))
	return r.File + ": " + strings.Join(append([]string{strings.Join(parts, ", ")}, r.Notes...), "; ")
}

const (
	formatCSV    = "CSV"
	formatXLSX   = "XLSX"
	encodingUTF8 = "UTF-8"
)
