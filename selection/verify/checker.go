package verify

import (
	"crypto/sha256"
	"encoding/hex"
	"math/big"
	"path"
	"strings"

	"github.com/evenlot/evenlot/selection/record"
)

// A checker goes through one record. Parts of rec are nil where their files are
// missing or at fault, which is then a failed check of its own.
type checker struct {
	Verdict
	files record.Files
	rec   *record.Record

	inner    bool // the record is an event of another one
	ofEvents []eventRemark
	together bool       // chances.csv and the pool name the same people
	chances  []*big.Rat // of each type, once a mixture was shown to attain them; else nil
	limits   []*big.Rat // the smallest chance, where the book attains it, for the types of its step; else nil
}

// sums checks the files that a SHA256SUMS lists.
func (c *checker) sums(list string, sums []record.Sum) {
	if sums == nil {
		c.notCheckable("hashes of "+list, "", list+" is missing or at fault")
		return
	}
	folder := path.Dir(list) + "/"
	for _, sum := range sums {
		name := folder + sum.Name + " as listed in " + list
		data, ok := c.files[folder+sum.Name]
		if !ok {
			c.fail(name, sum.Hash, "no such file", "the file was removed")
			continue
		}
		c.equal(name, sum.Hash, hashHex(data), "the file is not the one that was listed")
	}
}

// covers checks that a commitment is over exactly the files that it should cover.
func (c *checker) covers(list string, sums []record.Sum, committed []string) {
	if sums == nil {
		return
	}
	folder := path.Dir(list) + "/"
	var want, got []string
	for _, path := range committed {
		want = append(want, strings.TrimPrefix(path, folder))
	}
	for _, sum := range sums {
		got = append(got, sum.Name)
	}
	c.equal("files of "+list, strings.Join(want, " "), strings.Join(got, " "), "the commitment covers other files")
}

func hashHex(data []byte) string {
	sum := sha256.Sum256(data)
	return hex.EncodeToString(sum[:])
}

// people are the ids of the event's pool, before and after a book is made of them; nil where
// nothing at hand names them.
func (c *checker) people() []string {
	if c.rec.IDs == nil && c.rec.Roster != nil {
		return c.rec.Roster.IDs()
	}
	return c.rec.IDs
}
