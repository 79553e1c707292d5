package portable_test

import (
	"bytes"
	"maps"
	"math/big"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/evenlot/evenlot/quotas"
	"github.com/evenlot/evenlot/selection"
	"github.com/evenlot/evenlot/selection/draw"
	"github.com/evenlot/evenlot/selection/record"
	"github.com/evenlot/evenlot/selection/record/recordtest"
)

// leave is a replacement for those who leave, drawn by a value.
func leave(by string, leaving ...string) change {
	return change{turnover: selection.Turnover{Leaving: leaving}, by: by}
}

// on announces a change for a day, mixed two days before.
func (c change) on(day int) change {
	c.turnover.Source.Source, c.turnover.Mix = ballsOn(day), ballsOn(day-2)
	return c
}

// outgoing is a draw of who leaves, so many, drawn by a value.
func outgoing(seats int, by string, unavailable ...string) change {
	return change{turnover: selection.Turnover{Kind: record.KindOutgoing, Seats: seats, Unavailable: unavailable}, by: by}
}

// alternates is a draw of four who are next in line.
func alternates(t *testing.T, by string, unavailable ...string) change {
	table, faults := quotas.Read("quotas.csv", []byte("feature,value,min,max\nage,old,1,3\nage,young,1,3\ngender,man,2,2\ngender,woman,2,2\n"))
	require.Empty(t, faults)
	return change{turnover: selection.Turnover{Kind: record.KindAlternates, Seats: 4, Windows: table, Unavailable: unavailable}, by: by}
}

// named is the alternates whom the draw of the panel named.
func named() change {
	return change{turnover: selection.Turnover{Kind: record.KindAlternates, NextPages: true}, by: "as the draw says"}
}

// succession lets alternates take the seats of those who leave.
func succession(leaving ...string) change {
	return change{turnover: selection.Turnover{Kind: record.KindSuccession, Leaving: leaving}, by: "when " + leaving[0] + " left"}
}

