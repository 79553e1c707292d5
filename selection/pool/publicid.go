package pool

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"hash"
	"math/big"
	"math/bits"
	"slices"
	"strings"
)

const (
	letters  = "bcdfghjkmnpqrstvwxyz"
	alphabet = letters + "23456789"
	shortest = 6  // no id is shorter
	longest  = 50 // 20 * 28^49 ids are still fewer than 2^256
)

// Roster takes the names away: public ids and salts come from the record key
// and the identities alone, and entries are sorted by id. person[i] is the index
// in People of entry i.
func (p *Pool) Roster(key [32]byte) (r *Roster, person []int) {
	n := len(p.People)
	numbers, salts := make([][4]uint64, n), make([][16]byte, n)
	mac := hmac.New(sha256.New, key[:])
	for i := range p.People {
		identity := p.Canonical(i)
		sum := sign(mac, "evenlot/1 public id", identity)
		for w := range 4 {
			numbers[i][w] = binary.BigEndian.Uint64(sum[8*w:])
		}
		sum = sign(mac, "evenlot/1 salt", identity)
		salts[i] = [16]byte(sum[:16])
	}
	ids, person := sortedIDs(numbers)
	r = &Roster{Table: p.Table, Entries: make([]Entry, n)}
	first, home := make(map[int]int), make(map[int]string)
	for at, i := range person {
		e := Entry{ID: ids[i], Salt: salts[i], Values: p.People[i].Values, Household: -1}
		if h := p.People[i].Household; h >= 0 {
			if _, met := first[h]; !met {
				first[h] = at
				sum := sign(mac, "evenlot/2 household", p.Canonical(i))
				home[h] = hex.EncodeToString(sum[:homeDigits/2])
			}
			e.Household, e.Home = first[h], home[h]
		}
		r.Entries[at] = e
	}
	return r, person
}

// Unnamed is the roster without ids and salts, in the order of the pool. Quotas and chances come out
// the same, in a tenth of the time.
func (p *Pool) Unnamed() *Roster {
	r := &Roster{Table: p.Table, Entries: make([]Entry, len(p.People))}
	first := make(map[int]int)
	for i, person := range p.People {
		e := Entry{Values: person.Values, Household: -1}
		if h := person.Household; h >= 0 {
			if _, met := first[h]; !met {
				first[h] = i
			}
			e.Household = first[h]
		}
		r.Entries[i] = e
	}
	return r
}

func sign(mac hash.Hash, label, identity string) [32]byte {
	mac.Reset()
	mac.Write([]byte(label))
	mac.Write([]byte{0})
	mac.Write([]byte(identity))
	return [32]byte(mac.Sum(nil))
}

// sortedIDs spells the numbers as ids, long enough that no two are equal, and
// gives the order that sorts them.
func sortedIDs(numbers [][4]uint64) (ids []string, order []int) {
	ids, order = make([]string, len(numbers)), make([]int, len(numbers))
	for length := idLength(len(numbers)); length <= longest; length++ {
		for i := range numbers {
			ids[i], order[i] = publicID(numbers[i], length), i
		}
		slices.SortFunc(order, func(a, b int) int { return strings.Compare(ids[a], ids[b]) })
		unique := true
		for j := 1; j < len(order); j++ {
			unique = unique && ids[order[j]] != ids[order[j-1]]
		}
		if unique {
			return ids, order
		}
	}
	panic("pool: internal error: two people of one identity")
}

// idLength is the least length at which n ids collide with a chance under one
// in a million.
func idLength(n int) int {
	need := new(big.Int).Mul(big.NewInt(int64(n)), big.NewInt(int64(n)))
	need.Mul(need, big.NewInt(1_000_000))
	space := big.NewInt(int64(len(letters)))
	base := big.NewInt(int64(len(alphabet)))
	length := 1
	for length < shortest || space.Cmp(need) <= 0 {
		space.Mul(space, base)
		length++
	}
	return length
}

// publicID spells the lowest digits of a number, most significant word first.
func publicID(number [4]uint64, length int) string {
	digit := func(base int) (rest uint64) {
		for w := range number {
			number[w], rest = bits.Div64(rest, number[w], uint64(base))
		}
		return rest
	}
	id := make([]byte, length)
	id[0] = letters[digit(len(letters))]
	for i := 1; i < length; i++ {
		id[i] = alphabet[digit(len(alphabet))]
	}
	return string(id)
}

// wellFormed reports whether id may stand in a record, where ids may be shorter than those of
// publicID.
func wellFormed(id string) bool {
	return id != "" && len(id) <= longest && strings.IndexByte(letters, id[0]) >= 0 && strings.Trim(id, alphabet) == ""
}
