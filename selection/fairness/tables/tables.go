package tables

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"reflect"
	"slices"
	"strconv"

	"github.com/gocarina/gocsv"

	"github.com/evenlot/evenlot/selection/fairness/study"
)

// Names of the files.
const (
	PackageFile       = "datapackage.json"
	StudyFile         = "study.json"
	MethodsFile       = "methods.md"
	PeopleFile        = "people.csv"
	ValuesFile        = "values.csv"
	IntersectionsFile = "intersections.csv"
	DistancesFile     = "distances.csv"
	TestsFile         = "tests.csv"
	DigitsFile        = "digits.csv"
	KindsFile         = "self_selection.csv"
	RepairFile        = "repair.csv"
	PagesFile         = "pages.csv"
)

// Files are the tables of a study by name. withPages adds pages.csv, every page with its people:
// seats times pages lines.
func Files(s *study.Study, withPages bool) map[string][]byte {
	all := []table{
		people(s),
		rows(ValuesFile, "Every value in the pool, the quotas, the book, the panel and the population", []string{"feature", "value"}, s.Values),
		rows(IntersectionsFile, "Every intersection of values of two and three features", nil, s.Cells),
		rows(DistancesFile, "Distances between the distributions of a feature", []string{"feature", "of", "against"}, s.Distances),
		rows(TestsFile, "What chance explains, with the null hypotheses in words", nil, s.Tests),
	}
	if s.Uniformity != nil {
		all = append(all, rows(DigitsFile, "How often public values reach pages with each digit", []string{"place", "digit"}, s.Uniformity.Digits))
	}
	if len(s.Kinds) > 0 {
		all = append(all, rows(KindsFile, "The way of each kind of person from the population to a seat", nil, s.Kinds),
			rows(RepairFile, "How much of the self-selection the quotas repair", nil, s.Repairs))
	}
	if withPages {
		all = append(all, pages(s))
	}
	files := described(packageOf{"evenlot-research", "A lottery for a citizens' assembly, for researchers", aboutBook, study.Format}, all)
	files[StudyFile], files[MethodsFile] = indented(s), []byte(Methods(s))
	return files
}

const aboutBook = "Chances and shares lie in 0..1. A book is a list of equally likely panels; a chance is the share of its pages that name a person."

// indented is JSON for people and programs.
func indented(v any) []byte {
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", "  ")
	if err := enc.Encode(v); err != nil {
		panic("tables: internal error: " + err.Error())
	}
	return b.Bytes()
}

// A table is a CSV file as a data package describes it.
type table struct {
	Name        string `json:"name"`
	Path        string `json:"path"`
	Profile     string `json:"profile"`
	Title       string `json:"title"`
	Format      string `json:"format"`
	MediaType   string `json:"mediatype"`
	Encoding    string `json:"encoding"`
	Description string `json:"description,omitempty"`
	Schema      schema `json:"schema"`
	data        []byte
}

type schema struct {
	Fields        []field   `json:"fields"`
	MissingValues []string  `json:"missingValues"`
	PrimaryKey    []string  `json:"primaryKey,omitempty"`
	ForeignKeys   []foreign `json:"foreignKeys,omitempty"`
}

type field struct {
	Name        string `json:"name"`
	Type        string `json:"type"`
	Description string `json:"description"`
	Unit        string `json:"unit,omitempty"`
}

type foreign struct {
	Fields    string `json:"fields"`
	Reference struct {
		Resource string `json:"resource"`
		Fields   string `json:"fields"`
	} `json:"reference"`
}

func newTable(path, title string, key []string) table {
	return table{Name: path[:len(path)-len(".csv")], Path: path, Profile: "tabular-data-resource", Title: title, Format: "csv",
		MediaType: "text/csv", Encoding: "utf-8", Schema: schema{MissingValues: []string{""}, PrimaryKey: key}}
}

// rows makes a table of structs by their tags.
func rows[T any](path, title string, key []string, all []T) table {
	t := newTable(path, title, key)
	t.Schema.Fields = fields(reflect.TypeFor[T]())
	data, err := gocsv.MarshalBytes(all)
	if err != nil {
		panic("tables: internal error: " + err.Error())
	}
	t.data = data
	return t
}

