package report

import (
	"fmt"
	"html"
	"math/big"
	"strings"

	"github.com/evenlot/evenlot/quotas/plain"
)

// Charts are SVG, drawn for a column as wide as a telephone and told apart by fill and pattern as
// well as by colour: a black-and-white printer and eyes that see no red or green show the same.
// Sizes are in units of the view box.
const (
	chartWidth = 360
	barsFrom   = 8   // left end of bars
	barsWidth  = 270 // for the largest share; a number stands behind it
	barHigh    = 10
	nameWide   = 42 // characters of a name on a line
)

// Fills of bars. Their brightness differs too: white, middle, dark.
const (
	fillPopulation = `fill="#fff" stroke="#333" stroke-width="1"`
	fillPool       = `fill="url(#evenlot-pool)" stroke="#3b6ea5" stroke-width="1"`
	fillPanel      = `fill="#12304f"`
	strokeQuota    = `stroke="#a33b00" stroke-width="2" fill="none"`
)

// Pattern is the definition that charts use, once a page.
const pattern = `<svg width="0" height="0" aria-hidden="true" focusable="false" style="position:absolute"><defs>` +
	`<pattern id="evenlot-pool" width="5" height="5" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">` +
	`<rect width="5" height="5" fill="#cfe0f1"/><rect width="2" height="5" fill="#3b6ea5"/></pattern></defs></svg>`

// A canvas gathers the shapes of one chart.
type canvas struct {
	strings.Builder
	high int
}

// chart wraps the shapes: a picture with a name, and in words what it shows.
func (c *canvas) chart(title, description string) Chart {
	about := "<title>" + html.EscapeString(title) + "</title>"
	if description != "" {
		about += "<desc>" + html.EscapeString(description) + "</desc>"
	}
	label := title
	if description != "" {
		label += ". " + description
	}
	return Chart{Title: title, SVG: fmt.Sprintf(`<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %d %d" role="img" aria-label="%s">%s%s</svg>`,
		chartWidth, c.high, html.EscapeString(label), about, c.String())}
}

func (c *canvas) text(x, y int, how, text string) {
	fmt.Fprintf(c, `<text x="%d" y="%d" %s>%s</text>`, x, y, how, html.EscapeString(text))
}

func (c *canvas) rect(x, y, wide, high int, fill string) {
	fmt.Fprintf(c, `<rect x="%d" y="%d" width="%d" height="%d" %s/>`, x, y, wide, high, fill)
}

func (c *canvas) path(d, how string) { fmt.Fprintf(c, `<path d="%s" %s/>`, d, how) }

// Ways of text. Sizes are readable where the view box is as wide as a telephone.
const (
	textName  = `font-size="13" font-weight="600" fill="#111"`
	textSmall = `font-size="11" fill="#333"`
	textRight = `font-size="11" fill="#333" text-anchor="end"`
	textMid   = `font-size="11" fill="#333" text-anchor="middle"`
)

// scaled is a share as a length, where largest has the whole one.
func scaled(value, largest *big.Rat, whole int) int {
	if largest.Sign() == 0 {
		return 0
	}
	r := new(big.Rat).Quo(value, largest)
	r.Mul(r, big.NewRat(int64(whole), 1))
	f, _ := r.Float64()
	return int(f + 0.5)
}

