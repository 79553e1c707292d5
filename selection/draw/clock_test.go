package draw

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"
)

func TestRoundAt(t *testing.T) {
	check := func(text string, round int64) {
		t.Helper()
		seconds, err := ParseTime(text)
		require.NoError(t, err)
		assert.Equal(t, round, RoundAt(seconds))
		assert.Equal(t, seconds, TimeOf(round))
	}
	check("2027-01-15T18:00:00Z", 35744212)
	// The documentation of a Ruby client of drand.
	check("2026-04-20T00:00:00Z", 27946612)
	check("2026-04-20T12:30:45Z", 27961627)
	check("2023-08-23T15:09:27Z", 1)

	assert.EqualValues(t, 1, RoundAt(0))
	assert.EqualValues(t, 2, RoundAt(QuicknetGenesis+1), "not the round before")
	assert.EqualValues(t, 2, RoundAt(QuicknetGenesis+3))
	assert.EqualValues(t, 3, RoundAt(QuicknetGenesis+4))
	assert.PanicsWithValue(t, "draw: rounds start from 1", func() { TimeOf(0) })
	assert.NoError(t, Quick(statement, maxTime, 0).Check())
}

func TestRoundsFollowTimes(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		seconds := rapid.Int64Range(QuicknetGenesis, maxTime-QuicknetPeriod).Draw(t, "time")
		round := RoundAt(seconds)
		assert.GreaterOrEqual(t, TimeOf(round), seconds)
		assert.Less(t, TimeOf(round)-seconds, int64(QuicknetPeriod))
		assert.Equal(t, round, RoundAt(TimeOf(round)))
		if seconds%60 == 0 {
			assert.Equal(t, seconds, TimeOf(round), "every full minute has a round")
		}
	})
}

// Times that other calendars agree on, and every day of one whole period of the calendar there
// and back.
func TestTimes(t *testing.T) {
	for text, seconds := range map[string]int64{
		"1970-01-01T00:00:00Z": 0,
		"2000-02-29T12:00:00Z": 951825600,  // a leap year, though a century
		"2023-08-23T15:09:27Z": 1692803367, // the first round of quicknet
		"2100-03-01T00:00:00Z": 4107542400, // no leap year
		"9999-12-31T23:59:59Z": maxTime,
	} {
		assert.Equal(t, text, FormatTime(seconds))
	}
	for day := int64(0); day < 146097; day++ {
		seconds := day*86400 + day%86400
		again, err := ParseTime(FormatTime(seconds))
		require.NoError(t, err)
		require.Equal(t, seconds, again)
	}
	assert.Panics(t, func() { FormatTime(-1) })
	assert.Panics(t, func() { FormatTime(maxTime + 1) })
}

func TestParseTimeRefuses(t *testing.T) {
	for _, text := range []string{
		"", "2027-01-15", "2027-01-15T18:00:00", "2027-01-15T18:00:00+01:00", "2027-01-15 18:00:00Z", "2027-01-15t18:00:00z",
		"2027-02-29T18:00:00Z", "2027-04-31T00:00:00Z", "2027-00-10T00:00:00Z", "2027-13-01T00:00:00Z", "2027-01-00T00:00:00Z",
		"2027-01-15T24:00:00Z", "2027-01-15T18:60:00Z", "2027-01-15T18:00:60Z", "1969-12-31T23:59:59Z", "0000-01-01T00:00:00Z",
		"2027-01-15T18:00:00.0Z", "2027-01-15T18:00:00,0Z", "2027-01-15T8:00:00Z", "2027-01-15T18:00:00-00:00",
		"2027-01-15T18:00:0xZ", "-027-01-15T18:00:00Z", "2027-01-15T18:00:00ZZ", "2027/01/15T18:00:00Z",
	} {
		_, err := ParseTime(text)
		assert.ErrorContains(t, err, "expected a time in UTC such as 2027-01-15T18:00:00Z", text)
	}
}

func FuzzParseTime(f *testing.F) {
	// Of these, every one is a time.
	canonical := `^(19[7-9]\d|[2-9]\d{3})-(0[1-9]|1[0-2])-(0[1-9]|1\d|2[0-8])T([01]\d|2[0-3]):[0-5]\d:[0-5]\dZ$`
	f.Add("2027-01-15T18:00:00Z")
	f.Add("2024-02-29T23:59:59Z")
	f.Add("9999-12-31T23:59:59Z")
	f.Fuzz(func(t *testing.T, text string) {
		seconds, err := ParseTime(text)
		if err != nil {
			assert.NotRegexp(t, canonical, text)
			return
		}
		assert.Regexp(t, `^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$`, text)
		assert.Equal(t, text, FormatTime(seconds))
	})
}

func TestAheadAndDue(t *testing.T) {
	s := sources()[KindDrand]
	const due = 1800036000
	assert.NoError(t, s.CheckAhead("draw", due-3600))
	assert.ErrorContains(t, s.CheckAhead("draw", due-3599), "announced for 2027-01-15T18:00:00Z, and it is 2027-01-15T17:00:01Z now")
	assert.ErrorContains(t, s.CheckAhead("draw", due+1), "at least one hour ahead")
	assert.ErrorContains(t, s.CheckDue("draw", due-1), "and it is 2027-01-15T17:59:59Z now: wait until then")
	assert.NoError(t, s.CheckDue("draw", due))

	s = sources()[KindRehearsal]
	assert.NoError(t, s.CheckAhead("draw", due))
	assert.NoError(t, s.CheckDue("draw", due))
	s.Time = "soon"
	assert.Error(t, s.CheckAhead("draw", due))
	assert.Error(t, s.CheckDue("draw", due))
}
