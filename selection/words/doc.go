// Package words turns facts into what people read: facts in, sentences out. Nothing it makes is
// read back by a program.
//
// What bounds a chance (package why) is said by [Binding], [Reason] and their neighbours.
package words
