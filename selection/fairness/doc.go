// Package fairness says in numbers and in words how fair a book is and whether
// the panel it was opened at looks unusual.
//
// It reads a finished selection and changes nothing: the quota table, the values
// of every person, the book, the drawn page, and any further columns of the pool.
// What it returns goes to the research folder and to summaries, never into
// anything that is hashed; so here, and only here, floats and gonum are welcome.
//
// # The rooms below
//
// This package is what a record and its report say of themselves. A researcher wants the rooms below it,
// each usable alone:
//
//   - study asks the questions of the literature of one lottery. study.OfRecord takes a record that
//     holds, study.Of gives rows; the example of study.Of reads a pool and quotas, builds a book and
//     measures it, in thirty lines.
//   - tables writes these rows as CSV with a data package, plots draws them.
//   - simulate draws many pools from a frame and asks rules of each: distributions, not one pool.
//   - manipulation says who could gain how much by a lie.
//   - measure has the numbers alone, as functions of chances, shares and ranks, each with its source.
//   - exact has the tests alone: p-values that are counted, and which test is for what.
//
// The rules themselves are in package fair, and package lottery compares them on one pool. What
// evidence is there for the chances is not asked here but in package verify.
//
// # Three questions
//
// Are the chances even? [Chances] counts pages, so the numbers are those anyone
// can count in the published book: the smallest and the largest chance, how many
// people share the smallest, the Gini coefficient and the geometric mean, by the
// formulas of Flanigan, Gölz, Gupta, Hennig and Procaccia (Nature 596:548, 2021)
// and the code published with it, so that figures can be compared with theirs.
//
// What did the quotas do? [QuotaFeature] puts the pool, the window, the drawn
// panel and the whole book side by side for every value.
//
// Is the drawn panel unusual? Two yardsticks, never to be confused:
//
//   - The book. Its pages were equally likely, so the chance of a page "at least
//     this far from the average page" is the share of such pages. It is exact,
//     whatever the quotas, and it is a test of the draw. Features with a quota
//     are measured too, but the quotas hold them: where a window is narrow
//     every page looks alike, and nothing can be learnt.
//   - The pool. How would a draw of as many people from the whole pool, everyone
//     equally likely and no quotas, have come out? Seats of a value would follow
//     the hypergeometric distribution. This is asked only of features without a
//     quota, since a quota forces the answer of the others. A small p-value here
//     is no fault of the draw: quotas that repair one feature move others that go
//     along with it. The p-value from the book stands beside it, and tells.
//
// Testing many values finds something by accident; p-values of features without
// a quota are therefore also given after Holm's adjustment (Scandinavian Journal
// of Statistics 6:65, 1979) over all the values tested, and words call a value
// unusual only when the adjusted p-value is at most [Level].
//
// # Who counts
//
// An unseatable person, one proved to be on no allowed panel, counts in the pool,
// the mean and the Gini coefficient (over everyone: leaving these people out
// would hide what the quotas do to them) and not in the smallest chance, the
// distinct counts and the geometric mean (which they would turn to 0).
//
// Files in reading order: input.go, chances.go, pairs.go, report.go, tally.go, describe.go.
package fairness
