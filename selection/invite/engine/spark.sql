{{define "about"}}-- Letters by lot, evenlot-invite/1, for Apache Spark 3.4 or later. Not tested there. Read files with a schema of strings.
-- spark-sql -f FILE; spark.sql.caseSensitive and the session's collation stay as they are by default.{{end}}
{{define "before"}}{{end}}{{define "after"}}{{end}}{{define "dual"}}{{end}}
{{define "text"}}CAST({{arg 0}} AS STRING){{end}}
{{define "lit"}}{{slashed (arg 0)}}{{end}}
{{define "cat"}}concat({{arg 0}}, {{arg 1}}){{end}}
{{define "left"}}substring({{arg 0}}, 1, {{arg 1}}){{end}}
{{define "feed"}}char(10){{end}}
{{define "sha"}}sha2({{arg 0}}, 256){{end}}
{{define "hmac"}}sha2(concat(unhex('{{outer}}'), unhex(sha2(concat(unhex('{{inner}}'), encode(concat('id:', {{arg 0}}), 'UTF-8')), 256))), 256){{end}}
{{define "shaagg"}}sha2(concat_ws('', transform(array_sort(collect_list(struct({{arg 1}} AS k, {{arg 0}} AS e))), t -> t.e)), 256){{end}}
{{define "int"}}{{arg 0}}{{end}}
