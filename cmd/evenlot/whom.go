package main

import (
	"errors"
	"os"
	"slices"
	"strings"

	"github.com/evenlot/evenlot/cmd/evenlot/internal/disk"
	"github.com/evenlot/evenlot/cmd/evenlot/internal/term"
	"github.com/evenlot/evenlot/quotas"
	"github.com/evenlot/evenlot/selection"
	"github.com/evenlot/evenlot/selection/private"
)

// A named is what a flag calls a person: itself, or in a line of the file that it names.
type named struct {
	name string
	at   quotas.Fault // with its place only
}

// fault is a fault of the place where somebody was named.
func (n *named) fault(code string, err error) quotas.Fault {
	f := n.at
	f.Code, f.Found = code, err.Error()
	return f
}

// whom gives whom a flag names.
func whom(flag string, given []string) (all []named, err error) {
	if len(given) == 1 {
		if listed, err := readNames(given[0]); err != nil || listed != nil {
			return listed, err
		}
	}
	for _, name := range given {
		all = append(all, named{name, quotas.Fault{File: flag}})
	}
	return all, nil
}

// readNames reads a file with a name in each line; nil where there is no such file.
func readNames(path string) ([]named, error) {
	if info, err := os.Stat(path); err != nil || info.IsDir() {
		return nil, nil //nolint:nilerr // it is a name then
	}
	data, err := disk.ReadFile(path)
	if err != nil {
		return nil, err
	}
	all, n := []named{}, 0
	for line := range strings.Lines(string(data)) {
		n++
		if line = strings.TrimSpace(strings.TrimPrefix(line, "\ufeff")); line != "" {
			all = append(all, named{line, quotas.Fault{File: path, Line: n}})
		}
	}
	return all, nil
}

// each looks up everybody whom a flag names, and gives the public ids, or every fault.
func (s *turn) each(flag string, given []string, look func(n *named) (id string, err error)) (ids []string, err error) {
	all, err := whom(flag, given)
	if err != nil {
		return nil, err
	}
	var faults quotas.Faults
	var unknown *private.Unknown
	for _, n := range all {
		id, err := look(&n)
		if err != nil {
			faults = append(faults, n.fault("person-unfit", err))
			errors.As(err, &unknown)
		}
		ids = append(ids, id)
	}
	if len(faults) == 0 {
		return ids, nil
	}
	err = term.FaultError(faults)
	if unknown != nil {
		err = term.Hint(advisedOf(err, unknown), "%s has everybody", s.path(private.IDsFile))
	}
	return nil, err
}

// find gives the public ids of people, by names or by a file of names that flag takes.
func (s *turn) find(flag string, given []string) ([]string, error) {
	return s.each(flag, given, func(n *named) (string, error) { return s.roll.Find(n.name) })
}

// members gives the public ids of members, as find does.
func (s *turn) members(flag string, given []string) ([]string, error) {
	none := false
	ids, err := s.each(flag, given, func(n *named) (string, error) {
		id, err := s.roll.Find(n.name)
		if err == nil && !s.company.Has(id) {
			none, err = true, errors.New(n.name+" is no member now")
		}
		return id, err
	})
	if none {
		err = term.Hint(err, "evenlot status %s lists the members in %s", shellQuote(s.dir), private.MembersFile)
	}
	return ids, err
}

// others gives the public ids of people who are no members, as find does.
func (s *turn) others(flag string, given []string) ([]string, error) {
	some := false
	ids, err := s.each(flag, given, func(n *named) (string, error) {
		id, err := s.roll.Find(n.name)
		if err == nil && s.company.Has(id) {
			some, err = true, errors.New(n.name+" is a member")
		}
		return id, err
	})
	if some {
		err = term.Hint(err, "members leave with --gone, or as evenlot status knows")
	}
	return ids, err
}

// gone says who leaves and who is unavailable: as status knows, and as the flags say.
func (s *turn) gone(t *selection.Turnover, o *turning, leave []string) error {
	t.Leaving, t.Unavailable = s.log.Leaving(s.company)
	t.Leaving = union(t.Leaving, leave)
	excluded, err := s.others("--exclude", o.exclude)
	if err != nil {
		return err
	}
	if o.only != nil {
		only, err := s.find("--only", o.only)
		if err != nil {
			return err
		}
		for _, id := range s.rec.IDs {
			if !slices.Contains(only, id) {
				excluded = append(excluded, id)
			}
		}
	}
	out := func(id string) bool { return s.company.Has(id) || slices.Contains(s.company.Left, id) }
	t.Unavailable = union(t.Unavailable, slices.DeleteFunc(excluded, out))
	return nil
}

// nextInLine leaves of the unavailable those who are next in line: nobody else could move up.
func (s *turn) nextInLine(t *selection.Turnover) error {
	if len(s.company.Next) == 0 {
		return term.Hint(term.Fault("%s: nobody is next in line", s.dir), "evenlot alternates %s draws alternates", shellQuote(s.dir))
	}
	t.Unavailable = slices.DeleteFunc(t.Unavailable, func(id string) bool { return !slices.Contains(s.company.Next, id) })
	return nil
}

// union is two lists of ids, sorted and each once.
func union(a, b []string) []string {
	return slices.Compact(slices.Sorted(slices.Values(slices.Concat(a, b))))
}
