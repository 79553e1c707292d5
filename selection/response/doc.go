// Package response reads and writes response.csv: how many letters a drive sent, and how many
// people answered, by stratum and by value. Every drive can publish it, and the next one plans its
// letters by it (package plan).
//
// # The file
//
// CSV with the header
//
//	stratum,feature,value,sent,answered
//
// A stratum is the part of the register that letters were counted for: values of the register's
// columns, spelt "area=north" or, of several columns, "area=north; age=16-29". It is blank where
// letters were not counted by strata. A row whose feature and value are blank has the letters and
// the answers of a whole stratum. Any other row has the answers of people with one value of one
// feature; its sent is blank where the register does not know the feature. Where answers of several
// values are counted together, value holds them all with " | " between them.
//
// # What it gives away
//
// [Table.Anonymous] counts values, and strata, together until no row speaks of fewer than k people
// who answered, but for rows that speak of nobody. Sums stay exact. A row may still say something of
// everybody it counts: that all five who answered in a place are men, say.
//
// Files in reading order: response.go, anonymous.go.
package response
