package recordtest

import (
	"slices"

	"github.com/evenlot/evenlot/selection/draw"
	"github.com/evenlot/evenlot/selection/record"
)

// like swaps people who are alike: three young men, three old women, two old men.
var like = map[int32]int32{1: 7, 7: 9, 9: 1, 2: 6, 6: 8, 8: 2, 3: 10, 10: 3}

// proof2 is proof.json of [Input2]: the book gives somebody at every step all that the
// step bounds, rounded down.
const proof2 = `{"format": "evenlot-proof/2", "grade": "attained by the book", "over": 65536,
	"rows": ["quota age: 16 to 29, \"young\"", "quota age: 30 and older", "quota age: ungültig",
		"quota gender: man", "quota gender: woman", "households of shape 1", "seats"],
	"cuts": [{"weights": [[6, 1]], "bound": 0, "tree": [["bound", [[2, 65536]]]]}],
	"steps": [
		{"chance": "0", "people": 1, "pages": 0, "fewest": 0, "most": 0, "multipliers": [[7, 1]]},
		{"chance": "1/3", "people": 6, "pages": 6, "fewest": 6, "most": 7, "multipliers": [[3, 1]]},
		{"chance": "2/5", "people": 5, "pages": 8, "fewest": 8, "most": 8, "multipliers": [[4, 1]]}]}`

// Input2 is [Input] for version 2 of the format, with twenty pages: those of Input, and
// those with people who are alike in their places.
func Input2() record.CommitInput {
	in := Input()
	in.Rules.Format, in.Rules.Algorithm = record.Format, draw.Algorithm
	in.Rules.Statements = []string{"young people are those born after 1997"}
	for _, page := range pages {
		var other []int32
		for _, i := range page {
			if twin, ok := like[i]; ok {
				i = twin
			}
			other = append(other, i)
		}
		slices.Sort(other)
		in.Pages = append(in.Pages, other)
	}
	in.Rules.Pages = len(in.Pages)
	in.Proof = Spell(proof2)
	for _, i := range []int{0, 5} {
		in.Roster.Entries[i].Home = "00112233445566778899aabbccddeeff"
	}
	return in
}

// In2 is [In] for version 2.
func In2(form record.Form, source draw.Source) record.CommitInput {
	in := Input2()
	in.Rules.Form, in.Source = form, record.SeedSource{Source: source}
	if form == record.FormSealed {
		in.Salts = record.PageSalts([32]byte{1, 2, 3}, len(in.Pages))
	}
	return in
}

// Lottery2 is a lottery as version 2 announces it.
func Lottery2() draw.Source {
	s := lottery()
	s.Highest, s.ExtraHighest = 49, 49
	return s
}

// Unmixed is a record whose book is still to be mixed, by a source.
func Unmixed(form record.Form, mix draw.Source) record.Files {
	in := In2(form, digits())
	in.MixSource = &record.SeedSource{Source: mix}
	files, err := record.Fix(in)
	if err != nil {
		panic("recordtest: " + err.Error())
	}
	return files
}

// Mixed is a record whose book a value mixed, committed and not drawn.
func Mixed(form record.Form, mix draw.Source, value string) (record.CommitInput, record.Files) {
	public, err := mix.Value(value, 20)
	if err != nil {
		panic("recordtest: " + err.Error())
	}
	in := In2(form, digits())
	in.MixSource = &record.SeedSource{Source: mix}
	mixing := record.Mix(record.Commitment(Unmixed(form, mix)), public)
	in.Mixing = &mixing
	files, err := record.Commit(in)
	if err != nil {
		panic("recordtest: " + err.Error())
	}
	return in, files
}

// MixDigits are a source for mixing, before that of [In2] with digits.
func MixDigits() draw.Source {
	return draw.Source{Kind: draw.KindDigits, Statement: "twelve balls in the town hall", Time: "2027-01-14T18:00:00Z", Digits: 12}
}

// variants2 are the records of version 2, of every form and stage.
func variants2() []Variant {
	const balls = "314159265358"
	drawn := func(form record.Form, source draw.Source, value string) func() record.Files {
		return func() record.Files { return Draw(In2(form, source), value) }
	}
	mixed := func(form record.Form, mix draw.Source, value string) func() record.Files {
		return func() record.Files {
			in, _ := Mixed(form, mix, value)
			return Draw(in, balls)
		}
	}
	rehearsal := draw.Source{Kind: draw.KindRehearsal, Statement: "among ourselves"}
	return []Variant{
		{"2 default", drawn(record.FormDefault, digits(), balls)},
		{"2 sealed", drawn(record.FormSealed, digits(), balls)},
		{"2 open", drawn(record.FormOpen, Lottery2(), "19 3 12 27 44 45 + 7")},
		{"2 known", drawn(record.FormDefault, draw.Known(), PublicValue)},
		{"2 rehearsal", drawn(record.FormDefault, rehearsal, "any text")},
		{"2 drand", drawn(record.FormDefault, draw.Quick("quicknet", draw.TimeOf(1000), 0), Round1000)},
		{"2 undrawn", func() record.Files { return commitOf(In2(record.FormDefault, digits())) }},
		{"2 called off", func() record.Files {
			return callOff(commitOf(In2(record.FormDefault, digits())), "the hall burnt down")
		}},
		{"2 unmixed", func() record.Files { return Unmixed(record.FormDefault, MixDigits()) }},
		{"2 unmixed open", func() record.Files { return Unmixed(record.FormOpen, MixDigits()) }},
		{"2 unmixed called off", func() record.Files { return callOff(Unmixed(record.FormDefault, MixDigits()), "the hall burnt down") }},
		{"2 mixed undrawn", func() record.Files {
			_, files := Mixed(record.FormDefault, MixDigits(), "271828182845")
			return files
		}},
		{"2 mixed", mixed(record.FormDefault, MixDigits(), "271828182845")},
		{"2 mixed sealed", mixed(record.FormSealed, MixDigits(), "271828182845")},
		{"2 mixed drand", mixed(record.FormDefault, draw.Quick("quicknet", draw.TimeOf(1000), 0), Round1000)},
		{"2 mixed rehearsal", mixed(record.FormDefault, rehearsal, "any text")},
	}
}

func commitOf(in record.CommitInput) record.Files {
	files, err := record.Commit(in)
	if err != nil {
		panic("recordtest: " + err.Error())
	}
	return files
}
