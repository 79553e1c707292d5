// Package words turns facts into what people read: facts in, sentences out. Nothing it makes is
// read back by a program.
//
//   - [Summary]: what a person is told of a selection;
//   - [Announcement]: what a council publishes before a draw;
//   - [Binding], [Level], [Reason], [Impossible], [Menu]: what package why found;
//   - [Fairness]: what package fairness measured;
//   - [Disclosure]: what publishing a record gives away.
//
// Slips are made elsewhere (package slip), since checkers read them.
//
// Files in reading order: fairness.go, why.go, standing.go, nearness.go, summary.go, prose.go, event.go,
// announcement.go, fixed.go, letters.go, disclosure.go, impossible.go.
package words