// turnovers are records with events that hold, by name.
func turnovers(t *testing.T) map[string]*body {
	plain := newBody(t, basis{})
	m, o := plain.members(t), plain.others(t)
	out := map[string]*body{}
	out["replacement"] = plain.do(t, leave("200000000001", m[:2]...))
	out["two in a row"] = out["replacement"].do(t, leave("200000000002", out["replacement"].members(t)[:1]...))
	mixed := newBody(t, basis{mixed: true})
	out["mixed"] = mixed.do(t, change{turnover: selection.Turnover{Leaving: mixed.members(t)[:2]}, mix: "200000000003", by: "200000000004"}.on(9))
	unmixed := change{turnover: selection.Turnover{Leaving: mixed.members(t)[:2]}}.on(9)
	out["unmixed"] = mixed.do(t, unmixed)
	unmixed.off = "the hall was closed"
	off := mixed.do(t, unmixed)
	again := leave("200000000006", mixed.members(t)[:1]...).on(14)
	again.mix = "200000000005"
	again.turnover.Source.Supersedes, again.turnover.Source.Reason = record.Commitment(off.files.Event(1)), unmixed.off
	out["called off unmixed, then again"] = off.do(t, again)
	for name, of := range map[string]basis{"sealed": {form: record.FormSealed}, "open": {form: record.FormOpen}, "households": {household: 1}} {
		b := newBody(t, of)
		out[name] = b.do(t, leave("200000000007", b.members(t)[:3]...))
	}
	gone := leave("", m[:2]...)
	gone.off = "the camera failed"
	out["called off"] = plain.do(t, gone)
	next := leave("200000000008", m[:1]...)
	next.turnover.Source.Supersedes, next.turnover.Source.Reason = record.Commitment(out["called off"].files.Event(1)), gone.off
	out["called off, then again"] = out["called off"].do(t, next)
	out["undrawn"] = out["replacement"].do(t, leave("", out["replacement"].members(t)[:1]...))
	rotation := leave("200000000009", m[:4]...)
	rotation.turnover.Kind = record.KindRotation
	out["rotation"] = plain.do(t, rotation)
	out["outgoing"] = plain.do(t, outgoing(3, "200000000010", m[:2]...))
	out["outgoing, then filled"] = out["outgoing"].do(t, leave("200000000011"))
	out["alternates"] = plain.do(t, alternates(t, "200000000014", o[:3]...))
	next = leave("200000000015", m[1])
	rec, faults := record.Parse(out["alternates"].files)
	require.Empty(t, faults)
	next.turnover.Unavailable = without(o, rec.Events[0].Record.Drawing.Panel)
	next.turnover.Pages = 400
	out["an alternate moves up"] = out["alternates"].do(t, next)
	out["alternates move up by the rule"] = out["alternates"].do(t, succession(m[1]))
	out["two successions"] = out["alternates move up by the rule"].do(t, succession(m[2], m[4]))
	homes := newBody(t, basis{household: 1, form: record.FormSealed})
	out["succession, sealed, households"] = homes.do(t, alternates(t, "200000000016")).do(t, succession(homes.members(t)[:2]...))
	for name, of := range map[string]basis{"default": {}, "sealed": {form: record.FormSealed}, "open, households": {form: record.FormOpen, household: 1}, "mixed": {mixed: true}} {
		of.next = 4
		b := newBody(t, of).do(t, named())
		out["alternates drawn with the panel, "+name] = b.do(t, succession(b.members(t)[:2]...))
	}
	all := newBody(t, basis{next: 20})
	out["alternates of several pages"] = all.do(t, named())
	fewer := leave("200000000012", m[:3]...)
	fewer.turnover.Seats, fewer.turnover.Unavailable = 2, o[:5]
	out["a seat stays empty"] = plain.do(t, fewer)
	wider := leave("200000000013", m[:2]...)
	wider.turnover.Accept = []quotas.Wider{{Feature: "gender", Value: "man", Min: 0, Max: 5}}
	out["a wider window"] = plain.do(t, wider)
	drand := leave(signature, m[:2]...)
	drand.turnover.Source.Source = drandAt(1000)
	out["drand"] = plain.do(t, drand)
	digits := leave("007", m[:2]...)
	digits.turnover.Pages, digits.turnover.Source.Source = 1000, draw.Source{Kind: draw.KindPageDigits, Statement: "balls in the town hall", Digits: 3}
	once := plain.do(t, digits)
	digits.turnover.Leaving = once.members(t)[:1]
	out["one page twice"] = once.do(t, digits)
	rehearsal := leave("any text", m[:2]...)
	rehearsal.turnover.Source.Source = draw.Source{Kind: draw.KindRehearsal, Statement: "among ourselves"}
	out["rehearsal"] = plain.do(t, rehearsal)
	return out
}

// A fake is a record with an event that does not follow.
type fake struct {
	*body
	hidden bool // only whoever has the pool can see it
}