// fields are the columns of a struct, documented by its tags.
func fields(row reflect.Type) (all []field) {
	for i := range row.NumField() {
		f := row.Field(i)
		name := f.Tag.Get("csv")
		if name == "-" || name == "" {
			continue
		}
		kind := "string"
		switch f.Type.Kind() {
		case reflect.Int:
			kind = "integer"
		case reflect.Float64:
			kind = "number"
		case reflect.Bool:
			kind = "boolean"
		}
		all = append(all, field{Name: name, Type: kind, Description: f.Tag.Get("about"), Unit: f.Tag.Get("unit")})
	}
	return all
}

// people is the table of persons, with a column for each feature after the fixed ones.
func people(s *study.Study) table {
	t := newTable(PeopleFile, "Everyone of the pool", []string{"public_id"})
	t.Description = "Says what features a public id has, as auditor/pool.csv does: not for publication unless that is."
	header := t.features(reflect.TypeFor[study.Person](), s.Features, "the person's")
	t.data = write(header, func(write func([]string)) {
		for _, p := range s.Persons {
			ratio, _ := p.RatioProduct.MarshalCSV()
			write(append([]string{p.ID, strconv.Itoa(p.Pages), strconv.Itoa(p.Of), strconv.FormatFloat(p.Chance, 'g', -1, 64), ratio,
				strconv.FormatBool(p.Unseatable), strconv.FormatBool(p.Drawn)}, p.Values...))
		}
	})
	return t
}

// features sets the columns: those of a struct, then one for each feature; whose says whose values
// they are. It gives their names.
func (t *table) features(row reflect.Type, names []string, whose string) (header []string) {
	t.Schema.Fields = fields(row)
	for _, f := range t.Schema.Fields {
		header = append(header, f.Name)
	}
	for _, name := range names {
		column := name
		for slices.Contains(header, column) {
			column = "feature " + column
		}
		header = append(header, column)
		t.Schema.Fields = append(t.Schema.Fields, field{Name: column, Type: "string", Description: whose + " value of the feature " + name})
	}
	return header
}

// pages is the book, one line for each seat.
func pages(s *study.Study) table {
	t := newTable(PagesFile, "The book: who sits on each page", []string{"page", "public_id"})
	t.Schema.Fields = []field{{Name: "page", Type: "integer", Description: "page of the book, from 0"},
		{Name: "public_id", Type: "string", Description: "a person on the page"}}
	key := foreign{Fields: "public_id"}
	key.Reference.Resource, key.Reference.Fields = "people", "public_id"
	t.Schema.ForeignKeys = []foreign{key}
	t.data = write([]string{"page", "public_id"}, func(write func([]string)) {
		for j, page := range s.Memberships {
			for _, i := range page {
				write([]string{strconv.Itoa(j), s.Persons[i].ID})
			}
		}
	})
	return t
}

// write makes a CSV file.
func write(header []string, lines func(write func([]string))) []byte {
	var b bytes.Buffer
	w := csv.NewWriter(&b)
	put := func(cells []string) {
		if err := w.Write(cells); err != nil {
			panic("tables: internal error: " + err.Error())
		}
	}
	put(header)
	lines(put)
	w.Flush()
	return b.Bytes()
}

// packageOf says what tables are about.
type packageOf struct{ name, title, about, version string }

// described are tables by name, with datapackage.json, which says what every column means.
func described(p packageOf, all []table) map[string][]byte {
	files := map[string][]byte{PackageFile: indented(struct {
		Profile     string  `json:"profile"`
		Name        string  `json:"name"`
		Title       string  `json:"title"`
		Description string  `json:"description"`
		Version     string  `json:"version"`
		Resources   []table `json:"resources"`
	}{"tabular-data-package", p.name, p.title, p.about, p.version, all})}
	for _, t := range all {
		files[t.Path] = t.data
	}
	return files
}
