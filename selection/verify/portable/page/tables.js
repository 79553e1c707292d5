// The tables and small files of a record: each reader refuses what the format does not allow.

function readRules(name, bytes) {
  const object = readJSON(name, bytes), first = object && object.format === "evenlot-record/1";
  const rules = fields(name, object, "format:s algorithm:s rule:s people:n seats:n pages:n household_limit:n budget:n form:s key_hash:h"
    + (first ? "" : " statements:a"));
  const known = [["format", ["evenlot-record/2", "evenlot-record/1"]], ["algorithm", first ? ["evenlot/1"] : ["evenlot/3", "evenlot/2"]], ["form", ["default", "sealed", "open"]],
    ["rule", ["leximin", "maximin", "nash", "minimax", "goldilocks", "uniform", "legacy"]]];
  for (const [field, values] of known)
    if (!values.includes(rules[field])) throw new Fault(`${name}: found in ${field} ${quoted(rules[field])}, expected ${values.join(" or ")}`);
  for (const field of ["people", "seats", "pages", "budget"])
    if (rules[field] < 1) throw new Fault(`${name}: found ${rules[field]} in ${field}, expected 1 at least`);
  if (rules.seats > rules.people) throw new Fault(`${name}: found ${rules.seats} seats for ${rules.people} people`);
  const odd = (rules.statements || []).findIndex((s) => !isSentence(s, 1000));
  if (odd >= 0) throw new Fault(`${name}: found statement ${odd + 1} ${quoted(String(rules.statements[odd]))}, expected a sentence`);
  return rules;
}

// readQuotas numbers the features and the values of each feature in the order of the lines,
// which from version 2 on is that of their bytes.
function readQuotas(name, bytes, version) {
  const headers = ["feature,value,min,max", "feature,value,min,max,min_flex,max_flex"];
  const rows = readCSV(name, bytes, (head) => !headers.includes(head.join(",")) && headers[0]);
  const features = [], byName = new Map();
  if (!rows.length) throw new Fault(`${name}: found no line, expected one for each value`);
  const lines = rows.map(([feature, value, ...numbers], i) => {
    const [min, max, minFlex = 0, maxFlex = max] = numbers.map((text) => wholeNumber(name, i + 2, text));
    if (min > max || minFlex > min || maxFlex < max) throw new Fault(`${name}:${i + 2}: found ${numbers.join(",")}, expected windows in order`);
    if ([feature, value].some((text) => !text || /[\u0080-\u009f\u2028\u2029]/.test(text)))
      throw new Fault(`${name}:${i + 2}: found ${quoted(feature)}, ${quoted(value)}, expected names on one line`);
    if (byName.has(feature) && byName.get(feature) !== features.length - 1)
      throw new Fault(`${name}:${i + 2}: found ${quoted(feature)} again, expected its lines together`);
    if (!byName.has(feature)) {
      byName.set(feature, features.length);
      features.push({ name: feature, values: new Map(), lines: [] });
    }
    const f = byName.get(feature), at = features[f];
    if (at.values.has(value)) throw new Fault(`${name}:${i + 2}: found ${feature}: ${value} a second time`);
    at.values.set(value, at.values.size);
    at.lines.push(i);
    return { feature, value, min, max };
  });
  if (version > 1) for (const [i, { feature, value }] of lines.entries()) {
    const before = lines[i - 1];
    if (i > 0 && (compareBytes(before.feature, feature) || compareBytes(before.value, value)) >= 0)
      throw new Fault(`${name}:${i + 2}: found ${quoted(feature)}, ${quoted(value)} after ${quoted(before.feature)}, ${quoted(before.value)}, expected the order of their bytes`);
  }
  return { features, lines, flex: rows[0].length > 4 };
}

function readTotals(name, bytes, quotas) {
  const rows = readCSV(name, bytes, "feature,value,people");
  if (rows.length !== quotas.lines.length)
    throw new Fault(`${name}: found ${rows.length} lines, expected one for each of the ${quotas.lines.length} of quotas.csv`);
  return rows.map(([feature, value, people], i) => {
    const want = quotas.lines[i];
    if (feature !== want.feature || value !== want.value)
      throw new Fault(`${name}:${i + 2}: found ${feature}: ${value}, expected ${want.feature}: ${want.value} as in quotas.csv`);
    return wholeNumber(name, i + 2, people);
  });
}

const isId = (text) => /^[bcdfghjkmnpqrstvwxyz][bcdfghjkmnpqrstvwxyz2-9]{0,49}$/.test(text);

