package main

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// put writes a file and the folders above it.
func put(t *testing.T, path, data string) string {
	t.Helper()
	require.NoError(t, os.MkdirAll(filepath.Dir(path), 0o755))
	require.NoError(t, os.WriteFile(path, []byte(data), 0o644))
	return path
}

func content(t *testing.T, path string) string {
	t.Helper()
	data, err := os.ReadFile(path)
	require.NoError(t, err)
	return string(data)
}

// What was just made and does not hold is not kept.
func TestHolds(t *testing.T) {
	assert.ErrorContains(t, holds(os.DirFS(t.TempDir())), "internal error: the record just made does not hold, so nothing was kept: public")
}
