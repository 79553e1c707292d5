package selection_test

import (
	"context"
	"fmt"

	"github.com/evenlot/evenlot/quotas"
	"github.com/evenlot/evenlot/selection"
	"github.com/evenlot/evenlot/selection/pool"
	"github.com/evenlot/evenlot/selection/verify"
	"github.com/evenlot/evenlot/selection/words"
)

// A whole selection: files are read and checked, the book is made and opened, and the record
// is verified. For a draw in public see package ceremony.
func ExampleRun() {
	table, faults := quotas.Read("quotas.csv", []byte("feature,value,min,max\nage,young,1,1\nage,old,2,2\n"))
	if err := faults.Err(); err != nil {
		fmt.Println(err)
		return
	}
	people, faults := pool.Read("pool.csv", []byte("id,age\nada,young\nbob,old\ncid,old\ndee,old\neve,young\n"), table, pool.Options{})
	if err := faults.Err(); err != nil {
		fmt.Println(err)
		return
	}
	result, err := selection.Run(context.Background(), selection.Request{Pool: people, Seats: 3, PublicValue: "3 12 19 27 44 45"})
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(result.Summary().Fairest())
	fmt.Println(words.Binding(result.Binding))
	fmt.Println("drawn: page", result.Draw.Page, "of", result.Rules.Pages)
	fmt.Println("the record holds:", verify.CheckFiles(result.Files, nil).OK())
	// Output:
	// Everyone who can be seated is on at least 500 of 1000 pages, and no book of 1000 pages gives everybody more.
	// age: young allows at most 1 seat, and 2 people with age: young share it: not all of them can be promised more than 50.0 %.
	// drawn: page 910 of 1000
	// the record holds: true
}
