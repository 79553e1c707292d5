{{define "about"}}-- Letters by lot, evenlot-invite/1, for Trino. Not tested there: from its documentation.{{end}}
{{define "before"}}{{end}}{{define "after"}}{{end}}{{define "dual"}}{{end}}
{{define "text"}}CAST({{arg 0}} AS varchar){{end}}
{{define "lit"}}{{quoted (arg 0)}}{{end}}
{{define "cat"}}({{arg 0}} || {{arg 1}}){{end}}
{{define "left"}}substr({{arg 0}}, 1, {{arg 1}}){{end}}
{{define "feed"}}chr(10){{end}}
{{define "sha"}}lower(to_hex(sha256(to_utf8({{arg 0}})))){{end}}
{{define "hmac"}}lower(to_hex(sha256(from_hex('{{outer}}') || sha256(from_hex('{{inner}}') || to_utf8('id:' || {{arg 0}}))))){{end}}
{{define "shaagg"}}lower(to_hex(sha256(to_utf8(array_join(array_agg({{arg 0}} ORDER BY {{arg 1}}), ''))))){{end}}
{{define "int"}}{{arg 0}}{{end}}
