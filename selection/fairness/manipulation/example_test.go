package manipulation_test

import (
	"context"
	"fmt"

	"github.com/evenlot/evenlot/quotas"
	"github.com/evenlot/evenlot/selection/fair"
	"github.com/evenlot/evenlot/selection/fairness/manipulation"
	"github.com/evenlot/evenlot/selection/pool"
)

// Six people from the city and two from the country share four seats evenly. Under leximin a person
// from the city who says they come from the country gains a third; two seats are then shared by three.
func ExampleOf() {
	table, faults := quotas.Read("quotas.csv", []byte("feature,value,min,max\nfrom,city,2,2\nfrom,country,2,2\n"))
	if err := faults.Err(); err != nil {
		fmt.Println(err)
		return
	}
	people, faults := pool.Read("pool.csv", []byte("id,from\na,city\nb,city\nc,city\nd,city\ne,city\nf,city\ng,country\nh,country\n"), table, pool.Options{})
	if err := faults.Err(); err != nil {
		fmt.Println(err)
		return
	}
	roster, _ := people.Roster([32]byte{})
	s, err := manipulation.Of(context.Background(), manipulation.Question{Roster: roster, Seats: 4, Rules: []fair.Rule{fair.Leximin{}}})
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, l := range s.Each {
		if l.None() {
			fmt.Printf("%s as %s: no panel is left\n", l.Truth, l.Told)
			continue
		}
		fmt.Printf("%s as %s: %.3f instead of %.3f, others lose up to %.3f\n", l.Truth, l.Told, l.After, l.Before, l.Loss)
	}
	// Output:
	// city as country: 0.667 instead of 0.333, others lose up to 0.333
	// country as city: no panel is left
}
