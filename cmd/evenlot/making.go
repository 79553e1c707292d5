package main

import (
	"bytes"
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"io/fs"
	"os"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/evenlot/evenlot/cmd/evenlot/internal/disk"
	"github.com/evenlot/evenlot/cmd/evenlot/internal/term"
	"github.com/evenlot/evenlot/quotas/plain"
	"github.com/evenlot/evenlot/selection"
	"github.com/evenlot/evenlot/selection/private"
	"github.com/evenlot/evenlot/selection/record"
	"github.com/evenlot/evenlot/selection/verify"
)

// maxPages is the longest book: with 1,000 seats its people take 4 GB of memory.
const maxPages = 1_000_000

// making are the flags of the commands that make a record.
type making struct {
	inputs
	ruling
	pages  int
	key    string
	out    string
	force  bool
	asJSON bool
	until  string // when personal data are deleted

	alternates int    // that the public value names; 0: none
	brought    []byte // response.csv; nil: no lottery of letters was given
}

func (m *making) flags(cmd *cobra.Command, key string) {
	m.inputs.flags(cmd)
	m.reserving(cmd)
	m.doubting = true
	m.ruling.flags(cmd)
	f := cmd.Flags()
	f.Var(text{&m.out, "DIR"}, "out", "the folder to write the record to")
	f.Var(count{&m.pages, 1, maxPages}, "pages", "pages of the book (default: a power of ten, 1000 or more, that gives the smallest chance 5 pages)")
	f.Var(text{&m.key, "FILE"}, "key", "a file with the record key to use again (default: "+key+")")
	f.Var(count{&m.alternates, 1, 0}, "alternates", "how many alternates the public value names with the panel, from its next pages")
	f.Var(text{&m.until, "DATE"}, "keep-until", "the day until which personal data are kept, for everyone to read; evenlot forget deletes them then")
	f.BoolVar(&m.force, "force", false, "replace a record that stands at --out, unless it is of a public draw")
	f.BoolVar(&m.asJSON, "json", false, "print the summary as one JSON document")
}

// prepare finds every fault that can be found before the work begins.
func (m *making) prepare(t *term.Terminal) (selection.Request, *disk.Folder, error) {
	if m.until != "" && (!isDate(m.until) || m.until < today()) {
		return selection.Request{}, nil, term.Usage("--keep-until is %s, expected a date such as 2027-12-31 that is not over", m.until)
	}
	request := selection.Request{KeepUntil: m.until, Pages: m.pages, Household: m.limit(), Rule: m.rule, Budget: m.budget, Progress: t.Progress}
	sources := slices.DeleteFunc([]string{m.pool, m.quotas}, func(path string) bool { return path == disk.StandardInput || path == "" })
	var err error
	if m.key != "" {
		sources = append(sources, m.key)
		if request.Key, err = readKey(m.key); err != nil {
			return request, nil, err
		}
	}
	l, err := m.read(t)
	if err != nil {
		return request, nil, err
	}
	if err := undecided(l.pool, l.doubts); err != nil {
		return request, nil, err
	}
	request.Pool, request.Seats = l.pool, m.seats
	if l.answers != nil {
		var b bytes.Buffer
		if err := l.answers.Response(m.letters.frame).WriteCSV(&b); err != nil {
			return request, nil, err
		}
		m.brought = b.Bytes()
	}
	request.Statements = append(request.Statements, l.stated()...)
	if m.alternates > 0 {
		if others := len(l.pool.People) - m.seats; m.alternates > others {
			return request, nil, term.Usage("--alternates %d: the pool has %s beside the panel", m.alternates, plain.Count(max(0, others), "person", "people"))
		}
		request.Statements = append(request.Statements, record.NextPagesStatement(m.alternates))
	}
	if said := l.pool.Required(); said != "" {
		request.Statements = append(request.Statements, said)
	}
	for _, said := range l.pool.Made() {
		t.Say("%s", said)
		request.Statements = append(request.Statements, said)
	}
	if said := l.decided.Sentence(); said != "" {
		t.Say("%s", said)
		request.Statements = append(request.Statements, said)
	}
	if homes := householdsOf(request.Pool); homes != nil {
		for _, line := range homes.lines() {
			t.Say("%s", line)
		}
	}
	out, err := disk.NewFolder(m.out, m.force, sources...)
	if info, gone := os.Stat(m.out); gone == nil && info.IsDir() {
		err = cmp.Or(keepCeremony(m.out), err) // no advice to use --force where it will not help
	}
	if err != nil {
		return request, nil, err
	}
	disk.TellLeftovers(t, m.out)
	return request, out, nil
}

// write brings a record to the disk once it was verified. more adds files that need the verdict;
// it may be nil.
func (m *making) write(ctx context.Context, t *term.Terminal, out *disk.Folder, files map[string][]byte, more func(*verify.Verdict)) error {
	if m.brought != nil {
		files[responseFile] = m.brought
	}
	t.Progress("checking the record", 0, 1)
	defer t.Clear()
	if more == nil {
		return out.Write(ctx, files, holds)
	}
	return out.Write(ctx, files, func(folder fs.FS) error {
		v := verify.Check(folder)
		if v.OK() {
			more(v)
		}
		return sound(v)
	})
}

// readKey reads a record key: 64 hexadecimal digits and perhaps a line end.
func readKey(path string) (*[32]byte, error) {
	data, err := disk.ReadFile(path)
	if err != nil {
		return nil, err
	}
	key, err := hex.DecodeString(strings.TrimSpace(string(data)))
	if err != nil || len(key) != sha256.Size {
		return nil, term.Hint(term.Fault("%s: is not a record key, expected 64 hexadecimal digits", path),
			"the key of a record is in its file %s", private.KeyFile)
	}
	return (*[32]byte)(key), nil
}
