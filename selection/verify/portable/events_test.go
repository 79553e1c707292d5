package portable_test

import (
	"encoding/base64"
	"maps"
	"math/rand/v2"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/evenlot/evenlot/selection/record"
)

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
		for i, name := range slices.Sorted(maps.Keys(sound)) {
			b := sound[name]
			add(name, b.files, true)
			if long() || i%3 == 0 || strings.Contains(name, "unmixed") {
				add(name+", public", public(b.files), true)
			}
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
			if n++; !long() && n%9 != 0 {
				return
			}
			for i, shell := range list {
				if !exhaustive() && (i+n)%len(list) != 0 {
					continue // the next one tries it
				}
				out, code := shellCheck(t, shell, written(t, public(files)))
				assert.Equal(t, holds, code == 0, "%s in %s:\n%s", what, shell[0], out)
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
			continue // files of both events have the same checks
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
	at, tried, step := 0, 0, 250
	switch {
	case exhaustive():
		step = 7
	case long():
		step = 29
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
	none, wrong, around, undrawn := all, all, all, confirmation(sound["undrawn"].files)
	around.Events[0].Commitment = string(files["public/events/1/announcement.txt"])
	assert.Equal(t, "green", e.verdict(files, around).Colour, "a commitment comes with the text around it")
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
	slip := b.private["private/events/1/slips/"+left+".txt"]
	require.NotEmpty(t, slip, slices.Sorted(maps.Keys(b.private)))
	said := run[[]string](e, `(async () => {
		`+judging+`
		const r = new RecordFiles(new Map(unpack(`+inBase64(t, b.files)+`)));
		await checkRecord(r);
		const slip = atob("`+base64.StdEncoding.EncodeToString(slip)+`");
		return [checkAnySlip(r, slip)[0], ...[`+"`"+left+"`, `"+joined+"`, `"+spared+"`"+`].map((id) => lookUp(r, id).said.join(" ")), r.members.join(" ")];
	})()`)
	assert.Equal(t, "This is a slip of event 1.", said[0])
	said = said[1:]
	assert.Contains(t, said[0], "Left the panel by event 1.")
	assert.Contains(t, said[1], "Joined the panel by event 2.")
	assert.NotContains(t, said[1], "Left")
	assert.Contains(t, said[2], "Took no part in event 1.")
	assert.NotContains(t, said[3], left)
	assert.Equal(t, strings.Join(b.members(t), " "), said[3])
}