function readChances(name, bytes) {
  const rows = readCSV(name, bytes, "id,pages"), index = new Map();
  const pages = rows.map(([id, count], i) => {
    if (!isId(id) || id.length !== rows[0][0].length) throw new Fault(`${name}:${i + 2}: found ${quoted(id)}, expected a public id`);
    if (i > 0 && id <= rows[i - 1][0]) throw new Fault(`${name}:${i + 2}: found ${id} after ${rows[i - 1][0]}, expected ids in order`);
    index.set(id, i);
    return wholeNumber(name, i + 2, count);
  });
  return { ids: rows.map(([id]) => id), pages, index };
}

const spellPage = (page, pages) => String(page).padStart(String(pages - 1).length, "0");

// readBook gives the people of each page as numbers into chances.csv; an id that is
// not known there is a fault of the book.
function readBook(name, bytes, pages, seats, salted, chances) {
  const head = ["page", ...(salted ? ["salt"] : []), ...Array.from({ length: seats }, (_, i) => `seat${i + 1}`)].join(",");
  const rows = readCSV(name, bytes, head), salts = [];
  if (rows.length !== pages) throw new Fault(`${name}: found ${rows.length} pages, expected ${pages}`);
  const people = rows.map((row, i) => {
    const at = `${name}:${i + 2}`;
    if (row[0] !== spellPage(i, pages)) throw new Fault(`${at}: found page ${quoted(row[0])}, expected ${spellPage(i, pages)}`);
    if (salted) salts.push(saltOf(at, row[1]));
    const ids = row.slice(salted ? 2 : 1);
    const sorted = ids.findIndex((id, j) => j > 0 && id <= ids[j - 1]);
    if (sorted > 0) throw new Fault(`${at}: found ${ids[sorted]} after ${ids[sorted - 1]}, expected ${seats} different ids in order`);
    return ids.map((id) => {
      if (!chances.index.has(id)) throw new Fault(`${at}: found ${quoted(id)}, who is not in chances.csv`);
      return chances.index.get(id);
    });
  });
  return { people, salts };
}

function saltOf(at, text) {
  if (!/^[0-9a-f]{32}$/.test(text)) throw new Fault(`${at}: found ${quoted(text)}, expected a salt of 32 hexadecimal digits`);
  return unhex(text);
}

function readHashes(name, bytes, count) {
  const lines = textOf(name, bytes).slice(0, -1).split("\n");
  if (lines.length !== count) throw new Fault(`${name}: found ${lines.length} lines, expected ${count}`);
  lines.forEach((line, i) => {
    if (!isHash(line)) throw new Fault(`${name}:${i + 1}: found ${quoted(line)}, expected 64 hexadecimal digits`);
  });
  return lines;
}

function readDraw(name, bytes) {
  return fields(name, readJSON(name, bytes),
    "commitment:h public_value:s signature:s draw_string:s counter:n hash:s ticket:n page:s page_salt:s panel:a notice:s");
}

function readAborted(name, bytes) {
  const aborted = fields(name, readJSON(name, bytes), "commitment:h reason:s");
  if (!isSentence(aborted.reason, 1000)) throw new Fault(`${name}: found the reason ${quoted(aborted.reason)}, expected a sentence`);
  return aborted;
}

function readMixing(name, bytes) {
  return fields(name, readJSON(name, bytes), "commitment:h public_value:s signature:s mix_string:s");
}

// readPool reads the people without names. Before the book is mixed there is no
// chances.csv: then ids is null, and the order is looked at here.
function readPool(name, bytes, quotas, version, ids) {
  const rows = readCSV(name, bytes, ["id", "salt", "household", ...quotas.features.map((f) => f.name)].map(spellCell).join(","));
  if (ids && rows.length !== ids.length) throw new Fault(`${name}: found ${rows.length} people, expected ${ids.length}`);
  const homes = new Map();
  const people = rows.map(([id, salt, household, ...answers], i) => {
    const at = `${name}:${i + 2}`;
    if (ids ? id !== ids[i] : !isId(id) || id.length !== rows[0][0].length || i > 0 && id <= rows[i - 1][0])
      throw new Fault(`${at}: found ${quoted(id)}, expected ${ids ? ids[i] + " as in chances.csv" : "public ids in order"}`);
    const values = answers.map((value, f) => {
      const number = quotas.features[f].values.get(value);
      if (number === undefined) throw new Fault(`${at}: found ${quoted(value)}, which is no value of ${quotas.features[f].name} in quotas.csv`);
      return number;
    });
    if (household) homes.has(household) ? homes.get(household).push(i) : homes.set(household, [i]);
    return { id, salt: saltOf(at, salt), household, answers, values };
  });
  for (const [household, members] of homes) {
    const named = version > 1 ? /^[0-9a-f]{32}$/.test(household) : people[members[0]].id === household;
    if (!named || members.length < 2)
      throw new Fault(`${name}:${members[0] + 2}: found the household ${quoted(household)}, expected ${version > 1 ? "32 hexadecimal digits" : "the smallest id"} of two or more people`);
  }
  return { people, homes: [...homes.values()] };
}
