package record

import (
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
)

// Ids of every length are found, and nothing else is.
func TestIDIndex(t *testing.T) {
	for _, length := range []int{1, 3, 8, 9, 50} {
		var ids []string
		for i := range min(1000, 1<<(4*length)) {
			digits := strings.NewReplacer("0", "g", "1", "h").Replace(fmt.Sprintf("%0*x", length, i))
			ids = append(ids, digits)
		}
		x := indexOf(ids)
		for i, id := range ids {
			at, known := x.find([]byte(id))
			assert.True(t, known, id)
			assert.Equal(t, int32(i), at, id)
			for _, other := range []string{id + "b", id[1:], "z" + id[1:]} {
				_, known := x.find([]byte(other))
				assert.False(t, known, other)
			}
		}
		_, known := indexOf(nil).find(nil)
		assert.False(t, known)
	}
}
