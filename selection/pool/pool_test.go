package pool_test

import (
	"bytes"
	"fmt"
	"math/rand"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/evenlot/evenlot/quotas"
	"github.com/evenlot/evenlot/quotas/quotastest"
	"github.com/evenlot/evenlot/quotas/sheet"
	"github.com/evenlot/evenlot/selection/pool"
)

const tableText = "feature,value,min,max\ngender,woman,1,3\ngender,man,1,3\nage,16-34,0,9\nage,35-64,0,9\nage,65+,1,9\n"

func table(t testing.TB, text string) *quotas.Table {
	t.Helper()
	q, faults := quotas.Read("q.csv", []byte(text))
	require.Empty(t, faults)
	return q
}

func read(t testing.TB, text string, opt pool.Options) *pool.Pool {
	t.Helper()
	p, faults := pool.Read("p.csv", []byte(text), table(t, tableText), opt)
	require.Empty(t, faults)
	return p
}

func TestReadMatchesNamesAndValuesAsFoldSeesThem(t *testing.T) {
	p := read(t, "Name;AGE ;Unique ID;Gender\nAnn;65+;7;WOMAN\n\nBo; 16-34;8 ; man\n", pool.Options{})
	assert.Equal(t, 2, p.IDColumn)
	require.Len(t, p.People, 2)
	assert.Equal(t, []int{2, 1}, p.People[0].Values, "features age, gender; values in canonical order")
	assert.Equal(t, []int{0, 0}, p.People[1].Values)
	assert.Equal(t, "8", p.Label(1))
	assert.Equal(t, "8", p.Canonical(1))
	assert.Equal(t, "Bo", p.Cell(1, 0))
	assert.Equal(t, 4, p.Line(1))
	assert.Equal(t, 2, p.People[1].Row)
	assert.Equal(t, 1, p.Having(1, 1))
}

func TestIDColumnIsFoundByItself(t *testing.T) {
	row := "65+,woman"
	for name, c := range map[string]struct {
		text, id string
		want     int
	}{
		"id":                  {"age,gender,ID\n" + row + ",1\n" + row + ",2\n", "", 2},
		"none":                {"age,gender,x\n" + row + ",1\n" + row + ",2\n", "", -1},
		"named":               {"age,gender,x\n" + row + ",1\n" + row + ",2\n", " X", 2},
		"empty id column":     {"age,gender,id\n" + row + ",\n" + row + ",\n", "", -1},
		"better name first":   {"id,age,gender,external_id\n1," + row + ",1\n2," + row + ",2\n", "", 3},
		"the unique of two":   {"id,age,gender,external_id\n1," + row + ",1\n2," + row + ",1\n", "", 0},
		"the filled of two":   {"id,age,gender,nationbuilder_id\n1," + row + ",\n2," + row + ",\n", "", 0},
		"named over found":    {"id,age,gender,x\n1," + row + ",1\n2," + row + ",2\n", "x", 3},
		"spaces and hyphens":  {"External-ID,age,gender\n1," + row + "\n2," + row + "\n", "", 0},
		"nationbuilder, caps": {"NATIONBUILDER_ID,age,gender\n1," + row + "\n2," + row + "\n", "", 0},
	} {
		assert.Equal(t, c.want, read(t, c.text, pool.Options{ID: c.id}).IDColumn, name)
	}
	q := table(t, "feature,value,min,max\nid,a,0,1\nid,b,0,1\n")
	p, faults := pool.Read("p.csv", []byte("id\na\nb\n"), q, pool.Options{})
	require.Empty(t, faults)
	assert.Equal(t, -1, p.IDColumn, "a feature is no id")
}

