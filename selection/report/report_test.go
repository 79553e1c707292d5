package report_test

import (
	"encoding/json"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/evenlot/evenlot/quotas"
	"github.com/evenlot/evenlot/quotas/shares"
	"github.com/evenlot/evenlot/selection/record"
	"github.com/evenlot/evenlot/selection/report"
	"github.com/evenlot/evenlot/selection/verify"
	"github.com/evenlot/evenlot/selection/words/catalog"
)

const records = "../../testdata/records"

// of reads a frozen record, without some of its files.
func of(t *testing.T, dir string, without ...string) report.Input {
	t.Helper()
	files, faults := record.Load(os.DirFS(dir))
	for _, name := range without {
		require.Contains(t, files, name)
		delete(files, name)
	}
	v := verify.CheckFiles(files, faults)
	require.Empty(t, v.Failed())
	rec, faults := record.Parse(files)
	require.Empty(t, faults)
	return report.Input{Record: rec, Verdict: v}
}

// frozen lists all frozen records.
func frozen(t *testing.T) []string {
	dirs, err := filepath.Glob(records + "/v*/*")
	require.NoError(t, err)
	var all []string
	for _, dir := range dirs {
		if info, err := os.Stat(filepath.Join(dir, "public")); err == nil && info.IsDir() {
			all = append(all, dir)
		}
	}
	require.Greater(t, len(all), 20)
	return all
}

// Every record has a report in every language, which names nobody and asks nothing of a network.
func TestEveryRecord(t *testing.T) {
	for _, dir := range frozen(t) {
		in := of(t, dir)
		r := report.Of(in)
		for _, l := range catalog.Languages() {
			for _, d := range []*report.Document{r.Document(l), r.Press(l)} {
				page, text := string(d.HTML()), d.Text()
				wellFormed(t, page)
				for _, no := range []string{"<script", "http:", "https:", "src=", "%!", "!("} {
					assert.NotContains(t, strings.ReplaceAll(page, `xmlns="http://www.w3.org/2000/svg"`, ""), no, dir)
				}
				for _, id := range in.Record.IDs {
					assert.NotContains(t, text+page, id, "%s names somebody", dir)
				}
				assert.NotContains(t, text, "\u00a0")
			}
		}
		var back map[string]any
		require.NoError(t, json.Unmarshal(r.JSON(), &back))
		assert.Equal(t, report.Format, back["format"])
	}
}

// wellFormed reads a page as XML, which is stricter than a browser.
func wellFormed(t *testing.T, page string) {
	t.Helper()
	in := xml.NewDecoder(strings.NewReader(page))
	in.Entity = xml.HTMLEntity
	for {
		if _, err := in.Token(); errors.Is(err, io.EOF) {
			return
		} else if err != nil {
			require.NoError(t, err)
		}
	}
}

// What a report counts is what the files say, counted here again.
func TestFacts(t *testing.T) {
	for _, dir := range frozen(t) {
		in := of(t, dir)
		rec, r := in.Record, report.Of(in)
		if rec.Counts == nil {
			assert.Nil(t, r.Chances, dir)
			continue
		}
		people, seats, smallest, atLeast := 0, 0, len(rec.Pages)+1, 0
		for _, n := range r.Chances.Counts {
			people, seats = people+n.People, seats+n.Pages*n.People
		}
		assert.Equal(t, len(rec.IDs), people, dir)
		assert.Equal(t, rec.Rules.Pages*rec.Rules.Seats, seats, dir)
		none := 0
		for _, n := range rec.Counts {
			if n == 0 {
				none++
			}
		}
		if none == r.Chances.Unseated && rec.Pages != nil {
			for _, n := range rec.Counts {
				if n > 0 && n < smallest {
					smallest, atLeast = n, 0
				}
				if n == smallest {
					atLeast++
				}
			}
			assert.Equal(t, [2]int{smallest, atLeast}, [2]int{r.Chances.Smallest, r.Chances.AtLeast}, dir)
		}
		for _, f := range r.Features {
			pool, panel := 0, 0
			for _, v := range f.Values {
				pool += v.Pool
				if v.Panel != nil {
					panel += *v.Panel
				}
			}
			assert.Equal(t, rec.Rules.People, pool, dir)
			if rec.Drawing != nil && rec.Roster != nil {
				assert.Equal(t, rec.Rules.Seats, panel, dir)
			}
		}
		for _, digit := range r.Digits {
			all := 0
			for _, n := range digit {
				all += n
			}
			assert.Positive(t, all, dir)
		}
	}
}

