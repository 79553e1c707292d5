package record_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/evenlot/evenlot/selection/record"
	"github.com/evenlot/evenlot/selection/record/recordtest"
)

// What is accepted is written again as the same bytes, its lists are there, its nodes are
// of a known kind, and nothing panics.
func FuzzReadProof(f *testing.F) {
	proof := string(recordtest.Input().Proof)
	f.Add([]byte(proof))
	for _, edit := range [][2]string{
		{`"1/3"`, `"2/6"`}, {`"1/3"`, `"1/0"`}, {`"1/3"`, "null"}, {`"1/3"`, `"1e9"`}, {`"1/3"`, `"0.5"`}, {`"1/3"`, `"0x3p9"`}, {`"bound"`, `"branch"`}, {`"bound"`, `"leaf"`},
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

// A chance is held to its spelling before it becomes a number.
func TestReadProofChances(t *testing.T) {
	proof := string(recordtest.Input().Proof)
	require.Contains(t, proof, `"chance": "1/3"`)
	read := func(chance string) error {
		_, err := record.ReadProof("p", []byte(strings.Replace(proof, `"1/3"`, chance, 1)))
		return err
	}
	for _, chance := range []string{`"1/3"`, `"0"`, `"1"`, `"` + strings.Repeat("7", 4000) + "/1" + strings.Repeat("0", 3999) + `"`} {
		assert.NoError(t, read(chance), chance)
	}
	for _, chance := range []string{
		`"1e999999999"`, `"1e-999999999"`, `"1/1e9"`, `"0x1p999999999"`, `"1p9"`, `"1_0"`, `"0.5"`, `".5"`, `"+1/3"`, `"-1/3"`, `"1/-3"`,
		`"01/3"`, `"1/03"`, `"1/0"`, `"1/"`, `"/3"`, `""`, `"1/3/1"`, `" 1/3"`, `"1/3`, `1`, `null`, `[]`, `"Inf"`,
		`"` + strings.Repeat("1", 4001) + `"`, `"1/` + strings.Repeat("1", 4001) + `"`,
	} {
		assert.ErrorContains(t, read(chance), "expected a fraction, such as", chance)
	}
	assert.ErrorContains(t, read(`"2/6"`), `expected "1/3`)

	// On a line of another kind it is not read at all.
	for _, line := range []string{`"chance" : "1e999999999"`, `"chance":"1e999999999"`, `"Chance": "1e999999999"`, `"\u0063hance": "1e999999999"`} {
		_, err := record.ReadProof("p", []byte(strings.Replace(proof, `"chance": "1/3"`, line, 1)))
		assert.ErrorContains(t, err, "the name of a field", line)
	}
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
