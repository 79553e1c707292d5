package catalog

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"math/big"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// placed is an argument of a sentence.
var placed = regexp.MustCompile(`\{(\d+)`)

func arguments(text string) []string {
	var all []string
	for _, m := range placed.FindAllStringSubmatch(text, -1) {
		all = append(all, m[1])
	}
	slices.Sort(all)
	return slices.Compact(all)
}

// Every language has the sentences of English, with the same arguments, and no others.
func TestLanguagesAreComplete(t *testing.T) {
	english := In(English)
	for _, l := range Languages() {
		s := In(l)
		assert.Equal(t, english.Keys(), s.Keys(), "%s", l)
		for _, key := range s.Keys() {
			assert.Equal(t, arguments(english.all[key]), arguments(s.all[key]), "%s: %s", l, key)
			assert.NotContains(t, s.all[key], "$", "%s: %s", l, key)
			assert.Equal(t, strings.TrimSpace(s.all[key]), s.all[key], "%s: %s", l, key)
		}
	}
}

// Sentences are whole: what ends a sentence ends a text in every language.
func TestSentencesEndAlike(t *testing.T) {
	for _, key := range In(English).Keys() {
		ends := func(l Language) bool { return strings.ContainsAny(In(l).all[key][len(In(l).all[key])-1:], ".?:") }
		for _, l := range Languages() {
			assert.Equal(t, ends(English), ends(l), "%s: %s", l, key)
		}
	}
}

// said lists the keys that the source of evenlot says, and the beginnings of keys that it puts
// together with a name of the data.
func said(t *testing.T) (keys, beginnings []string) {
	t.Helper()
	files := token.NewFileSet()
	root := filepath.Join("..", "..", "..")
	err := filepath.WalkDir(root, func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || !strings.HasSuffix(name, ".go") || strings.HasSuffix(name, "_test.go") {
			return err
		}
		parsed, err := parser.ParseFile(files, name, nil, parser.SkipObjectResolution)
		if err != nil {
			return err
		}
		ast.Inspect(parsed, func(n ast.Node) bool {
			switch n := n.(type) {
			case *ast.CallExpr:
				f, ok := n.Fun.(*ast.SelectorExpr)
				if ok && f.Sel.Name == "Say" && len(n.Args) > 0 {
					for _, arg := range n.Args[1:] {
						inner, ok := arg.(*ast.CallExpr)
						if !ok {
							continue
						}
						if f, ok := inner.Fun.(*ast.SelectorExpr); ok && f.Sel.Name == "Say" && !strings.HasSuffix(files.Position(n.Pos()).Filename, "numbers.go") {
							t.Errorf("%s: a sentence is put together from parts", files.Position(n.Pos()))
						}
					}
				}
			case *ast.BinaryExpr:
				left, isText := n.X.(*ast.BasicLit)
				if isText && left.Kind == token.STRING {
					if text, _ := strconv.Unquote(left.Value); sectionKey.MatchString(text) && n.Op == token.ADD {
						beginnings = append(beginnings, text)
					}
				}
				for _, side := range []ast.Expr{n.X, n.Y} {
					if call, ok := side.(*ast.CallExpr); ok && n.Op == token.ADD {
						if f, ok := call.Fun.(*ast.SelectorExpr); ok && f.Sel.Name == "Say" {
							t.Errorf("%s: a sentence is put together from parts", files.Position(n.Pos()))
						}
					}
				}
			case *ast.BasicLit:
				if n.Kind == token.STRING {
					if text, _ := strconv.Unquote(n.Value); wholeKey.MatchString(text) {
						keys = append(keys, text)
					}
				}
			}
			return true
		})
		return nil
	})
	require.NoError(t, err)
	return keys, beginnings
}

var (
	wholeKey   = regexp.MustCompile(`^(number|month|report|caveat|disclosure|mail|cli|slip|chance|verify|status|event)\.[a-z0-9_]*[a-z0-9]$`)
	sectionKey = regexp.MustCompile(`^(number|month|report|caveat|disclosure|mail|cli|slip|chance|verify|status|event)\.[a-z0-9_]*$`)
)

