package record

import (
	"errors"
	"io/fs"
	"path"

	"github.com/evenlot/evenlot/quotas"
	"github.com/evenlot/evenlot/selection/pool"
)

// A Record is what a record says. Open gives it complete; [Parse] leaves nil
// what is missing or at fault, and what cannot be read without that.
type Record struct {
	Files      Files
	Rules      *Rules
	Source     *SeedSource
	Table      *quotas.Table
	Totals     [][]int    // people by feature and value of the table
	IDs        []string   // public ids, sorted
	Counts     []int      // pages by person, as chances.csv has them
	Pages      [][]int32  // people of each page: indices into IDs, ascending; nil if sealed
	Seals      [][32]byte // of the pages, in the sealed form
	Salts      []Salt     // of the pages, in the sealed form with auditor/book.csv
	Root       *[32]byte  // as pool.root has it
	Proof      *Proof
	Mixture    *Mixture // nil without auditor/mixture.json
	CommitSums []Sum
	PublicSums []Sum       // nil before the draw
	MixSource  *SeedSource // nil unless the book is mixed
	FixedSums  []Sum       // likewise
	Mixing     *Mixing     // nil before the book is mixed, too
	Drawing    *Drawing    // nil before the draw
	Aborted    *Aborted    // nil unless the ceremony was called off
	Measures   *Measures
	Roster     *pool.Roster // nil without pool.csv
	Event      *Event       // which change of a panel this is about; nil for a record that is no event
	Seated     [][]int      // people who stay, by feature and value of the table; likewise
	Events     []Part       // later draws, in order
}

// A Part is what an event says.
type Part struct {
	Folder string // public/events/1/
	// Record is what an event says that is a record of its own; the fields below are those of
	// the plain form.
	Record  *Record
	Event   *Event1
	Source  *SeedSource
	Pages   [][]int32 // people of each page: indices into the IDs of the record
	Sums    []Sum
	Drawing *Drawing // nil before its draw
	Aborted *Aborted // nil unless it was called off
}

// Form is that of the rules, and the default where they are at fault.
func (r *Record) Form() Form {
	if r.Rules == nil {
		return FormDefault
	}
	return r.Rules.Form
}

// Version is that of the rules, and the present one where they are at fault.
func (r *Record) Version() int {
	if r.Rules == nil {
		return len(algorithms) - 1
	}
	return r.Rules.Version()
}

// Open reads a record, refusing every spelling that this package would not have
// written. It says whether the files are well formed; whether they are true is
// for package verify to say. The faults name files by slash path.
func Open(fsys fs.FS) (*Record, quotas.Faults) {
	files, faults := Load(fsys)
	r, more := Parse(files)
	if faults = append(faults, more...); len(faults) > 0 {
		return nil, faults
	}
	return r, nil
}

// Parse reads the files of a record. The files of public/commit must be there;
// draw.json, or aborted.json, and public/SHA256SUMS are there after the draw, the files
// of auditor/ for those they were given to.
func Parse(files Files) (*Record, quotas.Faults) { return (&parser{files: files}).record() }

// Made is what the large files of a record say, for whoever has just written them.
type Made struct {
	Roster *pool.Roster
	Pages  [][]int32
	Salts  []Salt // in the sealed form
}

// ParseMade is [Parse] without reading the pool, the pages and their number again.
func ParseMade(files Files, made Made) (*Record, quotas.Faults) {
	return (&parser{files: files, known: &made}).record()
}

func (p *parser) record() (*Record, quotas.Faults) {
	files := p.files
	r := &Record{Files: files}
	r.Rules = parse(p, RulesFile, ReadRules)
	r.Source = parse(p, SeedSourceFile, ReadSeedSource)
	r.Root = parse(p, PoolRootFile, ReadPoolRoot)
	if files.Mixes() {
		r.MixSource = parse(p, MixSourceFile, ReadSeedSource)
		r.FixedSums = p.sums(FixedSumsFile)
		r.Mixing = optional(p, MixFile, ReadMixing)
	}
	if table := parse(p, QuotasFile, ReadTable); table != nil {
		r.Table = *table
		r.Totals = p.totals(TotalsFile, r.Table)
		r.Roster = p.roster(r)
	}
	if files[EventFile] != nil {
		r.Event = parse(p, EventFile, ReadEvent)
		if r.Table != nil {
			r.Seated = p.totals(SeatedFile, r.Table)
		}
	}
	if !files.Unmixed() {
		p.made(r)
	}
	r.Measures = optional(p, MeasuresFile, ReadMeasures)
	r.Drawing = optional(p, DrawFile, ReadDrawing)
	r.Aborted = optional(p, AbortedFile, ReadAborted)
	if files[PublicSumsFile] != nil {
		r.PublicSums = p.sums(PublicSumsFile)
	}
	for number := range files.Events() {
		r.Events = append(r.Events, p.event(number+1))
	}
	return r, p.faults
}

