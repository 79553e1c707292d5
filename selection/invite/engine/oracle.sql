{{define "about"}}-- Letters by lot, evenlot-invite/1, for Oracle 12.2 or later. Not tested there: from its documentation. The database must be in AL32UTF8.
-- ALTER SESSION SET NLS_COMP = BINARY and NLS_SORT = BINARY come first; GRANT EXECUTE ON DBMS_CRYPTO is needed. '' is NULL there, so a
-- register with empty households needs its own care: an empty household is written as chr(1) here.{{end}}
{{define "before"}}ALTER SESSION SET NLS_COMP = BINARY;
ALTER SESSION SET NLS_SORT = BINARY;
{{end}}{{define "after"}};{{end}}{{define "dual"}} FROM dual{{end}}
{{define "text"}}TO_CHAR({{arg 0}}){{end}}
{{define "lit"}}{{if arg 0}}{{quoted (arg 0)}}{{else}}CHR(1){{end}}{{end}}
{{define "cat"}}({{arg 0}} || {{arg 1}}){{end}}
{{define "left"}}SUBSTR({{arg 0}}, 1, {{arg 1}}){{end}}
{{define "feed"}}CHR(10){{end}}
{{define "sha"}}LOWER(RAWTOHEX(STANDARD_HASH({{arg 0}}, 'SHA256'))){{end}}
{{define "hmac"}}LOWER(RAWTOHEX(STANDARD_HASH(UTL_RAW.CONCAT(HEXTORAW('{{outer}}'), STANDARD_HASH(UTL_RAW.CONCAT(HEXTORAW('{{inner}}'), UTL_RAW.CAST_TO_RAW('id:' || {{arg 0}})), 'SHA256')), 'SHA256'))){{end}}
{{define "shaagg"}}LOWER(RAWTOHEX(DBMS_CRYPTO.HASH(XMLCAST(XMLAGG(XMLELEMENT(E, {{arg 0}}) ORDER BY {{arg 1}}) AS CLOB), 4))){{end}}
{{define "int"}}{{arg 0}}{{end}}
