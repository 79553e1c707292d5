package main

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"maps"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

const module = "github.com/evenlot/evenlot/"

// A source is one package of ours without its tests; places are for messages.
type source struct {
	imports map[string]string // import path -> place
	uses    map[string]string // math.Exp and the like -> place
	floats  []string          // places of float types and literals
}

// sources reads every package of the module, by path below it.
func sources(t *testing.T) map[string]*source {
	t.Helper()
	all := map[string]*source{}
	root := filepath.Join("..", "..")
	files := token.NewFileSet()
	err := filepath.WalkDir(root, func(name string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if d.IsDir() && name != root && (strings.HasPrefix(d.Name(), ".") || d.Name() == "testdata") {
			return filepath.SkipDir
		}
		if !strings.HasSuffix(name, ".go") || strings.HasSuffix(name, "_test.go") {
			return nil
		}
		rel, err := filepath.Rel(root, name)
		if err != nil {
			return err
		}
		parsed, err := parser.ParseFile(files, name, nil, parser.SkipObjectResolution)
		if err != nil {
			return err
		}
		dir := path.Dir(filepath.ToSlash(rel))
		if all[dir] == nil {
			all[dir] = &source{imports: map[string]string{}, uses: map[string]string{}}
		}
		all[dir].read(files, parsed)
		return nil
	})
	require.NoError(t, err)
	require.Contains(t, all, "cmd/evenlot")
	require.Contains(t, all, "quotas")
	return all
}

func (s *source) read(files *token.FileSet, parsed *ast.File) {
	place := func(n ast.Node) string { return files.Position(n.Pos()).String() }
	for _, i := range parsed.Imports {
		name, _ := strconv.Unquote(i.Path.Value) // the parser has checked it
		s.imports[name] = place(i)
	}
	ast.Inspect(parsed, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.SelectorExpr:
			if x, ok := n.X.(*ast.Ident); ok {
				s.uses[x.Name+"."+n.Sel.Name] = place(n)
			}
		case *ast.Ident:
			if n.Name == "float64" || n.Name == "float32" {
				s.floats = append(s.floats, place(n))
			}
		case *ast.BasicLit:
			if n.Kind == token.FLOAT {
				s.floats = append(s.floats, place(n))
			}
		}
		return true
	})
}

// reach gives what a package imports directly or by way of our other packages:
// import path -> the chain that leads there.
func reach(all map[string]*source, dir string) map[string]string {
	found := map[string]string{}
	var walk func(dir, chain string)
	walk = func(dir, chain string) {
		if all[dir] == nil {
			return
		}
		for _, name := range slices.Sorted(maps.Keys(all[dir].imports)) {
			if _, seen := found[name]; seen {
				continue
			}
			found[name] = chain + " -> " + name
			if ours, ok := strings.CutPrefix(name, module); ok {
				walk(ours, found[name])
			}
		}
	}
	walk(dir, dir)
	return found
}

// helper reports whether a package is there for tests only, as its name says.
func helper(dir string) bool { return strings.HasSuffix(dir, "test") && strings.Contains(dir, "/") }

func below(name, folder string) bool {
	return name == folder || strings.HasPrefix(name, folder+"/")
}

// Imports go cmd -> selection -> quotas, never back.
func TestArrow(t *testing.T) {
	for dir, s := range sources(t) {
		for name, place := range s.imports {
			ours, ok := strings.CutPrefix(name, module)
			if !ok {
				continue
			}
			assert.True(t, !below(ours, "cmd") || below(dir, "cmd"), "%s: %s must not import cmd", place, dir)
			if below(dir, "quotas") {
				assert.True(t, below(ours, "quotas"), "%s: %s must import quotas only", place, dir)
			}
		}
	}
}

// rooms are all packages in reading order: whoever reads a room has read what it imports.
// Helpers of tests stand for themselves.
var rooms = []string{
	"quotas/plain", "quotas/sheet", "quotas", "quotas/shares", "quotas/simplex", "quotas/oracle", "quotas/census",
	"selection/sample", "selection/config", "selection/response", "selection/pool/address", "selection/pool",
	"selection/endtoend", "selection/modular", "selection/fair", "selection/book",
	"selection/fairness/exact", "selection/fairness/measure", "selection/fairness",
	"selection/draw", "selection/plan", "selection/words/catalog", "selection/record", "selection/slip",
	"selection/fairness/study", "selection/fairness/simulate", "selection/fairness/manipulation", "selection/fairness/tables", "selection/fairness/plots",
	"selection/disclosure", "selection/verify", "selection/verify/portable",
	"selection/lottery", "selection/why", "selection/words",
	"selection/invite/register", "selection/invite", "selection/invite/answers", "selection/invite/engine", "selection/places", "selection/places/fewest",
	"selection/members", "selection/report", "selection/private", "selection/mail", "selection", "selection/ceremony",
	"cmd/evenlot/internal/term", "cmd/evenlot/internal/disk", "cmd/evenlot/internal/database",
	"cmd/evenlot",
}

