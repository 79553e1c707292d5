package portable_test

import (
	"archive/zip"
	"bytes"
	"encoding/json"
	"fmt"
	"maps"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/evenlot/evenlot/selection"
	"github.com/evenlot/evenlot/selection/record"
	"github.com/evenlot/evenlot/selection/record/recordtest"
	"github.com/evenlot/evenlot/selection/words/catalog"
)

// pick chooses a folder or a .zip as a person does and waits for the outcome.
func (b *browser) pick(input, path string) string {
	b.t.Helper()
	b.do(chromedp.SetUploadFiles(chromedp.CSS(input), []string{path}))
	return b.status()
}

// ask opens one of the questions, if it is not open yet.
func (b *browser) ask(question string) {
	b.t.Helper()
	eval[bool](b, `(ask("`+question+`"), true)`)
}

// all is the text of an element, folded or not.
func (b *browser) all(id string) string {
	b.t.Helper()
	return eval[string](b, `document.getElementById("`+id+`").textContent`)
}

// status waits until the page has said how it went.
func (b *browser) status() string {
	b.t.Helper()
	return eval[string](b, `(async () => {
		const status = document.getElementById("status");
		while (/…$/.test(status.textContent) || status.textContent === "") await new Promise((done) => setTimeout(done, 20));
		const text = status.textContent;
		status.textContent = "";
		return text;
	})()`)
}

func TestPick(t *testing.T) {
	b := open(t)
	all := records(t)
	const known, part = "the value was known in advance", "not everything is here"
	whole := written(t, all["default"])
	assert.Contains(t, b.pick("#folder", whole), known)
	assert.Contains(t, b.pick("#folder", filepath.Join(whole, "public")), known)
	assert.Contains(t, b.pick("#zip", zipped(t, "", all["sealed"])), known)
	assert.Contains(t, b.pick("#zip", zipped(t, "", public(all["digits"]))), part)
	assert.Contains(t, b.all("remarks"), "who sits with whom were not looked at")
	assert.Contains(t, b.pick("#zip", zipped(t, "my record/", all["open"])), known)
	assert.Contains(t, b.pick("#zip", zipped(t, "", all["undrawn"])), "not drawn yet")
	assert.Contains(t, b.pick("#zip", zipped(t, "", all["called off"])), "Called off")

	bad := maps.Clone(all["default"])
	bad["public/commit/chances.csv"] = bytes.Replace(bad["public/commit/chances.csv"], []byte(",4"), []byte(",3"), 1)
	assert.Contains(t, b.pick("#zip", zipped(t, "", bad)), "This record does not hold")
	assert.Equal(t, "red", eval[string](b, `document.getElementById("result").className`))
	assert.True(t, eval[bool](b, `document.getElementById("confirm").hidden`))
	assert.Contains(t, b.all("checks"), "public/commit/chances.csv: the file was changed")
	bare := map[string][]byte{}
	for name, data := range public(all["default"]) {
		bare[strings.TrimPrefix(name, "public/")] = data
	}
	assert.Contains(t, b.pick("#zip", zipped(t, "", bare)), known)
	bare["private/names.csv"], bare[".DS_Store"] = []byte("secret"), []byte("x")
	assert.Contains(t, b.pick("#zip", zipped(t, "", bare)), known)
	assert.Contains(t, b.all("checks"), ".DS_Store")
	assert.False(t, eval[bool](b, `[...record.files.keys()].some((name) => name.includes("private"))`))
}

