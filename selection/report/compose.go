package report

import (
	"slices"
	"strconv"

	"github.com/evenlot/evenlot/selection/draw"
	"github.com/evenlot/evenlot/selection/record"
	"github.com/evenlot/evenlot/selection/verify"
	"github.com/evenlot/evenlot/selection/words/catalog"
)

// Document tells the whole report in a language.
func (r *Report) Document(l catalog.Language) *Document {
	w := writer{r, catalog.In(l)}
	d := &Document{Language: w.say.Language, Title: w.title(), Foot: w.say.Say("report.foot")}
	d.Lead = w.say.Say("report.lead", r.People, r.Seats)
	d.Sections = append(d.Sections, w.short(), w.asked(), w.who())
	if r.Chances != nil {
		d.Sections = append(d.Sections, w.chances())
	}
	if r.Chain != nil {
		d.Sections = append(d.Sections, w.chain())
	}
	if r.Stage != CalledOff {
		d.Sections = append(d.Sections, w.draw())
	}
	if len(r.Events) > 0 {
		d.Sections = append(d.Sections, w.after())
	}
	d.Sections = append(d.Sections, w.caveats(), w.check())
	return d
}

// Press tells what a newspaper needs, in half a page.
func (r *Report) Press(l catalog.Language) *Document {
	w := writer{r, catalog.In(l)}
	short := w.short()
	short.Heading = ""
	return &Document{Language: w.say.Language, Title: w.say.Say("report.press"), Lead: w.say.Say("report.lead", r.People, r.Seats), Sections: []Section{short}, Foot: w.say.Say("report.foot_press")}
}

// Summary tells an operator what came of a draw, without the ceremony and the charts.
func (r *Report) Summary(l catalog.Language) *Document {
	w := writer{r, catalog.In(l)}
	short := Section{}
	short.say(w.say.Say("report.drawn", w.Seats, w.People))
	if pages := w.Chances.Pages; r.Stage == Drawn {
		short.say(w.say.Say("report.value"))
		short.fixed(w.Value)
		short.say(w.say.Say("report.page", w.Page, record.PageName(0, pages), record.PageName(pages-1, pages)))
	}
	short.say(w.fair())
	if len(w.Chances.Limits) > 0 {
		w.limits(&short)
	}
	if len(w.Features) > 0 {
		short.Blocks = append(short.Blocks, Block{Table: w.table()})
	}
	return &Document{Language: w.say.Language, Title: w.title(), Lead: w.say.Say("report.lead", r.People, r.Seats), Sections: []Section{short, w.caveats()}}
}

// Announce tells what a council publishes before the draw of an event: what it is about, when and where it is,
// and how to check it. Events are numbered from 1.
func (r *Report) Announce(l catalog.Language, number int) *Document {
	e := r.Events[number-1]
	inner := *r
	inner.Stage, inner.Commitment, inner.Pool, inner.Source, inner.Mix, inner.MixValue, inner.Digits = Announced, e.draw.commitment, e.draw.pool, e.draw.source, e.draw.mix, e.draw.mixValue, nil
	w := writer{&inner, catalog.In(l)}
	about := Section{Heading: w.say.Say("report.short")}
	about.say(w.eventToCome(e))
	if e.Statement != "" {
		about.say(w.say.Say("report.ev_why", e.Statement))
	}
	if e.Kind == record.KindReplacement || e.Kind == record.KindRotation {
		about.say(w.say.Say("report.ev_quotas"))
	}
	return &Document{Language: w.say.Language, Title: w.say.Say("report.title_event"), Lead: w.say.Say("report.ev_announced", number),
		Sections: []Section{about, w.draw(), w.check()}, Foot: w.say.Say("report.foot")}
}

// eventToCome says what an event is about whose draw is to come.
func (w writer) eventToCome(e Event) string {
	if key := "report.ev_will_" + e.Kind; w.say.Has(key) {
		return w.say.Say(key, e.Leaving, e.Seats)
	}
	return w.say.Say("report.ev_will_other")
}

func (w writer) title() string {
	switch w.Stage {
	case Drawn:
		return w.say.Say("report.title_drawn")
	case CalledOff:
		return w.say.Say("report.title_off")
	}
	return w.say.Say("report.title_open")
}

