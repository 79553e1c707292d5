// Package exact has the tests of a statistician who has few people in each cell: p-values that are
// counted, not approximated, and approximations only where the counts allow them.
//
// # Which test
//
//   - [Pages]: a book is a finite known law, every page as likely as the others. The p-value of any
//     statistic of a panel is the share of pages at least as extreme. No assumption is made; where
//     there is a book, this comes first.
//   - [Hypergeometric]: seats of one value against a draw without quotas from the pool.
//   - [Draw]: the same for all values of a feature together.
//   - [Multinomial]: counts against shares, where nothing limits the people of a value.
//   - [Fisher]: a table of two rows and two columns, given its margins.
//   - [ChiSquare], [GTest]: the approximations; they refuse where cells are small and say why.
//   - [Jeffreys]: an interval for a chance that was only sampled.
//   - [Holm], [BenjaminiHochberg]: many tests find something by accident; these say what is left.
//
// A p-value here never promises too little: under its null hypothesis P(p <= a) <= a for every a.
// Where outcomes are too many to count, they are drawn with a stream the caller gives, and the
// p-value is (1 + as extreme) / (1 + drawn), which keeps that promise (Phipson and Smyth,
// Statistical Applications in Genetics and Molecular Biology 9:39, 2010).
//
// Files in reading order: adjust.go, asymptotic.go, hypergeometric.go, jeffreys.go, pages.go,
// multinomial.go.
package exact
