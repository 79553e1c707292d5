package portable_test

import (
	"context"
	"os"
	"path/filepath"
	"strconv"
	"testing"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/chromedp"
	"github.com/stretchr/testify/require"

	"github.com/evenlot/evenlot/selection"
	"github.com/evenlot/evenlot/selection/record"
	"github.com/evenlot/evenlot/selection/record/recordtest"
)

// TestLook takes pictures of the page in every state, on a phone and on a desk, for people to
// look at. EVENLOT_PICTURES names their folder; EVENLOT_LOOK may name one more record.
func TestLook(t *testing.T) {
	pictures := os.Getenv("EVENLOT_PICTURES")
	if pictures == "" {
		t.Skip("takes pictures only if EVENLOT_PICTURES names a folder")
	}
	b := open(t)
	whole := mixed(t, selected(t, "example_40", 40, 0, "leximin", record.FormDefault))
	forged := mixed(t, selected(t, "easy_20", 20, 0, "leximin", record.FormDefault))
	forged["public/announcement.txt"] = []byte("Another record.\n")
	body := newBody(t, basis{mixed: true, household: 1})
	body = body.do(t, change{turnover: selection.Turnover{Leaving: body.members(t)[:2]}, mix: "200000000003", by: "200000000004"}.on(9))
	body = body.do(t, change{turnover: selection.Turnover{Leaving: body.members(t)[:3], Seats: 2}, mix: "200000000005", by: "200000000006"}.on(14))
	folders := map[string]string{
		"events":  written(t, body.files),
		"red":     written(t, forged),
		"public":  written(t, public(whole)),
		"amber":   written(t, recordtest.WithEvents(2)),
		"holds":   written(t, whole),
		"open":    written(t, records(t)["undrawn"]),
		"off":     written(t, records(t)["called off"]),
		"undrawn": written(t, recordtest.Unmixed(record.FormDefault, recordtest.MixDigits())),
	}
	if folder := os.Getenv("EVENLOT_LOOK"); folder != "" {
		folders["given"] = folder
	}
	for _, width := range []int64{390, 1000} {
		size := strconv.FormatInt(width, 10)
		b.do(chromedp.EmulateViewport(width, 844))
		b.do(chromedp.Navigate(b.page), chromedp.WaitVisible(chromedp.CSS("#drop")))
		b.picture(pictures, "start-"+size+".png")
		for name, folder := range folders {
			b.do(chromedp.Navigate(b.page), chromedp.WaitVisible(chromedp.CSS("#drop")))
			t.Log(name, b.pick("#folder", folder))
			b.picture(pictures, name+"-"+size+".png")
			b.answers(pictures, name+"-"+size)
		}
		b.pick("#folder", folders["events"])
		joined := eval[string](b, `record.parts[0].draw.panel[0]`)
		b.fill(confirmation(body.files))
		b.lookUp(joined)
		b.picture(pictures, "events-confirmed-"+size+".png")
		b.pick("#folder", folders["holds"])
		b.fill(confirmation(whole))
		b.picture(pictures, "green-"+size+".png")
		for _, language := range []string{"de", "fr", "en"} {
			eval[bool](b, `speak("`+language+`").then(() => true)`)
			b.answers(pictures, "green-"+language+"-"+size)
		}
		b.dark(true)
		b.picture(pictures, "dark-"+size+".png")
		b.fill(seen{Commitment: "in other words: " + hexSum([]byte("another")), Value: "271828"})
		b.picture(pictures, "other-"+size+".png")
		b.dark(false)
	}
	b.do(chromedp.EmulateReset())
	pdf, err := chromedp.Run(b.ctx, chromedp.PrintToPDF())
	require.NoError(t, err)
	require.NoError(t, os.WriteFile(filepath.Join(pictures, "print.pdf"), pdf, 0o600))
}

// fill gives the page what a reader saw published and drawn, as if typed.
func (b *browser) fill(given seen) {
	b.t.Helper()
	texts := map[string]string{"commitment": given.Commitment, "pool": given.Pool, "mixing": given.Mixing, "value": given.Value}
	for n, of := range given.Events {
		for key, text := range map[string]string{"commitment": of.Commitment, "pool": of.Pool, "mixing": of.Mixing, "value": of.Value} {
			texts[key+"-"+strconv.Itoa(n+1)] = text
		}
	}
	for key, text := range texts {
		eval[bool](b, `(async () => {
			const field = document.getElementById("seen-`+key+`");
			if (!field) return false;
			field.value = `+strconv.Quote(text)+`;
			await confirmed(record, "`+key+`", field.value, true);
			return true;
		})()`)
	}
}

// answers takes a picture of the screen that answers each question.
func (b *browser) answers(folder, name string) {
	b.t.Helper()
	for _, question := range []string{"in", "quotas", "fixed"} {
		b.ask(question)
		if question == "in" && eval[bool](b, `!record.unmixed`) {
			b.lookUp(eval[string](b, `record.chances.ids[3]`))
		}
		png, err := chromedp.Run(b.ctx, chromedp.CaptureScreenshot())
		require.NoError(b.t, err)
		require.NoError(b.t, os.WriteFile(filepath.Join(folder, name+"-"+question+".png"), png, 0o600))
	}
}

func (b *browser) lookUp(id string) {
	b.t.Helper()
	b.ask("in")
	b.do(chromedp.SetValue(chromedp.CSS("#id"), id), chromedp.Click(chromedp.CSS("#look-up button")))
}

func (b *browser) picture(folder, name string) {
	b.t.Helper()
	png, err := chromedp.Run(b.ctx, chromedp.FullScreenshot(100))
	require.NoError(b.t, err)
	require.NoError(b.t, os.WriteFile(filepath.Join(folder, name), png, 0o600))
}

func (b *browser) dark(on bool) {
	value := "light"
	if on {
		value = "dark"
	}
	_, err := chromedp.Run(b.ctx, chromedp.Action[chromedp.Void](func(ctx context.Context, t *chromedp.Target) (chromedp.Void, error) {
		_, err := chromedp.Call(ctx, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{
			Features: []*emulation.MediaFeature{{Name: "prefers-color-scheme", Value: value}},
		})
		return chromedp.Void{}, err
	}))
	require.NoError(b.t, err)
}