func TestReadNamesEveryFault(t *testing.T) {
	all := pool.Options{ID: "id", Household: []string{"address"}}
	const head = "id,age,gender,address\n"
	for _, c := range []struct {
		name, text string
		opt        pool.Options
		want       string
	}{
		{"empty", "", all, "p.csv: the file is empty, expected a header line and rows"},
		{"header only", head, all, "p.csv: a header and no people, expected one row for each person"},
		{"missing feature", "id,gender\n1,man\n", pool.Options{}, `p.csv:1: no column "age", expected a column for each feature (q.csv:4): add the column or correct the name`},
		{"misspelt feature", "id,age,gendre\n1,65+,man\n", pool.Options{}, `p.csv:1:8: no column "gender", but "gendre", expected a column for each feature (q.csv:2): make the two names the same`},
		{"a letter left out", "id,age,gendr\n1,65+,man\n", pool.Options{}, `p.csv:1:8: no column "gender", but "gendr", expected a column for each feature (q.csv:2): make the two names the same`},
		{"longer name", "id,age_group,gender\n1,65+,man\n", pool.Options{}, `p.csv:1: no column "age", expected a column for each feature (q.csv:4): add the column or correct the name`},
		{"unknown id column", "id,age,gender\n1,65+,man\n", pool.Options{ID: "number"}, `p.csv:1: no column "number", expected the id column that was named: add the column or correct the name`},
		{"unknown household column", head + "1,65+,man,x\n", pool.Options{Household: []string{"adress"}}, `p.csv:1:15: no column "adress", but "address", expected the household column that was named: make the two names the same`},
		{"empty value", head + "1, ,man,x\n", all, `p.csv:2:3: an empty value of "age", expected one of its values in the quotas: fill it in or delete the row`},
		{"invisible", head + "1,65+,man\u200b,x\n", all, `p.csv:2:7: the invisible character U+200B in the value "man\u200b" of "gender", expected plain text: type the value anew`},
		{"duplicate id", head + "a,65+,man,x\nb,65+,man,\n\na ,16-34,man,x\n", all, `p.csv:5:1: the id "a" a second time, first on line 2, expected every id once: if it is one person, delete a row; if not, correct an id`},
		{"duplicate row", head + "a,65+,man,x\nb,65+,man,\na ,65+, Man,X\n", all, `p.csv:4:1: the id "a" a second time, first on line 2, expected every id once: delete one of the two rows, which are alike`},
		{"id three times", head + "a,65+,man,x\na,65+,man,x\na,65+,man,x\n", all, `p.csv:3:1, :4:1: the id "a" in 2 more rows, first on line 2, expected every id once: if it is one person, delete a row; if not, correct an id`},
		{"duplicate id, found by itself", head + "a,65+,man,x\nb,65+,man,\na,65+,man,y\n", pool.Options{}, `p.csv:4:1: the id "a" a second time, first on line 2, expected every id once: if it is one person, delete a row; if not, correct an id`},
		{"empty id", head + " ,65+,man,x\n", all, "p.csv:2:1: an empty id, expected an id for every person: fill it in or delete the row"},
		{"rows of formulas below", head + "a,65+,man,x\n,,man,\n,,man,\n,,bloke,\n", all, "p.csv:3:1, :4:1, :5:1: an empty id, expected an id for every person: fill it in or delete the row\n" +
			`p.csv:5:3: the value "bloke" of "gender", expected one of "man", "woman": add a row for it to the quotas, or correct it where it was mistyped`},
		{"all in one pass", "id,age,gender,Gender\n1,x,man,x\n1,65+,man\n1,65+,,y\n", pool.Options{ID: "id", Household: []string{"home"}},
			`p.csv:1: no column "home", expected the household column that was named: add the column or correct the name` + "\n" +
				`p.csv:1:15: the header "Gender" in column 4, the same name as "gender" in column 3, expected every column once: rename or delete one of the two` + "\n" +
				`p.csv:2:3: the value "x" of "age", expected one of "16-34", "35-64", "65+": add a row for it to the quotas, or correct it where it was mistyped` + "\n" +
				`p.csv:3:1, :4:1: the id "1" in 2 more rows, first on line 2, expected every id once: if it is one person, delete a row; if not, correct an id` + "\n" +
				`p.csv:4:7: an empty value of "gender", expected one of its values in the quotas: fill it in or delete the row`},
	} {
		t.Run(c.name, func(t *testing.T) {
			_, faults := pool.Read("p.csv", []byte(c.text), table(t, tableText), c.opt)
			assert.Equal(t, c.want, faults.Error())
			for _, f := range faults {
				assert.NotEmpty(t, f.Code)
			}
		})
	}
}

