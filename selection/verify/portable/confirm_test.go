package portable_test

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/evenlot/evenlot/selection/draw"
	"github.com/evenlot/evenlot/selection/record"
	"github.com/evenlot/evenlot/selection/record/recordtest"
)

// whole is a record in which nothing is left to wish for.
func whole(t *testing.T) record.Files {
	return mixed(t, selected(t, "easy_20", 20, 0, "leximin", record.FormDefault))
}

// What a reader types makes the page green, or red.
func TestConfirm(t *testing.T) {
	b := open(t)
	files := whole(t)
	given := confirmation(files)
	is := func(colour, title string) {
		t.Helper()
		assert.Equal(t, colour, eval[string](b, `document.getElementById("result").className`))
		assert.Contains(t, b.text("#verdict"), title)
	}
	give := func(key, text string) string {
		t.Helper()
		eval[string](b, `document.getElementById("seen-`+key+`").value = ""`)
		b.do(chromedp.SendKeys(chromedp.CSS("#seen-"+key), text+"\t"))
		return b.text("#said-" + key)
	}
	b.pick("#folder", written(t, files))
	b.ask("fixed")
	is("amber", "Holds so far: confirm 4 things")
	assert.Contains(t, give("commitment", strings.ToUpper(given.Commitment)), "The same")
	is("amber", "Holds so far")
	assert.Contains(t, give("pool", "The pool was fixed as\n"+given.Pool[:40]+"\n "+given.Pool[40:]+".\n"), "The same")
	is("amber", "Holds so far")
	assert.Contains(t, give("mixing", "2718 2818 2845"), "The same")
	is("amber", "Holds so far")
	assert.Contains(t, give("value", balls[:6]), "Another value")
	is("red", "This is not what you saw published or drawn")
	assert.Contains(t, give("value", " 3141 5926 5358 "), "The same")
	is("green", "This record holds")
	assert.Contains(t, b.all("remarks"), "The computation was not done again here")

	assert.Contains(t, give("commitment", given.Commitment[:63]), "64 hexadecimal digits")
	is("amber", "Holds so far")
	assert.Contains(t, give("commitment", "Commitment: "+given.Commitment+", of the pool: "+given.Pool+"."), "The same")
	is("green", "This record holds")
	for _, other := range []string{hexSum([]byte("x")), "either " + given.Commitment + " or " + hexSum([]byte("x"))} {
		assert.Contains(t, give("commitment", other), "Another commitment")
		is("red", "This is not what you saw")
	}

	// Another record: nothing of this is kept.
	b.pick("#folder", written(t, recordtest.Unmixed(record.FormDefault, recordtest.MixDigits())))
	is("amber", "the book is still to be mixed")
	assert.Empty(t, eval[string](b, `document.getElementById("seen-commitment").value`))
	assert.Equal(t, 1, eval[int](b, `document.querySelectorAll("#fields label").length`))
}

// Numbers of a lottery may be typed as they are read out.
func TestConfirmLottery(t *testing.T) {
	e := newEngine(t)
	files := recordtest.Draw(recordtest.In2(record.FormDefault, recordtest.Lottery2()), "19 3 12 27 44 45 + 7")
	for text, want := range map[string]bool{
		"3.12.19.27.44.45./7./": true, "45 3 12 19 27 44 and 7": false, "45, 3, 12, 19, 27, 44 + 7": true,
		"3 12 19 27 44 45 7": true, "3 12 19 27 44 45": false, "3 12 19 27 44 7 45": false, "31219274445 7": false,
	} {
		given := confirmation(files)
		given.Value = text
		v := e.verdict(files, given)
		assert.Equal(t, want, v.Colour == "amber" && !slices.Contains(v.Caveats, "unconfirmed"), text)
		assert.Equal(t, !want, v.Colour == "red", text)
	}
}

