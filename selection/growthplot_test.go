package selection

import (
	"bytes"
	"fmt"
	"image/color"
	"strconv"
	"testing"

	"github.com/stretchr/testify/require"
	"gonum.org/v1/plot"
	"gonum.org/v1/plot/plotter"
	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"
	"gonum.org/v1/plot/vg/vgimg"
	"gonum.org/v1/plot/vg/vgsvg"
)

// plotGrowth draws the table: one square for each number that varies, seconds over it,
// both on logarithmic scales. The format is svg or png.
func plotGrowth(t *testing.T, rows []*growthRow, format string) []byte {
	t.Helper()
	byName, names := map[string][]*growthRow{}, []string(nil)
	for _, r := range rows {
		if byName[r.Varies] == nil {
			names = append(names, r.Varies)
		}
		byName[r.Varies] = append(byName[r.Varies], r)
	}
	low, high := 1.0, 1.0
	for _, r := range rows {
		low, high = min(low, r.Chances, r.Book), max(high, r.Chances, r.Book)
	}
	plots := [][]*plot.Plot{make([]*plot.Plot, 2), make([]*plot.Plot, 2)}
	for i, name := range names {
		p := plot.New()
		p.X.Label.Text, p.Y.Label.Text = name, "seconds"
		p.X.Scale, p.Y.Scale = plot.LogScale{}, plot.LogScale{}
		p.Y.Tick.Marker = plot.LogTicks{Prec: -1}
		var ticks plot.ConstantTicks
		var chances, pages plotter.XYs
		for _, r := range byName[name] {
			x := float64(r.number())
			ticks = append(ticks, plot.Tick{Value: x, Label: short(r.number())})
			chances = append(chances, plotter.XY{X: x, Y: r.Chances})
			pages = append(pages, plotter.XY{X: x, Y: r.Book})
		}
		p.Add(plotter.NewGrid())
		addLine(t, p, "chances and proof", chances, color.RGBA{R: 0x1b, G: 0x5e, B: 0x9e, A: 0xff}, draw.CircleGlyph{})
		addLine(t, p, "book of 1000 pages", pages, color.RGBA{R: 0xc4, G: 0x5a, B: 0x11, A: 0xff}, draw.BoxGlyph{})
		p.X.Tick.Marker = ticks
		p.Legend.Top, p.Legend.Left = true, true
		p.X.Min, p.X.Max = p.X.Min/1.1, p.X.Max*1.1
		p.Y.Min, p.Y.Max = low/1.5, high*6
		plots[i/2][i%2] = p
	}
	const width, height = 20 * vg.Centimeter, 16 * vg.Centimeter
	var out bytes.Buffer
	tiles := draw.Tiles{Rows: 2, Cols: 2, PadX: 4 * vg.Millimeter, PadY: 4 * vg.Millimeter,
		PadTop: 2 * vg.Millimeter, PadBottom: 2 * vg.Millimeter, PadLeft: 2 * vg.Millimeter, PadRight: 4 * vg.Millimeter}
	paint := func(c vg.CanvasSizer) {
		for i, row := range plot.Align(plots, tiles, draw.New(c)) {
			for j, canvas := range row {
				plots[i][j].Draw(canvas)
			}
		}
	}
	if format == "png" {
		c := vgimg.PngCanvas{Canvas: vgimg.New(width, height)}
		paint(c)
		_, err := c.WriteTo(&out)
		require.NoError(t, err)
		return out.Bytes()
	}
	c := vgsvg.New(width, height)
	paint(c)
	_, err := c.WriteTo(&out)
	require.NoError(t, err)
	return out.Bytes()
}

// short writes thousands and millions with a letter.
func short(n int) string {
	switch {
	case n >= 1_000_000 && n%1_000_000 == 0:
		return fmt.Sprintf("%dM", n/1_000_000)
	case n >= 10_000 && n%1000 == 0:
		return fmt.Sprintf("%dk", n/1000)
	}
	return strconv.Itoa(n)
}

func addLine(t *testing.T, p *plot.Plot, name string, points plotter.XYs, c color.Color, mark draw.GlyphDrawer) {
	t.Helper()
	line, dots, err := plotter.NewLinePoints(points)
	require.NoError(t, err)
	line.Color, line.Width = c, vg.Points(1.5)
	dots.Color, dots.Shape, dots.Radius = c, mark, vg.Points(2.5)
	p.Add(line, dots)
	p.Legend.Add(name, line, dots)
}
