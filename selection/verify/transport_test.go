package verify_test

import (
	"bytes"
	"maps"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/evenlot/evenlot/selection/record"
	"github.com/evenlot/evenlot/selection/record/recordtest"
	"github.com/evenlot/evenlot/selection/verify"
)

// What programs do to text files on their way is named, and does not pass for fraud, unless
// something else was changed, too.
func TestTransport(t *testing.T) {
	all := map[string]record.Files{"drawn": recordtest.Make(), "events": recordtest.WithEvents(2), "unmixed": recordtest.Unmixed(record.FormDefault, recordtest.MixDigits())}
	for name, files := range all {
		require.True(t, check(files).OK(), name)
		require.Nil(t, check(files).Damage)
		for want, change := range map[string]func(data []byte) []byte{
			"with carriage returns (CRLF)":         func(d []byte) []byte { return bytes.ReplaceAll(d, []byte("\n"), []byte("\r\n")) },
			"with a byte order mark, or in UTF-16": func(d []byte) []byte { return append([]byte("\xef\xbb\xbf"), d...) },
			"without their last line end":          func(d []byte) []byte { return bytes.TrimSuffix(d, []byte("\n")) },
			"with carriage returns (CRLF), 1": func(d []byte) []byte {
				return append([]byte("\xef\xbb\xbf"), bytes.ReplaceAll(d, []byte("\n"), []byte("\r\n"))...)
			},
		} {
			bad := maps.Clone(files)
			for name, data := range bad { // verify.html and the announcement, too
				bad[name] = change(data)
			}
			v := check(bad)
			assert.Contains(t, lines(v, verify.Failed), want[:len("with carriage")], name)
			assert.Contains(t, lines(v, verify.Failed), "undoing it makes every hash fit", name)
			require.True(t, v.Damage.Only, name)
			bad[record.RulesFile] = bytes.Replace(bad[record.RulesFile], []byte("12"), []byte("13"), 1)
			v = check(bad)
			assert.False(t, v.Damage.Only, name)
			assert.Contains(t, lines(v, verify.Failed), "something else was changed, too", name)
		}
	}
	one := recordtest.Make()
	one[record.QuotasFile] = bytes.ReplaceAll(one[record.QuotasFile], []byte("\n"), []byte("\r\n"))
	v := check(one)
	assert.Equal(t, "1 file with carriage returns (CRLF): public/commit/quotas.csv", v.Damage.String())
	assert.True(t, v.Damage.Only)
}