// A room imports rooms before it only.
func TestReadingOrder(t *testing.T) {
	all := sources(t)
	for dir := range all {
		assert.True(t, slices.Contains(rooms, dir) || helper(dir), "%s is a new room: give it its place in the reading order", dir)
	}
	for at, dir := range rooms {
		if !assert.Contains(t, all, dir, "there is no such room") {
			continue
		}
		for name, place := range all[dir].imports {
			ours, ok := strings.CutPrefix(name, module)
			assert.False(t, ok && slices.Index(rooms, ours) >= at, "%s: %s imports %s, which stands after it", place, dir, ours)
		}
	}
	testFileOrder(t)
}

// longestRoom is how long a room is that can be read in one go.
const longestRoom = 1500

// sizeReason is the line of a doc.go that says why a room is longer.
var sizeReason = regexp.MustCompile(`(?m)^// Size: .{40}`)

// No room is longer without a reason in its doc.go, and no reason outlives its room.
func TestSizes(t *testing.T) {
	root := filepath.Join("..", "..")
	for _, dir := range rooms {
		names, err := filepath.Glob(filepath.Join(root, filepath.FromSlash(dir), "*.go"))
		require.NoError(t, err)
		lines, reason := 0, false
		for _, name := range names {
			if strings.HasSuffix(name, "_test.go") {
				continue
			}
			text := content(t, name)
			lines += strings.Count(text, "\n")
			reason = reason || filepath.Base(name) == "doc.go" && sizeReason.MatchString(text)
		}
		assert.Equal(t, lines > longestRoom, reason,
			"%s has %d lines: a room of more than %d says why in its doc.go, in a line that begins with \"Size: \", and no other does", dir, lines, longestRoom)
	}
}

// What a package must not reach, and why.
func TestForbidden(t *testing.T) {
	all := sources(t)
	direct := func(why string, inside func(dir string) bool, forbidden ...string) {
		t.Helper()
		for dir, s := range all {
			for name, place := range s.imports {
				for _, no := range forbidden {
					assert.False(t, inside(dir) && below(name, no), "%s: %s imports %s: %s", place, dir, name, why)
				}
			}
		}
	}
	library := func(dir string) bool { return !below(dir, "cmd") && !helper(dir) }
	direct("libraries get bytes and give bytes", library,
		"os", "math/rand", "math/rand/v2", "log", "log/slog", "crypto/rand", "net", "os/exec", "path/filepath")
	for dir, s := range all {
		for _, clock := range []string{"Now", "Since", "Until", "Sleep", "After", "AfterFunc", "Tick", "NewTimer", "NewTicker", "Local"} {
			place, used := s.uses["time."+clock]
			assert.False(t, library(dir) && used, "%s: time.%s: libraries are told what time it is", place, clock)
		}
	}
	direct("only package main talks to people", library, "github.com/spf13/cobra", "golang.org/x/term", "github.com/schollz/progressbar/v3")
	direct("only statistics may differ between machines", func(dir string) bool { return !statistics(dir) }, "gonum.org/v1")
	direct("testify is for tests", func(string) bool { return true }, "github.com/stretchr/testify", "pgregory.net/rapid", "github.com/rogpeppe/go-internal")
	for dir, s := range all {
		for name, place := range s.imports {
			assert.False(t, helper(name) && !helper(dir), "%s: %s imports %s: helpers of tests are for tests", place, dir, name)
		}
	}
	direct("global state and clocks of its own", func(string) bool { return true }, "unsafe")

	never := func(dir, why string, forbidden ...string) {
		t.Helper()
		for name, chain := range reach(all, dir) {
			for _, no := range forbidden {
				assert.False(t, below(name, no), "%s: %s", chain, why)
			}
		}
	}
	never("selection/verify", "the checker shares nothing with the solver",
		module+"quotas/simplex", module+"quotas/oracle", module+"selection/fair", "gonum.org/v1/gonum")
	never("selection/verify", "the checker shares nothing with the lottery",
		module+"selection/lottery", module+"selection/why", module+"selection/words", module+"selection/book")
	never("selection/draw", "the draw is redone by hand", module+"quotas", module+"selection")
	never("quotas/simplex", "linear programs know no quotas", module+"quotas", module+"selection")
}

// statistics reports whether a package computes what is read by people and never hashed.
func statistics(dir string) bool { return below(dir, "selection/fairness") || dir == "selection/plan" }

// artefact reports whether what a package computes reaches public/ or auditor/, where
// every machine must give the same bytes. Statistics do not, and the command line
// computes nothing.
func artefact(dir string) bool {
	return !statistics(dir) && !below(dir, "cmd")
}

// Functions whose last bits differ between processors.
func TestNoInexactFunctions(t *testing.T) {
	for dir, s := range sources(t) {
		if !artefact(dir) {
			continue
		}
		for _, f := range []string{"Exp", "Exp2", "Expm1", "Log", "Log2", "Log10", "Log1p", "Pow", "Hypot", "Cbrt",
			"Sin", "Cos", "Tan", "Tanh", "Erf", "Gamma", "Lgamma"} {
			place, used := s.uses["math."+f]
			assert.False(t, used, "%s: math.%s differs between processors", place, f)
		}
	}
}

// The draw, the record and the checker know integers only.
func TestNoFloats(t *testing.T) {
	all := sources(t)
	for _, dir := range []string{"selection/draw", "selection/record", "selection/verify", "selection/pool", "selection/sample", "selection/response", "selection/places", "selection/endtoend", "quotas"} {
		if s := all[dir]; s != nil {
			assert.Empty(t, s.floats, "%s", dir)
		}
	}
}