// short answers what people come for: was I in it, is it fair, could somebody have cheated.
func (w writer) short() Section {
	s := Section{Heading: w.say.Say("report.short")}
	switch w.Stage {
	case CalledOff:
		s.say(w.say.Say("report.off", w.Reason))
		return s
	case Drawn:
		if w.unchecked() {
			s.say(w.say.Say("report.drawn_public", w.Seats, w.People))
		} else {
			s.say(w.say.Say("report.drawn", w.Seats, w.People))
		}
		s.ask(w.say.Say("report.in_drawn"), w.say.Say("report.in_answer"))
	default:
		s.say(w.say.Say("report.open", w.Seats, w.People))
		s.ask(w.say.Say("report.in_open"), w.say.Say("report.in_answer"))
	}
	s.ask(w.say.Say("report.fair"), w.fair())
	if w.Stage == Drawn {
		s.ask(w.say.Say("report.cheat_drawn"), w.cheat())
	} else {
		s.ask(w.say.Say("report.cheat_open"), w.cheat())
	}
	return s
}

func (w writer) fair() string {
	c := w.Chances
	if c == nil {
		return w.say.Say("report.fair_later")
	}
	least, most := w.say.AtLeast(share(c.Smallest, c.Pages)), w.say.AtMost(c.Best)
	switch {
	case w.unchecked():
		return w.say.Say("report.fair_public", least, most)
	case c.Smallest == c.Largest:
		return w.say.Say("report.fair_same", least, most)
	}
	return w.say.Say("report.fair_answer", least, most)
}

// unchecked reports whether quotas and proof were out of reach of the checks.
func (w writer) unchecked() bool { return slices.Contains(w.Caveats, verify.CaveatPublic) }

// cheat says what the ceremony leaves to those who hold it.
func (w writer) cheat() string {
	drawn := w.Stage == Drawn
	switch {
	case w.Source.Kind == draw.KindKnown:
		return w.say.Say("report.cheat_known")
	case w.Source.Kind == draw.KindRehearsal:
		return w.say.Say("report.cheat_rehearsal")
	case (w.Mix == nil || w.Mix.Kind == draw.KindRehearsal) && drawn:
		return w.say.Say("report.cheat_unmixed")
	case w.Mix == nil || w.Mix.Kind == draw.KindRehearsal:
		return w.say.Say("report.cheat_unmixed_open")
	case drawn:
		return w.say.Say("report.cheat_mixed")
	}
	return w.say.Say("report.cheat_mixed_open")
}

func (w writer) asked() Section {
	s := Section{Heading: w.say.Say("report.asked")}
	if len(w.Features) > 0 {
		s.say(w.say.Say("report.asked_seats", w.Seats))
	} else {
		s.say(w.say.Say("report.asked_free", w.Seats))
	}
	if w.Household > 0 {
		s.say(w.say.Say("report.asked_household", w.Household))
		w.homes(&s)
	}
	for _, statement := range w.Statements {
		s.say(w.say.Say("report.stated", statement))
	}
	return s
}

// homes says how many households the rule is about: it promises little where none was found.
func (w writer) homes(s *Section) {
	switch {
	case w.Homes == nil: // the record does not tell
	case *w.Homes == 0:
		s.say(w.say.Say("report.asked_homes_none"))
	default:
		s.say(w.say.Say("report.asked_homes", *w.Homes))
	}
}

// chances says how they came about, how large they are and what limits them.
func (w writer) chances() Section {
	c := w.Chances
	s := Section{Heading: w.say.Say("report.chances")}
	s.say(w.say.Say("report.book", c.Pages))
	if key := "report.rule_" + w.Rule; w.say.Has(key) {
		s.say(w.say.Say(key))
	}
	if c.Smallest == c.Largest {
		s.say(w.say.Say("report.same", c.Smallest, c.Pages, w.say.Share(share(c.Smallest, c.Pages))))
	} else {
		s.say(w.say.Say("report.smallest", c.Smallest, c.Pages, w.say.Share(share(c.Smallest, c.Pages)), c.AtLeast),
			w.say.Say("report.largest", c.Largest, c.Pages, w.say.Share(share(c.Largest, c.Pages))))
	}
	s.say(w.say.Say("report.even", w.say.Share(share(w.Seats, w.People))))
	w.limits(&s)
	if c.Smallest == c.BestPages {
		s.say(w.say.Say("report.best", c.Pages, c.BestPages))
	}
	if c.Unseated > 0 {
		s.say(w.say.Say("report.unseated", c.Unseated))
	}
	s.Blocks = append(s.Blocks, Block{Charts: []Chart{w.sortedChart()}})
	return s
}

func (w writer) limits(s *Section) {
	most := w.say.AtMost(w.Chances.Best)
	if len(w.Chances.Limits) == 0 {
		s.say(w.say.Say("report.limit_seats", most))
		return
	}
	s.say(w.say.Say("report.limit_quotas", most))
	var items []string
	for _, l := range w.Chances.Limits {
		switch {
		case l.Whole:
			items = append(items, w.say.Say("report.limit_whole"))
		case l.Household:
			items = append(items, w.say.Say("report.limit_household"))
		case l.Max:
			items = append(items, w.say.Say("report.limit_max", l.Feature, l.Value, l.Seats))
		default:
			items = append(items, w.say.Say("report.limit_min", l.Feature, l.Value, l.Seats))
		}
	}
	s.list(items...)
}

