package verify_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"math/big"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/evenlot/evenlot/quotas/quotastest"
	"github.com/evenlot/evenlot/selection/record"
	"github.com/evenlot/evenlot/selection/record/recordtest"
	"github.com/evenlot/evenlot/selection/verify"
)

var proofChecks = []string{"proof: rows", "proof: cuts", "proof: steps"}

// requireProved: the checker takes the proof, and trying every panel bears it out.
func requireProved(t *testing.T, files record.Files) {
	t.Helper()
	v := check(files)
	require.True(t, v.OK(), lines(v, verify.Failed))
	last := "proof: smallest chance"
	if files[record.MixtureFile] != nil {
		last = "proof: attained exactly"
	}
	require.Subset(t, names(v, verify.OK), append(slices.Clone(proofChecks), last))
	require.Empty(t, secondLook(files))
}

// secondLook evaluates a proof a second time, person by person and over all the
// panels there are, and says what is wrong: a cut that a panel breaks (which meets the cuts
// before with equality, if it may lean on that), a chance that
// more could be promised than, people counted wrongly, weights of pages that give
// somebody another chance. It does not look at trees, since it has the panels
// themselves.
func secondLook(files record.Files) string {
	rec, faults := record.Parse(files)
	if len(faults) > 0 {
		return faults.Error()
	}
	var proof record.Proof
	if err := json.Unmarshal(files[record.ProofFile], &proof); err != nil {
		return err.Error()
	}
	typeOf, shapeOf, panels := naiveTypes(rec), naiveShapes(rec), allPanels(rec)
	coefficient := func(row, person int) int64 { return naiveCoefficient(rec, &proof, row, person, typeOf, shapeOf) }
	byBook := proof.Version() > 1 && proof.Grade != record.GradeExactly
	faces := [][][]int{panels} // those that spend all that the first cuts allow
	for c, cut := range proof.Cuts {
		var face [][]int
		for _, panel := range faces[c] {
			sum := int64(0)
			for _, i := range panel {
				sum += coefficient(len(proof.Rows)+c, i)
			}
			if sum > cut.Bound {
				return fmt.Sprintf("panel %v breaks cut %d", panel, c+1)
			}
			if sum == cut.Bound || byBook {
				face = append(face, panel)
			}
		}
		faces = append(faces, face)
	}
	q, used := map[int]*big.Rat{}, 0
	for r, s := range proof.Steps {
		y := make([]int64, len(rec.IDs))
		for i := range y {
			for _, m := range s.Multipliers {
				y[i] += m.By.Int64() * coefficient(m.At, i)
			}
			y[i] = max(y[i], 0)
			if len(s.Multipliers) == 0 && q[i] == nil {
				y[i] = 1
			}
		}
		rest := r+1 == len(proof.Steps) && proof.Grade == record.GradeBounds && !byBook
		if text := naiveStep(rec, s, y, q, faces[used], rest); text != "" {
			return fmt.Sprintf("step %d: %s", r+1, text)
		}
		for i := range q {
			if byBook {
				q[i] = big.NewRat(int64(rec.Counts[i]), int64(len(rec.Pages)))
			}
		}
		for _, m := range s.Multipliers {
			used = max(used, m.At-len(proof.Rows)+1)
		}
	}
	if len(q) != len(rec.IDs) && !byBook {
		return "people left over"
	}
	if rec.Mixture != nil {
		return naiveMixture(rec, typeOf, q)
	}
	return ""
}

// naiveMixture gives each seat of each page to everyone of its type in equal parts.
func naiveMixture(rec *record.Record, typeOf []int, q map[int]*big.Rat) string {
	total, like := new(big.Int), map[int]int64{}
	for _, w := range rec.Mixture.Shares() {
		total.Add(total, w.By)
	}
	for _, t := range typeOf {
		like[t]++
	}
	given := map[int]*big.Rat{}
	for i := range typeOf {
		given[i] = new(big.Rat)
	}
	for _, w := range rec.Mixture.Shares() {
		for _, seat := range rec.Pages[w.At] {
			part := new(big.Rat).SetFrac(w.By, new(big.Int).Mul(total, big.NewInt(like[typeOf[seat]])))
			for i, t := range typeOf {
				if t == typeOf[seat] {
					given[i].Add(given[i], part)
				}
			}
		}
	}
	for i := range typeOf {
		if given[i].Cmp(q[i]) != 0 {
			return fmt.Sprintf("weighted pages give person %d a chance of %s, not %s", i, given[i].RatString(), q[i].RatString())
		}
	}
	return ""
}