// A .zip that is none, or that would trick an unpacker, is refused with its reason.
func TestHostileZip(t *testing.T) {
	b := open(t)
	plain := func(list ...string) string {
		var out bytes.Buffer
		w := zip.NewWriter(&out)
		for _, name := range list {
			header := &zip.FileHeader{Name: strings.TrimPrefix(name, "link:")}
			if strings.HasPrefix(name, "link:") {
				header.SetMode(os.ModeSymlink | 0o777)
			}
			f, err := w.CreateHeader(header)
			require.NoError(t, err)
			_, err = f.Write([]byte("{}\n"))
			require.NoError(t, err)
		}
		require.NoError(t, w.Close())
		path := filepath.Join(t.TempDir(), "a.zip")
		require.NoError(t, os.WriteFile(path, out.Bytes(), 0o600))
		return path
	}
	for want, list := range map[string][]string{
		"leads elsewhere": {"../commit/rules.json"},
		"“C:x” has":       {"commit/rules.json", "C:x"},
		"stands in it":    {"commit/rules.json", "commit/Rules.json"},
		"is a link":       {"link:commit/rules.json"},
		"no record here":  {"readme.txt"},
		"more than one":   {"a/public/commit/rules.json", "b/public/commit/rules.json"},
	} {
		assert.Contains(t, b.pick("#zip", plain(list...)), want)
	}
	whole, err := os.ReadFile(zipped(t, "", records(t)["default"]))
	require.NoError(t, err)
	for _, cut := range []int{0, 10, len(whole) / 2, len(whole) - 1} {
		path := filepath.Join(t.TempDir(), "cut.zip")
		require.NoError(t, os.WriteFile(path, whole[:cut], 0o600))
		assert.Contains(t, b.pick("#zip", path), "not a .zip")
	}
	whole[30+int(whole[26])+2] ^= 0xff // inside the first packed file
	path := filepath.Join(t.TempDir(), "damaged.zip")
	require.NoError(t, os.WriteFile(path, whole, 0o600))
	said := b.pick("#zip", path)
	assert.True(t, strings.Contains(said, "damaged") || strings.Contains(said, "does not hold"), said)
}

// What the page says of one person.
func TestPerson(t *testing.T) {
	b := open(t)
	b.pick("#folder", written(t, event(t, recordtest.Make())))
	b.ask("in")
	ask := func(id string) string {
		b.do(chromedp.SetValue(chromedp.CSS("#id"), id), chromedp.Click(chromedp.CSS("#look-up button")))
		return b.all("person")
	}
	said := ask(" BCD23K ")
	assert.Contains(t, said, "Yes: bcd23k is one of the 12 people")
	assert.Contains(t, said, "Chance: 4 of 10 pages, which is 40\u00a0%, or about one in 3")
	assert.Contains(t, said, "Pages with bcd23k0 2 5 7")
	assert.Contains(t, said, "Drawn: page 7")
	assert.Contains(t, said, "Left the panel by event 1")
	assert.Contains(t, said, "gender: woman")
	assert.Contains(t, ask("cgh4mn"), "Not drawn")
	assert.Contains(t, ask("zzz2zz"), "Chance: 0 of 10 pages")
	assert.Contains(t, ask("nobody"), "not a public id")
}

// A slip leads to the pool and, in the sealed form, to the pages, whatever a mail program does
// to it; an altered one does not, also if it is altered where only people read.
func TestSlip(t *testing.T) {
	e := newEngine(t)
	for _, form := range []record.Form{record.FormDefault, record.FormSealed} {
		in := recordtest.In2(form, record.KnownSource().Source)
		files := recordtest.Draw(in, recordtest.PublicValue)
		r, faults := record.Parse(files)
		require.NoError(t, faults.Err())
		var good, bad []string
		for _, l := range catalog.Languages() {
			slips := selection.Slips(r, l)
			for person := range r.IDs {
				if l != catalog.English && person > 1 {
					break
				}
				whole := string(slips.Text(person)) + string(slips.Proof(person))
				good = append(good, mailed(whole)...)
				good = append(good, string(slips.Text(person)), "https://example.org/verify.html"+slips.Fragment(person))
			}
			bad = append(bad, bent(string(slips.Text(1))+string(slips.Proof(1)))...)
		}
		slips := selection.Slips(r, catalog.English)
		text := string(slips.Text(1)) + string(slips.Proof(1))
		for _, change := range [][2]string{{"\nman\nend", "\nwoman\nend"}, {"salt: ", "salt: 0"}, {"path: ", "path: 00"}, {"path: ", "way: "},
			{"id: bdf9xz", "id: cgh4mn"}, {"begin record", "begin"}, {"place: 2 ", "place: 3 "},
			{"pages: ", "pages: 1"}, {"gender: man", "gender: woman"}, {"so your chance is ", "so your chance is 1"}, {"commitment: ", "commitment: 0"},
			{"pages: ", "pages: 9\npages: "}, {"begin record", "gender: woman\nbegin record"}, {"end record", "end record\nbegin record\nend record"},
			{"place: 2 ", "place: 02 "}, {"id: ", "id: bdf9xz\nid: "}, {"salt: ", "salt: 00\nsalt: "}} {
			require.Contains(t, text, change[0])
			bad = append(bad, strings.Replace(text, change[0], change[1], 1))
		}
		bad = append(bad, text+"\npages: 9 of 10\n", "gender: woman\n\n"+text)
		if form == record.FormSealed {
			i := strings.Index(text, " seat ")
			require.Positive(t, i)
			bad = append(bad, strings.Replace(text, " seat 2 ", " seat 3 ", 1), text[:i-8]+strings.Replace(text[i-8:], "page: ", "site: ", 1))
		}
		link := slips.Fragment(1)
		for at := len("#slip="); at < len(link); at++ {
			changed := []byte(link)
			changed[at] ^= 1
			bad = append(bad, string(changed), link[:at])
		}
		for i, said := range e.slips(public(files), good) {
			assert.Contains(t, said, "is in the pool that was fixed before the draw", "%s\n%s", form, good[i])
			if form == record.FormSealed {
				assert.Contains(t, said, "sealed")
			}
		}
		for i, said := range e.slips(public(files), bad) {
			assert.Regexp(t, "^Fault: The (slip|link)", said, "%s", bad[i])
		}
	}
}

