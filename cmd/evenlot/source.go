package main

import (
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/evenlot/evenlot/cmd/evenlot/internal/disk"
	"github.com/evenlot/evenlot/cmd/evenlot/internal/term"
	"github.com/evenlot/evenlot/selection"
	"github.com/evenlot/evenlot/selection/draw"
	"github.com/evenlot/evenlot/selection/words"
)

// now is the clock of the ceremony; scripts of the tests set it.
var now = time.Now

// today is the day of the clock, in UTC.
func today() string { return draw.FormatTime(now().Unix())[:len("2006-01-02")] }

// rehearsalStatement is what a rehearsal says where --where is not given.
const rehearsalStatement = "a rehearsal: the draw binds nobody"

// sourceForms are the values of --draw and, but for page, of --mix, for messages.
const sourceForms = "digits=20, page, lottery=6of49+1of10, drand=2027-01-15T18:00:00Z, dice=10+drand=2027-01-15T18:00:00Z, rehearsal"

// sourceFlags are the flags that announce where a public value comes from: that of the draw
// (--draw, --where, --when), or that of the mixing (--mix, --mix-where, --mix-when).
type sourceFlags struct {
	mixes bool
	kind  string
	where string
	when  string
}

// names are the flags, and step is what the value is for.
func (o sourceFlags) names() (kind, where, when, step string) {
	if o.mixes {
		return "--mix", "--mix-where", "--mix-when", "mixing"
	}
	return "--draw", "--where", "--when", "draw"
}

// leastPages is what a book has unless --pages asks for fewer.
const leastPages = 1000

// source reads them, for a book of so many pages; 0: not known yet. The time of a value
// from drand is that of its round.
func (o sourceFlags) source(pages int) (draw.Source, error) {
	flag, where, when, step := o.names()
	s, err := parseDraw(o.kind)
	if err == nil && o.mixes && s.Kind == draw.KindPageDigits {
		err = errors.New("digits that name a page mix no book, expected digits=20 or another kind")
	}
	if err != nil {
		return s, term.Usage("%s %s: %w", flag, o.kind, err)
	}
	s.Statement = strings.TrimSpace(o.where)
	if s.Kind == draw.KindRehearsal && s.Statement == "" {
		s.Statement = rehearsalStatement
	}
	if s.Statement == "" {
		return s, term.Hint(term.Usage("%s is missing: say where, by whom and how the public value is drawn", where),
			`%s "in the town hall, ten-sided dice under cups, opened together"`, where)
	}
	switch fixed := s.Round > 0 || s.Kind == draw.KindRehearsal; {
	case fixed && o.when != "":
		return s, term.Hint(term.Usage("%s does not go with %s %s", when, flag, o.kind), "a round of drand has its own time, and a rehearsal has none")
	case !fixed && o.when == "":
		return s, term.Hint(term.Usage("%s is missing: say when the public value is drawn", when), "%s 2027-01-15T18:00:00Z", when)
	case !fixed:
		seconds, err := parseWhen(o.when)
		if err != nil {
			return s, term.Usage("%s %s: %w", when, o.when, err)
		}
		s.Time = draw.FormatTime(seconds)
	}
	if pages == 0 {
		pages = leastPages
	}
	if _, err := selection.SourceFor(s, pages); err != nil {
		return s, term.Usage("%s %s cannot be announced: %w", flag, o.kind, err)
	}
	if err := s.CheckAhead(step, now().Unix()); err != nil {
		return s, term.Fault("%w", err)
	}
	return s, nil
}

// parseDraw reads what --draw says of the kind.
func parseDraw(text string) (draw.Source, error) {
	kind, rest, given := strings.Cut(text, "=")
	switch {
	case kind == "digits" && given:
		n, err := number("digits", rest)
		return draw.Source{Kind: draw.KindDigits, Digits: n}, err
	case kind == "page" && !given:
		return draw.Source{Kind: draw.KindPageDigits}, nil
	case kind == "lottery" && given:
		return parseLottery(rest)
	case kind == "drand" && given:
		return parseRound(rest, 0)
	case kind == "dice" && given:
		dice, round, both := strings.Cut(rest, "+drand=")
		if !both {
			return draw.Source{}, fmt.Errorf("dice go with a round of drand, expected dice=10+drand=2027-01-15T18:00:00Z; digits alone are digits=20")
		}
		n, err := number("dice", dice)
		if err != nil {
			return draw.Source{}, err
		}
		return parseRound(round, n)
	case kind == "rehearsal" && !given:
		return draw.Source{Kind: draw.KindRehearsal}, nil
	}
	return draw.Source{}, fmt.Errorf("expected one of: %s", sourceForms)
}

func number(what, text string) (int, error) {
	n, err := strconv.Atoi(text)
	if err != nil || n < 1 || strconv.Itoa(n) != text {
		return 0, fmt.Errorf("%s is %q, expected a whole number of at least 1", what, text)
	}
	return n, nil
}

// parseLottery reads 6of49 or 6of49+1of10; a stroke does for "of".
func parseLottery(text string) (s draw.Source, err error) {
	s.Kind = draw.KindLottery
	main, extra, more := strings.Cut(text, "+")
	if s.Numbers, s.Highest, err = parseRange("lottery", main); err == nil && more {
		s.Extra, s.ExtraHighest, err = parseRange("the bonus of lottery", extra)
	}
	return s, err
}

