package verify

import "fmt"

// ofEvent says of an event what it does not show; of several events at once where it is the
// same.
func (c *checker) ofEvent(number int, r Remark) {
	for i, of := range c.ofEvents {
		if of.Remark == r {
			c.ofEvents[i].events = append(of.events, number)
			return
		}
	}
	c.ofEvents = append(c.ofEvents, eventRemark{r, []int{number}})
}

// An eventRemark is what some events do not show.
type eventRemark struct {
	Remark
	events []int
}

// eventRemarks adds what was gathered of events to the remarks.
func (c *checker) eventRemarks() {
	for _, of := range c.ofEvents {
		name := "event"
		if len(of.events) > 1 {
			name = "events"
		}
		for i, n := range of.events {
			switch {
			case i > 0 && i == len(of.events)-1:
				name += " and"
			case i > 0:
				name += ","
			}
			name += fmt.Sprintf(" %d", n)
		}
		c.Remarks = append(c.Remarks, Remark{of.Caveat, name + ": " + of.Text})
	}
}