// bent are slips with one line that is another, goes on, begins otherwise, or is missing.
func bent(text string) (all []string) {
	lines := strings.Split(text, "\n")
	for i, line := range lines {
		for _, other := range []string{strings.Replace(line, line[max(len(line)-1, 0):], "7x", 1), line + " not", "Not " + line, ""} {
			if line != "" {
				lines[i] = other
				all = append(all, strings.Join(lines, "\n"))
			}
		}
		lines[i] = line
	}
	return all
}

// slips gives what the page says of slips of a record.
func (e engine) slips(files record.Files, texts []string) []string {
	e.t.Helper()
	list, err := json.Marshal(texts)
	require.NoError(e.t, err)
	return run[[]string](e, `(async () => {`+judging+`
		const r = new RecordFiles(new Map(unpack(`+inBase64(e.t, files)+`)));
		await checkRecord(r);
		return `+string(list)+`.map((text) => {
			try { return checkSlip(r, text).join("\n"); } catch (error) { return error.constructor.name + ": " + error.message; }
		});
	})()`)
}

// mailed are the ways in which a slip comes back from a mail program.
func mailed(text string) []string {
	quoted := "> " + strings.ReplaceAll(text, "\n", "\n> ")
	return []string{text, "Dear Ms Example,\n\n" + text + "\nYours,\nthe council\n", strings.ReplaceAll(text, "\n", "  \r\n"), quoted,
		strings.ReplaceAll(quoted, "> \n", ">\n"), wrapped(text, 76), wrapped(text, 50), wrapped(quoted, 76),
		"> " + strings.ReplaceAll(wrapped(text, 72), "\n", "\n> ")}
}

// wrapped breaks lines at blanks.
func wrapped(text string, width int) string {
	var lines []string
	for line := range strings.SplitSeq(text, "\n") {
		for len(line) > width {
			at := strings.LastIndex(line[:width+1], " ")
			if at <= 1 {
				at = strings.Index(line, " ")
			}
			if at <= 1 {
				break
			}
			lines, line = append(lines, line[:at]), line[at+1:]
		}
		lines = append(lines, line)
	}
	return strings.Join(lines, "\n")
}

// The page cannot use the network, whatever its script does.
func TestNoNetwork(t *testing.T) {
	var asked atomic.Int32
	server := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { asked.Add(1) }))
	defer server.Close()
	b := open(t)
	said := eval[string](b, fmt.Sprintf(`(async () => {
		const image = document.createElement("img");
		const failed = new Promise((done) => { image.onerror = () => done("image refused"); });
		image.src = %[1]q + "/image";
		document.body.append(image);
		const script = document.createElement("script");
		script.textContent = "window.injected = true";
		document.body.append(script);
		const fetched = await fetch(%[1]q + "/fetch").then(() => "fetched", () => "fetch refused");
		return [await failed, fetched, String(window.injected)].join(", ");
	})()`, server.URL))
	assert.Equal(t, "image refused, fetch refused, undefined", said)
	assert.Zero(t, asked.Load())
}

