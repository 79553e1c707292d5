// Package endtoend adds up the two lotteries of an assembly, that of letters and that of seats: what
// everybody of a population can be told of their chance of a seat, and what nobody can know.
//
// Proved are, each from its record: everybody's chance of a letter; everybody's chance of a seat once
// they are in the pool; and that the chances of all people from before the letters add up to the
// seats, whatever people do, so that the mean is seats over people. Not known is who answers. For
// somebody who will answer for sure the end-to-end chance is that of a letter times the average chance
// in the pools that may come about, and a pool is one of them: the product given here takes the
// chances of the present pool, and is a model.
package endtoend

import "math/big"

// A Stratum of the register.
type Stratum struct {
	Name    string
	People  int // rows of the register
	Letters int // that went out
}

// Chance is that of a letter, for everybody of the stratum, where nobody is passed over for a
// household.
func (s Stratum) Chance() *big.Rat {
	if s.People == 0 {
		return new(big.Rat)
	}
	return big.NewRat(int64(min(s.Letters, s.People)), int64(s.People))
}

// Input is what two records say.
type Input struct {
	Strata []Stratum
	Pool   int // people
	Seats  int
	// Chances of a seat once in the pool, of those who can be seated.
	Least, Most *big.Rat
}

// Chances are what can be said.
type Chances struct {
	People      int         // of the register
	Letters     int         // that went out
	LetterLeast *big.Rat    // over strata
	LetterMost  *big.Rat    // over strata
	Mean        *big.Rat    // of a seat, over all people of the register; proved
	Answered    *big.Rat    // people of the pool for each letter
	Once        *big.Rat    // mean chance once in the pool: seats over people in it
	Willing     [2]*big.Rat // least and most, of somebody who will answer for sure; a model
}

// Of adds up.
func Of(in Input) *Chances {
	c := &Chances{}
	for _, s := range in.Strata {
		c.People, c.Letters = c.People+s.People, c.Letters+min(s.Letters, s.People)
		if s.People == 0 {
			continue
		}
		p := s.Chance()
		if c.LetterLeast == nil || p.Cmp(c.LetterLeast) < 0 {
			c.LetterLeast = p
		}
		if c.LetterMost == nil || p.Cmp(c.LetterMost) > 0 {
			c.LetterMost = p
		}
	}
	c.Mean = big.NewRat(int64(in.Seats), int64(c.People))
	c.Once = big.NewRat(int64(in.Seats), int64(in.Pool))
	c.Answered = big.NewRat(int64(in.Pool), int64(c.Letters))
	c.Willing = [2]*big.Rat{new(big.Rat).Mul(c.LetterLeast, in.Least), new(big.Rat).Mul(c.LetterMost, in.Most)}
	return c
}

// OneIn is the whole number n nearest to 1/p; 0 where p is 0.
func OneIn(p *big.Rat) *big.Int {
	if p.Sign() <= 0 {
		return new(big.Int)
	}
	twice := new(big.Int).Lsh(p.Denom(), 1)
	twice.Add(twice, p.Num())
	return twice.Div(twice, new(big.Int).Lsh(p.Num(), 1))
}
