package answers

import (
	"context"
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/evenlot/evenlot/quotas"
	"github.com/evenlot/evenlot/selection/draw"
	"github.com/evenlot/evenlot/selection/invite"
	"github.com/evenlot/evenlot/selection/invite/register"
	"github.com/evenlot/evenlot/selection/pool"
	"github.com/evenlot/evenlot/selection/record"
	"github.com/evenlot/evenlot/selection/response"
)

// drive draws letters from a town in which every other person is a woman.
func drive(t *testing.T, people int, waves ...int) (l *invite.Lottery, list []byte) {
	t.Helper()
	var text strings.Builder
	text.WriteString("id,area,sex\n")
	for i := range people {
		fmt.Fprintf(&text, "n%d,%s,%s\n", i, []string{"north", "south", "south"}[i%3], []string{"w", "m"}[i%2])
	}
	reg := invite.Register{Name: "register.csv", Columns: invite.Columns{ID: "id", Strata: []string{"area"}}, Open: func() (register.Rows, error) {
		data := text.String()
		return register.Open("register.csv", strings.NewReader(data), int64(len(data)))
	}}
	key := [32]byte{byte(people)}
	count, err := invite.NewCount(context.Background(), reg, &key, &invite.Memory{}, nil)
	require.NoError(t, err)
	rules := &invite.Rules{Format: invite.Format, Unit: invite.People, IDs: invite.Keyed, KeyHash: draw.KeyHash(key), Strata: []string{"area"},
		Allocation: invite.SainteLague, Waves: waves, SparePercent: 10, Extra: []invite.Extra{}, Statements: []string{}}
	l, err = invite.Commit(rules, count, record.SeedSource{Source: draw.Source{Kind: draw.KindRehearsal, Statement: "on Monday"}})
	require.NoError(t, err)
	drawn, err := invite.Pick(context.Background(), reg, rules, l.Strata, &key, invite.Seed(l.Commitment(), "x"), nil)
	require.NoError(t, err)
	files := record.Files{}
	for _, from := range []record.Files{l.Files, l.Drawn(draw.Public{Value: "x"}, drawn)} {
		for name, data := range from {
			files[name] = data
		}
	}
	l, faults := invite.Parse(files)
	require.Empty(t, faults)
	return l, invite.WriteLetters(l, drawn, key)
}

func readDrive(t *testing.T, people int, waves ...int) *Drive {
	t.Helper()
	l, list := drive(t, people, waves...)
	d, faults := Read("letters.csv", list, l, 1)
	require.Empty(t, faults)
	return d
}

// poolOf reads a pool of women and men with codes.
func poolOf(t *testing.T, rows ...string) *pool.Pool {
	t.Helper()
	table, faults := quotas.Read("q.csv", []byte("feature,value,min,max\nsex,w,0,9\nsex,m,0,9\n"))
	require.Empty(t, faults)
	p, faults := pool.Read("p.csv", []byte("id,code,sex\n"+strings.Join(rows, "\n")+"\n"), table, pool.Options{ID: "id"})
	require.Empty(t, faults)
	return p
}

// A list of which any line is taken away, doubled, exchanged or changed in any cell of the draw is refused.
func TestReadRefusesChanges(t *testing.T) {
	l, list := drive(t, 90, 20, 5)
	_, faults := Read("letters.csv", list, l, 0)
	require.Empty(t, faults)
	lines := strings.Split(strings.TrimSuffix(string(list), "\n"), "\n")
	refused := func(what string, lines []string) {
		t.Helper()
		_, faults := Read("letters.csv", []byte(strings.Join(lines, "\n")+"\n"), l, 0)
		assert.Len(t, faults, 1, what)
	}
	change := func(i int, line ...string) []string {
		return append(append(append([]string{}, lines[:i]...), line...), lines[i+1:]...)
	}
	for i := range lines {
		refused("taken away", change(i))
		refused("doubled", change(i, lines[i], lines[i]))
		if i == 0 {
			continue
		}
		cells := strings.Split(lines[i], ",")
		for c := range columns {
			if columns[c] == "rank" { // for people to read
				continue
			}
			other := append([]string{}, cells...)
			other[c] = "2" + other[c][1:] + "2"
			refused(columns[c], change(i, strings.Join(other, ",")))
		}
	}
}

