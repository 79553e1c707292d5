package record

import (
	"bytes"
	"encoding/json"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/evenlot/evenlot/selection/draw"
)

func TestLayout(t *testing.T) {
	refuse := func(text, want string) {
		t.Helper()
		assert.ErrorContains(t, checkLayout("f", []byte(text)), want)
	}
	require.NoError(t, checkLayout("f", []byte("{\n  \"a\": [\n    -12,\n    [],\n    \"\\\\\\\"\"\n  ],\n  \"b_c\": {\n    \"d\": 0\n  }\n}\n")))
	refuse("", "f:1:1: the end of the file, expected more JSON")
	refuse("[\n  1\n]\n", "f:1:1: \"[\\n\", expected {")
	refuse("{\n  \"a\": 1\n}", "f:3:2: the end of the file, expected a line feed")
	refuse("{\n  \"a\": 1\n", "f:3:1: the end of the file, expected more JSON")
	refuse("{\n  \"a\": 1\n}\n\n", "f:4:1: \"\\n\", expected the end of the file")
	refuse("{\n  \"a\": 1\n},\n", "f:3:2: ")
	refuse("{\n \"a\": 1\n}\n", "f:2:2: ")
	refuse("{\n   \"a\": 1\n}\n", "f:2:3: \" \\\"a\\\": 1\\n\", expected the name of a field")
	refuse("{\n\t\"a\": 1\n}\n", "f:2:1: \"\\t\\\"a\\\": 1\\n\", expected 2 spaces")
	refuse("{\n  \"a\":1\n}\n", "f:2:6: ")
	refuse("{\n  \"a\" : 1\n}\n", "f:2:6: ")
	refuse("{\n  \"A\": 1\n}\n", "f:2:4: ")
	refuse("{\n  \"a\": 1\n  \"b\": 1\n}\n", "f:3:1: \"  \\\"b\\\": 1\\n\", expected '}', since the line before has no comma")
	refuse("{\n  \"a\": 1,\n}\n", "f:3:1: ")
	refuse("{\n  \"a\": [\n    1\n  }\n}\n", "f:4:3: \"}\\n\", expected ']'")
	refuse("{\n  \"a\": [ ]\n}\n", "f:2:9: ")
	refuse("{\n  \"a\": {}\n}\n", "f:2:9: ")
	refuse("{\n  \"a\": [1, 2]\n}\n", "f:2:9: ")
	for _, value := range []string{"true", "null", "01", "-0", "-", "+1", ".5", "NaN", "'a'", ""} {
		refuse("{\n  \"a\": "+value+"\n}\n", "f:2:8: ")
	}
	for _, value := range []string{"1.0", "1e9", "1 ", `"" `, `"a"b"`, "1\r", "[]]"} {
		refuse("{\n  \"a\": "+value+"\n}\n", "expected the end of the line")
	}
	refuse("{\n  \"a\": \"\\n\"\n}\n", `f:2:9: "\\n\"\n", expected no escapes but \" and \\`)
	refuse("{\n  \"a\": \"x\n}\n", "f:2:10: \"\\n\", expected the end of the string")
	refuse("{\n  \"a\": -"+strings.Repeat("1", MaxDigits+1)+"\n}\n", "f:2:8: \"-111")
	require.NoError(t, checkLayout("f", []byte("{\n  \"a\": -"+strings.Repeat("1", MaxDigits)+"\n}\n")))

	deep := "{\n  \"a\": [\n"
	for level := 2; level < maxDepth; level++ {
		deep += strings.Repeat(" ", 2*level) + "[\n"
	}
	refuse(deep+strings.Repeat(" ", 2*maxDepth)+"[\n", "expected at most 16 levels")
	refuse(deep, "the end of the file, expected more JSON")
}

// What is laid out right is what encoding/json indents.
func FuzzLayout(f *testing.F) {
	f.Add(Drawing{Panel: []string{"bb", "<é>\"\\"}}.Bytes())
	f.Add(Rules{Format: Format, Algorithm: draw.Algorithm}.Bytes())
	f.Add([]byte("{\n  \"a\": [\n    [\n      -12\n    ],\n    []\n  ]\n}\n"))
	f.Fuzz(func(t *testing.T, data []byte) {
		if checkLayout("f", data) != nil || !json.Valid(data) { // control characters in strings are for json to refuse
			return
		}
		var compact, again bytes.Buffer
		require.NoError(t, json.Compact(&compact, data))
		require.NoError(t, json.Indent(&again, compact.Bytes(), "", "  "))
		assert.Equal(t, string(data), again.String()+"\n")
	})
}
