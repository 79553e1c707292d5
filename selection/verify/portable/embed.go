package portable

import (
	"bytes"
	"crypto/sha256"
	"embed"
	"encoding/base64"
)

//go:embed page verify.sh
var sources embed.FS

// parts are the scripts of the page, in the order in which they are joined.
var parts = []string{"en", "de", "fr", "say", "bytes", "formats", "zip", "record", "damage", "tables", "draw", "mix", "checks", "pool",
	"proof", "steps", "claims", "dealing", "events", "change", "verdict", "person", "slip", "seats", "ui"}

// Files gives the two checkers by their names in the record, public/verify.html and
// public/verify.sh. They are the same bytes in every record.
func Files() map[string][]byte {
	return map[string][]byte{
		"public/verify.html": page(),
		"public/verify.sh":   source("verify.sh"),
	}
}

// page puts the page together. Its policy names the hashes of its one script and one
// style sheet, so that the browser runs nothing else and opens no connection.
func page() []byte {
	var script bytes.Buffer
	for _, part := range parts {
		script.Write(source("page/" + part + ".js"))
	}
	style := source("page/style.css")
	out := source("page/index.html")
	for _, fill := range []struct {
		mark string
		with []byte
	}{
		{"{{script-hash}}", policy(script.Bytes())},
		{"{{style-hash}}", policy(style)},
		{"{{style}}", style},
		{"{{script}}", script.Bytes()},
	} {
		out = bytes.Replace(out, []byte(fill.mark), fill.with, 1)
	}
	return out
}

// policy is a hash as a Content-Security-Policy names it.
func policy(text []byte) []byte {
	sum := sha256.Sum256(text)
	return []byte("sha256-" + base64.StdEncoding.EncodeToString(sum[:]))
}

// source is a file of this folder. Its line ends are LF, whatever a system made of them on the
// way here: a script with others does not run, and its hash is another one.
func source(name string) []byte {
	text, err := sources.ReadFile(name)
	if err != nil {
		panic("portable: a source is missing")
	}
	return bytes.ReplaceAll(text, []byte("\r\n"), []byte("\n"))
}