// featureChart shows population, volunteers and panel of every value, with the quota above.
func (w writer) featureChart(f Feature) Chart {
	c := &canvas{high: 4}
	largest := new(big.Rat)
	for _, v := range f.Values {
		for _, s := range w.shares(v) {
			if s.share != nil && s.share.Cmp(largest) > 0 {
				largest = s.share
			}
		}
		if s := w.seats(v.Max); s.Cmp(largest) > 0 {
			largest = s
		}
	}
	for _, v := range f.Values {
		for line := range strings.Lines(plain.Wrap(v.Name, nameWide)) {
			c.high += 16
			c.text(barsFrom, c.high-3, textName, strings.TrimSpace(line))
		}
		c.high += 2 // for letters that hang below the line
		from, to := barsFrom+scaled(w.seats(v.Min), largest, barsWidth), barsFrom+scaled(w.seats(v.Max), largest, barsWidth)
		c.path(fmt.Sprintf("M%d %dv8M%d %dh%dM%d %dv8", from, c.high, from, c.high+4, to-from, to, c.high), strokeQuota)
		c.text(to+6, c.high+8, textSmall, w.window(v))
		c.high += 11
		for _, s := range w.shares(v) {
			if s.share == nil {
				continue
			}
			wide := scaled(s.share, largest, barsWidth)
			c.rect(barsFrom, c.high, wide, barHigh, s.fill)
			c.text(barsFrom+wide+6, c.high+barHigh-1, textSmall, w.say.Share(s.share))
			c.high += barHigh + 3
		}
		c.high += 8
	}
	chart := c.chart(w.say.Say("report.who_chart", f.Name), "")
	chart.Title = f.Name
	return chart
}

// A bar is a share with its fill.
type bar struct {
	share *big.Rat
	fill  string
}

// shares are the bars of a value.
func (w writer) shares(v Value) []bar {
	bars := []bar{{v.Population, fillPopulation}, {share(v.Pool, w.People), fillPool}, {nil, fillPanel}}
	if v.Panel != nil {
		bars[2].share = share(*v.Panel, w.Seats)
	}
	return bars
}

// seats is a number of seats as a share of all; no more count than there are.
func (w writer) seats(n int) *big.Rat { return share(min(n, w.Seats), w.Seats) }

// legend explains the bars.
func (w writer) legend() []Mark {
	swatch := func(inside string) string {
		return `<svg viewBox="0 0 28 12" width="28" height="12" aria-hidden="true" focusable="false">` + inside + `</svg>`
	}
	box := func(fill string) string { return swatch(`<rect x="1" y="1" width="26" height="10" ` + fill + `/>`) }
	var marks []Mark
	if w.has(populationOf) {
		marks = append(marks, Mark{box(fillPopulation), w.say.Say("report.legend_population")})
	}
	marks = append(marks, Mark{box(fillPool), w.say.Say("report.legend_pool")})
	if w.has(panelOf) {
		marks = append(marks, Mark{box(fillPanel), w.say.Say("report.legend_panel")})
	}
	return append(marks, Mark{swatch(`<path d="M2 2v8M2 6h24M26 2v8" ` + strokeQuota + `/>`), w.say.Say("report.legend_quota")})
}

// Places of the chart of all chances.
const (
	plotLeft, plotTop, plotWide, plotHigh = 46, 40, 304, 150
)

