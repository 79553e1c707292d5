package main

import (
	"errors"
	"fmt"
	"io/fs"
	"path/filepath"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/evenlot/evenlot/cmd/evenlot/internal/disk"
	"github.com/evenlot/evenlot/cmd/evenlot/internal/term"
	"github.com/evenlot/evenlot/quotas"
	"github.com/evenlot/evenlot/quotas/plain"
	"github.com/evenlot/evenlot/selection/invite"
	"github.com/evenlot/evenlot/selection/invite/answers"
	"github.com/evenlot/evenlot/selection/pool"
)

// responseFile says what a drive brought. It is no part of the record, and may be published.
const responseFile = "research/response.csv"

// invited are the flags about the letters by which a pool came.
type invited struct {
	dirs    []string // of lotteries, perhaps with a name before: electors=DIR
	code    string
	frame   string
	waves   int
	without string
}

func (o *invited) flags(cmd *cobra.Command) {
	f := cmd.Flags()
	f.Var(texts{&o.dirs, "[FRAME=]DIR"}, "invited", "the lottery of letters by which people came, with its folder private; of several registers one each, named")
	f.Var(text{&o.code, "COLUMN"}, "code", "with --invited: the column with the code of the letter (default: one called code, letter code or the like)")
	f.Var(count{&o.waves, 1, 0}, "waves", "with --invited: waves of letters that went out (default: all)")
	f.Var(text{&o.without, "in|out"}, "without-letter", "with --invited: whether people without a letter take part; either is published")
	f.Var(text{&o.frame, "FEATURE"}, "frame", "with --invited: the feature whose values are the names of the registers, and \"no letter\"")
}

// check reports what makes no sense of the flags.
func (o *invited) check() error {
	named := 0
	for _, d := range o.dirs {
		if name, _ := framedDir(d); name != "" {
			named++
		}
	}
	switch {
	case o.frame != "" && o.code == "":
		return term.Usage("--frame needs --code COLUMN: the column with the codes, by which people are known to be of a register")
	case len(o.dirs) == 0 && (o.code != "" || o.frame != "" || o.waves != 0 || o.without != ""):
		return term.Usage("--code, --waves, --without-letter and --frame go with --invited")
	case o.without != "" && o.without != "in" && o.without != "out":
		return term.Usage("--without-letter %s: expected in or out", o.without)
	case (len(o.dirs) > 1 || o.frame != "") && named < len(o.dirs):
		return term.Hint(term.Usage("--invited has no name for every register"), "--invited electors=letters-e --invited foreigners=letters-f")
	}
	return nil
}

// framedDir reads the folder of a lottery, and the name of its register where one stands before it.
func framedDir(given string) (frame, dir string) {
	if name, dir, ok := strings.Cut(given, "="); ok {
		return strings.TrimSpace(name), dir
	}
	return "", given
}

// drives reads the lotteries, each with the list that was kept of it, and checks them.
func (o *invited) drives() (all []*answers.Drive, err error) {
	if err := o.check(); err != nil {
		return nil, err
	}
	for _, given := range o.dirs {
		name, dir := framedDir(given)
		d, err := readDrive(dir, o.waves)
		if err != nil {
			return nil, err
		}
		d.Frame = name
		if slices.ContainsFunc(all, func(e *answers.Drive) bool {
			return e.Lottery.Commitment() == d.Lottery.Commitment() || e.Frame == d.Frame
		}) {
			return nil, term.Usage("--invited %s: the same lottery or the same name a second time", given)
		}
		all = append(all, d)
	}
	return all, nil
}

// readDrive reads a drawn lottery with its list.
func readDrive(dir string, waves int) (*answers.Drive, error) {
	state, err := openLetters(dir)
	if err != nil {
		return nil, err
	}
	l, err := drawnLetters(dir, state)
	if err != nil {
		return nil, err
	}
	if waves > len(l.Rules.Waves) {
		return nil, term.Usage("--waves is %d, but %s has %s", waves, dir, plain.Count(len(l.Rules.Waves), "wave", "waves"))
	}
	path := filepath.Join(recordOf(dir), filepath.FromSlash(invite.LettersFile))
	data, err := disk.ReadFile(path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, term.Hint(term.Fault("%s: there is no such file", path), "the list of the letters is needed, which evenlot invite draw wrote into the folder private")
	} else if err != nil {
		return nil, err
	}
	d, faults := answers.Read(path, data, l, waves)
	if len(faults) > 0 {
		return nil, term.FaultError(faults)
	}
	return d, nil
}

