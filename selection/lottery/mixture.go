package lottery

import (
	"github.com/evenlot/evenlot/selection/fair"
	"github.com/evenlot/evenlot/selection/record"
)

const (
	// exactTypes and exactPages are how large a pool and a book may be for weights of
	// pages to be looked for. The time grows with the cube of the types: 0.7 s for 429 of
	// them, 2 s for 830. The file grows with pages times types: 290 kB for 501 types and
	// 1000 pages.
	exactTypes, exactPages = 600, 10_000
)

// mixture is mixture.json: weights of the pages that give every type exactly its chance.
// It is nil where the chances are not those of leximin or not known to be attained,
// where the pool is too large, or where no weights of at most [record.MaxDigits] are found.
func (l *Lottery) mixture() []byte {
	types := len(l.Grouping.Types)
	if l.Rules.Rule != "leximin" || l.Open || types > exactTypes || l.Rules.Pages > exactPages {
		return nil // Open: it may still be there; the search for it is worth no time
	}
	weights := fair.Attain(l.Grouping.Instance.Count, l.exact(), l.compositions())
	if weights == nil {
		return nil
	}
	shares := []record.ProofTerm{}
	for page, w := range weights {
		if len(w.Text(10)) > record.MaxDigits {
			return nil
		}
		if w.Sign() > 0 {
			shares = append(shares, record.ProofTerm{At: page, By: w})
		}
	}
	if l.Rules.Version() == 1 {
		return record.Mixture{Format: record.MixtureFormat1, Pages: shares}.Bytes()
	}
	return record.Mixture{Format: record.MixtureFormat, Panels: [][]record.ProofTerm{}, Weights: shares}.Bytes()
}

// compositions are the pages in seats per type.
func (l *Lottery) compositions() [][]int {
	typeOf := l.TypeOf()
	panels := make([][]int, len(l.Book.Pages))
	for j, page := range l.Book.Pages {
		panels[j] = make([]int, len(l.Grouping.Types))
		for _, i := range page {
			panels[j][typeOf[i]]++
		}
	}
	return panels
}
