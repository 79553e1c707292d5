// Package disclosure measures what a published book gives away about its people.
//
// # The attack
//
// Pages name people by public ids that say nothing. Yet where a quota is exact, every
// page holds the same number of people with its value, and this can be seen without
// knowing who they are: the vector with 1 for these people and 0 for the others has the
// same product with every page. All such vectors together are a null space,
//
//	{(v, c): page . v = c for every page},
//
// that anybody can compute from the pages alone. Two people whom all these vectors treat
// alike cannot be told apart in this way; two whom some vector treats differently can.
// [Attack] sorts people into these groups. Where all quotas are exact the groups are the
// types, and the published totals of each value then name them.
//
// The null space is what is left when the pages span all they can. With fewer pages than
// people it is full of accidents and says nothing; [Attack] counts groups only if the
// last pages added nothing to the rank. It is one attack, the simplest that works, and
// no proof that there is no better one.
//
// The rank is computed modulo the prime 2^31 - 1, by Gaussian elimination. A rank modulo
// a prime can only be too small, and then only if the prime divides a minor of the
// matrix: groups may be merged by such an accident, with a chance of about one in two
// thousand million for each.
//
// # Anonymity
//
// [Alike] counts how many people share all their features (k-anonymity, L. Sweeney
// 2002): who is the only one of a kind is named by publishing the features.
//
// Files in reading order: alike.go, attack.go.
package disclosure
