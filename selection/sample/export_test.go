package sample

// Panel gives the data rows, from 1 and ascending, of the planted panel.
func (s *Sample) Panel() []int { return s.panel }

// Counts gives the people of the pool per feature and value, in the order of [Sample.Features].
func (s *Sample) Counts() [][]int { return s.counts }
