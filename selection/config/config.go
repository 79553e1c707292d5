// Package config reads and writes the file that says what is selected from, and how:
// selection.toml. Every key is a flag of the commands that read a pool, so a flag that is given
// wins.
//
// Files in reading order: config.go, guess.go.
package config

import (
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/BurntSushi/toml"
	"github.com/hbollon/go-edlib"

	"github.com/evenlot/evenlot/quotas"
	"github.com/evenlot/evenlot/quotas/sheet"
)

// File is the name under which a configuration is found by itself.
const File = "selection.toml"

// A Config is what a file says. What it does not say is empty.
type Config struct {
	Pool           string            `toml:"pool"`
	PoolSheet      string            `toml:"pool-sheet"`
	Quotas         string            `toml:"quotas"`
	QuotasSheet    string            `toml:"quotas-sheet"`
	Seats          int               `toml:"seats"`
	ID             string            `toml:"id"`
	Household      []string          `toml:"household"`
	HouseholdLimit int               `toml:"household-limit"`
	Rule           string            `toml:"rule"`
	Decisions      string            `toml:"decisions"`
	Columns        map[string]string `toml:"columns"` // feature -> column of the pool
	Made           map[string]Made   `toml:"made"`    // feature -> how it is made of its column
	Require        map[string]string `toml:"require"` // column -> what it must hold for a person to take part
	Invited        []string          `toml:"invited"` // lotteries of letters, perhaps with a name before: electors=DIR
	Code           string            `toml:"code"`
	WithoutLetter  string            `toml:"without-letter"`
	Frame          string            `toml:"frame"`

	// Keys of the settings of other tools that say the same.
	IDColumn    string   `toml:"id_column"`
	SameAddress bool     `toml:"check_same_address"`
	AddressIn   []string `toml:"check_same_address_columns"`
}

// passed are keys of other tools that mean nothing here.
var passed = []string{"columns_to_keep", "max_attempts", "selection_algorithm", "random_number_seed", "json_file_path", "number_of_panels"}

// Made says how a feature is made of a column that holds something else.
type Made struct {
	Born    string            `toml:"born"`    // the day on which an age counts
	Lookup  string            `toml:"lookup"`  // a table of beginnings of cells and values
	Join    []string          `toml:"join"`    // features and columns that it joins
	Answers map[string]string `toml:"answers"` // answer -> value
}

// A Setting is a flag with the value that a file gives it.
type Setting struct {
	Flag, Value string
	Path        bool // of a file, as seen from the folder of the configuration
}

// Read reads a configuration. ignored are keys of other tools that mean nothing here.
func Read(name string, data []byte) (c *Config, ignored []string, faults quotas.Faults) {
	c = &Config{}
	md, err := toml.Decode(string(data), c)
	var syntax toml.ParseError
	switch {
	case errors.As(err, &syntax):
		return nil, nil, quotas.Faults{{Code: "config-syntax", File: name, Line: syntax.Position.Line, Found: syntax.Message,
			Expected: "TOML", Fix: "see the comments in a file that evenlot init writes"}}
	case err != nil:
		return nil, nil, quotas.Faults{{Code: "config-value", File: name, Found: strings.TrimPrefix(err.Error(), "toml: "),
			Expected: "the kind of value that the key takes", Fix: "see the comments in a file that evenlot init writes"}}
	}
	for _, key := range md.Undecoded() {
		switch known := keys(); {
		case slices.Contains(passed, key.String()):
			ignored = append(ignored, key.String())
		default:
			fix := "remove it"
			if i := slices.IndexFunc(known, func(k string) bool { return edlib.OSADamerauLevenshteinDistance(k, key.String()) <= max(1, len(k)/4) }); i >= 0 {
				fix = fmt.Sprintf("write %s, if that was meant", known[i])
			}
			faults = append(faults, quotas.Fault{Code: "config-key", File: name, Line: lineOf(data, key.String()), Found: "the key " + sheet.Quote(key.String()),
				Expected: "one of " + strings.Join(known, ", "), Fix: fix})
		}
	}
	if c.ID == "" {
		c.ID = c.IDColumn
	}
	if c.SameAddress && len(c.Household) == 0 {
		c.Household = c.AddressIn
	}
	return c, ignored, faults
}

func keys() []string {
	return []string{"pool", "pool-sheet", "quotas", "quotas-sheet", "seats", "id", "household", "household-limit", "rule", "decisions", "columns", "made", "require", "invited", "code", "without-letter", "frame"}
}

// lineOf finds the line of a key; 0 if it stands in a way that this does not see.
func lineOf(data []byte, key string) int {
	n := 0
	for line := range strings.Lines(string(data)) {
		n++
		if name, _, ok := strings.Cut(line, "="); ok && strings.Trim(strings.TrimSpace(name), `"`) == key {
			return n
		}
	}
	return 0
}

