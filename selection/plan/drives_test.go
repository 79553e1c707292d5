package plan

import (
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
)

// scaledQuotas are windows of floor..ceil of the population's share, for any number of seats.
func scaledQuotas(seats int) string {
	var b strings.Builder
	b.WriteString("feature,value,min,max\n")
	for i, line := range strings.Split(strings.TrimSpace(practicePopulation), "\n") {
		if i == 0 {
			continue
		}
		cells := strings.Split(line, ",")
		share := 0
		for _, c := range cells[2] {
			share = 10*share + int(c-'0')
		}
		fmt.Fprintf(&b, "%s,%s,%d,%d\n", cells[0], cells[1], share*seats/100, (share*seats+99)/100)
	}
	return b.String()
}

// Published drives, as far as letters, answers and seats are known of each (sources: the websites of the assemblies and of those who ran them, and
// newspapers): how many letters the closed bound asks for at least, had the answers been as many for each
// letter, and the population and the rates those of the example. Six of sixteen wrote fewer.
func TestPublishedDrives(t *testing.T) {
	advised, short := map[string]int{}, 0
	for _, d := range []struct {
		name                  string
		sent, answered, seats int
	}{
		{"Climate Assembly UK 2019", 30_000, 1_800, 110},
		{"Herefordshire", 14_400, 520, 48},
		{"Barnet", 8_000, 360, 40},
		{"Kendal", 4_000, 250, 20},
		{"Cumbria 2025", 8_000, 92, 40},
		{"Bundestag, Ernährung 2023", 19_327, 2_200, 160},
		{"Deutschlands Rolle 2020", 4_400, 350, 160},
		{"Bürgerrat Demokratie 2019", 4_000, 260, 160},
		{"Ostbelgien 2019", 1_000, 115, 12},
		{"Gdańsk 2017", 10_000, 447, 55},
		{"Schagen", 10_000, 450, 200},
		{"South Australia 2016", 25_000, 1_121, 50},
		{"Toronto 2015", 12_000, 503, 28},
		{"Toronto 2017", 10_000, 425, 32},
		{"Kawasaki 2021", 3_201, 92, 75},
		{"Musashino 2022", 1_500, 41, 68},
	} {
		made := town(t, practicePopulation, scaledQuotas(d.seats), practiceRelative, d.seats, float64(d.answered)/float64(d.sent))
		known, bounds := made.Closed(made.Proportional(), 0, 0.95)
		open, _ := made.Closed(made.Proportional(), CVNew, 0.95)
		assert.Greater(t, open, known, d.name)
		advised[d.name] = int(known)
		if float64(d.sent) < known {
			short++
		}
		t.Logf("%-26s %6d sent, %5.1f %%, %5.1f answers a seat; advised at least %6.0f (rate known) to %6.0f (rate as unsure as in a new place); decides: %s", d.name, d.sent,
			100*float64(d.answered)/float64(d.sent), float64(d.answered)/float64(d.seats), known, open, bounds[0].Value)
	}
	assert.Equal(t, 6, short)
	assert.Greater(t, advised["Cumbria 2025"], 8_000, "one chance in four to meet such quotas")
	assert.Less(t, advised["Barnet"], 8_000, "nine answers a seat")
	assert.Greater(t, advised["Musashino 2022"], 1_500, "fewer answers than seats: open volunteers were mixed in")
}
