// The slip of a volunteer: as text, whatever a mail program made of its lines, or as the end of
// the address of this page.

const linkMark = "#slip=";
const isLink = (text) => text.includes(linkMark) && !text.includes("begin record");
const isSlip = (text) => isLink(text) || /begin record|\n/.test(text.trim());

// slipAnswer answers for the person of a slip, once it is known to be right.
function slipAnswer(r, text) {
  let slip, said;
  try {
    slip = isLink(text) ? readLink(text) : readSlip(text);
    said = r.unmixed ? checkPlace(r, slip, r.rules.people) : checkAnySlip(r, text);
  } catch (error) {
    return { head: say("in.slip.no"), state: "no", said: [error.message] };
  }
  if (r.unmixed) return { head: said[0], state: "yes", said: [say("in.open")] };
  if (!r.chances.index.has(slip.id)) return { head: said[0], state: "yes", said: said.slice(1) };
  const answer = lookUp(r, slip.id);
  answer.said.push(...said);
  return answer;
}

// checkAnySlip checks a slip of the record, or of the event whose commitment it names.
function checkAnySlip(r, text) {
  const named = isLink(text) ? readLink(text).link.commitment : text;
  const n = r.parts.findIndex((part) => !part.unmixed && named.includes(hex(sha256(part.bytes(part.commitmentPath)))));
  return n < 0 ? checkSlip(r, text) : [say("in.slip.event", { n: n + 1 }), ...checkSlip(r.parts[n], text)];
}

// unquoted takes away what mail programs put before and behind the lines of a text: the marks
// of a quotation, blanks at the end, carriage returns.
function unquoted(text) {
  const lines = text.split("\n").map((line) => line.trimEnd());
  const [mark = ""] = lines.map((line) => /^([> ]*)begin record$/.exec(line)).filter((m) => m).map((m) => m[1]);
  return lines.map((line) => line.startsWith(mark) ? line.slice(mark.length) : line === mark.trimEnd() ? "" : line);
}

// wordsOf are how many words follow the name of a line that programs read.
const wordsOf = { id: 1, salt: 1, place: 3, path: 1, page: 5 };

// readSlip finds the lines that programs read, from "pool root" on, and the id. The path of the
// person follows "place", that of a sealed seat follows its "page"; the lines of the leaf stand between "begin
// record" and "end record". Everything else in a slip is for people.
function readSlip(text) {
  const slip = { id: "", salt: "", place: "", path: [], seats: [] };
  const raw = unquoted(text), lines = slip.lines = raw.map(words);
  const from = lines.indexOf("begin record"), to = lines.indexOf("end record", from);
  if (from >= 0 && lines.indexOf("begin record", from + 1) >= 0) throw new Fault("The slip has the line “begin record” twice.");
  slip.record = from < 0 || to < 0 ? [] : raw.slice(from + 1, to);
  const programs = lines.findIndex((line) => /^pool root:( |$)/.test(line));
  let path = slip.path;
  for (let at = 0; at < lines.length; at++) {
    if (at === from && to >= 0) { at = to; continue; }
    const [, name, rest = ""] = /^(id|salt|place|path|page): ?(.*)$/.exec(lines[at]) || [];
    if (!name || name !== "id" && at < programs) continue; // a feature may be called place
    let value = words(rest);
    const long = () => value === "" ? 0 : value.split(" ").length;
    while (long() < wordsOf[name] && at + 1 < lines.length && at + 1 !== from) value = words(value + " " + lines[++at]); // a long line, wrapped
    path = takeLine(slip, name, value, path);
  }
  return slip;
}