func TestCheckHoldsThePoolAgainstSeatsAndMinima(t *testing.T) {
	q := table(t, "feature,value,min,max\ngender,woman,2,3\ngender,man,2,3\n")
	p, faults := pool.Read("p.csv", []byte("gender\nman\nman\nwoman\n"), q, pool.Options{})
	require.Empty(t, faults)
	assert.Equal(t, "p.csv: a pool of 3 people, expected at least as many as the 4 seats: invite more people or lower the number of seats\n"+
		`p.csv: 1 person with "woman" in "gender", expected at least the minimum of 2 (q.csv:2): lower the minimum or invite more such people`, p.Check(4).Error())
	assert.Len(t, p.Check(3), 1)
	p, faults = pool.Read("p.csv", []byte("gender\nman\nmna\nwoman\n"), q, pool.Options{})
	assert.Len(t, faults, 1)
	assert.Empty(t, p.Check(3), "the faulty cell may be either")
}

func TestHouseholds(t *testing.T) {
	p := read(t, "id,age,gender,street,code\n1,65+,man,High St,AB\n2,65+,man, HIGH  st,ab\n3,65+,man,,\n4,65+,man, ,\n5,65+,man,High St,\n6,65+,man,,AB\n7,65+,man,Low St,AB\n",
		pool.Options{Household: []string{"street", "code"}})
	var households []int
	for _, person := range p.People {
		households = append(households, person.Household)
	}
	assert.Equal(t, []int{0, 0, -1, -1, -1, -1, -1}, households)
}

// shuffled gives the same file with its rows in another order.
func shuffled(text string, seed int64) string {
	lines := strings.SplitAfter(text, "\n")
	rows := lines[1 : len(lines)-1]
	rand.New(rand.NewSource(seed)).Shuffle(len(rows), func(i, j int) { rows[i], rows[j] = rows[j], rows[i] })
	return strings.Join(lines, "")
}

// town is a pool of n people with households and, on demand, ids.
func town(n int, ids bool) string {
	var b strings.Builder
	rng := rand.New(rand.NewSource(int64(n)))
	b.WriteString("id,age,gender,home\n")
	for i := range n {
		if ids {
			fmt.Fprintf(&b, "p%d", i)
		}
		home := rng.Intn(n)
		fmt.Fprintf(&b, ",%s,%s,", []string{"16-34", "35-64", "65+"}[rng.Intn(3)], []string{"man", "woman"}[rng.Intn(2)])
		if home > n/3 {
			fmt.Fprintf(&b, "home %d", home)
		}
		b.WriteString("\n")
	}
	return b.String()
}

func rosterBytes(t testing.TB, r *pool.Roster) string {
	t.Helper()
	var b bytes.Buffer
	require.NoError(t, r.WriteCSV(&b))
	return b.String()
}

func TestRowOrderNeverMatters(t *testing.T) {
	for _, ids := range []bool{true, false} {
		text := town(200, ids)
		opt := pool.Options{Household: []string{"home"}}
		p := read(t, text, opt)
		require.Equal(t, ids, p.IDColumn == 0)
		r, person := p.Roster([32]byte{1})
		for seed := range int64(5) {
			q := read(t, shuffled(text, seed), opt)
			s, other := q.Roster([32]byte{1})
			assert.Equal(t, p.Digest(), q.Digest())
			assert.Equal(t, r.Entries, s.Entries)
			assert.Equal(t, rosterBytes(t, r), rosterBytes(t, s))
			for i := range person {
				assert.Equal(t, p.Canonical(person[i]), q.Canonical(other[i]))
			}
		}
	}
}

func TestDigestSeesEveryoneAndEverything(t *testing.T) {
	text := "id,age,gender,home\na,65+,man,h\nb,65+,man,h\nc,65+,man,\n"
	opt := pool.Options{Household: []string{"home"}}
	seen := map[[32]byte]string{read(t, text, opt).Digest(): "as it is"}
	for name, other := range map[string]string{
		"other id":     strings.Replace(text, "a,65+", "d,65+", 1),
		"other value":  strings.Replace(text, "a,65+,man", "a,65+,woman", 1),
		"other home":   strings.Replace(text, "man,h", "man,x", 1),
		"one more":     text + "d,65+,man,\n",
		"one less":     strings.Replace(text, "c,65+,man,\n", "", 1),
		"joins a home": strings.Replace(text, "c,65+,man,", "c,65+,man,h", 1),
	} {
		d := read(t, other, opt).Digest()
		assert.Empty(t, seen[d], name)
		seen[d] = name
	}
	same := strings.Replace(text, "a,65+,man,h", " a , 65+,MAN,H ", 1)
	assert.Equal(t, read(t, text, opt).Digest(), read(t, same, opt).Digest())
}

