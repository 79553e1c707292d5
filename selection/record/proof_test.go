package record_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/evenlot/evenlot/selection/record"
	"github.com/evenlot/evenlot/selection/record/recordtest"
)

// What is accepted is written again as the same bytes, its lists are there, its nodes are
// of a known kind, and nothing panics.
func FuzzReadProof(f *testing.F) {
	proof := string(recordtest.Input().Proof)
	f.Add([]byte(proof))
	for _, edit := range [][2]string{
		{`"1/3"`, `"2/6"`}, {`"1/3"`, `"1/0"`}, {`"1/3"`, "null"}, {`"bound"`, `"branch"`}, {`"bound"`, `"leaf"`},
		{"65536", "65537"}, {`"cuts"`, `"cut"`}, {"by the book", "exactly"}, {" 65536", " 065536"},
	} {
		f.Add([]byte(strings.Replace(proof, edit[0], edit[1], 1)))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		p, err := record.ReadProof("proof.json", data)
		if err != nil {
			return
		}
		assert.Equal(t, string(data), string(p.Bytes()))
		assert.NotNil(t, p.Rows)
		assert.NotNil(t, p.Cuts)
		for _, s := range p.Steps {
			assert.NotNil(t, s.Chance)
			assert.NotNil(t, s.Multipliers)
		}
		for _, c := range p.Cuts {
			for _, n := range c.Tree {
				assert.Contains(t, []string{record.NodeBranch, record.NodeBound, record.NodeEmpty}, n.Kind)
			}
		}
	})
}

func FuzzReadMixture(f *testing.F) {
	m := record.Mixture{Format: record.MixtureFormat1, Pages: []record.ProofTerm{}}
	f.Add(m.Bytes())
	f.Add(recordtest.Spell(`{"format": "evenlot-mixture/1", "pages": [[0, 5], [2, 340282366920938463463374607431768211456]]}`))
	f.Add(recordtest.Spell(`{"format": "evenlot-mixture/2", "pages": [[0, "5"], [1, null], []]}`))
	f.Fuzz(func(t *testing.T, data []byte) {
		m, err := record.ReadMixture("mixture.json", data)
		if err != nil {
			return
		}
		assert.Equal(t, string(data), string(m.Bytes()))
		for _, w := range m.Pages {
			assert.NotNil(t, w.By)
		}
	})
}
