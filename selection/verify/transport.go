package verify

import (
	"bytes"
	"fmt"
	"maps"
	"path"
	"strings"

	"github.com/evenlot/evenlot/quotas/plain"
	"github.com/evenlot/evenlot/selection/record"
)

// A Damage is what programs do to text files on their way, such as git, editors and mail: it looks
// like fraud, and is none where undoing it gives a record that holds.
type Damage struct {
	Returns int      `json:"carriage_returns,omitempty"` // files with CRLF
	Marked  int      `json:"byte_order_marks,omitempty"` // files with a byte order mark, or in UTF-16
	Cut     int      `json:"cut_ends,omitempty"`         // files without their last line end
	Files   []string `json:"files"`                      // all of them
	Only    bool     `json:"nothing_else"`               // undoing it gives a record that holds
}

// CheckTransport is the name of the check that fails where there is such damage.
const CheckTransport = "files as they were published"

// String says what was done, and to how many files.
func (d *Damage) String() string {
	var all []string
	for _, found := range []struct {
		n    int
		what string
	}{{d.Returns, "with carriage returns (CRLF)"}, {d.Marked, "with a byte order mark, or in UTF-16"}, {d.Cut, "without their last line end"}} {
		if found.n > 0 {
			all = append(all, plain.Count(found.n, "file", "files")+" "+found.what)
		}
	}
	const most = 3
	names := strings.Join(d.Files[:min(most, len(d.Files))], ", ")
	if len(d.Files) > most {
		names += fmt.Sprintf(" and %d more", len(d.Files)-most)
	}
	return strings.Join(all, ", ") + ": " + names
}

var byteOrderMark = []byte("\xef\xbb\xbf")

// damage looks for it; nil: there is none. What is found fails in any case: only the reason is
// another one.
func damage(files record.Files) *Damage {
	d := &Damage{}
	for _, name := range files.Names() {
		data := files[name]
		if isFree(name) || len(data) == 0 {
			continue
		}
		before := d.Returns + d.Marked + d.Cut
		if bytes.Contains(data, []byte("\r\n")) {
			d.Returns++
		}
		if bytes.HasPrefix(data, byteOrderMark) || bytes.HasPrefix(data, []byte("\xff\xfe")) || bytes.HasPrefix(data, []byte("\xfe\xff")) {
			d.Marked++
		}
		if data[len(data)-1] != '\n' {
			d.Cut++
		}
		if d.Returns+d.Marked+d.Cut > before {
			d.Files = append(d.Files, name)
		}
	}
	if d.Returns+d.Marked+d.Cut == 0 {
		return nil
	}
	d.Only = checkAll(repaired(files), nil).OK()
	return d
}

// transport fails a record whose files were changed on their way.
func (v *Verdict) transport() {
	why := "a program changed the files on their way, such as git, an editor or a mail program; "
	if v.Damage.Only {
		why += "undoing it makes every hash fit: fetch them again as they were published, in a .zip"
	} else {
		why += "undoing it does not make every hash fit: something else was changed, too"
	}
	v.topic = TopicFiles
	v.fail(CheckTransport, "files unchanged on their way", fmt.Sprint(v.Damage), why)
}

// repaired are the files without the damage. Those of no format are as they were, unless a list of hashes
// says otherwise.
func repaired(files record.Files) record.Files {
	out, listed := maps.Clone(files), map[string]bool{}
	for name, data := range files {
		if isFree(name) || len(data) == 0 {
			continue
		}
		out[name] = undone(data)
		if path.Base(name) == path.Base(record.PublicSumsFile) {
			for line := range strings.Lines(string(out[name])) {
				hash, _, _ := strings.Cut(line, " ")
				listed[hash] = true
			}
		}
	}
	for name, data := range files {
		if isFree(name) && !listed[hashHex(data)] && listed[hashHex(undone(data))] {
			out[name] = undone(data)
		}
	}
	return out
}

// undone takes a byte order mark and carriage returns away, and gives the last line its end.
func undone(data []byte) []byte {
	data = bytes.ReplaceAll(bytes.TrimPrefix(data, byteOrderMark), []byte("\r\n"), []byte("\n"))
	if len(data) > 0 && data[len(data)-1] != '\n' {
		data = append(data, '\n')
	}
	return data
}

// isFree tells files whose bytes have no format.
func isFree(name string) bool {
	return path.Base(name) == path.Base(record.AnnouncementFile) || strings.HasSuffix(name, ".html") || strings.HasSuffix(name, ".sh")
}