// takeLine takes one line that programs read, and gives the path that goes on.
function takeLine(slip, name, value, path) {
  const shown = quoted(`${name}: ${value}`);
  if (name === "page") {
    const m = /^([0-9]+) seat ([1-9][0-9]*) salt ([0-9a-f]{32})$/.exec(value);
    if (!m) throw new Fault(`The slip has ${shown}, expected a page, a seat and a salt.`);
    slip.seats.push({ page: m[1], seat: m[2], salt: unhex(m[3]), saltText: m[3], path: [] });
    return slip.seats[slip.seats.length - 1].path;
  }
  if (name === "path") {
    if (!isHash(value)) throw new Fault(`The slip has ${shown}, expected a hash of 64 hexadecimal digits.`);
    path.push(unhex(value));
    return path;
  }
  if (slip[name]) throw new Fault(`The slip has ${shown}, expected one line for ${name}.`);
  slip[name] = value;
  return name === "place" ? slip.path : path;
}

// readLink reads a slip out of an address: nine fields, see package slip.
function readLink(text) {
  const fields = /^[A-Za-z0-9._-]*/.exec(text.slice(text.indexOf(linkMark) + linkMark.length))[0].split(".");
  const bad = () => new Fault("The link of the slip was cut off, or is none.");
  if (fields.length !== 9 || !fields.slice(1, 5).every((n) => /^(0|[1-9][0-9]{0,8})$/.test(n))) throw bad();
  const raw = fields.slice(5).map((field) => {
    try {
      const bytes = Uint8Array.from(atob(field.replaceAll("-", "+").replaceAll("_", "/")), (c) => c.charCodeAt(0));
      if (btoa(String.fromCharCode(...bytes)).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "") === field) return bytes;
    } catch { /* said below */ }
    throw bad();
  });
  const [commitment, salt, path, record] = raw, lines = new TextDecoder().decode(record).split("\n");
  if (commitment.length !== 32 || salt.length !== 16 || path.length % 32 || lines.pop() !== "") throw bad();
  return {
    id: fields[0], place: `${fields[1]} of ${fields[2]}`, salt: hex(salt), seats: [], lines: [],
    path: Array.from({ length: path.length / 32 }, (_, i) => path.subarray(32 * i, 32 * i + 32)),
    record: [fields[0], ...lines],
    link: { on: Number(fields[3]), of: Number(fields[4]), commitment: hex(commitment) },
  };
}

// unwrap mends a record where a mail program broke long names over two lines: names and values are
// those of the quotas. It leaves alone what it can make no sense of.
function unwrap(r, lines) {
  const all = words(lines.join(" ")).split(" "), { features } = r.quotas;
  const without = (list, name) => { const of = words(name).split(" "); return of.every((word, i) => word === list[i]) && list.slice(of.length); };
  const read = (list, f) => {
    if (f === features.length) return list.length === 0 && [];
    const rest = without(list, features[f].name);
    for (const value of rest ? features[f].values.keys() : []) {
      const after = without(rest, value), cells = after && read(after, f + 1);
      if (cells) return [features[f].name, value, ...cells];
    }
    return false;
  };
  for (const home of ["", all[1]]) {
    const cells = read(all.slice(home ? 2 : 1), 0);
    if (cells) return [all[0], home, ...cells];
  }
  return lines;
}

// checkPlace checks that the record of a slip is in the pool that was fixed, n people long.
function checkPlace(r, slip, n) {
  if (!slip.link) slip.record = unwrap(r, slip.record);
  const { id } = slip, m = /^([1-9][0-9]*) of ([1-9][0-9]*)$/.exec(slip.place);
  if (slip.record.length < 2 || slip.record[0] !== id) throw new Fault("The slip does not hold the lines of this person between “begin record” and “end record”.");
  if (!m || Number(m[2]) !== n || Number(m[1]) > n) throw new Fault(`The slip has the place ${quoted(slip.place)}, expected one of ${n}.`);
  const leaf = leafHash(join(saltOf("The slip", slip.salt), utf8(slip.record.map((line) => line + "\n").join(""))));
  const root = climb(leaf, Number(m[1]) - 1, n, slip.path);
  if (!root || hex(root) !== r.poolRoot)
    throw new Fault("The slip does not lead to the pool that was fixed: an answer, the salt or the path is not as recorded.");
  slip.answers = slip.record.slice(2).flatMap((line, i, all) => i % 2 ? [] : [`${line}: ${all[i + 1]}`]);
  return [say("in.slip.yes", { id, answers: slip.answers.join("; ") })];
}

