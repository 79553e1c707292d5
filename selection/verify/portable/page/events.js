// checkEvents follows the panel from draw to draw: who leaves, who joins, by which
// page of which book, each event chained to the draw before.
async function checkEvents(r) {
  const numbers = [...new Set(r.under("public/events/").map((path) => Number(path.split("/")[2])))].sort((a, b) => a - b);
  const panel = new Set(drawOf(r).panel), left = new Set(), said = [];
  let previous = "public/draw.json";
  for (const [i, n] of numbers.entries()) {
    if (n !== i + 1) throw new Fault(`public/events/${n}: found event ${n}, expected ${i + 1}`);
    if (!r.has(previous)) throw new Fault(`public/events/${n}: found an event before event ${n - 1} was drawn`);
    const folder = `public/events/${n}/`;
    const { event, draw } = await checkEvent(r, folder, n, previous, panel, left);
    previous = folder + "draw.json";
    if (!draw) { said.push(`event ${n} is not drawn yet`); continue; }
    for (const id of event.leaving) { panel.delete(id); left.add(id); }
    for (const id of draw.panel) panel.add(id);
    said.push(`event ${n}: ${event.leaving.join(", ")} left, ${draw.panel.join(", ")} joined`);
  }
  return said.join("; ");
}

async function checkEvent(r, folder, n, previous, panel, left) {
  const commit = folder + "commit/", name = commit + "event.json";
  await compareSums(r, commit, ["book.csv", "event.json", "seedsource.json"]);
  const event = r.read(name, (file, bytes) => fields(file, readJSON(file, bytes),
    "event:n kind:s previous:h seats:n pages:n leaving:a statement:s"));
  const want = { event: n, kind: "replacement", previous: await r.hash(previous) };
  for (const field of Object.keys(want))
    if (event[field] !== want[field]) throw new Fault(`${name}: found ${quoted(String(event[field]))} in ${field}, expected ${quoted(String(want[field]))}`);
  if (event.seats < 1 || event.pages < 1) throw new Fault(`${name}: found ${event.seats} seats and ${event.pages} pages, expected one of each at least`);
  event.leaving.forEach((id, i) => {
    if (!panel.has(id) || (i > 0 && id <= event.leaving[i - 1]))
      throw new Fault(`${name}: found ${quoted(String(id))} leaving, expected people of the panel, sorted`);
  });
  const source = r.read(commit + "seedsource.json", (file, bytes) => readSource(file, readJSON(file, bytes)));
  const book = r.read(commit + "book.csv", (file, bytes) => readBook(file, bytes, event.pages, event.seats, false, r.chances));
  for (const page of book.people) for (const person of page) {
    const id = r.chances.ids[person];
    if (panel.has(id) || left.has(id)) throw new Fault(`${commit}book.csv: found ${id}, who ${panel.has(id) ? "is on the panel" : "left it"}`);
  }
  if (!r.has(folder + "draw.json")) return { event };
  const draw = r.read(folder + "draw.json", readDraw);
  checkValue(folder + "draw.json", source, draw);
  const page = checkDraw(folder + "draw.json", draw, await r.hash(commit + "SHA256SUMS"), source, event.pages);
  const joining = book.people[page.ticket - 1].map((person) => r.chances.ids[person]);
  if (draw.panel.join() !== joining.join()) throw new Fault(`${folder}draw.json: found ${draw.panel.join(", ")}, expected ${joining.join(", ")} as on page ${page.page}`);
  if (draw.page_salt) throw new Fault(`${folder}draw.json: found a page salt, expected none`);
  return { event, draw };
}
