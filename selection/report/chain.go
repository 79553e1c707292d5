package report

import (
	"encoding/json"
	"errors"
	"fmt"
	"math/big"
)

// A Chain is how letters and seats came together, as evenlot endtoend --json writes it. Chances are
// fractions, "11/170".
type Chain struct {
	Unit    string    `json:"unit"`
	People  int       `json:"register"`
	Letters int       `json:"letters"`
	Pool    int       `json:"pool"`
	Seats   int       `json:"seats"`
	Strata  []Stratum `json:"strata"`
	Least   string    `json:"seat_once_in_pool_least"`
	Most    string    `json:"seat_once_in_pool_most"`
	Mean    string    `json:"seat_mean"`
	Willing [2]string `json:"modelled_if_sure_to_answer"`
}

// A Stratum is a part of the register whose people had the same chance of a letter.
type Stratum struct {
	Chance string `json:"chance_of_letter"`
}

// ReadChain reads a chain and holds it against the record of the report, whose it must be.
func (r *Report) ReadChain(data []byte) error {
	c := &Chain{}
	if err := json.Unmarshal(data, c); err != nil || len(c.Strata) == 0 {
		return errors.New("is not what evenlot endtoend prints as JSON")
	}
	for _, text := range append([]string{c.Least, c.Most, c.Mean, c.Willing[0], c.Willing[1]}, c.chances()...) {
		if p := fraction(text); p == nil || p.Sign() < 0 || p.Cmp(big.NewRat(1, 1)) > 0 {
			return fmt.Errorf("has %q, expected a chance such as 11/170", text)
		}
	}
	if c.Pool != r.People || c.Seats != r.Seats || c.Letters <= 0 || c.People < c.Letters {
		return fmt.Errorf("is of %d letters, %d volunteers and %d seats, but the record has %d volunteers and %d seats", c.Letters, c.Pool, c.Seats, r.People, r.Seats)
	}
	if r.Chances == nil || fraction(c.Least).Cmp(share(r.Chances.Smallest, r.Chances.Pages)) != 0 || fraction(c.Most).Cmp(share(r.Chances.Largest, r.Chances.Pages)) != 0 {
		return errors.New("has other chances of the volunteers than the record")
	}
	r.Chain = c
	return nil
}

func (c *Chain) chances() (all []string) {
	for _, s := range c.Strata {
		all = append(all, s.Chance)
	}
	return all
}

// fraction is nil where a text is none.
func fraction(text string) *big.Rat {
	p, ok := new(big.Rat).SetString(text)
	if !ok {
		return nil
	}
	return p
}

// chain says what is exact, what is proved, and what is a model.
func (w writer) chain() Section {
	c, s := w.Chain, Section{Heading: w.say.Say("report.chain")}
	least, most := fraction(c.Strata[0].Chance), fraction(c.Strata[0].Chance)
	for _, text := range c.chances() {
		if p := fraction(text); p.Cmp(least) < 0 {
			least = p
		} else if p.Cmp(most) > 0 {
			most = p
		}
	}
	about := "report.chain_people"
	if c.Unit == "addresses" {
		about = "report.chain_addresses"
	}
	s.say(w.say.Say(about, c.Letters, c.People))
	if least.Cmp(most) == 0 {
		s.say(w.say.Say("report.chain_letter", w.say.Share(least)))
	} else {
		s.say(w.say.Say("report.chain_letters", w.say.Share(least), w.say.Share(most)))
	}
	answered := w.say.Tenths(new(big.Rat).SetFrac64(int64(100*c.Pool), int64(c.Letters)))
	s.say(w.say.Say("report.chain_once", w.say.AtLeast(fraction(c.Least)), w.say.AtMost(fraction(c.Most))),
		w.say.Say("report.chain_mean", c.Seats, c.People, w.say.Share(fraction(c.Mean))),
		w.say.Say("report.chain_model", answered, w.say.Share(fraction(c.Willing[0])), w.say.Share(fraction(c.Willing[1]))))
	return s
}
