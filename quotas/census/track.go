package census

import (
	"math/big"
	"math/bits"

	"github.com/evenlot/evenlot/quotas"
)

// A Layer is one step of the count: types that get their seats at one go, and the ways to give them.
type Layer struct {
	Types   []int
	Options []Option
}

// An Option is seats for the types of a layer and the number of ways to choose the people.
type Option struct {
	Seats []int
	Ways  *big.Int
}

// A track follows one row of the instance, or the seats, through the layers.
type track struct {
	min, max int
	rest     []int   // the most that the layers from each one on can add
	share    [][]int // seats that each option of each layer adds
	word     int     // where in the key
	shift    uint
	mask     uint64
}

// follow makes the track of the types marked.
func follow(layers []Layer, member []bool, min, max int) track {
	k := track{min: min, max: max, rest: make([]int, len(layers)+1), share: make([][]int, len(layers))}
	for i := len(layers) - 1; i >= 0; i-- {
		most := 0
		for _, o := range layers[i].Options {
			sum := 0
			for j, t := range layers[i].Types {
				if member[t] {
					sum += o.Seats[j]
				}
			}
			k.share[i] = append(k.share[i], sum)
			if sum > most {
				most = sum
			}
		}
		k.rest[i] = k.rest[i+1] + most
	}
	return k
}

// newTracks prepares the row of the seats and the given rows, and the places that their seats have in
// a key of so many words. Household rows are met by the options of their layer. A row that cannot be
// broken needs no track.
func newTracks(in *quotas.Instance, rows []quotas.Row, layers []Layer) (all []track, words int) {
	everyone := make([]bool, len(in.Count))
	for t := range everyone {
		everyone[t] = true
	}
	all = append(all, follow(layers, everyone, in.Seats, in.Seats))
	for _, r := range rows {
		member := make([]bool, len(in.Count))
		for _, t := range r.Types {
			member[t] = true
		}
		if k := follow(layers, member, r.Min, r.Max); k.min > 0 || k.max < k.rest[0] {
			all = append(all, k)
		}
	}
	used := uint(0)
	for i := range all {
		k := &all[i]
		width := uint(bits.Len(uint(max(0, min(k.max, k.rest[0])))))
		if used+width > wordBits {
			words, used = words+1, 0
		}
		k.word, k.shift, k.mask = words, used, 1<<width-1
		used += width
	}
	return all, words + 1
}

// after is the seats of a row after layer i-1, made the same for all that make no difference to what
// follows; ok is false where the row can no longer be met.
func (k *track) after(i, seats int) (same int, ok bool) {
	if seats > k.max || seats+k.rest[i] < k.min {
		return 0, false
	}
	if seats+k.rest[i] <= k.max {
		return min(seats, max(k.min, 0)), true
	}
	return seats, true
}

// A step is what layer i does to the keys: only tracks that it adds to.
type step struct {
	layer  int
	tracks []*track
}

func newSteps(layers []Layer, tracks []track) []step {
	steps := make([]step, len(layers))
	for i := range steps {
		steps[i].layer = i
		for j := range tracks {
			if k := &tracks[j]; k.rest[i] != k.rest[i+1] {
				steps[i].tracks = append(steps[i].tracks, k)
			}
		}
	}
	return steps
}

// move writes the state after an option into to.
func (s *step) move(to, from []uint64, option int) (ok bool) {
	copy(to, from)
	for _, k := range s.tracks {
		seats := int(from[k.word] >> k.shift & k.mask)
		same, ok := k.after(s.layer+1, seats+k.share[s.layer][option])
		if !ok {
			return false
		}
		to[k.word] = to[k.word]&^(k.mask<<k.shift) | uint64(same)<<k.shift
	}
	return true
}
