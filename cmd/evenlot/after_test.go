package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/evenlot/evenlot/cmd/evenlot/internal/term"
)

// announcedEvent draws the record that announcedFor made, and announces an event of it.
func announcedEvent(t *testing.T) {
	code, _, stderr := evenlot(t, "draw", "record", "31415926535897932384")
	require.Equal(t, term.ExitDone, code, stderr)
	_, stdout, _ := evenlot(t, "status", "record", "--json")
	_, rest, _ := strings.Cut(stdout, `"public_id": "`)
	id, _, _ := strings.Cut(rest, `"`)
	setClock("2023-08-23T19:00:00Z")
	code, _, stderr = evenlot(t, "replace", "record", "--gone", id, "--why", "moved away", "--draw", "digits=20", "--where", "hall", "--when", "2023-08-23T21:00:00Z")
	require.Equal(t, term.ExitDone, code, stderr)
	setClock("2023-08-23T21:00:00Z")
}

// afterDraw makes what the examples of commands read that come after a draw: a record drawn by
// select with personal data to be deleted, a member who declined, and lists of members; and it
// puts real ids into the command.
func afterDraw(t *testing.T, command string) string {
	instance, seats := "easy_20", "20"
	if strings.Contains(command, "--accept") { // goes with quotas that cannot be met any more
		instance, seats = "example_40", "40"
	}
	require.NoError(t, os.CopyFS(".", os.DirFS(filepath.Join(filepath.Dir(dialects), instance))))
	selecting := []string{"select", "--pool", "pool.csv", "--quotas", "quotas.csv", "--seats", seats, "--seed", "first", "--keep-until", "2020-12-31", "--out", "record"}
	if strings.Contains(command, "--drawn") {
		selecting = append(selecting, "--alternates", "2")
	}
	later := now
	at(t, "2020-12-01T12:00:00Z") // while personal data are kept
	code, _, stderr := evenlot(t, selecting...)
	now = later
	require.Equal(t, term.ExitDone, code, stderr)
	code, _, stderr = evenlot(t, "status", "record")
	require.Equal(t, term.ExitDone, code, stderr)
	var ids []string
	for line := range strings.Lines(content(t, "record/private/members.csv")) {
		id, _, _ := strings.Cut(line, ",")
		ids = append(ids, id)
	}
	ids = ids[1:]
	put(t, "answers.csv", "public_id,state,note\n"+ids[2]+",confirmed,\n"+ids[3]+",declined,ill\n")
	put(t, "rates.csv", "feature,value,stay\nage,16-29,0.8\nage,75+,0.85\n")
	put(t, "terms.csv", "public_id,until\n"+ids[4]+",2027-12-31\n"+ids[5]+",2099-12-31\n")
	if strings.Contains(command, "--next") {
		code, _, stderr = evenlot(t, "alternates", "record", "--count", "3", "--why", "some may leave", "--seed", "second")
		require.Equal(t, term.ExitDone, code, stderr)
	}
	if strings.Contains(command, "as status knows") {
		code, _, stderr = evenlot(t, "status", "record", "--set", ids[6]+"=declined")
		require.Equal(t, term.ExitDone, code, stderr)
	}
	return strings.NewReplacer("kd83mx", ids[0], "b4n7wq", ids[1], "age,75+,0,1", "education,level 0-1,0,2").Replace(command)
}
