{{template "about" .}}
-- What comes out, in this order: tests of this engine on known answers, each 1 where it is passed; the rows of the
-- register; then, if all tests are passed and not else, letters and hash of every stratum, the hash of the whole list
-- (compare it), and the letters. The first waves of a stratum come first: {{.StrataFile}} says how many.
{{- if .Keyed}}
-- This query holds the key of the letter ids in another form: keep it to yourself.
{{- end}}
{{template "before" .}}WITH source AS (
  SELECT 0 AS n, {{use "text" (column .ID)}} AS id, {{if .Household}}COALESCE({{use "text" (column .Household)}}, {{use "lit" ""}}){{else}}{{use "lit" ""}}{{end}} AS home, {{stratum}} AS stratum FROM {{.Table}}
{{- range .Traps}}
  UNION ALL SELECT {{.N}}, {{use "lit" .ID}}, {{use "lit" .Home}}, {{use "lit" $.TrapStratum}}{{template "dual" $}}
{{- end}}
), named AS (
  SELECT n, id, home, stratum, {{if .Keyed}}{{use "left" (use "hmac" "id") "32"}}{{else}}id{{end}} AS letter_id FROM source
), ticketed AS (
  SELECT n, id, home, stratum, letter_id, {{use "sha" (use "cat" (use "lit" (print .Seed ":")) "letter_id")}} AS ticket FROM named
), below AS (
  SELECT n, CASE WHEN n = 0 THEN 0 ELSE 1 END AS trap, id, CASE WHEN home = {{use "lit" ""}} THEN {{use "cat" (use "lit" "p") "letter_id"}} ELSE {{use "cat" (use "lit" "h") "home"}} END AS house, stratum, letter_id, ticket
  FROM ticketed{{if .Cut}} WHERE n > 0 OR ticket < {{use "lit" .Cut}}{{end}}
), one AS (
  SELECT n, trap, id, stratum, letter_id, ticket, ROW_NUMBER() OVER (PARTITION BY trap, house ORDER BY ticket, letter_id) AS nth FROM below
), ranked AS (
  SELECT n, trap, id, stratum, letter_id, ticket, ROW_NUMBER() OVER (PARTITION BY trap, stratum ORDER BY ticket, letter_id) AS rnk FROM one WHERE nth = 1
), allocation AS (
  SELECT 1 AS trap, {{use "lit" .TrapStratum}} AS stratum, {{len .Traps}} AS letters{{template "dual" .}}
{{- range .Strata}}
  UNION ALL SELECT 0, {{use "lit" .Name}}, {{.Letters}}{{template "dual" $}}
{{- end}}
), kept AS (
  SELECT r.n, r.trap, r.stratum, r.rnk, r.ticket, r.letter_id, r.id FROM ranked r JOIN allocation a ON a.trap = r.trap AND a.stratum = r.stratum WHERE r.rnk <= a.letters
), per AS (
  SELECT trap, stratum, COUNT(*) AS letters, {{use "shaagg" (use "cat" (use "cat" (use "cat" "ticket" (use "lit" ":")) "letter_id") (use "feed")) "rnk"}} AS hash FROM kept GROUP BY trap, stratum
), short AS (
  SELECT COUNT(*) AS strata FROM allocation a LEFT JOIN per p ON p.trap = a.trap AND p.stratum = a.stratum WHERE a.trap = 0 AND COALESCE(p.letters, 0) < a.letters
), counted AS (
  SELECT COUNT(*) - {{len .Traps}} AS rows_in, COUNT(ticket) - {{len .Traps}} AS rows_ticketed FROM ticketed
), tests AS (
{{- range $i, $t := .Tests}}
  {{if $i}}UNION ALL {{end}}SELECT {{$t.Number}} AS nr, {{use "lit" $t.What}} AS what, CASE WHEN {{$t.Count}} = (SELECT COUNT(*) FROM kept WHERE n IN ({{$t.Among}}){{if $t.Ticket}} AND ticket = {{use "lit" $t.Ticket}}{{end}}) THEN 1 ELSE 0 END AS passed{{template "dual" $}}
{{- end}}
  UNION ALL SELECT 21, {{use "lit" "order is that of bytes (aa before f)"}}, CASE WHEN (SELECT SUM(rnk) FROM kept WHERE n = {{.Low}}) < (SELECT SUM(rnk) FROM kept WHERE n = {{.High}}) THEN 1 ELSE 0 END{{template "dual" .}}
  UNION ALL SELECT 22, {{use "lit" "all known rows come out as they should"}}, (SELECT COUNT(*) FROM per WHERE trap = 1 AND letters = {{.TrapKept}} AND hash = {{use "lit" .TrapHash}}){{template "dual" .}}
  UNION ALL SELECT 23, {{use "lit" "every row has an id and a ticket"}}, (SELECT COUNT(*) FROM counted WHERE rows_in = rows_ticketed){{template "dual" .}}
  UNION ALL SELECT 24, {{use "lit" "the register has as many rows as were committed to"}}, (SELECT COUNT(*) FROM counted WHERE rows_in = {{.People}}){{template "dual" .}}
{{- if or .Cut (not .Household)}}
  UNION ALL SELECT 25, {{use "lit" "every stratum has its letters (if not: --cut none)"}}, (SELECT COUNT(*) FROM short WHERE strata = 0){{template "dual" .}}
{{- end}}
), sound AS (
  SELECT MIN(passed) AS ok FROM tests
)
SELECT part, stratum, number, ticket, letter_id, id FROM (
SELECT {{use "lit" "1 test"}} AS part, what AS stratum, {{use "int" "passed"}} AS number, {{use "lit" ""}} AS ticket, {{use "lit" ""}} AS letter_id, {{use "lit" ""}} AS id FROM tests
UNION ALL SELECT {{use "lit" "2 rows in"}}, {{use "lit" ""}}, {{use "int" "rows_in"}}, {{use "lit" ""}}, {{use "lit" ""}}, {{use "lit" ""}} FROM counted
UNION ALL SELECT {{use "lit" "2 rows ticketed"}}, {{use "lit" ""}}, {{use "int" "rows_ticketed"}}, {{use "lit" ""}}, {{use "lit" ""}}, {{use "lit" ""}} FROM counted
UNION ALL SELECT {{use "lit" "3 stratum"}}, stratum, {{use "int" "letters"}}, hash, {{use "lit" ""}}, {{use "lit" ""}} FROM per WHERE trap = 0 AND (SELECT ok FROM sound) = 1
UNION ALL SELECT {{use "lit" "4 list"}}, {{use "lit" ""}}, {{use "int" "(SELECT COUNT(*) FROM kept WHERE n = 0)"}}, hash, {{use "lit" ""}}, {{use "lit" ""}} FROM (SELECT {{use "shaagg" "hash" "stratum"}} AS hash FROM per WHERE trap = 0) whole WHERE (SELECT ok FROM sound) = 1
UNION ALL SELECT {{use "lit" "5 letter"}}, stratum, {{use "int" "rnk"}}, ticket, letter_id, id FROM kept WHERE n = 0 AND (SELECT ok FROM sound) = 1
) answer ORDER BY part, stratum, number{{template "after" .}}