func TestEqualRowsAreNumbered(t *testing.T) {
	p := read(t, "age,gender\n65+,man\n65+,woman\n 65+,man\n65+,man\n", pool.Options{})
	var names []string
	for i := range p.People {
		names = append(names, p.Canonical(i))
	}
	assert.Equal(t, []string{"65+\x1fman\x1e1", "65+\x1fwoman\x1e1", "65+\x1fman\x1e2", "65+\x1fman\x1e3"}, names)
	assert.Equal(t, "4", p.Label(3))
}

func TestRosterHidesNamesUnderTheKey(t *testing.T) {
	p := read(t, town(300, true), pool.Options{Household: []string{"home"}})
	r, person := p.Roster([32]byte{1})
	s, _ := p.Roster([32]byte{2})
	ids := map[string]bool{}
	for i, e := range r.Entries {
		assert.Regexp(t, "^[bcdfghjkmnpqrstvwxyz][bcdfghjkmnpqrstvwxyz2-9]{7}$", e.ID)
		assert.Equal(t, p.People[person[i]].Values, e.Values)
		if i > 0 {
			assert.Less(t, r.Entries[i-1].ID, e.ID)
		}
		if h := p.People[person[i]].Household; h < 0 {
			assert.Equal(t, -1, e.Household)
		} else {
			assert.LessOrEqual(t, e.Household, i)
			assert.Equal(t, h, p.People[person[e.Household]].Household)
		}
		ids[e.ID] = true
	}
	for i, e := range s.Entries {
		assert.False(t, ids[e.ID])
		assert.NotEqual(t, r.Entries[i].Salt, e.Salt)
	}
}

// written is a pool as it was read, for people to open in a spreadsheet.
func written(p *pool.Pool, people ...int) string {
	var out bytes.Buffer
	out.WriteString(sheet.Mark)
	sheet.WriteRow(&out, p.Comma(), p.Header...)
	for _, i := range people {
		sheet.WriteRow(&out, p.Comma(), p.Row(i)...)
	}
	return out.String()
}

func TestWrittenRowsAreSafeAndReadBack(t *testing.T) {
	text := "id\tage\tgender\t+note; a; b; c; d; e\n=1+1\t65+\tman\t-x\nb\t65+\twoman\t\"say \"\"hi\"\", ok\"\nc\t16-34\tman\t @a\n"
	p := read(t, text, pool.Options{})
	out := written(p, 2, 0, 1)
	assert.Equal(t, "\ufeffid\tage\tgender\t\"'+note; a; b; c; d; e\"\nc\t16-34\tman\t\" @a\"\n'=1+1\t65+\tman\t'-x\nb\t65+\twoman\t\"say \"\"hi\"\", ok\"\n", out)
	q := read(t, out, pool.Options{})
	assert.Equal(t, p.Header, q.Header)
	for i, person := range []int{2, 0, 1} {
		assert.Equal(t, p.Row(person), q.Row(i))
		assert.Equal(t, p.Label(person), q.Label(i))
	}
}

