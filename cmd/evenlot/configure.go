package main

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/evenlot/evenlot/cmd/evenlot/internal/disk"
	"github.com/evenlot/evenlot/cmd/evenlot/internal/term"
	"github.com/evenlot/evenlot/selection/config"
)

// pairs is a flag FEATURE=... that may be given again.
type pairs struct {
	to   *map[string]string
	kind string
}

func (p pairs) String() string {
	if p.to == nil {
		return ""
	}
	var all []string
	for k, v := range *p.to {
		all = append(all, k+"="+v)
	}
	slices.Sort(all)
	return strings.Join(all, " ")
}

func (p pairs) Type() string { return p.kind }

func (p pairs) Set(s string) error {
	feature, column, ok := strings.Cut(s, "=")
	if !ok || strings.TrimSpace(feature) == "" || strings.TrimSpace(column) == "" {
		return fmt.Errorf("expected %s", p.kind)
	}
	if *p.to == nil {
		*p.to = map[string]string{}
	}
	(*p.to)[strings.TrimSpace(feature)] = strings.TrimSpace(column)
	return nil
}

// configure gives the flags of a command what a configuration says, where they were not given.
// Paths are seen from the folder of the configuration.
func configure(cmd *cobra.Command) error {
	flags := cmd.Flags()
	flag := flags.Lookup("config")
	if flag == nil {
		return nil
	}
	path := flag.Value.String()
	if path == "" {
		if info, err := os.Stat(config.File); err != nil || !info.Mode().IsRegular() {
			return nil
		}
		path = config.File
		_ = flag.Value.Set(path)
	}
	data, err := disk.ReadFile(path)
	if err != nil {
		return err
	}
	c, _, faults := config.Read(path, data)
	if len(faults) > 0 {
		return term.FaultError(faults)
	}
	given := map[string]bool{} // on the command line
	for _, s := range c.Settings() {
		if f := flags.Lookup(s.Flag); f != nil {
			given[s.Flag] = given[s.Flag] || f.Changed
		}
	}
	for _, s := range c.Settings() {
		if flags.Lookup(s.Flag) == nil || given[s.Flag] {
			continue
		}
		value := s.Value
		if s.Path {
			value = fromFolder(filepath.Dir(path), value)
		}
		f := flags.Lookup(s.Flag)
		if err := f.Value.Set(value); err != nil {
			return term.Fault("%s: %s is %q: %w", path, s.Flag, s.Value, err)
		}
		f.Changed = true
	}
	return nil
}

// fromFolder is a path of a configuration as seen from the present folder; the name of a feature
// may stand before it.
func fromFolder(folder, value string) string {
	feature, path, ok := strings.Cut(value, "=")
	if !ok {
		feature, path = "", value
	} else {
		feature += "="
	}
	if filepath.IsAbs(path) {
		return value
	}
	return feature + filepath.Join(folder, filepath.FromSlash(path))
}

// triples is a flag FEATURE=ANSWER=VALUE that may be given again.
type triples struct{ to *map[string]map[string]string }

func (t triples) String() string { return "" }
func (t triples) Type() string   { return "FEATURE=ANSWER=VALUE" }

func (t triples) Set(s string) error {
	feature, rest, _ := strings.Cut(s, "=")
	at := strings.LastIndexByte(rest, '=')
	if strings.TrimSpace(feature) == "" || at < 1 || strings.TrimSpace(rest[at+1:]) == "" {
		return fmt.Errorf("expected FEATURE=ANSWER=VALUE, with a feature and a value of the quotas")
	}
	feature = strings.TrimSpace(feature)
	if *t.to == nil {
		*t.to = map[string]map[string]string{}
	}
	if (*t.to)[feature] == nil {
		(*t.to)[feature] = map[string]string{}
	}
	(*t.to)[feature][strings.TrimSpace(rest[:at])] = strings.TrimSpace(rest[at+1:])
	return nil
}
