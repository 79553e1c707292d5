package main

import (
	"bytes"
	"fmt"
	"go/ast"
	"go/importer"
	"go/parser"
	"go/token"
	"go/types"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// recursion are the calls that run against the reading order because what they do is recursive, as
// "room: file -> function", and why.
var recursion = map[string]string{
	"selection/verify: change.go -> checker.all": "an event is a record of its own, and checked by the same steps",
}

// readingOrder is the line of a package comment that lists its files.
var readingOrder = regexp.MustCompile(`(?m)^Files in reading order: ((?:[a-z0-9_]+\.go[,.]\s*)+)$`)

// A file of a room calls functions and methods of itself and of files before it, never of files after
// it: whoever reads the files in the order that the package comment gives has read what they call.
// Types may name each other anywhere.
func testFileOrder(t *testing.T) {
	exports := exported(t)
	used := map[string]bool{}
	for _, dir := range rooms {
		if below(dir, "cmd") { // one file a verb: no order
			continue
		}
		files := token.NewFileSet()
		parsed := parsedRoom(t, files, dir)
		order := declaredOrder(t, dir, parsed)
		calls, err := callsUp(files, exports, dir, parsed, order)
		require.NoError(t, err, "%s", dir)
		for _, call := range calls {
			used[call.key] = true
			assert.Contains(t, recursion, call.key, "%s: call of a file that is read later: move the function, or change the order in the package comment", call.place)
		}
	}
	for key := range recursion {
		assert.True(t, used[key], "%s: there is no such call: delete the exception", key)
	}
}

// exported gives for every package that the module needs the file with what it exports.
func exported(t *testing.T) map[string]string {
	list := exec.Command("go", "list", "-export", "-deps", "-f", "{{.ImportPath}}\t{{.Export}}", "./...")
	list.Dir = filepath.Join("..", "..")
	var said bytes.Buffer
	list.Stderr = &said
	out, err := list.Output()
	require.NoError(t, err, "%s", said.String())
	found := map[string]string{}
	for line := range strings.Lines(string(out)) {
		if name, file, ok := strings.Cut(strings.TrimSpace(line), "\t"); ok {
			found[name] = file
		}
	}
	return found
}

// parsedRoom gives the files of a room by name, without its tests.
func parsedRoom(t *testing.T, files *token.FileSet, dir string) map[string]*ast.File {
	names, err := filepath.Glob(filepath.Join("..", "..", filepath.FromSlash(dir), "*.go"))
	require.NoError(t, err)
	parsed := map[string]*ast.File{}
	for _, name := range names {
		if strings.HasSuffix(name, "_test.go") {
			continue
		}
		file, err := parser.ParseFile(files, name, nil, parser.ParseComments|parser.SkipObjectResolution)
		require.NoError(t, err)
		parsed[filepath.Base(name)] = file
	}
	return parsed
}

// declaredOrder reads the order of the files of a room from its package comment. doc.go, which calls
// nothing, has no place in it; a room of one file needs none.
func declaredOrder(t *testing.T, dir string, parsed map[string]*ast.File) (order []string) {
	var all []string
	for name, file := range parsed {
		if name != "doc.go" {
			all = append(all, name)
		}
		if m := readingOrder.FindStringSubmatch(file.Doc.Text()); m != nil {
			order = strings.FieldsFunc(m[1], func(r rune) bool { return r == ',' || r == ' ' || r == '\n' })
			order[len(order)-1] = strings.TrimSuffix(order[len(order)-1], ".")
		}
	}
	if len(all) == 1 && order == nil {
		return all
	}
	for _, name := range all {
		assert.Contains(t, order, name, "%s/%s has no place in the reading order: add it to \"Files in reading order\" in the package comment, after the files that it calls", dir, name)
	}
	assert.Len(t, order, len(all), "%s: its reading order names a file that is not there, or one twice", dir)
	return order
}

// A callUp is the use of a function or method that a file after it declares.
type callUp struct{ key, place string }

// callsUp finds the uses of functions and methods that run against an order of files.
func callsUp(files *token.FileSet, exports map[string]string, dir string, parsed map[string]*ast.File, order []string) (all []callUp, err error) {
	info := types.Info{Uses: map[*ast.Ident]types.Object{}}
	config := types.Config{Importer: importer.ForCompiler(files, "gc", func(path string) (io.ReadCloser, error) {
		if exports[path] == "" {
			return nil, fmt.Errorf("no export data of %s", path)
		}
		return os.Open(exports[path])
	})}
	var list []*ast.File
	for _, file := range parsed {
		list = append(list, file)
	}
	room, err := config.Check(module+dir, files, list, &info)
	if err != nil {
		return nil, err
	}
	name := func(p token.Pos) string { return filepath.Base(files.Position(p).Filename) }
	for use, object := range info.Uses {
		f, ok := object.(*types.Func)
		if !ok || f.Pkg() != room || !f.Pos().IsValid() {
			continue
		}
		from, to := slices.Index(order, name(use.Pos())), slices.Index(order, name(f.Pos()))
		if from < to {
			called := f.Name()
			if recv := f.Signature().Recv(); recv != nil {
				kind := recv.Type()
				if p, ok := kind.(*types.Pointer); ok {
					kind = p.Elem()
				}
				called = types.TypeString(kind, func(*types.Package) string { return "" }) + "." + called
			}
			all = append(all, callUp{fmt.Sprintf("%s: %s -> %s", dir, name(use.Pos()), called), files.Position(use.Pos()).String()})
		}
	}
	slices.SortFunc(all, func(a, b callUp) int { return strings.Compare(a.key+a.place, b.key+b.place) })
	return all, nil
}
