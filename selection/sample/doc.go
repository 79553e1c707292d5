// Package sample makes pools and quota tables to try things on: no real person,
// the same bytes everywhere, and always at least one allowed panel.
//
// # How a person is made
//
// Three hidden scores (age, status, place) are drawn for everyone. A feature is a
// mix of them with a score of its own, cut at the shares of the made population,
// so features hang together as they do in life: the young rent, the old own.
// Volunteers are not the population: each feature shifts its scores by a fixed
// amount, so that, say, graduates are too many in the pool while the quotas still
// ask for the population's share. [Options.Tilt] scales the shift.
//
// A normal score is the sum of four 16-bit draws. Cuts are read off a made
// population of 16,384 people that is the same for every seed. Everything is an
// integer; everything random comes from a SHA-256 counter stream over the seed.
//
// # How the quotas are made
//
// A panel is planted first: from at most a few thousand people of the pool, by
// swaps that bring it towards the population's shares. Each window starts at the
// share of the seats, as wide as [Options.Window] says, and is then stretched to
// hold the planted panel. So some panel always exists, and it also has at most one
// person from each household.
//
// The pool itself is never held: people are made once to count and plant, and a
// second time to be written.
//
// Files in reading order: catalogue.go, stream.go, people.go, plant.go, sample.go, write.go, register.go.
package sample
