// What the record says of one person: whether they were in it, and what comes after. The book may
// be sealed, the pool with the auditor: then the sentences say so.
function lookUp(r, typed) {
  const id = typed.trim().toLowerCase(), i = r.unmixed ? undefined : r.chances.index.get(id);
  if (r.unmixed) return { head: say("in.unmixed"), state: "open", said: [] };
  if (i === undefined) return { head: say("in.no", { id: quoted(typed.trim()), like: r.chances.ids[0] }), state: "no", said: [] };
  const out = { head: say("in.yes", { id, people: say("people.of", { n: r.rules.people }) }), state: "yes", chance: [r.chances.pages[i], r.rules.pages], pages: pagesWith(r, i), id };
  out.said = [drawnWords(r, id), chanceWords(r.chances.pages[i], r.rules.pages)];
  if (!out.pages) out.said.push(say("in.pages.sealed"));
  for (const path of r.under("public/events/")) if (/\/(draw|event)\.json$/.test(path)) {
    const joined = path.endsWith("draw.json"), list = joined ? r.read(path, readDraw).panel : readJSON(path, r.bytes(path)).leaving;
    if (list.includes(id)) out.said.push(say(joined ? "in.joined" : "in.left", { n: path.split("/")[2] }));
  }
  r.parts.forEach((part, n) => out.said.push(...inPart(part, n + 1, id)));
  if (r.has(r.poolPath)) {
    const person = r.pool.people[i];
    out.said.push(say("in.answers", { answers: r.quotas.features.map((f, j) => `${f.name}: ${person.answers[j]}`).join("; ") }));
  }
  return out;
}

function drawnWords(r, id) {
  if (r.calledOff) return say("in.off");
  if (!r.drawn) return say("in.open");
  return say(r.draw.panel.includes(id) ? "in.drawn" : "in.not.drawn", { id, page: r.draw.page, seats: r.rules.seats });
}

// inPart says what an event was for a person; nothing if it did not concern them.
function inPart(part, n, id) {
  const { event } = part, out = event.kind === "outgoing", place = part.unmixed ? undefined : part.chances.index.get(id), said = [];
  if (event.unavailable.includes(id)) said.push(say("in.absent", { n }));
  if (place !== undefined) said.push(say(out ? "in.event.out" : "in.event", { n, chance: chanceWords(part.chances.pages[place], part.rules.pages) }));
  if (part.drawn && (event.leaving.includes(id) || out && part.draw.panel.includes(id))) said.push(say("in.left", { n }));
  else if (part.drawn && part.draw.panel.includes(id)) said.push(say(joins(event) ? "in.joined" : "in.next", { n }));
  else if (!part.drawn && event.leaving.includes(id)) said.push(say(part.calledOff ? "in.was" : "in.will", { n }));
  return said;
}

// pagesWith are the pages that name a person; null where they are sealed.
function pagesWith(r, i) {
  try {
    return namesOf(r, i);
  } catch (error) {
    if (error instanceof Unseen) return null;
    throw error;
  }
}
const namesOf = (r, i) => r.book.people.flatMap((page, p) => page.includes(i) ? [spellPage(p, r.rules.pages)] : []);

function chanceWords(count, all) {
  const pages = say("pages.of", { n: all });
  if (count === 0) return say("in.chance.none", { pages });
  if (count === all) return say("in.chance.certain", { count, pages });
  return say(2 * count > all ? "in.chance.even" : "in.chance", { count, pages, percent: perCent(count, all), odds: Math.round(all / count) });
}

// spaces part words: the same characters in every checker.
const spaces = /[\t-\r \u0085\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]+/;
const words = (text) => text.split(spaces).filter((word) => word).join(" ");
