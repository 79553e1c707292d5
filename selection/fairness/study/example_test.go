package study_test

import (
	"context"
	"fmt"

	"github.com/evenlot/evenlot/quotas"
	"github.com/evenlot/evenlot/selection"
	"github.com/evenlot/evenlot/selection/fairness/study"
	"github.com/evenlot/evenlot/selection/pool"
	"github.com/evenlot/evenlot/selection/record"
)

// A pool and quotas become a book, and the book is measured.
func ExampleOf() {
	table, faults := quotas.Read("quotas.csv", []byte("feature,value,min,max\nage,young,1,1\nage,old,2,2\ntown,yes,1,2\ntown,no,1,2\n"))
	if err := faults.Err(); err != nil {
		fmt.Println(err)
		return
	}
	people, faults := pool.Read("pool.csv", []byte("id,age,town\nada,young,yes\nbob,old,yes\ncid,old,no\ndee,old,yes\neve,young,no\n"), table, pool.Options{})
	if err := faults.Err(); err != nil {
		fmt.Println(err)
		return
	}
	result, err := selection.Run(context.Background(), selection.Request{Pool: people, Seats: 3, PublicValue: "3 12 19 27 44 45"})
	if err != nil {
		fmt.Println(err)
		return
	}
	rec, faults := record.Parse(result.Files)
	if err := faults.Err(); err != nil {
		fmt.Println(err)
		return
	}
	in, err := study.OfRecord(rec)
	if err != nil {
		fmt.Println(err)
		return
	}
	s := study.Of(in)
	fmt.Printf("chances %.3f to %.3f, Gini %.3f\n", s.Chances.Smallest, s.Chances.Largest, s.Chances.Gini)
	for _, cell := range s.Cells {
		fmt.Printf("%s, town %s: %d of the pool, %.3f seats on average\n", cell.Value1, cell.Value2, cell.PoolPeople, float64(cell.BookMean))
	}
	fmt.Println(s.Tests[0].Subject + ", if " + s.Tests[0].Null)
	// Output:
	// chances 0.500 to 0.667, Gini 0.067
	// old, town no: 1 of the pool, 0.667 seats on average
	// old, town yes: 2 of the pool, 1.333 seats on average
	// young, town no: 1 of the pool, 0.500 seats on average
	// young, town yes: 1 of the pool, 0.500 seats on average
	// sum of the chances of the people drawn, if every page of the book was equally likely to be drawn
}
