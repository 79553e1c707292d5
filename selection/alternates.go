package selection

import (
	"crypto/sha256"
	"fmt"

	"github.com/evenlot/evenlot/quotas/plain"
	"github.com/evenlot/evenlot/selection/draw"
	"github.com/evenlot/evenlot/selection/members"
	"github.com/evenlot/evenlot/selection/record"
)

// PlanAlternates finds windows for the alternates of a panel as it stands, so that the panel still
// meets its quotas under likely departures, and says who of the pool takes no part in their draw.
// The scenarios follow from the record and the rates; the rates are the organiser's.
//
// Errors: a record that can have no event now, and those of [members.PlanAlternates].
func PlanAlternates(rec *record.Record, alternates int, unavailable []string, rates *members.Rates) (*members.AlternatesPlan, []string, error) {
	company, err := replaceable(rec)
	if err != nil {
		return nil, nil, err
	}
	question, vacancy, err := company.AlternatesQuestion(alternates, unavailable, rates)
	if err != nil {
		return nil, nil, err
	}
	stream := draw.NewStream(draw.Algorithm, "alternates", record.PoolRoot(rec.Roster), sha256.Sum256(rec.Files.LastSums(company.Events+1)))
	plan, err := members.PlanAlternates(*question, stream)
	if err != nil {
		return nil, nil, err
	}
	part := map[string]bool{}
	for _, i := range plan.People {
		part[vacancy.Roster.Entries[i].ID] = true
	}
	out := append([]string{}, unavailable...)
	for _, e := range vacancy.Roster.Entries {
		if !part[e.ID] {
			out = append(out, e.ID)
		}
	}
	return plan, out, nil
}

// AlternatesStatement says how the windows of alternates came about, for everyone to read.
func AlternatesStatement(p *members.AlternatesPlan) string {
	return fmt.Sprintf("%s part in the draw of alternates, within numbers for each value that the organiser's computer found: by the rates assumed "+
		"the panel then misses its quotas by %.3f on average, each by its share; by %.3f with alternates in proportion to the quotas, and by %.3f with none",
		plain.Count(len(p.People), "person takes", "people take"), p.Mean.Float(), p.ByQuotas.Float(), p.None.Float())
}
