package main

import (
	"slices"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"github.com/evenlot/evenlot/quotas/shares"
)

// offered are the values that a shell offers for flags, by name; what ends with "=" goes on.
func offered() map[string][]string {
	rules := ruleNames()
	var methods []string
	for _, m := range shares.Methods() {
		methods = append(methods, string(m))
	}
	kinds := []string{"digits=20", "page", "lottery=", "drand=", "dice=10+drand=", "rehearsal"}
	return map[string][]string{
		"rule": rules, "rules": rules, "method": methods, "window": {"floor", "exact", "plus=1"}, "draw": kinds,
		"mix": slices.DeleteFunc(slices.Clone(kinds), func(k string) bool { return k == "page" }),
	}
}

// offerValues tells shells what can stand behind the flags of all commands: values, folders, or
// files; and that DIR is a folder.
func offerValues(cmd *cobra.Command) {
	values := offered()
	cmd.Flags().VisitAll(func(f *pflag.Flag) {
		if _, has := cmd.GetFlagCompletionFunc(f.Name); has {
			return
		}
		kind := f.Value.Type()
		switch list := values[f.Name]; {
		case list != nil:
			completes(cmd, f.Name, list...)
		case kind == "DIR":
			_ = cmd.MarkFlagDirname(f.Name) // there is such a flag
		case !strings.Contains(kind, "FILE") && kind != "bool":
			completes(cmd, f.Name)
		}
	})
	if words := strings.Fields(cmd.Use); len(words) > 1 && words[1] == "DIR" && cmd.ValidArgsFunction == nil {
		cmd.ValidArgsFunction = func(_ *cobra.Command, args []string, _ string) ([]string, cobra.ShellCompDirective) {
			if len(args) > 0 {
				return nil, cobra.ShellCompDirectiveNoFileComp
			}
			return nil, cobra.ShellCompDirectiveFilterDirs
		}
	}
	for _, sub := range cmd.Commands() {
		offerValues(sub)
	}
}
