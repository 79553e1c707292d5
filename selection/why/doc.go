// Package why says what stands behind the chances of a pool, as data: what bounds them and what
// a seat more would give ([Explain], [BoundOf]), who cannot be seated or always is ([Reasons],
// [Fates]), and what could be changed where the quotas cannot be met ([Mend]).
//
// Nothing here is a sentence; package words makes them.
package why
