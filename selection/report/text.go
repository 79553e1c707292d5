package report

import (
	"strings"
	"unicode/utf8"

	"github.com/evenlot/evenlot/quotas/plain"
)

// textWidth is the length of lines, which fits a letter.
const textWidth = 76

// Text lays a document out in plain text. Lines end in LF, and blanks are plain spaces.
func (d *Document) Text() string {
	var b strings.Builder
	heading(&b, d.Title, "=")
	b.WriteString(wrap(d.Lead, textWidth) + "\n")
	for _, s := range d.Sections {
		if s.Heading != "" {
			heading(&b, s.Heading, "-")
		}
		for _, block := range s.Blocks {
			block.text(&b)
		}
	}
	if d.Foot != "" {
		b.WriteString(wrap(d.Foot, textWidth))
	}
	return strings.ReplaceAll(b.String(), bound, " ")
}

// bound stands for a blank at which no line may end, while lines are made.
const bound = "\ue000"

// bind marks such blanks.
func bind(text string) string {
	return strings.NewReplacer("\u00a0", bound, "\u202f", bound).Replace(text)
}

// wrap breaks a paragraph into lines.
func wrap(text string, most int) string { return plain.Wrap(bind(text), most) }

func heading(b *strings.Builder, text, line string) {
	b.WriteString(bind(text) + "\n" + strings.Repeat(line, utf8.RuneCountInString(text)) + "\n\n")
}

func (block Block) text(b *strings.Builder) {
	switch {
	case block.Question != "":
		b.WriteString(bind(block.Question) + "\n" + wrap(block.Text, textWidth) + "\n")
	case block.Text != "":
		b.WriteString(wrap(block.Text, textWidth) + "\n")
	case block.Fixed != "":
		b.WriteString("    " + block.Fixed + "\n\n")
	case block.Table != nil:
		b.WriteString(bind(plain.Columns(block.Table.lines(), "")) + "\n")
	case len(block.List) > 0:
		for _, item := range block.List {
			b.WriteString("- " + strings.ReplaceAll(strings.TrimSuffix(wrap(item, textWidth-2), "\n"), "\n", "\n  ") + "\n")
		}
		b.WriteString("\n")
	}
}

// lines are the table without its caption, features as headings.
func (t *Table) lines() [][]string {
	head := []string{}
	for _, h := range t.Head {
		head = append(head, append([]string{h.Text}, make([]string, h.Columns-1)...)...)
	}
	lines := [][]string{head}
	for _, g := range t.Groups {
		lines = append(lines, []string{g.Name})
		for _, row := range g.Rows {
			lines = append(lines, append([]string{"  " + row[0]}, row[1:]...))
		}
	}
	return lines
}