// fakes are records with events that do not hold though every hash fits, by name.
func fakes(t *testing.T) map[string]fake {
	plain := newBody(t, basis{})
	m, o := plain.members(t), plain.others(t)
	out := map[string]fake{}
	with := func(change func(c *change)) *body {
		c := leave("300000000001", m[:2]...)
		change(&c)
		return plain.do(t, c)
	}
	seen := func(name string, change func(c *change)) { out[name] = fake{with(change), false} }
	hidden := func(name string, change func(c *change)) { out[name] = fake{with(change), true} }

	seen("somebody unavailable in the pool", func(c *change) { c.event = func(e *record.Event) { e.Unavailable = o[:1] } })
	seen("somebody left out", func(c *change) {
		c.turnover.Unavailable = o[:1]
		c.event = func(e *record.Event) { e.Unavailable = nil }
	})
	hidden("other answers", func(c *change) { c.doctor = func(rec *record.Record) { swap(rec, o[0]) } })
	hidden("another salt", func(c *change) {
		c.doctor = func(rec *record.Record) { rec.Roster.Entries[slices.Index(rec.IDs, o[0])].Salt[0] ^= 1 }
	})
	hidden("other answers of somebody who stays", func(c *change) {
		c.doctor = func(rec *record.Record) { swap(rec, m[5]) }
	})
	seen("seated.csv counts too many", func(c *change) { c.edit = func(inner record.Files) { count(inner, 1) } })
	seen("a narrower window", func(c *change) {
		c.doctor = func(rec *record.Record) { rec.Table.Features[1].Values[0].Min = 4 }
	})
	seen("too many seats", func(c *change) { c.doctor = func(rec *record.Record) { rec.Rules.Seats++ } })
	seen("another previous", func(c *change) { c.event = func(e *record.Event) { e.Previous = hexSum(nil) } })
	seen("another number", func(c *change) { c.event = func(e *record.Event) { e.Event = 2 } })
	seen("the value of the draw again", func(c *change) { c.by = "100000000002" })
	seen("somebody leaves who is no member", func(c *change) {
		c.event = func(e *record.Event) { e.Leaving = slices.Sorted(slices.Values(append(e.Leaving, o[0]))) }
	})
	seen("a member is unavailable", func(c *change) { c.event = func(e *record.Event) { e.Unavailable = m[4:5] } })
	seen("somebody unknown is unavailable", func(c *change) {
		c.event = func(e *record.Event) { e.Unavailable = []string{strings.Repeat("b", len(m[0]))} }
	})
	seen("an event inside", func(c *change) {
		c.after = func(_, inner record.Files) {
			inner.AddEvent(1, inner.Event(1))
			inner["public/events/1/commit/rules.json"] = inner[record.RulesFile]
		}
	})
	seen("a program in it", func(c *change) {
		c.edit = func(inner record.Files) { inner[record.CheckerFile] = []byte("<p>\n") }
	})
	for name, other := range map[string]func(r *record.Rules){
		"another household limit": func(r *record.Rules) { r.Household = 1 },
		"another form":            func(r *record.Rules) { r.Form = record.FormOpen },
		"another rule":            func(r *record.Rules) { r.Rule = "maximin" },
	} {
		seen(name, func(c *change) { c.doctor = func(rec *record.Record) { other(rec.Rules) } })
	}
	seen("flex columns", func(c *change) { c.edit = flex })
	seen("it supersedes nothing", func(c *change) {
		c.turnover.Source.Supersedes, c.turnover.Source.Reason = hexSum(nil), "the camera failed"
	})
	hidden("a step too high", func(c *change) { c.edit = halve })
	hidden("a page that breaks a quota", func(c *change) { c.turnover.Leaving, c.pages = m, crowded })
	for name, b := range forgedChains(t, plain) {
		out[name] = fake{b, name == "it lives with somebody who stays" || name == "the rule names another alternate"}
	}
	return out
}

// forgedChains are records in which an event does not follow from what was before.
func forgedChains(t *testing.T, plain *body) map[string]*body {
	m, out := plain.members(t), map[string]*body{}
	first := plain.do(t, leave("300000000002", m[:2]...))
	second := leave("300000000003", m[3])
	friend := second
	friend.doctor = func(rec *record.Record) { // as if the first one had never been in
		rec.Drawing.Panel = rec.Drawing.Panel[1:]
		rec.Events[0].Record.Event.Leaving = rec.Events[0].Record.Event.Leaving[1:]
	}
	out["who left comes back"] = first.do(t, friend)
	back := second
	back.event = func(e *record.Event) { e.Leaving = m[:1] }
	out["who left leaves again"] = first.do(t, back)
	undrawn := first.do(t, second)
	for _, name := range []string{record.DrawFile, record.PublicSumsFile} {
		delete(undrawn.files, record.EventPath(1, name))
	}
	out["after an event that was not drawn"] = undrawn
	off := second
	off.off = "the camera failed"
	silent := leave("300000000004", m[3])
	silent.edit = func(inner record.Files) {
		inner[record.SeedSourceFile] = record.SeedSource{Source: ballsOn(0)}.Bytes()
	}
	out["it does not name what was called off"] = first.do(t, off).do(t, silent)
	gap := first.clone()
	gap.files = first.files.WithoutEvents()
	gap.files.AddEvent(2, first.files.Event(1))
	out["a gap"] = gap
	mixed := first.clone()
	mixed.files = event(t, maps.Clone(plain.files))
	mixed.files.AddEvent(2, first.do(t, second).files.Event(2))
	out["after an event of the plain form"] = mixed
	late := first.clone()
	late.files["public/events/2/commit/event.json"] = []byte("{}\n")
	out["the plain form after it"] = late
	old := first.clone()
	old.files = recordtest.Make()
	old.files.AddEvent(1, first.files.Event(1))
	out["in a record of version 1"] = old
	top := first.clone()
	top.files = first.files.Event(1)
	out["an event alone"] = top
	out["two draws for one round"] = twice(t, plain, m)
	maps.Copy(out, spent(t))
	maps.Copy(out, outgoings(t, plain))
	maps.Copy(out, nextInLine(t, plain))
	maps.Copy(out, successions(t, plain))
	out["it lives with somebody who stays"] = neighbour(t)
	out["the list of the record names a file of the event"] = listed(t)
	return out
}

