package record

import (
	"fmt"
	"testing"
)

// A book of 10,000 pages of 500 people, out of 100,000.
func BenchmarkBook(b *testing.B) {
	ids := make([]string, 100_000)
	for i := range ids {
		ids[i] = fmt.Sprintf("p%07d", i)
	}
	pages := make([][]int32, 10_000)
	for j := range pages {
		for s := range int32(500) {
			pages[j] = append(pages[j], s*200+int32(j%200))
		}
	}
	book := writeBook(ids, pages, nil)
	b.Run("write", func(b *testing.B) {
		b.SetBytes(int64(len(book)))
		for b.Loop() {
			writeBook(ids, pages, nil)
		}
	})
	b.Run("read", func(b *testing.B) {
		b.SetBytes(int64(len(book)))
		for b.Loop() {
			if _, err := ReadBook("b", book, ids); err != nil {
				b.Fatal(err)
			}
		}
	})
}
