package portable_test

import (
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// Every language has every sentence, with the same slots; every sentence that the page says is there,
// and none that it does not say.
func TestSentences(t *testing.T) {
	e := newEngine(t)
	type sentence struct {
		Key    string
		Plural bool
		Slots  []string
	}
	all := run[map[string][]sentence](e, `Object.fromEntries(Object.entries(sentences).map(([language, table]) => [language,
		Object.entries(table).map(([key, text]) => {
			const texts = typeof text === "string" ? [text] : Object.values(text);
			if (texts.some((text) => !text.trim() || text !== text.trim())) key += " is blank at an end";
			const slots = texts.map((text) => (text.match(/\{[a-z]+\}/g) || []).sort().join(" "));
			return { key, plural: texts.length > 1, slots: [...new Set(slots)] };
		})]))`)
	require.Len(t, all, 3)
	english := map[string]sentence{}
	for _, s := range all["en"] {
		english[s.Key] = s
	}
	for language, table := range all {
		assert.Len(t, table, len(english), language)
		for _, s := range table {
			assert.Len(t, s.Slots, 1, "%s, %s: the forms have different slots", language, s.Key)
			assert.Equal(t, english[s.Key].Slots, s.Slots, "%s: %s", language, s.Key)
		}
	}

	var source strings.Builder
	names, err := filepath.Glob("page/*")
	require.NoError(t, err)
	for _, name := range names {
		if !slices.Contains([]string{"en.js", "de.js", "fr.js"}, filepath.Base(name)) {
			text, err := os.ReadFile(name)
			require.NoError(t, err)
			source.Write(text)
		}
	}
	text := source.String()
	for _, said := range regexp.MustCompile(`\bsay\("([a-z.]+)"`).FindAllStringSubmatch(text, -1) {
		if !strings.HasSuffix(said[1], ".") { // "check." + id
			assert.Contains(t, english, said[1])
		}
	}
	made := regexp.MustCompile(`^(check|caveat|state|thing|seen|verdict|ask|damaged|quotas|slip)\.`) // keys put together by their first word
	for key := range english {
		if !made.MatchString(key) {
			assert.Contains(t, text, `"`+key+`"`, "nobody says it")
		}
	}
	html, err := os.ReadFile("page/index.html")
	require.NoError(t, err)
	for _, said := range regexp.MustCompile(`data-say="([a-z.]+)"[^>]*>([^<]*)<`).FindAllStringSubmatch(string(html), -1) {
		assert.Equal(t, run[string](e, `say("`+said[1]+`")`), said[2], said[1])
	}
	for _, id := range run[[]string](e, `checks.map(({ id }) => "check." + id).concat(caveats.filter(([, , text]) => !text).map(([code]) => "caveat." + code))`) {
		assert.Contains(t, english, id)
	}
}
