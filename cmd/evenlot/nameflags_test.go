package main

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// flagName is a flag as a person would read it.
var flagName = regexp.MustCompile(`(^|[^-\w])--[a-z][a-z-]*`)

// flagged are files below cmd whose texts name flags, and why.
var flagged = map[string]string{
	"selection/config/config.go": "writes selection.toml, whose comments say what wins, the file or the command line",
}

// The library says what is wrong and what to do; what that is called on a command line, only cmd
// says (advice.go). Other faces have no flags.
func TestLibraryNamesNoFlags(t *testing.T) {
	used, read := map[string]bool{}, 0
	for _, top := range []string{"quotas", "selection"} {
		err := filepath.WalkDir(filepath.Join("..", "..", top), func(path string, d fs.DirEntry, err error) error {
			if err != nil || d.IsDir() || !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go") {
				return err
			}
			read++
			name := filepath.ToSlash(strings.TrimPrefix(path, filepath.Join("..", "..")+string(filepath.Separator)))
			for _, text := range flagsIn(t, path) {
				used[name] = true
				assert.Contains(t, flagged, name, "%s names a flag: say it in facts, and let cmd/evenlot/advice.go name the flag", text)
			}
			return nil
		})
		require.NoError(t, err)
	}
	require.Greater(t, read, 100)
	for name := range flagged {
		assert.True(t, used[name], "%s names no flag: delete the exception", name)
	}
}

// flagsIn lists the string literals of a file that name a flag, with their places.
func flagsIn(t *testing.T, path string) (all []string) {
	files := token.NewFileSet()
	parsed, err := parser.ParseFile(files, path, nil, parser.SkipObjectResolution)
	require.NoError(t, err)
	ast.Inspect(parsed, func(n ast.Node) bool {
		if text, ok := n.(*ast.BasicLit); ok && text.Kind == token.STRING && flagName.MatchString(strings.Trim(text.Value, "`\"")) {
			all = append(all, files.Position(text.Pos()).String()+": "+text.Value)
		}
		return true
	})
	slices.Sort(all)
	return all
}
