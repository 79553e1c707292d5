// Package census counts the panels of an instance, panels being sets of people, and finds the n-th of
// them. All numbers are whole and exact, and the same on every machine.
//
// Types are gone through one by one. A state is what the types so far leave for the rest: the seats
// taken, and of each row the seats it has, as far as they still matter. The number of panels beyond a
// state is a sum over the seats that the next type may get (after de Azevedo and Gölz: "Maximally
// random sortition", arXiv 2604.02712, 2026).
//
// Which order the types come in decides how many states there are: with types alike in a feature one
// after the other, only one of its values is open at a time.
//
// Where there are too many states in any order, the quotas of some features are left out of the count
// and met by trial: a number finds a panel that meets the rest, and it is kept if it meets them all. The
// panels kept are exactly uniform. So that many are kept, people are weighted as if the quotas left out
// were met on average, and a further choice by lot takes the weights out again.
//
// Files in reading order: nat.go, track.go, table.go, order.go, census.go, tilt.go, subset.go.
package census
