// Package fewest finds out with how few places a lottery of letters can do, where every place has a
// cap: the least number t for which some lottery over allowed outcomes gives everybody exactly the
// same chance of a letter.
//
// An outcome is a whole number a_i of letters for every place, 0 <= a_i <= cap_i, L together, at most
// t of them above 0. Place i with n_i of N people is due L n_i / N letters on average. The question
// (P. Gölz, J. Maly, U. Schmidt-Kraepelin, M. Utke, P. Verpoort, Sampling cities for citizens'
// assemblies, AAAI 2026, arXiv 2509.07557) is NP-hard; they round, and may miss by a place or two.
// Here the answer is exact or a proof:
//
//   - a [Lottery]: outcomes with exact fractions whose average is what everyone is due. Whoever adds
//     them up has checked it;
//   - or a [Proof] that there is none: whole weights w, such that no allowed outcome weighs more than a
//     bound, while what is due weighs more than that. Whoever can find the heaviest allowed outcome
//     has checked it.
//
// Outcomes are generated (column generation). For given weights the heaviest allowed outcome has at
// most one place between 0 and its cap, and that one weighs least of those it has: else letters moved
// from a lighter place to a heavier one would make it heavier. So a table over places, their number
// and letters finds it in n t L steps, in whole numbers. A linear program in floating point chooses
// weights; what it says is believed only where the fractions or the whole numbers show it.
//
// Files in reading order: problem.go, heaviest.go, fewest.go.
package fewest
