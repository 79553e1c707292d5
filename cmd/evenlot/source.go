package main

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/evenlot/evenlot/selection"
	"github.com/evenlot/evenlot/selection/draw"
)

// now is the clock of the ceremony; scripts of the tests set it.
var now = time.Now

// rehearsalStatement is what a rehearsal says where --where is not given.
const rehearsalStatement = "a rehearsal: the draw binds nobody"

// sourceForms are the values of --draw, for messages.
const sourceForms = "digits=20, page, lottery=6+1, drand=2027-01-15T18:00:00Z, dice=10+drand=2027-01-15T18:00:00Z, rehearsal"

// sourceFlags are the flags that announce where the public value comes from.
type sourceFlags struct {
	draw  string
	where string
	when  string
}

// leastPages is what a book has unless --pages asks for fewer.
const leastPages = 1000

// source reads them, for a book of so many pages; 0: not known yet. The time of a draw
// from drand is that of its round.
func (o sourceFlags) source(pages int) (draw.Source, error) {
	s, err := parseDraw(o.draw)
	if err != nil {
		return s, usage("--draw %s: %w", o.draw, err)
	}
	s.Statement = strings.TrimSpace(o.where)
	if s.Kind == draw.KindRehearsal && s.Statement == "" {
		s.Statement = rehearsalStatement
	}
	if s.Statement == "" {
		return s, hint(usage("--where is missing: say where, by whom and how the public value is drawn"),
			`--where "in the town hall, ten-sided dice, rolled by the mayor"`)
	}
	switch fixed := s.Round > 0 || s.Kind == draw.KindRehearsal; {
	case fixed && o.when != "":
		return s, hint(usage("--when does not go with --draw %s", o.draw), "a round of drand has its own time, and a rehearsal has none")
	case !fixed && o.when == "":
		return s, hint(usage("--when is missing: say when the public value is drawn"), "--when 2027-01-15T18:00:00Z")
	case !fixed:
		seconds, err := parseWhen(o.when)
		if err != nil {
			return s, usage("--when %s: %w", o.when, err)
		}
		s.Time = draw.FormatTime(seconds)
	}
	if pages == 0 {
		pages = leastPages
	}
	if _, err := selection.SourceFor(s, pages); err != nil {
		return s, usage("--draw %s cannot be announced: %w", o.draw, err)
	}
	if err := s.CheckAhead(now().Unix()); err != nil {
		return s, fault("%w", err)
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

// parseLottery reads 6 or 6+1.
func parseLottery(text string) (s draw.Source, err error) {
	s.Kind = draw.KindLottery
	main, extra, more := strings.Cut(text, "+")
	if s.Numbers, err = number("lottery", main); err == nil && more {
		s.Extra, err = number("the bonus of lottery", extra)
	}
	return s, err
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
