package slip

import (
	"encoding/hex"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/evenlot/evenlot/selection/pool"
	"github.com/evenlot/evenlot/selection/record"
)

// Input is what slips are made from: a record before or after its draw.
type Input struct {
	Commitment string
	Roster     *pool.Roster
	Pages      [][]int32     // people of each page, by roster index
	Salts      []record.Salt // of the pages in the sealed form, else nil
	Notice     string        // what everyone should know besides, in lines; usually nothing
}

// A Writer writes the slips of one record.
type Writer struct {
	Input
	tree *record.Tree
	on   [][]int // pages of each person, ascending
}

// New prepares the slips of a record.
func New(in Input) *Writer {
	w := &Writer{Input: in, tree: record.PoolTree(in.Roster), on: make([][]int, len(in.Roster.Entries))}
	for page, people := range in.Pages {
		for _, i := range people {
			w.on[i] = append(w.on[i], page)
		}
	}
	return w
}

// Text is the slip of a person, by roster index.
func (w *Writer) Text(person int) []byte {
	e := w.Roster.Entries[person]
	path := w.tree.Path(person)
	var b strings.Builder
	fmt.Fprintf(&b, "YOUR PLACE IN THE SELECTION\n\n")
	fmt.Fprintf(&b, "In everything that is published about this selection you have no name but this:\n\nid: %s\n\n", e.ID)
	w.writeChance(&b, person)
	b.WriteString(w.Notice)
	fmt.Fprintf(&b, "Your record, as it was fixed before the draw. Please check that it is right.\n\n")
	for f, v := range e.Values {
		feature := w.Roster.Table.Features[f]
		fmt.Fprintf(&b, "  %s: %s\n", feature.Name, feature.Values[v].Name)
	}
	b.WriteString(w.household(person))
	fmt.Fprintf(&b, `
How to check that nothing was changed

Open verify.html from the published record in a browser, choose the folder of the
record, type your id and paste this slip. No program needs to be installed, and nothing
is sent anywhere. Before the draw, compare the commitment with the one that was
published: it must stay the same.

commitment: %s
pool root: %s
salt: %s
place: %d of %d
%sbegin record
%send record
`, w.Commitment, hexOf(w.tree.Root()), hex.EncodeToString(e.Salt[:]), path.Leaf+1, path.Leaves, lines(path), record.Leaf(w.Roster, person))
	w.writeSeats(&b, person)
	return []byte(b.String())
}

// writeChance says on which pages the person stands and what that means.
func (w *Writer) writeChance(b *strings.Builder, person int) {
	on, all := w.on[person], len(w.Pages)
	fmt.Fprintf(b, "pages: %d of %d\n\n", len(on), all)
	if len(on) == 0 {
		fmt.Fprintf(b, "You are on none of the %d pages, each of which is one possible panel. Either no panel\n"+
			"that meets the quotas can hold you, or your chance is less than one page. Ask the\norganiser, who has the reason.\n\n", all)
		return
	}
	fmt.Fprintf(b, "The book has %d pages. Each page is one possible panel, and one page is drawn in public.\n"+
		"%s\n\n", all, chance(len(on), all))
	fmt.Fprintf(b, "You are on the panel if one of these pages is drawn:\n\n%s\n", w.pageList(on))
}

// perLine is how many page numbers fit on a line of a slip.
const perLine = 12

func (w *Writer) pageList(on []int) string {
	var b strings.Builder
	for line := range slices.Chunk(on, perLine) {
		b.WriteString("  " + strings.Join(w.names(line), " ") + "\n")
	}
	return b.String()
}

func (w *Writer) names(pages []int) []string {
	names := make([]string, len(pages))
	for i, page := range pages {
		names[i] = record.PageName(page, len(w.Pages))
	}
	return names
}

func (w *Writer) household(person int) string {
	if w.Roster.Entries[person].Household < 0 {
		return ""
	}
	return "  household: the members of your household are known to be one\n"
}

// writeSeats adds, in the sealed form, what shows the person's seats to be on their
// pages.
func (w *Writer) writeSeats(b *strings.Builder, person int) {
	if w.Salts == nil || len(w.on[person]) == 0 {
		return
	}
	b.WriteString("\nThe pages are sealed. These lines show that you are on yours.\n\n")
	for _, page := range w.on[person] {
		name := record.PageName(page, len(w.Pages))
		ids := make([]string, len(w.Pages[page]))
		for s, i := range w.Pages[page] {
			ids[s] = w.Roster.Entries[i].ID
		}
		seat := slices.Index(w.Pages[page], int32(person))
		salt := record.SeatSalt(w.Salts[page], seat+1)
		path := record.SealTree(w.Salts[page], name, ids).Path(seat)
		fmt.Fprintf(b, "page: %s seat %d salt %s\n%s", name, seat+1, hex.EncodeToString(salt[:]), lines(path))
	}
}

// Header names the columns of [Writer.Row]; no pool has such names for its own.
func Header() []string {
	return []string{"slip_id", "slip_pages", "slip_of", "slip_page_numbers", "slip_salt", "slip_place", "slip_path"}
}

// Row is the slip of a person as cells, for letters made by mail merge.
func (w *Writer) Row(person int) []string {
	e, path := w.Roster.Entries[person], w.tree.Path(person)
	return []string{
		e.ID, strconv.Itoa(len(w.on[person])), strconv.Itoa(len(w.Pages)), strings.Join(w.names(w.on[person]), " "),
		hex.EncodeToString(e.Salt[:]), strconv.Itoa(path.Leaf + 1), strings.Join(hashes(path), " "),
	}
}

func hashes(path record.Path) []string {
	var all []string
	for _, hash := range path.Hashes {
		all = append(all, hexOf(hash))
	}
	return all
}

// lines spells a path, a hash a line, so that no mail program breaks it.
func lines(path record.Path) string {
	var b strings.Builder
	for _, hash := range hashes(path) {
		b.WriteString("path: " + hash + "\n")
	}
	return b.String()
}

func hexOf(hash [32]byte) string { return hex.EncodeToString(hash[:]) }

func count(n int, of string) string {
	if n == 1 {
		return "one " + of
	}
	return strconv.Itoa(n) + " " + of
}

// about gives a chance in per cent, to one digit after the point, rounded down.
func about(pages, all int) string {
	if pages == all {
		return ": you are on the panel whatever is drawn"
	}
	tenths := 1000 * pages / all
	return fmt.Sprintf(" (%d.%d per cent)", tenths/10, tenths%10)
}
