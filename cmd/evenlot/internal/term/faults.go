package term

import (
	"encoding/json"
	"errors"
	"slices"
	"strings"

	"github.com/evenlot/evenlot/quotas"
)

// sameKind is how many faults of one kind are printed of each file; the rest is
// counted. A pool of a million rows may have a million different slips.
const sameKind = 10

// FaultLines gives one line a fault, no more than sameKind of a kind.
func FaultLines(faults quotas.Faults) []string {
	type kind struct {
		first       quotas.Fault
		shown, more int
	}
	var kinds []*kind
	var lines []string
	for _, f := range faults {
		i := slices.IndexFunc(kinds, func(k *kind) bool { return k.first.Alike(f) })
		if i < 0 {
			i = len(kinds)
			kinds = append(kinds, &kind{first: f})
		}
		if k := kinds[i]; f.Rest || k.shown == sameKind {
			k.more += f.Times()
		} else {
			k.shown++
			lines = append(lines, f.Error())
		}
	}
	for _, k := range kinds {
		if k.more > 0 {
			lines = append(lines, quotas.Fault{File: k.first.File, Found: k.first.General(), Count: k.more, Rest: true}.Error())
		}
	}
	return lines
}

// FaultError ends a command with faults of the inputs.
func FaultError(faults quotas.Faults) error {
	return &Failure{Code: ExitFault, Err: errors.New(strings.Join(FaultLines(faults), "\n")), Faults: faults}
}

// A FaultList is written to JSON field by field, an empty one as [].
type FaultList quotas.Faults

func (l FaultList) MarshalJSON() ([]byte, error) {
	type fault struct {
		Code     string         `json:"code"`
		File     string         `json:"file"`
		Sheet    string         `json:"sheet,omitempty"` // of a workbook that has several
		Line     int            `json:"line"`            // or row of a spreadsheet; 0: the whole file
		Column   int            `json:"column"`          // character, or column of a spreadsheet; 0: the whole line
		Name     string         `json:"name,omitempty"`  // of the column
		Found    string         `json:"found"`
		Expected string         `json:"expected"`
		Fix      string         `json:"fix"`
		Count    int            `json:"count"`  // how many places
		Places   []quotas.Place `json:"places"` // the first of them
		Rest     bool           `json:"rest,omitempty"`
	}
	all := make([]fault, len(l))
	for i, f := range l {
		all[i] = fault{f.Code, f.File, f.Sheet, f.Line, f.Column, f.Name, f.Found, f.Expected, f.Fix, f.Times(), f.Places(), f.Rest}
	}
	return json.Marshal(all)
}
