package portable_test

import (
	"archive/zip"
	"bytes"
	"fmt"
	"maps"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/evenlot/evenlot/selection/record"
	"github.com/evenlot/evenlot/selection/record/recordtest"
	"github.com/evenlot/evenlot/selection/slip"
)

// pick chooses a folder or a .zip as a person does and waits for the outcome.
func (b *browser) pick(input, path string) string {
	b.t.Helper()
	b.do(chromedp.SetUploadFiles(chromedp.CSS(input), []string{path}))
	return b.status()
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
	assert.Contains(t, b.text("#remarks"), "who sits with whom were not looked at")
	assert.Contains(t, b.pick("#zip", zipped(t, "my record/", all["open"])), known)
	assert.Contains(t, b.pick("#zip", zipped(t, "", all["undrawn"])), "not drawn yet")
	assert.Contains(t, b.pick("#zip", zipped(t, "", all["called off"])), "Called off")

	bad := maps.Clone(all["default"])
	bad["public/commit/chances.csv"] = bytes.Replace(bad["public/commit/chances.csv"], []byte(",4"), []byte(",3"), 1)
	assert.Contains(t, b.pick("#zip", zipped(t, "", bad)), "This record does not hold")
	assert.Equal(t, "red", eval[string](b, `document.getElementById("result").className`))
	assert.True(t, eval[bool](b, `document.getElementById("confirm").hidden`))
	assert.Contains(t, b.text("#checks"), "public/commit/chances.csv: the file was changed")
	bare := map[string][]byte{}
	for name, data := range public(all["default"]) {
		bare[strings.TrimPrefix(name, "public/")] = data
	}
	assert.Contains(t, b.pick("#zip", zipped(t, "", bare)), known)
	bare["private/names.csv"], bare[".DS_Store"] = []byte("secret"), []byte("x")
	assert.Contains(t, b.pick("#zip", zipped(t, "", bare)), known)
	assert.Contains(t, b.text("#checks"), ".DS_Store")
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
	ask := func(id string) string {
		b.do(chromedp.SetValue(chromedp.CSS("#id"), id), chromedp.Click(chromedp.CSS("#look-up button")))
		return b.text("#person")
	}
	said := ask(" BCD23K ")
	assert.Contains(t, said, "bcd23k is one of the 12 people")
	assert.Contains(t, said, "Chance: 4 of 10 pages, which is 40 %, or about one in 3")
	assert.Contains(t, said, "Pages with bcd23k: 0 2 5 7")
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
	b := open(t)
	for _, form := range []record.Form{record.FormDefault, record.FormSealed} {
		in := recordtest.In2(form, record.KnownSource().Source)
		files := recordtest.Draw(in, recordtest.PublicValue)
		b.pick("#folder", written(t, public(files)))
		slips := slip.New(slip.Input{Commitment: record.Commitment(files), Roster: in.Roster, Pages: in.Pages, Salts: in.Salts})
		check := func(text string) string {
			return eval[string](b, fmt.Sprintf(`(() => {
				try { return checkSlip(record, %q).join("\n"); } catch (error) { return error.constructor.name + ": " + error.message; }
			})()`, text))
		}
		for person := range in.Roster.Entries {
			text := string(slips.Text(person))
			for _, mailed := range []string{strings.ReplaceAll(text, "\n", "  \r\n"), "> " + strings.ReplaceAll(text, "\n", "\n> "),
				strings.ReplaceAll(text, " so your", "\nso your")} {
				said := check(mailed)
				assert.Contains(t, said, "is in the pool that was fixed before the draw", "%s\n%s", form, mailed)
				if form == record.FormSealed {
					assert.Contains(t, said, "sealed page")
				}
			}
		}
		text := string(slips.Text(1))
		for _, change := range [][2]string{{"\nman\nend", "\nwoman\nend"}, {"salt: ", "salt: 0"}, {"path: ", "path: 00"}, {"path: ", "way: "},
			{"id: bdf9xz", "id: cgh4mn"}, {"begin record", "begin"}, {"place: 2 ", "place: 3 "},
			{"pages: ", "pages: 1"}, {"gender: man", "gender: woman"}, {"so your chance is ", "so your chance is 1"}, {"commitment: ", "commitment: 0"},
			{"pages: ", "pages: 9\npages: "}, {"begin record", "gender: woman\nbegin record"}, {"end record", "end record\nbegin record\nend record"},
			{"place: 2 ", "place: 02 "}, {"id: ", "id: bdf9xz\nid: "}, {"salt: ", "salt: 00\nsalt: "}} {
			require.Contains(t, text, change[0])
			assert.Contains(t, check(strings.Replace(text, change[0], change[1], 1)), "Fault: The slip", "%q", change)
		}
		if form == record.FormSealed {
			i := strings.Index(text, " seat ")
			require.Positive(t, i)
			assert.Contains(t, check(strings.Replace(text, " seat 2 ", " seat 3 ", 1)), "Fault: The slip does not show a seat")
			assert.Contains(t, check(text[:i-8]+strings.Replace(text[i-8:], "page: ", "site: ", 1)), "Fault: The slip")
		}
	}
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
	var reached []string
	eval[bool](b, `document.body.focus(); document.activeElement.blur(); true`)
	for range 9 {
		b.do(chromedp.KeyEvent(kb.Tab))
		reached = append(reached, eval[string](b, `document.activeElement.id || document.activeElement.tagName`))
	}
	assert.Equal(t, []string{"folder", "zip", "seen-commitment", "seen-value", "id", "BUTTON", "SUMMARY"}, reached[:7])
	b.do(chromedp.SendKeys(chromedp.CSS("#id"), "bcd23k"+kb.Enter))
	assert.Contains(t, b.text("#person"), "bcd23k is one of")
	assert.Empty(t, eval[[]string](b, `[...document.querySelectorAll("input, textarea")].filter((i) => !i.labels.length).map((i) => i.id)`))
	assert.Equal(t, "en", eval[string](b, `document.documentElement.lang`))
	assert.Equal(t, 4, eval[int](b, `document.querySelectorAll("[role=status]").length - 1`))
}
