package answers

import (
	"fmt"
	"regexp"
	"strconv"

	"github.com/evenlot/evenlot/quotas/plain"
)

// drawn is how a statement names the letters by which a pool came.
const drawn = "letters%s were drawn by lot under the commitment %s: %s out, by which %s of the pool came"

var readDrawn = regexp.MustCompile("^" + fmt.Sprintf(drawn, "(?: to .*)?", "([0-9a-f]{64})", "([0-9]{1,9}) letters? went", "[0-9]+ (?:person|people)") + "$")

// Sentences say for everybody to read who came by letters, of which lotteries, and who without. They
// are statements of the rules.
func (a *Answers) Sentences() (all []string) {
	came := make([]int, len(a.drives))
	by, unknown := map[string]int{}, 0
	for _, one := range a.people {
		switch {
		case one.drive >= 0:
			came[one.drive]++
			by[one.code]++
		case one.typed != "":
			unknown++
		}
	}
	for i, d := range a.drives {
		to := ""
		if d.Frame != "" {
			to = " to " + d.Frame
		}
		all = append(all, fmt.Sprintf(drawn, to, d.Lottery.Commitment(), plain.Count(d.Sent(), "letter went", "letters went"), plain.Count(came[i], "person", "people")))
	}
	several, more := 0, 0
	for _, n := range by {
		if n > 1 {
			several, more = several+1, more+n
		}
	}
	add := func(n int, text string) {
		if n > 0 {
			all = append(all, text)
		}
	}
	add(several, fmt.Sprintf("%s by several people each, %d together", plain.Count(several, "letter was answered", "letters were answered"), more))
	add(len(a.Without()), plain.Count(len(a.Without()), "person of the pool came", "people of the pool came")+" without a letter")
	taken := ", which is to be decided"
	if a.Decided {
		taken = ", and may take part"
	}
	add(unknown, plain.Count(unknown, "person of the pool", "people of the pool")+" gave a code that is of no letter"+taken)
	add(a.LeftOut, plain.Count(a.LeftOut, "person", "people")+" who came without a letter take no part")
	return all
}

// A Named lottery is one by whose letters a pool came, as the rules of its record say.
type Named struct {
	Commitment string
	Letters    int // that went out
	Sentence   string
}

// Commitments are the lotteries of letters that the statements of rules name.
func Commitments(statements []string) (all []Named) {
	for _, s := range statements {
		if m := readDrawn.FindStringSubmatch(s); m != nil {
			letters, _ := strconv.Atoi(m[2]) // at most nine digits
			all = append(all, Named{m[1], letters, s})
		}
	}
	return all
}
