package main

import (
	"errors"
	"fmt"
	"io"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"github.com/spf13/cobra"

	"github.com/evenlot/evenlot/cmd/evenlot/internal/disk"
	"github.com/evenlot/evenlot/cmd/evenlot/internal/term"
	"github.com/evenlot/evenlot/quotas/sheet"
	"github.com/evenlot/evenlot/selection"
	"github.com/evenlot/evenlot/selection/private"
	"github.com/evenlot/evenlot/selection/record"
	"github.com/evenlot/evenlot/selection/slip"
	"github.com/evenlot/evenlot/selection/words/catalog"
)

func newChance(t *term.Terminal) *cobra.Command {
	var slipFiles []string
	var lang string
	var asJSON bool
	cmd := &cobra.Command{
		Use:   "chance DIR ID",
		Short: "Tell one volunteer's pages, chance and proof",
		Long: `Look up one person of a record: the pages that name them, their chance, whether
they were drawn, and, where the folder holds what that takes, their slip with the proof
that their record was fixed before the draw.

ID is a public id. The organiser, who has the folder private, may also give the id that
the pool has for the person.

With --slip a volunteer who has the public part only checks the slip they were given,
in whatever language it is. Where the pages are sealed, give the proof that came with it,
too: --slip slip.txt --slip bcdfgh.proof.txt.

Exit codes: 0 done, 1 a fault in a file or folder, 4 the slip does not belong to the
record.`,
		Example: `  evenlot chance record p017
  evenlot chance record bcdfgh --slip slip.txt`,
		Args: func(_ *cobra.Command, args []string) error {
			if len(args) != 2 {
				return term.Hint(term.Usage("chance needs a folder and an id, not %d words", len(args)), "evenlot chance --help shows an example")
			}
			return nil
		},
		RunE: func(cmd *cobra.Command, args []string) error {
			language, err := languageOf(lang)
			if err != nil {
				return err
			}
			v, err := lookUp(args[0], args[1], language)
			if err != nil {
				return err
			}
			if len(slipFiles) > 0 {
				if err := v.checkSlip(slipFiles, cmd.InOrStdin()); err != nil {
					return err
				}
			}
			if asJSON {
				return term.WriteJSON(t.Out, v)
			}
			_, err = t.Out.Write([]byte(v.text()))
			return err
		},
	}
	cmd.Flags().Var(texts{&slipFiles, "FILE"}, "slip", "check this slip against the record; again for the proof of sealed pages")
	languageFlag(cmd, &lang)
	cmd.Flags().BoolVar(&asJSON, "json", false, "print one JSON document")
	return cmd
}

// A volunteer is one person of a record.
type volunteer struct {
	ID     string   `json:"id"`
	Pages  int      `json:"pages"`
	Of     int      `json:"of"`
	On     []string `json:"on,omitempty"`   // names of the pages; none where they are sealed
	Page   string   `json:"page,omitempty"` // the page drawn
	Drawn  bool     `json:"drawn"`
	Proved bool     `json:"slip_belongs_to_record"`
	Slip   string   `json:"slip,omitempty"`

	record *record.Record
	person int
	proved *slip.Claim // the slip, once it is known to belong here
	listed []string    // sealed pages that the slip names and does not prove
	say    *catalog.Speaker
}

// lookUp finds a person of a record by public id, or by the organiser's id.
func lookUp(dir, id string, l catalog.Language) (*volunteer, error) {
	folder, err := openPublished(recordOf(dir))
	if err != nil {
		return nil, err
	}
	r, faults := record.Open(folder)
	if err := faults.Err(); err != nil {
		return nil, term.Hint(term.Fault("%s: %w", dir, err), "evenlot verify %s says what else is wrong", shellQuote(dir))
	}
	if r.Files.Unmixed() {
		return nil, term.Hint(term.Fault("%s: the book is not made yet, so nobody has pages", dir), "announced to mix it is: %s", expected(r.MixSource.Source))
	}
	person, ok := slices.BinarySearch(r.IDs, id)
	if !ok {
		if public := publicID(dir, id); public != "" {
			person, ok = slices.BinarySearch(r.IDs, public)
		}
	}
	if !ok {
		return nil, term.Hint(term.Fault("%s: nobody has the id %q", dir, id), "public ids look like %s and stand in %s", r.IDs[0], record.ChancesFile)
	}
	v := &volunteer{ID: r.IDs[person], Pages: r.Counts[person], Of: r.Rules.Pages, record: r, person: person, say: catalog.In(l)}
	v.find()
	return v, nil
}

// publicID looks up the organiser's id; "" if there is no private folder or no such id.
func publicID(dir, id string) string {
	name := filepath.Join(dir, filepath.FromSlash(private.IDsFile))
	data, err := disk.ReadFile(name)
	if err != nil {
		return ""
	}
	ids, faults := sheet.Parse(name, data)
	if len(faults) > 0 || len(ids.Header) < 2 {
		return ""
	}
	for row := range ids.Rows() {
		if ids.Cell(row, 0) == sheet.Clean(id) {
			return ids.Cell(row, 1)
		}
	}
	return ""
}

// find fills in what the record at hand tells.
func (v *volunteer) find() {
	r := v.record
	for page, people := range r.Pages {
		if slices.Contains(people, int32(v.person)) {
			v.On = append(v.On, record.PageName(page, v.Of))
		}
	}
	if r.Drawing != nil {
		v.Page, v.Drawn = r.Drawing.Page, slices.Contains(r.Drawing.Panel, v.ID)
	}
	if r.Roster != nil && r.Pages != nil {
		slips := selection.Slips(r, v.say.Language)
		v.Slip = string(slips.Text(v.person))
		if proof := slips.Proof(v.person); proof != nil {
			v.Slip += "\n" + string(proof)
		}
	}
}

