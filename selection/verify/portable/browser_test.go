package portable_test

import (
	"archive/zip"
	"bytes"
	"context"
	"encoding/base64"
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"
	"github.com/stretchr/testify/require"

	"github.com/evenlot/evenlot/selection/verify/portable"
)

// A browser is one tab of headless Chromium with verify.html opened from a disk.
type browser struct {
	t      *testing.T
	ctx    context.Context
	page   string // URL of the page
	mu     sync.Mutex
	thrown []string // exceptions and messages of the console
}

// open starts Chromium with a profile of its own.
func open(t *testing.T) *browser {
	path := chromium()
	if path == "" {
		t.Skip("NOT TESTED: no Chromium here; install chromium, or name one in EVENLOT_CHROMIUM")
	}
	options := append(slices.Clone(chromedp.DefaultExecAllocatorOptions[:]),
		chromedp.ExecPath(path), chromedp.NoSandbox, chromedp.DisableGPU,
		chromedp.Flag("disable-component-update", true))
	ctx, stop := chromedp.NewExecAllocator(context.Background(), options...)
	t.Cleanup(stop)
	ctx, stop = chromedp.NewContext(ctx)
	t.Cleanup(stop)
	file := filepath.Join(t.TempDir(), "verify.html")
	require.NoError(t, os.WriteFile(file, portable.Files()["public/verify.html"], 0o600))
	b := &browser{t: t, page: "file://" + filepath.ToSlash(file)}
	require.NoError(t, chromedp.Listen(ctx, b.hear))
	b.ctx, stop = context.WithTimeout(ctx, 3*time.Minute)
	t.Cleanup(stop)
	b.do(chromedp.Navigate(b.page), chromedp.WaitVisible(chromedp.CSS("#drop")))
	t.Cleanup(func() {
		b.mu.Lock()
		defer b.mu.Unlock()
		require.Empty(t, b.thrown, "the page threw exceptions")
	})
	return b
}

// hear collects exceptions and messages to the console: a good page has neither.
func (b *browser) hear(event any) {
	b.mu.Lock()
	defer b.mu.Unlock()
	switch event := event.(type) {
	case *runtime.EventExceptionThrown:
		b.thrown = append(b.thrown, event.ExceptionDetails.Text)
	case *runtime.EventConsoleAPICalled:
		b.thrown = append(b.thrown, string(event.Type))
	}
}

func chromium() string {
	names := []string{os.Getenv("EVENLOT_CHROMIUM"), "chromium", "chromium-browser", "google-chrome"}
	for _, name := range names {
		if path, err := exec.LookPath(name); name != "" && err == nil {
			return path
		}
	}
	return ""
}

func (b *browser) do(steps ...chromedp.Action[chromedp.Void]) {
	b.t.Helper()
	require.NoError(b.t, chromedp.Do(b.ctx, steps...))
}

func (b *browser) text(selector string) string {
	b.t.Helper()
	text, err := chromedp.Run(b.ctx, chromedp.Text(chromedp.CSS(selector)))
	require.NoError(b.t, err)
	return text
}

// eval gives the value of a JavaScript expression, which may be a promise.
func eval[T any](b *browser, expression string) T {
	b.t.Helper()
	value, err := chromedp.Run(b.ctx, chromedp.Evaluate[T](expression, chromedp.EvalAwaitPromise))
	require.NoError(b.t, err)
	return value
}

// A line is one check as the page reports it.
type line struct {
	ID    string `json:"id"`
	Title string `json:"title"`
	State string `json:"state"`
	Found string `json:"found"`
}

// check hands files to the page's checker without its buttons.
func (b *browser) check(files map[string][]byte) []line {
	b.t.Helper()
	return eval[[]line](b, `(async () => {
		const files = new Map(Object.entries(`+inBase64(b.t, files)+`).map(([name, text]) =>
			[name, Uint8Array.from(atob(text), (c) => c.charCodeAt(0))]));
		let r;
		try { r = new RecordFiles(files); } catch (error) { return [{ title: "open", state: "failed", found: error.message }]; }
		return checkRecord(r);
	})()`)
}

// inBase64 writes files as a JavaScript object; a file without data is null.
func inBase64(t *testing.T, files map[string][]byte) string {
	coded := map[string]*string{}
	for name, data := range files {
		coded[name] = nil
		if data != nil {
			coded[name] = new(base64.StdEncoding.EncodeToString(data))
		}
	}
	text, err := json.Marshal(coded)
	require.NoError(t, err)
	return string(text)
}

// states gives the lines that have a state.
func states(lines []line, state string) []line {
	return slices.DeleteFunc(slices.Clone(lines), func(l line) bool { return l.State != state })
}

// failures joins what failed into one text.
func failures(lines []line) string {
	var texts []string
	for _, l := range states(lines, "failed") {
		texts = append(texts, l.Title+": "+l.Found)
	}
	return strings.Join(texts, "\n")
}

// zipped packs files as a .zip, deflated, below a folder.
func zipped(t *testing.T, folder string, files map[string][]byte) string {
	var out bytes.Buffer
	w := zip.NewWriter(&out)
	for name, data := range files {
		f, err := w.Create(folder + name)
		require.NoError(t, err)
		_, err = f.Write(data)
		require.NoError(t, err)
	}
	require.NoError(t, w.Close())
	path := filepath.Join(t.TempDir(), "record.zip")
	require.NoError(t, os.WriteFile(path, out.Bytes(), 0o600))
	return path
}

// written puts files on the disk and gives their folder.
func written(t *testing.T, files map[string][]byte) string {
	folder := t.TempDir()
	for name, data := range files {
		path := filepath.Join(folder, filepath.FromSlash(name))
		require.NoError(t, os.MkdirAll(filepath.Dir(path), 0o700))
		require.NoError(t, os.WriteFile(path, data, 0o600))
	}
	return folder
}
