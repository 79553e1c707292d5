// Package catalog has the sentences that people read, in every language that evenlot speaks. It
// knows no facts: a caller names a sentence by its key and gives the numbers and names that go in.
//
// There is one file a language (en.toml, de.toml, fr.toml), and one key a sentence. A sentence is
// never put together from parts, for other languages order them in other ways. In a sentence
//
//	{2}                    is argument 2, counted from 1; a whole number is written as the language does
//	{1:one seat|# seats}   chooses by argument 1, as the language counts; # is the number
//	{1:=0 nobody|...|...}  has a form of its own for 0
//
// Plurals and numbers are those of the Unicode CLDR, by golang.org/x/text.
//
//   - [Languages], [Parse]: which languages there are, and which one somebody asks for;
//   - [In], [Speaker.Say]: a sentence;
//   - [Speaker.AtLeast], [Speaker.AtMost], [Speaker.Share], [Speaker.Time]: numbers and times
//     that go into sentences.
//
// Files in reading order: compile.go, catalog.go, numbers.go.
package catalog
