package quotas

import (
	"encoding/csv"
	"io"

	"github.com/gocarina/gocsv"
)

type written struct {
	Feature string `csv:"feature"`
	Value   string `csv:"value"`
	Min     Count  `csv:"min"`
	Max     Count  `csv:"max"`
}

type writtenFlex struct {
	Feature string `csv:"feature"`
	Value   string `csv:"value"`
	Min     Count  `csv:"min"`
	Max     Count  `csv:"max"`
	MinFlex Count  `csv:"min_flex"`
	MaxFlex Count  `csv:"max_flex"`
}

// WriteCSV writes the table in its canonical form: feature,value,min,max and,
// where the table has them, min_flex,max_flex; rows in the order of the table;
// LF; quotation marks only where RFC 4180 needs them. [Read] gives the same table
// back, but for line numbers.
func (t *Table) WriteCSV(w io.Writer) error {
	plain, flex := []written{}, []writtenFlex{}
	for _, f := range t.Features {
		for _, v := range f.Values {
			low, high := Count(v.Min), Count(v.Max)
			plain = append(plain, written{f.Name, v.Name, low, high})
			flex = append(flex, writtenFlex{f.Name, v.Name, low, high, Count(v.MinFlex), Count(v.MaxFlex)})
		}
	}
	out := gocsv.NewSafeCSVWriter(csv.NewWriter(w))
	if t.Flex {
		return gocsv.MarshalCSV(flex, out)
	}
	return gocsv.MarshalCSV(plain, out)
}
