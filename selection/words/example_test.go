package words_test

import (
	"context"
	"fmt"

	"github.com/evenlot/evenlot/quotas"
	"github.com/evenlot/evenlot/selection/lottery"
	"github.com/evenlot/evenlot/selection/pool"
	"github.com/evenlot/evenlot/selection/why"
	"github.com/evenlot/evenlot/selection/words"
)

// What bounds the smallest chance comes as data, and is said here.
func ExampleBinding() {
	table, faults := quotas.Read("quotas.csv", []byte("feature,value,min,max\nage,young,0,1\nage,old,1,2\n"))
	if err := faults.Err(); err != nil {
		fmt.Println(err)
		return
	}
	people, faults := pool.Read("pool.csv", []byte("age\nyoung\nyoung\nyoung\nyoung\nold\nold\n"), table, pool.Options{})
	if err := faults.Err(); err != nil {
		fmt.Println(err)
		return
	}
	e, err := why.Explain(context.Background(), lottery.Question{Pool: people, Seats: 2})
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(e.Binding.Limits[0].Value, e.Binding.Limits[0].End, e.Binding.Limits[0].Seats, e.Binding.People)
	fmt.Println(words.Binding(e.Binding))
	// Output:
	// young max 1 4
	// age: young allows at most 1 seat, and 4 people with age: young share it: not all of them can be promised more than 25.0 %.
}
