{{define "about"}}-- Letters by lot, evenlot-invite/1, for PostgreSQL 11 or later. The database must be in UTF8.
-- psql --csv -f FILE DATABASE >letters.csv{{end}}
{{define "before"}}{{end}}{{define "after"}};{{end}}{{define "dual"}}{{end}}
{{define "text"}}{{arg 0}}::text COLLATE "C"{{end}}
{{define "lit"}}{{quoted (arg 0)}}::text COLLATE "C"{{end}}
{{define "cat"}}({{arg 0}} || {{arg 1}}){{end}}
{{define "left"}}(left({{arg 0}}, {{arg 1}}) COLLATE "C"){{end}}
{{define "feed"}}(chr(10) COLLATE "C"){{end}}
{{define "sha"}}(encode(sha256(convert_to({{arg 0}}, 'UTF8')), 'hex') COLLATE "C"){{end}}
{{define "hmac"}}encode(sha256(decode('{{outer}}', 'hex') || sha256(decode('{{inner}}', 'hex') || convert_to('id:' || {{arg 0}}, 'UTF8'))), 'hex'){{end}}
{{define "shaagg"}}(encode(sha256(convert_to(string_agg({{arg 0}}, '' ORDER BY {{arg 1}}), 'UTF8')), 'hex') COLLATE "C"){{end}}
{{define "int"}}{{arg 0}}{{end}}
