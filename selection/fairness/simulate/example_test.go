package simulate_test

import (
	"context"
	"fmt"

	"github.com/evenlot/evenlot/quotas"
	"github.com/evenlot/evenlot/selection/fair"
	"github.com/evenlot/evenlot/selection/fairness/simulate"
	"github.com/evenlot/evenlot/selection/plan"
	"github.com/evenlot/evenlot/selection/pool"
)

// A register of 300. Whoever has a degree answers three times as often, whoever is for it twice as often.
// Quotas on degrees repair the first; nobody asked for views, so the second stays nearly as it is.
func ExampleOf() {
	table, faults := quotas.Read("quotas.csv", []byte("feature,value,min,max\ndegree,yes,4,4\ndegree,no,8,8\n"))
	if err := faults.Err(); err != nil {
		fmt.Println(err)
		return
	}
	register := "id,degree,view\n"
	for i := range 300 {
		degree, view := "no", "against"
		if i%3 == 0 {
			degree = "yes"
		}
		if i%2 == 0 {
			view = "for"
		}
		register += fmt.Sprintf("p%d,%s,%s\n", i, degree, view)
	}
	people, faults := pool.Read("register.csv", []byte(register), table, pool.Options{})
	if err := faults.Err(); err != nil {
		fmt.Println(err)
		return
	}
	frame := simulate.NewFrame(people)
	if faults := frame.Answer(0.2, "relative.csv", []plan.Relative{{Feature: "degree", Value: "yes", Times: 3}, {Feature: "view", Value: "for", Times: 2}}); len(faults) > 0 {
		fmt.Println(faults)
		return
	}
	s, err := simulate.Of(context.Background(), simulate.Question{Frame: frame, Seats: 12, Runs: 200, Seed: "a town",
		Rules: []fair.Rule{fair.Leximin{}}})
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, v := range s.Values {
		fmt.Printf("%s %s: %.0f %% of the frame, %.0f %% of the pool, %.0f %% of the seats\n",
			v.Feature, v.Value, 100*v.Share, 100*float64(v.Pool), 100*float64(v.Seats))
	}
	// Output:
	// degree no: 67 % of the frame, 40 % of the pool, 67 % of the seats
	// degree yes: 33 % of the frame, 60 % of the pool, 33 % of the seats
	// view against: 50 % of the frame, 33 % of the pool, 34 % of the seats
	// view for: 50 % of the frame, 67 % of the pool, 66 % of the seats
}
