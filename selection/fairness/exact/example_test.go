package exact_test

import (
	"fmt"

	"github.com/evenlot/evenlot/selection/fairness/exact"
)

// Of 200 volunteers 60 cycle, and 4 of a panel of 30 do.
func ExampleHypergeometric() {
	fmt.Printf("%.4f\n", exact.Hypergeometric(200, 60, 30, 4))
	// Output: 0.0317
}

// The drawn page has 7 more women than the average one; so has one page in five.
func ExamplePages() {
	fmt.Println(exact.Pages([]float64{0, 3, 7, 1, 2}, 2))
	// Output: 0.2
}
