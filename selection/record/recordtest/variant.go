package recordtest

import (
	"slices"
	"strconv"

	"github.com/evenlot/evenlot/selection/draw"
	"github.com/evenlot/evenlot/selection/record"
)

// Round1000 is the signature of round 1000 of quicknet.
const Round1000 = "b44679b9a59af2ec876b1a6b1ad52ea9b1615fc3982b19576350f93447cb1125" +
	"e342b73a8dd2bacbe47e4b6b63ed5e39"

// A Variant is a record with something that not every record has.
type Variant struct {
	Name string
	Make func() record.Files // new memory with each call
}

// Variants are records of every form, of every kind of public value, in every stage,
// and with events: all on the people and pages of [Make].
func Variants() []Variant {
	all := []Variant{
		{"default", Make},
		{"sealed", func() record.Files { return drawn(record.FormSealed, digits(), "3141 59265 358") }},
		{"open", func() record.Files { return drawn(record.FormOpen, lottery(), "19 3 12 27 44 45 + 7") }},
		{"undrawn", func() record.Files { return commit(record.FormDefault, digits()) }},
		{"called off", func() record.Files { return callOff(commit(record.FormDefault, digits()), "the hall burnt down") }},
	}
	sources := map[string]struct {
		source draw.Source
		value  string
	}{
		draw.KindRehearsal:  {draw.Source{Kind: draw.KindRehearsal, Statement: "on Monday, among ourselves"}, "any text"},
		draw.KindDigits:     {digits(), "314159265358"},
		draw.KindPageDigits: {draw.Source{Kind: draw.KindPageDigits, Statement: "one ball in the hall", Digits: 1}, "7"},
		draw.KindLottery:    {lottery(), "3.12.19.27.44.45./7./"},
		draw.KindDrand:      {draw.Quick("quicknet", draw.TimeOf(1000), 0), Round1000},
		draw.KindDiceDrand:  {draw.Quick("eight dice, then quicknet", draw.TimeOf(1000), 8), "62514362 " + Round1000},
	}
	for _, kind := range draw.Kinds() {
		if s, ok := sources[kind]; ok {
			all = append(all, Variant{kind, func() record.Files { return drawn(record.FormDefault, s.source, s.value) }})
		}
	}
	all = append(all, variants2()...)
	return append(all,
		Variant{"event", func() record.Files { return WithEvents(1) }},
		Variant{"events", func() record.Files { return WithEvents(4) }},
		Variant{"measures", Measured},
	)
}

func digits() draw.Source {
	return draw.Source{Kind: draw.KindDigits, Statement: "twelve balls in the town hall", Time: "2027-01-15T18:00:00Z", Digits: 12}
}

func lottery() draw.Source {
	return draw.Source{Kind: draw.KindLottery, Statement: "the national lottery, 6 of 49", Numbers: 6, Extra: 1}
}

// In gives what a record of a form commits to, with a source of the public value.
func In(form record.Form, source draw.Source) record.CommitInput {
	in := Input()
	in.Rules.Form = form
	in.Source = record.SeedSource{Source: source}
	if form == record.FormSealed {
		in.Salts = record.PageSalts([32]byte{1, 2, 3}, len(in.Pages))
	}
	return in
}

func commit(form record.Form, source draw.Source) record.Files { return commitOf(In(form, source)) }

func drawn(form record.Form, source draw.Source, value string) record.Files {
	return Draw(In(form, source), value)
}

func callOff(files record.Files, reason string) record.Files {
	files[record.AbortedFile] = record.Aborted{Commitment: record.Commitment(files), Reason: reason}.Bytes()
	files.Seal()
	return files
}

// Measured is the record of [Make] with all optional files.
func Measured() record.Files {
	files := Make()
	in := Input()
	var m record.Measures
	m.MeasureDigits(in.Roster.IDs(), in.Pages)
	files[record.MeasuresFile] = m.Bytes()
	files[record.AnnouncementFile] = []byte("The commitment is " + record.Commitment(files) + ".\n")
	files[record.ReportFile] = []byte("<p>\n")
	files[record.CheckerFile] = []byte("<p>\n")
	files[record.ScriptFile] = []byte("exit 0\n")
	files.Seal()
	return files
}

// WithEvents is the record of [Make] with up to four events: somebody is replaced; a
// draw is called off; it is done again; and a last one was not drawn yet.
func WithEvents(n int) record.Files {
	files := Make()
	source := record.SeedSource{Source: draw.Source{Kind: draw.KindRehearsal, Statement: "among ourselves"}}
	for number := 1; number <= n; number++ {
		commitment := Leave(files, source)
		source.Supersedes, source.Reason = "", ""
		switch number {
		case 1, 3:
			d, err := draw.Open(commitment, "value "+strconv.Itoa(number), 2)
			if err != nil {
				panic("recordtest: " + err.Error())
			}
			files.AddEventDraw1(number, d)
		case 2:
			source.Supersedes, source.Reason = commitment, "the camera failed"
			files[record.EventFolder(2)+record.Event1EndFile] = record.Aborted{Commitment: commitment, Reason: source.Reason}.Bytes()
		}
	}
	files.Seal()
	return files
}

// Leave adds an event, up to its commitment: the first of the panel leaves who was
// drawn with it and is still there, and two pages name the first two people who may
// join.
func Leave(files record.Files, source record.SeedSource) (commitment string) {
	rec, faults := record.Parse(files)
	if len(faults) > 0 {
		panic("recordtest: " + faults.Error())
	}
	met, left := slices.Clone(rec.Drawing.Panel), []string{}
	for _, part := range rec.Events {
		if part.Drawing != nil {
			met = append(met, part.Drawing.Panel...)
			left = append(left, part.Event.Leaving...)
		}
	}
	leaving := slices.IndexFunc(rec.Drawing.Panel, func(id string) bool { return !slices.Contains(left, id) })
	var pages [][]int32
	for i, id := range rec.IDs {
		if !slices.Contains(met, id) && len(pages) < 2 {
			pages = append(pages, []int32{int32(i)})
		}
	}
	return files.AddEvent1(record.EventInput1{
		Event: record.Event1{Kind: record.KindReplacement, Leaving: rec.Drawing.Panel[leaving : leaving+1], Statement: "moved away"},
		IDs:   rec.IDs, Pages: pages, Source: source,
	})
}
