package fair

import (
	"fmt"
	"math/big"

	"github.com/evenlot/evenlot/quotas"
)

// A family is the households of one shape, as far as an instance knows them: how many
// there are, and how many people of each type live in one.
type family struct {
	row     int
	types   []int
	homes   int
	perHome []int // of each of types
	limit   int   // of one home on a panel
}

// families reads the household rows of an instance that was made for a limit.
func families(in *quotas.Instance, limit int) ([]family, error) {
	var all []family
	for i, r := range in.Rows {
		if r.Kind != quotas.HouseholdRow {
			continue
		}
		f := family{row: i, types: r.Types, homes: r.Max / limit, limit: limit}
		fits := f.homes > 0 && f.homes*limit == r.Max
		for _, t := range r.Types {
			if !fits || in.Count[t]%f.homes != 0 {
				return nil, fmt.Errorf("fair: row %d is not that of households of which %d may sit", i, limit)
			}
			f.perHome = append(f.perHome, in.Count[t]/f.homes)
		}
		all = append(all, f)
	}
	return all, nil
}

// familyOf gives the index of the family of each type, -1 for none.
func familyOf(types int, all []family) []int {
	of := make([]int, types)
	for t := range of {
		of[t] = -1
	}
	for i, f := range all {
		for _, t := range f.types {
			of[t] = i
		}
	}
	return of
}

// An option is seats for the types of a family and the number of ways to choose the
// people.
type option struct {
	seats []int
	ways  *big.Int
}

// home lists the ways to take at most limit people of one home.
func (f *family) home() []option {
	list := []option{{make([]int, len(f.types)), big.NewInt(1)}}
	for i, n := range f.perHome {
		for _, o := range list {
			taken := 0
			for _, x := range o.seats {
				taken += x
			}
			for x := 1; x <= n && taken+x <= f.limit; x++ {
				seats := append([]int(nil), o.seats...)
				seats[i] = x
				ways := new(big.Int).Binomial(int64(n), int64(x))
				list = append(list, option{seats, ways.Mul(ways, o.ways)})
			}
		}
	}
	return list
}

func add(a, b []int) []int {
	sum := make([]int, len(a))
	for i := range a {
		sum[i] = a[i] + b[i]
	}
	return sum
}
