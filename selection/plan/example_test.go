package plan_test

import (
	"context"
	"fmt"

	"github.com/evenlot/evenlot/quotas/shares"
	"github.com/evenlot/evenlot/selection/plan"
)

// Six people of a value have to answer. How many are to be expected, so that it is 95 % likely?
func ExampleNeed() {
	fmt.Printf("rate known: %.1f\n", plan.Need(6, 0, 0.95))
	fmt.Printf("rate uncertain by half: %.1f\n", plan.Need(6, 0.5, 0.95))
	// Output:
	// rate known: 10.5
	// rate uncertain by half: 19.7
}

// population is a made place, with differences in who answers as drives report them: people
// without qualification, young ones and those in deprived areas answer more rarely.
const population = `feature,value,share
sex,woman,51
sex,man,49
age,16-29,22
age,30-44,25
age,45-59,25
age,60-74,18
age,75+,10
education,none,18
education,some,49
education,degree,33
area,deprived,20
area,other,80
`

const relative = `feature,value,rate
education,none,.35
education,degree,1.65
age,16-29,.5
age,60-74,1.6
area,deprived,.5
`

// What plan would have advised drives whose letters and answers are published, had their places been
// this made one, and had they known their rate to within three tenths. Sources: climateassembly.uk,
// Newham and Barnet: sortitionfoundation.org, kendalclimatejury.org, Cumbria: sortitionfoundation.org,
// Bundestag: schwarzwaelder-bote.de, demokratie.buergerrat.de, buergerdialog.be, paris.fr,
// gdansk.pl, nuclear.yoursay.sa.gov.au, toronto.ca,
// g1000schagen.nl.
func Example_publishedDrives() {
	fmt.Println("drive                       seats    sent  answered  advised  sent was enough")
	for _, d := range []struct {
		name                  string
		seats, sent, answered int
	}{
		{"Climate Assembly UK 2019", 110, 30000, 1800},
		{"Herefordshire 2022", 48, 14400, 520},
		{"Barnet", 40, 8000, 360},
		{"Kendal 2020", 20, 4000, 250},
		{"Cumbria 2025", 40, 8000, 92},
		{"Bundestag 2023", 160, 19327, 2200},
		{"Bürgerrat Demokratie 2019", 160, 4000, 260},
		{"Ostbelgien 2019", 12, 1000, 115},
		{"Paris 2023", 100, 10000, 748},
		{"Gdańsk 2017", 55, 10000, 447},
		{"South Australia 2016", 50, 25000, 1121},
		{"Toronto 2015", 28, 12000, 503},
		{"G1000 Schagen", 200, 10000, 450},
	} {
		letters, enough := advised(d.seats, float64(d.answered)/float64(d.sent), d.sent)
		fmt.Printf("%-26s  %5d  %6d  %8d  %7d  %13.0f %%\n", d.name, d.seats, d.sent, d.answered, letters, 100*enough)
	}
	// Output:
	// drive                       seats    sent  answered  advised  sent was enough
	// Climate Assembly UK 2019      110   30000      1800     9900            100 %
	// Herefordshire 2022             48   14400       520     7350            100 %
	// Barnet                         40    8000       360     5350             99 %
	// Kendal 2020                    20    4000       250     2000            100 %
	// Cumbria 2025                   40    8000        92    21000             18 %
	// Bundestag 2023                160   19327      2200     8050            100 %
	// Bürgerrat Demokratie 2019     160    4000       260    14500              0 %
	// Ostbelgien 2019                12    1000       115      680            100 %
	// Paris 2023                    100   10000       748     7650             98 %
	// Gdańsk 2017                    55   10000       447     7300             99 %
	// South Australia 2016           50   25000      1121     6950            100 %
	// Toronto 2015                   28   12000       503     4600            100 %
	// G1000 Schagen                 200   10000       450    26000             10 %
}

func advised(seats int, rate float64, sent int) (letters int, enough float64) {
	people, _ := shares.Read("population.csv", []byte(population), shares.Options{})
	table, _ := shares.Table(people.Features, seats, shares.Hamilton, shares.Window{Floor: true})
	town, faults := plan.NewTown("population.csv", people, table, seats, nil)
	if len(faults) > 0 {
		panic(faults)
	}
	town.Rate = rate
	relatives, _ := plan.ReadRelative("relative.csv", []byte(relative))
	town.Relate("relative.csv", relatives)
	d, q := town.Proportional(), plan.Question{Options: plan.Options{CV: 0.3, Runs: 100, Seed: "drives"}, Probability: 0.95, Waves: 1}
	a, err := town.Advise(context.Background(), d, q)
	if err != nil {
		panic(err)
	}
	r, err := town.Simulate(context.Background(), d, q.Options)
	if err != nil {
		panic(err)
	}
	enough, _ = r.Chance(sent)
	return a.Letters, enough
}
