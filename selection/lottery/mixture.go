package lottery

import (
	"fmt"
	"math/big"
	"slices"

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

// mixture is mixture.json: weights of panels that give every type exactly its chance, of pages where
// they suffice. It is nil where the chances are not those of leximin or not known to be attained,
// where the pool is too large, or where no weights of at most [record.MaxDigits] are found.
func (l *Lottery) mixture() []byte {
	types := len(l.Grouping.Types)
	if l.Rules.Rule != "leximin" || l.Open || types > exactTypes || l.Rules.Pages > exactPages {
		return nil // Open: it may still be there; the search for it is worth no time
	}
	people, pages := l.Grouping.Instance.Count, l.compositions()
	if weights := fair.Attain(people, l.exact(), pages); weights != nil && short(weights) {
		return mixtureOf(nil, weights)
	}
	mix := l.Chances.Mixture
	if mix == nil {
		return nil
	}
	weights := fair.Lift(people, l.exact(), mix)
	if weights == nil || !short(weights) {
		return nil
	}
	return l.mixtureBeside(pages, mix.Panels, weights)
}

// short reports whether numbers fit a record.
func short(weights []*big.Int) bool {
	for _, w := range weights {
		if len(w.Text(10)) > record.MaxDigits {
			return false
		}
	}
	return true
}

// mixtureBeside writes weights of panels, by their pages where they are on any.
func (l *Lottery) mixtureBeside(pages, panels [][]int, weights []*big.Int) []byte {
	at := map[string]int{}
	for j, p := range slices.Backward(pages) {
		at[fmt.Sprint(p)] = j
	}
	all := make([]*big.Int, len(pages))
	var others [][]record.ProofTerm
	for i, p := range panels {
		if weights[i].Sign() == 0 {
			continue
		}
		if j, ok := at[fmt.Sprint(p)]; ok {
			all[j] = weights[i]
			continue
		}
		other := []record.ProofTerm{}
		for t, x := range p {
			if x > 0 {
				other = append(other, record.ProofTerm{At: t, By: big.NewInt(int64(x))})
			}
		}
		others, all = append(others, other), append(all, weights[i])
	}
	return mixtureOf(others, all)
}

// mixtureOf writes weights; nil counts as 0.
func mixtureOf(panels [][]record.ProofTerm, weights []*big.Int) []byte {
	m := record.Mixture{Format: record.MixtureFormat, Panels: [][]record.ProofTerm{}, Weights: []record.ProofTerm{}}
	m.Panels = append(m.Panels, panels...)
	for j, w := range weights {
		if w != nil && w.Sign() > 0 {
			m.Weights = append(m.Weights, record.ProofTerm{At: j, By: w})
		}
	}
	return m.Bytes()
}
