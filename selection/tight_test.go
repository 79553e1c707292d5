package selection

import (
	"context"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/evenlot/evenlot/quotas/quotastest"
	"github.com/evenlot/evenlot/selection/pool/pooltest"
	"github.com/evenlot/evenlot/selection/record"
)

// On these two pools, in the shape of real ones, what the quotas promise is what panels
// attain: without a cut, and exactly.
func TestTight(t *testing.T) {
	for _, name := range []string{"nexus_170", "sf_c_44"} {
		t.Run(name, func(t *testing.T) {
			p, seats := pooltest.ReadDev(t, quotastest.Shared(t, "synth", name, "respondents.csv"))
			r, err := Run(context.Background(), Request{Pool: p, Seats: seats, PublicValue: "1"})
			require.NoError(t, err)
			proof, err := record.ReadProof(record.ProofFile, r.Files[record.ProofFile])
			require.NoError(t, err)
			assert.Empty(t, proof.Cuts)
			assert.Equal(t, record.GradeExactly, proof.Grade)
		})
	}
}
