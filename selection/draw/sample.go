package draw

// Sample draws count different people out of 1..n, in the order drawn, for an auditor
// to contact: Rivest's sampler as in [Ticket], with the draw string and ",audit" as
// its seed, so that the hashes are of
//
//	draw string + ",audit," + i, i = 1, 2, ...
//
// Repeats are left out. Where count is n or more, everybody is drawn. The value that
// opened the book also draws the sample, so nobody could know it before, and it is
// another text, so that the sample says nothing new of the page. For a page that was
// named take the draw string that there would be: see [Draw.Sample].
//
// No people, or less than none to draw, are the caller's bug and panic.
func Sample(drawString string, n, count int) []int {
	if n < 1 || count < 0 {
		panic("draw: a sample is of at least one person")
	}
	count = min(count, n)
	drawn := make([]int, 0, count)
	seen := make(map[int]bool, count)
	for i := 1; len(drawn) < count; i++ {
		person, _, ok := Ticket(drawString+",audit", i, n)
		if ok && !seen[person] {
			seen[person] = true
			drawn = append(drawn, person)
		}
	}
	return drawn
}

// Sample is [Sample] for this draw: its draw string is the commitment, ".", and the
// public value, also where the value named the page and was not hashed.
func (d Draw) Sample(n, count int) []int {
	return Sample(d.Commitment+"."+d.PublicValue, n, count)
}
