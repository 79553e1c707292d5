// Package engine writes the rule evenlot-invite/1 as one query for an engine of databases, for registers that may not leave
// their holder or are too large for one machine. A query tests the engine first: rows with known letters go
// the same way through it as those of the register, so that a collation, an encoding or a type that would give
// other letters shows, and then no letter comes out.
//
// Each engine has a file with its own spelling of ten things (text, hash, ordered hash of many rows, ...); the order of the steps
// is one file, query.sql. They are written by hand: a translator of dialects wrote wrong ones.
package engine

import (
	"bytes"
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"fmt"
	"slices"
	"strings"
	"text/template"

	"github.com/evenlot/evenlot/selection/invite"
)

//go:embed *.sql
var queries embed.FS

// Queries of tested engines are run in the tests, PostgreSQL in the Danish collation too; those of the
// untested ones follow the documentation of their makers.
var (
	tested   = []string{"clickhouse", "datafusion", "duckdb", "mariadb", "postgres", "sqlite"}
	untested = []string{"bigquery", "oracle", "spark", "sqlserver", "trino"}
)

// Tested lists the engines whose queries are run in the tests.
func Tested() []string { return slices.Clone(tested) }

// Untested lists the other engines.
func Untested() []string { return slices.Clone(untested) }

// A Query says what to ask of an engine.
type Query struct {
	Engine  string
	Table   string // as it stands in the query
	Columns invite.Columns
	Lottery *invite.Lottery // drawn
	Key     *[32]byte       // nil where ids are open
	All     bool            // rank every row, not only those that may get a letter
}

// A trap is a row with a known ticket that some engine gets wrong.
type trap struct {
	N        int
	ID, Home string
}

// A test counts known rows: so many of them must be among those with letters.
type test struct {
	Number, Count int
	What, Among   string
	Ticket        string // which they must have; or empty
}

const trapStratum = "evenlot ä東😀"

// parts are what query.sql is filled with.
type parts struct {
	ID, Household, Table, Cut, Seed string
	Keyed                           bool
	Strata                          []share
	StrataFile                      string
	People                          int
	Traps                           []trap
	TrapStratum, TrapHash           string
	TrapKept, Low, High             int
	Tests                           []test
}

type share struct {
	Name    string
	Letters int
}

// Text is the query. Its errors are of an engine that is unknown.
func (q Query) Text() (string, error) {
	if !slices.Contains(tested, q.Engine) && !slices.Contains(untested, q.Engine) {
		return "", fmt.Errorf("no engine %q, expected one of %s", q.Engine, strings.Join(slices.Sorted(slices.Values(append(Tested(), untested...))), ", "))
	}
	p := q.parts()
	t := template.New("query.sql")
	call := func(name string, args ...string) (string, error) {
		return q.block(t, name, args)
	}
	t.Funcs(template.FuncMap{"use": call, "column": q.column, "stratum": func() (string, error) { return q.stratum(call) },
		"quoted": quoted, "slashed": slashed, "arg": func(int) string { return "" }, "outer": func() string { return pad(q.Key, 0x5c) },
		"inner": func() string { return pad(q.Key, 0x36) }, "key": func() string { return hex.EncodeToString(q.Key[:]) }})
	if _, err := t.ParseFS(queries, "query.sql", q.Engine+".sql"); err != nil {
		return "", err
	}
	var b bytes.Buffer
	if err := t.ExecuteTemplate(&b, "query.sql", p); err != nil {
		return "", err
	}
	return b.String() + "\n", nil
}

// block runs a template of the engine with arguments of its own.
func (q Query) block(t *template.Template, name string, args []string) (string, error) {
	own, err := t.Clone()
	if err != nil {
		return "", err
	}
	own.Funcs(template.FuncMap{"arg": func(i int) string { return args[i] }})
	var b strings.Builder
	err = own.ExecuteTemplate(&b, name, nil)
	return b.String(), err
}

// pad is a half of HMAC: the key, filled with zeros to a block of 64 bytes, each byte changed by the same one (RFC 2104).
func pad(key *[32]byte, with byte) string {
	var block [sha256.BlockSize]byte
	copy(block[:], key[:])
	for i := range block {
		block[i] ^= with
	}
	return hex.EncodeToString(block[:])
}

// column is the name of a column as the engine quotes it.
func (q Query) column(name string) string {
	switch q.Engine {
	case "mariadb", "spark", "bigquery", "clickhouse":
		return "`" + strings.ReplaceAll(name, "`", "``") + "`"
	case "sqlserver":
		return "[" + strings.ReplaceAll(name, "]", "]]") + "]"
	}
	return `"` + strings.ReplaceAll(name, `"`, `""`) + `"`
}

