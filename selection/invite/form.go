package invite

import (
	"bytes"
	"encoding/csv"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/evenlot/evenlot/quotas"
	"github.com/evenlot/evenlot/selection/draw"
	"github.com/evenlot/evenlot/selection/record"
)

// Names of the files of a lottery of letters; the others are those of package record.
const (
	RulesFile   = "public/commit/letters.json"
	StrataFile  = "public/commit/strata.csv"
	RootFile    = "public/commit/register.root"
	CutoffsFile = "public/cutoffs.csv"
	KeyFile     = "private/letters.key"
	LettersFile = "private/letters.csv"
)

// committed are the files that the commitment covers, sorted.
var committed = []string{RulesFile, RootFile, record.SeedSourceFile, StrataFile}

// A Lottery is what stands in the public files of one. What could not be read is nil or empty.
type Lottery struct {
	Files   record.Files
	Rules   *Rules
	Strata  []Stratum
	Root    string
	Source  *record.SeedSource
	Drawing *Drawing // nil: not drawn
	Cutoffs []Cutoff
	Aborted *record.Aborted // nil: not called off
}

// Commitment is the hash of all that is fixed.
func (l *Lottery) Commitment() string { return record.Commitment(l.Files) }

// A Drawing is the contents of draw.json.
type Drawing struct {
	Commitment  string `json:"commitment"`
	PublicValue string `json:"public_value"`
	Signature   string `json:"signature"` // of a round of drand; or empty
	Seed        string `json:"seed"`      // S
}

// A Cutoff is a line of cutoffs.csv: how many letters of a wave a stratum got, and the ticket of the last.
type Cutoff struct {
	Stratum string
	Wave    string // "1", "2", ...; "spare"
	Letters int
	Ticket  string // 64 hexadecimal digits; empty where there is no letter
}

// Spare is the name of the letters that replace those that come back.
const Spare = "spare"

// WaveName is how files name a wave, numbered from 0.
func (r *Rules) WaveName(wave int) string {
	if wave == len(r.Waves) {
		return Spare
	}
	return strconv.Itoa(wave + 1)
}

// Commit fixes a lottery: rules (whose number of people it fills in), counts, and the source of the public value. It shares the letters
// among the strata of the count.
func Commit(r *Rules, c *Count, source record.SeedSource) (*Lottery, error) {
	r.People = c.Rows
	if err := r.Check(); err != nil {
		return nil, err
	}
	if err := CheckSource(source.Source); err != nil {
		return nil, err
	}
	if r.Total() > c.Rows {
		return nil, fmt.Errorf("%d letters and %d rows: %w", r.Total(), c.Rows, ErrTooMany)
	}
	if err := Allocate(r, c.Strata); err != nil {
		return nil, err
	}
	l := &Lottery{Rules: r, Strata: c.Strata, Root: c.Root, Source: &source}
	l.Files = record.Files{RulesFile: r.Bytes(), StrataFile: writeStrata(r, c.Strata), RootFile: []byte(c.Root + "\n"),
		record.SeedSourceFile: source.Bytes()}
	l.Files[record.CommitSumsFile] = l.Files.Sums("public/commit/", committed)
	return l, nil
}

// fewestLists is what the source of a lottery of letters must be good for: as for a book of 1,000 pages, 10,000,000
// outcomes. A person's chance then differs from f by a share of about sqrt(1/(10^7 f)): a third of a per
// cent where one in a hundred gets a letter.
const fewestLists = 1000

// CheckSource refuses sources with too few outcomes, and digits that name a page: letters have none.
func CheckSource(s draw.Source) error {
	if s.Kind == draw.KindPageDigits {
		return fmt.Errorf("digits that name a page draw no letters: expected digits that are hashed, or another kind")
	}
	return s.CheckPages(fewestLists)
}

// Value reads the public value as a person types it, and takes nothing but what was announced.
func (l *Lottery) Value(input string) (draw.Public, error) { return l.Source.Value(input, fewestLists) }

