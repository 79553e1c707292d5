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
	if at := longNumber(data); at >= 0 {
		return faultAt(name, data, at, excerpt(data, at), fmt.Sprintf("numbers of at most %d digits", MaxDigits))
	}
	dec := json.NewDecoder(bytes.NewReader(data))
	dec.DisallowUnknownFields()
	if err := dec.Decode(v); err != nil {
		return jsonFault(name, data, err)
	}
	if at := escape(data); at >= 0 {
		return faultAt(name, data, at, excerpt(data, at), `no escapes but \" and \\`)
	}
	return sameSpelling(name, data, writeJSON(*v))
}

// longNumber finds the first run of more than [MaxDigits] digits; -1 if there is none.
func longNumber(data []byte) int {
	run := 0
	for at, c := range data {
		if c < '0' || c > '9' {
			run = 0
		} else if run++; run > MaxDigits {
			return at - MaxDigits
		}
	}
	return -1
}

// escape finds the first escape in JSON that a record has no need of: characters that
// would need it cannot be seen. -1 if there is none.
func escape(data []byte) int {
	for at := 0; at < len(data); at++ {
		if data[at] != '\\' {
			continue
		}
		if at++; at == len(data) || data[at] != '"' && data[at] != '\\' {
			return at - 1
		}
	}
	return -1
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
