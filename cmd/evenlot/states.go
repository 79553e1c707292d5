package main

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/evenlot/evenlot/cmd/evenlot/internal/disk"
	"github.com/evenlot/evenlot/cmd/evenlot/internal/term"
	"github.com/evenlot/evenlot/quotas"
	"github.com/evenlot/evenlot/quotas/sheet"
	"github.com/evenlot/evenlot/selection/draw"
	"github.com/evenlot/evenlot/selection/members"
	"github.com/evenlot/evenlot/selection/private"
)

// note adds what --set says to the states, and brings the table of members up to date.
func (s *turn) note(t *term.Terminal, o *statusOptions) error {
	kept := len(s.log)
	given, err := s.notes(o)
	if err != nil {
		return err
	}
	if len(s.log) > kept {
		if err := s.rewrite(private.StatesFile, s.log.Bytes()); err != nil {
			return err
		}
	}
	table := s.roll.Members(s.company, s.log)
	switch {
	case bytes.Equal(table, s.table):
		return nil
	case s.table != nil && !given && s.edited(s.table):
		t.Say("%s says other states than were noted, so it was left alone", s.path(private.MembersFile))
		t.Advise("evenlot status %s --set %s notes them", shellQuote(s.dir), shellQuote(s.path(private.MembersFile)))
		return nil
	}
	err = s.rewrite(private.MembersFile, table)
	if errors.Is(err, fs.ErrPermission) && len(s.log) == kept {
		t.Say("%s could not be written: %v", s.path(private.MembersFile), fs.ErrPermission)
		return nil
	}
	return err
}

// notes reads --set into the log. given tells whether private/members.csv was.
func (s *turn) notes(o *statusOptions) (given bool, err error) {
	at := draw.FormatTime(now().Unix())
	var all []stated
	for _, set := range o.set {
		name, state, pair := cutLast(set, "=")
		if pair {
			all = append(all, stated{members.Note{ID: name, State: members.State(sheet.Fold(state)), Text: strings.TrimSpace(o.note)}, quotas.Fault{File: "--set " + set}})
			continue
		}
		data, err := disk.ReadFile(set)
		if err != nil {
			return false, err
		}
		given = given || filepath.Clean(set) == filepath.Clean(s.path(private.MembersFile))
		rows, err := s.readStates(set, data)
		if err != nil {
			return false, err
		}
		all = append(all, rows...)
	}
	var faults quotas.Faults
	first := map[string]*stated{} // by public id
	for n := range all {
		all[n].Time = at
		if err := s.add(&all[n], first); err != nil {
			f := all[n].at
			f.Code, f.Found = "state-wrong", err.Error()
			faults = append(faults, f)
		}
	}
	if len(faults) > 0 {
		return false, term.FaultError(faults)
	}
	return given, nil
}

// add notes a state of a person, whom the note calls as the organiser does; what is noted
// already is not noted again, and a member who left keeps what was noted. first has what was
// said of people before, at the same time.
func (s *turn) add(n *stated, first map[string]*stated) error {
	if n.Text != "" {
		if _, err := draw.ParsePublic(n.Text); err != nil {
			return errors.New(strings.Replace(err.Error(), "public value", "the note", 1))
		}
	}
	id, err := s.roll.Find(n.ID)
	if err != nil {
		return err
	}
	if before := first[id]; before != nil && before.State != n.State {
		return fmt.Errorf("%s is %s here and %s at %s, expected one state of a person", n.ID, n.State, before.State, before.place())
	}
	first[id] = n
	if slices.Contains(s.company.Left, id) && (n.State.Gone() || n.State == private.LeftState) {
		return nil
	}
	if err := n.State.Check(s.company.Has(id)); err != nil {
		return err
	}
	note := n.Note
	note.ID = id
	if last := s.log.Last(id); s.log.State(s.company, id) != n.State || n.Text != "" && n.Text != last.Text {
		s.log = append(s.log, note)
	}
	return nil
}

func cutLast(s, sep string) (before, after string, found bool) {
	if i := strings.LastIndex(s, sep); i >= 0 {
		return s[:i], s[i+len(sep):], true
	}
	return s, "", false
}

// scoreOf prefers the sheet of a workbook that has these columns.
func scoreOf(names ...string) func([]string) int {
	return func(row []string) (n int) {
		for _, cell := range row {
			if slices.Contains(names, sheet.Fold(cell)) {
				n++
			}
		}
		return n
	}
}

// A stated state is one of a flag, or of a row of a file of states.
type stated struct {
	members.Note
	at quotas.Fault // with its place only
}

// place names the flag or the row.
func (s *stated) place() string { return strings.TrimSuffix(s.at.Error(), ": ") }

// readStates reads a file of states: private/members.csv, by the names that its columns have, or
// one with the columns id (or public_id), state and perhaps note.
func (s *turn) readStates(path string, data []byte) (rows []stated, err error) {
	t, faults := sheet.Read(path, data, sheet.Options{Score: scoreOf("id", "public_id", "state")})
	if len(faults) > 0 {
		return nil, term.FaultError(faults)
	}
	column := func(names ...string) int {
		for _, name := range names {
			if c := slices.IndexFunc(t.Header, func(h string) bool { return sheet.Fold(h) == sheet.Fold(name) }); c >= 0 {
				return c
			}
		}
		return -1
	}
	ours := s.roll.Columns()
	id, state, note := column(ours[0]), column(ours[1]), column(ours[3])
	if id < 0 || state < 0 {
		id, state, note = column("public_id", "id"), column("state"), column("note")
	}
	if id < 0 || state < 0 {
		return nil, term.Fault("%s: the columns are %s, expected id (or public_id) and state", path, strings.Join(t.Header, ", "))
	}
	for row := range t.Rows() {
		n := members.Note{ID: sheet.Clean(t.Cell(row, id)), State: members.State(sheet.Fold(t.Cell(row, state)))}
		if n.State == "" {
			continue
		}
		if note >= 0 {
			n.Text = sheet.Clean(t.Cell(row, note))
		}
		rows = append(rows, stated{n, t.CellFault("", row, state, sheet.Words{})})
	}
	return rows, nil
}

// edited reports whether a table of members says of somebody who still is a member what was not
// noted: somebody changed it.
func (s *turn) edited(table []byte) bool {
	rows, err := s.readStates(private.MembersFile, table)
	if err != nil {
		return true
	}
	return slices.ContainsFunc(rows, func(row stated) bool {
		id, err := s.roll.Find(row.ID)
		return err != nil || s.company.Has(id) && (s.log.State(s.company, id) != row.State || row.Text != "" && s.log.Last(id).Text != row.Text)
	})
}

// rewrite replaces a private file of ours, whole or not at all.
func (h *held) rewrite(name string, data []byte) error {
	path := h.path(name)
	temp, err := disk.Beside(filepath.Join(h.dir, disk.Ending), disk.Partial, disk.MakeFolder)
	if err != nil {
		return disk.ShownAs(err, temp, h.dir)
	}
	err = disk.WriteInside(temp, name, data)
	if err == nil {
		err = os.Rename(filepath.Join(temp, filepath.FromSlash(name)), path)
	}
	if err == nil {
		err = disk.SyncFolder(filepath.Dir(path))
	}
	if gone := os.RemoveAll(temp); err == nil {
		err = gone
	}
	return disk.ShownAs(err, temp, h.dir)
}
