package report

import (
	_ "embed"
	"html/template"
	"strings"
)

//go:embed report.html.tmpl
var page string

// layout is the page of a report: one file, without a script, that asks nothing of a network.
var layout = template.Must(template.New("report").Funcs(template.FuncMap{
	"svg":     func(s string) template.HTML { return template.HTML(s) }, // made in this package; texts in it are escaped there
	"pattern": func() template.HTML { return pattern },
}).Parse(page))

// HTML lays a document out as a web page, for a screen of any width and for paper.
func (d *Document) HTML() []byte {
	var b strings.Builder
	if err := layout.Execute(&b, d); err != nil {
		panic("report: internal error: " + err.Error())
	}
	return []byte(b.String())
}
