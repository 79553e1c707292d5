package fairness

// Small is a selection that can be followed by hand.
func Small() Input { return small() }