// parseRange reads 6of49: so many numbers, of 1 to the highest.
func parseRange(what, text string) (numbers, highest int, err error) {
	few, most, given := strings.Cut(strings.Replace(text, "/", "of", 1), "of")
	if !given {
		return 0, 0, fmt.Errorf("%s is %q and does not say how high its numbers go, so nobody can count the outcomes "+
			"(5 numbers out of 6 have 6), expected lottery=6of49 or lottery=6of49+1of10", what, text)
	}
	if numbers, err = number(what, few); err == nil {
		highest, err = number("the highest number of "+strings.TrimPrefix(what, "the "), most)
	}
	return numbers, highest, err
}

// parseRound reads the number of a round of quicknet, or a time: then it is the first
// round that is due then or later.
func parseRound(text string, dice int) (draw.Source, error) {
	text = strings.TrimPrefix(text, "round=")
	round, err := strconv.ParseInt(text, 10, 64)
	if err == nil {
		if round < 1 || round > draw.RoundAt(maxTime) {
			return draw.Source{}, fmt.Errorf("drand is %s, expected a round from 1 on, or a time", text)
		}
		return draw.Quick("", draw.TimeOf(round), dice), nil
	}
	seconds, err := parseWhen(text)
	if err != nil {
		return draw.Source{}, fmt.Errorf("%w, or the number of a round of quicknet, the one chain that is known here", err)
	}
	return draw.Quick("", seconds, dice), nil
}

// maxTime is the end of the year 9999.
const maxTime = 253402300799

// parseWhen reads a time with its zone: 2027-01-15T18:00:00Z, 2027-01-15T19:00+01:00,
// "2027-01-15 18:00 UTC".
func parseWhen(text string) (int64, error) {
	plain := strings.Replace(strings.TrimSuffix(text, " UTC"), " ", "T", 1)
	if strings.HasSuffix(text, " UTC") {
		plain += "Z"
	}
	for _, layout := range []string{"2006-01-02T15:04:05Z07:00", "2006-01-02T15:04Z07:00"} {
		if at, err := time.Parse(layout, plain); err == nil && at.Unix() >= 0 && at.Unix() <= maxTime {
			return at.Unix(), nil
		}
	}
	return 0, fmt.Errorf("expected a time with its zone, such as 2027-01-15T18:00:00Z (UTC) or 2027-01-15T19:00:00+01:00")
}

// valueFlags are the flags that give a public value, once it is drawn.
type valueFlags struct {
	value  string
	beacon string
	dice   string
}

func (o *valueFlags) flags(cmd *cobra.Command) {
	f := cmd.Flags()
	f.Var(text{&o.value, "TEXT"}, "value", "the public value")
	f.Var(text{&o.beacon, "FILE"}, "beacon", "a file with the round of drand: JSON as a relay shows it, or the signature")
	f.Var(text{&o.dice, "DIGITS"}, "dice", "the digits that were drawn before the round")
}

// words takes the folder and perhaps the value from the words of a command line.
func (o *valueFlags) words(cmd *cobra.Command, args []string) (dir string, err error) {
	if len(args) == 2 {
		if cmd.Flags().Changed("value") {
			return "", term.Usage("the public value is given twice, as %q and with --value", args[1])
		}
		o.value = args[1]
	}
	return args[0], nil
}

// oneValue refuses other words than a folder and a value.
func oneValue(cmd *cobra.Command, args []string) error {
	switch {
	case len(args) == 0:
		return term.Hint(term.Usage("%s needs the folder of a record and the public value", cmd.Name()), "%s --help shows an example", cmd.CommandPath())
	case len(args) > 2:
		return term.Hint(term.Usage("%s takes one folder and one public value, not %q too", cmd.Name(), args[2]), `put a value of several words in quotation marks: "3 12 19"`)
	}
	return nil
}

// input puts together what was drawn, and holds it against what was announced for a book of
// so many pages. command is for messages.
func (o *valueFlags) input(command string, s draw.Source, pages int, stdin io.Reader) (string, error) {
	value := o.value
	announced := fmt.Sprintf("announced was: %s", words.Source(s))
	switch round := s.Kind == draw.KindDrand || s.Kind == draw.KindDiceDrand; {
	case o.beacon != "" && !round:
		return "", term.Hint(term.Usage("--beacon does not go with this record"), "%s", announced)
	case o.dice != "" && s.Kind != draw.KindDiceDrand:
		return "", term.Hint(term.Usage("--dice does not go with this record"), "%s", announced)
	case o.beacon != "" && o.value != "" && s.Kind == draw.KindDrand:
		return "", term.Usage("the round is given twice, as a value and with --beacon")
	case o.beacon != "":
		data, err := disk.ReadInput(o.beacon, stdin)
		if err != nil {
			return "", err
		}
		if o.value != "" && o.dice != "" {
			return "", term.Usage("the digits are given twice, as a value and with --dice")
		}
		value += " " + string(data)
	}
	if o.dice != "" {
		value = o.dice + " " + value
	}
	if value == "" {
		return "", term.Hint(term.Usage("%s needs the public value", command), "%s", announced)
	}
	if _, err := s.Value(value, pages); err != nil {
		if o.beacon != "" {
			err = term.Fault("%s: %w", o.beacon, err)
		} else {
			err = term.Usage("%w", err)
		}
		return "", term.Hint(err, "%s", announced)
	}
	return value, nil
}