// Drawn gives the files that a draw adds to public/.
func (l *Lottery) Drawn(value draw.Public, list *List) record.Files {
	files := record.Files{}
	for name, data := range l.Files {
		files[name] = data
	}
	d := Drawing{Commitment: l.Commitment(), PublicValue: value.Value, Signature: value.Signature}
	d.Seed = Seed(d.Commitment, d.PublicValue)
	files[record.DrawFile] = record.Spell(d)
	files[CutoffsFile] = writeCutoffs(l.Cut(list))
	added := record.Files{record.DrawFile: files[record.DrawFile], CutoffsFile: files[CutoffsFile]}
	if page := (&Lottery{Files: files, Rules: l.Rules, Drawing: &d}).Page(); page != nil {
		files[PageFile], added[PageFile] = page, page
	}
	files.Seal()
	added[record.PublicSumsFile] = files[record.PublicSumsFile]
	return added
}

// Abort gives the files that end a lottery without a draw, for a reason.
func (l *Lottery) Abort(reason string) (record.Files, error) {
	reason = strings.TrimSpace(reason)
	if _, err := draw.ParsePublic(reason); err != nil {
		return nil, fmt.Errorf("%s", strings.Replace(err.Error(), "public value", "the reason", 1))
	}
	files := record.Files{}
	for name, data := range l.Files {
		files[name] = data
	}
	files[record.AbortedFile] = record.Aborted{Commitment: l.Commitment(), Reason: reason}.Bytes()
	files.Seal()
	return record.Files{record.AbortedFile: files[record.AbortedFile], record.PublicSumsFile: files[record.PublicSumsFile]}, nil
}

// Cut gives the cut-offs of a list, for every stratum and wave.
func (l *Lottery) Cut(list *List) []Cutoff {
	waves := len(l.Rules.Waves) + 1
	all := make([]Cutoff, len(l.Strata)*waves)
	for s := range l.Strata {
		for w := range waves {
			all[s*waves+w] = Cutoff{Stratum: l.Strata[s].Name, Wave: l.Rules.WaveName(w)}
		}
	}
	for i := range list.Letters {
		k := &list.Letters[i]
		c := &all[k.Stratum*waves+k.Wave]
		c.Letters++
		c.Ticket = k.Ticket.String()
	}
	return all
}

// writeTable writes rows as encoding/csv does, with LF.
func writeTable(rows [][]string) []byte {
	var b bytes.Buffer
	w := csv.NewWriter(&b)
	if err := w.WriteAll(rows); err != nil {
		panic("invite: internal error: " + err.Error())
	}
	return b.Bytes()
}

// readTable reads what writeTable wrote, and nothing else: the header, and rows that make takes.
func readTable(name string, data []byte, header []string, row func(cells []string) error) error {
	wrong := func(line int, found, expected string) error {
		return quotas.Fault{File: name, Line: line, Found: found, Expected: expected, Fix: "put back the file as it was published"}
	}
	r := csv.NewReader(bytes.NewReader(data))
	r.FieldsPerRecord = len(header)
	rows, err := r.ReadAll()
	if err != nil {
		return wrong(0, err.Error(), strings.Join(header, ","))
	}
	if len(rows) == 0 || !slices.Equal(rows[0], header) {
		return wrong(1, "another header", strings.Join(header, ","))
	}
	if !bytes.Equal(writeTable(rows), data) {
		return wrong(0, "another spelling", "the one that evenlot writes")
	}
	for i, cells := range rows[1:] {
		if err := row(cells); err != nil {
			return wrong(i+2, err.Error(), strings.Join(header, ","))
		}
	}
	return nil
}

func strataHeader(r *Rules) []string {
	header := []string{"stratum", "people"}
	for w := range len(r.Waves) + 1 {
		header = append(header, columnOf(r.WaveName(w)))
	}
	return header
}

func columnOf(wave string) string {
	if wave == Spare {
		return Spare
	}
	return "wave_" + wave
}

func writeStrata(r *Rules, strata []Stratum) []byte {
	rows := [][]string{strataHeader(r)}
	for _, s := range strata {
		cells := []string{s.Name, strconv.Itoa(s.People)}
		for _, n := range s.Waves {
			cells = append(cells, strconv.Itoa(n))
		}
		rows = append(rows, cells)
	}
	return writeTable(rows)
}

