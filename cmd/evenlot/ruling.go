package main

import (
	"fmt"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/evenlot/evenlot/selection/fair"
	"github.com/evenlot/evenlot/selection/lottery"
)

// ruling are the flags that say what makes one lottery fairer than another, and how
// much work may go into it.
type ruling struct {
	rule   string
	budget int
}

func (r *ruling) flags(cmd *cobra.Command) {
	cmd.Flags().Var(ruleName{&r.rule}, "rule", "what is fairest: "+strings.Join(ruleNames(), ", ")+" (default leximin)")
	budgetFlag(cmd, &r.budget)
}

// maxBudget is as much as rules.json has digits for.
const maxBudget = 999_999_999

// budgetFlag adds --budget, which counts work and not time, so that it ends at the same
// place on every machine.
func budgetFlag(cmd *cobra.Command, to *int) {
	cmd.Flags().Var(count{to, 1, maxBudget}, "budget", fmt.Sprintf(
		"linear programs that the search for panels may take where chances are not attained at once (default %d)", lottery.DefaultBudget))
}

// searchBudget is the help of --budget for commands that answer without panels too.
const searchBudget = "linear programs that the search for panels that attain the chances may take (default: some for a small pool, none for a large one)"

// ruleNames are the names of all rules, in the order of reports.
func ruleNames() []string {
	var all []string
	for _, r := range fair.Rules() {
		all = append(all, r.Name())
	}
	return all
}

// ruleName is a flag that takes the name of a rule.
type ruleName struct{ to *string }

func (r ruleName) String() string {
	if r.to == nil {
		return ""
	}
	return *r.to
}

func (r ruleName) Type() string { return "NAME" }

// Set takes the names as they are listed, and no others.
func (r ruleName) Set(s string) error {
	if fair.RuleNamed(s) == nil {
		return fmt.Errorf("expected one of %s", strings.Join(ruleNames(), ", "))
	}
	*r.to = s
	return nil
}

// ruleList is a flag that takes names of rules separated by commas.
type ruleList struct{ to *[]string }

func (r ruleList) String() string {
	if r.to == nil {
		return ""
	}
	return strings.Join(*r.to, ",")
}

func (r ruleList) Type() string { return "NAME,NAME" }

// Set refuses unknown names and the same name twice.
func (r ruleList) Set(s string) error {
	*r.to = nil
	for name := range strings.SplitSeq(s, ",") {
		name = strings.TrimSpace(name)
		switch {
		case fair.RuleNamed(name) == nil:
			return fmt.Errorf("no rule %q, expected some of %s", name, strings.Join(ruleNames(), ", "))
		case slices.Contains(*r.to, name):
			return fmt.Errorf("the rule %s a second time, expected each once", name)
		}
		*r.to = append(*r.to, name)
	}
	return nil
}