// made reads what is there once the book is made.
func (p *parser) made(r *Record) {
	r.CommitSums = p.sums(CommitSumsFile)
	if r.IDs, r.Counts = p.chances(); r.IDs != nil {
		p.index = indexOf(r.IDs)
		p.book(r)
	}
	if r.Form() == FormSealed {
		if seals := parse(p, BookRootFile, ReadSeals); seals != nil {
			r.Seals = *seals
		}
	}
	if proof := parse(p, ProofFile, ReadProof); proof != nil {
		r.Proof = *proof
	}
	if mixture := optional(p, r.Form().MixtureFile(), ReadMixture); mixture != nil {
		r.Mixture = *mixture
	}
}

// event reads the files of an event.
func (p *parser) event(number int) Part {
	folder := EventFolder(number)
	if p.files.IsWhole(number) {
		rec, faults := Parse(p.files.Event(number))
		for _, f := range faults {
			f.File = EventPath(number, f.File)
			p.faults = append(p.faults, f)
		}
		return Part{Folder: folder, Record: rec}
	}
	part := Part{
		Folder:  folder,
		Event:   parse(p, folder+Event1File, ReadEvent1),
		Source:  parse(p, folder+Event1SourceFile, ReadSeedSource),
		Sums:    p.sums(folder + Event1SumsFile),
		Drawing: optional(p, folder+Event1DrawFile, ReadDrawing),
		Aborted: optional(p, folder+Event1EndFile, ReadAborted),
	}
	if book := p.pages(folder+Event1BookFile, false); book != nil {
		part.Pages = book.pages
	}
	return part
}

// A parser gathers the faults of all files.
type parser struct {
	files  Files
	index  *idIndex // one for the books of all events
	known  *Made    // nil: nothing is
	faults quotas.Faults
}

// parse reads one file; nil where it is missing or at fault.
func parse[T any](p *parser, name string, read func(string, []byte) (T, error)) *T {
	data := p.need(name)
	if data == nil {
		return nil
	}
	v, err := read(name, data)
	if err != nil {
		p.fault(err)
		return nil
	}
	return &v
}

// optional reads a file that not every record has.
func optional[T any](p *parser, name string, read func(string, []byte) (T, error)) *T {
	if p.files[name] == nil {
		return nil
	}
	return parse(p, name, read)
}

func (p *parser) sums(name string) []Sum {
	if s := parse(p, name, ReadSums); s != nil {
		return *s
	}
	return nil
}

func (p *parser) totals(name string, t *quotas.Table) [][]int {
	totals := parse(p, name, func(name string, data []byte) ([][]int, error) {
		return ReadTotals(name, data, t)
	})
	if totals == nil {
		return nil
	}
	return *totals
}

func (p *parser) roster(rec *Record) *pool.Roster {
	if p.known != nil {
		return &pool.Roster{Table: rec.Table, Entries: p.known.Roster.Entries}
	}
	name := rec.Form().RosterFile()
	if p.files[name] == nil {
		return nil
	}
	r, faults := pool.ReadRoster(name, p.files[name], rec.Table, rec.Version() == 1)
	if len(faults) > 0 {
		p.faults = append(p.faults, faults...)
		return nil
	}
	return r
}

func (p *parser) chances() (ids []string, counts []int) {
	if p.known != nil {
		ids = p.known.Roster.IDs()
		return ids, countPages(len(ids), p.known.Pages)
	}
	data := p.need(ChancesFile)
	if data == nil {
		return nil, nil
	}
	ids, counts, err := ReadChances(ChancesFile, data)
	if err != nil {
		p.fault(err)
		return nil, nil
	}
	return ids, counts
}

// book reads the pages, which in the sealed form are the auditor's.
func (p *parser) book(r *Record) {
	if p.known != nil {
		r.Pages, r.Salts = p.known.Pages, p.known.Salts
		return
	}
	name := r.Form().PagesFile()
	sealed := name == SaltedBookFile
	if sealed && p.files[name] == nil {
		return
	}
	if book := p.pages(name, sealed); book != nil {
		r.Pages, r.Salts = book.pages, book.salts
	}
}

func (p *parser) pages(name string, salted bool) *bookReader {
	return parse(p, name, func(name string, data []byte) (bookReader, error) {
		return readBook(name, data, p.index, salted)
	})
}

// need gives a file that every record has; nil, and a fault, where it is not.
func (p *parser) need(name string) []byte {
	data, ok := p.files[name]
	if !ok {
		p.fault(quotas.Fault{File: name, Found: "no such file", Expected: path.Base(name), Fix: remedy})
		return nil
	}
	if data == nil {
		data = []byte{}
	}
	return data
}

// fault takes one fault or several.
func (p *parser) fault(err error) {
	var one quotas.Fault
	var many quotas.Faults
	switch {
	case errors.As(err, &many):
		p.faults = append(p.faults, many...)
	case errors.As(err, &one):
		p.faults = append(p.faults, one)
	default:
		panic("record: internal error: " + err.Error())
	}
}
