{{define "about"}}-- Letters by lot, evenlot-invite/1, for SQL Server 2019 or later. Not tested there: from its documentation. Two hash functions of
-- nvarchar would give other hashes (UTF-16): everything is converted to varchar in UTF-8 with a binary collation.{{end}}
{{define "before"}}{{end}}{{define "after"}};{{end}}{{define "dual"}}{{end}}
{{define "text"}}CAST({{arg 0}} AS varchar(512)) COLLATE Latin1_General_100_BIN2_UTF8{{end}}
{{define "lit"}}CAST(N{{quoted (arg 0)}} COLLATE Latin1_General_100_BIN2_UTF8 AS varchar(512)){{end}}
{{define "cat"}}({{arg 0}} + {{arg 1}}){{end}}
{{define "left"}}LEFT({{arg 0}}, {{arg 1}}){{end}}
{{define "feed"}}(CHAR(10) COLLATE Latin1_General_100_BIN2_UTF8){{end}}
{{define "sha"}}(LOWER(CONVERT(varchar(64), HASHBYTES('SHA2_256', {{arg 0}}), 2)) COLLATE Latin1_General_100_BIN2_UTF8){{end}}
{{define "hmac"}}(LOWER(CONVERT(varchar(64), HASHBYTES('SHA2_256', 0x{{outer}} + HASHBYTES('SHA2_256', 0x{{inner}} + CAST('id:' + {{arg 0}} AS varbinary(600)))), 2)) COLLATE Latin1_General_100_BIN2_UTF8){{end}}
{{define "shaagg"}}(LOWER(CONVERT(varchar(64), HASHBYTES('SHA2_256', STRING_AGG(CAST({{arg 0}} AS varchar(max)), '') WITHIN GROUP (ORDER BY {{arg 1}})), 2)) COLLATE Latin1_General_100_BIN2_UTF8){{end}}
{{define "int"}}{{arg 0}}{{end}}
