{{define "about"}}-- Letters by lot, evenlot-invite/1, for MariaDB 10.3 or later. (In MySQL, not tested, 8.0.17 or later: utf8mb4_0900_bin for utf8mb4_nopad_bin.)
-- mariadb --default-character-set=utf8mb4 --batch DATABASE <FILE >letters.tsv{{end}}
{{define "before"}}SET NAMES utf8mb4 COLLATE utf8mb4_nopad_bin;
SET SESSION group_concat_max_len = 4294967295, SESSION sql_mode = CONCAT(@@sql_mode, ',STRICT_ALL_TABLES');
{{end}}{{define "after"}};{{end}}{{define "dual"}}{{end}}
{{define "text"}}CONVERT({{arg 0}} USING utf8mb4) COLLATE utf8mb4_nopad_bin{{end}}
{{define "lit"}}_utf8mb4{{slashed (arg 0)}} COLLATE utf8mb4_nopad_bin{{end}}
{{define "cat"}}CONCAT({{arg 0}}, {{arg 1}}){{end}}
{{define "left"}}LEFT({{arg 0}}, {{arg 1}}){{end}}
{{define "feed"}}CONVERT(CHAR(10) USING utf8mb4) COLLATE utf8mb4_nopad_bin{{end}}
{{define "sha"}}CONVERT(SHA2({{arg 0}}, 256) USING utf8mb4) COLLATE utf8mb4_nopad_bin{{end}}
{{define "hmac"}}CONVERT(SHA2(CONCAT(UNHEX('{{outer}}'), UNHEX(SHA2(CONCAT(UNHEX('{{inner}}'), CAST(CONCAT(_utf8mb4'id:', {{arg 0}}) AS BINARY)), 256))), 256) USING utf8mb4) COLLATE utf8mb4_nopad_bin{{end}}
{{define "shaagg"}}CONVERT(SHA2(GROUP_CONCAT({{arg 0}} ORDER BY {{arg 1}} SEPARATOR ''), 256) USING utf8mb4) COLLATE utf8mb4_nopad_bin{{end}}
{{define "int"}}{{arg 0}}{{end}}
