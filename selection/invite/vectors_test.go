package invite

import (
	"context"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/evenlot/evenlot/selection/invite/register"
)

const (
	vectorCommitment = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
	vectorValue      = "31415926535897932384"
)

// vectorKey is 00 01 02 ... 1f.
func vectorKey() (key [32]byte) {
	for i := range key {
		key[i] = byte(i)
	}
	return key
}

// fromText is a register in memory.
func fromText(text string, c Columns) Register {
	return Register{Name: "register.csv", Columns: c, Open: func() (register.Rows, error) {
		return register.Open("register.csv", strings.NewReader(text), int64(len(text)))
	}}
}

// Every vector of the specification, under the words that it has there. The numbers there were made by
// Python's hashlib and hmac, not by this package.
func TestVectors(t *testing.T) {
	key := vectorKey()
	seed := Seed(vectorCommitment, vectorValue)
	count, err := NewCount(context.Background(), fromText("id,home,area\na,h1,north\nb,h1,south\nä,,north\n",
		Columns{ID: "id", Household: "home", Strata: []string{"area"}}), &key, &Memory{}, nil)
	require.NoError(t, err)
	for what, got := range map[string]string{
		"S":                               seed,
		"ticket of the open id 004676796": TicketOf(seed, "004676796").String(),
		"letter id of 004676796":          LetterID(key, "004676796"),
		"code of 004676796":               Code(key, "004676796"),
		"root of the keyed rows (a, h1, north), (b, h1, south), (ä, , north)": count.Root,
	} {
		assert.True(t, strings.Contains(Specification(), "    "+what+"  "+got+"\n"), "%s is %s", what, got)
	}
}
