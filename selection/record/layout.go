package record

import (
	"bytes"
	"fmt"
)

// maxDepth is how many brackets may be open at once in a JSON file; a proof has seven.
const maxDepth = 16

// A layout goes through a JSON file line by line, before anything of it is read. The file
// must be laid out as [writeJSON] does it: one element a line, two spaces a level, only
// strings, whole numbers, arrays and objects. What a reader then meets has no more elements
// than the file has lines, and no number is longer than [MaxDigits]: a small file from a
// stranger costs little.
type layout struct {
	open     []byte // brackets that close what is open, the outermost first
	closing  bool   // the next line closes the innermost; else there is another element
	expected string // where a line is not as it must be
}

// checkLayout is the fault at the first byte that stands where writeJSON would not put it;
// nil if there is none.
func checkLayout(name string, data []byte) error {
	l, offset := layout{}, 0
	for line := range bytes.Lines(data) {
		if offset > 0 && len(l.open) == 0 {
			return faultAt(name, data, offset, excerpt(data, offset), "the end of the file")
		}
		text, whole := bytes.CutSuffix(line, []byte("\n"))
		if at := l.line(text); at >= 0 {
			return faultAt(name, data, offset+at, excerpt(data, offset+at), l.expected)
		}
		if offset += len(line); !whole {
			return faultAt(name, data, offset, "the end of the file", "a line feed")
		}
	}
	if offset == 0 || len(l.open) > 0 {
		return faultAt(name, data, len(data), "the end of the file", "more JSON")
	}
	return nil
}

// line takes a line and gives the place in it that is not as it must be; -1 if all is well.
func (l *layout) line(text []byte) int {
	depth := len(l.open)
	if l.closing {
		depth--
	}
	at := 0
	for ; at < 2*depth; at++ {
		if at == len(text) || text[at] != ' ' {
			l.expected = fmt.Sprintf("%d spaces, as one element a line and two spaces a level make them", 2*depth)
			return at
		}
	}
	if l.closing {
		if at == len(text) || text[at] != l.open[depth] {
			l.expected = fmt.Sprintf("%q, since the line before has no comma", l.open[depth])
			return at
		}
		l.open = l.open[:depth]
		return l.end(text, at+1)
	}
	if depth > 0 && l.open[depth-1] == '}' {
		name := len(text[at:]) - len(bytes.TrimLeft(text[at:], `"abcdefghijklmnopqrstuvwxyz_`))
		if at += name; name < 3 || !bytes.HasPrefix(text[at:], []byte(": ")) {
			l.expected = "the name of a field, a colon and a space"
			return at
		}
		at += len(": ")
	}
	return l.value(text, at)
}

// value takes what stands at a place of a line, up to its end.
func (l *layout) value(text []byte, at int) int {
	rest := text[at:]
	switch {
	case bytes.HasPrefix(rest, []byte("[]")) && len(l.open) > 0:
		return l.end(text, at+2)
	case len(rest) > 0 && (rest[0] == '{' || rest[0] == '[' && len(l.open) > 0):
		if len(l.open) == maxDepth {
			l.expected = fmt.Sprintf("at most %d levels", maxDepth)
			return at
		}
		l.open, l.closing = append(l.open, rest[0]+2), false // ] follows [ and } follows { by two
		return l.over(text, at+1)
	case len(l.open) == 0:
		l.expected = "{"
		return at
	case len(rest) > 0 && rest[0] == '"':
		return l.text(text, at+1)
	}
	return l.number(text, at)
}

// text takes a string without its first quotation mark.
func (l *layout) text(text []byte, at int) int {
	for ; at < len(text); at++ {
		switch {
		case text[at] == '"':
			return l.end(text, at+1)
		case text[at] != '\\':
		case at+1 < len(text) && (text[at+1] == '"' || text[at+1] == '\\'):
			at++
		default:
			l.expected = `no escapes but \" and \\`
			return at
		}
	}
	l.expected = "the end of the string"
	return at
}

// number takes a whole number.
func (l *layout) number(text []byte, start int) int {
	at := start
	if at < len(text) && text[at] == '-' {
		at++
	}
	first := at
	for at < len(text) && '0' <= text[at] && text[at] <= '9' {
		at++
	}
	switch digits := at - first; {
	case digits > MaxDigits:
		l.expected = fmt.Sprintf("numbers of at most %d digits", MaxDigits)
		return start
	case digits == 0, text[first] == '0' && at-start > 1:
		l.expected = "a string, a whole number, an array or an object"
		return start
	}
	return l.end(text, at)
}

// end takes the end of an element: a comma if another one follows.
func (l *layout) end(text []byte, at int) int {
	l.closing = true
	if at < len(text) && text[at] == ',' && len(l.open) > 0 {
		l.closing = false
		at++
	}
	return l.over(text, at)
}

// over takes the end of a line.
func (l *layout) over(text []byte, at int) int {
	if at < len(text) {
		l.expected = "the end of the line"
		return at
	}
	return -1
}
