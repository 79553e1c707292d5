// Exact fractions of whole numbers of any size.
const big = BigInt;
const gcd = (a, b) => { while (b) [a, b] = [b, a % b]; return a < 0n ? -a : a; };
const fraction = (n, d = 1n) => { const g = gcd(n, d) || 1n; return { n: n / g, d: d / g }; };
const floorDiv = (a, b) => a / b - (a % b < 0n ? 1n : 0n); // b > 0
const most = (a, b) => (a > b ? a : b);

function compareLists(a, b) {
  for (let i = 0; i < a.length && i < b.length; i++) if (a[i] !== b[i]) return a[i] - b[i];
  return a.length - b.length;
}

function readProof(name, bytes) {
  const proof = fields(name, readJSON(name, bytes), "format:s grade:s over:n rows:a unseatable:o cuts:a steps:a");
  const bad = proof.format !== "evenlot-proof/1" ? "format" : proof.over !== 65536 ? "over"
    : !["attained by the book", "bounds only"].includes(proof.grade) ? "grade" : "";
  if (bad) throw new Fault(`${name}: found in ${bad} ${quoted(String(proof[bad]))}, which this page does not know`);
  fields(`${name}, unseatable`, proof.unseatable, "types:a tree:a");
  proof.cuts.forEach((cut, i) => fields(`${name}, cut ${i + 1}`, cut, "weights:a bound:n tree:a"));
  proof.steps.forEach((step, i) => {
    fields(`${name}, step ${i + 1}`, step, "chance:s people:n pages:n fewest:n most:n multipliers:a");
    if (!/^(0|[1-9][0-9]*)(\/[1-9][0-9]*)?$/.test(step.chance)) throw new Fault(`${name}, step ${i + 1}: found the chance ${quoted(step.chance)}, expected a fraction`);
  });
  return proof;
}

// pairs reads [[number, weight], ...], the numbers ascending and below count.
function pairs(where, list, count) {
  let last = -1;
  return list.map((pair) => {
    const [at, weight] = Array.isArray(pair) && pair.length === 2 ? pair : [];
    if (!(Number.isSafeInteger(at) && at > last && at < count && /^(number|bigint)$/.test(typeof weight)))
      throw new Fault(`${where}: found ${quoted(spellJSON(pair, ""))}, expected a number below ${count} and a whole weight, in order`);
    last = at;
    return [at, big(weight)];
  });
}

// typesOf sorts people into types: alike in every answer and in the shape of their
// household.
function typesOf(r) {
  const { people, homes } = r.pool, limit = r.rules.household_limit;
  const shapes = new Map(), shapeOf = new Array(people.length).fill("");
  for (const members of limit > 0 ? homes.filter((h) => h.length > limit) : []) {
    const vectors = members.map((i) => people[i].values).sort(compareLists);
    const key = [members.length, ...vectors.map((v) => v.join(","))].join(" ");
    const shape = shapes.get(key) || { size: members.length, vectors: vectors.flat(), homes: 0, key };
    shape.homes++;
    shapes.set(key, shape);
    for (const i of members) shapeOf[i] = key;
  }
  const sorted = [...shapes.values()].sort((a, b) => a.size - b.size || compareLists(a.vectors, b.vectors));
  const shapeNumber = new Map(sorted.map((shape, i) => [shape.key, i + 1]));
  const byKey = new Map();
  people.forEach((person, i) => {
    const vector = [...person.values, shapeNumber.get(shapeOf[i]) || 0], key = vector.join();
    if (!byKey.has(key)) byKey.set(key, { vector, people: [] });
    byKey.get(key).people.push(i);
  });
  const types = [...byKey.values()].sort((a, b) => compareLists(a.vector, b.vector));
  types.forEach((type) => { type.n = big(type.people.length); });
  return { types, shapes: sorted };
}

