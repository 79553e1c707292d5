package simulate

import "github.com/evenlot/evenlot/selection/fair"

// A Question is what is simulated.
type Question struct {
	Frame     *Frame
	Seats     int
	Household int         // people of one household a panel may hold; 0: no rule, as where Sampled
	Letters   int         // 0: one for each row of the frame
	Sampled   bool        // letters are drawn with replacement: a row stands for many people
	Rules     []fair.Rule // none: leximin
	Budget    int         // of each search for panels; 0: the chances that the quotas allow
	Runs      int
	Seed      string
	Progress  func(phase string, done, total int) // may be nil
}

func (q *Question) letters() int {
	switch n := q.Frame.People(); {
	case q.Letters == 0:
		return n
	case q.Sampled:
		return q.Letters
	default:
		return min(q.Letters, n)
	}
}
