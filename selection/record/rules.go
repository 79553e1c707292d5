package record

import (
	"crypto/sha256"
	"fmt"
	"slices"
	"strings"

	"github.com/evenlot/evenlot/quotas"
	"github.com/evenlot/evenlot/selection/draw"
)

// Rules are the contents of rules.json: what was asked for, apart from quotas
// and pool.
type Rules struct {
	Format    string `json:"format"`          // [Format] or [Format1]
	Algorithm string `json:"algorithm"`       // [draw.Algorithm], or an earlier one
	Rule      string `json:"rule"`            // "leximin"
	People    int    `json:"people"`          // in the pool
	Seats     int    `json:"seats"`           // of a panel
	Pages     int    `json:"pages"`           // of the book
	Household int    `json:"household_limit"` // people of one household a panel may hold; 0: no limit
	Budget    int    `json:"budget"`          // linear programs that the search for panels may take
	Form      Form   `json:"form"`            // default, sealed or open
	KeyHash   string `json:"key_hash"`        // [draw.KeyHash] of the record key
	// Statements tell readers how features were made and doubts decided: sentences. It is
	// nil in version 1, and never nil else.
	Statements []string `json:"statements,omitzero"`
}

// Version of the format: 1 or 2.
func (r Rules) Version() int {
	if r.Format == Format1 {
		return 1
	}
	return 2
}

// Bytes is rules.json. With an empty KeyHash it is what [draw.DeriveKey] takes.
func (r Rules) Bytes() []byte { return writeJSON(r) }

// Hash is SHA-256 of rules.json, 32 raw bytes: what keys the streams.
func (r Rules) Hash() [32]byte { return sha256.Sum256(r.Bytes()) }

// ReadRules reads rules.json. The file must be spelt as [Rules.Bytes] does, and
// ask for something that can be: known names, 1 <= seats <= people, pages, and numbers of at
// most nine digits.
func ReadRules(name string, data []byte) (Rules, error) {
	var r Rules
	if err := readJSON(name, data, &r); err != nil {
		return Rules{}, err
	}
	wrong := func(field string, found any, expected string) (Rules, error) {
		return Rules{}, quotas.Fault{
			File: name, Found: fmt.Sprintf("%s is %#v", field, found), Expected: expected, Fix: remedy,
		}
	}
	switch {
	case r.Format != Format && r.Format != Format1:
		return wrong("format", r.Format, Format+" or "+Format1)
	case !slices.Contains(algorithms[r.Version()], r.Algorithm):
		return wrong("algorithm", r.Algorithm, strings.Join(algorithms[r.Version()], " or "))
	case (r.Statements != nil) != (r.Version() > 1):
		return wrong("statements", r.Statements, "a list, from version 2 on")
	case !isRule(r.Rule):
		return wrong("rule", r.Rule, "leximin or another rule of evenlot")
	case r.Seats < 1:
		return wrong("seats", r.Seats, "at least 1")
	case r.People < r.Seats:
		return wrong("people", r.People, fmt.Sprintf("at least the %d of a panel", r.Seats))
	case r.Pages < 1:
		return wrong("pages", r.Pages, "at least 1")
	case r.Household < 0:
		return wrong("household_limit", r.Household, "0 (no limit) or more")
	case r.Household > maxWhole, r.People > maxWhole, r.Pages > maxWhole:
		return wrong("people, pages or household_limit", max(r.Household, r.People, r.Pages), "at most nine digits")
	case r.Budget < 1 || r.Budget > maxWhole:
		return wrong("budget", r.Budget, fmt.Sprintf("1 to %d", maxWhole))
	case !isHash(r.KeyHash):
		return wrong("key_hash", r.KeyHash, "64 hexadecimal digits")
	}
	for _, s := range r.Statements {
		if !isSentence(s) {
			return wrong("statements", s, sentence)
		}
	}
	return r, nil
}

// algorithms are those of each version.
var algorithms = [...][]string{1: {draw.Algorithm1}, 2: {draw.Algorithm, draw.Algorithm2}}

// isRule knows the names of all rules that the format has room for.
func isRule(s string) bool {
	switch s {
	case "leximin", "maximin", "nash", "minimax", "goldilocks", "uniform", "legacy":
		return true
	}
	return false
}