// A row: its name, its window (min null: no lower end) and [type, coefficient] pairs.
function rowsOf(r, proof, { types, shapes }) {
  const { features, lines } = r.quotas, rows = [];
  const row = (name, min, max, inRow) => rows.push({ name, min: big(min), max: big(max),
    of: types.flatMap((type, t) => inRow(type) ? [[t, 1n]] : []) });
  for (const { feature, value, min, max } of lines) {
    const f = features.findIndex((x) => x.name === feature), v = features[f].values.get(value);
    row(`quota ${feature}: ${value}`, min, max, (type) => type.vector[f] === v);
  }
  shapes.forEach((shape, i) => row(`households of shape ${i + 1}`, 0, r.rules.household_limit * shape.homes,
    (type) => type.vector[features.length] === i + 1));
  row("seats", r.rules.seats, r.rules.seats, () => true);
  proof.cuts.forEach((cut, i) => rows.push({ name: `cut ${i + 1}`, min: null, max: big(cut.bound),
    of: pairs(`proof.json, cut ${i + 1}`, cut.weights, types.length) }));
  if (rows.map((x) => x.name).join("\n") !== proof.rows.join("\n"))
    throw new Fault(`public/commit/proof.json: found the rows ${quoted(proof.rows.join("; "))}, expected ${quoted(rows.map((x) => x.name).join("; "))}`);
  return rows;
}

// combine adds up the rows with their multipliers: the weight of each type, and the
// most that the windows allow.
function combine(where, multipliers, rows, count) {
  const c = new Array(count).fill(0n);
  let limit = 0n;
  for (const [at, m] of pairs(where, multipliers, rows.length)) {
    const row = rows[at];
    if (row.min === null && m < 0n) throw new Fault(`${where}: found a multiplier below 0 for ${row.name}`);
    limit += row.min === null || m > 0n ? m * row.max : m * row.min;
    for (const [t, weight] of row.of) c[t] += m * weight;
  }
  return { c, limit };
}

// checkTree goes through a tree in preorder: no panel weighs more than bound.
function checkTree(where, tree, weights, bound, rows, types, over) {
  const open = [{ low: types.map(() => 0n), high: types.map((type) => type.n) }];
  const plain = rows.filter((row) => row.min !== null);
  tree.forEach((node, i) => {
    const at = `${where}, node ${i}`, box = open.pop();
    if (!box || !Array.isArray(node)) throw new Fault(`${at}: found ${quoted(spellJSON(node, ""))} where the tree is at its end`);
    const [kind, t, v] = node;
    if (kind === "branch" && node.length === 3 && Number.isSafeInteger(v) && t >= 0 && t < types.length) {
      const above = { low: box.low.slice(), high: box.high }, below = { low: box.low, high: box.high.slice() };
      above.low[t] = big(v) + 1n;
      below.high[t] = big(v);
      open.push(above, below);
      if (v < box.low[t] || v >= box.high[t]) throw new Fault(`${at}: found a branch at ${v} outside of the box`);
      return;
    }
    if (!(kind === "bound" || kind === "empty") || node.length !== 2) throw new Fault(`${at}: found ${quoted(spellJSON(node, ""))}, expected branch, bound or empty`);
    const { c, limit } = combine(at, t, plain, types.length);
    let sum = limit;
    for (let j = 0; j < c.length; j++) {
      const slope = (kind === "bound" ? big(over) * weights[j] : 0n) - c[j];
      sum += slope * (slope > 0n ? box.high[j] : box.low[j]);
    }
    if (kind === "empty" ? sum >= 0n : floorDiv(sum, big(over)) > bound)
      throw new Fault(`${at}: found the bound ${sum}/${over}, expected ${kind === "empty" ? "less than 0" : `${bound} at most`}`);
  });
  if (open.length) throw new Fault(`${where}: found ${tree.length} nodes, expected more: the tree is cut off`);
}

