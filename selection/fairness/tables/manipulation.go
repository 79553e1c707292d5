package tables

import (
	"reflect"
	"strconv"

	"github.com/evenlot/evenlot/selection/fairness/manipulation"
	"github.com/evenlot/evenlot/selection/fairness/study"
)

// Names of the files on manipulation, beside [PackageFile].
const (
	ManipulationFile = "manipulation.json"
	RulesFile        = "rules.csv"
	MovesFile        = "moves.csv"
	LiesFile         = "lies.csv"
)

// Manipulation are the tables on lies by name.
func Manipulation(s *manipulation.Study) map[string][]byte {
	files := described(packageOf{"evenlot-manipulation", "Who could gain how much by a lie about themselves",
		"One person gives a false value of one feature, everybody else tells the truth, and the chances are computed anew. Chances lie in 0..1.", manipulation.Format},
		[]table{
			rows(RulesFile, "What the best lies are worth under each rule", []string{"rule"}, s.Rules),
			rows(MovesFile, "Each lie, of everybody looked at who could tell it", []string{"rule", "feature", "truth", "told"}, s.Moves),
			lies(s),
		})
	files[ManipulationFile] = indented(s)
	return files
}

// lies is the table of lies, with a column for each feature after the fixed ones.
func lies(s *manipulation.Study) table {
	t := newTable(LiesFile, "Each lie of a person of each type looked at", []string{"rule", "type", "feature", "told"})
	t.Description = "Says what kinds of people are in the pool: not for publication unless that is."
	header := t.features(reflect.TypeFor[manipulation.Lie](), s.Features, "the true")
	number := func(n study.Number) string {
		text, _ := n.MarshalCSV()
		return text
	}
	t.data = write(header, func(write func([]string)) {
		for _, l := range s.Each {
			write(append([]string{l.Rule, strconv.Itoa(l.Type), strconv.Itoa(l.People), l.Feature, l.Truth, l.Told,
				number(l.Before), number(l.After), number(l.Gain), number(l.Loss), number(l.Seats)}, l.Values...))
		}
	})
	return t
}
