package main

import (
	"maps"
	"path/filepath"
	"slices"
	"strings"

	"github.com/evenlot/evenlot/cmd/evenlot/internal/disk"
	"github.com/evenlot/evenlot/cmd/evenlot/internal/term"
	"github.com/evenlot/evenlot/quotas"
	"github.com/evenlot/evenlot/selection/pool"
)

// made gathers how features are made of columns that hold something else.
func (in *inputs) made(table *quotas.Table) (map[string]pool.Making, error) {
	all := map[string]pool.Making{}
	known := func(flag, feature string) error {
		if table.Feature(feature) < 0 {
			return term.Usage("--%s names the feature %q, which the quotas do not have", flag, feature)
		}
		return nil
	}
	for feature, day := range in.born {
		date, ok := pool.ParseDate(day)
		if !ok {
			return nil, term.Usage("--born is %q for %s, expected a day such as 2027-01-15", day, feature)
		}
		if err := known("born", feature); err != nil {
			return nil, err
		}
		m := all[feature]
		m.Born = date
		all[feature] = m
	}
	for feature, path := range in.lookup {
		if err := known("lookup", feature); err != nil {
			return nil, err
		}
		if _, twice := in.born[feature]; twice {
			return nil, term.Usage("--born and --lookup are both given for %s: take one", feature)
		}
		table, err := in.readLookup(path)
		if err != nil {
			return nil, err
		}
		m := all[feature]
		m.Lookup, m.LookupName = table, filepath.Base(path)
		all[feature] = m
	}
	for feature, parts := range in.join {
		if err := known("join", feature); err != nil {
			return nil, err
		}
		m := all[feature]
		if m.Lookup != nil || m.Born != (pool.Date{}) {
			return nil, term.Usage("--join is given for %s, and --born or --lookup too: take one", feature)
		}
		for part := range strings.SplitSeq(parts, ",") {
			m.Join = append(m.Join, strings.TrimSpace(part))
		}
		all[feature] = m
	}
	for feature, answers := range in.answers {
		if err := known("answer", feature); err != nil {
			return nil, err
		}
		m := all[feature]
		m.Answers = answers
		all[feature] = m
	}
	return all, nil
}

// readLookup reads a table of two columns: how a cell begins, and the value it stands for.
func (in *inputs) readLookup(path string) (map[string]string, error) {
	data, err := disk.ReadInput(path, in.stdin())
	if err != nil {
		return nil, err
	}
	table, faults := pool.ReadLookup(path, data)
	if len(faults) > 0 {
		return nil, term.FaultError(faults)
	}
	return table, nil
}

// requirements are what people must have to take part, in the order of the columns' names.
func (in *inputs) requirements() (all []pool.Requirement) {
	for _, column := range slices.Sorted(maps.Keys(in.required)) {
		all = append(all, pool.Requirement{Column: column, Value: in.required[column]})
	}
	return all
}
