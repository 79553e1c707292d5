{{define "about"}}-- Letters by lot, evenlot-invite/1, for BigQuery (GoogleSQL). Not tested there: from its documentation. Columns must have no collation.{{end}}
{{define "before"}}{{end}}{{define "after"}}{{end}}{{define "dual"}}{{end}}
{{define "text"}}CAST({{arg 0}} AS STRING){{end}}
{{define "lit"}}{{slashed (arg 0)}}{{end}}
{{define "cat"}}CONCAT({{arg 0}}, {{arg 1}}){{end}}
{{define "left"}}SUBSTR({{arg 0}}, 1, {{arg 1}}){{end}}
{{define "feed"}}CODE_POINTS_TO_STRING([10]){{end}}
{{define "sha"}}TO_HEX(SHA256({{arg 0}})){{end}}
{{define "hmac"}}TO_HEX(SHA256(CONCAT(FROM_HEX('{{outer}}'), SHA256(CONCAT(FROM_HEX('{{inner}}'), CAST(CONCAT('id:', {{arg 0}}) AS BYTES)))))){{end}}
{{define "shaagg"}}TO_HEX(SHA256(STRING_AGG({{arg 0}}, '' ORDER BY {{arg 1}}))){{end}}
{{define "int"}}{{arg 0}}{{end}}
