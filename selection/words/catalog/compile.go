package catalog

import (
	"errors"
	"fmt"
	"strconv"
	"strings"

	"golang.org/x/text/feature/plural"
	"golang.org/x/text/message/catalog"
)

// zero begins a form that is taken for the number 0 only.
const zero = "=0 "

// compile turns a sentence of a file into messages of package message: the choices by number as
// variables, then the sentence with them in their places.
func compile(text string) (messages []catalog.Message, err error) {
	var whole strings.Builder
	for text != "" {
		before, rest, found := strings.Cut(text, "{")
		whole.WriteString(escaped(before))
		if !found {
			break
		}
		inside, after, closed := strings.Cut(rest, "}")
		if !closed {
			return nil, errors.New("a { without its }")
		}
		number, forms, choice := strings.Cut(inside, ":")
		arg, err := strconv.Atoi(number)
		if err != nil || arg < 1 {
			return nil, fmt.Errorf("{%s} names no argument", inside)
		}
		if choice {
			name := fmt.Sprintf("choice%d", len(messages))
			chosen, err := choose(arg, strings.Split(forms, "|"))
			if err != nil {
				return nil, err
			}
			messages = append(messages, catalog.Var(name, chosen))
			whole.WriteString("${" + name + "}")
		} else {
			fmt.Fprintf(&whole, "%%[%d]v", arg)
		}
		text = after
	}
	return append(messages, catalog.String(whole.String())), nil
}

// choose makes a message that depends on a number: its forms are the one for 0, if there is one,
// then "one" and "other".
func choose(arg int, forms []string) (catalog.Message, error) {
	var cases []any
	form := func(text string) string { return strings.ReplaceAll(escaped(text), "#", fmt.Sprintf("%%[%d]d", arg)) }
	if none, ok := strings.CutPrefix(forms[0], zero); ok {
		cases, forms = append(cases, "=0", form(none)), forms[1:]
	}
	if len(forms) != 2 {
		return nil, fmt.Errorf("%d forms of a plural, expected one|other", len(forms))
	}
	cases = append(cases, plural.One, form(forms[0]), plural.Other, form(forms[1]))
	return plural.Selectf(arg, "%d", cases...), nil
}

// escaped keeps text from being taken for a format.
func escaped(text string) string { return strings.ReplaceAll(text, "%", "%%") }
