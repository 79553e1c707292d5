{{define "about"}}-- Letters by lot, evenlot-invite/1, for Apache DataFusion 45 or later. Give the register a schema of strings: else 12E5 becomes a number.{{end}}
{{define "before"}}{{end}}{{define "after"}}{{end}}{{define "dual"}}{{end}}
{{define "text"}}CAST({{arg 0}} AS VARCHAR){{end}}
{{define "lit"}}{{quoted (arg 0)}}{{end}}
{{define "cat"}}concat({{arg 0}}, {{arg 1}}){{end}}
{{define "left"}}substr({{arg 0}}, 1, {{arg 1}}){{end}}
{{define "feed"}}chr(10){{end}}
{{define "sha"}}encode(sha256({{arg 0}}), 'hex'){{end}}
{{define "hmac"}}encode(sha256(decode(concat('{{outer}}', encode(sha256(decode(concat('{{inner}}', encode(CAST(concat('id:', {{arg 0}}) AS BYTEA), 'hex')), 'hex')), 'hex')), 'hex')), 'hex'){{end}}
{{define "shaagg"}}encode(sha256(string_agg({{arg 0}}, '' ORDER BY {{arg 1}})), 'hex'){{end}}
{{define "int"}}{{arg 0}}{{end}}
