package record

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"path"

	"github.com/evenlot/evenlot/quotas"
	"github.com/evenlot/evenlot/selection/pool"
)

// Limits on what is read, so that a folder from a stranger cannot fill the
// memory. 100,000 pages of 1,000 people with ids of ten letters come to 1.1 GB;
// a million people with thirty features to less.
const (
	maxBig   = 1<<31 - 1 // book.csv, chances.csv, pool.csv, proof.json
	maxSmall = 16 << 20  // every other file
	maxFiles = 1000      // in public/
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
	Events     []Part       // later draws, in order
}

// A Part is what an event says.
type Part struct {
	Folder  string // public/events/1/
	Event   *Event
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

// Load reads the files of public/, whatever their names, and auditor/pool.csv and
// auditor/book.csv where they are, and passes over litter. Files that are too long, are not plain files or have
// a name that no record has are faults and left out.
func Load(fsys fs.FS) (Files, quotas.Faults) {
	files := Files{}
	var faults quotas.Faults
	fault := func(name, found, expected string) {
		faults = append(faults, quotas.Fault{File: name, Found: found, Expected: expected, Fix: remedy})
	}
	load := func(name string) {
		data, err := readLimited(fsys, name)
		if err != nil {
			fault(name, err.Error(), "")
			return
		}
		files[name] = data
	}
	seen := 0
	err := fs.WalkDir(fsys, "public", func(name string, entry fs.DirEntry, err error) error {
		switch seen++; {
		case seen > maxFiles:
			return fmt.Errorf("more than %d files", maxFiles)
		case err != nil:
			fault(name, reason(err), "a folder or file that can be read")
			return skip(entry)
		case !entry.IsDir() && IsLitter(name):
		case entry.IsDir() && entry.Name() == macFolder:
			return fs.SkipDir
		case !validName(name):
			fault(name, "a name that no file of a record has", "a-z 0-9 . _ -")
			return skip(entry)
		case entry.IsDir():
		case !entry.Type().IsRegular():
			fault(name, "a link or device", "a plain file")
		default:
			load(name)
		}
		return nil
	})
	if err != nil {
		fault("public", err.Error(), "the files of a record")
	}
	for _, name := range Auditor() {
		switch info, err := fs.Lstat(fsys, name); {
		case errors.Is(err, fs.ErrNotExist):
		case err == nil && !info.Mode().IsRegular():
			fault(name, "a link, device or folder", "a plain file")
		default:
			load(name)
		}
	}
	return files, faults
}

// skip leaves a folder that is at fault, and goes on after a file.
func skip(entry fs.DirEntry) error {
	if entry == nil || entry.IsDir() {
		return fs.SkipDir
	}
	return nil
}

// reason gives an error of the file system without its path, which the fault
// has already.
func reason(err error) string {
	var p *fs.PathError
	if errors.As(err, &p) {
		return p.Err.Error()
	}
	return err.Error()
}

// limitOf is the most bytes that a file of a record may have.
func limitOf(name string) int64 {
	switch path.Base(name) {
	case "book.csv", "chances.csv", "pool.csv", "proof.json", "mixture.json":
		return maxBig
	}
	return maxSmall
}

func readLimited(fsys fs.FS, name string) ([]byte, error) {
	limit := limitOf(name)
	f, err := fsys.Open(name)
	if err != nil {
		return nil, errors.New(reason(err))
	}
	defer f.Close()
	info, err := f.Stat()
	if err != nil {
		return nil, errors.New(reason(err))
	}
	if info.Size() > limit {
		return nil, fmt.Errorf("%d bytes, expected at most %d", info.Size(), limit)
	}
	// ReadAll doubles a buffer as it goes; the size is known, mostly.
	data := make([]byte, info.Size())
	n, err := io.ReadFull(f, data)
	if err != nil && !errors.Is(err, io.EOF) && !errors.Is(err, io.ErrUnexpectedEOF) {
		return nil, errors.New(reason(err))
	}
	rest, err := io.ReadAll(io.LimitReader(f, limit+1-int64(n)))
	if err != nil {
		return nil, errors.New(reason(err))
	}
	if int64(n+len(rest)) > limit {
		return nil, fmt.Errorf("more than %d bytes", limit)
	}
	return append(data[:n], rest...), nil
}

// Parse reads the files of a record. The files of public/commit must be there;
// draw.json, or aborted.json, and public/SHA256SUMS are there after the draw, the files
// of auditor/ for those they were given to.
func Parse(files Files) (*Record, quotas.Faults) {
	p := parser{files: files}
	r := &Record{Files: files}
	r.Rules = parse(&p, RulesFile, ReadRules)
	r.Source = parse(&p, SeedSourceFile, ReadSeedSource)
	r.Root = parse(&p, PoolRootFile, ReadPoolRoot)
	if files.Mixes() {
		r.MixSource = parse(&p, MixSourceFile, ReadSeedSource)
		r.FixedSums = p.sums(FixedSumsFile)
		r.Mixing = optional(&p, MixFile, ReadMixing)
	}
	if table := parse(&p, QuotasFile, ReadTable); table != nil {
		r.Table = *table
		r.Totals = p.totals(r.Table)
		r.Roster = p.roster(r)
	}
	if !files.Unmixed() {
		p.made(r)
	}
	r.Measures = optional(&p, MeasuresFile, ReadMeasures)
	r.Drawing = optional(&p, DrawFile, ReadDrawing)
	r.Aborted = optional(&p, AbortedFile, ReadAborted)
	if files[PublicSumsFile] != nil {
		r.PublicSums = p.sums(PublicSumsFile)
	}
	for number := range files.Events() {
		r.Events = append(r.Events, p.event(EventFolder(number+1), r.IDs))
	}
	return r, p.faults
}

// made reads what is there once the book is made.
func (p *parser) made(r *Record) {
	r.CommitSums = p.sums(CommitSumsFile)
	if r.IDs, r.Counts = p.chances(); r.IDs != nil {
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
func (p *parser) event(folder string, ids []string) Part {
	part := Part{
		Folder:  folder,
		Event:   parse(p, folder+EventFile, ReadEvent),
		Source:  parse(p, folder+EventSourceFile, ReadSeedSource),
		Sums:    p.sums(folder + EventSumsFile),
		Drawing: optional(p, folder+EventDrawFile, ReadDrawing),
		Aborted: optional(p, folder+EventEndFile, ReadAborted),
	}
	pages := parse(p, folder+EventBookFile, func(name string, data []byte) ([][]int32, error) {
		return ReadBook(name, data, ids)
	})
	if pages != nil {
		part.Pages = *pages
	}
	return part
}

// A parser gathers the faults of all files.
type parser struct {
	files  Files
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

func (p *parser) totals(t *quotas.Table) [][]int {
	totals := parse(p, TotalsFile, func(name string, data []byte) ([][]int, error) {
		return ReadTotals(name, data, t)
	})
	if totals == nil {
		return nil
	}
	return *totals
}

func (p *parser) roster(rec *Record) *pool.Roster {
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
	name := r.Form().PagesFile()
	sealed := name == SaltedBookFile
	if sealed && p.files[name] == nil {
		return
	}
	book := parse(p, name, func(name string, data []byte) (bookReader, error) {
		return readBook(name, data, r.IDs, sealed)
	})
	if book != nil {
		r.Pages, r.Salts = book.pages, book.salts
	}
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
