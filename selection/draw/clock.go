package draw

import (
	"fmt"
	"time"
)

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

// RoundAt is the first round of quicknet due at or after a time, in seconds since 1970. It is never
// an earlier one, whose value may be known. Every full minute has a round of its own.
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
	t, err := time.Parse(time.RFC3339, text)
	seconds := t.Unix()
	// Writing it again finds fractions of a second, offsets and every other spelling.
	if err != nil || seconds < 0 || seconds > maxTime || FormatTime(seconds) != text {
		return 0, fmt.Errorf("time is %s, expected a time in UTC such as 2027-01-15T18:00:00Z", excerpt(text))
	}
	return seconds, nil
}

// FormatTime writes seconds since 1970 as [ParseTime] reads them. Times outside the
// years 1970 to 9999 panic.
func FormatTime(seconds int64) string {
	if seconds < 0 || seconds > maxTime {
		panic("draw: time outside the years 1970 to 9999")
	}
	return time.Unix(seconds, 0).UTC().Format(time.RFC3339)
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
