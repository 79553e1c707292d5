package plots

import (
	"bytes"
	"fmt"
	"image/color"
	"math"
	"slices"
	"strconv"

	"gonum.org/v1/plot"
	"gonum.org/v1/plot/palette/moreland"
	"gonum.org/v1/plot/plotter"
	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"

	"github.com/evenlot/evenlot/selection/fairness/study"
)

// Names of the plots, without the ending.
const (
	Chances       = "chances"
	RatioProducts = "ratio_products"
	Intersections = "intersections"
	Digits        = "digits"
)

// blue is dark and orange light (Okabe and Ito, Color Universal Design, 2008).
var (
	blue   = color.RGBA{R: 0, G: 114, B: 178, A: 255}
	orange = color.RGBA{R: 230, G: 159, B: 0, A: 255}
)

// Files are the plots of a study by name: two for each. What cannot be drawn is left out: ratio
// products where nobody can be seated, digits where no draws were tried, intersections of a single
// feature.
func Files(s *study.Study) (map[string][]byte, error) {
	files := map[string][]byte{}
	for name, plotted := range map[string]func(*study.Study) (*plot.Plot, error){
		Chances: chances, RatioProducts: ratioProducts, Intersections: intersections, Digits: digits,
	} {
		p, err := plotted(s)
		if err != nil {
			return nil, err
		}
		if p == nil {
			continue
		}
		width, height := 16*vg.Centimeter, 10*vg.Centimeter
		if name == Intersections {
			width, height = 24*vg.Centimeter, 22*vg.Centimeter
		}
		for _, format := range []string{"svg", "png"} {
			w, err := onto(p, name, width, height, format)
			if err != nil {
				return nil, err
			}
			var b bytes.Buffer
			if _, err := w.WriteTo(&b); err != nil {
				return nil, err
			}
			files[name+"."+format] = b.Bytes()
		}
	}
	return files, nil
}

// margin keeps labels off the edge.
const margin = 0.3 * vg.Centimeter

// onto draws a plot on a canvas of its own; beside the heat map stands its scale.
func onto(p *plot.Plot, name string, width, height vg.Length, format string) (vg.CanvasWriterTo, error) {
	c, err := draw.NewFormattedCanvas(width, height, format)
	if err != nil {
		return nil, err
	}
	paper := draw.New(c)
	paper.SetColor(color.White)
	paper.Fill(paper.Rectangle.Path())
	if name != Intersections {
		p.Draw(draw.Crop(paper, margin, -margin, margin, -margin))
		return c, nil
	}
	const room = 2 * vg.Centimeter
	p.Draw(draw.Crop(paper, margin, -margin-room, margin, -margin))
	scale().Draw(draw.Crop(paper, width-room, -margin, height/2, -margin-vg.Centimeter))
	return c, nil
}

func titled(title, x, y string) *plot.Plot {
	p := plot.New()
	p.Title.Text, p.X.Label.Text, p.Y.Label.Text = title, x, y
	p.Add(plotter.NewGrid())
	return p
}

// chances is everybody's chance in rising order, over the share of the pool.
func chances(s *study.Study) (*plot.Plot, error) {
	var all []float64
	for _, person := range s.Persons {
		all = append(all, person.Chance)
	}
	slices.Sort(all)
	steps := make(plotter.XYs, 0, 2*len(all))
	for i, chance := range all {
		steps = append(steps, plotter.XY{X: 100 * float64(i) / float64(len(all)), Y: 100 * chance},
			plotter.XY{X: 100 * float64(i+1) / float64(len(all)), Y: 100 * chance})
	}
	p := titled("Chances of everybody, from the smallest to the largest", "per cent of the pool", "chance in per cent")
	curve, err := plotter.NewLine(steps)
	if err != nil {
		return nil, err
	}
	curve.Color, curve.Width = blue, vg.Points(2)
	mean, err := plotter.NewLine(plotter.XYs{{X: 0, Y: 100 * s.Chances.Mean}, {X: 100, Y: 100 * s.Chances.Mean}})
	if err != nil {
		return nil, err
	}
	mean.Color, mean.Width, mean.Dashes = orange, vg.Points(1.5), []vg.Length{vg.Points(6), vg.Points(4)}
	p.Add(curve, mean)
	p.Legend.Add(s.Rule, curve)
	p.Legend.Add("seats / people", mean)
	p.Legend.Top, p.Legend.Left = true, true
	p.Y.Min = 0
	return p, nil
}

// roomBeside is the factor by which the logarithmic axis goes on beyond the outermost dots.
const roomBeside = 1.2

// ratioProducts sets chances against how over-represented a person's values are.
func ratioProducts(s *study.Study) (*plot.Plot, error) {
	var all plotter.XYs
	for _, person := range s.Persons {
		if ratio := float64(person.RatioProduct); !person.Unseatable && ratio > 0 && !math.IsInf(ratio, 0) {
			all = append(all, plotter.XY{X: ratio, Y: 100 * person.Chance})
		}
	}
	if len(all) == 0 {
		return nil, nil
	}
	p := titled("Over-represented among the volunteers, less likely to be drawn?", "ratio product (logarithmic; above 1: over-represented)", "chance in per cent")
	dots, err := plotter.NewScatter(all)
	if err != nil {
		return nil, err
	}
	dots.Color, dots.Radius = blue, vg.Points(1.5)
	p.Add(dots)
	p.X.Scale, p.X.Tick.Marker = plot.LogScale{}, plot.LogTicks{Prec: -1}
	p.X.Min, p.X.Max = p.X.Min/roomBeside, p.X.Max*roomBeside // also where all are alike
	p.Y.Min = 0
	return p, nil
}