// naiveStep compares the chance of a step with what the heaviest panel allows. The last
// step of a proof of bounds takes the rest, whether they weigh anything or not.
func naiveStep(rec *record.Record, s record.ProofStep, y []int64, q map[int]*big.Rat, panels [][]int, rest bool) string {
	heaviest, open := int64(0), int64(0)
	for _, panel := range panels {
		sum := int64(0)
		for _, i := range panel {
			sum += y[i]
		}
		heaviest = max(heaviest, sum)
	}
	bound := new(big.Rat).SetInt64(heaviest)
	for i := range y {
		if q[i] == nil {
			open += y[i]
		} else {
			bound.Sub(bound, new(big.Rat).Mul(big.NewRat(y[i], 1), q[i]))
		}
	}
	z := s.Chance
	if open == 0 {
		return "nobody left"
	}
	if bound.Quo(bound, big.NewRat(open, 1)); len(s.Multipliers) > 0 && bound.Cmp(z) > 0 || z.Cmp(big.NewRat(1, 1)) > 0 {
		return fmt.Sprintf("the chance is %s, but panels allow %s", z.RatString(), bound.RatString())
	}
	var pages []int
	for i := range y {
		if q[i] == nil && (y[i] > 0 || rest) {
			q[i] = z
			pages = append(pages, rec.Counts[i])
		}
	}
	if len(pages) != s.People || slices.Min(pages) != s.Fewest || slices.Max(pages) != s.Most {
		return fmt.Sprintf("people or pages counted wrongly: %v", pages)
	}
	return ""
}

func naiveCoefficient(rec *record.Record, proof *record.Proof, row, person int, typeOf, shapeOf []int) int64 {
	if c := row - len(proof.Rows); c >= 0 {
		for _, w := range proof.Cuts[c].Weights {
			if w.At == typeOf[person] {
				return w.By.Int64()
			}
		}
		return 0
	}
	name := proof.Rows[row]
	if name == "seats" || name == fmt.Sprintf("households of shape %d", shapeOf[person]) {
		return 1
	}
	for f, v := range rec.Roster.Entries[person].Values {
		feature := rec.Table.Features[f]
		if name == "quota "+feature.Name+": "+feature.Values[v].Name {
			return 1
		}
	}
	return 0
}

// naiveShapes and naiveTypes number texts that sort as the format says.
func naiveShapes(rec *record.Record) []int {
	texts := make([]string, len(rec.IDs))
	for i, e := range rec.Roster.Entries {
		var home []string
		for _, other := range rec.Roster.Entries {
			if e.Household >= 0 && other.Household == e.Household {
				home = append(home, fmt.Sprintf("%03d", other.Values))
			}
		}
		slices.Sort(home)
		if limit := rec.Rules.Household; limit > 0 && len(home) > limit {
			texts[i] = fmt.Sprintf("%03d%v", len(home), home)
		}
	}
	return rank(append(texts, ""))[:len(texts)]
}

func naiveTypes(rec *record.Record) []int {
	texts := make([]string, len(rec.IDs))
	for i, shape := range naiveShapes(rec) {
		texts[i] = fmt.Sprintf("%03d %03d", rec.Roster.Entries[i].Values, shape)
	}
	return rank(texts)
}

// rank gives the place of each text among the different ones.
func rank(texts []string) []int {
	sorted := slices.Compact(slices.Sorted(slices.Values(texts)))
	ranks := make([]int, len(texts))
	for i, text := range texts {
		ranks[i] = slices.Index(sorted, text)
	}
	return ranks
}

// allPanels tries every group of people.
func allPanels(rec *record.Record) (panels [][]int) {
	for panel := range quotastest.Groups(len(rec.IDs), rec.Rules.Seats) {
		if allowed(rec, panel) {
			panels = append(panels, slices.Clone(panel))
		}
	}
	return panels
}

func allowed(rec *record.Record, panel []int) bool {
	for f, feature := range rec.Table.Features {
		for v, value := range feature.Values {
			n := 0
			for _, i := range panel {
				if rec.Roster.Entries[i].Values[f] == v {
					n++
				}
			}
			if n < value.Min || n > value.Max {
				return false
			}
		}
	}
	homes := map[int]int{}
	for _, i := range panel {
		if h := rec.Roster.Entries[i].Household; h >= 0 {
			homes[h]++
		}
	}
	for _, n := range homes {
		if rec.Rules.Household > 0 && n > rec.Rules.Household {
			return false
		}
	}
	return true
}

// compact is a proof without blanks.
func compact(proof []byte) string {
	var b bytes.Buffer
	if err := json.Compact(&b, proof); err != nil {
		panic(err)
	}
	return b.String()
}

// The second look is worth something: it sees through claims that are too good.
func TestSecondLook(t *testing.T) {
	in := island().input(t)
	lie := func(old, new, want string) {
		t.Helper()
		text := compact(in.Proof)
		require.Contains(t, text, old)
		assert.Contains(t, secondLook(files(in, recordtest.Spell(strings.Replace(text, old, new, 1)))), want)
	}
	lie(`"weights":[[1,1]]`, `"weights":[[2,1]]`, "breaks cut 1")
	lie(`"1/3"`, `"1/4"`, "step 2: the chance is 1/4, but panels allow 1/3")
	lie(`"people":8`, `"people":7`, "counted wrongly")
	in = trap().input(t)
	lie(`"bound":1`, `"bound":0`, "breaks cut 1")
	assert.Contains(t, secondLook(weighed(files(in, in.Proof), "[[0,1],[1,1],[2,2]]")),
		"weighted pages give person 1 a chance of 1/4, not 1/3")
}
