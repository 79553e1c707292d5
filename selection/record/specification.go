// Files in reading order: fault.go, layout.go, json.go, form.go, proof.go, text.go, rules.go,
// files.go, drawing.go, tree.go, seal.go, idindex.go, pages.go, event.go, litter.go, load.go, zip.go,
// merkle.go, totals.go, table.go, sums.go, event1.go, write.go, measures.go, open.go, nextpages.go,
// pack.go, specification.go.
package record

import (
	_ "embed"
	"strings"
)

//go:embed doc.go
var specification string

// Specification is the documentation of this package as plain text: the format, from
// which a checker can be written. It names the sections by lines that begin with "# ".
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

// Section is a part of [Specification] by its heading; "" if there is none.
func Section(heading string) string {
	_, rest, ok := strings.Cut(Specification(), "\n# "+heading+"\n")
	if !ok {
		return ""
	}
	body, _, _ := strings.Cut(rest, "\n# ")
	return "# " + heading + "\n" + strings.TrimRight(body, "\n") + "\n"
}
