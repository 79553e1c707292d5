package ceremony

import (
	"fmt"

	"github.com/evenlot/evenlot/selection/places"
)

// Places is a lottery of places at one point of its life: *[PlacesCommitted] or *[PlacesDrawn].
type Places interface{ File() *places.File }

type placesStanding struct {
	file       *places.File
	commitment string
}

func (s *placesStanding) File() *places.File { return s.file }

// Commitment is that of the file.
func (s *placesStanding) Commitment() string { return s.commitment }

// PlacesCommitted waits for its draw.
type PlacesCommitted struct {
	placesStanding
	taken bool
}

// PlacesDrawn is drawn.
type PlacesDrawn struct {
	placesStanding
	drawing *places.Drawing
}

// Drawing is by which value.
func (d *PlacesDrawn) Drawing() *places.Drawing { return d.drawing }

// OpenPlaces finds the state of a lottery of places from places.json and, where it is drawn, its drawing (nil: there is none), both with the names
// that errors use.
func OpenPlaces(name string, data []byte, drawingName string, drawing []byte) (Places, error) {
	file, err := places.Read(name, data)
	if err != nil {
		return nil, err
	}
	s := placesStanding{file, places.Commitment(data)}
	if drawing == nil {
		return &PlacesCommitted{placesStanding: s}, nil
	}
	d, err := places.ReadDrawing(drawingName, drawing, file, s.commitment)
	if err != nil {
		return nil, err
	}
	return &PlacesDrawn{s, d}, nil
}

// CheckDue says why places may not be drawn now; nil where they may.
func (c *PlacesCommitted) CheckDue(now int64) error { return c.file.Source.CheckDue("draw", now) }

// Draw draws places by a public value as a person types it, once, and not before the announced time.
func (c *PlacesCommitted) Draw(now int64, input string) (*PlacesDrawn, error) {
	if err := c.CheckDue(now); err != nil {
		return nil, err
	}
	if c.taken {
		return nil, ErrTaken
	}
	value, err := c.file.Value(input)
	if err != nil {
		return nil, err
	}
	c.taken = true
	return &PlacesDrawn{c.placesStanding, places.NewDrawing(c.commitment, value)}, nil
}

// Same refuses a public value, as a person types it, by which the places were not drawn.
func (d *PlacesDrawn) Same(input string) error {
	value, err := d.file.Value(input)
	if err != nil {
		return err
	}
	if value.Value != d.drawing.PublicValue {
		return fmt.Errorf("is drawn already, by the public value %q; there is one draw only", d.drawing.PublicValue)
	}
	return nil
}