func readStrata(name string, data []byte, r *Rules) (strata []Stratum, err error) {
	err = readTable(name, data, strataHeader(r), func(cells []string) error {
		n, err := whole(cells[1])
		s := newStratum(cells[0], n, r.Strata)
		switch {
		case err != nil:
			return err
		case len(s.Values) != len(r.Strata):
			return fmt.Errorf("stratum %q has %d values, expected %d", s.Name, len(s.Values), len(r.Strata))
		case len(strata) > 0 && strata[len(strata)-1].Name >= s.Name:
			return fmt.Errorf("stratum %q out of order", s.Name)
		case len(strata) == maxStrata:
			return fmt.Errorf("more than %d strata", maxStrata)
		}
		for _, cell := range cells[2:] {
			if n, err = whole(cell); err != nil {
				return err
			}
			s.Waves = append(s.Waves, n)
		}
		strata = append(strata, s)
		return nil
	})
	return strata, err
}

// whole reads a number as this package writes it.
func whole(text string) (int, error) {
	n, err := strconv.Atoi(text)
	if err != nil || n < 0 || n > maxPeople || strconv.Itoa(n) != text {
		return 0, fmt.Errorf("%q is no whole number", text)
	}
	return n, nil
}

var cutoffsHeader = []string{"stratum", "wave", "letters", "cutoff"}

func writeCutoffs(all []Cutoff) []byte {
	rows := [][]string{cutoffsHeader}
	for _, c := range all {
		rows = append(rows, []string{c.Stratum, c.Wave, strconv.Itoa(c.Letters), c.Ticket})
	}
	return writeTable(rows)
}

func readCutoffs(name string, data []byte) (all []Cutoff, err error) {
	err = readTable(name, data, cutoffsHeader, func(cells []string) error {
		n, err := whole(cells[2])
		if err != nil {
			return err
		}
		if (n > 0) != isHash(cells[3]) || n == 0 && cells[3] != "" {
			return fmt.Errorf("cut-off %q of %d letters", cells[3], n)
		}
		all = append(all, Cutoff{cells[0], cells[1], n, cells[3]})
		return nil
	})
	return all, err
}

// Parse reads the public files of a lottery. What is missing or at fault is nil in the lottery, and a fault.
func Parse(files record.Files) (*Lottery, quotas.Faults) {
	l := &Lottery{Files: files}
	var found quotas.Faults
	read := func(name string, needed bool, parse func(data []byte) error) {
		data, there := files[name]
		if !there {
			if needed {
				found = append(found, quotas.Fault{File: name, Found: "no such file", Expected: "the whole folder public"})
			}
			return
		}
		if err := parse(data); err != nil {
			f, ok := err.(quotas.Fault)
			if !ok {
				f = quotas.Fault{File: name, Found: err.Error()}
			}
			found = append(found, f)
		}
	}
	read(RulesFile, true, func(data []byte) (err error) { l.Rules, err = ReadRules(RulesFile, data); return err })
	read(StrataFile, true, func(data []byte) (err error) {
		if l.Rules != nil {
			l.Strata, err = readStrata(StrataFile, data, l.Rules)
		}
		return err
	})
	read(RootFile, true, func(data []byte) error {
		if l.Root = strings.TrimSuffix(string(data), "\n"); !isHash(l.Root) || len(data) != 65 {
			l.Root = ""
			return fmt.Errorf("no root of a register: expected 64 hexadecimal digits and a line feed")
		}
		return nil
	})
	read(record.SeedSourceFile, true, func(data []byte) error {
		s, err := record.ReadSeedSource(record.SeedSourceFile, data)
		if err == nil {
			l.Source = &s
		}
		return err
	})
	read(record.DrawFile, false, func(data []byte) error {
		var d Drawing
		err := record.ReadSpelt(record.DrawFile, data, &d)
		if err == nil {
			l.Drawing = &d
		}
		return err
	})
	read(CutoffsFile, files[record.DrawFile] != nil, func(data []byte) (err error) { l.Cutoffs, err = readCutoffs(CutoffsFile, data); return err })
	read(record.AbortedFile, false, func(data []byte) error {
		a, err := record.ReadAborted(record.AbortedFile, data)
		if err == nil {
			l.Aborted = &a
		}
		return err
	})
	return l, found
}
