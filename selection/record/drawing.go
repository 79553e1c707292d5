package record

import (
	"fmt"
	"strconv"

	"github.com/evenlot/evenlot/quotas"
	"github.com/evenlot/evenlot/selection/draw"
)

// A SeedSource is the contents of seedsource.json: where the public value comes
// from, fixed before it is known.
type SeedSource struct {
	draw.Source
	Supersedes string `json:"supersedes"` // commitment of the record this one replaces; or empty
	Reason     string `json:"reason"`     // why that one was called off; or empty
}

// KnownSource is the seed source of a selection whose public value was given on
// the command line.
func KnownSource() SeedSource { return SeedSource{Source: draw.Known()} }

// A Drawing is the contents of draw.json: the draw, and the panel it led to.
type Drawing struct {
	Commitment  string   `json:"commitment"`
	PublicValue string   `json:"public_value"`
	Signature   string   `json:"signature"`
	DrawString  string   `json:"draw_string"`
	Counter     int      `json:"counter"`
	Hash        string   `json:"hash"`
	Ticket      int      `json:"ticket"`
	Page        string   `json:"page"`      // as book.csv spells it
	PageSalt    string   `json:"page_salt"` // of the page in the sealed form, 32 hexadecimal digits
	Panel       []string `json:"panel"`     // public ids, in the order of book.csv
	Notice      string   `json:"notice"`
}

// An Aborted is the contents of aborted.json: the end of a ceremony without a draw.
type Aborted struct {
	Commitment string `json:"commitment"`
	Reason     string `json:"reason"` // a sentence
}

// A Mixing is the contents of mix.json: the value that mixed the book.
type Mixing struct {
	Commitment  string `json:"commitment"` // to the pool: SHA-256 of fixed.sha256
	PublicValue string `json:"public_value"`
	Signature   string `json:"signature"`
	MixString   string `json:"mix_string"`
}

// Mix gives the contents of mix.json for a commitment to the pool and a public value.
func Mix(commitment string, value draw.Public) Mixing {
	return Mixing{Commitment: commitment, PublicValue: value.Value, Signature: value.Signature,
		MixString: commitment + "." + value.Value}
}

// Bytes is mix.json.
func (m Mixing) Bytes() []byte { return writeJSON(m) }

// ReadMixing reads mix.json, in the spelling of [Mixing.Bytes]. Whether it is right is for
// package verify to say.
func ReadMixing(name string, data []byte) (Mixing, error) {
	var m Mixing
	err := readJSON(name, data, &m)
	return m, err
}

// Bytes is seedsource.json.
func (s SeedSource) Bytes() []byte { return writeJSON(s) }

// Bytes is draw.json.
func (d Drawing) Bytes() []byte { return writeJSON(d) }

// Bytes is aborted.json.
func (a Aborted) Bytes() []byte { return writeJSON(a) }

// Check reports whether the source can be announced: see [draw.Source.Check]. A record
// that replaces another gives a reason.
func (s SeedSource) Check() error {
	if err := s.Source.Check(); err != nil {
		return err
	}
	switch {
	case s.Supersedes == "" && s.Reason != "":
		return fmt.Errorf("reason is %q, expected none where no record is superseded", s.Reason)
	case s.Supersedes != "" && !isHash(s.Supersedes):
		return fmt.Errorf("supersedes is %q, expected 64 hexadecimal digits", s.Supersedes)
	case s.Supersedes != "" && !isSentence(s.Reason):
		return fmt.Errorf("reason is %q, expected %s", s.Reason, sentence)
	}
	return nil
}

// ReadSeedSource reads seedsource.json, in the spelling of [SeedSource.Bytes]
// and with a kind this version knows.
func ReadSeedSource(name string, data []byte) (SeedSource, error) {
	var s SeedSource
	if err := readJSON(name, data, &s); err != nil {
		return SeedSource{}, err
	}
	if err := s.Check(); err != nil {
		return SeedSource{}, quotas.Fault{
			File: name, Found: err.Error(), Expected: "a source that can be announced",
			Fix: "if a newer evenlot wrote this record, verify it with that one",
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

// ReadAborted reads aborted.json, in the spelling of [Aborted.Bytes].
func ReadAborted(name string, data []byte) (Aborted, error) {
	var a Aborted
	if err := readJSON(name, data, &a); err != nil {
		return Aborted{}, err
	}
	if !isSentence(a.Reason) {
		return Aborted{}, quotas.Fault{File: name, Found: "reason is " + strconv.Quote(a.Reason), Expected: sentence, Fix: remedy}
	}
	return a, nil
}

const sentence = "a sentence on one line, of at most 1000 bytes"

// Draw does again the draw that draw.json states, from the commitment of the files and
// its public value. It needs rules, source and drawing, and says nothing of whether the
// value is one that was announced: see [draw.Source.Verify].
func (r *Record) Draw() (draw.Draw, error) {
	return redraw(r.Source.Source, *r.Drawing, Commitment(r.Files), r.Rules.Pages)
}

func redraw(s draw.Source, d Drawing, commitment string, pages int) (draw.Draw, error) {
	public := draw.Public{Value: d.PublicValue, Signature: d.Signature}
	if s.Kind == draw.KindPageDigits {
		page, err := strconv.Atoi(d.PublicValue)
		if err != nil {
			return draw.Draw{}, fmt.Errorf("public value is %q, expected the digits of a page", d.PublicValue)
		}
		public.Named, public.Page = true, page
	}
	return public.Open(commitment, pages)
}
