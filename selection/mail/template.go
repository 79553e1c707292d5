package mail

import (
	"bytes"
	"embed"
	"errors"
	"fmt"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"text/template"

	"github.com/evenlot/evenlot/quotas/plain"
	"github.com/evenlot/evenlot/quotas/sheet"
	"github.com/evenlot/evenlot/selection/words/catalog"
)

// A Template is a letter to fill in, in the language of Go's text/template: {{.Chance}} is a field of
// [Person], {{column "first_name"}} a cell of the pool.
type Template struct {
	name   string
	header []string
	body   *template.Template
	cells  []string // of the person whose letter is being filled in
}

//go:embed letters/*.txt
var letters embed.FS

// Bundled is a letter of ours for a group of [Groups], in a language.
func Bundled(g Group, l catalog.Language) []byte {
	text, err := letters.ReadFile("letters/" + strings.ReplaceAll(string(g), " ", "-") + "." + string(l) + ".txt")
	if err != nil {
		panic("mail: internal error: no letter for " + string(g) + " in " + string(l))
	}
	return text
}

// Parse reads a letter. header names the columns of the pool. The error names the file and the line.
func Parse(name string, text []byte, header []string) (*Template, error) {
	t := &Template{name: name, header: header}
	body, err := template.New(name).Option("missingkey=error").Funcs(template.FuncMap{"column": t.column}).Parse(string(bytes.TrimPrefix(text, []byte(sheet.Mark))))
	if err != nil {
		return nil, t.explain(err)
	}
	t.body = body
	return t, nil
}

// column is a cell of the pool for the person whose letter is being filled in.
func (t *Template) column(name string) (string, error) {
	for c, h := range t.header {
		if sheet.Fold(h) == sheet.Fold(name) {
			return t.cells[c], nil
		}
	}
	return "", fmt.Errorf("the pool has no column %q; it has %s", name, plain.List(t.header, mostListed, "columns"))
}

// mostListed is how many names an error lists.
const mostListed = 20

// Fill fills the letter in for one person.
func (t *Template) Fill(p Person) ([]byte, error) {
	t.cells = p.cells
	var out bytes.Buffer
	if err := t.body.Execute(&out, p); err != nil {
		return nil, t.explain(err)
	}
	return out.Bytes(), nil
}

// Forms of what text/template says.
var (
	noField = regexp.MustCompile(`can't evaluate field (\w+) in type`)
	noFunc  = regexp.MustCompile(`function "(\w+)" not defined`)
	place   = regexp.MustCompile(`^template: (.*?):(\d+)(:\d+)?: `)
)

// explain words an error of text/template for whoever wrote the letter.
func (t *Template) explain(err error) error {
	text := err.Error()
	at := t.name
	if m := place.FindStringSubmatch(text); m != nil {
		at, text = t.name+":"+m[2]+m[3], text[len(m[0]):]
	}
	if m := noField.FindStringSubmatch(text); m != nil {
		return fmt.Errorf("%s: there is no {{.%s}}; there are %s, and {{column \"NAME\"}} for a column of the pool", at, m[1], plain.List(fields(), mostListed, "fields"))
	}
	if m := noFunc.FindStringSubmatch(text); m != nil {
		return fmt.Errorf("%s: there is no {{%s}}; a field begins with a full stop, as {{.Chance}}, and {{column \"NAME\"}} is a column of the pool", at, m[1])
	}
	for inner := errors.Unwrap(err); inner != nil; inner = errors.Unwrap(inner) {
		text = inner.Error()
	}
	_, after, found := strings.Cut(text, "error calling column: ")
	if found {
		text = after
	}
	return fmt.Errorf("%s: %s", at, text)
}

// fields are the names that a letter can use: {{.ID}}.
func fields() []string {
	var names []string
	for _, f := range reflect.VisibleFields(reflect.TypeFor[Person]()) {
		if f.IsExported() {
			names = append(names, "{{."+f.Name+"}}")
		}
	}
	slices.Sort(names)
	return names
}