// Every key that is said has a sentence, every sentence is said, and none is put together from
// parts.
func TestEveryKeyIsSaid(t *testing.T) {
	keys, beginnings := said(t)
	require.NotEmpty(t, keys)
	s := In(English)
	for _, key := range keys {
		if strings.HasSuffix(key, ".html") || strings.HasSuffix(key, ".csv") || strings.HasSuffix(key, ".json") || strings.HasSuffix(key, ".sh") { // a file
			continue
		}
		assert.True(t, s.Has(key), "no sentence %s", key)
	}
	for _, key := range s.Keys() {
		begun := slices.ContainsFunc(beginnings, func(b string) bool { return strings.HasPrefix(key, b) })
		assert.True(t, begun || slices.Contains(keys, key), "nobody says %s", key)
	}
}

func TestSay(t *testing.T) {
	for _, c := range []struct {
		l    Language
		key  string
		args []any
		want string
	}{
		{English, "report.lead", []any{1700, 110}, "1,700 people volunteered for 110 seats."},
		{English, "report.lead", []any{1, 1}, "One person volunteered for one seat."},
		{German, "report.lead", []any{1700, 110}, "1.700 Menschen haben sich für 110 Plätze gemeldet."},
		{German, "report.lead", []any{1, 2}, "Eine Person hat sich für 2 Plätze gemeldet."},
		{French, "report.lead", []any{1, 110}, "Une personne s'est portée volontaire pour 110 places."},
		{French, "report.members_now", []any{0}, "Une personne a une place à présent."}, // French counts none as one
		{English, "report.stated", []any{"100 % of {1} and $x"}, "The published rules state: 100 % of {1} and $x"},
	} {
		assert.Equal(t, c.want, In(c.l).Say(c.key, c.args...))
	}
	assert.Panics(t, func() { In(English).Say("report.nothing") })
	assert.Equal(t, English, In("xx").Language)
}

// Bounds are rounded to the safe side: 1/11 is 9.0 % at least and 9.1 % at most.
func TestShares(t *testing.T) {
	s, eleventh := In(English), big.NewRat(1, 11)
	assert.Equal(t, "9.0\u00a0%", s.AtLeast(eleventh))
	assert.Equal(t, "9.1\u00a0%", s.AtMost(eleventh))
	assert.Equal(t, "9.1\u00a0%", s.Share(eleventh))
	assert.Equal(t, "9,1\u00a0%", In(German).Share(eleventh))
	assert.Equal(t, "0\u00a0%", s.Share(new(big.Rat)))
	assert.Equal(t, "100\u00a0%", s.AtLeast(big.NewRat(1, 1)))
	assert.Equal(t, "99.9\u00a0%", s.AtLeast(big.NewRat(99999, 100000)))
	assert.Equal(t, "100.0\u00a0%", s.AtMost(big.NewRat(99999, 100000)))
	assert.Equal(t, "0.03\u00a0%", s.Share(big.NewRat(3, 10000)))
	assert.Equal(t, "12,345", s.Number(12345))
	assert.Equal(t, "2.4", s.Tenths(big.NewRat(12, 5)))
}

func TestTimeAndList(t *testing.T) {
	assert.Equal(t, "5 March 2027, 18:00 UTC", In(English).Time("2027-03-05T18:00:00Z"))
	assert.Equal(t, "5. März 2027, 18:00 Uhr (UTC)", In(German).Time("2027-03-05T18:00:00Z"))
	assert.Equal(t, "tomorrow", In(French).Time("tomorrow"))
}

func TestParse(t *testing.T) {
	for text, want := range map[string]Language{"de": German, "de_AT.UTF-8": German, "fr-CA": French, "en_GB": English, "DE@euro": German} {
		l, ok := Parse(text)
		assert.True(t, ok, text)
		assert.Equal(t, want, l, text)
	}
	for _, text := range []string{"", "C", "POSIX", "nl", "nonsense text", "C.UTF-8"} {
		_, ok := Parse(text)
		assert.False(t, ok, text)
	}
}

func TestCompile(t *testing.T) {
	for _, text := range []string{"{", "{x}", "{0}", "{1:a}", "{1:a|b|c|d}", "{1:=0 a|b}"} {
		_, err := compile(text)
		assert.Error(t, err, text)
	}
}
