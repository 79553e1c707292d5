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
