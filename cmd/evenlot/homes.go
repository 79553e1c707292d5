package main

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/evenlot/evenlot/quotas/plain"
	"github.com/evenlot/evenlot/selection/pool"
)

// households is what is said of who lives together.
type households struct {
	Households int       `json:"households"`     // people who live with nobody in the pool count as one each
	Several    int       `json:"several_people"` // households with several people of the pool
	Largest    int       `json:"largest"`        // people of the largest
	Cell       string    `json:"largest_cell"`
	Lines      []int     `json:"largest_lines"`
	Alone      []livesBy `json:"not_joined"`
}

// livesBy counts people whose address joins nobody.
type livesBy struct {
	Code   string `json:"code"`
	Why    string `json:"why"`
	People int    `json:"people"`
	Lines  []int  `json:"lines"`
	Cell   string `json:"cell"` // an example
}

// householdsOf is nil where no columns tell who lives together.
func householdsOf(p *pool.Pool) *households {
	homes := p.Homes()
	if homes.Households == 0 {
		return nil
	}
	h := &households{homes.Households, homes.Several, len(homes.Largest), homes.Cell, linesOf(p, homes.Largest), []livesBy{}}
	for _, a := range homes.Alone {
		h.Alone = append(h.Alone, livesBy{a.Code, a.Why, len(a.People), linesOf(p, a.People), a.Cell})
	}
	return h
}

func linesOf(p *pool.Pool, people []int) []int {
	lines := make([]int, len(people))
	for i, person := range people {
		lines[i] = p.Line(person)
	}
	slices.Sort(lines)
	return lines
}

// lines are what check, select and book print of households.
func (h *households) lines() []string {
	first := fmt.Sprintf("households: %d in all, %d with several people", h.Households, h.Several)
	if h.Several > 0 {
		first += fmt.Sprintf("; the largest has %s: %q (%s)", plain.Count(h.Largest, "person", "people"), h.Cell, lineList(h.Lines))
	}
	all := []string{first}
	for _, a := range h.Alone {
		all = append(all, fmt.Sprintf("households: %s %s, such as %q (%s), counted as living alone", plain.Count(a.People, "person", "people"), a.Why, a.Cell, lineList(a.Lines)))
	}
	return all
}

// mostLines is how many lines of a file are named in one sentence.
const mostLines = 8

// lineList names lines of a file: "lines 2, 5 and 9".
func lineList(lines []int) string {
	if len(lines) == 1 {
		return "line " + strconv.Itoa(lines[0])
	}
	var names []string
	for _, line := range lines[:min(len(lines), mostLines)] {
		names = append(names, strconv.Itoa(line))
	}
	if more := len(lines) - mostLines; more > 0 {
		return fmt.Sprintf("lines %s and %d more", strings.Join(names, ", "), more)
	}
	last := len(names) - 1
	return "lines " + strings.Join(names[:last], ", ") + " and " + names[last]
}
