{{define "about"}}-- Letters by lot, evenlot-invite/1, for SQLite 3.25 or later. It has no SHA-256: the program that runs this gives it three functions. In Python:
--   import hashlib, hmac, sqlite3
--   con = sqlite3.connect("register.db")
--   con.create_function("evenlot_sha256", 1, lambda t: None if t is None else hashlib.sha256(t.encode()).hexdigest(), deterministic=True)
--   con.create_function("evenlot_hmac", 2, lambda k, t: None if t is None else hmac.new(bytes.fromhex(k), t.encode(), "sha256").hexdigest(), deterministic=True)
--   class Of:
--       def __init__(self): self.all = []
--       def step(self, key, text): self.all.append((key, text))
--       def finalize(self): return hashlib.sha256("".join(t for _, t in sorted(self.all)).encode()).hexdigest()
--   con.create_aggregate("evenlot_sha256_of", 2, Of)
--   for row in con.execute(open("FILE").read()): print(row){{end}}
{{define "before"}}{{end}}{{define "after"}}{{end}}{{define "dual"}}{{end}}
{{define "text"}}CAST({{arg 0}} AS TEXT) COLLATE BINARY{{end}}
{{define "lit"}}{{quoted (arg 0)}}{{end}}
{{define "cat"}}({{arg 0}} || {{arg 1}}){{end}}
{{define "left"}}substr({{arg 0}}, 1, {{arg 1}}){{end}}
{{define "feed"}}char(10){{end}}
{{define "sha"}}evenlot_sha256({{arg 0}}){{end}}
{{define "hmac"}}evenlot_hmac('{{key}}', 'id:' || {{arg 0}}){{end}}
{{define "shaagg"}}evenlot_sha256_of({{arg 1}}, {{arg 0}}){{end}}
{{define "int"}}{{arg 0}}{{end}}
