// # Soundness
//
// What a proof that holds implies, and why, to be checked by a mathematician rule by rule. (P1) to
// (P12) are the rules of package record, under The proof.
//
// Words: a panel is a set of k people inside all windows of quotas.csv, with at most L people of any
// household. A lottery draws a panel by any probabilities; p[i] is the chance of person i. x[t]
// is the number of people of type t on a panel x, and w(x) the sum over all types of w[t]*x[t].
// One lottery is fairer than another (leximin) if its smallest chance is larger, or that is
// equal and the second smallest is larger, and so on.
//
// Lemma 1: rows hold. Every panel lies in the windows of all rows of (P2). For quotas and seats this is their
// meaning. The people of one shape live in h households of which each gives at most L.
// Conversely, numbers x[t] inside all windows, 0 <= x[t] <= n[t], are those of a panel: only
// households need a word. Let a household of the shape have c[t] members of type t, so n[t] =
// h*c[t]. Write the seats of the shape in a row, type by type, and give them to households
// 1, ..., h, 1, ... in turn: a household gets at most ceil(x[t]/h) <= c[t] people of type t, and
// ceil(sum/h) <= L in all.
//
// Lemma 2: trees hold. If a set of panels lies in the windows of the rows, and a tree holds by (P3), every panel of
// the set weighs at most b. A branch parts the panels at it into two, so each panel comes to one
// leaf, whose boxes it is in. There over*w(x) = c(x) + (over*w-c)(x). The first is the rows, each
// times its multiplier, at most the sum of max(m*min, m*max); the second is at most what the
// boxes give. So over*w(x) <= S, and since w(x) is whole, w(x) <= floor(S/over) <= b. At a leaf
// "empty" w is 0, and 0 <= -1 is false: no panel comes there.
//
// Lemma 3: a step bounds a weighted sum. Let a set of panels lie in the windows of all rows and cuts that a step uses. Then every panel
// of it has y(x) <= B: as in Lemma 2, with boxes 0..n[t], where y - c >= 0. So every lottery over
// the set has, with s[t] for the chances of the people of type t added up,
//
//	sum over t of y[t]*s[t] <= B = sum over t fixed before of n[t]*y[t]*q[t] + z * sum over the others of n[t]*y[t]
//
// by (P6), z being the step's chance.
//
// Chance 0. Let the first steps have chance 0. Then nobody whom they fix is on any panel. For the first of
// them B = 0, so y(x) <= 0 for every panel, and x[t] = 0 where y[t] > 0. For the next, the people
// before are on no panel, so q = 0 whatever the grade, and B = 0 again. (Cuts hold of every panel
// so far: see below for the grades.)
//
// Theorem 1: "attained by the book", and "bounds only". (a) Let z be the first chance above 0. No lottery gives more than z to everybody who is not in
// a step of chance 0.
//
// (b) No book of M pages puts all of them on more than floor(M*z) pages; by (P11) this book puts
// all of them on at least so many, unless the grade is "bounds only".
//
// (c) Of every later step: no lottery gives the people of each type fixed before, together, at
// least what this book gives them, and everybody else more than the step's chance.
//
// Proof. With these grades a cut is w(x) <= b, and multipliers of cuts are above 0 (P5), so lower
// ends are not used. By Lemma 2, one cut after the other, every cut holds of every panel (P4). So
// Lemma 3 speaks of all panels. If s[t] >= n[t]*q[t] for the types fixed before, and everybody
// else has at least v, the line of Lemma 3 gives v <= z, as somebody else has y > 0. That is (c);
// (a) is the case in which those before are on no panel. A book is a lottery with chances
// pages/M: (b) follows, pages being whole.
//
// What (c) does not say: that this book is the fairest after its first step. Other books may give
// the people before something else.
//
// Theorem 2: "attained exactly". Let everybody have the chance of the step that fixes them. Some lottery has these chances, and
// every other vector of chances is less fair: no lottery is fairer, to the last person.
//
// Proof. There is such a lottery: by (P10) the weights are those of panels (pages meet the quotas
// and the household limit, the others lie in all windows: Lemma 1), and give every type t the
// seats n[t] * chance on average. Let the seats of a panel be dealt anew by lot, by exchanging
// people who are alike, with no counting household, and whole households of one shape. The panel
// stays a panel, and everybody of a type is equally often in each of its places. So each has the
// chance of their step. Call it c[i], for person i.
//
// Let another lottery have chances p, at least as fair. Claim: for every step, everybody whom it
// or a step before fixes has p[i] = c[i], and the lottery draws only panels that meet the cuts used
// so far with equality. By induction, let this be so before a step with chance z.
//
//   - Leave out of both vectors, sorted, the people fixed before: they have the same chances in
//     both, and leaving out equal numbers changes nothing in which vector is fairer. Chances never
//     fall from step to step (P10), so the least that is left of c is z; therefore p[i] >= z for
//     everybody left.
//   - The cuts used before hold with equality of the panels drawn. A new cut is the next one in
//     order (P10), its tree leans on rows and on the cuts before it only (P4), all of them used
//     before, so by Lemma 2 it holds as w(x) <= b of the panels drawn. Its multiplier is above 0, so
//     of its window bound..bound only the upper end counts. So Lemma 3 applies to the panels drawn.
//     In its line s[t] = n[t]*q[t] for the types fixed before. What is left is: the sum over the
//     others of y * (p[i] - z) is at most 0, and no part of it is below 0. So p[i] = z wherever
//     y > 0, and these are the people whom the step fixes.
//   - So both sides of the line are equal, and y(x) = B for every panel drawn. B is a sum of upper
//     ends, one for each row and cut used; so each is met, and the new cut, whose multiplier is
//     above 0, with equality.
//
// By (P10) everybody is fixed in the end: p = c.
//
// What rests on what. Both theorems take the pool, the windows and the pages from files that other checks hold
// against each other and against the commitment. Nothing rests on how chances, cuts or weights
// were found. TestNoForgedProof tries the theorems: forged proofs, whose claims follow from
// their multipliers, against brute force.
package verify
