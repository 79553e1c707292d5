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
// vector lies outside, and [Solver.Close] takes over (close.go). It goes through the
// levels again, over the panels themselves: a linear program over the panels known
// (program.go) gives the largest level z that mixtures of them attain, and weights of
// people that say why; the oracle is asked for a panel that weighs more, until z comes
// up to what Q promises, whose multipliers are then the proof, or until the oracle
// proves that there is none. That is a cut, w·x <= bound: one for a level, and the
// level needs nothing else for a proof.
//
// # Faces
//
// A lottery that attains a level draws only panels that spend all of its cut's bound:
// those on a face of the hull. Later levels are about such lotteries alone, so they
// look at the face only: the linear program has its panels, and the oracle takes the
// cuts before for equations. Without that a later cut would have to outweigh the earlier
// ones, for the sake of panels that no longer matter, and its weights would grow from
// level to level. Of eleven pools with a gap (150 or 200 people, nine exact features) three
// came to the oracle's limit of 2^20 that way; on the face seven stay below 100, two come
// to 2467 and 3219, and two pass 10^5.
//
// What bounds the method: where many levels have cut a face, the weights may still be
// large. The multipliers in trees are multiples of 2^-16, which can be too coarse for cuts
// with weights above 2^14: the oracle then branches long. The hardest pool tried (150 people, nine
// exact features) closes by 13 cuts after 320 000 nodes; a budget that ends before leaves an interval,
// [Chances].Left.
//
// # What a search may take
//
// Whatever is done counts, by the entries of matrices it touches (budget.go): nodes, pivots,
// factorisations, of the oracle and of the programs over panels alike. Where the budget ends first,
// people on no panel count as seatable, a level stays open, and the best mixture found is the answer.
//
// # Who is left out
//
// People whom no panel can hold get no chance under any rule. They are found first:
// the oracle is asked for panels with as many people not yet seen as possible until
// it proves that no panel holds any of those left.
//
// # Other rules
//
// Maximin, nash, minimax, goldilocks, uniform and legacy stand behind [Rule], a file for
// each with its source. Those that optimise over mixtures share the linear program over
// known panels and the oracle (mixture.go). [Prices] says what one seat more or less of a
// quota would change.
//
// # Attained exactly
//
// A book attains chances up to whole pages. [Attain] finds whole weights for its pages
// under which everyone has exactly the chance of the levels (attain.go, lift.go): nearly
// even weights by conjugate gradients, rounded, and the small rest solved exactly modulo
// a prime and lifted (J. D. Dixon 1982).
//
// Files in reading order: families.go, program.go, multipliers.go, outer.go, budget.go, rule.go,
// cover.go, fair.go, price.go, master.go, mixture.go, close.go, leximin.go, rowspan.go,
// cholesky.go, interior.go, box.go, goldilocks.go, minimax.go, maximin.go, nash.go, legacy.go,
// count.go, trials.go, spread.go, uniform.go, lift.go, attain.go.
package fair

// Size: seven rules share one outer program, one column generation and one oracle. A rule is a file;
// rooms between them would export the multipliers that only they should touch.
