package record

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"strings"
	"unicode/utf8"

	"github.com/evenlot/evenlot/quotas"
)

// maxWhole is the largest number that every reader holds, on 32 bits too: nine digits.
const maxWhole = 999_999_999

// MaxDigits is how many digits a number in a JSON file may have. Multipliers and weights are
// as long as they need to be; the limit keeps a file from a stranger cheap to read, and is
// below the one that Python sets.
const MaxDigits = 4000

// writeJSON is the one spelling of a JSON file: fields in the order of the Go
// type, two spaces a level, no escapes but \" and \\ (the readers let no text
// pass that needs others), LF at the end.
func writeJSON(v any) []byte {
	var b bytes.Buffer
	encodeJSON(&b, v)
	return b.Bytes()
}

// encodeJSON writes a JSON file, by one call of Write.
func encodeJSON(w io.Writer, v any) {
	enc := json.NewEncoder(w)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", "  ")
	if err := enc.Encode(v); err != nil {
		panic("record: internal error: " + err.Error())
	}
}

// readJSON reads data into v and insists on the spelling of writeJSON.
func readJSON[T any](name string, data []byte, v *T) error {
	if !utf8.Valid(data) {
		return quotas.Fault{File: name, Found: "bytes that are not UTF-8", Expected: "JSON in UTF-8", Fix: remedy}
	}
	if err := checkLayout(name, data); err != nil {
		return err
	}
	if err := json.Unmarshal(data, v); err != nil {
		return jsonFault(name, data, err)
	}
	again := spelling{name: name, data: data}
	encodeJSON(&again, *v)
	return again.err
}

// A spelling is a writer that compares a file with what is written of it, without keeping
// that.
type spelling struct {
	name string
	data []byte
	err  error
}

func (s *spelling) Write(want []byte) (int, error) {
	s.err = sameSpelling(s.name, s.data, want)
	return len(want), nil
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
	default: // of a text that means something: the decoder does not say where
		return quotas.Fault{File: name, Found: strings.TrimPrefix(err.Error(), "json: "), Expected: fieldsInOrder, Fix: remedy}
	}
	return faultAt(name, data, offset, strings.TrimPrefix(err.Error(), "json: "), fieldsInOrder)
}

const fieldsInOrder = "the fields of this file, in order"

// Spell is the one spelling of a JSON file, for formats beside this one.
func Spell(v any) []byte { return writeJSON(v) }

// ReadSpelt reads a JSON file and insists on the spelling of [Spell].
func ReadSpelt[T any](name string, data []byte, v *T) error { return readJSON(name, data, v) }
