package verify_test

import (
	"crypto/sha256"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/evenlot/evenlot/quotas"
	"github.com/evenlot/evenlot/selection/draw"
	"github.com/evenlot/evenlot/selection/pool"
	"github.com/evenlot/evenlot/selection/record"
	"github.com/evenlot/evenlot/selection/record/recordtest"
)

// A sketch is a tiny record with a proof by hand.
type sketch struct {
	name   string
	table  string
	people string // a line each: household (or -), values in the order of the table
	seats  int
	limit  int // of a household
	pages  [][]int32
	proof  string
	exact  string // weights of pages that give every type its chance; may be empty
}

// input lays a sketch out as a record takes it. The ids are in the order of the
// people.
func (s sketch) input(t require.TestingT) record.CommitInput {
	table, faults := quotas.Read("quotas.csv", []byte("feature,value,min,max\n"+s.table))
	require.NoError(t, faults.Err())
	roster := &pool.Roster{Table: table}
	homes := map[string]int{}
	for i, line := range strings.Split(strings.TrimSpace(s.people), "\n") {
		words := strings.Fields(line)
		e := pool.Entry{ID: "bcdfghjkmnpqrstvwxyz"[i:i+1] + "cd222", Household: -1}
		salt := sha256.Sum256([]byte(line))
		copy(e.Salt[:], salt[:])
		if h := words[0]; h != "-" {
			if _, met := homes[h]; !met {
				homes[h] = i
			}
			e.Household = homes[h]
		}
		for f, word := range words[1:] {
			e.Values = append(e.Values, table.Features[f].Value(word))
		}
		roster.Entries = append(roster.Entries, e)
	}
	return record.CommitInput{
		Rules: record.Rules{
			Format: record.Format1, Algorithm: draw.Algorithm1, Rule: "leximin",
			People: len(roster.Entries), Seats: s.seats, Pages: len(s.pages), Household: s.limit, Budget: 1,
			KeyHash: draw.KeyHash([32]byte{}),
		},
		Roster: roster, Pages: s.pages, Proof: recordtest.Spell(s.proof), Source: record.KnownSource(),
	}
}

// files writes the whole record of an input whose proof may be any bytes.
func files(in record.CommitInput, proof []byte) record.Files {
	in.Proof = proof
	return recordtest.Draw(in, recordtest.PublicValue)
}

// sketches are proofs of every kind. In each, chances and pages are worked out by
// hand.
func sketches() []sketch {
	return []sketch{trap(), degrees(), couple(), trio(), island()}
}

// trap: nobody but the first can sit with anybody but the first, which fractions
// of panels do not see. Types 0 to 3 are the first, fourth, third, second person.
func trap() sketch {
	return sketch{
		name:   "trap",
		table:  "first,in,1,2\nfirst,out,0,1\nsecond,in,1,2\nsecond,out,0,1\nthird,in,1,2\nthird,out,0,1\n",
		people: "- in in in\n- out out in\n- out in out\n- in out out",
		seats:  2,
		pages:  [][]int32{{0, 1}, {0, 2}, {0, 3}},
		exact:  "[[0, 5], [1, 5], [2, 5]]",
		proof: `{"format": "evenlot-proof/1", "grade": "attained exactly", "over": 65536,
		"rows": ["quota first: in", "quota first: out", "quota second: in", "quota second: out",
			"quota third: in", "quota third: out", "seats"],
		"cuts": [{"weights": [[1, 1], [2, 1], [3, 1]], "bound": 1, "tree": [
			["branch", 1, 0], ["bound", [[1, 65536]]], ["bound", [[3, 65536], [5, 65536]]]]}],
		"steps": [
			{"chance": "1/3", "people": 3, "pages": 1, "fewest": 1, "most": 1, "multipliers": [[7, 1]]},
			{"chance": "1", "people": 1, "pages": 3, "fewest": 3, "most": 3, "multipliers": []}]}`,
	}
}

// degrees: one seat for six people with a degree; three for the four without.
func degrees() sketch {
	s := sketch{
		name:   "degrees",
		table:  "degree,no,3,4\ndegree,yes,0,1\n",
		people: strings.Repeat("- no\n", 4) + strings.Repeat("- yes\n", 6),
		seats:  4,
		proof: `{"format": "evenlot-proof/1", "grade": "attained by the book", "over": 65536,
		"rows": ["quota degree: no", "quota degree: yes", "seats"],
		"cuts": [],
		"steps": [
			{"chance": "1/6", "people": 6, "pages": 2, "fewest": 2, "most": 2, "multipliers": [[1, 1]]},
			{"chance": "3/4", "people": 4, "pages": 9, "fewest": 9, "most": 9, "multipliers": [[2, 2]]}]}`,
	}
	for j := range int32(12) {
		var page []int32
		for i := range int32(4) {
			if i != j%4 {
				page = append(page, i)
			}
		}
		s.pages = append(s.pages, append(page, 4+j%6))
	}
	return s
}

