package disclosure

import "slices"

// Alike counts people with all their values in common. smallest is the size of the smallest group of
// them, the k of k-anonymity. alone is how many people are the only one of their kind. Each person
// has one number for each feature.
func Alike(values [][]int) (smallest, alone int) {
	sorted := slices.Clone(values)
	slices.SortFunc(sorted, slices.Compare[[]int])
	smallest = len(sorted)
	for from := 0; from < len(sorted); {
		to := from + 1
		for to < len(sorted) && slices.Equal(sorted[from], sorted[to]) {
			to++
		}
		if to-from == 1 {
			alone++
		}
		smallest = min(smallest, to-from)
		from = to
	}
	return smallest, alone
}
