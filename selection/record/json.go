package record

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"
	"unicode/utf8"

	"github.com/evenlot/evenlot/quotas"
	"github.com/evenlot/evenlot/selection/draw"
)

// KnownInAdvance is the kind of a seed source where whoever ran the selection
// could have known the public value before; Statement is what is said of it.
const (
	KnownInAdvance          = "known in advance"
	KnownInAdvanceStatement = "value known in advance: a rehearsal, or a trusted operator"
)

// Rules are the contents of rules.json: what was asked for, apart from quotas
// and pool.
type Rules struct {
	Format    string `json:"format"`          // [Format]
	Algorithm string `json:"algorithm"`       // [draw.Algorithm]
	Rule      string `json:"rule"`            // "leximin"
	People    int    `json:"people"`          // in the pool
	Seats     int    `json:"seats"`           // of a panel
	Pages     int    `json:"pages"`           // of the book
	Household int    `json:"household_limit"` // people of one household a panel may hold; 0: no limit
	Budget    int    `json:"budget"`          // linear programs that the search for panels may take
	KeyHash   string `json:"key_hash"`        // [draw.KeyHash] of the record key
}

// A SeedSource is the contents of seedsource.json: where the public value comes
// from, fixed before it is known.
type SeedSource struct {
	Kind      string `json:"kind"`
	Statement string `json:"statement"` // the same for a reader
}

// KnownSource is the seed source of a selection whose public value was given on
// the command line.
func KnownSource() SeedSource {
	return SeedSource{Kind: KnownInAdvance, Statement: KnownInAdvanceStatement}
}

// A Drawing is the contents of draw.json: the draw, and the panel it led to.
type Drawing struct {
	Commitment  string   `json:"commitment"`
	PublicValue string   `json:"public_value"`
	DrawString  string   `json:"draw_string"`
	Counter     int      `json:"counter"`
	Hash        string   `json:"hash"`
	Ticket      int      `json:"ticket"`
	Page        string   `json:"page"`  // as book.csv spells it
	Panel       []string `json:"panel"` // public ids, in the order of book.csv
	Notice      string   `json:"notice"`
}

// Bytes is rules.json. With an empty KeyHash it is what [draw.DeriveKey] takes.
func (r Rules) Bytes() []byte { return writeJSON(r) }

// Bytes is seedsource.json.
func (s SeedSource) Bytes() []byte { return writeJSON(s) }

// Bytes is draw.json.
func (d Drawing) Bytes() []byte { return writeJSON(d) }

// writeJSON is the one spelling of a JSON file: fields in the order of the Go
// type, two spaces a level, no escapes but \" and \\ (the readers let no text
// pass that needs others), LF at the end.
func writeJSON(v any) []byte {
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", "  ")
	if err := enc.Encode(v); err != nil {
		panic("record: internal error: " + err.Error())
	}
	return b.Bytes()
}

// readJSON reads data into v and insists on the spelling of writeJSON.
func readJSON[T any](name string, data []byte, v *T) error {
	if !utf8.Valid(data) {
		return quotas.Fault{File: name, Found: "bytes that are not UTF-8", Expected: "JSON in UTF-8", Fix: remedy}
	}
	dec := json.NewDecoder(bytes.NewReader(data))
	dec.DisallowUnknownFields()
	if err := dec.Decode(v); err != nil {
		return jsonFault(name, data, err)
	}
	return sameSpelling(name, data, writeJSON(*v))
}

func jsonFault(name string, data []byte, err error) error {
	offset := 0
	var syntax *json.SyntaxError
	var kind *json.UnmarshalTypeError
	switch {
	case errors.As(err, &syntax):
		offset = int(syntax.Offset) - 1
	case errors.As(err, &kind):
		offset = int(kind.Offset) - 1
	case errors.Is(err, io.EOF), errors.Is(err, io.ErrUnexpectedEOF):
		return faultAt(name, data, len(data), "the end of the file", "more JSON")
	default:
		// Such as an unknown field: the decoder does not say where.
		return quotas.Fault{File: name, Found: strings.TrimPrefix(err.Error(), "json: "), Expected: fieldsInOrder, Fix: remedy}
	}
	return faultAt(name, data, offset, strings.TrimPrefix(err.Error(), "json: "), fieldsInOrder)
}

const fieldsInOrder = "the fields of this file, in order"

// ReadRules reads rules.json. The file must be spelt as [Rules.Bytes] does, and
// ask for something that can be: known names, 1 <= seats <= people, pages.
func ReadRules(name string, data []byte) (Rules, error) {
	var r Rules
	if err := readJSON(name, data, &r); err != nil {
		return Rules{}, err
	}
	wrong := func(field string, found any, expected string) (Rules, error) {
		return Rules{}, quotas.Fault{
			File: name, Found: fmt.Sprintf("%s is %#v", field, found), Expected: expected, Fix: remedy,
		}
	}
	switch {
	case r.Format != Format:
		return wrong("format", r.Format, Format)
	case r.Algorithm != draw.Algorithm:
		return wrong("algorithm", r.Algorithm, draw.Algorithm)
	case !isRule(r.Rule):
		return wrong("rule", r.Rule, "leximin or another rule of evenlot")
	case r.Seats < 1:
		return wrong("seats", r.Seats, "at least 1")
	case r.People < r.Seats:
		return wrong("people", r.People, fmt.Sprintf("at least the %d of a panel", r.Seats))
	case r.Pages < 1:
		return wrong("pages", r.Pages, "at least 1")
	case r.Household < 0:
		return wrong("household_limit", r.Household, "0 (no limit) or more")
	case r.Budget < 1:
		return wrong("budget", r.Budget, "at least 1")
	case !isHash(r.KeyHash):
		return wrong("key_hash", r.KeyHash, "64 hexadecimal digits")
	}
	return r, nil
}

// isRule knows the names of all rules that format 1 has room for.
func isRule(s string) bool {
	switch s {
	case "leximin", "maximin", "nash", "minimax", "goldilocks", "uniform", "legacy":
		return true
	}
	return false
}

// ReadSeedSource reads seedsource.json, in the spelling of [SeedSource.Bytes]
// and with a kind this version knows.
func ReadSeedSource(name string, data []byte) (SeedSource, error) {
	var s SeedSource
	if err := readJSON(name, data, &s); err != nil {
		return SeedSource{}, err
	}
	if s != KnownSource() {
		return SeedSource{}, quotas.Fault{
			File: name, Found: fmt.Sprintf("kind %q, statement %q", s.Kind, s.Statement),
			Expected: fmt.Sprintf("kind %q, statement %q", KnownInAdvance, KnownInAdvanceStatement),
			Fix:      "if a newer evenlot wrote this record, verify it with that one",
		}
	}
	return s, nil
}

// ReadDrawing reads draw.json, in the spelling of [Drawing.Bytes]. Whether its
// numbers are right is for package verify to say.
func ReadDrawing(name string, data []byte) (Drawing, error) {
	var d Drawing
	if err := readJSON(name, data, &d); err != nil {
		return Drawing{}, err
	}
	if len(d.Panel) == 0 {
		return Drawing{}, quotas.Fault{File: name, Found: "no panel", Expected: "the people of the page", Fix: remedy}
	}
	return d, nil
}