// Settings are the flags that a configuration gives, in the order of [File].
func (c *Config) Settings() (all []Setting) {
	add := func(flag, value string, path bool) {
		if value != "" {
			all = append(all, Setting{flag, value, path})
		}
	}
	number := func(n int) string {
		if n == 0 {
			return ""
		}
		return strconv.Itoa(n)
	}
	add("pool", c.Pool, true)
	add("pool-sheet", c.PoolSheet, false)
	add("quotas", c.Quotas, true)
	add("quotas-sheet", c.QuotasSheet, false)
	add("seats", number(c.Seats), false)
	add("id", c.ID, false)
	add("household", strings.Join(c.Household, ","), false)
	add("household-limit", number(c.HouseholdLimit), false)
	add("rule", c.Rule, false)
	add("decisions", c.Decisions, true)
	for _, dir := range c.Invited {
		add("invited", dir, true)
	}
	add("code", c.Code, false)
	add("without-letter", c.WithoutLetter, false)
	add("frame", c.Frame, false)
	for _, feature := range sorted(c.Columns) {
		add("column", feature+"="+c.Columns[feature], false)
	}
	for _, column := range sorted(c.Require) {
		add("require", column+"="+c.Require[column], false)
	}
	for _, feature := range sorted(c.Made) {
		m := c.Made[feature]
		if m.Born != "" {
			add("born", feature+"="+m.Born, false)
		}
		if m.Lookup != "" {
			all = append(all, Setting{"lookup", feature + "=" + m.Lookup, true})
		}
		if len(m.Join) > 0 {
			add("join", feature+"="+strings.Join(m.Join, ","), false)
		}
		for _, answer := range sorted(m.Answers) {
			add("answer", feature+"="+answer+"="+m.Answers[answer], false)
		}
	}
	return all
}

func sorted[V any](m map[string]V) []string {
	var all []string
	for k := range m {
		all = append(all, k)
	}
	slices.Sort(all)
	return all
}

// Bytes writes a configuration with a comment for every key. guessed lists keys whose values were
// found in the files, not given; a column is "columns.FEATURE".
func (c *Config) Bytes(guessed []string) []byte {
	var b strings.Builder
	b.WriteString("# What is selected from, and how. Every command that reads a pool takes this file by itself\n" +
		"# where it is called " + File + ", or with --config FILE. A flag on the command line wins.\n")
	key := func(name, value, comment string) {
		mark := ""
		if slices.Contains(guessed, name) {
			mark = " (guessed: please check)"
		}
		off := ""
		if value == `""` || value == "0" || value == "[]" {
			off = "# "
		}
		fmt.Fprintf(&b, "\n# %s%s\n%s%s = %s\n", comment, mark, off, name, value)
	}
	key("pool", strconv.Quote(c.Pool), "The pool: CSV or XLSX, one person a row.")
	key("pool-sheet", strconv.Quote(c.PoolSheet), "The sheet of its workbook, where several would do.")
	key("quotas", strconv.Quote(c.Quotas), "The quota table; without it everybody has the same chance.")
	key("quotas-sheet", strconv.Quote(c.QuotasSheet), "The sheet of its workbook.")
	key("seats", strconv.Itoa(c.Seats), "Size of the panel.")
	key("id", strconv.Quote(c.ID), "The column that tells people apart.")
	key("household", list(c.Household), "The columns that together tell who lives together; a panel has one of each household at most.")
	key("household-limit", strconv.Itoa(c.HouseholdLimit), "People of one household that a panel may have, if not one.")
	key("rule", strconv.Quote(c.Rule), "The rule of select and book, if not leximin.")
	key("decisions", strconv.Quote(c.Decisions), "What was decided of doubtful entries: the table of check --doubts, filled in.")
	if len(c.Columns) > 0 {
		b.WriteString("\n# The column of the pool for each feature that is called otherwise there.\n[columns]\n")
		for _, feature := range sorted(c.Columns) {
			mark := ""
			if slices.Contains(guessed, "columns."+feature) {
				mark = " # guessed: please check"
			}
			fmt.Fprintf(&b, "%s = %s%s\n", strconv.Quote(feature), strconv.Quote(c.Columns[feature]), mark)
		}
	}
	if len(c.Require) > 0 {
		b.WriteString("\n# What a column must hold for a person to take part.\n[require]\n")
		for _, column := range sorted(c.Require) {
			fmt.Fprintf(&b, "%s = %s\n", strconv.Quote(column), strconv.Quote(c.Require[column]))
		}
	}
	for _, feature := range sorted(c.Made) {
		m := c.Made[feature]
		fmt.Fprintf(&b, "\n# How %s is made of its column.\n[made.%s]\n", feature, strconv.Quote(feature))
		if m.Born != "" {
			fmt.Fprintf(&b, "born = %s\n", strconv.Quote(m.Born))
		}
		if m.Lookup != "" {
			fmt.Fprintf(&b, "lookup = %s\n", strconv.Quote(m.Lookup))
		}
		if len(m.Join) > 0 {
			fmt.Fprintf(&b, "join = %s\n", list(m.Join))
		}
		if len(m.Answers) > 0 {
			fmt.Fprintf(&b, "[made.%s.answers]\n", strconv.Quote(feature))
			for _, answer := range sorted(m.Answers) {
				fmt.Fprintf(&b, "%s = %s\n", strconv.Quote(answer), strconv.Quote(m.Answers[answer]))
			}
		}
	}
	b.WriteString("\n# Features that are made of a column that holds something else, for example\n" +
		"# [made.age]\n# born = \"2027-01-15\" # the column has dates of birth; the values are ages on that day: 16-29, 65+, under 18\n" +
		"# [made.region]\n# lookup = \"postcodes.csv\" # two columns: how a postcode begins, and the value\n" +
		"# [made.gender.answers]\n# \"prefer not to say\" = \"other\"\n")
	return []byte(b.String())
}

func list(all []string) string {
	var quoted []string
	for _, s := range all {
		quoted = append(quoted, strconv.Quote(s))
	}
	return "[" + strings.Join(quoted, ", ") + "]"
}
