package invite

import (
	_ "embed"
	"strings"
)

//go:embed verify.sh
var script []byte

// Script is public/verify.sh: a check of the public files, and of one letter, with sha256sum only.
func Script() []byte { return append([]byte(nil), script...) }

//go:embed doc.go
var specification string

// Specification is the documentation of this package as plain text: the rule, from which a checker can be written.
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
