package portable_test

import (
	"bytes"
	"encoding/json"
	"os/exec"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/evenlot/evenlot/selection/record"
	"github.com/evenlot/evenlot/selection/verify/portable"
)

// An engine runs the script of the page: node where it is installed, which is faster, else
// Chromium. What is seen on the page is tested in Chromium alone.
type engine struct {
	t      *testing.T
	node   string
	b      *browser // nil with node
	second *second
}

func newEngine(t *testing.T) engine {
	if node, err := exec.LookPath("node"); err == nil {
		return engine{t: t, node: node, second: newSecond(t)}
	}
	return engine{t: t, b: open(t), second: newSecond(t)}
}

// script is the script of the page.
func script(t *testing.T) string {
	_, text, found := strings.Cut(string(portable.Files()["public/verify.html"]), "<script>")
	require.True(t, found)
	text, _, found = strings.Cut(text, "</script>")
	require.True(t, found)
	return text
}

// run gives the value of a JavaScript expression, which may be a promise.
func run[T any](e engine, expression string) (value T) {
	e.t.Helper()
	if e.b != nil {
		return eval[T](e.b, expression)
	}
	cmd := exec.Command(e.node, "-")
	cmd.Stdin = strings.NewReader(script(e.t) + "\nPromise.resolve(" + expression + ").then((value) => console.log(JSON.stringify(value)));\n")
	var out, said bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &said
	require.NoError(e.t, cmd.Run(), said.String())
	require.NoError(e.t, json.Unmarshal(out.Bytes(), &value), out.String())
	return value
}

// A verdict is what the page comes to.
type verdict struct {
	Colour  string   `json:"colour"`
	Title   string   `json:"title"`
	Caveats []string `json:"caveats"`
	Lines   []line   `json:"lines"`
}

// line gives the line of a check.
func (v verdict) line(t *testing.T, id string) line {
	t.Helper()
	i := slices.IndexFunc(v.Lines, func(l line) bool { return l.ID == id })
	require.GreaterOrEqual(t, i, 0, "no line %s", id)
	return v.Lines[i]
}

// failed joins what failed into one text.
func (v verdict) failed() string { return failures(v.Lines) }

// seen is what a reader compares with a record; empty: not yet.
type seen struct {
	Commitment string `json:"commitment"`
	Pool       string `json:"pool"`
	Mixing     string `json:"mixing"`
	Value      string `json:"value"`

	Events [2]seenOfEvent `json:"events"`
}

// seenOfEvent is what a reader compares of an event that is a record of its own.
type seenOfEvent struct {
	Commitment string `json:"commitment"`
	Pool       string `json:"pool"`
	Mixing     string `json:"mixing"`
	Value      string `json:"value"`
}

// judging defines weigh, which gives the verdict on files.
const judging = `
	const unpack = (files) => Object.entries(files).map(([name, text]) => [name, text !== null && Uint8Array.from(atob(text), (c) => c.charCodeAt(0))]);
	const weigh = async (files, given) => {
		let r;
		try { r = new RecordFiles(files); } catch (error) {
			return { colour: "red", title: "", caveats: [], lines: [{ id: "open", title: "open", state: "failed", found: error.message }] };
		}
		const lines = await checkRecord(r), seen = {};
		for (const { key } of asked(r)) {
			const [name, n] = key.split("-");
			seen[key] = await compare(r, key, (n ? given.events[n - 1] || {} : given)[name] || "");
		}
		const { colour, title, remarks } = judge(r, lines, seen);
		return { colour, title, caveats: remarks.map(({ code }) => code), lines };
	};`

// verdict checks one record.
func (e engine) verdict(files record.Files, given seen) verdict {
	e.t.Helper()
	text, err := json.Marshal(given)
	require.NoError(e.t, err)
	return run[verdict](e, `(async () => {`+judging+`
		return weigh(new Map(unpack(`+inBase64(e.t, files)+`)), `+string(text)+`);
	})()`)
}

// A trial is a record and what a reader compares with it.
type trial struct {
	what  string
	files record.Files
	given seen
}

// tries checks many records.
func (e engine) tries(trials []trial) (out []verdict) {
	e.t.Helper()
	for batch := range slices.Chunk(trials, 25) {
		var files []json.RawMessage
		var given []seen
		for _, c := range batch {
			files, given = append(files, json.RawMessage(inBase64(e.t, c.files))), append(given, c.given)
		}
		texts, err := json.Marshal(files)
		require.NoError(e.t, err)
		read, err := json.Marshal(given)
		require.NoError(e.t, err)
		out = append(out, run[[]verdict](e, `(async () => {`+judging+`
			const out = [], given = `+string(read)+`;
			for (const [i, files] of `+string(texts)+`.entries()) out.push(await weigh(new Map(unpack(files)), given[i]));
			return out;
		})()`)...)
	}
	return out
}

// verdicts checks many mutants of a record, which travels once for each hundred.
func (e engine) verdicts(base record.Files, mutants []mutant) (out []verdict) {
	e.t.Helper()
	for batch := range slices.Chunk(mutants, 100) {
		var list []json.RawMessage
		for _, m := range batch {
			list = append(list, json.RawMessage(inBase64(e.t, m.changed)))
		}
		text, err := json.Marshal(list)
		require.NoError(e.t, err)
		out = append(out, run[[]verdict](e, `(async () => {`+judging+`
			const base = unpack(`+inBase64(e.t, base)+`), out = [];
			for (const changed of `+string(text)+`) {
				const files = new Map(base);
				for (const [name, data] of unpack(changed)) data ? files.set(name, data) : files.delete(name);
				out.push(await weigh(files, { events: [] }));
			}
			return out;
		})()`)...)
	}
	return out
}

// refusals is what failed in each mutant of a record, "" if nothing did.
func (b *browser) refusals(base record.Files, mutants []mutant) (out []string) {
	b.t.Helper()
	for _, v := range (engine{t: b.t, b: b}).verdicts(base, mutants) {
		out = append(out, v.failed())
	}
	return out
}
