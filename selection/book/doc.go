// Package book turns chances into a numbered list of equally likely panels.
//
// A chance like 13/199 cannot be drawn with a number from 000 to 999; being on 65
// of 1000 pages can. No book of M pages gives everybody more than floor(M z), z
// being the smallest chance, and nobody should be further than one page from M
// times their chance. Four steps come close to both.
//
//  1. Fill (fill.go). Pages are filled one after the other, in seats per type. W is
//     what each type is owed so far: after each page it grows by the expected seats
//     x and shrinks by the seats of the page. A page is a panel that weighs, by
//     W per person, at least as much as x does: there is one if x is a mixture of
//     panels, and then W stays bounded (herding: Welling 2009; the bound is the
//     perceptron cycling theorem, Block and Levin 1970). If the oracle proves that
//     there is none, x is no mixture of panels: that is the error *[Gap]. Long books
//     take panels met before where one of them weighs as much (met.go).
//  2. Repair (nearest.go, repair.go). How near to M p can a book be for everybody? A
//     linear program over the totals of M panels, and a branch and bound over it, gives
//     a distance that no book goes below. Pages are chosen again, one at a time, until
//     nobody is a whole page off, and then, for a while, until that distance is reached.
//  3. Deal (deal.go). Inside a type people are dealt from a shuffled deck, so equals
//     differ by at most one page; the deck is shuffled again whenever it runs out,
//     so that nobody is tied to the same companions.
//  4. Shuffle. The pages are put in random order, so that no digit of the page
//     number favours anyone.
//
// All panels of a mixture that gives x lie on the same side of Q as x: where x uses
// a quota up, every page must. Pages are therefore looked for on that face only.
//
// What is owed is kept in integers, in units of 2^-owedBits of a seat; decks and the
// shuffle come from streams of SHA-256. The book is the same on every machine.
//
// Files in reading order: book.go, met.go, fill.go, nearest.go, repair.go, household.go, deal.go, make.go.
package book
