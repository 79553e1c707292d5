// Package why says what stands behind the chances of a pool, as data: what bounds them and what
// a seat more would give ([Explain], [BoundOf]), who cannot be seated or always is ([Reasons],
// [Fates]), why the quotas cannot be met ([WhyNot]) and what could be changed then ([Mend]).
//
// Nothing here is a sentence; package words makes them.
//
// Files in reading order: bound.go, explain.go, unseatable.go, fate.go, impossible.go, repair.go.
package why