// stratum joins the values of the strata.
func (q Query) stratum(use func(string, ...string) (string, error)) (string, error) {
	if len(q.Columns.Strata) == 0 {
		return use("lit", invite.Everybody)
	}
	all := ""
	for i, name := range q.Columns.Strata {
		text, err := use("text", q.column(name))
		if err != nil {
			return "", err
		}
		if i == 0 {
			all = text
			continue
		}
		bar, err := use("lit", "|")
		if err != nil {
			return "", err
		}
		if all, err = use("cat", all, bar); err != nil {
			return "", err
		}
		if all, err = use("cat", all, text); err != nil {
			return "", err
		}
	}
	return all, nil
}

// quoted is a literal where only the quotation mark is special; slashed where the backslash is too.
func quoted(text string) string { return "'" + strings.ReplaceAll(text, "'", "''") + "'" }

func slashed(text string) string {
	return "'" + strings.NewReplacer(`\`, `\\`, "'", `\'`).Replace(text) + "'"
}

func (q Query) parts() parts {
	l := q.Lottery
	p := parts{ID: q.Columns.ID, Household: q.Columns.Household, Table: q.Table, Seed: l.Drawing.Seed, Keyed: q.Key != nil,
		StrataFile: invite.StrataFile, People: l.Rules.People, TrapStratum: trapStratum}
	if !q.All {
		p.Cut = invite.Threshold(l.Strata)
	}
	for _, s := range l.Strata {
		p.Strata = append(p.Strata, share{s.Name, s.Letters()})
	}
	q.addTraps(&p)
	return p
}

func (q Query) letterID(id string) string {
	if q.Key == nil {
		return id
	}
	return invite.LetterID(*q.Key, id)
}

func (q Query) ticket(id string) string {
	return invite.TicketOf(q.Lottery.Drawing.Seed, q.letterID(id)).String()
}

// begins finds an id whose ticket begins with these digits: one try in 256 does.
func (q Query) begins(digits string) string {
	for i := 0; ; i++ {
		if id := fmt.Sprintf("%s-%d", digits, i); strings.HasPrefix(q.ticket(id), digits) {
			return id
		}
	}
}

// addTraps adds the known rows, the tests of them, and what must come out.
func (q Query) addTraps(p *parts) {
	add := func(id, home string) int {
		p.Traps = append(p.Traps, trap{len(p.Traps) + 1, id, home})
		return len(p.Traps)
	}
	check := func(what string, count int, ticket string, among ...int) {
		p.Tests = append(p.Tests, test{len(p.Tests) + 1, count, what, strings.Trim(strings.ReplaceAll(fmt.Sprint(among), " ", ", "), "[]"), ticket})
	}
	p.Low, p.High = add(q.begins("aa"), ""), add(q.begins("ff"), "")
	for _, id := range []string{"ä東😀", "007", "12E5", "it's \\ \"x\""} {
		what := map[string]string{"ä東😀": "text is hashed as UTF-8", "007": "leading zeros stay", "12E5": "12E5 is no number",
			"it's \\ \"x\"": "quotation marks and backslashes stay"}[id]
		check(what, 1, q.ticket(id), add(id, ""))
	}
	check("upper and lower case differ", 4, "", add("A", "HS1"), add("a", "Hs1"), add("B", "hs1"), add("b", ""))
	check("accents differ", 3, "", add("e", "He"), add("é", "Hé"), add("e\u0301", "He\u0301"))
	check("blanks at the end count", 2, "", add("x", "h"), add("x ", "h "))
	check("an empty household is nobody's", 2, "", add("n1", ""), add("n2", ""))
	check("one letter a household", 1, "", add("m1", "two"), add("m2", "two"))
	rows := slices.Clone(p.Traps)
	slices.SortFunc(rows, func(a, b trap) int { return strings.Compare(q.ticket(a.ID), q.ticket(b.ID)) })
	lines, served := sha256.New(), map[string]bool{}
	for _, r := range rows {
		if r.Home != "" && served[r.Home] {
			continue
		}
		served[r.Home] = true
		p.TrapKept++
		fmt.Fprintf(lines, "%s:%s\n", q.ticket(r.ID), q.letterID(r.ID))
	}
	p.TrapHash = hex.EncodeToString(lines.Sum(nil))
}
