package study

// work is an input with what is counted once.
type work struct {
	*Input
	counts     []int // pages of each person
	unseatable []bool
	features   []column // those with a quota, then the others
}

// quota is the middle of the quota of a value over the seats.
func (w *work) quota(f, v int) float64 {
	value := w.Table.Features[f].Values[v]
	return float64(value.Min+value.Max) / 2 / float64(w.Seats)
}

func (w *work) chance(i int) float64 { return float64(w.counts[i]) / float64(len(w.Pages)) }

// panel is the seats of each code on the drawn page; nil before the draw.
func (w *work) panel(code []int32, values int) []int {
	if w.Page < 0 {
		return nil
	}
	seats := make([]int, values)
	for _, i := range w.Pages[w.Page] {
		seats[code[i]]++
	}
	return seats
}
