package report

// who puts volunteers, quotas and panel side by side: a table, and a chart for every feature.
func (w writer) who() Section {
	s := Section{Heading: w.say.Say("report.who_open")}
	if w.Stage == Drawn {
		s.Heading = w.say.Say("report.who_drawn")
	}
	if len(w.Features) == 0 {
		s.say(w.say.Say("report.lead", w.People, w.Seats))
		return s
	}
	if w.has(panelOf) {
		s.say(w.say.Say("report.who_text"))
	} else {
		s.say(w.say.Say("report.who_text_open"))
	}
	if w.has(populationOf) {
		s.say(w.say.Say("report.who_population"))
	}
	if w.Stage == Drawn && !w.has(panelOf) {
		s.say(w.say.Say("report.who_unknown"))
	}
	var charts []Chart
	for _, f := range w.Features {
		charts = append(charts, w.featureChart(f))
	}
	s.Blocks = append(s.Blocks, Block{Legend: w.legend()}, Block{Charts: charts}, Block{Table: w.table()})
	return s
}

func (w writer) table() *Table {
	t := &Table{Caption: w.say.Say("report.who_table"), Head: []Head{{w.say.Say("report.col_answer"), 1}}}
	population, panel, now := w.has(populationOf), w.has(panelOf), w.has(nowOf)
	if population {
		t.Head = append(t.Head, Head{w.say.Say("report.col_population"), 1})
	}
	t.Head = append(t.Head, Head{w.say.Say("report.col_pool"), 2}, Head{w.say.Say("report.col_quota"), 1})
	if panel {
		t.Head = append(t.Head, Head{w.say.Say("report.col_panel"), 2})
	}
	if now {
		t.Head = append(t.Head, Head{w.say.Say("report.col_now"), 1})
	}
	for _, f := range w.Features {
		g := Group{Name: f.Name}
		for _, v := range f.Values {
			row := []string{v.Name}
			if population {
				row = append(row, "")
				if v.Population != nil {
					row[1] = w.say.Share(v.Population)
				}
			}
			row = append(row, w.number(v.Pool), w.say.Share(share(v.Pool, w.People)), w.window(v))
			if panel {
				row = append(row, w.number(*v.Panel), w.say.Share(share(*v.Panel, w.Seats)))
			}
			if now {
				row = append(row, w.number(*v.Now))
			}
			g.Rows = append(g.Rows, row)
		}
		t.Groups = append(t.Groups, g)
	}
	return t
}
