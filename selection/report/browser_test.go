package report_test

import (
	"context"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"github.com/chromedp/chromedp"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/evenlot/evenlot/selection/report"
	"github.com/evenlot/evenlot/selection/words/catalog"
)

// A telephone: CSS pixels of its screen.
const phoneWide, phoneHigh = 390, 844

// tab is a tab of headless Chromium as wide as a telephone.
func tab(t *testing.T) context.Context {
	path := ""
	for _, name := range []string{os.Getenv("EVENLOT_CHROMIUM"), "chromium", "chromium-browser", "google-chrome"} {
		if found, err := exec.LookPath(name); err == nil && path == "" {
			path = found
		}
	}
	if path == "" {
		t.Skip("NOT TESTED: no Chromium here; install chromium, or name one in EVENLOT_CHROMIUM")
	}
	options := append(slices.Clone(chromedp.DefaultExecAllocatorOptions[:]), chromedp.ExecPath(path), chromedp.NoSandbox, chromedp.DisableGPU,
		chromedp.WindowSize(phoneWide, phoneHigh))
	ctx, stop := chromedp.NewExecAllocator(context.Background(), options...)
	t.Cleanup(stop)
	ctx, stop = chromedp.NewContext(ctx)
	t.Cleanup(stop)
	require.NoError(t, chromedp.Do(ctx, chromedp.Navigate("about:blank")))
	ctx, stop = context.WithTimeout(ctx, 2*time.Minute)
	t.Cleanup(stop)
	return ctx
}

// On a telephone nothing is wider than the screen, and the answers to the three questions of a lay
// reader (was I in it, is it fair, could somebody have cheated) stand on the first screen, in every
// language. axe-core, where EVENLOT_AXE names its file axe.min.js, finds no fault.
func TestOnTelephone(t *testing.T) {
	ctx := tab(t)
	axe, err := os.ReadFile(os.Getenv("EVENLOT_AXE"))
	if err != nil {
		t.Log("NOT TESTED with axe-core: EVENLOT_AXE does not name axe.min.js")
	}
	require.NoError(t, chromedp.Do(ctx, chromedp.EmulateViewport(phoneWide, phoneHigh)))
	check := string(axe) + `; axe.run(document, {resultTypes: ["violations"]}).then(r => r.violations.map(v => v.id + ": " + v.nodes.map(n => n.html).join(" ")).join("\n"))`
	if err == nil {
		require.Contains(t, eval[string](t, ctx, check), "document-title", "axe-core finds faults where there are some")
	}
	names := []string{"v2/mixed", "v2/event"}
	if os.Getenv("EVENLOT_LONG") == "1" {
		names = append(names, "v2/undrawn", "v2/unmixed", "v2/aborted", "v2/select", "v2/nash", "v1/sealed")
	}
	for _, name := range names {
		r := report.Of(of(t, records+"/"+name))
		for _, l := range catalog.Languages() {
			file := filepath.Join(t.TempDir(), "report.html")
			require.NoError(t, os.WriteFile(file, r.Document(l).HTML(), 0o600))
			require.NoError(t, chromedp.Do(ctx, chromedp.Navigate("file://"+filepath.ToSlash(file))))
			wide := eval[float64](t, ctx, `document.documentElement.scrollWidth`)
			answered := eval[float64](t, ctx, `Math.max(0, ...[...document.querySelectorAll("dl")].map(e => e.getBoundingClientRect().bottom))`)
			assert.LessOrEqual(t, wide, float64(phoneWide), "%s %s", name, l)
			assert.LessOrEqual(t, answered, float64(phoneHigh)*1.05, "%s %s: the answers end below the first screen", name, l)
			if err == nil {
				assert.Empty(t, eval[string](t, ctx, check), "%s %s", name, l)
			}
		}
	}
}

// eval gives the value of a JavaScript expression, which may be a promise.
func eval[T any](t *testing.T, ctx context.Context, expression string) T {
	t.Helper()
	value, err := chromedp.Run(ctx, chromedp.Evaluate[T](expression, chromedp.EvalAwaitPromise))
	require.NoError(t, err)
	return value
}
