// Package plan says how many letters an assembly needs: so many that, with a stated probability,
// the people who answer can fill all the seats within the quotas.
//
// # The model
//
// A [Town] is a population with its values, and how willing people of each value are to answer. Of
// all letters of a mailing in proportion to the population, a share answers: the rate. How willing
// a person is follows from their values: the rate of each value relative to the average is
// multiplied over the features. Features that the population's file counts together hang together
// as they do there; others are taken as independent of each other.
//
// Answers to n letters are a Poisson process (thinned letters: each of many people answers with a
// small chance). The rate itself is not known beforehand: it is multiplied by a number from a gamma
// law of mean 1, whose coefficient of variation is the uncertainty of the rate (cv). The people with
// one value are then negative binomial. A cv of 0 gives Poisson counts. A place that never wrote
// letters has a cv of 0.5 or more.
//
// # Three answers
//
//   - In closed form, a bound: P(the quotas can be met) <= the smallest, over all values, of P(so many
//     of them answer as the quota asks for). So [Need] letters are certainly needed. The value where
//     this is smallest decides.
//   - By simulation: quotas that each can be met may still clash. Each run lets letters go out one
//     after the other, and finds the first one after which a panel exists (package oracle). More
//     answers never make a panel impossible, so one number says of a run for every n whether n
//     letters suffice: [Runs] gives the whole curve, the letters for a probability, and what waves
//     come to. Runs are repeatable: they follow from a seed, by the stream of package draw.
//   - With their error: Clopper-Pearson (Biometrika 26, 1934) for a probability, the order statistics
//     of the binomial law for a number of letters.
//
// # Designs
//
// A [Design] says how letters are shared out over strata of the population: in proportion; with extra
// letters for some strata (a part of all letters goes to, say, deprived areas only: the 80/20 of
// British practice); or targeted: the parts that make it likeliest that every value has enough
// people, where nobody's chance of a letter is more than so many times another's.
//
// Nothing here is hashed or published as evidence: as in package fairness, floats and gonum are
// welcome.
//
// Files in reading order: town.go, need.go, design.go, willing.go, simulate.go, advice.go,
// targeted.go.
package plan
