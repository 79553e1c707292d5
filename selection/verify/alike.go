package verify

import (
	"encoding/binary"
	"fmt"
	"maps"
	"math/big"
	"slices"
	"strings"

	"github.com/evenlot/evenlot/selection/pool"
	"github.com/evenlot/evenlot/selection/record"
)

// A row is a sum of the seats of types, each times a number, with the window in
// which it lies on every panel.
type row struct {
	name     string
	terms    []record.ProofTerm // type and number
	min, max *big.Int           // min is nil where there is none
}

// kinds are the types of a pool, and the rows.
type kinds struct {
	typeOf  []int   // of each person, from 0
	count   []int64 // people of each type
	shapeOf []int   // shape of household of each type; 0: none that counts
	homes   []int   // households of each shape
	rows    []row
}

// gather finds who is alike in a parsed pool, and the rows: a row for each value,
// one for each shape of household, one for the seats. A household counts if it has
// more members than limit, and limit is not 0; its shape is the number of its
// members, then their values, sorted.
func gather(r *pool.Roster, seats, limit int) kinds {
	var rows []row
	people := len(r.Entries)
	kind, shape := make([]string, people), make([]string, people) // "": no household that counts
	home := make([][]string, people)                              // values of its members; named by its first entry
	for i, e := range r.Entries {
		kind[i] = sortable(e.Values...)
		if e.Household >= 0 {
			home[e.Household] = append(home[e.Household], kind[i])
		}
	}
	for i, e := range r.Entries {
		if limit == 0 || e.Household < 0 || len(home[e.Household]) <= limit {
			continue
		}
		slices.Sort(home[e.Household])
		shape[i] = sortable(len(home[e.Household])) + strings.Join(home[e.Household], "")
		kind[i] += shape[i]
	}
	typeOf, types := rank(kind)
	shapeOf, shapes := rank(append(shape, "")) // number 0 is no household that counts
	count := make([]int64, types)
	someone, homes := make([]int, types), make([]int, shapes)
	for i, t := range typeOf {
		count[t]++
		someone[t] = i
		if len(home[i]) > 0 {
			homes[shapeOf[i]]++
		}
	}
	k := kinds{typeOf: typeOf, count: count, shapeOf: make([]int, types), homes: homes}
	add := func(name string, min, max int) {
		rows = append(rows, row{name: name, min: big.NewInt(int64(min)), max: big.NewInt(int64(max))})
	}
	for _, feature := range r.Table.Features {
		for _, value := range feature.Values {
			add("quota "+feature.Name+": "+value.Name, value.Min, value.Max)
		}
	}
	quotas := len(rows)
	for s := 1; s < shapes; s++ {
		add(fmt.Sprintf("households of shape %d", s), 0, limit*homes[s])
	}
	add("seats", seats, seats)
	for t, i := range someone {
		in, at := []int{len(rows) - 1}, 0 // rows
		for f, v := range r.Entries[i].Values {
			in = append(in, at+v)
			at += len(r.Table.Features[f].Values)
		}
		if k.shapeOf[t] = shapeOf[i]; shapeOf[i] > 0 {
			in = append(in, quotas+shapeOf[i]-1)
		}
		for _, at := range in {
			rows[at].terms = append(rows[at].terms, record.ProofTerm{At: t, By: big.NewInt(1)})
		}
	}
	k.rows = rows
	return k
}

// sortable is a text that sorts as the numbers do.
func sortable(numbers ...int) string {
	var text []byte
	for _, n := range numbers {
		text = binary.BigEndian.AppendUint32(text, uint32(n))
	}
	return string(text)
}

// rank numbers texts by their place among the different ones, and counts these.
func rank(texts []string) (numbers []int, different int) {
	place := map[string]int{}
	for _, text := range texts {
		place[text] = 0
	}
	for n, text := range slices.Sorted(maps.Keys(place)) {
		place[text] = n
	}
	for _, text := range texts {
		numbers = append(numbers, place[text])
	}
	return numbers, len(place)
}
