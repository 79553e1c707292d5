// Package study answers the questions of a researcher about one lottery: is the panel
// representative, is the lottery fair, was the draw what it should have been. [Of] takes a book, with
// or without a drawn page, and gives rows that package tables writes and package plots draws. People
// are public ids; nothing private comes in but columns without a quota, of which only counts leave.
//
// # What is asked
//
//   - [Chances], [Person]: how unequal the chances are, by the measures of the literature.
//   - [Meetings]: who can ever sit with whom.
//   - [Value], [Distance], [Cell]: panel, book, pool, quotas and population side by side, for single
//     values and for intersections of two and three.
//   - [Kind], [Repair]: self-selection, where a population was given: who answers how often, how much of
//     that the quotas repair, and what comes of each kind of person from the population to a seat.
//   - [Test]: what of it chance explains. Each test says its null hypothesis in words. First comes the
//     book itself: its pages are a finite known law, so the share of pages at least as extreme is an
//     exact p-value. A test of a feature with a quota against the pool or a population is refused:
//     the quota forces the result.
//   - [Uniformity]: whether public values reach all pages alike.
//
// # Who counts
//
// As in package fairness: people whom no panel can hold count in the pool and in the Gini coefficient,
// not in the smallest chance, the levels and the geometric mean.
//
// Files in reading order: rows.go, input.go, population.go, record.go, work.go, panel.go, people.go,
// tests.go, meetings.go,
// uniformity.go, selfselection.go, study.go.
package study
