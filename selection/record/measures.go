package record

import (
	"fmt"

	"github.com/evenlot/evenlot/quotas"
)

// Measures are the contents of measures.json: what the book gives away, and how even
// its digits are. What does not apply is 0 or empty.
type Measures struct {
	Digit         int    `json:"digit"` // first digit of the page
	DigitPerson   string `json:"digit_person"`
	DigitPages    int    `json:"digit_pages"`  // pages of that person that begin with it
	PersonPages   int    `json:"person_pages"` // pages of that person
	Rank          int    `json:"rank"`         // 0: not computed, nor the next two
	Groups        int    `json:"groups"`       // 0: too few pages to tell
	SmallestGroup int    `json:"smallest_group"`
	Alike         int    `json:"alike"`
}

// Bytes is measures.json.
func (m Measures) Bytes() []byte { return writeJSON(m) }

// ReadMeasures reads measures.json, in the spelling of [Measures.Bytes].
func ReadMeasures(name string, data []byte) (Measures, error) {
	var m Measures
	if err := readJSON(name, data, &m); err != nil {
		return Measures{}, err
	}
	for _, n := range []int{m.Digit, m.DigitPages, m.PersonPages, m.Rank, m.Groups, m.SmallestGroup, m.Alike} {
		if n < 0 || n > maxWhole {
			return Measures{}, quotas.Fault{File: name, Found: fmt.Sprint(n), Expected: fmt.Sprintf("numbers from 0 to %d", maxWhole), Fix: remedy}
		}
	}
	return m, nil
}

// MeasureDigits fills in the least even first digit of a book: the digit and person whose number of
// pages differs most from an even share of the person's pages. Of equal ones the smallest digit
// counts, then the first person. ids are sorted; pages name people as indices into ids.
func (m *Measures) MeasureDigits(ids []string, pages [][]int32) {
	var starts [10]int64                  // pages by their first digit
	counts := make([][10]int64, len(ids)) // the same for those of each person
	for j, page := range pages {
		digit := PageName(j, len(pages))[0] - '0'
		starts[digit]++
		for _, i := range page {
			counts[i][digit]++
		}
	}
	most := int64(-1)
	for digit := range starts {
		for i := range ids {
			all := int64(0)
			for _, n := range counts[i] {
				all += n
			}
			off := counts[i][digit]*int64(len(pages)) - all*starts[digit]
			if off = max(off, -off); off > most {
				most = off
				m.Digit, m.DigitPerson = digit, ids[i]
				m.DigitPages, m.PersonPages = int(counts[i][digit]), int(all)
			}
		}
	}
}
