package slip

import (
	"encoding/hex"
	"slices"
	"strconv"
	"strings"

	"github.com/evenlot/evenlot/selection/pool"
	"github.com/evenlot/evenlot/selection/record"
	"github.com/evenlot/evenlot/selection/words/catalog"
)

// Input is what slips are made from: a record before or after its draw.
type Input struct {
	Commitment string
	Roster     *pool.Roster
	Pages      [][]int32     // people of each page, by roster index
	Salts      []record.Salt // of the pages in the sealed form, else nil
	Notes      []string      // what everyone should know besides: "unmixed", "short"; usually nothing
	Language   catalog.Language
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
func (w *Writer) Text(person int) []byte { return []byte(w.sheet(person).text()) }

// Proof is what shows the person of a slip to be on their sealed pages; nil where there are none. It
// is long, and so a file of its own: see [ProofName].
func (w *Writer) Proof(person int) []byte {
	if w.Salts == nil || len(w.on[person]) == 0 {
		return nil
	}
	return []byte(w.sheet(person).proof())
}

// Files are the slip and the proof of a person, by name.
func (w *Writer) Files(person int) map[string][]byte {
	id := w.Roster.Entries[person].ID
	files := map[string][]byte{id + ".txt": w.Text(person)}
	if proof := w.Proof(person); proof != nil {
		files[ProofName(id)] = proof
	}
	return files
}

// sheet is what the slip of a person says.
func (w *Writer) sheet(person int) *sheet {
	e := &w.Roster.Entries[person]
	claim := &Claim{ID: e.ID, Salt: e.Salt, Path: w.tree.Path(person), Record: record.Leaf(w.Roster, person)}
	if w.Salts != nil {
		for _, page := range w.on[person] {
			claim.Seats = append(claim.Seats, w.seat(page, person))
		}
	}
	facts := Facts{Pages: w.names(w.on[person]), Of: len(w.Pages), Sealed: w.Salts != nil, Notes: w.Notes, Commitment: w.Commitment, Root: w.tree.Root()}
	return &sheet{Claim: claim, Facts: facts, say: catalog.In(w.Language)}
}

// seat shows a person on a sealed page.
func (w *Writer) seat(page, person int) Seat {
	name := record.PageName(page, len(w.Pages))
	ids := make([]string, len(w.Pages[page]))
	for s, i := range w.Pages[page] {
		ids[s] = w.Roster.Entries[i].ID
	}
	seat := slices.Index(w.Pages[page], int32(person))
	return Seat{Page: name, Seat: seat + 1, Salt: record.SeatSalt(w.Salts[page], seat+1), Path: record.SealTree(w.Salts[page], name, ids).Path(seat)}
}

func (w *Writer) names(pages []int) []string {
	names := make([]string, len(pages))
	for i, page := range pages {
		names[i] = record.PageName(page, len(w.Pages))
	}
	return names
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