// checkSlip checks all that a slip says, and gives what it shows.
function checkSlip(r, text) {
  const slip = isLink(text) ? readLink(text) : readSlip(text), { id } = slip, index = r.chances.index.get(id), n = r.chances.ids.length;
  if (index === undefined) throw new Fault(`The slip names the id ${quoted(id)}, which is not in this record.`);
  if (slip.place !== `${index + 1} of ${n}`) throw new Fault(`The slip has the place ${quoted(slip.place)}, expected ${index + 1} of ${n}.`);
  const said = checkPlace(r, slip, n);
  if (slip.link) {
    checkLink(r, slip.link, r.chances.pages[index]);
    if (r.sealed) said.push(say("in.slip.short"));
    return said;
  }
  const count = r.chances.pages[index];
  if (!r.sealed) return checkWords(r, slip, namesOf(r, index), said);
  if (slip.seats.length || !count) return checkWords(r, slip, slip.seats.map(({ page }) => page), [...said, checkSeats(r, slip, count)]);
  const on = namedPages(r, slip);
  if (on.length !== count) throw new Fault(`The slip names ${plural(on.length, "page")}, expected ${count} as in chances.csv.`);
  return checkWords(r, slip, on, [...said, say("in.slip.apart", { file: slip.id + ".proof.txt" })]);
}

function checkWords(r, slip, on, said) {
  if (r.version > 1) checkText(r, slip, on);
  return said;
}

function checkLink(r, { on, of, commitment }, count) {
  const want = hex(sha256(r.bytes(r.commitmentPath)));
  if (on !== count || of !== r.rules.pages || commitment !== want)
    throw new Fault(`The slip tells its reader something else than the record, which says: ${count} of ${r.rules.pages} pages, commitment ${want}`);
}

function checkSeats(r, slip, count) {
  const pages = new Set();
  for (const { page, seat, salt, path } of slip.seats) {
    const top = climb(seatLeaf(salt, page, seat, slip.id), seat - 1, r.rules.seats, path);
    if (!top || hex(top) !== r.seals[Number(page)]) throw new Fault(`The slip does not show a seat on the sealed page ${page}.`);
    pages.add(page);
  }
  if (pages.size !== count) throw new Fault(`The slip shows seats on ${plural(pages.size, "page")}, expected ${count} as in chances.csv.`);
  return say("in.slip.seats", { n: count, pages: [...pages].join(" ") });
}

// checkText writes the slip anew, in the language of its heading, and compares it word by word, however its
// lines are broken: whoever shows only what programs read could tell somebody another chance. What a letter says before
// and after is its own affair, as long as no line of it says another chance, commitment or answer.
function checkText(r, slip, on) {
  const refuse = (line) => { throw new Fault(`The slip tells its reader something else than the record, which says: ${line}`); };
  const spoken = Object.keys(sentences).filter((l) => slip.lines.includes(sayIn(l, "slip.heading")));
  if (!spoken.length) refuse(sayIn("en", "slip.heading"));
  for (const l of spoken) {
    const lines = slipLines(r, slip, on, l, true), proof = slip.seats.length ? proofLines(slip, l) : [];
    const lacking = lacks(slip, lines) || lacks(slip, proof) || (proof.length && !slip.lines.includes(proof[0]) ? proof[0] : "");
    // What shows the seats stood in the slip itself once.
    const within = [...slipLines(r, slip, on, l, false), sayIn(l, "slip.sealed"), ...seatLines(slip)];
    if (lacking && (!slip.seats.length || lacks(slip, within))) refuse(lacking);
  }
  const facts = [...slip.answers, "commitment: " + hex(sha256(r.bytes(r.commitmentPath))), `pages: ${on.length} of ${r.rules.pages}`].map(words);
  for (const fact of facts) if (slip.lines.some((line) => contradicts(line, fact))) refuse(fact);
}

