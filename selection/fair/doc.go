// Package fair computes the fairest chances that the quotas allow, and what bounds
// them. The rule is leximin: the smallest chance as large as possible, then the
// second smallest, and so on (Flanigan, Gölz, Gupta, Hennig, Procaccia: "Fair
// algorithms for selecting citizens' assemblies", Nature 596, 2021).
//
// Equal people get equal chances, so the unknown is one number per type. It is
// found between two sides, the sandwich.
//
// # From above
//
// Q is the set of all real vectors x that meet the rows of the instance; every
// mixture of panels lies in it. Leximin over Q needs no panels: one small linear
// program, warm from level to level (outer.go). What it promises can only be too
// much.
//
// # From below
//
// If the vector of Q is a mixture of panels, it is the answer. The book finds that
// out by writing the pages: each page must weigh, for the people owed most, at
// least what the vector promises. When the oracle proves that no panel does, the
// vector lies outside, and [Solver.Close] takes over (close.go): it looks for a
// mixture by column generation, and where there is none it has weights w whose
// best panel, proved by the oracle, weighs less than the vector. That is a cut,
// w·x <= bound, valid for every panel: it is added to Q, the levels are computed
// again, and so on until the two sides meet.
//
// # Who is left out
//
// People whom no panel can hold get no chance under any rule. They are found first:
// the oracle is asked for panels with as many people not yet seen as possible until
// it proves that no panel holds any of those left.
package fair