// A grid has log2 of book share over pool share for pairs of values.
type grid [][]float64

func (g grid) Dims() (c, r int)   { return len(g), len(g) }
func (g grid) Z(c, r int) float64 { return g[c][r] }
func (g grid) X(c int) float64    { return float64(c) }
func (g grid) Y(r int) float64    { return float64(r) }

// inner are the shades of a palette without its ends, black and white: white is for cells of nobody.
type inner []color.Color

// Colors are the shades, from dark to light.
func (i inner) Colors() []color.Color { return i }

// mostDoublings is where the scale of the heat map ends: a cell with more than four times its share of
// the pool, or less than a quarter, has the colour of that.
const mostDoublings = 2

// intersections shows for each pair of values by how much the book has more of them than the pool.
func intersections(s *study.Study) (*plot.Plot, error) {
	at, labels := map[[2]string]int{}, []string{}
	for _, v := range s.Values {
		if v.QuotaMin >= 0 {
			at[[2]string{v.Feature, v.Value}] = len(labels)
			labels = append(labels, v.Feature+": "+v.Value)
		}
	}
	if len(s.Features) < 2 {
		return nil, nil
	}
	g := make(grid, len(labels))
	for i := range g {
		g[i] = slices.Repeat([]float64{math.NaN()}, len(labels))
	}
	for _, c := range s.Cells {
		if c.Order == 2 && c.PoolShare > 0 {
			i, j := at[[2]string{c.Feature1, c.Value1}], at[[2]string{c.Feature2, c.Value2}]
			more := max(-mostDoublings, min(mostDoublings, math.Log2(float64(c.BookShare/c.PoolShare))))
			g[i][j], g[j][i] = more, more
		}
	}
	p := plot.New()
	p.Title.Text = fmt.Sprintf("Share of the book over share of the pool: dark is 1/%d or less, light is %d or more, white is nobody", 1<<mostDoublings, 1<<mostDoublings)
	p.Add(shaded(g))
	p.NominalX(labels...)
	p.NominalY(labels...)
	p.X.Tick.Label.Font.Size, p.Y.Tick.Label.Font.Size = vg.Points(9), vg.Points(9)
	p.X.Tick.Label.Rotation, p.X.Tick.Label.XAlign, p.X.Tick.Label.YAlign = math.Pi/2, -1, -0.5
	return p, nil
}

// shaded is a heat map in the shades of this package.
func shaded(g plotter.GridXYZ) *plotter.HeatMap {
	shades := moreland.Kindlmann()
	shades.SetMin(-mostDoublings)
	shades.SetMax(mostDoublings)
	h := plotter.NewHeatMap(g, inner(shades.Palette(80).Colors()[8:66]))
	h.Min, h.Max, h.NaN = -mostDoublings, mostDoublings, color.White
	return h
}

// A ladder has every shade from the darkest to the lightest, one above the other.
type ladder struct{}

// steps of the ladder, for each doubling: finer than the eye tells.
const steps = 16

func (ladder) Dims() (c, r int)   { return 1, 2*mostDoublings*steps + 1 }
func (ladder) Z(c, r int) float64 { return float64(r)/steps - mostDoublings }
func (ladder) X(c int) float64    { return float64(c) }
func (ladder) Y(r int) float64    { return float64(r) }

// scale says what the shades mean.
func scale() *plot.Plot {
	p := plot.New()
	p.Add(shaded(ladder{}))
	p.HideX()
	var ticks plot.ConstantTicks
	for d := -mostDoublings; d <= mostDoublings; d++ {
		label := strconv.Itoa(1 << max(d, 0))
		if d < 0 {
			label = "1/" + strconv.Itoa(1<<-d)
		}
		ticks = append(ticks, plot.Tick{Value: float64((d + mostDoublings) * steps), Label: label})
	}
	p.Y.Tick.Marker = ticks
	return p
}

// digits shows draws over draws expected, for every digit of every place.
func digits(s *study.Study) (*plot.Plot, error) {
	if s.Uniformity == nil || len(s.Uniformity.Digits) == 0 {
		return nil, nil
	}
	p := titled(fmt.Sprintf("Digits of the pages that %d public values reach; bars are two standard deviations", s.Uniformity.Draws),
		"digit, place by place", "draws in per cent of those expected")
	var dots plotter.XYs
	var bars plotter.YErrors
	var ticks plot.ConstantTicks
	for i, d := range s.Uniformity.Digits {
		share := d.Expected / float64(s.Uniformity.Draws)
		x := float64(i + d.Place) // a gap after each place
		dots = append(dots, plotter.XY{X: x, Y: 100 * float64(d.Draws) / d.Expected})
		off := 200 * math.Sqrt((1-share)/d.Expected)
		bars = append(bars, struct{ Low, High float64 }{off, off})
		ticks = append(ticks, plot.Tick{Value: x, Label: strconv.Itoa(d.Digit)})
	}
	both := struct {
		plotter.XYs
		plotter.YErrors
	}{dots, bars}
	points, err := plotter.NewScatter(dots)
	if err != nil {
		return nil, err
	}
	points.Color, points.Radius = blue, vg.Points(2.5)
	errors, err := plotter.NewYErrorBars(both)
	if err != nil {
		return nil, err
	}
	even, err := plotter.NewLine(plotter.XYs{{X: dots[0].X, Y: 100}, {X: dots[len(dots)-1].X, Y: 100}})
	if err != nil {
		return nil, err
	}
	even.Color, even.Dashes = orange, []vg.Length{vg.Points(6), vg.Points(4)}
	p.Add(errors, points, even)
	p.X.Tick.Marker = ticks
	return p, nil
}