// Whatever people type, everybody is counted once, in one way.
func TestCounts(t *testing.T) {
	d := readDrive(t, 90, 20, 5)
	var sent, unsent string
	for code, one := range d.codes {
		if one.wave == 0 && (sent == "" || code < sent) {
			sent = code
		}
		if one.wave == 1 && (unsent == "" || code < unsent) {
			unsent = code
		}
	}
	slip := sent[:len(sent)-1] + map[bool]string{true: "3", false: "2"}[strings.HasSuffix(sent, "2")]
	p := poolOf(t, "a,"+strings.ToLower(strings.ReplaceAll(sent, "-", " "))+",w", "b,"+slip+",w", "c,"+unsent+",m", "d,KAAN-75NG-ZTDV,m", "e,,m", "f,"+sent+",w", "g,0,w")
	a := Match(p, p.Column("code"), []*Drive{d})
	var said []string
	for _, doubt := range a.Doubts() {
		assert.True(t, doubt.Strong)
		said = append(said, fmt.Sprint(doubt.Code, " ", doubt.Rows[0].ID, ": ", doubt.Text))
	}
	assert.Equal(t, []string{
		`letter-unknown b: "` + slip + `" is no letter code, but one slip away from ` + sent,
		`letter-unknown c: "` + unsent + `" is the code of a letter of wave 2, and 1 wave went out`,
		`letter-unknown d: "KAAN-75NG-ZTDV" is the code of no letter`,
		`letter-unknown g: "0" is no letter code: a slip, most likely`,
		"letter-twice a: 2 people answered one letter, " + sent,
	}, said)
	assert.Equal(t, []int{4}, a.Without())
	a.Decided, a.LeftOut = true, 3
	sentences := a.Sentences()
	assert.Equal(t, []string{
		"letters were drawn by lot under the commitment " + d.Lottery.Commitment() + ": 20 letters went out, by which 2 people of the pool came",
		"1 letter was answered by several people each, 2 together",
		"1 person of the pool came without a letter",
		"4 people of the pool gave a code that is of no letter, and may take part",
		"3 people who came without a letter take no part",
	}, sentences)
	assert.Equal(t, []Named{{d.Lottery.Commitment(), 20, sentences[0]}}, Commitments(sentences))
	assert.Empty(t, Commitments([]string{"a word on " + sentences[0], sentences[0] + " and more", ""}))

	d.Frame = "town"
	frame := Frames([]*Drive{d})
	assert.Equal(t, []string{"town", NoLetter, NoLetter, NoLetter}, []string{frame(sent), frame(unsent), frame(""), frame("KAAN-75NG-ZTDV")})
	assert.Len(t, Commitments(a.Sentences()), 1)
}

// Letters and answers add up, and no row speaks of few people, nor of few letters that nobody answered.
func TestResponse(t *testing.T) {
	d := readDrive(t, 600, 120)
	var rows []string
	for code, one := range d.codes {
		if one.wave == 0 && len(rows) < 40 {
			rows = append(rows, fmt.Sprintf("p%d,%s,%s", len(rows), code, one.cells[2]))
		}
	}
	table := Match(poolOf(t, rows...), 1, []*Drive{d}).Response("")
	sent, answered := table.Totals()
	assert.Equal(t, []int{120, 40}, []int{sent, answered})
	bySex := 0
	for _, r := range table.Rows {
		assert.False(t, r.Answered > 0 && r.Answered < response.LeastTogether, "%+v", r)
		if r.Feature == "sex" {
			bySex += r.Sent
		}
	}
	assert.Equal(t, 120, bySex, "the register tells the sex of everybody")
}
