{{define "about"}}-- Letters by lot, evenlot-invite/1, for DuckDB 1.1 or later. Read files with all_varchar = true: else 12E5 becomes a number.
-- The table may be read_csv('register.csv', header = true, all_varchar = true, nullstr = '\N'); --table takes that too.{{end}}
{{define "before"}}{{end}}{{define "after"}};{{end}}{{define "dual"}}{{end}}
{{define "text"}}CAST({{arg 0}} AS VARCHAR){{end}}
{{define "lit"}}{{quoted (arg 0)}}{{end}}
{{define "cat"}}({{arg 0}} || {{arg 1}}){{end}}
{{define "left"}}substr({{arg 0}}, 1, {{arg 1}}){{end}}
{{define "feed"}}chr(10){{end}}
{{define "sha"}}sha256({{arg 0}}){{end}}
{{define "hmac"}}sha256(unhex('{{outer}}') || unhex(sha256(unhex('{{inner}}') || encode('id:' || {{arg 0}})))){{end}}
{{define "shaagg"}}sha256(string_agg({{arg 0}}, '' ORDER BY {{arg 1}})){{end}}
{{define "int"}}{{arg 0}}{{end}}