// sortedChart shows everybody's chance, the smallest first, with the bound for the smallest.
func (w writer) sortedChart() Chart {
	c := &canvas{high: plotTop + plotHigh + 34}
	chances := w.Chances
	even := share(w.Seats, w.People)
	top := share(chances.Counts[len(chances.Counts)-1].Pages, chances.Pages)
	for _, s := range []*big.Rat{chances.Best, even} {
		if s.Cmp(top) > 0 {
			top = s
		}
	}
	top = new(big.Rat).Mul(top, big.NewRat(11, 10)) // room above the highest line
	y := func(s *big.Rat) int { return plotTop + plotHigh - scaled(s, top, plotHigh) }
	x := func(people int) int { return plotLeft + scaled(share(people, w.People), big.NewRat(1, 1), plotWide) }
	base := plotTop + plotHigh
	d, people := fmt.Sprintf("M%d %d", plotLeft, base), 0
	for _, n := range chances.Counts {
		d += fmt.Sprintf("V%d", y(share(n.Pages, chances.Pages)))
		people += n.People
		d += fmt.Sprintf("H%d", x(people))
	}
	c.path(d+fmt.Sprintf("V%dZ", base), `fill="#cfe0f1" stroke="#12304f" stroke-width="1.5"`)
	c.path(fmt.Sprintf("M%d %dV%dH%d", plotLeft, plotTop, base, plotLeft+plotWide), `stroke="#333" fill="none"`)
	for _, tick := range []*big.Rat{new(big.Rat), share(chances.Smallest, chances.Pages), share(chances.Largest, chances.Pages)} {
		c.path(fmt.Sprintf("M%d %dh-4", plotLeft, y(tick)), `stroke="#333"`)
	}
	c.text(plotLeft-6, base+4, textRight, w.say.Share(new(big.Rat)))
	c.text(plotLeft-6, y(share(chances.Largest, chances.Pages))+4, textRight, w.say.Share(share(chances.Largest, chances.Pages)))
	if y(share(chances.Smallest, chances.Pages))-y(share(chances.Largest, chances.Pages)) > 12 && base-y(share(chances.Smallest, chances.Pages)) > 12 {
		c.text(plotLeft-6, y(share(chances.Smallest, chances.Pages))+4, textRight, w.say.Share(share(chances.Smallest, chances.Pages)))
	}
	c.path(fmt.Sprintf("M%d %dh%d", plotLeft, y(chances.Best), plotWide), `stroke="#a33b00" stroke-width="2" stroke-dasharray="7 4"`)
	c.path(fmt.Sprintf("M%d %dh%d", plotLeft, y(even), plotWide), `stroke="#111" stroke-width="1.5" stroke-dasharray="1 4" stroke-linecap="round"`)
	c.path("M8 10h28", `stroke="#a33b00" stroke-width="2" stroke-dasharray="7 4"`)
	bound := w.say.Say("report.line_bound", w.say.AtMost(chances.Best))
	c.text(42, 14, textSmall, bound)
	c.path("M8 26h28", `stroke="#111" stroke-width="1.5" stroke-dasharray="1 4" stroke-linecap="round"`)
	c.text(42, 30, textSmall, w.say.Say("report.line_even", w.say.Share(even)))
	c.text(plotLeft, base+14, textSmall, "1")
	c.text(plotLeft+plotWide, base+14, textRight, w.number(w.People))
	c.text(plotLeft+plotWide/2, base+28, textMid, w.say.Say("report.axis_people"))
	least, most := share(chances.Smallest, chances.Pages), share(chances.Largest, chances.Pages)
	return c.chart(w.say.Say("report.chart_chances"), w.say.Say("report.chart_chances_alt", w.say.AtLeast(least), w.say.AtMost(most), w.say.AtMost(chances.Best)))
}

// digitChart shows how many seats the people with the smallest chances have on pages by digit.
func (w writer) digitChart() Chart {
	const step, wide, tall = 34, 24, 56
	c := &canvas{}
	most, least, all := 0, -1, 0
	for place, seats := range w.Digits {
		for _, n := range seats {
			most = max(most, n)
			if least < 0 || n < least {
				least = n
			}
			if place == 0 {
				all += n
			}
		}
	}
	even := big.NewRat(int64(all), 10)
	top := big.NewRat(int64(max(most, 1)), 1)
	for place, seats := range w.Digits {
		c.high += 18
		c.text(barsFrom, c.high-4, textName, w.say.Say("report.digit_place", place+1))
		base := c.high + tall
		for digit, n := range seats {
			high := scaled(big.NewRat(int64(n), 1), top, tall)
			c.rect(barsFrom+digit*step, base-high, wide, high, fillPool)
			c.text(barsFrom+digit*step+wide/2, base+12, textMid, fmt.Sprint(digit))
		}
		c.path(fmt.Sprintf("M%d %dh%d", barsFrom-4, base-scaled(even, top, tall), 9*step+wide+8), `stroke="#a33b00" stroke-width="2"`)
		c.high = base + 18
	}
	chart := c.chart(w.say.Say("report.chart_digits"), w.say.Say("report.chart_digits_alt", least, most, w.say.Tenths(even)))
	chart.Note = w.say.Say("report.digits")
	return chart
}
