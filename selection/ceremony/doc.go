// Package ceremony is the life of a public record. Its states are types, and a type has the
// steps that are allowed in it, and no others:
//
//	state        what stands                              steps
//	Fixed        pool, rules and quotas; no book yet      Mix, CallOff
//	Committed    the book, under its commitment           Draw, CallOff
//	Drawn        the page and the panel                   none
//	CalledOff    why there is no draw                     none
//
// [Open] reads the state from the files of a record, after it has checked them. A step takes the
// time from outside (seconds since 1970), refuses what comes before its announced time, and
// gives a [Step]: the files to add and the order in which to put them in place, so that whoever
// kills the program in between binds the next one to the same end. A state takes one step only:
// a second one, of whatever kind, is refused, and so is a step that would leave a record that
// does not hold.
//
// What no program can know is left to witnesses: when the commitment was published, and
// whether a value was drawn as announced. See package draw.
//
// [OpenLetters] and [OpenPlaces] do the same for the lottery of letters and for that of places, which is
// a file that nobody calls off.
//
// Files in reading order: event.go, state.go, step.go, letters.go, places.go.
package ceremony
