package answers

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/evenlot/evenlot/quotas/plain"
	"github.com/evenlot/evenlot/quotas/sheet"
	"github.com/evenlot/evenlot/selection/invite"
	"github.com/evenlot/evenlot/selection/pool"
)

// Codes of doubts.
const (
	LetterUnknown = "letter-unknown" // a code that is of no letter that went out
	LetterTwice   = "letter-twice"   // several people who answered one letter
)

const (
	askUnknown = "right: the person may take part without a letter; leave out: this entry goes; or mend the code in the file"
	askTwice   = "same: one person, of whom the later entry stays; different: all may take part; leave out: this entry goes"
)

// Answers are a pool held against drives.
type Answers struct {
	pool    *pool.Pool
	drives  []*Drive
	people  []answer // in the order of the pool
	LeftOut int      // people without a letter who were left out before, by the organiser's rule
	Decided bool     // all doubts about letters
}

// An answer is how somebody came.
type answer struct {
	typed string // the cell
	code  string // empty: it is no code
	drive int    // -1: the code is of no letter that went out, or there is none
	of    letter
}

// find reads a code as somebody typed it.
func find(drives []*Drive, typed string) answer {
	a := answer{typed: sheet.Clean(typed), drive: -1}
	code, ok := invite.ReadCode(a.typed)
	if !ok {
		return a
	}
	a.code = code
	for i, d := range drives {
		if l, there := d.codes[code]; there {
			a.of = l
			if d.sent(l) {
				a.drive = i
			}
			break
		}
	}
	return a
}

// NoLetter is the frame of people who came without a letter.
const NoLetter = "no letter"

// Frames gives what makes the feature of frames out of codes: the frame of the drive that sent the letter, or [NoLetter].
func Frames(drives []*Drive) func(code string) string {
	return func(code string) string {
		if a := find(drives, code); a.drive >= 0 {
			return drives[a.drive].Frame
		}
		return NoLetter
	}
}

// Match holds everybody of a pool, whose codes are in a column, against drives.
func Match(p *pool.Pool, column int, drives []*Drive) *Answers {
	a := &Answers{pool: p, drives: drives}
	for i := range p.People {
		a.people = append(a.people, find(drives, p.Cell(i, column)))
	}
	return a
}

// Came is how many people came by a letter.
func (a *Answers) Came() (n int) {
	for _, one := range a.people {
		if one.drive >= 0 {
			n++
		}
	}
	return n
}

// Without are the people who gave no code.
func (a *Answers) Without() (people []int) {
	for i, one := range a.people {
		if one.typed == "" {
			people = append(people, i)
		}
	}
	return people
}

// Doubts are what a person must decide: codes that are of no letter that went out, and letters that several people answered. Where the letters
// went to addresses and these people are known to be of one household, of whom a panel has few, that is as it should be.
func (a *Answers) Doubts() []pool.Doubt {
	var all []pool.Doubt
	by := map[string][]int{}
	for i, one := range a.people {
		switch {
		case one.drive >= 0:
			by[one.code] = append(by[one.code], i)
		case one.typed != "":
			all = append(all, a.pool.NewDoubt(LetterUnknown, true, []int{i}, a.unknown(one), askUnknown))
		}
	}
	for _, code := range slices.Sorted(maps.Keys(by)) {
		people := by[code]
		if len(people) == 1 || a.oneHome(people) {
			continue
		}
		all = append(all, a.pool.NewDoubt(LetterTwice, true, people, fmt.Sprintf("%s answered one letter, %s", plain.Count(len(people), "person", "people"), code), askTwice))
	}
	return all
}

// oneHome reports whether people of one letter to an address are of one household.
func (a *Answers) oneHome(people []int) bool {
	home := a.pool.People[people[0]].Household
	return home >= 0 && a.drives[a.people[people[0]].drive].Lottery.Rules.Unit == invite.Addresses &&
		!slices.ContainsFunc(people, func(i int) bool { return a.pool.People[i].Household != home })
}

// unknown says what is wrong with a code.
func (a *Answers) unknown(one answer) string {
	typed := sheet.Quote(one.typed)
	if one.code == "" {
		if near := a.near(one.typed); near != "" {
			return typed + " is no letter code, but one slip away from " + near
		}
		return typed + " is no letter code: a slip, most likely"
	}
	for _, d := range a.drives {
		if l, there := d.codes[one.code]; there {
			return fmt.Sprintf("%s is the code of a letter of wave %s, and %s out", typed, d.Lottery.Rules.WaveName(l.wave), plain.Count(d.Waves, "wave went", "waves went"))
		}
	}
	return typed + " is the code of no letter"
}

// near gives the code of a letter from which a typed one differs by one wrong character or by two that changed places; "" where there
// is none, or more than one.
func (a *Answers) near(typed string) (found string) {
	bare := []rune(strings.Map(func(r rune) rune {
		if r == '-' || r == ' ' {
			return -1
		}
		return r
	}, strings.ToUpper(typed)))
	try := func(bare []rune) bool {
		one := find(a.drives, string(bare))
		if one.drive < 0 || one.code == found {
			return true
		}
		several := found != ""
		found = one.code
		return !several
	}
	for i := range bare {
		for _, r := range invite.CodeLetters {
			if !try(slices.Concat(bare[:i], []rune{r}, bare[i+1:])) {
				return ""
			}
		}
		for j := i + 1; j < len(bare); j++ {
			swapped := slices.Clone(bare)
			swapped[i], swapped[j] = swapped[j], swapped[i]
			if !try(swapped) {
				return ""
			}
		}
	}
	return found
}
