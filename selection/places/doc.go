// Package places draws the places whose registers get letters, where one assembly is for many of
// them: first places by lot, then in each place people by package invite.
//
// # The rule, evenlot-places/1
//
// Everything is whole numbers, so that it can be done again by hand or in a spreadsheet. L letters go
// out in m points of l = L/m letters each; N people live in all places.
//
//	C = commitment = SHA-256 of the file places.json, which was published before
//	V = public value, in the spelling that package draw gives for its kind
//	S = SHA-256("evenlot-places/1" LF C LF V LF), in lower-case hexadecimal digits
//	ticket(place) = SHA-256(S ":" id)
//
// Places stand in the order of their groups (as bytes); in a group those with fewer than l people come
// first, and both kinds stand in the order of their tickets. A place with fewer than l people cannot
// take the letters of a point: it is linked with those that follow until together they have l people
// (a rest at the end of a group with the unit before, or, where a whole group has fewer, with the group
// that follows). Such a unit is
// drawn as one, and its people are one register. With c_i people in the first i units and the start R,
//
//	R      = ticket - 1 of Rivest's sampler (package draw) for the text S ":start" and N tickets
//	hits_i = floor((m c_i + N-1-R) / N) - floor((m c_{i-1} + N-1-R) / N)
//
// are the points of unit i: m points at equal distances, the first one at R (an ordered systematic
// sample: W. G. Madow, Annals of Mathematical Statistics 20, 1949). Over all starts unit i is hit
// exactly m times its people, so everybody's chance of a letter is m n_i/N times l/n_i = L/N, the
// same everywhere and exactly. Each group gets its exact share of the points, rounded down or up.
//
// Where no place may have more than so many points, a place that is due more gets that many for
// certain, and the others share the rest in the same way; the chances of its people are then lower,
// and are printed.
//
// places.drawn.json, beside places.json, notes the draw: commitment, public_value, signature (of a round of drand; or empty), seed. There
// is one draw only.
//
// # Places that refuse
//
// They are the rule rather than the exception: of 84 municipalities asked for a German assembly 67
// took part. The same public value therefore draws, for every group, an ordered reserve list: each
// next unit is drawn among those of the group that are neither drawn nor in reserve yet, in
// proportion to people, by Rivest's sampler for the text S ":reserve:" group ":" number. A point of a
// unit that refuses goes to the next of its group; where there is none, to the next of the list drawn
// in the same way among all places (with the group "*"). People of places that refuse have no chance
// of a letter, and [Drawn.Replace] says how many they are.
//
// Files in reading order: places.go, file.go, drawing.go, list.go.
package places
