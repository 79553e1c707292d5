package verify

import (
	"bytes"
	"fmt"
	"strings"

	"github.com/evenlot/evenlot/selection/record"
)

// transport names what programs do to text files on their way, such as git, editors and mail:
// it looks like fraud, and is none.
func (c *checker) transport() {
	const why = "a program changed the files on their way, such as git, an editor or a mail program; fetch them again as they were published, in a .zip"
	crlf, marked, cut := 0, 0, 0
	for _, name := range c.files.Names() {
		data := c.files[name]
		if !hasFormat(name) || len(data) == 0 {
			continue
		}
		if bytes.Contains(data, []byte("\r\n")) {
			crlf++
		}
		if bytes.HasPrefix(data, []byte("\xef\xbb\xbf")) || bytes.HasPrefix(data, []byte("\xff\xfe")) || bytes.HasPrefix(data, []byte("\xfe\xff")) {
			marked++
		}
		if data[len(data)-1] != '\n' {
			cut++
		}
	}
	for _, found := range []struct {
		n                    int
		name, expected, what string
	}{
		{crlf, "line ends", "line feeds", "with carriage returns (CRLF)"},
		{marked, "encoding", "UTF-8 without a mark", "with a byte order mark, or in UTF-16"},
		{cut, "last line ends", "a line feed", "without one"},
	} {
		if found.n > 0 {
			c.fail(found.name, found.expected, fmt.Sprintf("%d files %s", found.n, found.what), why)
		}
	}
}

// hasFormat tells the files that have a format from those whose bytes are free.
func hasFormat(name string) bool {
	if name == record.AnnouncementFile || strings.HasSuffix(name, ".html") || strings.HasSuffix(name, ".sh") {
		return false
	}
	return strings.HasPrefix(name, "public/") || strings.HasPrefix(name, "auditor/")
}