// swap gives somebody the other gender.
func swap(rec *record.Record, id string) {
	e := &rec.Roster.Entries[slices.Index(rec.IDs, id)]
	e.Values = []int{e.Values[0], 1 - e.Values[1]}
}

// count adds to the first line of seated.csv.
func count(inner record.Files, more int) {
	data := inner[record.SeatedFile]
	at := numbers.FindIndex(data)
	n, _ := new(big.Int).SetString(string(data[at[0]:at[1]]), 10)
	n.Add(n, big.NewInt(int64(more)))
	inner[record.SeatedFile] = slices.Concat(data[:at[0]], []byte(n.String()), data[at[1]:])
}

// flex gives quotas.csv the columns that it has no more in an event.
func flex(inner record.Files) {
	lines := strings.Split(strings.TrimSuffix(string(inner[record.QuotasFile]), "\n"), "\n")
	for i, line := range lines {
		cells := strings.Split(line, ",")
		lines[i] = line + "," + cells[2] + "," + cells[3]
	}
	lines[0] = "feature,value,min,max,min_flex,max_flex"
	inner[record.QuotasFile] = []byte(strings.Join(lines, "\n") + "\n")
}

// halve writes another smallest chance into a proof.
func halve(inner record.Files) {
	p, err := record.ReadProof("proof.json", inner[record.ProofFile])
	if err != nil {
		panic(err)
	}
	step := &p.Steps[len(p.Steps)-1]
	step.Chance = new(big.Rat).Mul(step.Chance, big.NewRat(3, 4))
	step.Pages = record.PagesOf(step.Chance, 200)
	inner[record.ProofFile] = p.Bytes()
}

// crowded seats people of one gender on page 0, who change places with others: no count of pages
// changes.
func crowded(rec *record.Record) {
	gender := func(i int32) int { return rec.Roster.Entries[i].Values[1] }
	first := rec.Pages[0]
	for at, out := range first {
		for _, page := range rec.Pages[1:] {
			j := slices.IndexFunc(page, func(i int32) bool { return gender(i) == 1 && !slices.Contains(first, i) })
			if gender(out) == 0 && j >= 0 && !slices.Contains(page, out) {
				first[at], page[j] = page[j], out
				break
			}
		}
	}
}

// twice announces one round of drand for two events.
func twice(t *testing.T, b *body, m []string) *body {
	c := leave(signature, m[:2]...)
	c.turnover.Source.Source = drandAt(1000)
	b = b.do(t, c)
	c.by, c.turnover.Leaving, c.doctor = "", b.members(t)[:1], forget
	return b.do(t, c)
}

// forget takes away when the draws of a record were announced for.
func forget(rec *record.Record) {
	all := []*record.Record{rec}
	for _, part := range rec.Events {
		all = append(all, part.Record)
	}
	for _, r := range all {
		for _, s := range []*record.SeedSource{r.MixSource, r.Source} {
			if s != nil {
				s.Time, s.Round = "", 0
			}
		}
	}
}

