package places

import (
	"fmt"
	"strings"

	"github.com/evenlot/evenlot/selection/draw"
	"github.com/evenlot/evenlot/selection/record"
)

// A Drawing is the contents of places.drawn.json, which stands beside places.json: by which public value its
// places were drawn. There is one draw only.
type Drawing struct {
	Commitment  string `json:"commitment"`
	PublicValue string `json:"public_value"`
	Signature   string `json:"signature"` // of a round of drand; or empty
	Seed        string `json:"seed"`      // S
}

// DrawingName is where the draw of a file is noted: places.json has places.drawn.json.
func DrawingName(file string) string { return strings.TrimSuffix(file, ".json") + ".drawn.json" }

// NewDrawing draws the places of the file with this commitment by a public value.
func NewDrawing(commitment string, value draw.Public) *Drawing {
	return &Drawing{Commitment: commitment, PublicValue: value.Value, Signature: value.Signature, Seed: Seed(commitment, value.Value)}
}

// Write gives the bytes of the file.
func (d *Drawing) Write() []byte { return record.Spell(d) }

// ReadDrawing reads a drawing and holds it against the file whose places it drew.
func ReadDrawing(name string, data []byte, f *File, commitment string) (*Drawing, error) {
	var d Drawing
	if err := record.ReadSpelt(name, data, &d); err != nil {
		return nil, err
	}
	if d.Commitment != commitment {
		return nil, fmt.Errorf("%s: is the draw of another list, with the commitment %s, expected %s", name, d.Commitment, commitment)
	}
	if err := f.Source.Verify(d.PublicValue, d.Signature); err != nil {
		return nil, fmt.Errorf("%s: the public value: %w", name, err)
	}
	if want := Seed(commitment, d.PublicValue); d.Seed != want {
		return nil, fmt.Errorf("%s: the seed is %s, expected %s, which follows from commitment and value", name, d.Seed, want)
	}
	return &d, nil
}

// Of gives the places that were drawn.
func (d *Drawing) Of(f *File) *Drawn { return Draw(f.Rules, f.Places, d.Seed) }
