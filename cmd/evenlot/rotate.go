package main

import (
	"fmt"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/evenlot/evenlot/cmd/evenlot/internal/disk"
	"github.com/evenlot/evenlot/cmd/evenlot/internal/term"
	"github.com/evenlot/evenlot/quotas/plain"
	"github.com/evenlot/evenlot/quotas/sheet"
	"github.com/evenlot/evenlot/selection"
	"github.com/evenlot/evenlot/selection/draw"
	"github.com/evenlot/evenlot/selection/record"
)

type rotateOptions struct {
	turning
	out    int
	exempt []string
	terms  string
	on     string
}

func newRotate(t *term.Terminal) *cobra.Command {
	var o rotateOptions
	cmd := &cobra.Command{
		Use:   "rotate DIR --out N|--terms FILE --why TEXT --draw KIND --where TEXT --when TIME",
		Short: "Replace a part of a standing body, by lot or by term",
		Long: `Make an event by which a part of a standing body is replaced.

With --out N a draw says who leaves: N members, all with the same chance but those that
--exempt names, who stay. Once it is drawn, replace fills their seats by a draw of its
own.

With --terms FILE those leave whose term has ended: the file has the columns id (or
public_id) and until, a date, and may be private/members.csv with such a column. Their
seats are filled by this event, as by replace.

Nobody comes in who was a member before. --exclude and --only name others who take no
part, or who alone do, such as former members of another assembly. The public value is
announced as for book.

Exit codes: 0 done, 1 a fault in a file or folder, or a draw too soon, 2 a command
line that makes no sense, 3 the quotas that are left cannot be met, 4 a record that is
not what was committed to.`,
		Example: `  evenlot rotate record --out 8 --why "a third of the council, as the statute says" --draw digits=20 --where "town hall, ten-sided dice under cups, opened together" --when 2099-02-01T18:00:00Z
  evenlot rotate record --terms terms.csv --on 2099-02-01 --why "terms of 18 months have ended" --draw drand=2099-02-01T18:00:00Z --where "drand, as published at api.drand.sh"`,
		Args: oneFolder,
		RunE: func(cmd *cobra.Command, args []string) error {
			o.dir = args[0]
			if err := need(cmd, "why"); err != nil {
				return err
			}
			switch {
			case (o.out > 0) == (o.terms != ""):
				return term.Usage("rotate needs either --out, for a draw of who leaves, or --terms")
			case o.terms == "" && (o.on != "" || o.exclude != nil || o.only != nil || o.accept != nil || o.seats > 0 || o.fair || o.past != ""):
				return term.Usage("--on, --exclude, --only, --accept, --seats, --fair-over-time and --past go with --terms")
			case o.terms != "" && o.exempt != nil:
				return term.Usage("--exempt goes with --out")
			case o.out > 0:
				return o.run(cmd.Context(), t, selection.Turnover{Kind: record.KindOutgoing, Seats: o.out}, o.lot)
			}
			return o.run(cmd.Context(), t, selection.Turnover{Kind: record.KindRotation}, o.ended)
		},
	}
	o.turning.flags(cmd)
	o.ledger(cmd)
	o.filling(cmd)
	f := cmd.Flags()
	f.Var(count{&o.out, 1, 0}, "out", "how many members leave by lot")
	f.Var(people{&o.exempt}, "exempt", "members who are not in the lot, or a file with one in each line")
	f.Var(text{&o.terms, "FILE"}, "terms", "until when each member serves")
	f.Var(text{&o.on, "DATE"}, "on", "the day on which terms have to have ended (default: today)")
	return cmd
}

// lot says who is not in the lot of those who may leave.
func (o *rotateOptions) lot(s *turn, event *selection.Turnover) (err error) {
	if leaving, _ := s.log.Leaving(s.company); len(leaving) > 0 {
		return term.Hint(term.Fault("%s: %s gone already, as evenlot status knows", o.dir, plain.Count(len(leaving), "member is", "members are")), "evenlot replace %s fills their seats first", shellQuote(o.dir))
	}
	event.Unavailable, err = s.members("--exempt", o.exempt)
	event.Unavailable = union(event.Unavailable, nil)
	return err
}

// ended says whose term has ended.
func (o *rotateOptions) ended(s *turn, event *selection.Turnover) error {
	on := o.on
	if on == "" {
		on = today()
	}
	if !isDate(on) {
		return term.Usage("--on %s: expected a date such as 2027-01-15", o.on)
	}
	leave, err := o.readTerms(s, on)
	if err != nil {
		return err
	}
	if len(leave) == 0 {
		return term.Fault("%s: no term has ended by %s", o.terms, on)
	}
	return s.gone(event, &o.turning, leave)
}

func isDate(text string) bool {
	_, err := draw.ParseTime(text + "T00:00:00Z")
	return err == nil
}

// readTerms gives the members whose term has ended on a day.
func (o *rotateOptions) readTerms(s *turn, on string) (leave []string, err error) {
	data, err := disk.ReadFile(o.terms)
	if err != nil {
		return nil, err
	}
	t, faults := sheet.Read(o.terms, data, sheet.Options{Score: scoreOf("id", "public_id", "until")})
	if len(faults) > 0 {
		return nil, term.FaultError(faults)
	}
	column := func(names ...string) int {
		return slices.IndexFunc(t.Header, func(h string) bool { return slices.Contains(names, sheet.Fold(h)) })
	}
	id, until := column("public_id", "id"), column("until")
	if id < 0 || until < 0 {
		return nil, term.Fault("%s: the columns are %s, expected id (or public_id) and until", o.terms, strings.Join(t.Header, ", "))
	}
	faults = nil
	first := map[string]int{} // row of each person
	for row := range t.Rows() {
		date := sheet.Clean(t.Cell(row, until))
		wrong := func(column int, w sheet.Words) {
			faults = append(faults, t.CellFault("term-wrong", row, column, w))
		}
		who, err := s.roll.Find(t.Cell(row, id))
		before, twice := first[who]
		switch {
		case date != "" && !isDate(date):
			wrong(until, sheet.Words{Found: fmt.Sprintf("until is %q", date), Expected: "a date such as 2027-01-15"})
		case err != nil:
			wrong(id, sheet.Words{Found: err.Error()})
		case twice && sheet.Clean(t.Cell(before, until)) != date:
			wrong(until, sheet.Words{Found: fmt.Sprintf("a second term of %s, who has another one on %s %d", sheet.Clean(t.Cell(row, id)), t.LineWord(), t.Line(before)),
				Expected: "one term of each member", Fix: "delete a line"})
		case !twice && date != "" && date <= on && s.company.Has(who):
			leave = append(leave, who)
		}
		if err == nil && !twice {
			first[who] = row
		}
	}
	if len(faults) > 0 {
		return nil, term.FaultError(faults)
	}
	return leave, nil
}
