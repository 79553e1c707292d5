package pool_test

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/evenlot/evenlot/quotas"
	"github.com/evenlot/evenlot/selection/pool"
)

func doubtsOf(t require.TestingT, people string, opt pool.Options) (*pool.Pool, []pool.Doubt) {
	table, faults := quotas.Read("q.csv", []byte("feature,value,min,max\ng,f,0,9\ng,m,0,9\n"))
	require.Empty(t, faults)
	p, faults := pool.Read("p.csv", []byte(people), table, opt)
	require.Empty(t, faults)
	return p, p.Doubts(2)
}

// Two entries, and whether they are doubted to be one person's: "strong", "weak" or "".
func TestPersonTwice(t *testing.T) {
	for name, c := range map[string]struct{ a, b, want string }{
		"the same again":                   {"Ada Nowak,1990-01-02,ada@example.org,0123 456789", "Ada Nowak,1990-01-02,Ada@Example.org,0123456789", "strong"},
		"a slip in the name":               {"Ada Nowak,1990-01-02,ada@example.org,", "Ada Novak,1990-01-02,ada@example.org,", "strong"},
		"without an accent":                {"Zoë Müller,1980-03-04,zoe@example.org,", "Zoe Mueller,1980-03-04,zoe@example.org,", "strong"},
		"a middle name":                    {"Ada Nowak,1990-01-02,,0123 456789", "Ada Maria Nowak,1990-01-02,,+44 123 456789", "strong"},
		"names the other way round":        {"Ada Nowak,1990-01-02,ada@example.org,", "Nowak Ada,1990-01-02,ada@example.org,", "strong"},
		"day and month the other way":      {"Ada Nowak,1990-01-02,ada@example.org,", "Ada Nowak,1990-02-01,ada@example.org,", "strong"},
		"a tag in the e-mail":              {"Ada Nowak,1990-01-02,ada+vote@example.org,", "Ada Nowak,1990-01-02,ada@example.org,", "strong"},
		"twins of one e-mail":              {"Ada Nowak,1990-01-02,nowak@example.org,", "Ben Nowak,1990-01-02,nowak@example.org,", "weak"},
		"father and son of one name":       {"Jan Nowak,1950-05-06,nowak@example.org,", "Jan Nowak,1985-07-08,nowak@example.org,", "weak"},
		"a couple with one telephone":      {"Ada Nowak,1950-05-06,a@example.org,0123 456789", "Ben Orr,1951-07-08,b@example.org,0123 456789", "weak"},
		"one birthday, nothing else":       {"Ada Nowak,1990-01-02,ada@example.org,", "Cas Pike,1990-01-02,cas@example.org,", ""},
		"one name, nothing else":           {"Ada Nowak,1990-01-02,ada@example.org,", "Ada Nowak,1971-08-09,other@example.net,", ""},
		"placeholders shared by strangers": {"Ada Nowak,1990-01-02,n/a,0", "Cas Pike,1970-03-04,n/a,0", ""},
	} {
		t.Run(name, func(t *testing.T) {
			_, doubts := doubtsOf(t, "id,name,date of birth,e-mail,phone,g\n1,"+c.a+",f\n2,"+c.b+",f\n3,Xan Yorke,1944-11-12,xan@example.com,0999 123123,m\n", pool.Options{})
			got := ""
			for _, d := range doubts {
				if d.Code == pool.PersonTwice || d.Code == pool.ContactShared {
					got = map[bool]string{true: "strong", false: "weak"}[d.Strong]
					assert.Len(t, d.Rows, 2)
					break
				}
			}
			assert.Equal(t, c.want, got)
		})
	}
}

