package simplex

// A breakpoint of the ratio test: the dual step at which column j changes sign.
type breakpoint struct {
	step  float64 // |d|/|alpha|
	alpha float64 // |alpha|
	j     int
}

// entering runs the long-step ratio test: breakpoints are passed, flipping their
// columns, as long as the leaving variable stays infeasible. It returns the
// entering variable (-1: every flip together does not reach the bound) and the
// columns to flip. Among the breakpoints at the turning point or before it, a
// pivot below pivotTolerance relative to the largest is avoided.
func (s *Solver) entering(sign, slope float64) (q int, flips []breakpoint) {
	s.heap = s.heap[:0]
	for _, v := range s.live {
		if s.where[v] >= 0 || s.lower[v] == s.upper[v] {
			continue
		}
		a := float64(sign * s.alpha[v])
		if s.atUpper[v] {
			a = -a
		}
		if a < -pivotTolerance {
			s.heap = append(s.heap, breakpoint{abs(s.d[v]) / -a, -a, v})
		}
	}
	heapify(s.heap)
	n := len(s.heap)
	for n > 0 {
		b := s.heap[0]
		n--
		s.heap[0] = s.heap[n]
		s.heap[n] = b // popped ones gather at the end, latest first
		siftDown(s.heap[:n], 0)
		slope -= float64(b.alpha * (s.upper[b.j] - s.lower[b.j]))
		if slope <= primalTolerance {
			return s.choose(s.heap[n:])
		}
	}
	return -1, nil
}

// choose takes the entering column from the passed breakpoints, latest first: the
// turning point itself unless its pivot is poor and an earlier one is good. All
// breakpoints before the chosen one are flipped.
func (s *Solver) choose(passed []breakpoint) (q int, flips []breakpoint) {
	const good = 1e-3
	best := 0
	if passed[0].alpha < good {
		for i, b := range passed {
			if b.alpha > passed[best].alpha {
				best = i
			}
			if b.alpha >= good {
				break
			}
		}
	}
	return passed[best].j, passed[best+1:]
}

func heapify(h []breakpoint) {
	for i := len(h)/2 - 1; i >= 0; i-- {
		siftDown(h, i)
	}
}

// before orders breakpoints by step, then by larger pivot, then by column.
func before(a, b breakpoint) bool {
	if a.step != b.step {
		return a.step < b.step
	}
	if a.alpha != b.alpha {
		return a.alpha > b.alpha
	}
	return a.j < b.j
}

func siftDown(h []breakpoint, i int) {
	for {
		c := 2*i + 1
		if c >= len(h) {
			return
		}
		if c+1 < len(h) && before(h[c+1], h[c]) {
			c++
		}
		if !before(h[c], h[i]) {
			return
		}
		h[i], h[c] = h[c], h[i]
		i = c
	}
}
