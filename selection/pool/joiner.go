package pool

import "slices"

// A joiner gathers people into groups: union-find.
type joiner map[int]int

func (j joiner) root(i int) int {
	for {
		up, ok := j[i]
		if !ok || up == i {
			return i
		}
		if above, ok := j[up]; ok {
			j[i] = above
		}
		i = up
	}
}

func (j joiner) join(a, b int) {
	a, b = j.root(a), j.root(b)
	j[max(a, b)] = min(a, b)
	j[min(a, b)] = min(a, b)
}

// groups are the groups of two and more, by their first member.
func (j joiner) groups() [][]int {
	members := make(map[int][]int)
	for i := range j {
		r := j.root(i)
		members[r] = append(members[r], i)
	}
	var all [][]int
	for _, m := range members {
		slices.Sort(m)
		all = append(all, m)
	}
	slices.SortFunc(all, func(a, b []int) int { return a[0] - b[0] })
	return all
}