func TestReadRosterTakesOnlyWhatIsWritten(t *testing.T) {
	p := read(t, town(40, true), pool.Options{Household: []string{"home"}})
	r, _ := p.Roster([32]byte{3})
	text := rosterBytes(t, r)
	again, faults := pool.ReadRoster("pool.csv", []byte(text), p.Table, false)
	require.Empty(t, faults)
	assert.Equal(t, r, again)
	for i := range text {
		for _, flip := range []byte{1, 0x20} {
			b := []byte(text)
			b[i] ^= flip
			got, faults := pool.ReadRoster("pool.csv", b, p.Table, false)
			if len(faults) == 0 {
				require.Equal(t, string(b), rosterBytes(t, got), "another roster, but spelled as written")
			}
		}
	}
	lines := strings.SplitAfter(text, "\n")
	for name, c := range map[string]struct{ text, want string }{
		"no last line end": {strings.TrimSuffix(text, "\n"), `the end of the file`},
		"CRLF":             {strings.ReplaceAll(text, "\n", "\r\n"), "pool.csv:1: "},
		"blank line":       {text + "\n", "the end of the file"},
		"quotes":           {strings.Replace(text, "man", `"man"`, 1), `\"man\"`},
		"order":            {lines[0] + lines[2] + lines[1], "ids in ascending order, each once"},
		"twice":            {lines[0] + lines[1] + lines[1], "ids in ascending order, each once"},
		"case of a value":  {strings.Replace(text, "man", "Man", 1), `as the quotas spell it`},
		"header":           {strings.Replace(text, "salt", "Salt", 1), "pool.csv:1: the header id,Salt,household,age,gender, expected id,salt,household,age,gender"},
		"home of one":      {"id,salt,household,age,gender\nbbbbbb," + strings.Repeat("0", 32) + "," + strings.Repeat("1", 32) + ",65+,man\n", "a household of at least two people"},
		"unknown home":     {"id,salt,household,age,gender\nbbbbbb," + strings.Repeat("0", 32) + ",cccccc,65+,man\n", "a household of 32 hexadecimal digits"},
		"BOM":              {"\ufeff" + text, "pool.csv:1: the header"},
	} {
		_, faults := pool.ReadRoster("pool.csv", []byte(c.text), p.Table, false)
		assert.Contains(t, faults.Error(), c.want, name)
	}
}

// What is wrong in every cell is not told of every cell.
func TestReadRosterFaultsAreFew(t *testing.T) {
	p := read(t, town(40, true), pool.Options{})
	_, faults := pool.ReadRoster("pool.csv", []byte("id,salt,household,age,gender\n"+strings.Repeat("x,y,z,v,w\n", 100_000)), p.Table, false)
	assert.Len(t, faults, 100)
}

func TestRosterFeaturesMayHaveAnyName(t *testing.T) {
	q := table(t, "feature,value,min,max\nhousehold,\"=a;b;c;d;e;f\",0,1\nID,\" x\",0,1\nsalt,\"a\"\"b\",0,1\n")
	p, faults := pool.Read("p.csv", []byte("household,ID,salt\n\"=a;b;c;d;e;f\",x,\"a\"\"b\"\n"), q, pool.Options{})
	require.Empty(t, faults)
	r, _ := p.Roster([32]byte{})
	again, faults := pool.ReadRoster("pool.csv", []byte(rosterBytes(t, r)), q, false)
	require.Empty(t, faults)
	assert.Equal(t, r, again)
}

func FuzzRead(f *testing.F) {
	for _, text := range []string{
		"id,age,gender,home\na,65+,man,h\nb,65+,man,h\n", "age;gender;home\n65+;man;\n65+;man;\n", "\ufeffage\tgender\thome\n16-34\tWoman\t\"x\ny\"\n",
		"age,gendre\n,\n", "id,age,gender,home\na,65+,man,h\na,66,,h\n",
	} {
		f.Add([]byte(text))
	}
	q := table(f, tableText)
	f.Fuzz(func(t *testing.T, data []byte) {
		p, faults := pool.Read("p.csv", data, q, pool.Options{Household: []string{"home"}})
		if p != nil {
			_ = p.Check(5).Error()
		}
		if len(faults) > 0 {
			return
		}
		r, _ := p.Roster([32]byte{})
		r.Group(5, 1)
		again, faults := pool.ReadRoster("pool.csv", []byte(rosterBytes(t, r)), q, false)
		require.Empty(t, faults)
		require.Equal(t, r, again)
		all := make([]int, len(p.People))
		for i := range all {
			all[i] = i
		}
		back, faults := pool.Read("p.csv", []byte(written(p, all...)), q, pool.Options{Household: []string{"home"}})
		require.Empty(t, faults)
		require.Equal(t, written(p, all...), written(back, all...))
		require.Equal(t, p.Digest(), back.Digest())
	})
}

