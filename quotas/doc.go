// Package quotas says which panels are allowed.
//
// A [Table] is what an organiser writes: features, their values, and for each
// value the window min..max of seats it must get. An [Instance] is the same
// thing for a particular pool, stripped of names: types with a number of people
// each, the number of seats, and one row for every rule. The packages below work
// on the instance only:
//
//	quotas/sheet    reads a delimited text file into cells that know their place
//	quotas/simplex  linear programs: bounded dual simplex, warm starts, duals
//	quotas/oracle   the best allowed panel for given weights; is there any?
//
// Nothing here knows a person. Nothing here imports package selection.
//
// Files in reading order: fault.go, count.go, fold.go, table.go, number.go, dialect.go, window.go,
// read.go, check.go, instance.go, residual.go, write.go.
package quotas