function checkProof(r) {
  const { proof } = r, name = "public/commit/proof.json", sorted = typesOf(r), { types } = sorted;
  const rows = rowsOf(r, proof, sorted);
  const chance = new Array(types.length).fill(null); // of the types fixed so far
  proof.unseatable.types.forEach((t, i, list) => {
    if (!(t >= 0 && t < types.length) || (i > 0 && t <= list[i - 1])) throw new Fault(`${name}: found the unseatable type ${t}, expected types in order`);
    chance[t] = fraction(0n);
    for (const person of types[t].people)
      if (r.chances.pages[person]) throw new Fault(`${name}: found ${r.chances.ids[person]} unseatable, who is on ${r.chances.pages[person]} pages`);
  });
  const seatable = (t) => proof.unseatable.types.includes(t) ? 1n : 0n;
  if (proof.unseatable.types.length || proof.unseatable.tree.length)
    checkTree(`${name}, unseatable`, proof.unseatable.tree, types.map((_, t) => seatable(t)), 0n, rows, types, proof.over);
  proof.cuts.forEach((cut, i) => {
    const weights = types.map(() => 0n);
    for (const [t, w] of rows[rows.length - proof.cuts.length + i].of) weights[t] = w;
    checkTree(`${name}, cut ${i + 1}`, cut.tree, weights, big(cut.bound), rows, types, proof.over);
  });
  const gone = proof.unseatable.types.slice();
  proof.steps.forEach((step, i) => checkStep(r, `${name}, step ${i + 1}`, step, i === proof.steps.length - 1, { rows, types, chance, gone }));
  const people = chance.reduce((n, q, t) => n + (q ? 0 : types[t].people.length), 0);
  if (people && proof.grade === "attained by the book") throw new Fault(`${name}: found ${people} people whom no step fixes, expected none`);
  return proofWords(r, proof, people);
}

function checkStep(r, where, step, isLast, { rows, types, chance, gone }) {
  let z = fraction(1n), fixed = chance.flatMap((q, t) => q ? [] : [t]);
  if (step.multipliers.length || !isLast) {
    const { c, limit } = combine(where, step.multipliers, rows, types.length);
    let bound = limit, weight = 0n, taken = fraction(0n);
    types.forEach((type, t) => {
      const y = c[t] > 0n ? type.n * c[t] : 0n;
      if (c[t] < 0n && !gone.includes(t)) bound -= type.n * c[t];
      if (!chance[t]) weight += y;
      else if (y) taken = fraction(taken.n * chance[t].d + y * chance[t].n * taken.d, taken.d * chance[t].d);
    });
    if (weight === 0n) throw new Fault(`${where}: found multipliers that weigh nobody`);
    z = fraction(bound * taken.d - taken.n, taken.d * weight);
    fixed = fixed.filter((t) => c[t] > 0n);
  }
  const members = fixed.flatMap((t) => types[t].people), counts = members.map((i) => r.chances.pages[i]);
  const want = { chance: z.d === 1n ? String(z.n) : `${z.n}/${z.d}`, people: members.length,
    pages: Number(floorDiv(big(r.rules.pages) * z.n, z.d)), fewest: counts.reduce((a, b) => Math.min(a, b), Infinity), most: Math.max(...counts) };
  for (const field of Object.keys(want))
    if (step[field] !== want[field]) throw new Fault(`${where}: found in ${field} ${step[field]}, expected ${want[field]}`);
  const before = chance.reduce((a, q) => q && (!a || q.n * a.d > a.n * q.d) ? q : a, null);
  if (before && z.n * before.d < before.n * z.d) throw new Fault(`${where}: found the chance ${step.chance}, lower than that of the step before`);
  if (r.proof.grade === "attained by the book" && step.fewest < step.pages)
    throw new Fault(`${where}: found ${step.fewest} pages for somebody, expected ${step.pages} at least`);
  for (const t of fixed) chance[t] = z;
}

function proofWords(r, proof, open) {
  const [first] = proof.steps;
  if (!first) return `${proof.grade}: nothing is claimed`;
  return `${proof.grade}: nobody can be promised more than ${first.chance} without taking from somebody with less; `
    + `the book gives everyone at least ${first.fewest} of ${r.rules.pages} pages (${plural(proof.steps.length, "step")}`
    + (open ? `, none of which fixes ${plural(open, "person", "people")}` : "") + ")";
}