// Nothing that was known before, binds nobody or is only half there is green, or said to
// hold, however much a reader confirms.
func TestNeverGreen(t *testing.T) {
	e := newEngine(t)
	all := everything(t)
	all["public/ of the whole"] = public(whole(t))
	all["a rehearsal"] = remade(t, whole(t), "any text", func(in *record.CommitInput) {
		in.Source.Source = draw.Source{Kind: draw.KindRehearsal, Statement: "among ourselves"}
		in.MixSource, in.Mixing = nil, nil
	})
	var trials []trial
	for name, files := range all {
		trials = append(trials, trial{name, files, confirmation(files)})
	}
	for i, v := range e.tries(trials) {
		name := trials[i].what
		assert.Equal(t, "amber", v.Colour, "%s: %s", name, v.failed())
		assert.NotContains(t, v.Title, "This record holds", name)
		assert.NotEmpty(t, v.Caveats, name)
	}
	v := e.verdict(whole(t), confirmation(whole(t)))
	assert.Equal(t, "green", v.Colour, "%v %s", v.Caveats, v.failed())
	assert.Empty(t, states(v.Lines, "not shown"))
}

// corpus checks the records of a folder, each a folder or a .zip, against verdicts.txt: a line
// for each with its name, the colour, and the caveats of those that hold.
func (e engine) corpus(folder string) (tried int) {
	e.t.Helper()
	text, err := os.ReadFile(filepath.Join(folder, "verdicts.txt"))
	require.NoError(e.t, err)
	for line := range strings.Lines(string(text)) {
		words := strings.Fields(line)
		require.GreaterOrEqual(e.t, len(words), 2, line)
		v := e.verdictOf(filepath.Join(folder, words[0]))
		assert.Equal(e.t, words[1], v.Colour, "%s: %s", words[0], v.failed())
		if words[1] != "red" {
			assert.ElementsMatch(e.t, words[2:], v.Caveats, words[0])
		}
		tried++
	}
	return tried
}

// verdictOf checks the record at a path.
func (e engine) verdictOf(path string) verdict {
	e.t.Helper()
	if filepath.Ext(path) == ".zip" {
		data, err := os.ReadFile(path)
		require.NoError(e.t, err)
		return run[verdict](e, `(async () => {`+judging+`
			const [[, bytes]] = unpack(`+inBase64(e.t, record.Files{"zip": data})+`), given = { commitment: "", pool: "", mixing: "", value: "" };
			return unzip(bytes, wanted).then((files) => weigh(files, given), ({ message }) =>
				({ colour: "red", title: "", caveats: [], lines: [{ id: "open", title: "open", state: "failed", found: message }] }));
		})()`)
	}
	files := record.Files{}
	require.NoError(e.t, filepath.WalkDir(path, func(at string, d os.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		name, err := filepath.Rel(path, at)
		require.NoError(e.t, err)
		files[filepath.ToSlash(name)], err = os.ReadFile(at)
		return err
	}))
	return e.verdict(files, seen{})
}

// TestCorpus checks the records that EVENLOT_CORPUS names, and a few made here.
func TestCorpus(t *testing.T) {
	e := newEngine(t)
	folder := t.TempDir()
	good := whole(t)
	bad := good
	require.NoError(t, os.CopyFS(filepath.Join(folder, "good"), os.DirFS(written(t, good))))
	require.NoError(t, os.Rename(zipped(t, "record/", good), filepath.Join(folder, "good.zip")))
	require.NoError(t, os.Rename(zipped(t, "", public(good)), filepath.Join(folder, "public.zip")))
	bad[record.ChancesFile] = append(bad[record.ChancesFile], '\n')
	require.NoError(t, os.Rename(zipped(t, "", bad), filepath.Join(folder, "bad.zip")))
	require.NoError(t, os.WriteFile(filepath.Join(folder, "torn.zip"), []byte("PK"), 0o600))
	require.NoError(t, os.WriteFile(filepath.Join(folder, "verdicts.txt"), []byte(
		"good amber unconfirmed\ngood.zip amber unconfirmed\npublic.zip amber public unconfirmed\nbad.zip red\ntorn.zip red\n"), 0o600))
	assert.Equal(t, 5, e.corpus(folder))
	if given := os.Getenv("EVENLOT_CORPUS"); given != "" {
		t.Logf("%d records of %s", e.corpus(given), given)
	}
}
