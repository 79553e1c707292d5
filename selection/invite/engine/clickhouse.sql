{{define "about"}}-- Letters by lot, evenlot-invite/1, for ClickHouse 24 or later. All columns must be String.
-- clickhouse-client --queries-file FILE --format CSVWithNames >letters.csv{{end}}
{{define "before"}}{{end}}{{define "after"}}{{end}}{{define "dual"}}{{end}}
{{define "text"}}toString({{arg 0}}){{end}}
{{define "lit"}}{{slashed (arg 0)}}{{end}}
{{define "cat"}}concat({{arg 0}}, {{arg 1}}){{end}}
{{define "left"}}substring({{arg 0}}, 1, {{arg 1}}){{end}}
{{define "feed"}}char(10){{end}}
{{define "sha"}}lower(hex(SHA256({{arg 0}}))){{end}}
{{define "hmac"}}lower(hex(SHA256(concat(unhex('{{outer}}'), SHA256(concat(unhex('{{inner}}'), 'id:', {{arg 0}})))))){{end}}
{{define "shaagg"}}lower(hex(SHA256(arrayStringConcat(arrayMap(t -> tupleElement(t, 2), arraySort(groupArray(tuple({{arg 1}}, {{arg 0}})))))))){{end}}
{{define "int"}}coalesce(toInt64({{arg 0}}), 0){{end}}
