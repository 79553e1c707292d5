package verify

import "fmt"

// A company is who is on the panel at some time, and who left it before.
type company struct {
	panel []string // sorted
	left  []string
	next  []string // in line, sorted
	round int64    // of drand, the latest so far; 0: none
	time  string   // announced, the latest so far; "": none
	ended []byte   // what the next event of the plain form names
	// Public values that mixed or opened a book of this record.
	values []string
	// Of an event that was called off just before: its commitment, and why.
	supersedes, reason string
}

func eventName(n int) string { return fmt.Sprintf("event %d: ", n+1) }

// stillWithin looks at the quotas after an event. It may have been impossible to meet
// them, so that what does not is said, but no fault.
func (c *checker) stillWithin(name string, panel []string) {
	why := c.noRoster()
	if why == "" && (!c.together || c.rec.Rules == nil) {
		why = "pages and pool do not belong together, or rules.json is at fault"
	}
	if why == "" {
		if text := c.panelFault(panel, len(panel)); text != "" {
			why = text + ": an event need not meet what can no longer be met"
		}
	}
	if why != "" {
		c.notCheckable(name, "", why)
		return
	}
	c.equal(name, "within", "within", "")
}
