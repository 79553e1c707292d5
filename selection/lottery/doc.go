// Package lottery turns a roster and rules into chances, a book and their proof.
//
// [New] groups the people into types, asks the rule for everybody's chance (package fair),
// writes the book (package book), and where panels cannot keep what the quotas promise closes
// the gap and writes it again. [Lottery.Proof] says why nobody can be promised more, in the form
// that package record specifies, and [Lottery.Commit] commits to all of it. [Compare] puts several
// rules side by side on one pool.
//
// A [Lottery] is plain data. What bounds a chance is for package why to say.
//
// Files in reading order: question.go, lottery.go, cuts.go, independent.go, write.go, attain.go, new.go,
// mixture.go, proofrows.go, proof.go, standing.go, compare.go.
package lottery
