package draw

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"
)

const statement = "Town hall, in public: the mayor draws."

// One good source of each kind.
func sources() map[string]Source {
	return map[string]Source{
		KindKnown:      Known(),
		KindRehearsal:  {Kind: KindRehearsal, Statement: statement},
		KindDigits:     {Kind: KindDigits, Statement: statement, Time: "2027-01-15T18:00:00Z", Digits: 20},
		KindPageDigits: {Kind: KindPageDigits, Statement: statement, Digits: 3},
		KindLottery:    {Kind: KindLottery, Statement: statement, Numbers: 6, Extra: 1},
		KindDrand:      Quick(statement, 1800036000, 0),
		KindDiceDrand:  Quick(statement, 1800036000, 9),
		KindNothing:    Nothing(),
	}
}

func TestSourceGood(t *testing.T) {
	all := sources()
	require.Len(t, all, len(Kinds()))
	for _, kind := range Kinds() {
		assert.Equal(t, kind, all[kind].Kind)
		assert.NoError(t, all[kind].Check(), kind)
		assert.NoError(t, all[kind].CheckPages(1000), kind)
	}
}

func TestSourceJSON(t *testing.T) {
	text, err := json.Marshal(sources()[KindDiceDrand])
	require.NoError(t, err)
	assert.Equal(t, `{"kind":"dice and drand","statement":"Town hall, in public: the mayor draws.",`+
		`"time":"2027-01-15T18:00:00Z","digits":9,"numbers":0,"extra":0,"chain":"`+Quicknet+`","round":35744212}`, string(text))
}

func TestSourceRefused(t *testing.T) {
	check := func(kind string, change func(*Source), want ...string) {
		t.Helper()
		s := sources()[kind]
		change(&s)
		err := s.Check()
		for _, w := range want {
			assert.ErrorContains(t, err, w)
		}
		assert.Error(t, s.CheckPages(1000))
		_, err = s.Value("1", 1000)
		assert.ErrorContains(t, err, "the announced source cannot be used")
		assert.ErrorContains(t, s.Verify("1", ""), "the announced source is not valid")
	}
	check(KindDrand, func(s *Source) { s.Kind = "Drand" }, `kind is "Drand", expected one of ["known in advance"`)
	check(KindKnown, func(s *Source) { s.Statement = "trust me" }, `statement is "trust me"`)
	check(KindKnown, func(s *Source) { s.Time = "2027-01-15T18:00:00Z" }, "expected none")
	check(KindKnown, func(s *Source) { s.Digits = 3 }, "digits is 3, expected 0")
	check(KindRehearsal, func(s *Source) { s.Statement = "" }, "statement is empty: say where")
	check(KindRehearsal, func(s *Source) { s.Statement = " x" }, "blanks at its ends")
	check(KindRehearsal, func(s *Source) { s.Statement = "a\nb" }, "a line break")
	check(KindRehearsal, func(s *Source) { s.Statement = "\xff" }, "statement is not valid UTF-8")
	check(KindRehearsal, func(s *Source) { s.Statement = strings.Repeat("x", 2001) }, "2001 bytes")
	check(KindRehearsal, func(s *Source) { s.Round = 1 }, "expected none")
	check(KindDigits, func(s *Source) { s.Digits = 0 }, "digits is 0, expected 1 to 100")
	check(KindDigits, func(s *Source) { s.Digits = 101 }, "expected 1 to 100")
	check(KindDigits, func(s *Source) { s.Chain = Quicknet }, "expected none")
	check(KindDigits, func(s *Source) { s.Time = "2027-01-15 18:00" }, "such as 2027-01-15T18:00:00Z")
	check(KindDigits, func(s *Source) { s.Numbers, s.Extra = 6, 1 }, "numbers is 6, expected 0", "extra is 1, expected 0")
	check(KindPageDigits, func(s *Source) { s.Digits = 10 }, "expected 1 to 9")
	check(KindLottery, func(s *Source) { s.Numbers = 0 }, "numbers is 0, expected 1 to 20")
	check(KindLottery, func(s *Source) { s.Extra = -1 }, "extra is -1, expected 0 to 20")
	check(KindDrand, func(s *Source) { s.Chain = strings.Repeat("0", 64) }, "no other is known here")
	check(KindDrand, func(s *Source) { s.Round++ },
		`time is "2027-01-15T18:00:00Z", but round 35744213 of quicknet is due at 2027-01-15T18:00:03Z`)
	check(KindDrand, func(s *Source) { s.Time = "" }, "but round 35744212")
	check(KindDrand, func(s *Source) { s.Round = 0 }, "round is 0")
	check(KindDrand, func(s *Source) { s.Round = 1 << 62 }, "round is 4611686018427387904")
	check(KindDiceDrand, func(s *Source) { s.Digits = 0 }, "digits is 0")
}

