package words

import (
	"fmt"
	"strings"

	"github.com/evenlot/evenlot/quotas/plain"
)

// para writes a paragraph.
func para(b *strings.Builder, format string, args ...any) {
	b.WriteString(plain.Wrap(fmt.Sprintf(format, args...), wrapAt) + "\n")
}

func title(b *strings.Builder, text string) {
	fmt.Fprintf(b, "%s\n%s\n\n", text, strings.Repeat("-", len(text)))
}