func FuzzReadRoster(f *testing.F) {
	q := table(f, tableText)
	p, _ := pool.Read("p.csv", []byte("id,age,gender,home\na,65+,man,h\nb,16-34,woman,h\nc,16-34,woman,\n"), q, pool.Options{Household: []string{"home"}})
	r, _ := p.Roster([32]byte{})
	f.Add([]byte(rosterBytes(f, r)))
	f.Add([]byte("id,salt,household,age,gender\n"))
	f.Fuzz(func(t *testing.T, data []byte) {
		r, faults := pool.ReadRoster("pool.csv", data, q, false)
		if len(faults) == 0 {
			require.Equal(t, string(data), rosterBytes(t, r))
			r.Group(3, 1)
		}
	})
}

func TestReadEverySharedPool(t *testing.T) {
	dir := quotastest.Shared(t)
	files, _ := filepath.Glob(filepath.Join(dir, "*", "respondents*.csv"))
	more, _ := filepath.Glob(filepath.Join(dir, "*", "*", "respondents*.csv"))
	extra, _ := filepath.Glob(filepath.Join(dir, "sf_scotland_22", "candidates*.csv"))
	files = append(append(files, more...), extra...)
	require.NotEmpty(t, files)
	for _, file := range files {
		tables, _ := filepath.Glob(filepath.Join(filepath.Dir(file), "*categories*.csv"))
		for _, name := range tables {
			q, err := os.ReadFile(name)
			require.NoError(t, err)
			data, err := os.ReadFile(file)
			require.NoError(t, err)
			if strings.Contains(name, "ogtal_8") {
				// One volunteer lives in a town the quotas do not have.
				q = append(q, "Bosted,Tromsø,0,0\n"...)
			}
			quota, faults := quotas.Read(name, q)
			require.Empty(t, faults)
			p, faults := pool.Read(file, data, quota, pool.Options{})
			if !assert.Empty(t, faults[:min(3, len(faults))], name) {
				continue
			}
			r, _ := p.Roster([32]byte{})
			again, faults := pool.ReadRoster("pool.csv", []byte(rosterBytes(t, r)), quota, false)
			require.Empty(t, faults)
			require.Equal(t, r, again)
			t.Logf("%s: %d people, %d types, id column %d", file, len(p.People), len(r.Group(1, 0).Types), p.IDColumn)
		}
	}
}

func ExampleRead() {
	table, _ := quotas.Read("quotas.csv", []byte("feature,value,min,max\ngender,woman,1,1\ngender,man,1,1\n"))
	p, faults := pool.Read("pool.csv", []byte("id,name,gender\n1,Ann,Woman\n2,Bo,man\n3,Cy,man\n"), table, pool.Options{})
	fmt.Println(len(p.People), faults.Err(), p.Check(2).Err())
	roster, person := p.Roster([32]byte{})
	for i, e := range roster.Entries {
		fmt.Println(e.ID, table.Features[0].Values[e.Values[0]].Name, "is person", p.Label(person[i]))
	}
	fmt.Println(roster.Group(2, 1).Instance.Count)
	_, faults = pool.Read("pool.csv", []byte("id,name,gender\n1,Ann,Wman\n1,Bo,\n"), table, pool.Options{})
	fmt.Println(faults.Error())
	// Output:
	// 3 <nil> <nil>
	// f7hpgr woman is person 1
	// xddx3d man is person 3
	// z59dnn man is person 2
	// [2 1]
	// pool.csv:2:7: the value "Wman" of "gender", expected one of "man", "woman": add a row for it to the quotas, or correct it where it was mistyped
	// pool.csv:3:1: the id "1" a second time, first on line 2, expected every id once: if it is one person, delete a row; if not, correct an id
	// pool.csv:3:6: an empty value of "gender", expected one of its values in the quotas: fill it in or delete the row
}

// BenchmarkMillion reads a million people and takes their names away.
func BenchmarkMillion(b *testing.B) {
	text := []byte(town(1_000_000, true))
	q := table(b, tableText)
	b.ReportAllocs()
	for b.Loop() {
		p, faults := pool.Read("p.csv", text, q, pool.Options{Household: []string{"home"}})
		require.Empty(b, faults)
		p.Digest()
		r, _ := p.Roster([32]byte{})
		r.Group(100, 1)
	}
}