// framed adds how the feature of frames is made.
func (o *invited) framed(table *quotas.Table, drives []*answers.Drive, made map[string]pool.Making, columns map[string]string) (map[string]string, error) {
	if o.frame == "" {
		return columns, nil
	}
	f := table.Feature(o.frame)
	if f < 0 {
		return nil, term.Usage("--frame names the feature %q, which the quotas do not have", o.frame)
	}
	for _, d := range drives {
		if table.Features[f].Value(d.Frame) < 0 {
			return nil, term.Usage("--invited names the register %q, which is no value of %q in the quotas", d.Frame, o.frame)
		}
	}
	made[o.frame] = pool.Making{By: answers.Frames(drives), ByWhat: "the lottery that sent the letter"}
	all := map[string]string{o.frame: o.code}
	for feature, column := range columns {
		if quotas.Fold(feature) != quotas.Fold(o.frame) {
			all[feature] = column
		}
	}
	return all, nil
}

// codeColumns are names by which a column of codes is found.
func codeColumns() []string {
	return []string{"code", "letter code", "letter_code", "lettercode", "invitation code", "invitation_code"}
}

// column finds the column of codes; a fault where there is none.
func (o *invited) column(p *pool.Pool) (int, quotas.Faults) {
	wanted := codeColumns()
	if o.code != "" {
		wanted = []string{o.code}
	}
	for _, name := range wanted {
		if c := p.Column(name); c >= 0 {
			return c, nil
		}
	}
	return -1, quotas.Faults{{Code: "code-missing", File: p.Name, Found: fmt.Sprintf("no column %q", wanted[0]),
		Expected: "the column with the codes of the letters", Fix: "name it with --code, or add it"}}
}

// asked are the doubts about the letters by which people of a sound pool came.
func (l *loaded) asked(in *inputs) {
	if len(l.drives) == 0 || len(l.faults) > 0 {
		return
	}
	column, faults := in.letters.column(l.pool)
	if l.faults = append(l.faults, faults...); len(faults) > 0 {
		return
	}
	a := answers.Match(l.pool, column, l.drives)
	if len(l.pool.People) > 0 && a.Came() == 0 {
		l.faults = append(l.faults, quotas.Fault{Code: "letters-other", File: l.pool.Name, Found: fmt.Sprintf("nobody with the code of a letter that went out, in the column %q", l.pool.Header[column]),
			Expected: "answers to the letters of " + strings.Join(in.letters.dirs, ", "), Fix: "is it another lottery, or another column?"})
		return
	}
	l.doubts = append(a.Doubts(), l.doubts...)
}

// came counts who came by which letter when all else is decided, and leaves out who may not take part.
func (l *loaded) came(in *inputs) {
	if len(l.drives) == 0 || len(l.faults) > 0 {
		return
	}
	column, _ := in.letters.column(l.pool)
	a := answers.Match(l.pool, column, l.drives)
	without := a.Without()
	switch {
	case len(without) > 0 && in.letters.without == "":
		f := quotas.Fault{Code: "letter-missing", File: l.pool.Name, Line: l.pool.Line(without[0]),
			Found:    fmt.Sprintf("%s without the code of a letter (%s)", plain.Count(len(without), "person", "people"), lineList(l.linesOf(without))),
			Expected: "a code for everybody", Fix: "--without-letter in lets them take part, --without-letter out leaves them out; either is published"}
		l.faults = append(l.faults, f)
	case in.letters.without == "out":
		l.pool.LeaveOut(without)
		a = answers.Match(l.pool, column, l.drives)
		a.LeftOut = len(without)
	}
	l.answers = a
	a.Decided = !slices.ContainsFunc(l.doubts, func(d pool.Doubt) bool { return d.Code == answers.LetterUnknown })
}

func (l *loaded) linesOf(people []int) (lines []int) {
	for _, i := range people {
		lines = append(lines, l.pool.Line(i))
	}
	return lines
}
