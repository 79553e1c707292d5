package selection

import (
	"context"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/evenlot/evenlot/quotas/sheet"
	"github.com/evenlot/evenlot/selection/pool/pooltest"
	"github.com/evenlot/evenlot/selection/private"
	"github.com/evenlot/evenlot/selection/words"
)

// selected runs a selection of a pool written as "value ... times n" lines.
func selected(t *testing.T, table string, seats int, people ...string) *Result {
	t.Helper()
	r, err := Run(context.Background(), Request{Pool: pooltest.Parse(t, table, people...), Seats: seats, PublicValue: "7"})
	require.NoError(t, err)
	return r
}

func TestBinding(t *testing.T) {
	gender := "gender,woman,0,9\ngender,man,0,9\n"
	for _, c := range []struct {
		name, table string
		seats       int
		people      []string
		want        string
	}{
		{"seats alone", gender, 3, []string{"gender", pooltest.Times(6, "woman"), pooltest.Times(6, "man")},
			"There are 3 seats for 12 people: not all of them can be promised more than 25.0 %."},
		{"everybody", gender, 2, []string{"gender", "woman", "man"},
			"Everyone who can be seated sits on every panel."},
		{"one quota", "gender,woman,1,1\ngender,man,0,9\n", 3, []string{"gender", pooltest.Times(8, "woman"), pooltest.Times(4, "man")},
			"gender: woman allows at most 1 seat, and 8 people with gender: woman share it: not all of them can be promised more than 12.5 %."},
		{"the others' minimum", "gender,woman,0,9\ngender,man,2,9\n", 3, []string{"gender", pooltest.Times(8, "woman"), pooltest.Times(4, "man")},
			"gender: man (at least 2) leaves 1 seat for 8 people with gender: woman: not all of them can be promised more than 12.5 %."},
	} {
		t.Run(c.name, func(t *testing.T) {
			r := selected(t, c.table, c.seats, c.people...)
			assert.Equal(t, c.want, words.Binding(r.Binding))
			assert.Contains(t, r.Summary().String(), c.want)
		})
	}
}

func TestUnseatableReasons(t *testing.T) {
	r := selected(t, "age,young,0,0\nage,old,0,9\narea,north,1,1\narea,south,0,9\n", 2,
		"age,area", "old,north", "old,south", "young,south", "old,south")
	require.Len(t, r.Reasons, 1)
	assert.Contains(t, r.Summary().String(), "\nno panel can hold 1 person because age: young allows no seat\n")
	assert.Contains(t, string(r.Files[private.UnseatableFile]), "no panel can hold this person because age: young allows no seat")
}

func TestPrivateFiles(t *testing.T) {
	r := selected(t, "gender,woman,1,1\ngender,man,1,1\n", 2, "id,gender,note", "7,woman,=1+1", "9,man,b", "8,woman,c")
	assert.Equal(t, 3, strings.Count(string(r.Files[private.SelectedFile]), "\n"))
	assert.Equal(t, 2, strings.Count(string(r.Files[private.RemainingFile]), "\n"))
	assert.Contains(t, string(r.Files[private.SelectedFile])+string(r.Files[private.RemainingFile]), "'=1+1", "no formula reaches a spreadsheet")
	ids := strings.Split(string(r.Files[private.IDsFile]), "\n")
	assert.Equal(t, sheet.Mark+"id,public_id,pages", ids[0])
	assert.True(t, strings.HasPrefix(ids[1], "7,") && strings.HasPrefix(ids[2], "9,") && strings.HasPrefix(ids[3], "8,"), "the pool's own order")
	assert.True(t, strings.HasSuffix(ids[2], ",1000"))
	assert.Len(t, r.Files[private.KeyFile], 65)
}
