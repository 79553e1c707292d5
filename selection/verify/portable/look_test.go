package portable_test

import (
	"context"
	"os"
	"path/filepath"
	"testing"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/chromedp"
	"github.com/stretchr/testify/require"
)

// TestLook takes pictures of the page, for people to look at. EVENLOT_LOOK names the
// folder of a record; the pictures are written to EVENLOT_PICTURES.
func TestLook(t *testing.T) {
	record, pictures := os.Getenv("EVENLOT_LOOK"), os.Getenv("EVENLOT_PICTURES")
	if record == "" || pictures == "" {
		t.Skip("takes pictures only if EVENLOT_LOOK names a record and EVENLOT_PICTURES a folder")
	}
	b := open(t)
	b.picture(pictures, "start.png")
	b.do(chromedp.SetUploadFiles(chromedp.CSS("#folder"), []string{record}), chromedp.WaitVisible(chromedp.CSS("#after")))
	t.Log(b.text("#status"))
	id := eval[string](b, `record.chances.ids[3]`)
	b.do(chromedp.SetValue(chromedp.CSS("#id"), id), chromedp.Click(chromedp.CSS("#look-up button")))
	b.picture(pictures, "desktop.png")
	b.dark(true)
	b.picture(pictures, "dark.png")
	b.dark(false)
	b.do(chromedp.EmulateViewport(390, 844, chromedp.EmulateMobile))
	b.picture(pictures, "phone.png")
	b.do(chromedp.EmulateReset())
	pdf, err := chromedp.Run(b.ctx, chromedp.PrintToPDF())
	require.NoError(t, err)
	require.NoError(t, os.WriteFile(filepath.Join(pictures, "print.pdf"), pdf, 0o600))
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
