// Package report tells what came of a selection, for those who asked for it: a council, a newspaper,
// the people of a town.
//
//   - [Of] takes the facts of a record that was checked: a [Report], which is plain data, in no language
//     (its JSON);
//   - [Report.Document] tells them in a language, and [Report.Press] in half a page: headings,
//     paragraphs, tables and charts, in no layout;
//   - [Report.ReadChain] adds the chances from the letters on;
//   - [Document.Text] and [Document.HTML] lay them out.
//
// Everything in a report follows from the record, but for the shares of the population, which the
// organiser gives, and for the letters, which have a record of their own. It names nobody, by public id neither.
//
// Files in reading order: digits.go, report.go, document.go, writer.go, chart.go, who.go,
// chain.go, compose.go, html.go, text.go.
package report