// spent are records whose events are announced for a time that is over, or take a value again.
func spent(t *testing.T) map[string]*body {
	out := map[string]*body{}
	dated := newBody(t, basis{source: ballsOn(5)})
	c := leave("300000000005", dated.members(t)[:2]...)
	c.turnover.Source.Source = ballsOn(5)
	c.doctor = forget
	out["the time of the draw again"] = dated.do(t, c)
	mixed := newBody(t, basis{mixed: true})
	m := mixed.members(t)
	c = leave("", m[:2]...).on(9)
	c.mix = "100000000001"
	out["the value of the mixing again"] = mixed.do(t, c)
	c = leave("", m[:2]...).on(9)
	c.mix, c.off = "300000000006", "the camera failed"
	off := mixed.do(t, c)
	c.on(14)
	c.turnover.Source.Supersedes, c.turnover.Source.Reason = record.Commitment(off.files.Event(1)), c.off
	c.turnover.Source.Source, c.turnover.Mix = ballsOn(14), ballsOn(12)
	c.off = ""
	out["the value of a mixing that was called off again"] = off.do(t, c)
	return out
}

// outgoings are draws of who leaves that are not open to all.
func outgoings(t *testing.T, b *body) map[string]*body {
	out, m := map[string]*body{}, b.members(t)
	c := outgoing(3, "300000000007", m[:1]...)
	c.event = func(e *record.Event) { e.Unavailable = nil }
	out["a member stays out of the draw of who leaves"] = b.do(t, c)
	c = outgoing(8, "300000000008", b.others(t)[0])
	c.doctor = func(rec *record.Record) { // as if there were one more
		rec.Drawing.Panel = slices.Sorted(slices.Values(append(slices.Clone(rec.Drawing.Panel), b.others(t)[0])))
	}
	c.event = func(e *record.Event) { e.Unavailable = nil }
	out["all leave"] = b.do(t, c)
	c = outgoing(3, "300000000009")
	c.edit = func(inner record.Files) {
		inner[record.QuotasFile] = bytes.Replace(inner[record.QuotasFile], []byte(",0,3\n"), []byte(",0,4\n"), 1)
	}
	out["a quota bears on who leaves"] = b.do(t, c)
	c = outgoing(3, "300000000010")
	c.event = func(e *record.Event) { e.Unavailable = b.others(t)[:1] }
	out["somebody who is no member is unavailable to leave"] = b.do(t, c)
	return out
}

// nextInLine are draws of alternates that count people, or are not open to all.
func nextInLine(t *testing.T, b *body) map[string]*body {
	out, o := map[string]*body{}, b.others(t)
	c := alternates(t, "300000000013")
	c.edit = func(inner record.Files) { count(inner, 1) }
	out["alternates beside people who are counted"] = b.do(t, c)
	c = alternates(t, "300000000014", o[:1]...)
	c.event = func(e *record.Event) { e.Unavailable = nil }
	out["somebody left out of the alternates"] = b.do(t, c)
	c = alternates(t, "300000000015")
	c.event = func(e *record.Event) { e.Unavailable = b.members(t)[:1] }
	out["a member is unavailable as an alternate"] = b.do(t, c)
	c = alternates(t, "300000000016")
	c.event = func(e *record.Event) { e.Leaving = b.members(t)[:1] }
	out["somebody leaves by a draw of alternates"] = b.do(t, c)
	return out
}

