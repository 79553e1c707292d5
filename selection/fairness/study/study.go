package study

// Of studies a lottery. It panics where the parts of the input do not belong together. Time grows with
// the seats of the whole book times the pairs of features, and with the square of the people up to
// the bounds of [Meetings].
func Of(in Input) *Study {
	in.mustFit()
	w := &work{Input: &in, counts: make([]int, len(in.IDs)), unseatable: make([]bool, len(in.IDs))}
	for _, page := range in.Pages {
		for _, i := range page {
			w.counts[i]++
		}
	}
	for _, i := range in.Unseatable {
		w.unseatable[i] = true
	}
	var left []string
	w.features, left = in.columns()
	s := &Study{Format: Format, People: len(in.IDs), Seats: in.Seats, Pages: len(in.Pages), Page: Count(in.Page),
		Rule: in.Rule, Grade: in.Grade, Notes: append([]string{}, left...), Memberships: in.Pages}
	for _, f := range in.Table.Features {
		s.Features = append(s.Features, f.Name)
	}
	s.Persons = w.persons()
	s.Chances = w.chances(s.Persons)
	s.Values, s.Distances = w.values()
	s.Cells = w.cells()
	s.Kinds, s.Repairs = w.selfSelection()
	s.Letters = in.Letters
	s.Tests = w.tests()
	if s.Meetings = w.meetings(); s.Meetings == nil {
		s.Notes = append(s.Notes, "pairs of people were not counted: the pool or the book is too large for that")
	}
	if in.Commitment != "" {
		s.Uniformity = w.uniformity()
	}
	return s
}