func (w writer) draw() Section {
	s := Section{Heading: w.say.Say("report.draw")}
	s.say(w.say.Say("report.commitment"))
	s.fixed(w.Commitment)
	if w.Stage != Drawn {
		s.say(w.say.Say("report.keep"))
	}
	w.mixing(&s)
	w.source(&s, w.Source)
	if w.Stage != Drawn {
		w.announced(&s)
	}
	if w.Stage == Drawn {
		s.say(w.say.Say("report.value"))
		s.fixed(w.Value)
		pages := w.Chances.Pages
		s.say(w.say.Say("report.page", w.Page, record.PageName(0, pages), record.PageName(pages-1, pages)))
	}
	if len(w.Digits) > 0 {
		s.Blocks = append(s.Blocks, Block{Charts: []Chart{w.digitChart()}})
	}
	return s
}

// announced says how a draw that is to come is held.
func (w writer) announced(s *Section) {
	if kind := w.Source.Kind; kind == draw.KindDigits || kind == draw.KindPageDigits {
		s.say(w.say.Say("report.at_once"))
	}
	s.say(w.say.Say("report.once"))
}

func (w writer) mixing(s *Section) {
	switch {
	case w.Mix == nil:
	case w.MixValue == "":
		s.say(w.say.Say("report.mix_open"))
		w.source(s, *w.Mix)
	default:
		s.say(w.say.Say("report.mix"))
		s.fixed(w.MixValue)
		w.source(s, *w.Mix)
		s.say(w.say.Say("report.mix_commitment"))
		s.fixed(w.Pool)
	}
}

// source says where a public value comes from, in the organiser's words, too.
func (w writer) source(s *Section, from draw.Source) {
	switch from.Kind {
	case draw.KindKnown:
		s.say(w.say.Say("report.draw_known"))
		return
	case draw.KindRehearsal:
		s.say(w.say.Say("report.draw_rehearsal"))
	case draw.KindDigits:
		s.say(w.say.Say("report.draw_digits", from.Digits))
	case draw.KindPageDigits:
		s.say(w.say.Say("report.draw_page"))
	case draw.KindLottery:
		if from.Extra > 0 {
			s.say(w.say.Say("report.draw_lottery_extra", from.Numbers, from.Extra))
		} else {
			s.say(w.say.Say("report.draw_lottery", from.Numbers))
		}
	case draw.KindDrand:
		s.say(w.say.Say("report.draw_drand", strconv.FormatInt(from.Round, 10)))
	case draw.KindDiceDrand:
		s.say(w.say.Say("report.draw_dice_drand", from.Digits, strconv.FormatInt(from.Round, 10)))
	}
	s.say(w.say.Say("report.where", from.Statement))
	if from.Time != "" {
		s.say(w.say.Say("report.when", w.say.Time(from.Time)))
	}
}

func (w writer) after() Section {
	s := Section{Heading: w.say.Say("report.after")}
	for _, e := range w.Events {
		switch e.Ended {
		case CalledOff:
			s.say(w.say.Say("report.ev_off", e.Number, e.Reason))
			continue
		case Announced:
			s.say(w.say.Say("report.ev_announced", e.Number))
		default:
			key := "report.ev_" + e.Kind
			if !w.say.Has(key) {
				key = "report.ev_other"
			}
			s.say(w.say.Say(key, e.Number, e.Leaving, e.Seats))
		}
		s.say(w.say.Say("report.ev_why", e.Statement))
		if e.Value != "" && e.Kind != record.KindSuccession {
			s.say(w.say.Say("report.ev_page", e.Value, e.Page))
		}
	}
	s.say(w.say.Say("report.members_now", w.Members))
	return s
}

func (w writer) caveats() Section {
	s := Section{Heading: w.say.Say("report.open_points")}
	var items []string
	for _, c := range w.Caveats {
		if text := w.say.Say("caveat." + string(c)); !slices.Contains(items, text) {
			items = append(items, text)
		}
	}
	if len(items) == 0 {
		s.say(w.say.Say("report.open_none"))
	} else {
		s.list(items...)
	}
	if w.Source.Kind != draw.KindKnown {
		s.say(w.say.Say("report.open_compare"))
	}
	return s
}

func (w writer) check() Section {
	s := Section{Heading: w.say.Say("report.check")}
	s.list(w.say.Say("report.check_compare"), w.say.Say("report.check_page"), w.say.Say("report.check_program"), w.say.Say("report.check_slip"))
	return s
}
