const commitFiles = ["book.csv", "chances.csv", "pool.root", "proof.json", "quotas.csv", "rules.json", "seedsource.json", "totals.csv"];
// What operating systems leave behind; files of these names are no part of a record.
const litter = /(^|\/)(\.DS_Store|Thumbs\.db|desktop\.ini|\._[^/]*|__MACOSX\/.*)$/;

// private/ and research/ are nobody's business here: they are not even opened.
const wanted = (path) => !/(^|\/)(private|research)\//.test(path);

// A record as picked: its files by path (public/…, auditor/…), whatever folder they lie
// in. public/ may also have been picked alone, under another name even.
class RecordFiles {
  constructor(files) {
    this.passed = [...files.keys()].filter((path) => litter.test(path));
    const paths = [...files.keys()].filter((path) => wanted(path) && !litter.test(path));
    const found = paths.filter((path) => /(^|\/)commit\/rules\.json$/.test(path))
      .map((path) => path.slice(0, -"commit/rules.json".length));
    if (found.length === 0) throw new Fault("There is no record here: no folder that holds commit/rules.json.");
    const root = found.reduce((a, b) => (b.length < a.length ? b : a));
    if (found.some((other) => !other.startsWith(root)))
      throw new Fault("There is more than one record here: choose the folder of one.");
    const above = root.replace(/public\/$/, "");
    this.files = new Map();
    for (const path of paths) {
      if (path.startsWith(root)) this.files.set("public/" + path.slice(root.length), files.get(path));
      else if (root !== above && path.startsWith(above + "auditor/")) this.files.set(path.slice(above.length), files.get(path));
    }
    this.parsed = new Map();
    this.hashes = new Map();
  }

  has(path) { return this.files.has(path); }

  under(folder) { return [...this.files.keys()].filter((path) => path.startsWith(folder)).sort(); }

  bytes(path) {
    if (!this.has(path)) throw new Fault(`${path}: is missing`);
    return this.files.get(path);
  }

  async hash(path) {
    if (!this.hashes.has(path)) this.hashes.set(path, await hashOf(this.bytes(path)));
    return this.hashes.get(path);
  }

  // read parses a file once. What the first reader reports as a fault, the others only
  // name as what stopped them.
  read(path, parse) {
    if (!this.parsed.has(path)) {
      try {
        this.parsed.set(path, { value: parse(path, this.bytes(path)) });
      } catch (error) {
        this.parsed.set(path, { error });
        throw error;
      }
    }
    const { value, error } = this.parsed.get(path);
    if (error) throw error instanceof Unseen ? error : new Unseen(`${path} cannot be read, see above`);
    return value;
  }

  get rules() { return this.read("public/commit/rules.json", readRules); }
  get quotas() { return this.read("public/commit/quotas.csv", readQuotas); }
  get totals() { return this.read("public/commit/totals.csv", (n, b) => readTotals(n, b, this.quotas)); }
  get chances() { return this.read("public/commit/chances.csv", readChances); }
  get source() { return this.read("public/commit/seedsource.json", (n, b) => readSource(n, readJSON(n, b))); }
  get proof() { return this.read("public/commit/proof.json", readProof); }
  get draw() { return this.read("public/draw.json", readDraw); }
  get aborted() { return this.read("public/aborted.json", readAborted); }
  get poolRoot() { return this.read("public/commit/pool.root", (n, b) => readHashes(n, b, 1)[0]); }
  get seals() { return this.read("public/commit/book.root", (n, b) => readHashes(n, b, this.rules.pages)); }
  get drawn() { return this.has("public/draw.json"); }
  get sealed() { return this.rules.form === "sealed"; }

  get bookPath() { return this.sealed ? "auditor/book.csv" : "public/commit/book.csv"; }
  get book() {
    if (this.sealed && !this.has(this.bookPath))
      throw new Unseen("the pages are sealed; an auditor has them (auditor/book.csv)");
    return this.read(this.bookPath, (n, b) => readBook(n, b, this.rules.pages, this.rules.seats, this.sealed, this.chances));
  }

  get poolPath() { return this.rules.form === "open" ? "public/pool.csv" : "auditor/pool.csv"; }
  get mixturePath() { return this.rules.form === "open" ? "public/mixture.json" : "auditor/mixture.json"; }
  get pool() {
    if (this.rules.form !== "open" && !this.has(this.poolPath))
      throw new Unseen("it takes what people answered, which an auditor has (auditor/pool.csv)");
    return this.read(this.poolPath, (n, b) => readPool(n, b, this.quotas, this.chances));
  }
}

function readRules(name, bytes) {
  const rules = fields(name, readJSON(name, bytes),
    "format:s algorithm:s rule:s people:n seats:n pages:n household_limit:n budget:n form:s key_hash:h");
  const known = [["format", ["evenlot-record/1"]], ["algorithm", ["evenlot/1"]], ["form", ["default", "sealed", "open"]],
    ["rule", ["leximin", "maximin", "nash", "minimax", "goldilocks", "uniform", "legacy"]]];
  for (const [field, values] of known)
    if (!values.includes(rules[field])) throw new Fault(`${name}: found in ${field} ${quoted(rules[field])}, expected ${values.join(" or ")}`);
  if (rules.budget < 1 || rules.budget > 999999999) throw new Fault(`${name}: budget is not 1 to 999999999`);
  for (const field of ["people", "seats", "pages"])
    if (rules[field] < 1 || rules[field] > 999999999) throw new Fault(`${name}: found ${rules[field]} in ${field}`);
  return rules;
}

// readQuotas numbers the features and the values of each feature in the order of the lines.
function readQuotas(name, bytes) {
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
  return { features, lines };
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

function readPool(name, bytes, quotas, chances) {
  const rows = readCSV(name, bytes, ["id", "salt", "household", ...quotas.features.map((f) => f.name)].map(spellCell).join(","));
  if (rows.length !== chances.ids.length) throw new Fault(`${name}: found ${rows.length} people, expected ${chances.ids.length}`);
  const homes = new Map();
  const people = rows.map(([id, salt, household, ...answers], i) => {
    const at = `${name}:${i + 2}`;
    if (id !== chances.ids[i]) throw new Fault(`${at}: found ${quoted(id)}, expected ${chances.ids[i]} as in chances.csv`);
    const values = answers.map((value, f) => {
      const number = quotas.features[f].values.get(value);
      if (number === undefined) throw new Fault(`${at}: found ${quoted(value)}, which is no value of ${quotas.features[f].name} in quotas.csv`);
      return number;
    });
    if (household) homes.set(household, [...(homes.get(household) || []), i]);
    return { id, salt: saltOf(at, salt), household, answers, values };
  });
  for (const [household, members] of homes)
    if (people[members[0]].id !== household || members.length < 2)
      throw new Fault(`${name}:${members[0] + 2}: found the household ${quoted(household)}, expected the smallest id of two or more people`);
  return { people, homes: [...homes.values()] };
}
