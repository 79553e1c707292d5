package portable_test

import (
	"os"
	"testing"

	"github.com/chromedp/chromedp"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/evenlot/evenlot/selection/record"
	"github.com/evenlot/evenlot/selection/record/recordtest"
)

// axe-core finds no fault on the page, whatever it shows, in each language, on a telephone and on a
// desk, in the light and in the dark; nothing is wider than the screen.
func TestAccessible(t *testing.T) {
	axe, err := os.ReadFile(os.Getenv("EVENLOT_AXE"))
	if err != nil {
		t.Skip("NOT TESTED with axe-core: EVENLOT_AXE does not name axe.min.js")
	}
	b := open(t)
	eval[bool](b, string(axe)+"; true")
	assert.Equal(t, []string{"image-alt"}, eval[[]string](b, `(async () => {
		const image = document.querySelector("main").appendChild(document.createElement("img"));
		const { violations } = await axe.run();
		image.remove();
		return violations.map(({ id }) => id);
	})()`), "axe-core sees a fault that is there")
	faults := func(what string) {
		t.Helper()
		assert.Empty(t, eval[[]string](b, `axe.run().then(({ violations }) =>
			violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => id + ": " + html.slice(0, 200))))`), what)
		assert.LessOrEqual(t, eval[int](b, `document.documentElement.scrollWidth - innerWidth`), 0, what)
	}
	folders := map[string]string{
		"holds": written(t, whole(t)), "public": written(t, public(whole(t))), "events": written(t, recordtest.WithEvents(2)),
		"unmixed": written(t, recordtest.Unmixed(record.FormDefault, recordtest.MixDigits())), "off": written(t, records(t)["called off"]),
		"damaged": written(t, damaged(records(t)["default"], damages["carriage returns"])),
	}
	forged := whole(t)
	forged["public/announcement.txt"] = []byte("Another record.\n")
	folders["red"] = written(t, forged)
	for i, width := range []int64{390, 1000} {
		b.do(chromedp.EmulateViewport(width, 844))
		b.dark(i == 1)
		faults("start")
		for _, language := range []string{"en", "de", "fr"} {
			eval[bool](b, `speak("`+language+`").then(() => true)`)
			for name, folder := range folders {
				require.NotEmpty(t, b.pick("#folder", folder))
				faults(language + " " + name)
				eval[bool](b, `(document.querySelectorAll("details").forEach((d) => { d.open = true; }), true)`)
				for _, question := range []string{"in", "quotas", "fixed"} {
					b.ask(question)
					if question == "in" && name != "unmixed" {
						b.lookUp(eval[string](b, `(() => { try { return record.chances.ids[3]; } catch { return "bcdfgh"; } })()`))
					}
					faults(language + " " + name + " " + question)
				}
			}
		}
	}
	b.dark(false)
}