// couple: two live together, and one of them may sit; two others always do.
func couple() sketch {
	return sketch{
		name: "couple", table: "side,any,0,3\n", people: "h any\n- any\nh any\n- any",
		seats: 3, limit: 1, exact: "[[1, 4]]",
		pages: [][]int32{{0, 1, 3}, {1, 2, 3}},
		proof: `{"format": "evenlot-proof/1", "grade": "attained exactly", "over": 65536,
		"rows": ["quota side: any", "households of shape 1", "seats"],
		"cuts": [],
		"steps": [
			{"chance": "1/2", "people": 2, "pages": 1, "fewest": 1, "most": 1, "multipliers": [[1, 1]]},
			{"chance": "1", "people": 2, "pages": 2, "fewest": 2, "most": 2, "multipliers": [[0, 1]]}]}`,
	}
}

// trio: of three in one household two may sit; a couple does not count. The book gives
// one of the three a page less than it could: bounds only.
func trio() sketch {
	return sketch{
		name: "trio", table: "side,east,0,5\nside,west,1,2\n",
		people: "h east\nh east\nh west\nc east\nc west\n- east\n- east",
		seats:  6, limit: 2,
		pages: [][]int32{{1, 2, 3, 4, 5, 6}, {1, 2, 3, 4, 5, 6}, {0, 1, 3, 4, 5, 6}, {1, 2, 3, 4, 5, 6}},
		proof: `{"format": "evenlot-proof/1", "grade": "bounds only", "over": 65536,
		"rows": ["quota side: east", "quota side: west", "households of shape 1", "seats"],
		"cuts": [],
		"steps": [
			{"chance": "2/3", "people": 3, "pages": 2, "fewest": 1, "most": 4, "multipliers": [[2, 1]]},
			{"chance": "1", "people": 4, "pages": 4, "fewest": 4, "most": 4, "multipliers": []}]}`,
	}
}

// island: the seat for the island takes the farmers' seat, so that the farmer from
// the mainland is left out.
func island() sketch {
	s := sketch{
		name:   "island",
		table:  "job,farmer,1,1\njob,other,3,3\nregion,island,1,1\nregion,mainland,3,3\n",
		people: strings.Repeat("- farmer island\n", 3) + strings.Repeat("- other mainland\n", 8) + "- farmer mainland",
		seats:  4,
		proof: `{"format": "evenlot-proof/1", "grade": "attained by the book", "over": 65536,
		"rows": ["quota job: farmer", "quota job: other", "quota region: island", "quota region: mainland", "seats"],
		"cuts": [{"weights": [[1, 1]], "bound": 0, "tree": [
			["branch", 1, 0], ["bound", []], ["empty", [[0, 1], [2, -1]]]]}],
		"steps": [
			{"chance": "0", "people": 1, "pages": 0, "fewest": 0, "most": 0, "multipliers": [[5, 1]]},
			{"chance": "1/3", "people": 3, "pages": 8, "fewest": 8, "most": 8, "multipliers": [[2, 1]]},
			{"chance": "3/8", "people": 8, "pages": 9, "fewest": 9, "most": 9, "multipliers": [[1, 1]]}]}`,
	}
	for j := range int32(24) {
		page := []int32{j % 3}
		for i := range int32(8) {
			if (i-3*j%8+8)%8 < 3 {
				page = append(page, 3+i)
			}
		}
		s.pages = append(s.pages, page)
	}
	return s
}

// weighed adds auditor/mixture.json with the given weights of pages.
func weighed(f record.Files, weights string) record.Files {
	f[record.MixtureFile] = recordtest.Spell(`{"format": "evenlot-mixture/1", "pages": ` + weights + `}`)
	return f
}

func TestProofSketches(t *testing.T) {
	for _, s := range sketches() {
		t.Run(s.name, func(t *testing.T) {
			in := s.input(t)
			requireProved(t, files(in, in.Proof))
			if s.exact != "" {
				requireProved(t, weighed(files(in, in.Proof), s.exact))
			}
		})
	}
	requireProved(t, recordtest.Make())
}
