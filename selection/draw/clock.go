package draw

import "fmt"

// The quicknet chain of the drand network ("quicknet is live on the League of
// Entropy mainnet", drand.love, October 2023): a round every 3 seconds.
const (
	Quicknet        = "52db9ba70e0cc0f6eaf7803dd07447a1f5477735fd3f661792ba94600c84e971" // chain hash
	QuicknetGenesis = 1692803367                                                         // of round 1, seconds since 1970
	QuicknetPeriod  = 3                                                                  // seconds from round to round
)

const (
	maxTime  int64 = 253402300799 // 9999-12-31T23:59:59Z
	maxRound int64 = 1 + (maxTime-QuicknetGenesis)/QuicknetPeriod
)

// RoundAt is the first round of quicknet that is due at a time, in seconds since
// 1970, or after it; never one before, which may be known already. Every full
// minute has a round of its own.
func RoundAt(seconds int64) int64 {
	if seconds <= QuicknetGenesis {
		return 1
	}
	return 1 + (seconds-QuicknetGenesis+QuicknetPeriod-1)/QuicknetPeriod
}

// TimeOf is when a round of quicknet is due, in seconds since 1970. Rounds start
// from 1; less panics.
func TimeOf(round int64) int64 {
	if round < 1 {
		panic("draw: rounds start from 1")
	}
	return QuicknetGenesis + (round-1)*QuicknetPeriod
}

// RoundURL is where a relay of the drand network shows a round of quicknet.
func RoundURL(round int64) string {
	return fmt.Sprintf("https://api.drand.sh/v2/beacons/quicknet/rounds/%d", round)
}

// ParseTime reads a time such as 2027-01-15T18:00:00Z (RFC 3339, in UTC, to the
// second, no other spelling) as seconds since 1970, up to the year 9999.
func ParseTime(text string) (int64, error) {
	var year, month, day, hour, minute, second int64
	wrong := fmt.Errorf("time is %s, expected a time in UTC such as 2027-01-15T18:00:00Z", excerpt(text))
	if len(text) != len("2027-01-15T18:00:00Z") {
		return 0, wrong
	}
	for _, part := range []struct {
		to       *int64
		from, up int
	}{{&year, 0, 4}, {&month, 5, 7}, {&day, 8, 10}, {&hour, 11, 13}, {&minute, 14, 16}, {&second, 17, 19}} {
		for _, c := range []byte(text[part.from:part.up]) {
			if c < '0' || c > '9' {
				return 0, wrong
			}
			*part.to = 10**part.to + int64(c-'0')
		}
	}
	seconds := days(year, month, day)*86400 + hour*3600 + minute*60 + second
	// Writing it again finds the 30th of February, 24:00 and wrong separators.
	if seconds < 0 || seconds > maxTime || FormatTime(seconds) != text {
		return 0, wrong
	}
	return seconds, nil
}

// FormatTime writes seconds since 1970 as [ParseTime] reads them. Times outside the
// years 1970 to 9999 panic.
func FormatTime(seconds int64) string {
	if seconds < 0 || seconds > maxTime {
		panic("draw: time outside the years 1970 to 9999")
	}
	year, month, day := date(seconds / 86400)
	s := seconds % 86400
	return fmt.Sprintf("%04d-%02d-%02dT%02d:%02d:%02dZ", year, month, day, s/3600, s/60%60, s%60)
}

// days counts the days from 1970-01-01 in the Gregorian calendar. The year is
// taken to begin in March, so that the leap day is its last (Hinnant,
// "chrono-compatible low-level date algorithms", days_from_civil).
func days(year, month, day int64) int64 {
	if month <= 2 {
		year, month = year-1, month+12
	}
	return 365*year + year/4 - year/100 + year/400 + (153*(month-3)+2)/5 + day - 1 - 719468
}

// date is the inverse of days (civil_from_days), from 1970 on.
func date(days int64) (year, month, day int64) {
	z := days + 719468
	era, doe := z/146097, z%146097
	yoe := (doe - doe/1460 + doe/36524 - doe/146096) / 365
	doy := doe - (365*yoe + yoe/4 - yoe/100)
	m := (5*doy + 2) / 153
	year, month, day = era*400+yoe, m+3, doy-(153*m+2)/5+1
	if month > 12 {
		year, month = year+1, month-12
	}
	return year, month, day
}

// leadTime is how far ahead a public value must be announced, in seconds.
const leadTime = 3600

// CheckAhead refuses to announce a source whose time is past or less than an hour
// ahead of now (seconds since 1970): nobody could have seen the commitment before
// the value. A source without a time passes. step is what the value is for, "draw" or
// "mixing".
func (s Source) CheckAhead(step string, now int64) error {
	due, err := s.due()
	if err != nil || due == 0 {
		return err
	}
	if due < now+leadTime {
		return fmt.Errorf("the %s is announced for %s, and it is %s now: announce a time at least one hour ahead, "+
			"so that the commitment is public before the value is", step, s.Time, FormatTime(now))
	}
	return nil
}

// CheckDue refuses to take a step before its announced time, as seen from now (seconds
// since 1970). A source without a time passes.
func (s Source) CheckDue(step string, now int64) error {
	due, err := s.due()
	if err != nil || due == 0 {
		return err
	}
	if now < due {
		return fmt.Errorf("the %s is announced for %s, and it is %s now: wait until then", step, s.Time, FormatTime(now))
	}
	return nil
}

// due is the announced time; 0 if there is none.
func (s Source) due() (int64, error) {
	if s.Time == "" {
		return 0, nil
	}
	return ParseTime(s.Time)
}
