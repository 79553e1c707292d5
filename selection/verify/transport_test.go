package verify_test

import (
	"bytes"
	"maps"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/evenlot/evenlot/selection/record"
	"github.com/evenlot/evenlot/selection/record/recordtest"
	"github.com/evenlot/evenlot/selection/verify"
)

// What programs do to text files on their way is named, and does not pass for fraud.
func TestTransport(t *testing.T) {
	for want, change := range map[string]func(data []byte) []byte{
		"line ends: expected line feeds, got 13 files with carriage returns (CRLF)":                  func(d []byte) []byte { return bytes.ReplaceAll(d, []byte("\n"), []byte("\r\n")) },
		"encoding: expected UTF-8 without a mark, got 13 files with a byte order mark, or in UTF-16": func(d []byte) []byte { return append([]byte("\xef\xbb\xbf"), d...) },
		"last line ends: expected a line feed, got 13 files without one":                             func(d []byte) []byte { return bytes.TrimSuffix(d, []byte("\n")) },
	} {
		files := maps.Clone(recordtest.Make())
		n := 0
		for name, data := range files {
			if strings.HasSuffix(name, ".html") || strings.HasSuffix(name, ".sh") || name == record.AnnouncementFile {
				continue
			}
			files[name] = change(data)
			n++
		}
		said := lines(check(files), verify.Failed)
		assert.Contains(t, said, strings.ReplaceAll(want, "13", strconv.Itoa(n)))
		assert.Contains(t, said, "a program changed the files on their way, such as git")
	}
	assert.NotContains(t, lines(check(recordtest.Make()), verify.Failed), "a program changed")
}
