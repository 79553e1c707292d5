// What the record says of one person, as paragraphs. The book may be sealed, the pool
// with the auditor: then those paragraphs say so.
function lookUp(r, typed) {
  const id = typed.trim().toLowerCase();
  const i = r.chances.index.get(id);
  if (i === undefined) throw new Fault(`${quoted(typed.trim())} is not a public id of this record. Ids look like ${r.chances.ids[0]}; yours is on the slip you were given.`);
  const { pages, people, seats } = r.rules, count = r.chances.pages[i];
  const said = [`${id} is one of the ${plural(people, "person", "people")} of the pool.`, chanceWords(count, pages)];
  try {
    const mine = r.book.people.flatMap((page, p) => page.includes(i) ? [spellPage(p, pages)] : []);
    if (mine.length) said.push(`Pages with ${id}: ${mine.join(" ")}`);
  } catch (error) {
    said.push(`Pages with ${id}: not checkable here: ${error.message}.`);
  }
  if (!r.drawn) said.push("Nothing is drawn yet.");
  else said.push(r.draw.panel.includes(id) ? `Drawn: page ${r.draw.page} was opened, and ${id} has one of its ${seats} seats.`
    : `Not drawn: page ${r.draw.page} was opened, and ${id} is not on it.`);
  for (const path of r.under("public/events/")) if (/\/(draw|event)\.json$/.test(path)) {
    const list = path.endsWith("draw.json") ? r.read(path, readDraw).panel : readJSON(path, r.bytes(path)).leaving;
    if (list.includes(id)) said.push(`${path.endsWith("draw.json") ? "Joined" : "Left"} the panel by event ${path.split("/")[2]}.`);
  }
  if (r.has(r.poolPath)) {
    const person = r.pool.people[i];
    said.push("Recorded answers: " + r.quotas.features.map((f, j) => `${f.name}: ${person.answers[j]}`).join("; ") + ".");
  }
  return said;
}

function chanceWords(count, pages) {
  if (count === 0) return `Chance: 0 of ${plural(pages, "page")}. No page holds this person; where the proof names them unseatable, no panel that meets the quotas can.`;
  const percent = (100 * count / pages).toLocaleString("en-GB", { maximumFractionDigits: 2 });
  return `Chance: ${count.toLocaleString("en-GB")} of ${plural(pages, "page")}, which is ${percent} %, or `
    + (2 * count > pages ? `${count === pages ? "certain" : "more than one in two"}.` : `about one in ${Math.round(pages / count)}.`);
}

// A slip has lines "name: value" (id, salt, place, path) and, between "begin record" and
// "end record", the lines that the leaf of the person is made of; in the sealed form also
// "page: 017 seat 3 salt … path …" for each page. Everything else in it is for people.
function checkSlip(r, text) {
  const lines = text.split("\n").map((line) => line.trim());
  const field = (name) => (lines.find((line) => line.startsWith(name + ": ")) || "").slice(name.length + 2);
  const id = field("id"), index = r.chances.index.get(id);
  if (index === undefined) throw new Fault(`The slip names the id ${quoted(id)}, which is not in this record.`);
  const own = lines.slice(lines.indexOf("begin record") + 1, lines.indexOf("end record"));
  if (own.length < 2 || own[0] !== id) throw new Fault("The slip does not hold the lines of this person between “begin record” and “end record”.");
  const path = hashList(field("path"));
  const leaf = leafHash(join(saltOf("The slip", field("salt")), utf8(own.map((line) => line + "\n").join(""))));
  const root = climb(leaf, index, r.chances.ids.length, path);
  if (!root || hex(root) !== r.poolRoot)
    throw new Fault("The slip does not lead to the pool that was fixed: an answer, the salt or the path is not as recorded.");
  const answers = own.slice(2).flatMap((line, i, all) => i % 2 ? [] : [`${line}: ${all[i + 1]}`]);
  const said = [`${id} is in the pool that was fixed before the draw, with exactly these answers: ${answers.join("; ")}.`];
  if (r.sealed) said.push(checkSeats(r, id, index, lines));
  return said;
}

const hashList = (text) => text.split(/\s+/).filter(Boolean).map((hash) => {
  if (!isHash(hash)) throw new Fault(`The slip has ${quoted(hash)} in a path, expected a hash of 64 hexadecimal digits.`);
  return unhex(hash);
});

function checkSeats(r, id, index, lines) {
  const pages = new Set();
  for (const line of lines.filter((l) => l.startsWith("page: "))) {
    const m = /^page: ([0-9]+) seat ([1-9][0-9]*) salt ([0-9a-f]{32}) path(.*)$/.exec(line);
    const top = m && climb(seatLeaf(unhex(m[3]), m[1], m[2], id), m[2] - 1, r.rules.seats, hashList(m[4]));
    if (!top || hex(top) !== r.seals[Number(m[1])]) throw new Fault(`The slip does not show a seat on a sealed page: ${quoted(line)}`);
    pages.add(m[1]);
  }
  const count = r.chances.pages[index];
  if (pages.size !== count) throw new Fault(`The slip shows seats on ${plural(pages.size, "page")}, expected ${count} as in chances.csv.`);
  return `It has a seat on ${plural(count, "sealed page")}: ${[...pages].join(" ")}.`;
}
