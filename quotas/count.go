package quotas

import (
	"errors"
	"strconv"
	"strings"
)

// A Count is a number of seats or people as a file may spell it: decimal digits
// and nothing else, at most 999,999,999. gocsv reads a blank into an int as 0 and
// 1.5 as 1; a Count refuses both.
type Count int

// maxCount has nine digits, so that sums of many counts stay exact in an int64
// and one count fits an int everywhere.
const maxCount = 999_999_999

var errCount = errors.New("not a whole number")

// UnmarshalCSV reads a count; white space around it is allowed. The error is the same for every
// fault. [Read] words it, since it knows the cell.
func (c *Count) UnmarshalCSV(s string) error {
	s = strings.TrimSpace(s)
	for i := 0; i < len(s); i++ {
		if s[i] < '0' || s[i] > '9' {
			return errCount
		}
	}
	n, err := strconv.ParseInt(s, 10, 64)
	if err != nil || n > maxCount {
		return errCount
	}
	*c = Count(n)
	return nil
}

// MarshalCSV writes the digits.
func (c Count) MarshalCSV() (string, error) { return strconv.Itoa(int(c)), nil }
