// Package manipulation says who could gain how much by a lie about themselves, under a rule.
//
// # The question
//
// Everybody but one tells the truth. One person of a type gives a false value of one feature, and the
// chances are computed anew for the pool that then stands in the file. For each type and each such lie,
// a [Lie] has the three things that Flanigan, Liang, Procaccia and Wang ("Manipulation-robust selection
// of citizens' assemblies", AAAI 2024) ask of a rule: by how much the liar's own chance rises (Gain),
// by how much the chance of somebody else falls (Loss), and how many seats more the people expect who
// have the value that the liar hides (Seats). They show that leximin and Nash welfare can be gained from
// without limit, and that rules that keep the largest chance small can not; so do Baharav and Flanigan
// ("Fair, manipulation-robust, and transparent sortition", EC 2024) for the rule goldilocks.
//
// # What it is worth
//
// A gain is what the best informed liar gets: one who knows the whole pool, is alone in lying, and is
// not found out. Lies about several features at once, and of several people together, are not looked at:
// the largest gain here is a lower bound of theirs. A larger pool lowers what a lie is worth under some
// rules and not under others; package simulate draws such pools.
// Under a rule with many optima (maximin, minimax, goldilocks) a gain is one between the vectors that
// the rule takes, and part of it may be the choice among optima rather than the rule.
//
// A lie costs one computation of everybody's chances. Of more lies than a cap allows, those of people
// drawn by chance are looked at, all lies of a type or none: what is said of a type is exact, and what
// is said of the pool holds for the people looked at ([Study].People).
//
// Files in reading order: rows.go, lie.go, manipulation.go.
package manipulation