// Everything can be reached and used with the keyboard, and has a name.
func TestKeyboard(t *testing.T) {
	b := open(t)
	b.pick("#folder", written(t, recordtest.Make()))
	assert.Equal(t, "verdict", eval[string](b, `document.activeElement.id`))
	b.ask("fixed")
	var reached []string
	for range 12 {
		b.do(chromedp.KeyEvent(kb.Tab))
		reached = append(reached, eval[string](b, `document.activeElement.id || document.activeElement.tagName`))
	}
	assert.Equal(t, []string{"ask-in", "ask-quotas", "ask-fixed", "seen-commitment", "seen-value", "all-title", "SUMMARY", "folder", "zip"}, reached[:9])
	b.do(chromedp.SendKeys(chromedp.CSS("#ask-in"), kb.Enter))
	b.do(chromedp.SendKeys(chromedp.CSS("#id"), "bcd23k"+kb.Enter))
	assert.Contains(t, b.all("person"), "bcd23k is one of")
	assert.Empty(t, eval[[]string](b, `[...document.querySelectorAll("input, textarea")].filter((i) => !i.labels.length).map((i) => i.id)`))
	assert.Equal(t, "en", eval[string](b, `document.documentElement.lang`))
	assert.Equal(t, 3, eval[int](b, `document.querySelectorAll("[role=status]").length - 1`))
}

// A slip that came with the address of the page is checked as soon as a record is chosen, and
// answered first.
func TestLinkedSlip(t *testing.T) {
	b := open(t)
	files := recordtest.Make()
	r, faults := record.Parse(files)
	require.NoError(t, faults.Err())
	b.do(chromedp.Navigate("about:blank"), chromedp.Navigate(b.page+selection.Slips(r, catalog.English).Fragment(1)), chromedp.WaitVisible(chromedp.CSS("#drop")))
	assert.Contains(t, b.text("#status"), "Your slip came with the link")
	b.pick("#zip", zipped(t, "", public(files)))
	assert.Contains(t, b.text("#person"), "Yes: bdf9xz is one of the 12 people")
	assert.Contains(t, b.text("#person"), "The slip is right: bdf9xz is in the pool")

	b.do(chromedp.Navigate("about:blank"), chromedp.Navigate(b.page+selection.Slips(r, catalog.English).Fragment(1)+"AAAA"), chromedp.WaitVisible(chromedp.CSS("#drop")))
	b.pick("#zip", zipped(t, "", public(files)))
	assert.Contains(t, b.text("#person"), "This slip does not belong to this record")
}

// Before the draw the page says when and where it is; called off, why.
func TestWhen(t *testing.T) {
	b := open(t)
	b.pick("#folder", written(t, recordtest.Unmixed(record.FormDefault, recordtest.MixDigits())))
	assert.Equal(t, "The mixing: Thursday, 14 January 2027 at 18:00 UTC, twelve balls in the town hall. Then the draw: Friday, 15 January 2027 at 18:00 UTC, twelve balls in the town hall.", b.text("#when"))
	b.pick("#folder", written(t, records(t)["called off"]))
	assert.Equal(t, `Why: The "balls" were lost.`, b.text("#when"))
	b.pick("#folder", written(t, records(t)["default"]))
	assert.True(t, eval[bool](b, `document.getElementById("when").hidden`))
}

// The table of quotas counts the panel as it is.
func TestSeats(t *testing.T) {
	b := open(t)
	files := whole(t)
	r, faults := record.Parse(files)
	require.NoError(t, faults.Err())
	b.pick("#folder", written(t, files))
	b.ask("quotas")
	assert.Contains(t, b.text("#quotas"), "Yes: the panel of 20 meets every quota")
	got := eval[[][]string](b, `[...document.querySelectorAll(".seats tbody tr:not(.feature)")].map((row) => [...row.cells].map((cell) => cell.textContent))`)
	i := 0
	for f, feature := range r.Table.Features {
		for v, value := range feature.Values {
			seats := 0
			for _, id := range r.Drawing.Panel {
				if person, _ := slices.BinarySearch(r.IDs, id); r.Roster.Entries[person].Values[f] == v {
					seats++
				}
			}
			assert.Equal(t, []string{value.Name, strconv.Itoa(seats)}, []string{got[i][0], got[i][2]}, feature.Name)
			i++
		}
	}
	assert.Len(t, got, i)
	b.pick("#folder", written(t, public(files)))
	b.ask("quotas")
	assert.Contains(t, b.text("#quotas"), "This folder alone does not say")

	// Sealed pages that are not here, and a panel that nobody else has counted.
	sealed := records(t)["sealed"]
	delete(sealed, record.SaltedBookFile)
	b.pick("#folder", written(t, sealed))
	b.ask("quotas")
	assert.Contains(t, b.text("#quotas"), "Yes: the panel of 4 meets every quota")
	assert.Equal(t, "no", eval[string](b, `(record.quotas.lines[0].min = 4, record.quotas.lines[0].max = 4, quotasAnswer(record).state)`))
	assert.Equal(t, "open", eval[string](b, `(record.files.delete("public/draw.json"), quotasAnswer(record).state)`))
}
