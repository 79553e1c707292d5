package places

import (
	_ "embed"
	"fmt"
	"strings"

	"github.com/evenlot/evenlot/selection/draw"
	"github.com/evenlot/evenlot/selection/record"
)

// A File is places.json: all that is fixed before the draw. Its SHA-256 is the commitment.
type File struct {
	Format string      `json:"format"`
	Rules  Rules       `json:"rules"`
	Source draw.Source `json:"source"`
	Places []Place     `json:"places"` // in the order of their ids
}

// outcomes is what a public value must be good for. Starts are as many as people, but a value of
// fewer outcomes only chooses among fewer of them, evenly: a million are no start that anybody can
// aim at.
const outcomes = 1_000_000

// CheckSource refuses public values that no places can be drawn by.
func CheckSource(s draw.Source) error {
	if s.Kind == draw.KindPageDigits {
		return fmt.Errorf("digits that name a page open a book, not a list of places, expected digits=20 or another kind")
	}
	return s.CheckPages(outcomes)
}

// Value reads the public value as a person types it, and takes nothing but what was announced.
func (f *File) Value(input string) (draw.Public, error) { return f.Source.Value(input, outcomes) }

// Write gives the bytes of the file.
func (f *File) Write() []byte { return record.Spell(f) }

// Read reads places.json and checks it.
func Read(name string, data []byte) (*File, error) {
	var f File
	if err := record.ReadSpelt(name, data, &f); err != nil {
		return nil, err
	}
	if f.Format != Format {
		return nil, fmt.Errorf("%s: the format is %q, expected %q", name, f.Format, Format)
	}
	if err := CheckSource(f.Source); err != nil {
		return nil, fmt.Errorf("%s: the source: %w", name, err)
	}
	if err := f.Rules.Check(f.Places); err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	return &f, nil
}

// Commitment is the SHA-256 of the file's bytes.
func Commitment(data []byte) string { return hexSum(string(data)) }

//go:embed doc.go
var specification string

// Specification is the documentation of this package as plain text: the rule.
func Specification() string {
	var b strings.Builder
	for line := range strings.Lines(specification) {
		text, ok := strings.CutPrefix(line, "//")
		if !ok {
			break
		}
		b.WriteString(strings.ReplaceAll(strings.TrimPrefix(text, " "), "\t", "    "))
	}
	return b.String()
}
