// Events that are records of their own: each is checked as every record is, and that it follows
// from what was before (E1 to E11). A part is the record of an event.

const eventPath = "public/commit/event.json", seatedPath = "public/commit/seated.csv";

function readEvent(name, bytes) {
  const event = fields(name, readJSON(name, bytes), "format:s event:n kind:s previous:h leaving:a unavailable:a statement:s");
  const fail = (field, want) => { throw new Fault(`${name}: found in ${field} ${quoted(String(event[field]))}, expected ${want}`); };
  if (event.format !== "evenlot-event/2") fail("format", "evenlot-event/2");
  if (!["replacement", "rotation", "outgoing", "alternates", "succession"].includes(event.kind)) fail("kind", "replacement, rotation, outgoing, alternates or succession");
  if (event.event > 40) fail("event", "40 at most");
  if (!isSentence(event.statement, 1000)) fail("statement", "a sentence");
  for (const field of ["leaving", "unavailable"])
    if (event[field].some((id, i, all) => typeof id !== "string" || !isId(id) || i > 0 && id <= all[i - 1])) fail(field, "public ids, sorted");
  return event;
}

// checkChain follows the panel from event to event.
async function checkChain(r) {
  if (!r.drawn || r.version === 1) throw new Fault("public/events: found events, expected none in a record that is not drawn, or of version 1");
  const state = { panel: new Set(drawOf(r).panel), left: new Set(), next: [], round: 0, time: "", values: new Set(), previous: await r.hash("public/SHA256SUMS"), superseded: null };
  useUp(r, state);
  const said = [];
  for (let n = 1; n <= r.events.size; n++) {
    if (!r.events.has(String(n))) throw new Fault(`public/events: found ${plural(r.events.size, "event")} (${[...r.events.keys()].join(", ")}), expected them numbered from 1`);
    try {
      said.push(`event ${n}: ` + await checkChange(r, n, state));
    } catch (error) {
      throw error instanceof Fault ? new Fault(`event ${n}: ${inEvent(error.message, n)}`) : error;
    }
  }
  r.members = [...state.panel].sort();
  const text = said.join("; ") + quotasAfter(r, state.panel);
  const unseen = [r, ...r.parts].some((part) => !part.hasPool || !part.hasBook && !part.unmixed);
  if (unseen) throw new Unseen(text + ". What people answered, and who of a household was left out, takes what an auditor has");
  return text;
}

// joins: is the panel of an event then in?
const joins = ({ kind }) => kind === "replacement" || kind === "rotation" || kind === "succession";

