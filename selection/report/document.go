package report

import "github.com/evenlot/evenlot/selection/words/catalog"

// A Document is a report in a language, before it is laid out.
type Document struct {
	Language catalog.Language
	Title    string
	Lead     string
	Sections []Section
	Foot     string
}

// A Section is a heading with what stands below it.
type Section struct {
	Heading string
	Blocks  []Block
}

// A Block is one of its fields; the others are empty.
type Block struct {
	Question string // before Text, and bold
	Text     string
	Fixed    string // a hash or a value, which no line break may change
	List     []string
	Table    *Table
	Charts   []Chart
	Legend   []Mark
}

// A Table has a caption and a row of headings. The first cell of a row is a heading too.
type Table struct {
	Caption string
	Head    []Head
	Groups  []Group
}

// A Head stands above one column or several.
type Head struct {
	Text    string
	Columns int
}

// A Group is rows with a heading of their own.
type Group struct {
	Name string
	Rows [][]string
}

// A Chart is an SVG picture. What it shows stands in words or in a table, too: text has no charts.
type Chart struct {
	Title string
	Note  string // may be empty
	SVG   string
}

// A Mark explains a colour or a line of charts.
type Mark struct{ SVG, Text string }

func (s *Section) say(texts ...string) {
	for _, text := range texts {
		s.Blocks = append(s.Blocks, Block{Text: text})
	}
}

func (s *Section) ask(question, answer string) {
	s.Blocks = append(s.Blocks, Block{Question: question, Text: answer})
}

func (s *Section) fixed(text string) { s.Blocks = append(s.Blocks, Block{Fixed: text}) }

func (s *Section) list(items ...string) { s.Blocks = append(s.Blocks, Block{List: items}) }
