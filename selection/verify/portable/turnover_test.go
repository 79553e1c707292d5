package portable_test

import (
	"bytes"
	"maps"
	"math/big"
	"math/rand/v2"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

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
	fewer := leave("200000000012", m[:3]...)
	fewer.turnover.Seats, fewer.turnover.Unavailable = 2, o[:5]
	out["a seat stays empty"] = plain.do(t, fewer)
	wider := leave("200000000013", m[:2]...)
	wider.turnover.Accept = []selection.Window{{Feature: "gender", Value: "man", Min: 0, Max: 5}}
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
		out[name] = fake{b, name == "it lives with somebody who stays"}
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
	out["it does not name what was called off"] = first.do(t, off).do(t, leave("300000000004", m[3]))
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
	c.by, c.turnover.Leaving = "", b.members(t)[:1]
	return b.do(t, c)
}

// spent are records whose events are announced for a time that is over, or take a value again.
func spent(t *testing.T) map[string]*body {
	out := map[string]*body{}
	dated := newBody(t, basis{source: ballsOn(5)})
	c := leave("300000000005", dated.members(t)[:2]...)
	c.turnover.Source.Source = ballsOn(5)
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

// Every checker says the same of records with events, with what an auditor has and without,
// confirmed or not; verify.sh, which has public/ alone, refuses what package verify refuses of that.
func TestTurnovers(t *testing.T) {
	sound, forged := turnovers(t), fakes(t)
	t.Run("page", func(t *testing.T) {
		var trials []trial
		holds := map[string]bool{}
		add := func(name string, files record.Files, hold bool) {
			trials, holds[name] = append(trials, trial{name, files, seen{}}), hold
		}
		for name, b := range sound {
			add(name, b.files, true)
			add(name+", public", public(b.files), true)
			if long() {
				trials = append(trials, trial{name, b.files, confirmation(b.files)})
				add(name+", pool of the record", half(b.files, false), true)
				add(name+", pools of the events", half(b.files, true), true)
			}
		}
		for name, f := range forged {
			add(name, f.files, false)
			if long() || f.hidden {
				add(name+", public", public(f.files), f.hidden)
			}
		}
		for name, f := range forged {
			if long() { // what they show, they show to all alike
				trials = append(trials, trial{name + ", half", half(f.files, false), seen{}}, trial{name + ", half", half(f.files, true), seen{}})
			}
		}
		e := newEngine(t)
		for i, got := range e.tries(trials) {
			c := trials[i]
			v := e.sameVerdict(t, c.what, c.files, c.given, got)
			if hold, sure := holds[c.what]; sure {
				assert.Equal(t, hold, v.OK(), c.what)
			}
		}
		t.Logf("%d records that hold, %d forged ones, %d verdicts", len(sound), len(forged), len(trials))
	})
	t.Run("shell", func(t *testing.T) {
		list, n := shells(t), 0
		try := func(what string, files record.Files, holds bool) {
			if n++; long() || n%6 == 0 {
				out, code := shellCheck(t, list[n%len(list)], written(t, public(files)))
				assert.Equal(t, holds, code == 0, "%s:\n%s", what, out)
			}
		}
		for _, name := range slices.Sorted(maps.Keys(sound)) {
			try(name, sound[name].files, true)
		}
		for _, name := range slices.Sorted(maps.Keys(forged)) {
			try(name, forged[name].files, forged[name].hidden)
		}
	})
	t.Run("hostile", func(t *testing.T) { hostileEvents(t, sound["undrawn"].files) })
	t.Run("tampered", func(t *testing.T) { tamperEvents(t, sound["two in a row"].files) })
	t.Run("forged", func(t *testing.T) { forgeEvents(t, sound) })
	t.Run("earlier", func(t *testing.T) { changeEarlier(t, sound["two in a row"].files) })
	t.Run("confirmed", func(t *testing.T) { confirmEvents(t, sound) })
	t.Run("person", func(t *testing.T) { personInEvents(t, sound["outgoing, then filled"]) })
}

// half is what somebody has who got only some files of auditor/: those of the events, or of the
// record.
func half(files record.Files, ofEvents bool) record.Files {
	out := maps.Clone(files)
	maps.DeleteFunc(out, func(name string, _ []byte) bool {
		_, _, inEvent := record.OfEvent(name)
		return strings.HasPrefix(name, "auditor/") && inEvent != ofEvents
	})
	return out
}

// tamperEvents: a byte flipped, a line added, a file removed: all refuse it, whichever file of an
// event it is; only what an auditor has may be missing.
func tamperEvents(t *testing.T, files record.Files) {
	var mutants []mutant
	for _, name := range files.Names() {
		if number, _, ok := record.OfEvent(name); !ok || number > 1 && !long() {
			continue
		}
		flipped := slices.Clone(files[name])
		flipped[len(flipped)/2] ^= 1
		mutants = append(mutants, mutant{"flipped", record.Files{name: flipped}}, mutant{"removed", record.Files{name: nil}},
			mutant{"added to", record.Files{name: append(slices.Clone(files[name]), "x\n"...)}})
	}
	e := newEngine(t)
	for i, got := range e.verdicts(files, mutants) {
		m := mutants[i]
		name := m.what + " " + slices.Collect(maps.Keys(m.changed))[0]
		v := e.sameVerdict(t, name, m.of(files), seen{}, got)
		assert.Equal(t, strings.HasPrefix(name, "removed auditor/"), v.OK(), name)
	}
	t.Logf("%d changes", len(mutants))
}

// hostileEvents: whatever stands in the files of an event that say what follows from what, verify.sh
// runs nothing, writes nothing, prints plain text, ends, and verifies nothing that package verify
// refuses.
func hostileEvents(t *testing.T, files record.Files) {
	list, line := shells(t), regexp.MustCompile(`(?m)^  (?:"[a-z_]+": |  )(.*?),?$`)
	cell := regexp.MustCompile(`(?m)(,[^,\n]*)$`)
	at, tried, step := 0, 0, 71
	if long() {
		step = 7
	}
	for _, name := range []string{record.EventFile, record.SeatedFile, record.QuotasFile, record.ChancesFile} {
		data := files.Event(2)[name]
		places := line.FindAllSubmatchIndex(data, -1)
		if strings.HasSuffix(name, ".csv") {
			places = cell.FindAllSubmatchIndex(data, 3)
		}
		for _, place := range places {
			for _, value := range append([]string{"[]", `["x"]`, ",1e3", ",$(touch pwned)", `,"1`}, hostile...) {
				if at++; at%step != 0 {
					continue
				}
				inner := files.Event(2)
				inner[name] = slices.Concat(data[:place[2]], []byte(value), data[place[3]:])
				delete(inner, record.AnnouncementFile)
				inner.SealCommit()
				changed := files.WithoutEvents()
				changed.AddEvent(1, files.Event(1))
				changed.AddEvent(2, inner)
				changed = public(changed)
				what := name + " " + value[:min(len(value), 40)]
				out, code := runShell(t, what, list[at%len(list)], written(t, changed))
				if code == 0 {
					assert.Empty(t, goRefuses(changed), "%s: %s", what, out)
				}
				tried++
			}
		}
	}
	t.Logf("%d values tried", tried)
}

// forgeEvents changes one place of an event so that it may still be well formed, and makes every
// hash fit: all checkers agree, whichever way.
func forgeEvents(t *testing.T, sound map[string]*body) {
	e := newEngine(t)
	rng := rand.New(rand.NewPCG(5, 6))
	tried, refused := 0, 0
	for _, name := range []string{"replacement", "households", "outgoing", "open", "sealed", "mixed", "undrawn", "a wider window"} {
		files := sound[name].files
		number := files.Events()
		var mutants []mutant
		for range forgeries(t) / 12 {
			m, ok := forged(files.Event(number), rng)
			if !ok {
				continue
			}
			of := mutant{m.what, record.Files{}}
			for name, data := range m.changed {
				of.changed[record.EventPath(number, name)] = data
			}
			mutants = append(mutants, of)
		}
		for i, v := range e.verdicts(files, mutants) {
			if !e.sameVerdict(t, name+": "+mutants[i].what, mutants[i].of(files), seen{}, v).OK() {
				refused++
			}
		}
		tried += len(mutants)
	}
	t.Logf("%d of %d refused", refused, tried)
}

// changeEarlier: whoever changes an earlier byte, and makes the hashes of that record or event fit
// again, breaks all that came later.
func changeEarlier(t *testing.T, files record.Files) {
	e := newEngine(t)
	var trials []trial
	record1 := files.WithoutEvents()
	try := func(what string, first, second record.Files, outer record.Files) {
		all := maps.Clone(outer)
		all.AddEvent(1, first)
		all.AddEvent(2, second)
		trials = append(trials, trial{what, all, seen{}})
	}
	for _, name := range public(record1).Names() {
		if strings.HasSuffix(name, "SHA256SUMS") {
			continue
		}
		changed := maps.Clone(record1)
		changed[name] = append([]byte(nil), changed[name]...)
		changed[name][len(changed[name])/2] ^= 1
		try(name, files.Event(1), files.Event(2), resealed(changed))
	}
	silent := maps.Clone(record1) // which holds by itself
	delete(silent, record.AnnouncementFile)
	silent.Seal()
	require.Empty(t, goRefuses(silent))
	try("the record", files.Event(1), files.Event(2), silent)
	first := files.Event(1)
	delete(first, record.AnnouncementFile)
	first.Seal()
	alone := maps.Clone(record1)
	alone.AddEvent(1, first)
	require.Empty(t, goRefuses(alone))
	try("event 1", first, files.Event(2), record1)
	for i, got := range e.tries(trials) {
		c := trials[i]
		v := e.sameVerdict(t, c.what, c.files, seen{}, got)
		assert.False(t, v.OK(), c.what)
		if !strings.HasPrefix(c.what, "public/") {
			assert.Equal(t, "hash of what was before", strings.SplitN(v.Failed()[0].Name, ": ", 2)[1], c.what)
			assert.Contains(t, got.failed(), "commit/event.json: found in previous", c.what)
		}
	}
	t.Logf("%d changes", len(trials))
}

// confirmEvents: nothing is green before the commitments and values of all events were compared.
func confirmEvents(t *testing.T, sound map[string]*body) {
	e := newEngine(t)
	files := sound["mixed"].files
	all := confirmation(files)
	none, wrong, undrawn := all, all, confirmation(sound["undrawn"].files)
	none.Events[0].Value = ""
	wrong.Events[0].Pool = hexSum(nil)
	for _, c := range []struct {
		files  record.Files
		given  seen
		colour string
	}{{files, all, "green"}, {files, none, "amber"}, {files, wrong, "red"}, {sound["undrawn"].files, undrawn, "amber"}} {
		got := e.verdict(c.files, c.given)
		assert.Equal(t, c.colour, string(goVerdict(c.files, c.given).Colour()))
		assert.Equal(t, c.colour, got.Colour)
		assert.Equal(t, c.colour != "green", slices.Contains(got.Caveats, "unconfirmed"))
	}
}

// personInEvents: the look-up of a person says what each event was for them, and the facts who is
// in now.
func personInEvents(t *testing.T, b *body) {
	e := newEngine(t)
	event := func(n int) *record.Record {
		rec, faults := record.Parse(b.files.Event(n))
		require.Empty(t, faults)
		return rec
	}
	left, joined, spared := event(1).Drawing.Panel[0], event(2).Drawing.Panel[0], event(1).Event.Unavailable[0]
	said := run[[]string](e, `(async () => {
		`+judging+`
		const r = new RecordFiles(new Map(unpack(`+inBase64(t, b.files)+`)));
		await checkRecord(r);
		return [...[`+"`"+left+"`, `"+joined+"`, `"+spared+"`"+`].map((id) => lookUp(r, id).join(" ")), r.members.join(" ")];
	})()`)
	assert.Contains(t, said[0], "Left the panel by event 1.")
	assert.Contains(t, said[1], "Joined the panel by event 2.")
	assert.NotContains(t, said[1], "Left")
	assert.Contains(t, said[2], "Took no part in event 1.")
	assert.NotContains(t, said[3], left)
	assert.Equal(t, strings.Join(b.members(t), " "), said[3])
}