// Other doubts, each in a pool of its own, and where it does not arise.
func TestDoubts(t *testing.T) {
	row := func(n int, of func(i int) string) string {
		var b strings.Builder
		for i := range n {
			b.WriteString(of(i) + "\n")
		}
		return b.String()
	}
	home := pool.Options{Household: []string{"home"}}
	for name, c := range map[string]struct {
		people string
		opt    pool.Options
		want   string // codes
	}{
		"nothing":                        {"id,g\na,f\nb,m\n", pool.Options{}, ""},
		"rows alike but for a stamp":     {"id,timestamp,g,job\n1,10:00,f,baker\n2,11:00,f,baker\n3,12:00,m,baker\n", pool.Options{}, "row-twice!"},
		"a value that nobody has":        {"id,g\na,f\nb,f\n", pool.Options{}, "feature-same value-nobody"},
		"addresses that may be one":      {"id,home,g\na,12 Elm Street,f\nb,12 Elm Sreet,m\nc,13 Elm Street,f\n", home, "household-alike!"},
		"neighbours":                     {"id,home,g\na,12 Elm Street,f\nb,13 Elm Street,m\n", home, ""},
		"a house of ten":                 {"id,home,g\n" + row(10, func(i int) string { return fmt.Sprintf("%d,1 High Road,f", i) }) + row(200, func(i int) string { return fmt.Sprintf("x%d,%d Low Road,m", i, i+1) }), home, "household-large"},
		"an address of a tenth":          {"id,home,g\n" + row(12, func(i int) string { return fmt.Sprintf("%d,1 High Road,f", i) }) + row(60, func(i int) string { return fmt.Sprintf("x%d,%d Low Road,m", i, i+1) }), home, "household-crowd"},
		"ids that a spreadsheet rounded": {"id,g\n467342000000000000,f\n467343000000000000,m\n467344123456789012,m\n", pool.Options{}, "ids-rounded!"},
	} {
		t.Run(name, func(t *testing.T) {
			_, doubts := doubtsOf(t, c.people, c.opt)
			var got []string
			for _, d := range doubts {
				got = append(got, d.Code+map[bool]string{true: "!"}[d.Strong])
			}
			assert.Equal(t, c.want, strings.Join(got, " "))
		})
	}
}

// What is decided comes about, and what is not stays open.
func TestDecide(t *testing.T) {
	const people = "id,name,email,home,g\n1,Ada Nowak,ada@example.org,12 Elm Street,f\n2,Ada Nowak,ada@example.org,12 Elm Sreet,f\n3,Ben Orr,ben@example.org,3 Oak Lane,m\n4,Ben Orr,ben@example.org,3 Oak Lane,m\n"
	opt := pool.Options{Household: []string{"home"}}
	_, doubts := doubtsOf(t, people, opt)
	require.Len(t, doubts, 3)
	answer := func(decide func(what, id string) string) (*pool.Pool, *pool.Decided, quotas.Faults) {
		var filled strings.Builder
		for i, line := range strings.Split(strings.TrimSuffix(string(pool.DoubtsTable(doubts, ',')), "\n"), "\n") {
			if i > 0 {
				cells := strings.Split(line, ",")
				line += decide(cells[0], cells[3])
			}
			filled.WriteString(line + "\n")
		}
		d, faults := pool.ReadDecisions("d.csv", []byte(filled.String()))
		require.Empty(t, faults)
		p, again := doubtsOf(t, people, opt)
		decided, faults := p.Decide(again, d)
		return p, decided, faults
	}
	ids := func(p *pool.Pool) (out string) {
		for i := range p.People {
			out += p.Label(i)
		}
		return out
	}
	p, d, faults := answer(func(_, _ string) string { return "" })
	assert.Empty(t, faults)
	assert.Equal(t, "1234", ids(p))
	assert.Len(t, d.Open, 3)
	assert.Empty(t, d.Sentence())

	p, d, faults = answer(func(what, id string) string {
		return map[bool]string{true: "same", false: "Different"}[strings.HasPrefix(what, "person")]
	})
	assert.Empty(t, faults)
	assert.Equal(t, "24", ids(p), "the later entry stays")
	assert.Empty(t, d.Open)
	assert.Equal(t, 2, d.Merged)
	assert.Equal(t, "3 doubts were about entries of the pool decided by the organiser before the draw; "+
		"2 entries left out because the same person gave a later one; 1 doubt dismissed", d.Sentence())

	p, d, _ = answer(func(what, id string) string {
		switch {
		case strings.HasPrefix(what, "household"):
			return "same"
		case id == "3":
			return "leave out"
		}
		return "different"
	})
	assert.Equal(t, "124", ids(p))
	assert.Equal(t, p.People[0].Household, p.People[1].Household)
	assert.GreaterOrEqual(t, p.People[0].Household, 0)
	assert.Equal(t, 1, d.Together)
	assert.Equal(t, 1, d.LeftOut)

	_, faults = pool.ReadDecisions("d.csv", []byte("doubt,id,decision\nx,1,maybe\n"))
	require.Len(t, faults, 1)
	assert.Equal(t, `d.csv:2: the decision "maybe", expected "same", "different", "leave out" or "right": write one of them, or leave the cell empty`, faults[0].Error())
	stale, faults := pool.ReadDecisions("d.csv", []byte("doubt,id,decision\nperson-twice-00,1,same\n"))
	require.Empty(t, faults)
	q, again := doubtsOf(t, people, opt)
	_, faults = q.Decide(again, stale)
	require.Len(t, faults, 1)
	assert.Contains(t, faults[0].Error(), "which this pool does not have")
}

