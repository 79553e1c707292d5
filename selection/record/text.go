package record

import (
	"crypto/sha256"
	"encoding/hex"
	"strings"

	"github.com/evenlot/evenlot/selection/draw"
)

// isHash reports whether s is 64 lower-case hexadecimal digits.
func isHash(s string) bool {
	return len(s) == 2*sha256.Size && strings.Trim(s, "0123456789abcdef") == ""
}

func hashHex(data []byte) string {
	sum := sha256.Sum256(data)
	return hex.EncodeToString(sum[:])
}

// isSentence asks of a text what [draw.ParsePublic] asks: one line, all of it visible.
func isSentence(text string) bool {
	clean, err := draw.ParsePublic(text)
	return err == nil && clean == text
}