// checkSlip checks a slip against the record: that it is this person's, that its
// record stands in the pool root, and in the sealed form its seats on their pages.
func (v *volunteer) checkSlip(paths []string, stdin io.Reader) error {
	whole, path := "", strings.Join(paths, ", ")
	for _, path := range paths {
		data, err := disk.ReadInput(path, stdin)
		if err != nil {
			return err
		}
		whole += string(data) + "\n"
	}
	claim, err := slip.Read(whole)
	if err != nil {
		return term.Hint(term.Fault("%s: %w", path, err), "a slip is what evenlot chance prints, whole")
	}
	if err := v.compare(claim); err != nil {
		return &term.Failure{Code: term.ExitUnverified, Err: fmt.Errorf("%s: %w", path, err)}
	}
	v.Proved, v.proved = true, claim
	return nil
}

func (v *volunteer) compare(c *slip.Claim) error {
	if c.Link == nil {
		c.Unwrap(v.record.Table)
	}
	root, ok := c.Root()
	switch {
	case c.ID != v.ID:
		return fmt.Errorf("is the slip of %q, not of %s", c.ID, v.ID)
	case !strings.HasPrefix(string(c.Record), v.ID+"\n"):
		return errors.New("its record is that of another person")
	case !ok || root != *v.record.Root || c.Path.Leaves != len(v.record.IDs):
		return fmt.Errorf("does not lead to %s: this record is not in the pool as it was fixed", record.PoolRootFile)
	case c.Link != nil:
		return v.linked(c.Link)
	case v.record.Seals == nil:
		return v.readable(c, v.On)
	case len(c.Seats) == 0 && v.Pages > 0: // their proof is a file of its own
		v.listed = c.Listed(len(record.PageName(0, v.Of)))
		return v.readable(c, v.listed)
	case len(c.Seats) != v.Pages:
		return fmt.Errorf("shows %d pages, but %s has %d", len(c.Seats), record.ChancesFile, v.Pages)
	}
	v.On = nil
	for _, seat := range c.Seats {
		page, err := strconv.Atoi(seat.Page)
		seal, ok := seat.Seal(v.ID, v.record.Rules.Seats)
		if err != nil || page < 0 || page >= v.Of || record.PageName(page, v.Of) != seat.Page || !ok || seal != v.record.Seals[page] {
			return fmt.Errorf("its seat on page %s does not lead to the seal of that page in %s", seat.Page, record.BookRootFile)
		}
		if slices.Contains(v.On, seat.Page) {
			return fmt.Errorf("shows page %s twice", seat.Page)
		}
		v.On = append(v.On, seat.Page)
	}
	return v.readable(c, v.On)
}

// readable compares what the slip tells people, of records whose slips say it in these words, with what
// it has to tell who is on these pages.
func (v *volunteer) readable(c *slip.Claim, on []string) error {
	if len(on) != v.Pages {
		return fmt.Errorf("names %d pages, but %s has %d", len(on), record.ChancesFile, v.Pages)
	}
	if v.record.Version() < 2 {
		return nil
	}
	facts := slip.Facts{Pages: on, Of: v.Of, Sealed: v.record.Seals != nil, Notes: selection.SlipNotes(v.record),
		Commitment: record.Commitment(v.record.Files), Root: *v.record.Root}
	if line := c.Differs(facts); line != "" {
		return fmt.Errorf("tells its reader something else than the record, which says: %s", printable(line))
	}
	return nil
}

// linked compares what a slip says that came as a link. It has no seats of sealed pages.
func (v *volunteer) linked(link *slip.Link) error {
	if want := (slip.Link{Pages: v.Pages, Of: v.Of, Commitment: record.Commitment(v.record.Files)}); *link != want {
		return fmt.Errorf("tells its reader something else than the record, which says: %d of %d pages, commitment %s", want.Pages, want.Of, want.Commitment)
	}
	return nil
}

// text is what a person reads.
func (v *volunteer) text() string {
	say := v.say.Say
	slip := ""
	if v.Slip != "" && !v.Proved {
		slip = v.Slip + "\n"
	}
	var rows [][2]string
	if slip == "" {
		rows = append(rows, [2]string{say("chance.id"), v.ID}, [2]string{say("chance.chance"), say("chance.of", v.Pages, v.Of)})
		rows = append(rows, v.pages()...)
		if v.Proved {
			rows = append(rows, [2]string{say("chance.slip"), say("chance.slip_ok")})
			for _, answer := range v.proved.Answers() {
				rows = append(rows, [2]string{say("chance.recorded"), printable(answer)})
			}
		} else {
			rows = append(rows, [2]string{say("chance.slip"), say("chance.slip_open")})
		}
	}
	rows = append(rows, [2]string{say("chance.drawn"), v.outcome()})
	return slip + lined(rows)
}

// pages says which pages are the person's, as far as is known.
func (v *volunteer) pages() [][2]string {
	label := v.say.Say("chance.pages")
	switch {
	case len(v.On) > 0:
		return [][2]string{{label, strings.Join(v.On, " ")}}
	case len(v.listed) > 0:
		return [][2]string{{label, strings.Join(v.listed, " ")}, {"", v.say.Say("chance.pages_said", slip.ProofName(v.ID))}}
	case v.Pages > 0:
		return [][2]string{{label, v.say.Say("chance.pages_sealed")}}
	}
	return nil
}

// outcome says what the draw came to for the person.
func (v *volunteer) outcome() string {
	switch {
	case v.record.Aborted != nil:
		return v.say.Say("chance.off")
	case v.Page == "":
		return v.say.Say("chance.open")
	case v.Drawn:
		return v.say.Say("chance.on", v.Page)
	}
	return v.say.Say("chance.not_on", v.Page)
}