// inEvent names the files of an event as the folder does.
const inEvent = (text, n) => text.replace(/\b(public|auditor)\//g, `$1/events/${n}/`);

// checkChange checks one event, says what happened, and moves the state on.
async function checkChange(r, n, state) {
  if (!state.previous) throw new Fault(`found an event after event ${n - 1}, which was neither drawn nor called off`);
  const part = new RecordFiles(r.events.get(String(n)), true);
  r.parts.push(part);
  const wrong = (await checkRecord(part)).find((line) => line.state === "failed");
  if (wrong) throw new Fault(`“${wrong.title}”: ${wrong.found}`);
  checkNext(r, part, n, state);
  useUp(part, state, true);
  const { event } = part, stay = whoStays(r, event, state), out = event.kind === "outgoing";
  part.narrows = event.unavailable.length > 0;
  checkWho(r, part, state, stay);
  checkLines(r, part);
  if (out) checkUnbound(part, state);
  else if (event.kind === "alternates") checkNobodySeated(part);
  else checkNeeded(r, part, stay);
  checkSettled(r, part, state, stay);
  const ended = part.drawn || part.calledOff, panel = part.drawn ? part.draw.panel : [];
  state.previous = ended ? await part.hash("public/SHA256SUMS") : "";
  state.superseded = part.calledOff ? part.aborted : null;
  if (part.drawn) {
    for (const id of out ? panel : event.leaving) { state.panel.delete(id); state.left.add(id); }
    if (joins(event)) for (const id of panel) state.panel.add(id);
    if (event.kind === "alternates") state.next = panel;
  }
  return whatHappened(r, part, stay);
}

// checkNext (E5, E6): the event is the next one, under the rules of the record.
function checkNext(r, part, n, state) {
  const { event } = part;
  const same = (name, field, found, want) => {
    if (found !== want) throw new Fault(`${name}: found in ${field} ${quoted(String(found))}, expected ${quoted(String(want))}`);
  };
  same(eventPath, "event", event.event, n);
  same(eventPath, "previous", event.previous, state.previous);
  for (const field of ["format", "rule", "form", "household_limit"]) same("public/commit/rules.json", field, part.rules[field], r.rules[field]);
  const { commitment, reason } = state.superseded || { commitment: "", reason: "" };
  same("public/commit/seedsource.json", "supersedes", part.source.supersedes, commitment);
  same("public/commit/seedsource.json", "reason", part.source.reason, reason);
  const names = ({ lines }) => JSON.stringify(lines.map(({ feature, value }) => [feature, value]));
  if (part.quotas.flex || names(part.quotas) !== names(r.quotas)) throw new Fault("public/commit/quotas.csv: found other features, values or columns than in the record, expected those, without flex columns");
}

// useUp notes the times, rounds and public values of a record, and checks those of an event
// (E8, E9).
function useUp(part, state, check) {
  for (const { round, time } of part.mixes ? [part.mixSource, part.source] : [part.source]) {
    if (check && (round && round <= state.round || time && time <= state.time))
      throw new Fault(`public/commit/seedsource.json: found a source of ${time}${round ? `, round ${round}` : ""}, expected one after ${state.time}${state.round ? `, round ${state.round}` : ""}`);
    state.round = Math.max(state.round, round);
    if (time > state.time) state.time = time;
  }
  for (const value of [part.mixes && !part.unmixed ? part.mixing.public_value : "", part.drawn && part.source.kind !== "page digits" ? part.draw.public_value : ""]) {
    if (check && value && state.values.has(value)) throw new Fault(`public/draw.json: found the public value ${quoted(value)}, expected one that drew or mixed nothing before`);
    state.values.add(value);
  }
}

// whoStays (E1) gives the members who do not leave before the draw.
function whoStays(r, { kind, leaving, unavailable }, { panel }) {
  const fail = (id, want) => { throw new Fault(`${eventPath}: found ${id}, expected ${want}`); };
  const out = kind === "outgoing";
  for (const id of leaving) if (!joins({ kind }) || !panel.has(id)) fail(id + " leaving", joins({ kind }) ? "people of the panel" : "nobody, with the kind " + kind);
  for (const id of unavailable) if (panel.has(id) !== out || !r.chances.index.has(id)) fail(id + " unavailable", out ? "people of the panel" : "people of the pool who are not on the panel");
  return new Set([...panel].filter((id) => !leaving.includes(id)));
}

// checkWho (E2): the pool is everybody who can be drawn.
function checkWho(r, part, { panel, left }, stay) {
  const out = part.event.kind === "outgoing", barred = new Set(part.event.unavailable), limited = !out && r.rules.household_limit > 0;
  const personOf = (id) => r.pool.people[r.chances.index.get(id)];
  const homes = new Set(limited && r.hasPool ? [...stay].map((id) => personOf(id).household).filter(Boolean) : []);
  const may = (id) => out ? panel.has(id) && !barred.has(id)
    : r.chances.index.has(id) && !panel.has(id) && !left.has(id) && !barred.has(id) && !(homes.size && homes.has(personOf(id).household));
  const pool = part.unmixed ? part.hasPool && part.pool.people.map(({ id }) => id) : part.chances.ids;
  if (!pool) return;
  const odd = pool.find((id) => !may(id)), inPool = new Set(pool);
  if (odd) throw new Fault(`public/commit/chances.csv: found ${odd}, who cannot be drawn`);
  const missed = limited && !r.hasPool || part.settled ? null : r.chances.ids.find((id) => may(id) && !inPool.has(id));
  if (missed) throw new Fault(`public/commit/chances.csv: found no ${missed}, who can be drawn`);
}

// checkLines (E7): people have the answers, salts and households of the record.
function checkLines(r, part) {
  if (!r.hasPool || !part.hasPool) return;
  const was = ({ id }) => r.pool.people[r.chances.index.get(id)], homes = new Map();
  for (const person of part.pool.people) homes.set(was(person).household, (homes.get(was(person).household) || 0) + 1);
  for (const person of part.pool.people) {
    const { household, salt, answers } = was(person), home = homes.get(household) > 1 ? household : "";
    if (person.household !== home || hex(person.salt) !== hex(salt) || JSON.stringify(person.answers) !== JSON.stringify(answers))
      throw new Fault(`${part.poolPath}: found another line of ${person.id} than in the record`);
  }
}

// checkNeeded (E3, E4): seats and quotas are what those who stay leave; wider is a deviation.
function checkNeeded(r, part, stay) {
  const vacant = r.rules.seats - stay.size, seated = part.seated;
  if (part.rules.seats > vacant) throw new Fault(`public/commit/rules.json: found ${plural(part.rules.seats, "seat")}, expected ${vacant} at most`);
  checkSeated(r, seated, stay);
  part.deviates = part.rules.seats < vacant;
  r.quotas.lines.forEach(({ feature, value, min, max }, i) => {
    const low = Math.max(0, min - seated[i]), high = Math.max(0, max - seated[i]), window = part.quotas.lines[i];
    if (window.min > low || window.max < high) throw new Fault(`public/commit/quotas.csv: found ${feature}: ${value} ${window.min} to ${window.max}, expected no less room than ${low} to ${high}`);
    if (window.min < low || window.max > high) part.deviates = true;
  });
}

// checkSettled (E10): nothing is drawn in a succession, and in no other event; its pool is the
// alternates whom the rule names.
function checkSettled(r, part, { panel, left, next }, stay) {
  const { kind, unavailable } = part.event, pool = part.unmixed ? [] : part.chances.ids;
  if (part.settled ? !["succession", "alternates"].includes(kind) : kind === "succession") throw new Fault(`public/commit/seedsource.json: found the kind ${quoted(part.source.kind)} in a ${kind}`);
  if (!part.settled) return;
  if (kind === "alternates") { checkNextPages(r, part, panel); return; }
  const odd = pool.find((id) => !next.includes(id));
  if (odd) throw new Fault(`public/commit/chances.csv: found ${odd}, expected people who are next in line`);
  if (pool.length !== part.rules.seats || part.mixes) throw new Fault(`public/commit/rules.json: found ${plural(part.rules.seats, "seat")} for ${plural(pool.length, "person", "people")}, expected as many, and nothing mixed`);
  if (!r.hasPool) return;
  const personOf = (id) => r.pool.people[r.chances.index.get(id)], homes = new Set([...stay].map((id) => personOf(id).household));
  const able = [...next].sort().filter((id) => !panel.has(id) && !left.has(id) && !unavailable.includes(id)
    && !(r.rules.household_limit > 0 && personOf(id).household && homes.has(personOf(id).household)));
  const up = risers(r, stay, able, personOf).sort();
  if (up.join() !== pool.join()) throw new Fault(`public/commit/chances.csv: found ${pool.join(", ")}, expected ${up.join(", ") || "nobody"}, who move up by the rule`);
}

// checkNextPages (E11): alternates without a draw of their own are those whom the draw of the panel
// named.
function checkNextPages(r, part, panel) {
  const promise = /^the public value that draws the panel also names ([1-9][0-9]{0,8}) alternates, who are on the next pages that it leads to$/;
  const want = Math.max(0, ...r.rules.statements.map((said) => promise.exec(said)).filter((m) => m).map((m) => Number(m[1])));
  const pool = part.unmixed ? [] : part.chances.ids;
  if (!want || part.event.event !== 1 || part.event.unavailable.length || part.mixes) throw new Fault(`${eventPath}: found alternates without a draw, expected the first event of a record whose rules say so`);
  if (pool.length !== part.rules.seats) throw new Fault(`public/commit/rules.json: found ${part.rules.seats} seats for ${plural(pool.length, "person", "people")}, expected as many`);
  const limit = r.rules.household_limit;
  if (!r.hasBook || limit > 0 && !r.hasPool) return;
  const home = (id) => limit > 0 ? r.pool.people[r.chances.index.get(id)].household : "", homes = new Map(), named = [];
  const lives = (id) => homes.set(home(id), (homes.get(home(id)) || 0) + 1);
  for (const id of panel) lives(id);
  const { commitment, public_value } = r.draw, text = `${commitment}.${public_value}`, lot = (id) => hex(sha256(utf8(`${text},alternate,${id}`)));
  for (let j = 1; j <= 1000 && named.length < want; j++) {
    const page = r.book.people[lead(`${text},alternates,${j}`, r.rules.pages).page].map((person) => r.chances.ids[person]);
    for (const id of page.sort((a, b) => (lot(a) < lot(b) ? -1 : 1))) {
      if (named.length === want || panel.has(id) || named.includes(id) || home(id) && (homes.get(home(id)) || 0) >= limit) continue;
      named.push(id);
      lives(id);
    }
  }
  named.sort();
  if (named.join() !== pool.join()) throw new Fault(`public/commit/chances.csv: found ${pool.join(", ")}, expected ${named.join(", ")}, whom the draw of the panel named`);
}

// risers are whom the rule names: for each vacant seat the alternate with whom the panel is nearest
// to its quotas, the first of several, nobody with whom it would be further.
function risers(r, stay, able, personOf) {
  const count = r.quotas.lines.map(() => 0), up = [], join = (id, n) => linesOf(personOf(id), r.quotas).forEach((line) => { count[line] += n; });
  const loss = () => r.quotas.lines.reduce((sum, { min, max }, i) => sum + Math.max(min - count[i], count[i] - max, 0) * Math.floor(5354228880 / Math.max(max, 1)), 0);
  for (const id of stay) join(id, 1);
  while (stay.size + up.length < r.rules.seats) {
    let least = loss(), best = null;
    for (const id of able) if (!up.includes(id)) {
      join(id, 1);
      const now = loss();
      if (now < least || !best && now === least) [least, best] = [now, id];
      join(id, -1);
    }
    if (!best) break;
    join(best, 1);
    up.push(best);
  }
  return up;
}

// checkSeated: seated.csv counts those who stay.
function checkSeated(r, seated, stay) {
  for (const { name, lines } of r.quotas.features) {
    const sum = lines.reduce((n, line) => n + seated[line], 0);
    if (sum !== stay.size) throw new Fault(`${seatedPath}: found ${sum} people for ${name}, expected ${stay.size}`);
  }
  if (!r.hasPool) return;
  const count = seated.map(() => 0);
  for (const id of stay) for (const line of linesOf(r.pool.people[r.chances.index.get(id)], r.quotas)) count[line]++;
  const wrong = count.findIndex((n, i) => n !== seated[i]);
  if (wrong >= 0) throw new Fault(`${seatedPath}:${wrong + 2}: found ${seated[wrong]}, expected ${count[wrong]}`);
}

// checkUnbound (E3, E4): nothing bears on who leaves.
function checkUnbound(part, { panel }) {
  const { seats } = part.rules;
  if (seats >= panel.size) throw new Fault(`public/commit/rules.json: found ${plural(seats, "seat")} for those who leave, expected fewer than the ${panel.size} members`);
  checkNobodySeated(part);
  const odd = part.quotas.lines.find(({ min, max }) => min !== 0 || max !== seats);
  if (odd) throw new Fault(`public/commit/quotas.csv: found ${odd.feature}: ${odd.value} ${odd.min} to ${odd.max}, expected 0 to ${seats}`);
}

function checkNobodySeated(part) {
  if (part.seated.some((n) => n > 0)) throw new Fault(`${seatedPath}: found people who stay, expected 0 on every line`);
}

// whatHappened tells people about an event.
function whatHappened(r, part, stay) {
  const { event } = part, who = (ids) => ids.length ? ids.join(", ") : "nobody", { seats } = part.rules;
  if (part.calledOff) return "called off: " + part.aborted.reason;
  if (event.kind === "alternates") return `${plural(seats, "alternate")}: ${part.drawn ? who(part.draw.panel) + " next in line" : "not drawn yet"}`;
  const vacant = r.rules.seats - stay.size, out = event.kind === "outgoing";
  const about = out ? `draw of ${seats} who leave` : `${seats} of ${plural(vacant, "vacant seat")}${part.deviates ? ", not within the quotas as first published" : ""}`;
  const away = event.unavailable.length ? `, ${plural(event.unavailable.length, "person", "people")} unavailable` : "";
  if (!part.drawn) return `${event.kind}, ${about}${away}; ${out ? "" : `${who(event.leaving)} to leave; `}not drawn yet`;
  if (out) return `${event.kind}, ${about}${away}: ${who(part.draw.panel)} left`;
  return `${event.kind}, ${about}${away}: ${who(event.leaving)} left, ${who(part.draw.panel)} joined`;
}
