package study

import (
	"github.com/evenlot/evenlot/quotas"
	"github.com/evenlot/evenlot/quotas/shares"
)

// ReadPopulation reads the shares of a population, as [shares.Read] takes them. Where a file counts
// people by several features at once, pairs of the table's features are taken, too.
func ReadPopulation(name string, data []byte, table *quotas.Table) (*Population, quotas.Faults) {
	read, faults := shares.Read(name, data, shares.Options{})
	if len(faults) > 0 {
		return nil, faults
	}
	p := &Population{Single: map[string]map[string]float64{}, Joint: map[[2]string]map[[2]string]float64{}, People: read.People()}
	known := map[string]*shares.Feature{}
	for i := range read.Features {
		f := &read.Features[i]
		known[quotas.Fold(f.Name)] = f
		p.Single[quotas.Fold(f.Name)] = map[string]float64{}
		for value, share := range sharesOf(f) {
			p.Single[quotas.Fold(f.Name)][quotas.Fold(value)] = share
		}
	}
	for i, f := range table.Features {
		for _, g := range table.Features[:i] {
			one, two := known[quotas.Fold(f.Name)], known[quotas.Fold(g.Name)]
			if one == nil || two == nil {
				continue
			}
			const joined = "\x00joined"
			both, faults := shares.Read(name, data, shares.Options{Joins: []shares.Join{{Name: joined, Of: []string{one.Name, two.Name}}}})
			if len(faults) > 0 {
				return p, nil // the file counts single features
			}
			pairs := map[[2]string]float64{}
			for k := range both.Features {
				if both.Features[k].Name != joined {
					continue
				}
				all := sharesOf(&both.Features[k])
				for _, a := range one.Groups {
					for _, b := range two.Groups {
						pairs[[2]string{quotas.Fold(a.Value), quotas.Fold(b.Value)}] = all[a.Value+" "+b.Value]
					}
				}
			}
			p.Joint[[2]string{quotas.Fold(f.Name), quotas.Fold(g.Name)}] = pairs
		}
	}
	return p, nil
}

// sharesOf divides the weights of a feature by their sum.
func sharesOf(f *shares.Feature) map[string]float64 {
	sum, all := 0.0, map[string]float64{}
	for _, g := range f.Groups {
		weight, _ := g.Weight.Float64()
		all[g.Value] = weight
		sum += weight
	}
	for value := range all {
		all[value] /= sum
	}
	return all
}