// namedPool makes a pool of different people, some of whom answered twice, in other words.
func namedPool(n, doubles int) (data []byte, twice map[string]string) {
	rng := rand.New(rand.NewPCG(3, 2026))
	syllables := strings.Fields("an be co da el fi ga ho in jo ka le mo na or pe qu ri sa to ul va we xi yo za bran dorn fels gard holm kirch lund mark stein")
	word := func(n int) string {
		s := ""
		for range n {
			s += syllables[rng.IntN(len(syllables))]
		}
		return strings.ToUpper(s[:1]) + s[1:]
	}
	var b strings.Builder
	b.WriteString("id,name,date of birth,e-mail,phone,g\n")
	line := func(id, name, birth, mail, phone string) {
		fmt.Fprintf(&b, "%s,%s,%s,%s,%s,f\n", id, name, birth, mail, phone)
	}
	twice = map[string]string{}
	for i := range n {
		name := word(2) + " " + word(3)
		birth := fmt.Sprintf("%d-%02d-%02d", 1935+rng.IntN(70), 1+rng.IntN(12), 1+rng.IntN(28))
		mail := strings.ToLower(strings.ReplaceAll(name, " ", ".")) + fmt.Sprintf("%d@example.org", rng.IntN(1000))
		phone := fmt.Sprintf("0%09d", rng.IntN(1e9))
		line(fmt.Sprint(i), name, birth, mail, phone)
		if i >= doubles {
			continue
		}
		switch i % 4 {
		case 0:
			name = strings.ToUpper(name)
		case 1:
			name = name[:3] + name[4:]
		case 2:
			mail = ""
		case 3:
			phone = "+44 " + phone[1:]
		}
		line(fmt.Sprint("x", i), name, birth, mail, phone)
		twice[fmt.Sprint(i)] = fmt.Sprint("x", i)
	}
	return []byte(b.String()), twice
}

// Of a hundred doubles in ten thousand entries nearly all are found, and nobody else stops a draw.
func TestDoublesFound(t *testing.T) {
	data, twice := namedPool(9900, 100)
	_, doubts := doubtsOf(t, string(data), pool.Options{})
	found, wrong := 0, 0
	for _, d := range doubts {
		switch {
		case d.Code != pool.PersonTwice || !d.Strong:
		case len(d.Rows) == 2 && twice[d.Rows[0].ID] == d.Rows[1].ID:
			found++
		default:
			wrong++
		}
	}
	t.Logf("found %d of 100, and %d that are none", found, wrong)
	assert.GreaterOrEqual(t, found, 98)
	assert.LessOrEqual(t, wrong, 1)
}

func BenchmarkDoubts(b *testing.B) {
	data, _ := namedPool(100_000, 1000)
	table, _ := quotas.Read("q.csv", []byte("feature,value,min,max\ng,f,0,9\ng,m,0,9\n"))
	p, faults := pool.Read("p.csv", data, table, pool.Options{})
	require.Empty(b, faults)
	for b.Loop() {
		p.Doubts(2)
	}
}
