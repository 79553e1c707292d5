package quotas

import (
	"strings"

	"golang.org/x/text/cases"
	"golang.org/x/text/unicode/norm"
)

// Fold gives the key under which names and values match: Unicode NFC, white
// space trimmed at both ends and single inside, case folded. "Level 1 " and
// "level 1" are one value.
func Fold(s string) string {
	return cases.Fold().String(norm.NFC.String(strings.Join(strings.Fields(s), " ")))
}