func TestSourcePages(t *testing.T) {
	check := func(s Source, pages int, want string) {
		t.Helper()
		err := s.CheckPages(pages)
		if want == "" {
			assert.NoError(t, err)
			return
		}
		assert.ErrorContains(t, err, want)
		_, err = s.Value("123", pages)
		assert.ErrorContains(t, err, want)
	}
	named := sources()[KindPageDigits]
	check(named, 1000, "")
	check(named, 999, "3 digits name 1000 pages, but the book has 999")
	check(named, 10000, "3 digits name 1000 pages, but the book has 10000")
	named.Digits = 9
	check(named, 1_000_000_000, "")

	hashed := sources()[KindDigits]
	hashed.Digits = 9
	check(hashed, 1000, "")
	check(hashed, 1008, "9 digits would reach the 1008 pages unevenly, expected at least 10") // 6^9 = 10,077,696
	check(hashed, 1<<31-1, "expected at least 100")
	hashed.Digits = 1
	check(hashed, 1000, "1 digit would reach")
	dice := sources()[KindDiceDrand]
	check(dice, 10000, "expected at least 11")

	lottery := sources()[KindLottery]
	lottery.Numbers, lottery.Extra = 4, 0
	check(lottery, 1000, "4 numbers would reach")
	assert.PanicsWithValue(t, "draw: a book has at least one page", func() { _ = hashed.CheckPages(0) })
}

// Why CheckPages asks for digits: three of them, hashed, leave about
// 368 of 1000 pages (1/e) out of reach; 10,000 outcomes for each page, counted here for
// 10 pages, stay within 5% of their share (five standard deviations of 1%).
func TestFewDigitsAreUneven(t *testing.T) {
	reach := func(digits, pages int) []int {
		times := make([]int, pages)
		for n := range power(10, digits) {
			d, err := Open(strings.Repeat("0a", 32), fmt.Sprintf("%0*d", digits, n), pages)
			require.NoError(t, err)
			times[d.Page]++
		}
		return times
	}
	missed := 0
	for _, n := range reach(3, 1000) {
		if n == 0 {
			missed++
		}
	}
	assert.InDelta(t, 368, missed, 60)
	for page, n := range reach(5, 10) {
		assert.InDelta(t, 10_000, n, 500, "page %d", page)
	}
}

func TestSourceCheckNeverPanics(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := Source{
			Kind:      rapid.SampledFrom(append(Kinds(), "")).Draw(t, "kind"),
			Statement: rapid.String().Draw(t, "statement"),
			Time:      rapid.SampledFrom([]string{"", "2027-01-15T18:00:00Z", "x"}).Draw(t, "time"),
			Digits:    rapid.Int().Draw(t, "digits"),
			Numbers:   rapid.IntRange(-1, 21).Draw(t, "numbers"),
			Extra:     rapid.IntRange(-1, 21).Draw(t, "extra"),
			Chain:     rapid.SampledFrom([]string{"", Quicknet}).Draw(t, "chain"),
			Round:     rapid.Int64().Draw(t, "round"),
		}
		pages := rapid.IntRange(1, 1<<31-1).Draw(t, "pages")
		if s.Check() != nil {
			assert.Error(t, s.CheckPages(pages))
		}
		_, err := s.Value("1", pages)
		assert.True(t, err == nil || err.Error() != "")
	})
}