// successions are events in which somebody moves up whom the rule does not name, or something is
// drawn where nothing is to be.
func successions(t *testing.T, b *body) map[string]*body {
	out, m := map[string]*body{}, b.members(t)
	line := b.do(t, alternates(t, "300000000017"))
	rec, faults := record.Parse(line.files)
	require.Empty(t, faults)
	next := rec.Events[0].Record.Drawing.Panel
	right := line.do(t, succession(m[0]))
	rec, faults = record.Parse(right.files)
	require.Empty(t, faults)
	up := rec.Events[1].Record.Drawing.Panel
	require.Len(t, up, 1)
	other := succession(m[0])
	other.turnover.Unavailable = up
	other.event = func(e *record.Event) { e.Unavailable = []string{} }
	out["the rule names another alternate"] = line.do(t, other)
	stranger := succession(m[0])
	stranger.doctor = func(rec *record.Record) { // as if others had been drawn
		rec.Events[0].Record.Drawing.Panel = without(rec.IDs, slices.Concat(m, next))[:4]
	}
	out["nobody drew who moves up"] = line.do(t, stranger)
	drawn := succession(m[0])
	drawn.edit = func(inner record.Files) {
		inner[record.SeedSourceFile] = record.SeedSource{Source: ballsOn(0)}.Bytes()
	}
	drawn.by = "300000000018"
	out["a succession by a draw"] = line.do(t, drawn)
	nothing := leave("as the rule says", m[0])
	nothing.edit = func(inner record.Files) {
		inner[record.SeedSourceFile] = record.SeedSource{Source: draw.Nothing()}.Bytes()
	}
	out["a replacement in which nothing is drawn"] = line.do(t, nothing)
	next4 := newBody(t, basis{next: 4})
	fifth := named()
	fifth.doctor = func(rec *record.Record) { // as if the value had been another one
		rec.Drawing.PublicValue = "100000000003"
	}
	out["alternates of other pages"] = next4.do(t, fifth)
	unsaid := named()
	unsaid.doctor = func(rec *record.Record) { rec.Rules.Statements = []string{record.NextPagesStatement(4)} }
	out["alternates whom nothing promised"] = b.do(t, unsaid)
	more := named()
	more.doctor = func(rec *record.Record) { rec.Rules.Statements = []string{record.NextPagesStatement(5)} }
	out["more alternates than promised"] = next4.do(t, more)
	alone := b.clone()
	for name := range alone.files {
		if _, _, inside := record.OfEvent(name); inside {
			delete(alone.files, name)
		}
	}
	alone.files[record.SeedSourceFile] = record.SeedSource{Source: draw.Nothing()}.Bytes()
	for _, name := range []string{record.AnnouncementFile, record.MeasuresFile, record.DrawFile} {
		delete(alone.files, name)
	}
	alone.files.SealCommit()
	openBy(t, alone.files, "as the rule says")
	out["a record in which nothing is drawn"] = alone
	return out
}

// neighbour lets somebody in who lives with a member that stays.
func neighbour(t *testing.T) *body {
	b := newBody(t, basis{household: 1})
	rec, faults := record.Parse(b.files)
	require.Empty(t, faults)
	m := b.members(t)
	homes := map[string]string{} // of members
	for i, e := range rec.Roster.Entries {
		if home := rec.Roster.Home(i); home != "" && slices.Contains(m, e.ID) {
			homes[home] = e.ID
		}
	}
	require.NotEmpty(t, homes)
	stays := slices.Min(slices.Collect(maps.Values(homes)))
	c := leave("300000000011", without(m, []string{stays})[:2]...)
	c.doctor = func(rec *record.Record) {
		for i := range rec.Roster.Entries {
			if e := &rec.Roster.Entries[i]; homes[rec.Roster.Home(i)] == stays && e.ID != stays {
				e.Household, e.Home = -1, ""
			}
		}
	}
	return b.do(t, c)
}

// listed has a file of the event in public/SHA256SUMS.
func listed(t *testing.T) *body {
	b := newBody(t, basis{form: record.FormOpen})
	c := leave("300000000012", b.members(t)[:2]...)
	pool := b.do(t, c).files["public/events/1/pool.csv"]
	lines := append(strings.SplitAfter(strings.TrimSuffix(string(b.files[record.PublicSumsFile]), "\n"), "\n"), hexSum(pool)+"  events/1/pool.csv\n")
	for i := range lines {
		lines[i] = strings.TrimSuffix(lines[i], "\n") + "\n"
	}
	slices.SortFunc(lines, func(a, b string) int { return strings.Compare(a[64:], b[64:]) })
	b.files[record.PublicSumsFile] = []byte(strings.Join(lines, ""))
	return b.do(t, c)
}