// What limits the smallest chance is in the proof. The quotas of this record leave 3 seats for
// those of 60 to 74, of whom there are 32.
func TestLimits(t *testing.T) {
	r := report.Of(of(t, records+"/v2/event"))
	assert.Equal(t, []report.Limit{{Feature: "age", Value: "60-74", Max: true, Seats: 3}}, r.Chances.Limits)
	assert.Equal(t, "3/32", r.Chances.Best.RatString())
	assert.Contains(t, r.Document(catalog.English).Text(), "- age, 60-74: at most 3 seats\n")
}

// Every reservation that a verdict knows has a sentence in every language, and every kind of event.
func TestEveryCaveatIsTold(t *testing.T) {
	source, err := os.ReadFile("../verify/caveat.go")
	require.NoError(t, err)
	found := regexp.MustCompile(`Caveat\w+\s+Caveat = "(\w+)"`).FindAllStringSubmatch(string(source), -1)
	require.NotEmpty(t, found)
	for _, m := range found {
		if c := verify.Caveat(m[1]); c != verify.CaveatUnconfirmed {
			assert.True(t, catalog.In(catalog.English).Has("caveat."+m[1]), m[1])
		}
	}
	source, err = os.ReadFile("../record/event.go")
	require.NoError(t, err)
	found = regexp.MustCompile(`Kind\w+\s+= "(\w+)"`).FindAllStringSubmatch(string(source), -1)
	require.NotEmpty(t, found)
	for _, m := range found {
		assert.True(t, catalog.In(catalog.English).Has("report.ev_"+m[1]), m[1])
	}
}

// Without the pool nobody can say whether the panel meets the quotas, and the report does not.
func TestPublicOnly(t *testing.T) {
	whole := report.Of(of(t, records+"/v2/default-digits")).Document(catalog.English).Text()
	assert.Contains(t, whole, "meets every\nquota")
	r := report.Of(of(t, records+"/v2/default-digits", record.RosterFile))
	text := strings.Join(strings.Fields(r.Document(catalog.English).Text()), " ")
	assert.Contains(t, text, "Whether it meets every quota could not be checked here")
	assert.Contains(t, text, "The proof could not be checked here")
	assert.NotContains(t, text, "It meets every quota")
	assert.Nil(t, r.Features[0].Values[0].Panel)
}

// What comes out of files is text in a page, whatever it looks like.
func TestEscaped(t *testing.T) {
	r := report.Of(of(t, records+"/v2/default-digits"))
	const nasty = `<script>alert("&")</script>`
	r.Features[0].Name, r.Features[0].Values[0].Name, r.Source.Statement, r.Value = nasty, nasty, nasty, nasty
	r.Statements = []string{nasty}
	page := string(r.Document(catalog.French).HTML())
	assert.NotContains(t, page, "<script")
	wellFormed(t, page)
}

// Shares of the population stand beside the quotas, in the order in which the organiser wrote them.
func TestPopulationAndOrder(t *testing.T) {
	in := of(t, records+"/v2/event")
	var faults quotas.Faults
	in.Population, faults = shares.Read("shares.csv", []byte("feature,value,people\nGender,Female,510\nGender,male,480\nGender,other,10\n"), shares.Options{})
	require.NoError(t, faults.Err())
	order := *in.Record.Table
	order.Features = append([]quotas.Feature{}, order.Features...)
	for f := range order.Features {
		order.Features[f].Line = 100 - f
	}
	in.Order = &order
	r := report.Of(in)
	assert.Equal(t, []string{"settlement", "housing", "gender", "age"}, []string{r.Features[0].Name, r.Features[1].Name, r.Features[2].Name, r.Features[3].Name})
	assert.Equal(t, "51/100", r.Features[2].Values[0].Population.RatString())
	assert.Nil(t, r.Features[3].Values[0].Population)
	assert.Contains(t, r.Document(catalog.English).Text(), "51.0 %")
	assert.Len(t, report.Unmatched(in), 5+3+3)
}

func Example() {
	files, faults := record.Load(os.DirFS(records + "/v2/default-digits"))
	v := verify.CheckFiles(files, faults)
	rec, faults := record.Parse(files)
	if err := faults.Err(); err != nil || !v.OK() {
		fmt.Println("the record does not hold")
		return
	}
	r := report.Of(report.Input{Record: rec, Verdict: v})
	fmt.Println(r.Document(catalog.German).Lead)
	fmt.Println(r.People, r.Seats, r.Chances.Smallest, r.Chances.Pages)
	// Output:
	// 4 Menschen haben sich für 2 Plätze gemeldet.
	// 4 2 33 100
}
