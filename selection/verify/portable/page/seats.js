// The quotas and the panel, as a table with bars.

// seatsOf counts the people of a list by line of quotas.csv; null where their answers are not here.
function seatsOf(r, ids) {
  if (!r.hasPool || !ids) return null;
  const count = r.quotas.lines.map(() => 0);
  for (const id of ids) {
    const { values } = r.pool.people[r.chances.index.get(id)];
    r.quotas.features.forEach(({ lines }, f) => count[lines[values[f]]]++);
  }
  return count;
}

// quotasAnswer answers whether the panel is what the quotas say.
function quotasAnswer(r) {
  if (r.unmixed) return { head: say("quotas.unmixed"), state: "open", said: [] };
  if (!r.hasPool) return { head: say("quotas.unseen"), state: "open", said: [] };
  if (!r.drawn && !r.hasBook) return { head: say("quotas.sealed"), state: "open", said: [] };
  if (!r.drawn) return { head: say(r.calledOff ? "quotas.off" : "quotas.open"), state: r.calledOff ? "open" : "yes", said: [] };
  const counted = seatsOf(r, r.draw.panel); // the pages may be sealed, and nobody else have looked
  if (r.quotas.lines.some(({ min, max }, i) => counted[i] < min || counted[i] > max)) return { head: say("quotas.no", { n: r.rules.seats }), state: "no", said: [] };
  const said = r.members ? [say("quotas.event")] : [];
  return { head: say("quotas.yes", { n: r.rules.seats }), state: "yes", said };
}

// showSeats draws the table. A bar stands beside the numbers and repeats them.
function showSeats(r, into) {
  const panel = seatsOf(r, r.drawn ? r.draw.panel : null), now = seatsOf(r, r.members), { seats, people } = r.rules;
  const table = put(into, "table", undefined, "seats"), head = put(put(table, "thead"), "tr");
  table.createCaption().textContent = say("quotas.caption", { n: seats });
  const columns = ["who", "window", ...(panel ? ["panel"] : []), ...(now ? ["now"] : []), "volunteers"];
  for (const column of columns) put(head, "th", say("quotas." + column), column).scope = "col";
  const top = Math.max(1, ...r.quotas.lines.map(({ max }, i) => Math.min(max, seats)), ...(panel || [0]), ...r.totals.map((n) => seats * n / people));
  for (const feature of r.quotas.features) {
    const body = put(table, "tbody"), title = put(put(body, "tr", undefined, "feature"), "th", feature.name);
    [title.colSpan, title.scope] = [columns.length, "rowgroup"];
    for (const line of feature.lines) {
      const { value, min, max } = r.quotas.lines[line], row = put(body, "tr"), name = put(row, "th", value, "who");
      name.scope = "row";
      name.append(bar({ min, max: Math.min(max, seats), share: seats * r.totals[line] / people, top, count: panel && panel[line] }));
      put(row, "td", min === max ? number(min) : say("quotas.range", { min, max }), "window");
      if (panel) put(row, "td", number(panel[line]), "panel");
      if (now) put(row, "td", number(now[line]), "now");
      put(row, "td", `${number(r.totals[line])} (${perCent(r.totals[line], people).replace(/[.,]\d+/, "")})`, "volunteers");
    }
  }
  put(into, "p", say(panel ? "quotas.legend" : "quotas.legend.open"), "hint");
}

// bar draws one line: a frame from the smallest to the largest number allowed, the seats of the
// panel as a bar, and the share of volunteers as a line.
function bar({ min, max, share, top, count }) {
  const make = (tag, attributes, into) => {
    const node = document.createElementNS("http://www.w3.org/2000/svg", tag);
    for (const [key, value] of Object.entries(attributes)) node.setAttribute(key, value);
    if (into) into.append(node);
    return node;
  };
  const at = (n) => 2 + 196 * n / top;
  const svg = make("svg", { viewBox: "0 0 200 14", preserveAspectRatio: "none", class: "bar", role: "img",
    "aria-label": count === null ? say("quotas.bar.open", { min, max }) : say("quotas.bar", { n: count, min, max }) });
  make("rect", { x: at(0), y: 4, width: 196, height: 6, class: "track" }, svg);
  if (count) make("rect", { x: at(0), y: 4, width: at(count) - at(0), height: 6, class: "taken" }, svg);
  make("rect", { x: at(min) - 1, y: 1, width: Math.max(at(max) - at(min), 0) + 2, height: 12, class: "window" }, svg);
  make("line", { x1: at(share), x2: at(share), y1: 0, y2: 14, class: "share" }, svg);
  return svg;
}