// lacks gives the first of these lines that does not stand in the slip, behind the lines before it.
function lacks(slip, lines) {
  const said = ` ${words(slip.lines.join(" "))} `;
  let all = "";
  for (const line of lines.map(words)) {
    if (!line) continue;
    all = words(`${all} ${line}`);
    if (!said.includes(` ${all} `)) return line;
  }
  return "";
}

// namedPages are the pages that a slip names for people: to be believed once their proof was checked.
function namedPages(r, slip) {
  const all = [], text = words(slip.lines.join(" "));
  for (const mark of Object.keys(sentences).map((l) => sayIn(l, "slip.if.drawn") + " ").filter((mark) => text.includes(mark)))
    for (const word of text.slice(text.indexOf(mark) + mark.length).split(" ")) {
      if (!/^[0-9]+$/.test(word) || word.length !== spellPage(0, r.rules.pages).length) break;
      all.push(word);
    }
  return all;
}

const pathLines = (path) => path.map((hash) => "path: " + hex(hash));
const seatLines = (slip) => slip.seats.flatMap(({ page, seat, saltText, path }) => [`page: ${page} seat ${seat} salt ${saltText}`, ...pathLines(path)]);
const proofLines = (slip, l) => [sayIn(l, "slip.proof.heading"), sayIn(l, "slip.proof", { id: slip.id }), ...seatLines(slip)];

// slipLines are the lines of a slip as package slip writes them in a language, where the proof of sealed
// pages is a file apart.
function slipLines(r, slip, on, l, apart) {
  const of = String(r.rules.pages), tell = (key, slots) => sayIn(l, "slip." + key, { of, ...slots });
  const notes = [];
  if (!r.mixes || r.mixSource.kind === "rehearsal") notes.push(tell("note.unmixed"));
  if (firstPages(r) < 5) notes.push(tell("note.short"));
  return [tell("heading"), tell("name"), "id: " + slip.id, `pages: ${on.length} of ${of}`, ...slipChance(r, on, l), ...notes, tell("record"), ...slip.answers,
    slip.record[1] ? tell("household") : "", tell("check.title"), tell("check"),
    apart && r.sealed && on.length ? tell("apart", { file: slip.id + ".proof.txt" }) : "",
    "commitment: " + hex(sha256(r.bytes(r.commitmentPath))), "pool root: " + r.poolRoot, "salt: " + slip.salt, "place: " + slip.place, ...pathLines(slip.path),
    "begin record", ...slip.record, "end record"];
}

// slipChance says on which pages somebody is; the per cent are rounded down.
function slipChance(r, on, l) {
  const of = r.rules.pages, n = on.length, tell = (key, slots) => sayIn(l, "slip." + key, { of: String(of), on: String(n), ...slots });
  if (!n) return [tell("none")];
  const percent = (Math.floor(1000 * n / of) / 10).toLocaleString(locales[l], { minimumFractionDigits: 1, maximumFractionDigits: 1 });
  const chance = n === of ? tell(n === 1 ? "on.only" : "on.all") : tell(n === 1 ? "on.one" : "on", { percent });
  return [tell("book"), chance, tell("if.drawn"), on.join(" ")];
}

// contradicts: a line begins as a fact does, "name: ", and goes on differently. One of them may
// be cut short, or joined to what follows it. Lines for programs are read one by one.
function contradicts(line, fact) {
  const end = fact.indexOf(": "), name = fact.slice(0, end);
  if (end < 0 || ["id", "salt", "place", "path", "page", "pool root"].includes(name) || !line.startsWith(name + ": ")) return false;
  return !(line + " ").startsWith(fact + " ") && !(fact + " ").startsWith(line + " ");
}
