package main

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/evenlot/evenlot/cmd/evenlot/internal/disk"
	"github.com/evenlot/evenlot/cmd/evenlot/internal/term"
	"github.com/evenlot/evenlot/quotas/sheet"
	"github.com/evenlot/evenlot/selection"
	"github.com/evenlot/evenlot/selection/draw"
	"github.com/evenlot/evenlot/selection/members"
)

type statusOptions struct {
	dir    string
	set    []string
	note   string
	asJSON bool
}

func newStatus(t *term.Terminal) *cobra.Command {
	var o statusOptions
	cmd := &cobra.Command{
		Use:   "status DIR",
		Short: "Who is in: how members stand, what is left of the quotas, who could follow",
		Long: `Show who holds a seat after the draw and the events of a record, how each member stands,
which seats and quotas are left to fill when those who are gone leave, and for which
seats there is soon nobody left who could follow.

--set notes a state, for a member invited, confirmed, declined, withdrawn or removed, and
for anybody else withdrawn (no seat any more) or available. People are named by public id
or as the pool calls them; a file has the columns id (or public_id), state and perhaps
note, as private/members.csv has. Every change stands in private/states.csv with its time;
private/members.csv, the table for a spreadsheet, is written anew each time. Nothing of it
is public: replace publishes who leaves, and why.

Exit codes: 0 done, 1 a fault in a file or folder, 2 a command line that makes no sense,
4 a record that is not what was committed to.`,
		Example: `  evenlot status record
  evenlot status record --set kd83mx=confirmed --set b4n7wq=declined --note "called on Monday"
  evenlot status record --set answers.csv`,
		Args: oneFolder,
		RunE: func(_ *cobra.Command, args []string) error {
			o.dir = args[0]
			return runStatus(t, o)
		},
	}
	f := cmd.Flags()
	f.Var(texts{&o.set, "ID=STATE|FILE"}, "set", "a state to note, or a file of them; may be repeated")
	f.Var(text{&o.note, "TEXT"}, "note", "why, for every ID=STATE of --set")
	f.BoolVar(&o.asJSON, "json", false, "print the answer as one JSON document")
	return cmd
}

// runStatus notes what --set says, and shows who is in.
func runStatus(t *term.Terminal, o statusOptions) error {
	if o.note != "" && len(o.set) == 0 {
		return term.Usage("--note goes with --set")
	}
	h, err := openTurn(o.dir)
	if err != nil {
		return err
	}
	roll, company, log := h.roll, h.company, h.log
	noted, err := o.notes(roll, company, log)
	if err != nil {
		return err
	}
	if log = append(log, noted...); len(noted) > 0 {
		if err := h.rewrite(selection.StatesFile, log.Bytes()); err != nil {
			return err
		}
	}
	if table := roll.Members(company, log); !bytes.Equal(table, h.private[selection.MembersFile]) {
		if err := h.rewrite(selection.MembersFile, table); err != nil {
			return err
		}
	}
	s, err := selection.StatusOf(h.rec, company, log)
	if err != nil {
		return term.Fault("%s: %w", o.dir, err)
	}
	if o.asJSON {
		return term.WriteJSON(t.Out, struct {
			*selection.Status
			Table string `json:"table"`
		}{s, h.path(selection.MembersFile)})
	}
	_, err = fmt.Fprintf(t.Out, "%sthe table         %s\n%s", s.Words(roll.Label), h.path(selection.MembersFile), o.next(s))
	return err
}

// next says what can be done now.
func (o *statusOptions) next(s *selection.Status) string {
	switch {
	case s.Pending > 0:
		return fmt.Sprintf("to draw           evenlot draw %s VALUE --event %d\n", shellQuote(o.dir), s.Pending)
	case s.Vacant > 0:
		return fmt.Sprintf("to fill them      evenlot replace %s --why TEXT --draw KIND --where TEXT --when TIME\n", shellQuote(o.dir))
	}
	return ""
}

// notes reads --set.
func (o *statusOptions) notes(roll *selection.Roll, c *members.Company, log members.Log) (notes []members.Note, err error) {
	at := draw.FormatTime(now().Unix())
	add := func(name, state, why, place string) error {
		id, err := roll.Find(name)
		if err == nil {
			err = members.State(state).Check(c.Has(id))
		}
		if err != nil {
			return term.Fault("%s: %w", place, err)
		}
		if last := log.Last(id); log.State(c, id) != members.State(state) || why != "" && why != last.Text { // else it is noted
			notes = append(notes, members.Note{Time: at, ID: id, State: members.State(state), Text: why})
		}
		return nil
	}
	for _, set := range o.set {
		name, state, pair := cutLast(set, "=")
		if pair {
			if err := add(name, strings.ToLower(strings.TrimSpace(state)), o.note, "--set "+set); err != nil {
				return nil, err
			}
			continue
		}
		if err := readStates(set, add); err != nil {
			return nil, err
		}
	}
	return notes, nil
}

func cutLast(s, sep string) (before, after string, found bool) {
	if i := strings.LastIndex(s, sep); i >= 0 {
		return s[:i], s[i+len(sep):], true
	}
	return s, "", false
}

// readStates reads a file of states, as private/members.csv or a short one of id and state.
func readStates(path string, add func(name, state, why, place string) error) error {
	data, err := disk.ReadFile(path)
	if err != nil {
		return err
	}
	s, faults := sheet.Read(path, data, sheet.Options{})
	if len(faults) > 0 {
		return term.FaultError(faults)
	}
	column := func(names ...string) int {
		return slices.IndexFunc(s.Header, func(h string) bool { return slices.Contains(names, sheet.Fold(h)) })
	}
	id, state, note := column("public_id", "id"), column("state"), column("note")
	if id < 0 || state < 0 {
		return term.Fault("%s: the columns are %s, expected id (or public_id) and state", path, strings.Join(s.Header, ", "))
	}
	for row := range s.Rows() {
		name, value := sheet.Clean(s.Cell(row, id)), sheet.Fold(s.Cell(row, state))
		if name == "" && value == "" || value == "left" {
			continue
		}
		why := ""
		if note >= 0 {
			why = sheet.Clean(s.Cell(row, note))
		}
		line, char := s.Pos(row, state)
		if err := add(name, value, why, fmt.Sprintf("%s:%d:%d", path, line, char)); err != nil {
			return err
		}
	}
	return nil
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
