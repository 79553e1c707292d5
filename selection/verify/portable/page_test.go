package portable

import (
	"maps"
	"testing"

	"github.com/chromedp/chromedp"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/evenlot/evenlot/selection/record/recordtest"
)

func TestGoodRecord(t *testing.T) {
	b := open(t)
	files := maps.Clone(map[string][]byte(recordtest.Make()))
	lines := b.check(files)
	assert.Empty(t, failures(lines))
	for _, l := range lines {
		t.Logf("%-20s %s: %s", l.State, l.Title, l.Found)
	}
	b.do(chromedp.SetUploadFiles(chromedp.CSS("#zip"), []string{zipped(t, "record/", files)}), chromedp.WaitVisible(chromedp.CSS("#after")))
	require.Contains(t, b.text("#verdict"), "holds")
}
