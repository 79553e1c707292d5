// checkEvents follows the panel from event to event: who leaves, who joins, by which
// page of which book, each event chained to what ended the one before.
async function checkEvents(r) {
  const numbers = [...new Set(r.under("public/events/").map((path) => Number(path.split("/")[2])))].sort((a, b) => a - b);
  const state = { panel: new Set(drawOf(r).panel), left: new Set(), round: Math.max(r.source.round, r.mixes ? r.mixSource.round : 0), previous: "public/draw.json" };
  const said = [];
  for (const [i, n] of numbers.entries()) {
    if (n !== i + 1) throw new Fault(`public/events/${n}: found event ${n}, expected ${i + 1}`);
    if (!state.previous) throw new Fault(`public/events/${n}: found an event after event ${i}, which was neither drawn nor called off`);
    const rehearsal = r.sourceAt(`public/events/${n}/commit/seedsource.json`).kind === "rehearsal" ? ", a rehearsal that binds nobody" : "";
    said.push(`event ${n}${rehearsal}: ` + await checkEvent(r, `public/events/${n}/`, n, state));
  }
  return said.join("; ") + quotasAfter(r, state.panel);
}

// checkEvent checks one event and moves the state on.
async function checkEvent(r, folder, n, state) {
  const commit = folder + "commit/", name = commit + "event.json", draw = folder + "draw.json", aborted = folder + "aborted.json";
  await compareList(r, commit, commit + "SHA256SUMS", ["book.csv", "event.json", "seedsource.json"]);
  const commitment = await r.hash(commit + "SHA256SUMS");
  const event = r.read(name, (file, bytes) => fields(file, readJSON(file, bytes),
    "event:n kind:s previous:h seats:n pages:n leaving:a statement:s"));
  const want = { event: n, kind: "replacement", previous: await r.hash(state.previous) };
  for (const field of Object.keys(want))
    if (event[field] !== want[field]) throw new Fault(`${name}: found ${quoted(String(event[field]))} in ${field}, expected ${quoted(String(want[field]))}`);
  if (event.seats < 1 || event.pages < 1) throw new Fault(`${name}: found ${event.seats} seats and ${event.pages} pages, expected one of each at least`);
  event.leaving.forEach((id, i) => {
    if (!state.panel.has(id) || (i > 0 && id <= event.leaving[i - 1]))
      throw new Fault(`${name}: found ${quoted(String(id))} leaving, expected people of the panel, sorted`);
  });
  const source = r.sourceAt(commit + "seedsource.json");
  checkEventSource(commit + "seedsource.json", source, state);
  checkSuits(commit + "seedsource.json", source, event.pages);
  if (source.kind === "nothing is drawn") throw new Fault(`${commit}seedsource.json: found that nothing is drawn, expected a public value`);
  if (!isSentence(event.statement, 1000)) throw new Fault(`${name}: found the statement ${quoted(event.statement)}, expected a sentence`);
  const book = r.read(commit + "book.csv", (file, bytes) => readBook(file, bytes, event.pages, event.seats, false, r.chances));
  for (const person of book.people.flat()) {
    const id = r.chances.ids[person];
    if (state.panel.has(id) || state.left.has(id)) throw new Fault(`${commit}book.csv: found ${id}, who ${state.panel.has(id) ? "is on the panel" : "left it"}`);
  }
  state.superseded = null;
  if (r.has(draw) && r.has(aborted)) throw new Fault(`${aborted}: found beside draw.json, expected one of them`);
  if (r.has(aborted)) {
    const end = r.read(aborted, readAborted);
    if (end.commitment !== commitment) throw new Fault(`${aborted}: found the commitment ${end.commitment}, expected ${commitment}`);
    [state.previous, state.superseded] = [aborted, end];
    return "called off: " + end.reason;
  }
  state.previous = r.has(draw) ? draw : "";
  if (!state.previous) return "not drawn yet";
  const joining = checkEventDraw(draw, r.read(draw, readDraw), commitment, source, event, book, r.chances.ids);
  for (const id of event.leaving) { state.panel.delete(id); state.left.add(id); }
  for (const id of joining) state.panel.add(id);
  return `${event.leaving.join(", ")} left, ${joining.join(", ")} joined`;
}

// checkEventSource: a source names what was called off just before, and only that; no
// round of drand serves twice.
function checkEventSource(name, source, state) {
  const [commitment, reason] = state.superseded ? [state.superseded.commitment, state.superseded.reason] : ["", ""];
  if (source.supersedes !== commitment || source.reason !== reason)
    throw new Fault(`${name}: found that it replaces ${quoted(source.supersedes)}, ${quoted(source.reason)}, expected ${quoted(commitment)}, ${quoted(reason)}`);
  if (source.round && source.round <= state.round) throw new Fault(`${name}: found round ${source.round}, expected one after ${state.round}`);
  state.round = Math.max(state.round, source.round);
}

function checkEventDraw(name, draw, commitment, source, event, book, ids) {
  checkValue(name, source, draw);
  const page = checkDraw(name, draw, commitment, source, event.pages);
  const joining = book.people[page.ticket - 1].map((person) => ids[person]);
  if (draw.panel.join() !== joining.join()) throw new Fault(`${name}: found ${draw.panel.join(", ")}, expected ${joining.join(", ")} as on page ${page.page}`);
  if (draw.page_salt) throw new Fault(`${name}: found a page salt, expected none`);
  return joining;
}

// quotasAfter says whether the panel still meets quotas and household limit; it need not be
// able to.
function quotasAfter(r, panel) {
  if (!r.hasPool) return "";
  const count = new Array(r.quotas.lines.length).fill(0);
  for (const id of panel) for (const line of linesOf(r.pool.people[r.chances.index.get(id)], r.quotas)) count[line]++;
  const missed = r.quotas.lines.flatMap(({ feature, value, min, max }, i) =>
    count[i] < min || count[i] > max ? [`${count[i]} with ${feature}: ${value}, wanted ${min} to ${max}`] : []);
  const limit = r.rules.household_limit, homes = new Map();
  for (const id of panel) {
    const { household } = r.pool.people[r.chances.index.get(id)];
    if (household) homes.set(household, (homes.get(household) || 0) + 1);
  }
  if (limit > 0) for (const n of homes.values()) if (n > limit) missed.push(`${n} of one household, wanted ${limit} at most`);
  return missed.length ? `; the panel now has ${missed.join(", ")}` : "; the panel still meets every quota" + (limit > 0 ? " and the household limit" : "");
}
