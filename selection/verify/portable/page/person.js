// What the record says of one person, as paragraphs. The book may be sealed, the pool
// with the auditor: then those paragraphs say so.
function lookUp(r, typed) {
  const id = typed.trim().toLowerCase();
  const i = r.chances.index.get(id);
  if (i === undefined) throw new Fault(`${quoted(typed.trim())} is not a public id of this record. Ids look like ${r.chances.ids[0]}; yours is on the slip you were given.`);
  const { pages, people, seats } = r.rules, count = r.chances.pages[i];
  const said = [`${id} is one of the ${plural(people, "person", "people")} of the pool.`, chanceWords(count, pages)];
  try {
    const mine = namesOf(r, i);
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
  r.parts.forEach((part, n) => said.push(...inPart(part, n + 1, id)));
  if (r.has(r.poolPath)) {
    const person = r.pool.people[i];
    said.push("Recorded answers: " + r.quotas.features.map((f, j) => `${f.name}: ${person.answers[j]}`).join("; ") + ".");
  }
  return said;
}

// inPart says what an event was for a person; nothing if it did not concern them.
function inPart(part, n, id) {
  const { event } = part, out = event.kind === "outgoing", place = part.unmixed ? undefined : part.chances.index.get(id), said = [];
  if (event.unavailable.includes(id)) said.push(`Took no part in event ${n}.`);
  if (place !== undefined) said.push(`In event ${n}${out ? ", which draws who leaves" : ""}: ${chanceWords(part.chances.pages[place], part.rules.pages).replace(/^C/, "c")}`);
  if (part.drawn && (event.leaving.includes(id) || out && part.draw.panel.includes(id))) said.push(`Left the panel by event ${n}.`);
  else if (part.drawn && part.draw.panel.includes(id)) said.push(joins(event) ? `Joined the panel by event ${n}.` : `Next in line by event ${n}.`);
  else if (!part.drawn && event.leaving.includes(id)) said.push(part.calledOff ? `Was to leave by event ${n}, which was called off.` : `Will leave by event ${n}, which is not drawn yet.`);
  return said;
}

// namesOf are the pages that name a person.
const namesOf = (r, i) => r.book.people.flatMap((page, p) => page.includes(i) ? [spellPage(p, r.rules.pages)] : []);

function chanceWords(count, pages) {
  if (count === 0) return `Chance: 0 of ${plural(pages, "page")}. No page holds this person; where the proof names them unseatable, no panel that meets the quotas can.`;
  const percent = (100 * count / pages).toLocaleString("en-GB", { maximumFractionDigits: 2 });
  return `Chance: ${count.toLocaleString("en-GB")} of ${plural(pages, "page")}, which is ${percent} %, or `
    + (2 * count > pages ? `${count === pages ? "certain" : "more than one in two"}.` : `about one in ${Math.round(pages / count)}.`);
}

// spaces part words: the same characters in every checker.
const spaces = /[\t-\r \u0085\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]+/;
const words = (text) => text.split(spaces).filter((word) => word).join(" ");

// unquoted takes away what mail programs put before and behind the lines of a text: the marks
// of a quotation, blanks at the end, carriage returns.
function unquoted(text) {
  const lines = text.split("\n").map((line) => line.trimEnd());
  const [mark = ""] = lines.map((line) => /^([> ]*)begin record$/.exec(line)).filter((m) => m).map((m) => m[1]);
  return lines.map((line) => line.startsWith(mark) ? line.slice(mark.length) : line === mark.trimEnd() ? "" : line);
}

// checkReadable compares what the slip tells people, however its lines are broken: whoever shows
// only what programs read could tell somebody another chance.
function checkReadable(r, slip, on, answers) {
  const of = r.rules.pages, tenths = Math.floor(1000 * on.length / of);
  const about = on.length === of ? ": you are on the panel whatever is drawn" : ` (${Math.floor(tenths / 10)}.${tenths % 10} per cent)`;
  const facts = [`pages: ${on.length} of ${of}`, "commitment: " + hex(sha256(r.bytes(r.commitmentPath))), ...answers];
  if (on.length) facts.push(`You are on ${on.length === 1 ? "one" : on.length} of them, so your chance is ${on.length} in ${of}${about}.`, on.join(" "));
  const all = ` ${words(slip.lines.join(" "))} `;
  const other = facts.map(words).find((fact) => !all.includes(` ${fact} `) || slip.lines.some((line) => contradicts(line, fact)));
  const list = on.join(" "), name = list && `[0-9]{${on[0].length}}`;
  // More names before or behind the list would promise more pages.
  const longer = list && new RegExp(` ${name} ${list} | ${list} ${name} `).test(all);
  if (other || longer) throw new Fault(`The slip tells its reader something else than the record, which says: ${other || list}`);
}

// contradicts: a line begins as a fact does, "name: ", and goes on differently. One of them may
// be cut short, or joined to what follows it. Lines for programs are read one by one.
function contradicts(line, fact) {
  const end = fact.indexOf(": "), name = fact.slice(0, end);
  if (end < 0 || ["id", "salt", "place", "path", "page", "pool root"].includes(name) || !line.startsWith(name + ": ")) return false;
  return !(line + " ").startsWith(fact + " ") && !(fact + " ").startsWith(line + " ");
}

// readSlip finds the lines that programs read. The path of the person follows "place",
// that of a sealed seat follows its "page"; the lines of the leaf stand between "begin
// record" and "end record". Everything else in a slip is for people.
function readSlip(text) {
  const slip = { id: "", salt: "", place: "", path: [], seats: [] };
  let path = slip.path;
  const lines = unquoted(text);
  slip.lines = lines.map(words);
  const from = slip.lines.indexOf("begin record"), to = slip.lines.indexOf("end record", from);
  if (from >= 0 && slip.lines.indexOf("begin record", to) >= 0) throw new Fault("The slip has the line “begin record” twice.");
  slip.record = from < 0 || to < 0 ? [] : lines.slice(from + 1, to);
  for (const line of slip.lines.toSpliced(from, from < 0 || to < 0 ? 0 : to + 1 - from)) {
    const [, name, value] = /^(id|salt|place|path|page): ?(.*)$/.exec(line) || [];
    if (name === "page") {
      const m = /^([0-9]+) seat ([1-9][0-9]*) salt ([0-9a-f]{32})$/.exec(value);
      if (!m) throw new Fault(`The slip has ${quoted(line)}, expected a page, a seat and a salt.`);
      path = [];
      slip.seats.push({ page: m[1], seat: m[2], salt: unhex(m[3]), path });
    } else if (name === "path") {
      if (!isHash(value)) throw new Fault(`The slip has ${quoted(line)}, expected a hash of 64 hexadecimal digits.`);
      path.push(unhex(value));
    } else if (name) {
      if (slip[name]) throw new Fault(`The slip has ${quoted(line)}, expected one line for ${name}.`);
      slip[name] = value;
      if (name === "place") path = slip.path;
    }
  }
  return slip;
}

function checkSlip(r, text) {
  const slip = readSlip(text), { id } = slip, index = r.chances.index.get(id), n = r.chances.ids.length;
  if (index === undefined) throw new Fault(`The slip names the id ${quoted(id)}, which is not in this record.`);
  if (slip.record.length < 2 || slip.record[0] !== id) throw new Fault("The slip does not hold the lines of this person between “begin record” and “end record”.");
  if (slip.place !== `${index + 1} of ${n}`) throw new Fault(`The slip has the place ${quoted(slip.place)}, expected ${index + 1} of ${n}.`);
  const leaf = leafHash(join(saltOf("The slip", slip.salt), utf8(slip.record.map((line) => line + "\n").join(""))));
  const root = climb(leaf, index, n, slip.path);
  if (!root || hex(root) !== r.poolRoot)
    throw new Fault("The slip does not lead to the pool that was fixed: an answer, the salt or the path is not as recorded.");
  const answers = slip.record.slice(2).flatMap((line, i, all) => i % 2 ? [] : [`${line}: ${all[i + 1]}`]);
  const said = [`${id} is in the pool that was fixed before the draw, with exactly these answers: ${answers.join("; ")}.`];
  if (r.sealed) said.push(checkSeats(r, slip, r.chances.pages[index]));
  if (r.version > 1) checkReadable(r, slip, r.sealed ? slip.seats.map(({ page }) => page) : namesOf(r, index), answers);
  return said;
}

function checkSeats(r, slip, count) {
  const pages = new Set();
  for (const { page, seat, salt, path } of slip.seats) {
    const top = climb(seatLeaf(salt, page, seat, slip.id), seat - 1, r.rules.seats, path);
    if (!top || hex(top) !== r.seals[Number(page)]) throw new Fault(`The slip does not show a seat on the sealed page ${page}.`);
    pages.add(page);
  }
  if (pages.size !== count) throw new Fault(`The slip shows seats on ${plural(pages.size, "page")}, expected ${count} as in chances.csv.`);
  return `It has a seat on ${plural(count, "sealed page")}: ${[...pages].join(" ")}.`;
}
