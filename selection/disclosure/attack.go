package disclosure

import "github.com/evenlot/evenlot/selection/modular"

// Groups is what the attack found.
type Groups struct {
	Rank     int // of the pages, with a column of ones beside the people; 0: not computed
	Groups   int // groups of people told apart; 0: too few pages to tell
	Smallest int // people in the smallest group; 0: too few pages to tell
}

// settled is how many last pages must add nothing to the rank for the null space to be
// believed. Pages stand in random order, so a direction that is still missing would
// most likely show in as many.
const settled = 10

// mostWork bounds pages * people * rank, the products of an elimination, to some ten
// seconds. A book that takes more is not looked at.
const mostWork = 2e10

// Attack sorts people, numbered from 0, into the groups that the pages tell apart; the package says
// how. Each page lists its people. kinds is the number of types in the pool: a book too short to
// tell that many apart is not looked at. People on no page are a group of their own. Work grows with
// pages * people * rank.
func Attack(pages [][]int32, people, kinds int) Groups {
	work := float64(len(pages)) * float64(people) * float64(min(people, len(pages)))
	if len(pages)-settled < people+1-kinds || work > mostWork {
		return Groups{}
	}
	e := elimination{width: people + 1}
	last := 0
	for p, page := range pages {
		row := make([]uint32, people+1)
		for _, i := range page {
			row[i] = 1
		}
		row[people] = 1
		if e.add(row) {
			last = p + 1
		}
		if e.full() {
			break
		}
	}
	g := Groups{Rank: len(e.rows)}
	if len(pages)-last < settled {
		return g
	}
	g.Groups, g.Smallest = e.groups(people)
	return g
}

// elimination is a matrix in row echelon form: rows with their pivot columns, where the
// pivots are 1 and nothing stands to the left of one.
type elimination struct {
	width  int
	rows   [][]uint32
	pivots []int
	row    []int // row of each pivot column, by column; made when complete
}

// full tells that no row can add to the rank.
func (e *elimination) full() bool { return len(e.rows) == e.width }

// add reduces a row by the others, in the order they came, and keeps what is left.
func (e *elimination) add(row []uint32) bool {
	for r, pivot := range e.pivots {
		modular.Subtract(row, e.rows[r], row[pivot])
	}
	for column, x := range row {
		if x != 0 {
			modular.Scale(row, modular.Inverse(x))
			e.rows, e.pivots = append(e.rows, row), append(e.pivots, column)
			return true
		}
	}
	return false
}

// groups counts people by their row of the basis of the null space: a free column is a
// unit vector, a pivot column what its row has in the free columns.
func (e *elimination) groups(people int) (groups, smallest int) {
	e.reduce()
	free := e.free()
	sizes := map[string]int{}
	for i := range people {
		sizes[e.signature(i, free)]++
	}
	smallest = people
	for _, size := range sizes {
		smallest = min(smallest, size)
	}
	return len(sizes), smallest
}

// reduce clears the pivot columns above their pivots.
func (e *elimination) reduce() {
	for r := len(e.rows) - 1; r >= 0; r-- {
		for above := range r {
			modular.Subtract(e.rows[above], e.rows[r], e.rows[above][e.pivots[r]])
		}
	}
	e.row = make([]int, e.width)
	for column := range e.row {
		e.row[column] = -1
	}
	for r, pivot := range e.pivots {
		e.row[pivot] = r
	}
}

func (e *elimination) free() []int {
	var free []int
	for column, r := range e.row {
		if r < 0 {
			free = append(free, column)
		}
	}
	return free
}

// signature spells the row of a column in the basis of the null space.
func (e *elimination) signature(column int, free []int) string {
	spelt := make([]byte, 0, 4*len(free))
	for _, f := range free {
		x := uint32(0)
		switch r := e.row[column]; {
		case r >= 0:
			x = modular.Sub(0, e.rows[r][f])
		case f == column:
			x = 1
		}
		spelt = append(spelt, byte(x>>24), byte(x>>16), byte(x>>8), byte(x))
	}
	return string(spelt)
}
